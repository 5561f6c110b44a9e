using System;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>A login to one instance, under a name. Shows who is logged in where, and no secret.</summary>
public sealed class LookerConnection
{
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
    public string Name { get; }

    /// <summary>The instance's address, without <c>/api</c> and without a trailing slash.</summary>
    public string BaseUrl { get; }

    /// <summary>The version of the API.</summary>
    public string ApiVersion { get; } = "4.0";

    /// <summary>How it logged in.</summary>
    public LookerAuthenticationType AuthenticationType { get; }

    /// <summary>The id of the user whose permissions apply; null where the server does not tell.</summary>
    public string? LoginUserId { get; }

    /// <summary>The id of the user that an administrator acts as (sudo); null for none.</summary>
    public string? RunAsUserId { get; }

    /// <summary>When the token held now ends (UTC); it is renewed before that. Null where that is unknown.</summary>
    public DateTimeOffset? ExpiresAt => Client.ExpiresAt;

    internal LookerClient Client { get; }

    internal bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Logs in, and makes a connection of it.</summary>
    /// <param name="options">How to reach the instance and how to log in.</param>
    /// <param name="name">The connection's name; null for the instance's host.</param>
    /// <param name="observer">Who hears what happens on the wire; null for nobody.</param>
    /// <param name="cancellationToken">Ends the login.</param>
    /// <exception cref="LookerApiException">The login failed; nothing is left behind.</exception>
    public static async Task<LookerConnection> OpenAsync(
        LookerClientOptions options, string? name = null, ILookerObserver? observer = null, CancellationToken cancellationToken = default)
    {
        LookerClient client = new(options);
        try
        {
            LookerClient caller = observer is null ? client : client.Observed(observer);
            await caller.LoginAsync(cancellationToken).ConfigureAwait(false);
            string? userId = await WhoAmIAsync(caller, cancellationToken).ConfigureAwait(false);
            return new LookerConnection(name ?? client.BaseUrl.Authority, client, options, userId);
        }
        catch (LookerApiException e) when (options.RunAsUserId is not null && e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied)
        {
            // The administrator has logged in by now, and nobody else would log out.
            await EndQuietlyAsync(client, cancellationToken).ConfigureAwait(false);
            client.Dispose();
            throw;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Logs out on the server and closes the connection. Closing it again sends nothing.</summary>
    /// <param name="observer">Who hears what happens on the wire; null for nobody.</param>
    /// <param name="cancellationToken">Ends the logout; the connection is closed all the same.</param>
    /// <exception cref="LookerApiException">The server did not take the logout; the connection is closed all the same.</exception>
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
        finally
        {
            Client.Dispose();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({BaseUrl})";

    /// <summary>The caller's id. For a token from elsewhere this is also the proof that it works.</summary>
    private static async Task<string?> WhoAmIAsync(LookerClient client, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.Directory.GetMeAsync(["id"], cancellationToken).ConfigureAwait(false)).UserId;
        }
        catch (LookerApiException e) when (e.Kind is LookerErrorKind.NotFound or LookerErrorKind.AccessDenied or LookerErrorKind.NotSupported)
        {
            return null;
        }
    }

    private static async Task EndQuietlyAsync(LookerClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.LogoutAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LookerApiException)
        {
            // The error that is on its way already says more.
        }
    }
}
