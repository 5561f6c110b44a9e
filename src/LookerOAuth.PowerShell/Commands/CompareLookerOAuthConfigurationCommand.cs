using System;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Shows what Import-LookerOAuthConfiguration would change with the same parameters. Changes nothing.</summary>
[Cmdlet(VerbsData.Compare, LookerNouns.Configuration, DefaultParameterSetName = ByObject)]
[OutputType(typeof(OAuthConfigurationChange), typeof(bool))]
public sealed class CompareLookerOAuthConfigurationCommand : OAuthConfigurationCommand
{
    /// <summary>Emits true if nothing differs, else false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        OAuthConfiguration configuration = Configuration();
        OAuthConfigurationPlanOptions options = Options(rotateSecret: false);
        Action<OAuthConfigurationChange> write = Writer<OAuthConfigurationChange>();
        Queue(configuration.Source, ct => client.Configuration.PlanAsync(configuration, options, ct), plan => Write(plan, write));
    }

    private void Write(OAuthConfigurationPlan plan, Action<OAuthConfigurationChange> write)
    {
        WarnOfObstacles(plan);
        if (Quiet)
        {
            WriteObject(plan.Changes.Count == 0);
            return;
        }

        foreach (OAuthConfigurationChange change in plan.Changes)
        {
            write(change);
        }
    }
}
