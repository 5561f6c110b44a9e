using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;

namespace LookerOAuth;

/// <summary>What would make an instance what a document asks for. Empty if it is that already.</summary>
/// <remarks>
/// Phases are to be applied in their order, each when the one before has ended: create, update, activate, deactivate, remove, so that
/// nothing is taken away before what replaces it is there. If a phase had an error, the phases that remove should not run: a
/// second plan goes on from where the first one ended.
/// </remarks>
public sealed class OAuthConfigurationPlan
{
    private readonly IReadOnlyList<OAuthConfigurationObstacle> _obstacles;

    internal OAuthConfigurationPlan(IReadOnlyList<OAuthConfigurationPhase> phases, IReadOnlyList<OAuthConfigurationObstacle> obstacles)
    {
        Phases = phases;
        _obstacles = obstacles;
        Changes = [.. phases.SelectMany(p => p.Steps).SelectMany(s => s.Changes)];
    }

    /// <summary>The differences, in the order in which they are removed; empty if there are none.</summary>
    public IReadOnlyList<OAuthConfigurationChange> Changes { get; }

    /// <summary>The steps, by phase; empty phases are left out.</summary>
    public IReadOnlyList<OAuthConfigurationPhase> Phases { get; }

    /// <summary>The names of the secrets that the steps write, sorted.</summary>
    public IReadOnlyList<string> RequiredSecrets =>
        [.. Phases.SelectMany(p => p.Steps).Select(s => s.SecretName).OfType<string>().Distinct().OrderBy(n => n, StringComparer.Ordinal)];

    /// <summary>What keeps the plan from being applied, each in a sentence: a new app that lacks what the server asks for, several
    /// redirect URIs on a server that takes one. Empty if nothing does, secrets apart.</summary>
    public IReadOnlyList<string> Obstacles => [.. _obstacles.Select(o => o.Message)];

    /// <summary>The plan ready to be applied: checked for obstacles, and with the secrets that it writes.</summary>
    /// <param name="secrets">The secrets by name; more than <see cref="RequiredSecrets"/> are ignored.</param>
    /// <exception cref="LookerApiException">There are obstacles, or a secret is missing or empty
    /// (<see cref="LookerErrorKind.InvalidArgument"/>; <see cref="LookerErrorKind.NotSupported"/> if the server's release is all
    /// that is in the way). The message lists everything.</exception>
    public OAuthConfigurationPlan WithSecrets(IReadOnlyDictionary<string, SecureString> secrets)
    {
        OAuthConfigurationObstacle.ThrowIfAny(
        [
            .. _obstacles,
            .. RequiredSecrets.Where(name => !secrets.TryGetValue(name, out SecureString? secret) || secret is not { Length: > 0 })
                .Select(name => new OAuthConfigurationObstacle(
                    LookerErrorKind.InvalidArgument, name, $"The secret '{name}' was not specified, or is empty.")),
        ]);
        return new OAuthConfigurationPlan(
            [.. Phases.Select(p => new OAuthConfigurationPhase(p.Action, [.. p.Steps.Select(Bind)]))], _obstacles);

        OAuthConfigurationStep Bind(OAuthConfigurationStep step) => step.SecretName is { } name ? step.WithSecret(secrets[name]) : step;
    }
}
