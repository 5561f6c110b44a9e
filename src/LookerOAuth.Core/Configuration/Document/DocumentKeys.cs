using System.Collections.Generic;

namespace LookerOAuth;

/// <summary>The keys of the document, for reader, writer and planner alike. The schema lists the same ones.</summary>
internal static class DocumentKeys
{
    public const int Version = 1;

    /// <summary>Where editors find the schema: next to the folder of the document.</summary>
    public const string SchemaReference = "../schemas/looker-oauth.schema.json";

    public const string SchemaKey = "$schema";
    public const string VersionKey = "version";
    public const string ClientApps = "clientApps";
    public const string ExternalApps = "externalApps";

    public const string RedirectUri = "redirectUri";
    public const string DisplayName = "displayName";
    public const string Description = "description";
    public const string Enabled = "enabled";
    public const string Group = "group";
    public const string Users = "users";

    public const string Name = "name";
    public const string DialectName = "dialectName";
    public const string TenantId = "tenantId";
    public const string BiDirectionalDataAccess = "biDirectionalDataAccess";
    public const string ClientSecret = "clientSecret";

    public const string Id = "id";
    public const string Secret = "secret";

    public static IReadOnlyList<string> OfDocument { get; } = [SchemaKey, VersionKey, ClientApps, ExternalApps];

    public static IReadOnlyList<string> OfClientApp { get; } = [RedirectUri, DisplayName, Description, Enabled, Group, Users];

    public static IReadOnlyList<string> OfExternalApp { get; } = [Name, DialectName, TenantId, BiDirectionalDataAccess, ClientSecret];

    public static IReadOnlyList<string> OfIdReference { get; } = [Id];

    public static IReadOnlyList<string> OfSecretReference { get; } = [Secret];
}
