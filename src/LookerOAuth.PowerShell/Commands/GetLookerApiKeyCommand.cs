using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets the API keys of users, without their secrets, which cannot be read again.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.ApiKey, DefaultParameterSetName = ByUserId)]
[OutputType(typeof(LookerApiKey))]
public sealed class GetLookerApiKeyCommand : ApiKeyUserCommand
{
    private protected override void ProcessConnected(LookerClient client) =>
        ForEachUser(client, (user, _, idOf) =>
        {
            Action<LookerApiKey> write = Writer<LookerApiKey>();
            Queue(
                user,
                async ct => await client.ApiKeys.ReadAllAsync(await idOf(ct).ConfigureAwait(false), ct).ConfigureAwait(false),
                keys =>
                {
                    foreach (LookerApiKey key in keys)
                    {
                        write(key);
                    }
                });
        });
}
