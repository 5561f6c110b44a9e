using System;
using System.Collections.Concurrent;
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

    /// <summary>The connections whose keys were replaced, by the client ids of the new ones.</summary>
    private readonly ConcurrentDictionary<string, LookerConnection> _replaced = new(StringComparer.Ordinal);

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
        string old = clientId ?? client.ApiKeyClientId ?? Strings.OwnApiKey;
        if (!Approve(old, KeepOld ? Strings.RotateApiKeyKeepOld : Strings.RotateApiKey))
        {
            return;
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
        Queue(old, ct => RotateAsync(connection, client, lookup, email, options, store, ct), rotation =>
        {
            try
            {
                write(rotation);
            }
            catch (PipelineStoppedException) when (rotation.Failure is not null)
            {
                // A stopped pipeline shows no error any more, and this one names a key that is left behind.
                Host.UI?.WriteWarningLine(rotation.Failure.Message);
                throw;
            }

            if (rotation.Failure is { } failure)
            {
                Report(failure, rotation.OldClientId);
            }
        });
    }

    private async Task<LookerApiKeyRotation> RotateAsync(
        LookerConnection connection,
        LookerClient client,
        DirectoryLookup lookup,
        string? email,
        ApiKeyRotationOptions options,
        KeyStoreScript store,
        CancellationToken cancellationToken)
    {
        if (options.ClientId is null && client.ApiKeyClientId is { } own && _replaced.TryGetValue(own, out LookerConnection? sharing))
        {
            // Replacing it again would remove the key that the store has just kept.
            throw LookerApiException.InvalidArgument(
                Strings.SharedKeyReplaced.With(connection.Name, sharing.Name, own), own, Strings.StoreSharedKey.With(connection.Name));
        }

        // The store runs on the pipeline thread: if another instance's error ends the pipeline, this rotation is undone.
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Pump.Closing);
        try
        {
            LookerApiKeyRotation rotation = await client.ApiKeys.RotateAsync(
                email is null
                    ? options
                    : options with { UserId = await lookup.UserIdAsync(email, ending.Token).ConfigureAwait(false) },
                store.RunAsync,
                ending.Token).ConfigureAwait(false);
            _replaced[rotation.NewClientId] = connection;
            return rotation;
        }
        catch (LookerApiException e) when (ending.IsCancellationRequested)
        {
            // A stopped pipeline shows no error any more, and this one may name a key that is left behind.
            Host.UI?.WriteWarningLine(e.Message);
            throw;
        }
    }
}
