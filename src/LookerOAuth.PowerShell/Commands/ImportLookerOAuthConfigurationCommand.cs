using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth.Commands;

/// <summary>Brings an instance to the state that a document describes. A second run changes nothing.</summary>
[Cmdlet(
    VerbsData.Import,
    LookerNouns.Configuration,
    DefaultParameterSetName = ByPath,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OAuthConfigurationChange))]
public sealed class ImportLookerOAuthConfigurationCommand : OAuthConfigurationCommand
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The secrets that the document refers to: names with SecureStrings.</summary>
    [Parameter]
    public Hashtable? Secret { get; set; }

    /// <summary>Gets a secret by its name, which it finds in $_ and in its first argument; emits a SecureString.</summary>
    [Parameter]
    public ScriptBlock? SecretResolver { get; set; }

    /// <summary>Writes the secrets of external apps that exist already, too.</summary>
    [Parameter]
    public SwitchParameter RotateSecret { get; set; }

    /// <summary>Emits the changes that were made.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        OAuthConfiguration configuration = Configuration();
        OAuthConfigurationPlanOptions options = Options(RotateSecret);
        LookerConnection connection = ResolveConnection();
        OAuthConfigurationPlan plan = Await(ct => client.Configuration.PlanAsync(configuration, options, ct));
        plan = IsWhatIf ? WithWarnings(plan) : plan.WithSecrets(Secrets(plan));

        int failed = 0;
        foreach (OAuthConfigurationPhase phase in plan.Phases)
        {
            if (failed > 0 && IsDestructive(phase.Action))
            {
                WriteWarning(Strings.NothingRemoved.With(phase.Action, phase.Steps.Count, failed));
                continue;
            }

            failed += Apply(phase, client, connection);
        }
    }

    /// <summary>Runs the steps of a phase to their end.</summary>
    /// <returns>How many failed.</returns>
    private int Apply(OAuthConfigurationPhase phase, LookerClient client, LookerConnection connection)
    {
        int failed = 0;
        foreach (OAuthConfigurationStep step in phase.Steps.Where(IsApproved))
        {
            failed++;
            Queue(
                step.Id,
                async ct =>
                {
                    await step.ApplyAsync(client, ct).ConfigureAwait(false);
                    return step;
                },
                applied =>
                {
                    failed--;
                    if (PassThru)
                    {
                        foreach (OAuthConfigurationChange change in applied.Changes)
                        {
                            Write(change, connection);
                        }
                    }
                });
        }

        SettleAll();
        return failed;
    }

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>Asks for a step. What removes has a high impact, the rest a medium one; a command can declare but one.</summary>
    private bool IsApproved(OAuthConfigurationStep step)
    {
        if (!ShouldProcess(step.Target, step.Description))
        {
            return false;
        }

        bool hasAsked = IsOnCommandLine("Confirm")
            || !LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
            || preference != ConfirmImpact.High;
        return !IsDestructive(step.Action)
            || hasAsked
            || ShouldContinue($"{step.Description}: {step.Target}", MyInvocation.MyCommand.Name, ref _yesToAll, ref _noToAll);
    }

    private static bool IsDestructive(OAuthConfigurationAction action) =>
        action is OAuthConfigurationAction.Remove or OAuthConfigurationAction.Deactivate;

    /// <summary>A plan that is only to be read says what would keep it from being applied.</summary>
    private OAuthConfigurationPlan WithWarnings(OAuthConfigurationPlan plan)
    {
        foreach (string obstacle in plan.Obstacles)
        {
            WriteWarning(obstacle);
        }

        return plan;
    }

    private Dictionary<string, SecureString> Secrets(OAuthConfigurationPlan plan)
    {
        Dictionary<string, SecureString> secrets = new(StringComparer.Ordinal);
        foreach (string name in plan.RequiredSecrets)
        {
            if (Resolve(name) is { } secret)
            {
                secrets.Add(name, secret);
            }
        }

        return secrets;
    }

    private SecureString? Resolve(string name)
    {
        object? found = Secret?[name];
        if (found is null && SecretResolver is not null)
        {
            found = SecretResolver.InvokeWithContext(null, [new PSVariable("_", name)], name).LastOrDefault();
        }

        return (found is PSObject wrapped ? wrapped.BaseObject : found) switch
        {
            null => null,
            SecureString secret => secret,
            _ => throw LookerApiException.InvalidArgument(Strings.SecretNotSecure.With(name), name, Strings.GiveSecureString),
        };
    }
}
