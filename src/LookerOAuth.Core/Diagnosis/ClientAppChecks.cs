using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using static LookerOAuth.OAuthClientAppCheckResult;

namespace LookerOAuth;

/// <summary>The checks of one app. Pure: each makes a finding of what the server said, or none if it does not apply.</summary>
internal sealed class ClientAppChecks
{
    private readonly string _guid;
    private readonly OAuthLoginAttempt _attempt;

    public ClientAppChecks(string clientGuid, OAuthLoginAttempt attempt)
    {
        _guid = clientGuid;
        _attempt = attempt;
    }

    private string? GivenUri => string.IsNullOrEmpty(_attempt.RedirectUri) ? null : _attempt.RedirectUri;

    private string UserName => string.IsNullOrWhiteSpace(_attempt.UserId) ? _attempt.UserEmail ?? "" : _attempt.UserId!;

    public OAuthClientAppFinding Registered(Outcome<OAuthClientApp> app) => app switch
    {
        { Value: not null } => Found(OAuthClientAppCheck.Registered, Pass, $"'{_guid}' is registered."),
        { Error.Kind: LookerErrorKind.NotFound } => Found(
            OAuthClientAppCheck.Registered,
            Fail,
            $"'{_guid}' is not registered, or the connected user may not see it.",
            "Compare the guid with those that are registered on this instance: it must match exactly, including upper and lower case. Register the app if it is missing."),
        _ => Found(
            OAuthClientAppCheck.Registered,
            Warning,
            $"Whether '{_guid}' is registered cannot be determined: {app.Error!.Message}",
            "Use a login that may see OAuth client apps."),
    };

    public OAuthClientAppFinding? Enabled(Outcome<OAuthClientApp> app) => app.Value is not { } known ? null : known.Enabled switch
    {
        true => Found(OAuthClientAppCheck.Enabled, Pass, "The app is enabled."),
        false => Found(
            OAuthClientAppCheck.Enabled,
            Fail,
            "The app is disabled: Looker rejects logins with it and all its tokens.",
            "Enable the app."),
        null => Found(OAuthClientAppCheck.Enabled, Warning, "The server does not say whether the app is enabled."),
    };

    public OAuthClientAppFinding? RedirectUri(Outcome<OAuthClientApp> app)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.RedirectUri;
        if (app.Value is not { } known)
        {
            return null;
        }

        if (known.RedirectUri is not { Count: > 0 } registered)
        {
            return Found(
                Check, Fail, "The app has no redirect URI: Looker cannot redirect to the app.", "Register the redirect URI that the app sends.");
        }

        if (GivenUri is not { } given)
        {
            return null;
        }

        if (registered.Contains(given))
        {
            return Found(Check, Pass, $"'{given}' is registered.");
        }

        string nearest = RedirectUriParts.Nearest(given, registered);
        return Found(
            Check,
            Fail,
            $"'{given}' is not registered. The nearest registered URI is '{nearest}'. The sent URI {RedirectUriParts.Difference(given, nearest)}.",
            "Looker compares redirect URIs exactly: let the app send a registered one, or register the one that it sends.");
    }

    public OAuthClientAppFinding? RedirectScheme(Outcome<OAuthClientApp> app)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.RedirectScheme;
        List<string> uris = [.. RedirectUris(app)];
        if (uris.Count == 0)
        {
            return null;
        }

        List<(OAuthClientAppCheckResult Result, string Message)> faults = [.. uris.SelectMany(RedirectUriRules.Judge)];
        return faults.Count == 0
            ? Found(Check, Pass, uris.Count == 1 ? "The redirect URI is safe." : "The redirect URIs are safe.")
            : Found(
                Check,
                faults.Max(f => f.Result),
                string.Join(" ", faults.OrderByDescending(f => f.Result).Select(f => f.Message)),
                faults.Exists(f => f.Result == Fail)
                    ? "Use https, a loopback address with http, or the app's own scheme; register every URI in full."
                    : "Register every URI exactly as the app sends it, character by character.");
    }

    public OAuthClientAppFinding? Group(
        Outcome<OAuthClientApp> app, Outcome<Dictionary<string, string?>>? groups, Outcome<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Group;
        if (app.Value is null)
        {
            return null;
        }

        if (groups is null)
        {
            return Found(Check, Pass, "The app is open to everybody: it has no group.");
        }

        string id = app.Value.GroupId!;
        if (groups.Value is null)
        {
            return IsMember(user, id) == true
                ? Found(Check, Pass, $"'{UserName}' is in the app's group {id}.")
                : Found(
                    Check,
                    Warning,
                    $"The app is limited to group {id}, which cannot be looked up: {groups.Error!.Message}",
                    "Use a login that may see groups.");
        }

        if (!groups.Value.TryGetValue(id, out string? name))
        {
            return Found(
                Check,
                Fail,
                $"The app is limited to group {id}, which does not exist, or the connected user may not see it.",
                "Give the app another group, or none.");
        }

        string group = $"'{name}' ({id})";
        return IsMember(user, id) switch
        {
            true => Found(Check, Pass, $"'{UserName}' is in the app's group {group}."),
            // The server lists a user's direct groups. A member of a nested group looks the same as somebody who is no member at all.
            false => Found(
                Check,
                Warning,
                $"'{UserName}' is not a direct member of the app's group {group}; whether the user is a member through a nested group cannot be determined.",
                "Check the groups of the user in Looker; add the user to the group, or give the app another group."),
            null when user?.Value is not null => Found(
                Check,
                Warning,
                $"The app is limited to group {group}; whether '{UserName}' is in it cannot be determined.",
                "Use a login that may see the groups of users."),
            null => Found(Check, Pass, $"The app is limited to group {group}, which exists."),
        };
    }

    public OAuthClientAppFinding? User(Outcome<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.User;
        return user switch
        {
            null => null,
            { Value.IsDisabled: true } => Found(
                Check, Fail, $"The user '{UserName}' is disabled and cannot log in.", "Enable the user in Looker (Admin > Users)."),
            { Value.IsDisabled: null, Error: null } => Found(Check, Warning, $"The server does not say whether the user '{UserName}' is enabled."),
            { Error: null } => Found(Check, Pass, $"The user '{UserName}' exists and is enabled."),
            { Error.Kind: LookerErrorKind.NotFound } => Found(
                Check,
                Fail,
                $"The user '{UserName}' does not exist, or the connected user may not see it.",
                "Check the id or e-mail address, on this instance."),
            _ => Found(
                Check, Warning, $"The user '{UserName}' cannot be looked up: {user.Error!.Message}", "Use a login that may see users."),
        };
    }

    public OAuthClientAppFinding? Activation(Outcome<OAuthClientApp> app, Outcome<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Activation;
        if (app.Value is not { } known || string.IsNullOrEmpty(IdOf(user)))
        {
            return null;
        }

        return known.ActivatedUsers is null
            ? Found(Check, Warning, "The server does not say who has allowed the app.")
            : IsActivated(known, user)
                ? Found(Check, Pass, $"'{UserName}' has allowed the app.")
                : Found(
                    Check,
                    Warning,
                    $"'{UserName}' has not allowed the app yet, and will be asked for consent at the next login.",
                    "None if the user logs in interactively. For an app without a browser, activate the user for the app.");
    }

    /// <summary>Every app has a date before which tokens are invalid, revoked or not: it says something only of a user who has to allow the app.</summary>
    public OAuthClientAppFinding? Tokens(Outcome<OAuthClientApp> app, Outcome<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Tokens;
        if (app.Value is not { } known)
        {
            return null;
        }

        if (known.TokensInvalidBefore is not { } date)
        {
            return Found(Check, Pass, "Looker rejects no tokens of the app because of their date.");
        }

        string invalid = $"Tokens issued before {date.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture)} are rejected";
        return known.ActivatedUsers is not null && !string.IsNullOrEmpty(IdOf(user)) && !IsActivated(known, user)
            ? Found(
                Check, Warning, $"{invalid}, and '{UserName}' has not activated the app: older tokens of the app may be invalid.", "Log in again if the app has an old token.")
            : Found(Check, Pass, $"{invalid}.");
    }

    /// <summary>
    /// A browser sends a token request with its page's origin, and Looker answers only those of its embed allowlist. The request of a server
    /// has no origin, and an app does not tell which of the two it is: never more than a warning.
    /// </summary>
    public OAuthClientAppFinding? Cors(Outcome<OAuthClientApp> app, Outcome<LookerSetting>? setting, Uri lookerUrl)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Cors;
        if (setting?.Value?.EmbedConfig?.DomainAllowlist is not { } allowlist)
        {
            return null;
        }

        List<string> origins = [.. BrowserOrigins(app)];
        List<string> missing = origins.FindAll(o => o != RedirectUriParts.OriginOf(lookerUrl.AbsoluteUri) && !EmbedAllowlist.Contains(allowlist, o));
        return missing.Count == 0
            ? Found(Check, Pass, $"Browsers may request tokens from {string.Join(", ", origins)}.")
            : Found(
                Check,
                Warning,
                $"If the app runs in a browser, its token request fails because of CORS: {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not in the embed domain allowlist.",
                $"Add the {(missing.Count == 1 ? "origin" : "origins")} to the embed domain allowlist in Looker (Admin > Embed). An app that runs on a server does not need it.");
    }

    /// <summary>The origins that a browser app would request tokens from: those of the https redirect URIs.</summary>
    public IEnumerable<string> BrowserOrigins(Outcome<OAuthClientApp> app) =>
        RedirectUris(app).Select(RedirectUriParts.OriginOf).OfType<string>().Distinct(StringComparer.Ordinal);

    public OAuthClientAppFinding Server(Outcome<OAuthClientApp> app, Outcome<LookerVersions> versions)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Server;
        if (versions.Value?.ReleaseVersion is not { Length: > 0 } release)
        {
            return Found(
                Check, Warning, $"The server does not report its release{(versions.Error is null ? "." : $": {versions.Error.Message}")}");
        }

        bool hasSeveral = ServerKnowledge.IsAtLeast(release, Operations.RedirectUrisSince);
        bool wantsSeveral = app.Value?.RedirectUri is { } known
            && (known.Count > 1 || (GivenUri is { } given && known.Count == 1 && known[0] != given));
        return hasSeveral
            ? Found(Check, Pass, $"The server's release is {release}.")
            : Found(
                Check,
                wantsSeveral ? Warning : Pass,
                $"The server's release is {release}: it allows one redirect URI for each app; more than one requires release {Operations.RedirectUrisSince} or later.",
                wantsSeveral ? "Register one app for each redirect URI, or update the instance." : null);
    }

    public OAuthClientAppFinding LookerUrl(Uri address, Outcome<bool> page, Outcome<LookerVersions> versions)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.LookerUrl;
        string url = BaseAddress.ToText(address);
        const string Correct = "Connect with the address that people open in their browser as the Looker URL.";
        if (page.Error is { } error)
        {
            bool isSilent = error.Kind is LookerErrorKind.Unreachable or LookerErrorKind.Timeout;
            return Found(
                Check,
                isSilent ? Fail : Warning,
                isSilent
                    ? $"The page {url} cannot be reached from here: {error.Message}"
                    : $"{url} responds, but not like Looker's web page: {error.Message}",
                Correct);
        }

        return versions.Value?.LookerUrl is { Length: > 0 } own && !SameAddress(own, address)
            ? Found(Check, Warning, $"{url} responds, but the server says that its web page is {own}.", Correct)
            : Found(Check, Pass, $"The page {url} responds.");
    }

    private IEnumerable<string> RedirectUris(Outcome<OAuthClientApp> app) =>
        ((IEnumerable<string>?)app.Value?.RedirectUri ?? []).Concat(GivenUri is null ? [] : [GivenUri]).Distinct();

    private static bool SameAddress(string text, Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? other)
        && string.Equals(BaseAddress.ToText(other), BaseAddress.ToText(address), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the user is directly in a group; null if there is no user, or the server does not tell.</summary>
    private static bool? IsMember(Outcome<User>? user, string groupId) => user?.Value?.GroupIds?.Contains(groupId);

    /// <summary>The id that was given, or found: whose it is need not be visible.</summary>
    private string? IdOf(Outcome<User>? user) =>
        user?.Value?.UserId ?? (user?.Error?.Kind == LookerErrorKind.AccessDenied ? _attempt.UserId : null);

    private bool IsActivated(OAuthClientApp app, Outcome<User>? user) => app.ActivatedUsers?.Any(a => a?.UserId == IdOf(user)) == true;

    private OAuthClientAppFinding Found(
        OAuthClientAppCheck check, OAuthClientAppCheckResult result, string message, string? action = null) => new()
        {
            ClientGuid = _guid,
            Check = check,
            Result = result,
            Message = message,
            RecommendedAction = action,
        };
}
