using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Brings an instance to the state that a document describes. A second run changes nothing.</summary>
[Cmdlet(
    VerbsData.Import,
    LookerNouns.Configuration,
    DefaultParameterSetName = ByObject,
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

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private protected override void ProcessConnected(LookerClient client)
    {
        // An answer for all holds for one instance.
        _yesToAll = false;
        _noToAll = false;
        OAuthConfigurationPlan plan = Plan(client, RotateSecret);
        if (IsWhatIf)
        {
            WarnOfObstacles(plan);
        }
        else
        {
            plan = LineByLine(() => plan.WithSecrets(new SecretSource(Secret, SecretResolver).Find(plan.RequiredSecrets)));
        }

        bool hasFailed = false;
        HashSet<string> unregistered = new(StringComparer.Ordinal);
        foreach (OAuthConfigurationPhase phase in plan.Phases)
        {
            if (hasFailed && IsDestructive(phase.Action))
            {
                string steps = phase.Steps.Count == 1 ? Strings.OneStep : Strings.StepCount.With(phase.Steps.Count);
                WriteWarning(Strings.NothingRemoved.With(phase.Action, steps));
                continue;
            }

            hasFailed |= Apply(phase, unregistered, client);
        }
    }

    /// <summary>Runs the steps of a phase to their end.</summary>
    /// <returns>Whether one failed.</returns>
    private bool Apply(OAuthConfigurationPhase phase, HashSet<string> unregistered, LookerClient client)
    {
        int failed = 0;
        Action<OAuthConfigurationChange> write = Writer<OAuthConfigurationChange>();
        foreach (OAuthConfigurationStep step in WithApp(phase.Steps, unregistered))
        {
            bool registers = step is { Action: OAuthConfigurationAction.Create, Kind: OAuthConfigurationKind.ClientApp };
            if (registers && !IsWhatIf)
            {
                unregistered.Add(step.Id);
            }

            if (!IsApproved(step))
            {
                continue;
            }

            failed++;
            Queue(
                step.Id,
                async ct =>
                {
                    await step.ApplyAsync(client, ct).ConfigureAwait(false);
                    return registers;
                },
                hasRegistered =>
                {
                    failed--;
                    if (hasRegistered)
                    {
                        unregistered.Remove(step.Id);
                    }

                    foreach (OAuthConfigurationChange change in step.Changes)
                    {
                        write(change);
                    }
                });
        }

        SettleAll();
        return failed > 0;
    }

    /// <summary>The steps without the users of apps that were to be registered and are not: Looker would refuse each.</summary>
    private List<OAuthConfigurationStep> WithApp(IReadOnlyList<OAuthConfigurationStep> steps, HashSet<string> unregistered)
    {
        ILookup<bool, OAuthConfigurationStep> byApp =
            steps.ToLookup(s => s.Kind != OAuthConfigurationKind.ClientAppUser || !unregistered.Contains(s.Id));
        foreach (string guid in byApp[false].Select(s => s.Id).Distinct())
        {
            WriteWarning(Strings.NotActivated.With(guid));
        }

        return [.. byApp[true]];
    }

    /// <summary>Asks for a step. What takes away has a high impact, the rest a medium one; a command can declare but one.</summary>
    private bool IsApproved(OAuthConfigurationStep step)
    {
        bool? typed = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? confirm) ? confirm is SwitchParameter { IsPresent: true } : null;
        bool hasPreference = LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference);
        bool asksAlways = typed ?? (hasPreference && preference is ConfirmImpact.Low or ConfirmImpact.Medium);
        if (asksAlways && IsOneOfSeveral && !IsWhatIf)
        {
            // PowerShell's own question would take an answer for all for the other instances, too.
            return AskFor(step);
        }

        if (!Approve(step.Target, step.Description))
        {
            return false;
        }

        bool hasAsked = typed is not null || !hasPreference || preference != ConfirmImpact.High;
        return !IsDestructive(step.Action) || hasAsked || AskFor(step);
    }

    private bool AskFor(OAuthConfigurationStep step) => Ask(step.Target, () => ShouldContinue(
        Strings.ConfirmStep.With(step.Description.OnOneLine(), Named(step.Target).OnOneLine()), Strings.ConfirmCaption, ref _yesToAll, ref _noToAll));

    private static bool IsDestructive(OAuthConfigurationAction action) =>
        action is OAuthConfigurationAction.Remove or OAuthConfigurationAction.Deactivate;
}
