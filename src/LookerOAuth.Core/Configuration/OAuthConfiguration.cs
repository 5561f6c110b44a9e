using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace LookerOAuth;

/// <summary>
/// A desired state: which client apps and external apps an instance is to have, as a JSON document. A key that is absent is not
/// managed. It belongs to no instance: what one exports, another may import.
/// </summary>
/// <remarks>
/// Text may hold <c>${variable}</c>, in keys too, and <c>$${</c> for a literal <c>${</c>. Variables stay as they stand until
/// <see cref="WithVariables"/> gives their values. A document holds no secrets, only their names.
/// </remarks>
public sealed class OAuthConfiguration
{
    /// <summary>Text in another encoding would be written to the instance with its umlauts damaged.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _json;
    private readonly IReadOnlyDictionary<string, string>? _variables;
    private readonly DesiredConfiguration _desired;

    private OAuthConfiguration(string json, string? source, IReadOnlyDictionary<string, string>? variables, Uri? instance = null)
    {
        _json = json;
        _variables = variables;
        Source = source;
        Instance = instance;
        _desired = DocumentReader.Read(json, variables, source, out IReadOnlyList<string> variableNames);
        VariableNames = DisplayList<string>.Of(variableNames)!;
    }

    /// <summary>The file that it was read from; null for none.</summary>
    public string? Source { get; }

    /// <summary>The guids of its client apps; empty if it has none.</summary>
    public IReadOnlyList<string> ClientGuids => DisplayList<string>.Of((_desired.ClientApps ?? []).Select(a => a.ClientGuid))!;

    /// <summary>The client ids of its external apps; empty if it has none.</summary>
    public IReadOnlyList<string> ExternalClientIds => DisplayList<string>.Of((_desired.ExternalApps ?? []).Select(a => a.ClientId))!;

    /// <summary>The variables that it uses, sorted.</summary>
    public IReadOnlyList<string> VariableNames { get; }

    /// <summary>The names of the secrets that it refers to, sorted. Which ones an import needs, the plan tells.</summary>
    public IReadOnlyList<string> SecretNames =>
        DisplayList<string>.Of((_desired.ExternalApps ?? []).Select(a => a.SecretName).Distinct().OrderBy(n => n, StringComparer.Ordinal))!;

    /// <summary>The address of the instance that it was exported from in this session; null if it was read.</summary>
    internal Uri? Instance { get; }

    /// <summary>The groups and users that it refers to by id, which each instance numbers by itself.</summary>
    internal IReadOnlyList<(string ClientGuid, string Kind, string Id)> IdReferences => [.. (_desired.ClientApps ?? []).SelectMany(app => app.IdReferences)];

    /// <summary>Reads a document from JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="variables">Values for <c>${variable}</c>, by name, case-insensitively; null leaves variables for later.</param>
    /// <exception cref="LookerApiException">The document has faults (<see cref="LookerErrorKind.InvalidArgument"/>). The message lists all
    /// of them with line, column and JSON path, and so does <see cref="LookerApiException.ValidationErrors"/>.</exception>
    public static OAuthConfiguration Parse(string json, IReadOnlyDictionary<string, string>? variables = null) =>
        new(json, source: null, ByName(variables));

    /// <summary>Reads a document from a file in UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variables">Values for <c>${variable}</c>, by name, case-insensitively; null leaves variables for later.</param>
    /// <exception cref="LookerApiException">The file cannot be read, or the document has faults
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); see <see cref="Parse"/>.</exception>
    public static OAuthConfiguration Load(string path, IReadOnlyDictionary<string, string>? variables = null)
    {
        string json;
        try
        {
            json = File.ReadAllText(path, Utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, $"The configuration '{path}' is not text in UTF-8.", e)
            {
                Subject = path,
                RecommendedAction = "Save it as UTF-8: an editor's 'Save with encoding', or -Encoding UTF8 of the command that wrote it.",
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new LookerApiException(
                LookerErrorKind.InvalidArgument, $"The configuration '{path}' cannot be read: {e.Message.AsSentence()}", e)
            {
                Subject = path,
                RecommendedAction = "Check the path.",
            };
        }

        return new OAuthConfiguration(json, path, ByName(variables));
    }

    /// <summary>The same document with values for its variables.</summary>
    /// <param name="variables">The values, by name, case-insensitively. Names that the document does not use are ignored.</param>
    /// <exception cref="LookerApiException">A variable has no value, or its value makes the document faulty
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); see <see cref="Parse"/>.</exception>
    public OAuthConfiguration WithVariables(IReadOnlyDictionary<string, string> variables) => new(_json, Source, ByName(variables), Instance);

    /// <summary>A document that an instance was exported to.</summary>
    internal static OAuthConfiguration Exported(DesiredConfiguration actual, Uri instance) =>
        new(DocumentWriter.Write(actual), source: null, variables: null, instance);

    /// <summary>The document's text, variables as they stand.</summary>
    public string ToJson() => _json;

    /// <inheritdoc cref="ToJson"/>
    public override string ToString() => _json;

    /// <summary>References by id, for people.</summary>
    internal static string InWords(IEnumerable<(string ClientGuid, string Kind, string Id)> references) =>
        string.Join(", ", references.Select(r => $"{r.ClientGuid} ({r.Kind} {r.Id})"));

    /// <summary>What it asks for. Variables that were never given a value are faults now.</summary>
    internal DesiredConfiguration Resolve() =>
        _variables is null ? WithVariables(new Dictionary<string, string>())._desired : _desired;

    private static Dictionary<string, string>? ByName(IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
        {
            return null;
        }

        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> variable in variables)
        {
            byName[variable.Key] = variable.Value ?? "";
        }

        return byName;
    }
}
