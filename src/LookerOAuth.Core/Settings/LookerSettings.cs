using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;

namespace LookerOAuth;

/// <summary>The settings that the vendor's SDKs share: <c>looker.ini</c> and the <c>LOOKERSDK_*</c> variables.</summary>
/// <remarks>
/// The variables beat the default file; a file that was named beats the variables. An empty variable counts as unset.
/// A secret of the variables is never sent to the address of the default file: the author of a checkout could get the key of a person who works in it.
/// </remarks>
public sealed record LookerSettings
{
    /// <summary>The file that is read if none is named, in the working directory.</summary>
    public const string DefaultFileName = "looker.ini";

    private const string VariablePrefix = "LOOKERSDK_";

    /// <summary>The address of the instance.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The client id of the API key; without a <see cref="ClientSecret"/>, the guid of the OAuth client app to log in to.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret of the API key; null for a login in a browser, which <see cref="RedirectUri"/> belongs to.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>Whether certificates are checked. True by default.</summary>
    public bool VerifySsl { get; init; } = true;

    /// <summary>The time limit of a response; null if none is set.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The web page's address; null if none is set.</summary>
    public string? LookerUrl { get; init; }

    /// <summary>The redirect URI for OAuth logins; null if none is set.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Reads file and variables.</summary>
    /// <param name="settingsFile">The path of a file; null for <c>looker.ini</c> in the working directory, which may be missing.</param>
    /// <param name="section">The section to read; null for <c>[Looker]</c>, or the first if there is no such section.</param>
    /// <param name="workingDirectory">Where the default file is looked for.</param>
    /// <param name="variable">Reads an environment variable; null if it is not set.</param>
    /// <exception cref="LookerApiException">A file, a section, a key or a value is missing or cannot be read; the message names it.</exception>
    public static LookerSettings Read(string? settingsFile, string? section, string workingDirectory, Func<string, string?> variable)
    {
        string path = settingsFile ?? Path.Combine(workingDirectory, DefaultFileName);
        Source source = new(path, settingsFile is not null, ReadFile(path, section, isNamed: settingsFile is not null), variable);
        bool isBrowserLogin = source.Find("client_secret") is null && source.Find("redirect_uri") is not null;
        string[] required = isBrowserLogin ? ["base_url", "client_id"] : ["base_url", "client_id", "client_secret"];
        string[] missing = [.. required.Where(key => string.IsNullOrWhiteSpace(source.Find(key)))];
        if (missing.Length > 0)
        {
            throw LookerApiException.InvalidArgument(
                $"The settings for the login are incomplete. Missing: {string.Join("; ", missing.Select(source.PlacesOf))}.",
                missing[0],
                "Set what is missing, or specify the base URL and the credential without settings. Nothing was sent.");
        }

        LookerSettings settings = new()
        {
            BaseUrl = source.Find("base_url")!,
            ClientId = source.Find("client_id")!,
            ClientSecret = source.Find("client_secret")?.Seal(),
            VerifySsl = source.Find("verify_ssl") is not { } verify || ParseBoolean(verify, source.PlacesOf("verify_ssl")),
            Timeout = source.Find("timeout") is { } timeout ? ParseSeconds(timeout, source.PlacesOf("timeout")) : null,
            LookerUrl = source.Find("looker_url"),
            RedirectUri = source.Find("redirect_uri"),
        };
        source.RefuseUntrustedHost(settings);
        return settings;
    }

    /// <summary>The names of the sections of a settings file; none if it cannot be read.</summary>
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
                    $"The settings file '{path}' does not exist.", path, "Check the path of the settings file.");
        }

        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LookerApiException(
                LookerErrorKind.InvalidArgument, $"The settings file '{path}' cannot be read: {e.Message.AsSentence()}", e)
            { Subject = path, RecommendedAction = "Check that you may read the file, and that no other program has locked it." };
        }

        IniFile file = IniFile.Parse(text);
        string sections = string.Join(", ", file.SectionNames.Select(s => $"[{s}]"));
        return file.Find(section)
            ?? (section is null
                ? new Dictionary<string, string>()
                : throw LookerApiException.InvalidArgument(
                    $"The settings file '{path}' has no section [{section}].",
                    section,
                    sections.Length == 0 ? "The file has no sections." : $"Specify a section of the file: {sections}."));
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
                $"'{text}' is not a valid time limit.", text, $"Set {where} to a number of seconds, from 1 to 86400.");

    /// <summary>A file's section and the variables, one over the other.</summary>
    private sealed class Source(string path, bool isNamed, IReadOnlyDictionary<string, string> file, Func<string, string?> variable)
    {
        /// <summary>A value; null if it is set nowhere, or empty.</summary>
        public string? Find(string key) => isNamed ? InFile(key) ?? InVariables(key) : InVariables(key) ?? InFile(key);

        /// <summary>Where a value can be set, for a message.</summary>
        public string PlacesOf(string key) => $"{VariablePrefix}{key.ToUpperInvariant()} or {key} in {Path.GetFileName(path)}";

        /// <exception cref="LookerApiException">The default file says where a secret of the variables goes, or that anybody may take it there.</exception>
        public void RefuseUntrustedHost(LookerSettings settings)
        {
            if (isNamed || InVariables("client_secret") is null)
            {
                return;
            }

            if (InVariables("base_url") is null)
            {
                throw Refused($"would go to {BaseAddress.Shown(settings.BaseUrl)}, which {path} names", "BASE_URL");
            }

            if (!settings.VerifySsl && InVariables("verify_ssl") is null)
            {
                throw Refused($"would go to {BaseAddress.Shown(settings.BaseUrl)} without a check of its certificate, because of verify_ssl in {path}", "VERIFY_SSL");
            }
        }

        private static LookerApiException Refused(string what, string variableName) =>
            LookerApiException.InvalidArgument(
                $"The secret in {VariablePrefix}CLIENT_SECRET {what}.",
                DefaultFileName,
                $"Set {VariablePrefix}{variableName}, or specify the file itself if you trust it. Nothing was sent.",
                "SettingsFile");

        private string? InFile(string key) => file.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

        private string? InVariables(string key) =>
            IniFile.Unquote(variable(VariablePrefix + key.ToUpperInvariant())?.Trim() ?? "") is { Length: > 0 } value ? value : null;
    }
}
