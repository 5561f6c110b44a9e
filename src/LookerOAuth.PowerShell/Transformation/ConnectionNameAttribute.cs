using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Takes the name of a connection for the connection.</summary>
internal sealed class ConnectionNameAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is not string name ? inputData
            : name.Length == 0 ? null
            : LookerSessions.Current.Find(name)
                ?? throw new ArgumentTransformationMetadataException(Strings.UnknownConnection.With(name));
    }
}
