using System;
using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Document + what the server has → plan. Pure: no request, no clock, the same plan for the same input.</summary>
internal sealed class ConfigurationPlanner
{
    private readonly OAuthConfigurationPlanOptions _options;
    private readonly List<OAuthConfigurationStep> _steps = [];
    private readonly List<OAuthConfigurationObstacle> _lookups = [];
    private readonly List<OAuthConfigurationObstacle> _obstacles = [];

    private ConfigurationPlanner(ActualConfiguration actual, OAuthConfigurationPlanOptions options)
    {
        Actual = actual;
        _options = options;
    }

    /// <summary>What the instance has.</summary>
    public ActualConfiguration Actual { get; }

    /// <summary>Whether the secrets of apps that are there already are written again.</summary>
    public bool RotatesSecrets => _options.RotateSecret;

    /// <summary>What keeps the plan from being made: names that do not tell who is meant.</summary>
    public ICollection<OAuthConfigurationObstacle> Lookups => _lookups;

    /// <summary>Makes the plan.</summary>
    /// <exception cref="LookerApiException">A name or an address matches nobody (<see cref="LookerErrorKind.NotFound"/>) or several
    /// (<see cref="LookerErrorKind.InvalidArgument"/>), or pruning lacks its filter. The message lists everything.</exception>
    public static OAuthConfigurationPlan Plan(
        DesiredConfiguration desired, ActualConfiguration actual, OAuthConfigurationPlanOptions options)
    {
        CheckPruning(options);
        ConfigurationPlanner planner = new(actual, options);
        planner.Plan(desired.ClientApps, actual.ClientApps, OAuthClientAppDocument.Removal);
        planner.Plan(desired.ExternalApps, actual.ExternalApps, ExternalOAuthAppDocument.Removal);
        OAuthConfigurationObstacle.ThrowIfAny(planner._lookups);
        return new OAuthConfigurationPlan(
            [.. planner._steps.GroupBy(s => s.Action).OrderBy(g => g.Key).Select(g => new OAuthConfigurationPhase(g.Key, [.. g]))],
            planner._obstacles);
    }

    /// <summary>Refuses to prune without a filter.</summary>
    public static void CheckPruning(OAuthConfigurationPlanOptions options)
    {
        if (options is { Prune: true, PruneFilter: null })
        {
            throw new LookerApiException(
                LookerErrorKind.InvalidArgument,
                "Pruning removes apps that are not in the document, so it requires a filter of what may be removed.")
            {
                Option = nameof(OAuthConfigurationPlanOptions.PruneFilter),
            };
        }
    }

    public void Add(OAuthConfigurationStep step) => _steps.Add(step);

    /// <summary>Adds what keeps the plan from being applied.</summary>
    public void AddObstacle(LookerErrorKind kind, string subject, string message) =>
        _obstacles.Add(new OAuthConfigurationObstacle(kind, subject, message));

    /// <summary>Adds an obstacle if a new app lacks what the server asks for.</summary>
    /// <param name="what">The kind of app: "client app".</param>
    /// <param name="id">The app.</param>
    /// <param name="mandatory">The document's keys, and whether the document has them.</param>
    public void Require(string what, string id, params (string Key, bool IsGiven)[] mandatory)
    {
        string lacking = string.Join(" and no ", mandatory.Where(m => !m.IsGiven).Select(m => m.Key));
        if (lacking.Length > 0)
        {
            AddObstacle(LookerErrorKind.InvalidArgument, id, $"The {what} '{id}' is new, and the document has no {lacking} for it.");
        }
    }

    private void Plan<TActual>(
        IReadOnlyList<IDesiredApp<TActual>>? desired, IReadOnlyDictionary<string, TActual> actual, Func<string, OAuthConfigurationStep> remove)
        where TActual : class
    {
        if (desired is null)
        {
            return;
        }

        foreach (IDesiredApp<TActual> app in desired.OrderBy(a => a.Id, StringComparer.Ordinal))
        {
            app.AddTo(this, actual.TryGetValue(app.Id, out TActual? current) ? current : null);
        }

        if (_options is { Prune: true, PruneFilter: { } mayRemove })
        {
            HashSet<string> kept = new(desired.Select(a => a.Id), StringComparer.Ordinal);
            _steps.AddRange(actual.Keys.Where(id => !kept.Contains(id) && mayRemove(id)).OrderBy(id => id, StringComparer.Ordinal).Select(remove));
        }
    }
}
