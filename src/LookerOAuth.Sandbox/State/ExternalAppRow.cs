namespace LookerOAuth.Sandbox;

/// <summary>An external OAuth application: something that this Looker logs in to.</summary>
internal sealed record ExternalAppRow(PropertyValues Values)
{
    public static PropertyTable Properties { get; } = new(
        new Property("id", PropertyType.Id) { IsReadOnly = true },
        new Property("name", PropertyType.Text) { IsRequired = true },
        new Property("client_id", PropertyType.Text) { IsReadOnly = true },
        new Property("client_secret", PropertyType.Text) { IsRequired = true, IsSecret = true },
        new Property("tenant_id", PropertyType.Text) { Since = new(24, 10) },
        new Property("dialect_name", PropertyType.Text),
        new Property("bi_directional_data_access", PropertyType.Flag) { Since = new(25, 20) },
        new Property("created_at", PropertyType.Time) { IsReadOnly = true });

    public string Id => Values.Text("id")!;

    public string Name => Values.Text("name")!;

    public string ClientId => Values.Text("client_id")!;
}
