using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>What a document asks for, variables filled in: its top level, with the keys that belong to no kind of app.</summary>
internal sealed record DesiredConfiguration
{
    private const int Version = 1;
    private const string SchemaKey = "$schema";
    private const string VersionKey = "version";
    private const string ClientAppsKey = "clientApps";
    private const string ExternalAppsKey = "externalApps";

    /// <summary>Where editors find the schema, whatever folder the document is in.</summary>
    private const string SchemaReference = "https://raw.githubusercontent.com/LookerOAuth/LookerOAuth/main/schemas/looker-oauth.schema.json";

    /// <summary>The client apps; null if the document has no such section, which leaves them all alone.</summary>
    public IReadOnlyList<OAuthClientAppDocument>? ClientApps { get; init; }

    /// <summary>The external apps; null if the document has no such section, which leaves them all alone.</summary>
    public IReadOnlyList<ExternalOAuthAppDocument>? ExternalApps { get; init; }

    public static DesiredConfiguration Read(DocumentObject document)
    {
        if (document.Find(SchemaKey) is { Kind: not JsonTokenType.String } schema)
        {
            document.Wrong(schema, "a string");
        }

        CheckVersion(document);
        return new DesiredConfiguration
        {
            ClientApps = document.Apps(ClientAppsKey, "client guid", OAuthClientAppDocument.Read),
            ExternalApps = document.Apps(ExternalAppsKey, "client id", ExternalOAuthAppDocument.Read),
        };
    }

    public void Write(DocumentWriter json)
    {
        json.Text(SchemaKey, SchemaReference);
        json.Number(VersionKey, Version);
        json.Apps(ClientAppsKey, ClientApps);
        json.Apps(ExternalAppsKey, ExternalApps);
    }

    private static void CheckVersion(DocumentObject document)
    {
        if (document.Find(VersionKey) is not { } version)
        {
            document.Fault($"the key '{VersionKey}' is missing: add \"{VersionKey}\": {Version}");
        }
        else if (version.Kind != JsonTokenType.Number)
        {
            document.Wrong(version, $"the number {Version}");
        }
        else if (version.Text != "1")
        {
            document.Fault($"this release reads version {Version} of the format, not {version.Text}", version);
        }
    }
}

/// <summary>What a document asks of one app of a kind.</summary>
/// <typeparam name="TActual">What the server has of that kind.</typeparam>
internal interface IDesiredApp<TActual>
    where TActual : class
{
    /// <summary>The key under which the app stands in its section: what identifies it on the server.</summary>
    string Id { get; }

    /// <summary>Adds what would make the app what the document asks for, and what is in the way.</summary>
    /// <param name="actual">The app as the server has it; null if it is not there.</param>
    /// <param name="plan">The plan to add to.</param>
    void AddTo(ConfigurationPlanner plan, TActual? actual);

    /// <summary>Writes the app's keys and their values.</summary>
    void Write(DocumentWriter json);
}
