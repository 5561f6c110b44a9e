namespace LookerOAuth;

/// <summary>What a change does.</summary>
public enum OAuthConfigurationAction : long
{
    /// <summary>Something is there afterwards that was not.</summary>
    Create,

    /// <summary>A property gets another value.</summary>
    Update,

    /// <summary>A user need not consent any more.</summary>
    Activate,

    /// <summary>A user must consent again; tokens expire.</summary>
    Deactivate,

    /// <summary>Something is gone afterwards.</summary>
    Remove,
}
