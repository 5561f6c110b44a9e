using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace LookerOAuth;

/// <summary>The checks of one app. Pure: each makes a finding of what the server said, or none where it does not apply.</summary>
internal sealed class ClientAppChecks
{
    private const OAuthClientAppCheckResult Good = OAuthClientAppCheckResult.Pass;
    private const OAuthClientAppCheckResult Doubtful = OAuthClientAppCheckResult.Warning;
    private const OAuthClientAppCheckResult Bad = OAuthClientAppCheckResult.Fail;

    private readonly string _guid;
    private readonly OAuthLoginAttempt _attempt;

    public ClientAppChecks(string clientGuid, OAuthLoginAttempt attempt)
    {
        _guid = clientGuid;
        _attempt = attempt;
    }

    private string? GivenUri => string.IsNullOrEmpty(_attempt.RedirectUri) ? null : _attempt.RedirectUri;

    private string UserName => string.IsNullOrWhiteSpace(_attempt.UserId) ? _attempt.UserEmail ?? "" : _attempt.UserId!;

    public OAuthClientAppFinding Registered(Answer<OAuthClientApp> app) => app switch
    {
        { Value: not null } => Found(OAuthClientAppCheck.Registered, Good, $"'{_guid}' is registered."),
        { Error.Kind: LookerErrorKind.NotFound } => Found(
            OAuthClientAppCheck.Registered,
            Bad,
            $"'{_guid}' is not registered, or the caller may not see it.",
            "Compare the guid with Get-LookerOAuthClientApp, to the letter and on this instance; register it with New-LookerOAuthClientApp."),
        _ => Found(
            OAuthClientAppCheck.Registered,
            Doubtful,
            $"Whether '{_guid}' is registered cannot be told: {app.Error!.Message}",
            "Use a login that may see OAuth client apps."),
    };

    public OAuthClientAppFinding? Enabled(Answer<OAuthClientApp> app) => app.Value is not { } known ? null : known.Enabled switch
    {
        true => Found(OAuthClientAppCheck.Enabled, Good, "The app is enabled."),
        false => Found(
            OAuthClientAppCheck.Enabled,
            Bad,
            "The app is disabled: every login and every token of it is refused.",
            $"Set-LookerOAuthClientApp '{_guid}' -Enabled $true"),
        null => Found(OAuthClientAppCheck.Enabled, Doubtful, "The server does not say whether the app is enabled."),
    };

    public OAuthClientAppFinding? RedirectUri(Answer<OAuthClientApp> app)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.RedirectUri;
        if (app.Value is not { } known)
        {
            return null;
        }

        if (known.RedirectUri is not { Count: > 0 } registered)
        {
            return Found(
                Check, Bad, "The app has no redirect URI: Looker sends nobody back to it.", $"Set-LookerOAuthClientApp '{_guid}' -RedirectUri …");
        }

        if (GivenUri is not { } given)
        {
            return null;
        }

        if (registered.Contains(given))
        {
            return Found(Check, Good, $"'{given}' is registered, to the letter.");
        }

        string nearest = RedirectUriParts.Nearest(given, registered);
        return Found(
            Check,
            Bad,
            $"'{given}' is not registered. The nearest registered one is '{nearest}': {RedirectUriParts.Difference(given, nearest)}.",
            "Looker compares to the letter: let the app send a registered redirect URI, or register the one that it sends.");
    }

    public OAuthClientAppFinding? RedirectScheme(Answer<OAuthClientApp> app)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.RedirectScheme;
        List<string> uris = [.. ((IEnumerable<string>?)app.Value?.RedirectUri ?? []).Concat(GivenUri is null ? [] : [GivenUri]).Distinct()];
        if (uris.Count == 0)
        {
            return null;
        }

        List<(OAuthClientAppCheckResult Result, string Message)> faults = [.. uris.SelectMany(RedirectUriRules.Judge)];
        return faults.Count == 0
            ? Found(Check, Good, uris.Count == 1 ? "The redirect URI is sound." : "The redirect URIs are sound.")
            : Found(
                Check,
                faults.Max(f => f.Result),
                string.Join(" ", faults.OrderByDescending(f => f.Result).Select(f => f.Message)),
                "Use https, a loopback address with http, or the app's own scheme; register every URI in full.");
    }

    public OAuthClientAppFinding? Group(
        Answer<OAuthClientApp> app, Answer<Dictionary<string, string?>>? groups, Answer<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Group;
        if (app.Value is null)
        {
            return null;
        }

        if (groups is null)
        {
            return Found(Check, Good, "The app is open to everybody: it has no group.");
        }

        string id = app.Value.GroupId!;
        if (groups.Value is null)
        {
            return IsMember(user, id) == true
                ? Found(Check, Good, $"'{UserName}' is in the app's group {id}.")
                : Found(
                    Check,
                    Doubtful,
                    $"The app is for group {id} alone; what group that is cannot be told: {groups.Error!.Message}",
                    "Use a login that may see groups.");
        }

        if (!groups.Value.TryGetValue(id, out string? name))
        {
            return Found(
                Check,
                Bad,
                $"The app is for group {id} alone, which is not there, or the caller may not see it.",
                "Give the app another group with Set-LookerOAuthClientApp -GroupName, or none with -NoGroup.");
        }

        string group = $"'{name}' ({id})";
        return IsMember(user, id) switch
        {
            true => Found(Check, Good, $"'{UserName}' is in the app's group {group}."),
            false => Found(
                Check,
                Bad,
                $"'{UserName}' is not in the app's group {group}.",
                "Add the user to the group, or give the app another group with Set-LookerOAuthClientApp -GroupName."),
            null when user?.Value is not null => Found(
                Check,
                Doubtful,
                $"The app is for group {group}; whether '{UserName}' is in it cannot be told.",
                "Use a login that may see the groups of users."),
            null => Found(Check, Good, $"The app is for group {group}, which is there."),
        };
    }

    public OAuthClientAppFinding? User(Answer<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.User;
        return user switch
        {
            null => null,
            { Value.IsDisabled: true } => Found(
                Check, Bad, $"The user '{UserName}' is disabled and cannot log in.", "Enable the user in Looker (Admin > Users)."),
            { Value.IsDisabled: null, Error: null } => Found(Check, Doubtful, $"The server does not say whether the user '{UserName}' is enabled."),
            { Error: null } => Found(Check, Good, $"The user '{UserName}' is there and enabled."),
            { Error.Kind: LookerErrorKind.NotFound } => Found(
                Check,
                Bad,
                $"The user '{UserName}' is not there, or the caller may not see it.",
                "Check the id or e-mail address, on this instance."),
            _ => Found(
                Check, Doubtful, $"Who the user '{UserName}' is cannot be told: {user.Error!.Message}", "Use a login that may see users."),
        };
    }

    public OAuthClientAppFinding? Activation(Answer<OAuthClientApp> app, Answer<User>? user)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Activation;
        // A user's id was given, or found: to whom it belongs need not be visible.
        string? id = user?.Value?.UserId ?? (user?.Error?.Kind == LookerErrorKind.AccessDenied ? _attempt.UserId : null);
        if (app.Value is null || string.IsNullOrEmpty(id))
        {
            return null;
        }

        return app.Value.ActivatedUsers is not { } active
            ? Found(Check, Doubtful, "The server does not say who has allowed the app.")
            : active.Any(a => a.UserId == id)
                ? Found(Check, Good, $"'{UserName}' has allowed the app.")
                : Found(
                    Check,
                    Doubtful,
                    $"'{UserName}' has not allowed the app yet, and will be asked at the next login.",
                    $"Nothing, where a person logs in; else Enable-LookerOAuthClientAppUser '{_guid}' -UserId {id}");
    }

    public OAuthClientAppFinding? Tokens(Answer<OAuthClientApp> app) => app.Value switch
    {
        null => null,
        { TokensInvalidBefore: { } date } => Found(
            OAuthClientAppCheck.Tokens,
            Doubtful,
            $"Tokens issued before {date.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture)} were revoked.",
            "Whoever logged in before that must log in again."),
        _ => Found(OAuthClientAppCheck.Tokens, Good, "Tokens of the app were never revoked."),
    };

    public OAuthClientAppFinding Server(Answer<OAuthClientApp> app, Answer<LookerVersions> versions)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.Server;
        if (versions.Value?.ReleaseVersion is not { Length: > 0 } release)
        {
            return Found(
                Check, Doubtful, $"The server does not tell its release{(versions.Error is null ? "." : $": {versions.Error.Message}")}");
        }

        bool hasSeveral = ServerKnowledge.IsAtLeast(release, Operations.RedirectUrisSince);
        bool wantsSeveral = app.Value?.RedirectUri is { } known
            && (known.Count > 1 || (GivenUri is { } given && known.Count == 1 && known[0] != given));
        return hasSeveral
            ? Found(Check, Good, $"The server's release is {release}.")
            : Found(
                Check,
                wantsSeveral ? Doubtful : Good,
                $"The server's release is {release}: an app has one redirect URI there; several need {Operations.RedirectUrisSince}.",
                wantsSeveral ? "Register an app of its own for each redirect URI, or update the instance." : null);
    }

    public OAuthClientAppFinding LookerUrl(Uri address, Answer<bool> page, Answer<LookerVersions> versions)
    {
        const OAuthClientAppCheck Check = OAuthClientAppCheck.LookerUrl;
        string url = BaseAddress.ToText(address);
        const string Correct = "Give the address that people open in their browser with Connect-Looker -LookerUrl.";
        if (page.Error is { } error)
        {
            bool isSilent = error.Kind is LookerErrorKind.Unreachable or LookerErrorKind.Timeout;
            return Found(
                Check,
                isSilent ? Bad : Doubtful,
                isSilent
                    ? $"The page {url} cannot be reached from here: {error.Message}"
                    : $"{url} answers, but not as Looker's page does: {error.Message}",
                Correct);
        }

        return versions.Value?.LookerUrl is { Length: > 0 } own && !SameAddress(own, address)
            ? Found(Check, Doubtful, $"{url} answers, but the server calls its page {own}.", Correct)
            : Found(Check, Good, $"The page {url} answers.");
    }

    private static bool SameAddress(string text, Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? other)
        && string.Equals(BaseAddress.ToText(other), BaseAddress.ToText(address), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the user is in a group; null where there is no user, or the server does not tell.</summary>
    private static bool? IsMember(Answer<User>? user, string groupId) => user?.Value?.GroupIds?.Contains(groupId);

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
