using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes what <see cref="CredentialAttribute"/> does, except null: that would prompt, and a job that nobody watches would wait forever.</summary>
internal sealed class ProxyCredentialAttribute : ArgumentTransformationAttribute
{
    private readonly CredentialAttribute _credential = new();

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData.Unwrapped() is null ? null : _credential.Transform(engineIntrinsics, inputData);
}
