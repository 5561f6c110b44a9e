using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Takes a client id alone for a credential whose secret is still to be asked for.</summary>
internal sealed class ApiKeyAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? given = inputData.Unwrapped();
        return given is string { Length: > 0 } clientId ? new PSCredential(clientId, new SecureString()) : given;
    }
}
