using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A login to one instance, under a name. Shows who is logged in where, and no secret.</summary>
public sealed class LookerConnection
{
    /// <summary>How long the end of a session may take that nobody waits for any more.</summary>
    private static readonly TimeSpan AbandonLimit = TimeSpan.FromSeconds(10);

    /// <summary>A person who stops a logout does not want to wait: long enough for a server that is well.</summary>
    private static readonly TimeSpan StoppedLogoutLimit = TimeSpan.FromSeconds(1);

    private int _isClosed;

    private LookerConnection(string name, LookerClient client, LookerClientOptions options, string? loginUserId)
    {
        Name = name;
        Client = client;
        BaseUrl = BaseAddress.ToText(client.BaseUrl);
        AuthenticationType = options.Credential.AuthenticationType;
        RunAsUserId = options.RunAsUserId;
        LoginUserId = loginUserId;
    }

    /// <summary>The name under which it is held.</summary>
    public string Name { get; internal set; }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public string BaseUrl { get; }

    /// <summary>The version of the API.</summary>
    public string ApiVersion { get; } = "4.0";

    /// <summary>How it logged in.</summary>
    public LookerAuthenticationType AuthenticationType { get; }

    /// <summary>The id of the user whose permissions apply; null if the server does not tell.</summary>
    public string? LoginUserId { get; }

    /// <summary>The id of the user that an administrator acts as (sudo); null for none.</summary>
    public string? RunAsUserId { get; }

    /// <summary>When the token held now expires (UTC); it is renewed before that. Null if that is unknown.</summary>
    public DateTimeOffset? ExpiresAt => Client.ExpiresAt;

    internal LookerClient Client { get; }

    /// <summary>What a person can do if it was never made, because somebody gave a name that no connection has; null if it was made.</summary>
    private string? _actionIfUnknown;

    /// <summary>Whether it was never made.</summary>
    internal bool IsUnknown => _actionIfUnknown is not null;

    internal bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Whether it is to an instance, and logged in there with an API key.</summary>
    /// <param name="baseUrl">The instance's address.</param>
    /// <param name="apiKeyClientId">The client id of the key; null for any.</param>
    internal bool LivesOn(Uri baseUrl, string? apiKeyClientId = null) =>
        !IsClosed && Client.BaseUrl == baseUrl && Client.ApiKeyClientId is { } own && (apiKeyClientId is null || own == apiKeyClientId);

    /// <summary>Logs in, and makes a connection of it.</summary>
    /// <param name="options">How to reach the instance and how to log in.</param>
    /// <param name="name">The connection's name; null for the instance's host.</param>
    /// <param name="observer">The observer of what happens on the wire; null for none.</param>
    /// <param name="cancellationToken">Cancels the login.</param>
    /// <exception cref="LookerApiException">The login failed; nothing is left behind.</exception>
    public static async Task<LookerConnection> OpenAsync(
        LookerClientOptions options, string? name = null, ILookerObserver? observer = null, CancellationToken cancellationToken = default)
    {
        LookerClient client = new(options);
        LookerClient caller = observer is null ? client : client.Observed(observer);
        try
        {
            await caller.LoginAsync(cancellationToken).ConfigureAwait(false);
            string? userId = await WhoAmIAsync(caller, options.Credential.AuthenticationType, cancellationToken).ConfigureAwait(false);
            return new LookerConnection(name ?? client.BaseUrl.Authority, client, options, userId);
        }
        catch
        {
            // Whatever failed, and even if the caller gave up: a session that is open by now would not be ended by anything else.
            await AbandonAsync(caller, AbandonLimit).ConfigureAwait(false);
            client.Dispose();
            throw;
        }
    }

    /// <summary>A connection that was never made: it counts as disconnected, so nothing can be sent with it.</summary>
    /// <param name="name">The connection's name.</param>
    /// <param name="action">What a person can do about that.</param>
    internal static LookerConnection Unconnected(string name, string action)
    {
        LookerClientOptions options = new() { BaseUrl = "https://localhost", Credential = LookerCredential.AccessToken("none".Seal()) };
        LookerClient client = new(options);
        client.Dispose();
        return new LookerConnection(name, client, options, loginUserId: null) { _isClosed = 1, _actionIfUnknown = action };
    }

    /// <summary>The error of every attempt to use the connection after it was closed.</summary>
    internal LookerApiException ClosedError() =>
        new(LookerErrorKind.NotConnected, IsUnknown ? $"There is no connection named '{Name}'." : $"The connection '{Name}' was disconnected.")
        {
            Subject = Name,
            RecommendedAction = _actionIfUnknown,
        };

    /// <summary>Logs out on the server and closes the connection. Closing it again sends nothing.</summary>
    /// <param name="observer">The observer of what happens on the wire; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait for the server: sessions that are still open by then are ended within a second, as
    /// far as the server takes that.</param>
    /// <exception cref="LookerApiException">The server did not take the logout; the connection is closed anyway.</exception>
    public async Task CloseAsync(ILookerObserver? observer = null, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        try
        {
            await (observer is null ? Client : Client.Observed(observer)).LogoutAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection is gone: nothing else would end what is still open.
            await AbandonAsync(Client, StoppedLogoutLimit).ConfigureAwait(false);
            throw;
        }
        finally
        {
            Client.Dispose();
        }
    }

    /// <summary>Closes a connection that nobody will use. A session that cannot be ended is no error here.</summary>
    internal async Task AbandonAsync()
    {
        Volatile.Write(ref _isClosed, 1);
        await AbandonAsync(Client, AbandonLimit).ConfigureAwait(false);
        Client.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({BaseUrl})";

    /// <summary>The caller's id; null if the server does not tell. For a token from elsewhere this is also the proof that it works.</summary>
    private static async Task<string?> WhoAmIAsync(LookerClient client, LookerAuthenticationType authentication, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Directory.GetMeAsync(["id"], cancellationToken).ConfigureAwait(false)).UserId;
        }
        catch (LookerApiException e) when (e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied or LookerErrorKind.NotSupported)
        {
            // Looker's own words come from behind the check of the token.
            bool isLookers = e.Kind != LookerErrorKind.NotSupported && !e.IsRouteInDoubt && e.ResponseBody?.TrimStart() is ['{', ..];
            return isLookers || authentication != LookerAuthenticationType.AccessToken
                ? null
                : throw e.Restate(
                    $"Nothing shows that the access token works: {e.Message}",
                    e.Kind == LookerErrorKind.NotFound ? LookerErrorKind.UnexpectedResponse : null,
                    action: "Check the base URL with its port, and that the token is one of this instance.");
        }
    }

    private static async Task AbandonAsync(LookerClient client, TimeSpan limit)
    {
        try
        {
            await client.AbandonAsync(limit).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LookerApiException or OperationCanceledException)
        {
            // The error that is on its way already says more.
        }
    }
}
