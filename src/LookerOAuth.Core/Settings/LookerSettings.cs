using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;

namespace LookerOAuth;

/// <summary>The settings that the vendor's SDKs share: <c>looker.ini</c> and the <c>LOOKERSDK_*</c> variables.</summary>
/// <remarks>The default file gives way to the variables; a file that was named beats them. An empty variable counts as unset.</remarks>
public sealed record LookerSettings
{
    /// <summary>The file that is read where none is named, in the working directory.</summary>
    public const string DefaultFileName = "looker.ini";

    private const string VariablePrefix = "LOOKERSDK_";

    /// <summary>The address of the instance.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The client id of the API key.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret of the API key.</summary>
    public required SecureString ClientSecret { get; init; }

    /// <summary>Whether certificates are checked. True by default.</summary>
    public bool VerifySsl { get; init; } = true;

    /// <summary>The time limit of an answer; null where none is set.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The web page's address; null where none is set.</summary>
    public string? LookerUrl { get; init; }

    /// <summary>The redirect URI for OAuth logins; null where none is set.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Reads file and variables.</summary>
    /// <param name="settingsFile">The path of a file; null for <c>looker.ini</c> in the working directory, which may be missing.</param>
    /// <param name="section">The section to read; null for <c>[Looker]</c>, or the first where there is no such.</param>
    /// <param name="workingDirectory">Where the default file is looked for.</param>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <exception cref="LookerApiException">A file, a section, a key or a value is missing or cannot be read; the message names it.</exception>
    public static LookerSettings Read(string? settingsFile, string? section, string workingDirectory, Func<string, string?> variable)
    {
        string path = settingsFile ?? Path.Combine(workingDirectory, DefaultFileName);
        IReadOnlyDictionary<string, string> file = ReadFile(path, section, isNamed: settingsFile is not null);
        string Where(string key) => $"{VariablePrefix}{key.ToUpperInvariant()} or {key} in {Path.GetFileName(path)}";

        string? Find(string key)
        {
            string? fromVariable = variable(VariablePrefix + key.ToUpperInvariant()) is { Length: > 0 } value ? value : null;
            string? fromFile = file.TryGetValue(key, out string? text) && text.Length > 0 ? text : null;
            return settingsFile is null ? fromVariable ?? fromFile : fromFile ?? fromVariable;
        }

        string[] missing = [.. ((string[])["base_url", "client_id", "client_secret"]).Where(key => string.IsNullOrWhiteSpace(Find(key)))];
        if (missing.Length > 0)
        {
            throw LookerApiException.InvalidArgument(
                $"The settings for the login are incomplete. Missing: {string.Join("; ", missing.Select(Where))}.",
                missing[0],
                "Set what is missing, or give Connect-Looker -BaseUrl and -Credential; nothing was sent.");
        }

        return new LookerSettings
        {
            BaseUrl = Find("base_url")!,
            ClientId = Find("client_id")!,
            ClientSecret = Find("client_secret")!.Seal(),
            VerifySsl = Find("verify_ssl") is not { } verify || ParseBoolean(verify, Where("verify_ssl")),
            Timeout = Find("timeout") is { Length: > 0 } timeout ? ParseSeconds(timeout, Where("timeout")) : null,
            LookerUrl = Find("looker_url") is { Length: > 0 } lookerUrl ? lookerUrl : null,
            RedirectUri = Find("redirect_uri") is { Length: > 0 } redirectUri ? redirectUri : null,
        };
    }

    /// <summary>The names of the sections of a settings file; none where it cannot be read.</summary>
    /// <param name="path">The path of the file.</param>
    public static IReadOnlyList<string> SectionsOf(string path)
    {
        try
        {
            return [.. IniFile.Parse(File.ReadAllText(path)).SectionNames];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return [];
        }
    }

    private static IReadOnlyDictionary<string, string> ReadFile(string path, string? section, bool isNamed)
    {
        if (!File.Exists(path))
        {
            return !isNamed && section is null
                ? new Dictionary<string, string>()
                : throw LookerApiException.InvalidArgument(
                    $"The settings file '{path}' does not exist.", path, "Check the path given with -SettingsFile.");
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LookerApiException(
                LookerErrorKind.InvalidArgument, $"The settings file '{path}' cannot be read: {e.Message}", e)
            { Subject = path };
        }

        IniFile file = IniFile.Parse(text);
        string sections = string.Join(", ", file.SectionNames.Select(s => $"[{s}]"));
        return file.Find(section)
            ?? (section is null
                ? new Dictionary<string, string>()
                : throw LookerApiException.InvalidArgument(
                    $"The settings file '{path}' has no section [{section}].",
                    section,
                    sections.Length == 0 ? "It has no section at all." : $"It has {sections}."));
    }

    private static bool ParseBoolean(string text, string where) => text.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "T" or "YES" or "Y" or "1" or "" => true,
        "FALSE" or "F" or "NO" or "N" or "0" => false,
        _ => throw LookerApiException.InvalidArgument($"'{text}' is neither true nor false.", text, $"Set {where} to true or false."),
    };

    private static TimeSpan ParseSeconds(string text, string where) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is > 0 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw LookerApiException.InvalidArgument(
                $"'{text}' is no time limit.", text, $"Set {where} to a number of seconds, from 1 to 86400.");
}
