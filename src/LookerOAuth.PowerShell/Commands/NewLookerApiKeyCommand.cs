using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Creates an API key. Its Credential is the only place that the secret can ever be had from.</summary>
[Cmdlet(VerbsCommon.New, LookerNouns.ApiKey, DefaultParameterSetName = ByUserId, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LookerApiKey))]
public sealed class NewLookerApiKeyCommand : ApiKeyUserCommand
{
    /// <summary>The property of a new key that holds its client id and its secret.</summary>
    internal const string Credential = "Credential";

    /// <summary>What the key is for.</summary>
    [Parameter]
    public string? Purpose { get; set; }

    private protected override void ProcessConnected(LookerClient client) =>
        ForEachUser(client, (user, inWords, idOf) =>
        {
            if (Approve(inWords, Strings.CreateApiKey))
            {
                Action<LookerApiKey> write = Writer<LookerApiKey>();
                string? purpose = Purpose;
                Queue(
                    user,
                    async ct => await client.ApiKeys.CreateAsync(await idOf(ct).ConfigureAwait(false), purpose, ct).ConfigureAwait(false),
                    created =>
                    {
                        Attach(new PSCredential(created.Key.ClientId!, created.ClientSecret), created.Key);
                        try
                        {
                            write(created.Key);
                        }
                        catch (PipelineStoppedException) when (Cancellation.IsCancellationRequested)
                        {
                            WarnOfLost(created);
                            throw;
                        }
                    },
                    WarnOfLost);
            }
        });

    /// <summary>Gives a new key its credential.</summary>
    internal static void Attach(PSCredential credential, LookerApiKey key) =>
        PSObject.AsPSObject(key).Properties.Add(new PSNoteProperty(Credential, credential));

    /// <summary>A key that nobody has seen works. A stopped pipeline writes no warning any more, the host does.</summary>
    private void WarnOfLost(CreatedApiKey created) => Host.UI?.WriteWarningLine(Strings.ApiKeyLost.With(created.Key.ApiKeyId, created.Key.ClientId, created.Key.UserId));
}
