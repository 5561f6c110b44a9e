using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Document + what the server has → plan. Pure: no request, no clock, the same plan for the same input.</summary>
internal sealed class ConfigurationPlanner
{
    private readonly ActualConfiguration _actual;
    private readonly OAuthConfigurationPlanOptions _options;
    private readonly List<OAuthConfigurationStep> _steps = [];
    private readonly List<OAuthConfigurationObstacle> _lookups = [];
    private readonly List<OAuthConfigurationObstacle> _obstacles = [];

    private ConfigurationPlanner(ActualConfiguration actual, OAuthConfigurationPlanOptions options)
    {
        _actual = actual;
        _options = options;
    }

    /// <summary>Makes the plan.</summary>
    /// <exception cref="LookerApiException">A name or an address is nobody's (<see cref="LookerErrorKind.NotFound"/>) or several's
    /// (<see cref="LookerErrorKind.InvalidArgument"/>), or pruning lacks its filter. The message lists everything.</exception>
    public static OAuthConfigurationPlan Plan(
        DesiredConfiguration desired, ActualConfiguration actual, OAuthConfigurationPlanOptions options)
    {
        ConfigurationPlanner planner = new(actual, options);
        IReadOnlyList<Wildcard> prune = PruneFilter(options);
        planner.PlanClientApps(desired.ClientApps, prune);
        planner.PlanExternalApps(desired.ExternalApps, prune);
        OAuthConfigurationObstacle.ThrowIfAny(planner._lookups);
        return new OAuthConfigurationPlan(
            [.. planner._steps.GroupBy(s => s.Action).OrderBy(g => g.Key).Select(g => new OAuthConfigurationPhase(g.Key, [.. g]))],
            planner._obstacles);
    }

    /// <summary>What may be removed; nothing without pruning.</summary>
    public static IReadOnlyList<Wildcard> PruneFilter(OAuthConfigurationPlanOptions options)
    {
        if (!options.Prune)
        {
            return [];
        }

        List<Wildcard> filter = [.. (options.PruneFilter ?? []).Where(p => !string.IsNullOrWhiteSpace(p)).Select(Wildcard.Parse)];
        return filter.Count > 0
            ? filter
            : throw LookerApiException.InvalidArgument(
                "Pruning needs a filter: it removes what the document does not have.",
                null,
                "Give the guids and client ids that may be removed with -PruneFilter, such as 'myteam-*'. Apps that others registered must not match.");
    }

    private void PlanClientApps(IReadOnlyList<DesiredClientApp>? desired, IReadOnlyList<Wildcard> prune)
    {
        if (desired is null)
        {
            return;
        }

        foreach (DesiredClientApp app in desired.OrderBy(a => a.ClientGuid, StringComparer.Ordinal))
        {
            _actual.ClientApps.TryGetValue(app.ClientGuid, out OAuthClientApp? actual);
            ClientAppDifference difference = new(app, actual, _actual.Groups, _actual.Users, _lookups);
            _steps.AddRange(difference.Steps());
            _obstacles.AddRange(difference.Obstacles(_actual.HasRedirectUris));
        }

        HashSet<string> kept = new(desired.Select(a => a.ClientGuid), StringComparer.Ordinal);
        _steps.AddRange(Unwanted(_actual.ClientApps.Keys, kept, prune).Select(ClientAppDifference.Removal));
    }

    private void PlanExternalApps(IReadOnlyList<DesiredExternalApp>? desired, IReadOnlyList<Wildcard> prune)
    {
        if (desired is null)
        {
            return;
        }

        foreach (DesiredExternalApp app in desired.OrderBy(a => a.ClientId, StringComparer.Ordinal))
        {
            _actual.ExternalApps.TryGetValue(app.ClientId, out ExternalOAuthApp? actual);
            ExternalAppDifference difference = new(app, actual, _options.RotateSecret);
            _steps.AddRange(difference.Steps());
            _obstacles.AddRange(difference.Obstacles());
        }

        HashSet<string> kept = new(desired.Select(a => a.ClientId), StringComparer.Ordinal);
        _steps.AddRange(Unwanted(_actual.ExternalApps.Keys, kept, prune).Select(ExternalAppDifference.Removal));
    }

    private static IEnumerable<string> Unwanted(IEnumerable<string> ids, HashSet<string> kept, IReadOnlyList<Wildcard> prune) =>
        ids.Where(id => !kept.Contains(id) && prune.Any(p => p.Matches(id))).OrderBy(id => id, StringComparer.Ordinal);
}
