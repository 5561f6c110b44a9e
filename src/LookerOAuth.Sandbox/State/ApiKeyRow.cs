namespace LookerOAuth.Sandbox;

/// <summary>An API key: it logs its user in.</summary>
internal sealed record ApiKeyRow(string UserId, PropertyValues Values)
{
    public static PropertyTable Properties { get; } = new(
        new Property("id", PropertyType.Id) { IsReadOnly = true },
        new Property("client_id", PropertyType.Text) { IsReadOnly = true },
        new Property("client_secret", PropertyType.Text) { IsReadOnly = true, IsSecret = true },
        new Property("created_at", PropertyType.Time) { IsReadOnly = true },
        new Property("is_disabled", PropertyType.Flag) { IsReadOnly = true, Default = false },
        new Property("type", PropertyType.Text) { IsReadOnly = true, Default = "api3" },
        new Property("purpose", PropertyType.Text));

    public string Id => Values.Text("id")!;

    public string ClientId => Values.Text("client_id")!;

    /// <summary>Null for a key whose secret the seed does not know: it is listed, but nobody can log in with it.</summary>
    public string? ClientSecret => Values.Text("client_secret");

    public bool IsDisabled => Values.Flag("is_disabled")!.Value;
}
