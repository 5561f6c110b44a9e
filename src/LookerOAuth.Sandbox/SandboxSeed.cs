using System.Collections.Generic;
using System.IO;
using System.Text;

namespace LookerOAuth.Sandbox;

/// <summary>What a sandbox holds when it starts. A seed never changes; any number of servers may start from it.</summary>
public sealed class SandboxSeed
{
    internal SandboxSeed()
    {
    }

    /// <summary>One API key, three users, two groups; no apps and no connections.</summary>
    public static SandboxSeed Default { get; } = Parse("{}");

    internal string ReleaseName { get; init; } = DefaultSeed.ReleaseName;

    internal Release Release { get; init; }

    internal IReadOnlyList<ApiKeyRow> ApiKeys { get; init; } = [];

    internal IReadOnlyList<UserRow> Users { get; init; } = [];

    internal IReadOnlyList<GroupRow> Groups { get; init; } = [];

    internal IReadOnlyList<ClientAppRow> ClientApps { get; init; } = [];

    internal IReadOnlyList<ExternalAppRow> ExternalApps { get; init; } = [];

    internal IReadOnlyList<ConnectionRow> Connections { get; init; } = [];

    internal IReadOnlyList<string> EmbedDomainAllowlist { get; init; } = [];

    /// <summary>Reads a seed from a JSON file in UTF-8.</summary>
    /// <param name="path">The file; a relative path is resolved against the process's working directory.</param>
    /// <exception cref="SandboxSeedException">The file is no JSON, or says something that the sandbox does not understand.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SandboxSeed Load(string path)
    {
        try
        {
            return SeedReader.Read(File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), path);
        }
        catch (DecoderFallbackException e)
        {
            throw new SandboxSeedException($"The seed file '{path}' is not text in UTF-8.", e);
        }
    }

    /// <summary>Reads a seed from JSON text. Every key is optional.</summary>
    /// <param name="json">An object in the shapes of the API.</param>
    /// <exception cref="SandboxSeedException">The text is no JSON, or says something that the sandbox does not understand.</exception>
    public static SandboxSeed Parse(string json) => SeedReader.Read(json, source: null);
}
