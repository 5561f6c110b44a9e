using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Replaces an API key with a new one that is stored before the old one is removed, so that a key works at every moment.</summary>
[Cmdlet(VerbsData.Update, LookerNouns.ApiKey, DefaultParameterSetName = ByUserId, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(LookerApiKeyRotation))]
public sealed class UpdateLookerApiKeyCommand : LookerConnectedCommand
{
    private const string ByUserId = "UserId";
    private const string ByUserEmail = "UserEmail";

    /// <summary>The keys that the connections had before any was replaced: a rotation gives the others of the instance the new one.</summary>
    private readonly Dictionary<LookerConnection, string?> _ownKeys = [];

    /// <summary>The rotations of the connections' own keys, by instance and client id.</summary>
    private readonly Dictionary<(string Instance, string ClientId), OwnRotation> _own = [];

    private LookerConnection? _first;

    /// <summary>Keeps the new key, which is a PSCredential in <c>$_</c> and in the first argument. A second parameter takes the connection;
    /// keys of several instances are rotated only if there is one, as each would be kept in the place of the one before.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock? Store { get; set; }

    /// <summary>The client id of the key to replace; by default the key that the connection is logged in with.</summary>
    [Parameter]
    [Alias("client_id")]
    [Identifier]
    [ArgumentCompleter(typeof(ApiKeyClientIdCompleter))]
    public string? ClientId { get; set; }

    /// <summary>The id of the user whose key it is; by default the connected user.</summary>
    [Parameter(ParameterSetName = ByUserId)]
    [Alias("user_id")]
    [Identifier]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string? UserId { get; set; }

    /// <summary>The e-mail address of the user whose key it is.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? UserEmail { get; set; }

    /// <summary>Keeps the old key.</summary>
    [Parameter]
    public SwitchParameter KeepOld { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        KeyStoreScript.ThrowIfErrorsAreIgnored(Store!);
        _first ??= Active;
        if (!ReferenceEquals(Active, _first) && !KeyStoreScript.TakesConnection(Store!))
        {
            throw LookerApiException.InvalidArgument(Strings.StoreOfOneInstance.With(_first.Name, Active.Name), Active.Name, Strings.GiveStoreWithConnection);
        }

        string? clientId = Typed(nameof(ClientId), ClientId) is { } key ? Exact(nameof(ClientId), key) : null;
        string? userId = Typed(nameof(UserId), UserId) is { } user ? Exact(nameof(UserId), user) : null;
        string? email = Typed(nameof(UserEmail), UserEmail);
        string? own = clientId ?? OwnKeyOf(Active);
        string old = own ?? Strings.OwnApiKey;
        if (clientId is null && own is not null && _own.TryGetValue((Active.BaseUrl, own), out OwnRotation? shared) && !shared.HasFailed)
        {
            // Replacing it again would remove the key that the store has just kept.
            throw LookerApiException.InvalidArgument(
                Strings.SharedKey.With(Active.Name, shared.Connection.Name), own, Strings.StoreSharedKey.With(Active.Name));
        }

        if (!Approve(old, KeepOld ? Strings.RotateApiKeyKeepOld : Strings.RotateApiKey))
        {
            return;
        }

        OwnRotation rotating = new(Active);
        if (clientId is null && own is not null)
        {
            _own[(Active.BaseUrl, own)] = rotating;
        }

        ApiKeyRotationOptions options = new()
        {
            UserId = userId,
            ClientId = clientId,
            KeepOld = KeepOld,
            Connections = [.. RunspaceState.Current.Connections],
        };
        DirectoryLookup lookup = LookupOf(client);
        KeyStoreScript store = new(this, Pump, Store!, Active);
        Action<LookerApiKeyRotation> write = Writer<LookerApiKeyRotation>();
        LookerConnection connection = Active;
        Queue(
            old,
            ct => RotateAsync(client, lookup, email, options, store, rotating, ct),
            rotation => Write(rotation, write),
            lost: rotation => WarnOnHost(rotation.Failure, connection),
            unseen: failure => WarnOnHost(failure, connection));
    }

    /// <summary>Writes what was replaced, and what could not be removed.</summary>
    private void Write(LookerApiKeyRotation rotation, Action<LookerApiKeyRotation> write)
    {
        try
        {
            write(rotation);
        }
        catch (PipelineStoppedException) when (rotation.Failure is not null)
        {
            WarnOnHost(rotation.Failure, rotation.Connection);
            throw;
        }

        if (rotation.Failure is { } failure)
        {
            Report(failure, rotation.OldClientId);
        }
    }

    /// <summary>Shows an error that may name a key that is left behind: a stopped pipeline shows none any more.</summary>
    private void WarnOnHost(LookerApiException? failure, LookerConnection? connection)
    {
        if (failure is not null)
        {
            Host.UI?.WriteWarningLine(Strings.WithPrefix.With(connection?.Name, failure.Message));
        }
    }

    /// <summary>The client id of the key that a connection was logged in with before this command replaced any.</summary>
    private string? OwnKeyOf(LookerConnection connection)
    {
        if (_ownKeys.Count == 0)
        {
            foreach (LookerConnection open in RunspaceState.Current.Connections)
            {
                _ownKeys[open] = open.Client.ApiKeyClientId;
            }
        }

        return _ownKeys.TryGetValue(connection, out string? known) ? known : _ownKeys[connection] = connection.Client.ApiKeyClientId;
    }

    private async Task<LookerApiKeyRotation> RotateAsync(
        LookerClient client,
        DirectoryLookup lookup,
        string? email,
        ApiKeyRotationOptions options,
        KeyStoreScript store,
        OwnRotation own,
        CancellationToken cancellationToken)
    {
        // The store runs on the pipeline thread: if another instance's error ends the pipeline, this rotation is undone.
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Pump.Closing);
        try
        {
            return await client.ApiKeys.RotateAsync(
                email is null
                    ? options
                    : options with { UserId = await lookup.UserIdAsync(email, ending.Token).ConfigureAwait(false) },
                store.RunAsync,
                ending.Token).ConfigureAwait(false);
        }
        catch
        {
            own.HasFailed = true;
            throw;
        }
    }

    /// <summary>A rotation of the key that a connection is logged in with.</summary>
    private sealed class OwnRotation(LookerConnection connection)
    {
        private volatile bool _hasFailed;

        public LookerConnection Connection => connection;

        /// <summary>Whether the key is still the old one.</summary>
        public bool HasFailed
        {
            get => _hasFailed;
            set => _hasFailed = value;
        }
    }
}
