using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Shows what Import-LookerOAuthConfiguration would change with the same parameters. Changes nothing.</summary>
[Cmdlet(VerbsData.Compare, LookerNouns.Configuration, DefaultParameterSetName = ByObject)]
[OutputType(typeof(OAuthConfigurationChange), typeof(bool))]
public sealed class CompareLookerOAuthConfigurationCommand : OAuthConfigurationCommand
{
    /// <summary>Emits, for each instance, true if nothing differs, else false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        OAuthConfigurationPlan plan = Plan(client, rotateSecret: false);
        WarnOfObstacles(plan);
        if (Quiet)
        {
            WriteObject(plan.Changes.Count == 0);
            return;
        }

        Action<OAuthConfigurationChange> write = Writer<OAuthConfigurationChange>();
        foreach (OAuthConfigurationChange change in plan.Changes)
        {
            write(change);
        }
    }
}
