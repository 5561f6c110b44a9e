using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Hands out the access token of a connection, for other programs that call the API.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.AccessToken)]
[OutputType(typeof(LookerAccessToken))]
public sealed class GetLookerAccessTokenCommand : LookerConnectedCommand
{
    private protected override void ProcessConnected(LookerClient client) => Emit(target: null, client.GetAccessTokenAsync);
}
