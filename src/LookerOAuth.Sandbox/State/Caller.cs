namespace LookerOAuth.Sandbox;

/// <summary>Whose token a request carries, and the token itself.</summary>
internal sealed record Caller(UserRow User, string Token, Session Session)
{
    public bool IsAdmin => User.IsAdmin;
}
