using System.Management.Automation;

namespace LookerOAuth;

/// <summary>The member <c>Connection</c> that PowerShell adds to the objects of an instance (LookerOAuth.Types.ps1xml). It is hidden: the
/// binder and scripts find it, and no export, conversion or list shows it.</summary>
public static class LookerConnectionMember
{
    /// <summary>The connection that an object was read through; null for none.</summary>
    /// <param name="resource">The object.</param>
    public static LookerConnection? Get(PSObject resource) => (resource?.BaseObject as LookerResource)?.Connection;

    /// <summary>Whether an object was read together with objects of other instances, for the views.</summary>
    /// <param name="resource">The object.</param>
    public static bool IsOneOfSeveral(PSObject resource) => resource?.BaseObject is LookerResource { IsOneOfSeveral: true };

    /// <summary>Whether a connection is the current one of this runspace, for the view.</summary>
    /// <param name="connection">The connection.</param>
    public static bool IsCurrent(LookerConnection connection) => ReferenceEquals(connection, RunspaceState.Current.Default);
}
