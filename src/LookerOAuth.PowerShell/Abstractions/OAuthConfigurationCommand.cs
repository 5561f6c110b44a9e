using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>What Compare- and Import-LookerOAuthConfiguration share: the document, its variables, and what may be pruned.</summary>
public abstract class OAuthConfigurationCommand : LookerConnectedCommand
{
    /// <summary>The parameter set with a file.</summary>
    protected const string ByPath = "Path";

    /// <summary>The parameter set with an object.</summary>
    protected const string ByObject = "InputObject";

    /// <summary>The document: a JSON file.</summary>
    [Parameter(ParameterSetName = ByPath, Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The document: an object of Export-LookerOAuthConfiguration.</summary>
    [Parameter(ParameterSetName = ByObject, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [OwnKind(typeof(OAuthConfiguration))]
    public OAuthConfiguration? InputObject { get; set; }

    /// <summary>The values of the document's ${variables}.</summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary>Removes what the instance has, the document does not have, and PruneFilter matches.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Which guids and external client ids may be removed; wildcards are allowed. Needed with Prune.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? PruneFilter { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = ByPath, ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    [AllowEmptyString]
    public override PSObject? PipedObject { get; set; }

    private protected override object? RecordTarget => InputObject is { } given ? given.Source : Path;

    /// <summary>What would make an instance what the document asks for.</summary>
    /// <exception cref="LookerApiException">The document has faults, lacks variables or names what is not there: the message lists all of them;
    /// or a request failed.</exception>
    private protected OAuthConfigurationPlan Plan(LookerClient client, bool rotateSecret)
    {
        OAuthConfiguration configuration = Configuration();
        OAuthConfigurationPlanOptions options = Options(rotateSecret);
        return Await(ct => client.Configuration.PlanAsync(configuration, options, ct));
    }

    private OAuthConfiguration Configuration()
    {
        Dictionary<string, string> variables = [];
        foreach (DictionaryEntry entry in Variable ?? [])
        {
            string name = entry.Key.ToString()!;
            if (entry.Value.Unwrapped() is { } value)
            {
                // A null is a value that nobody set, such as an environment variable that is missing.
                variables[name] = value is IConvertible text
                    ? text.ToString(CultureInfo.InvariantCulture)
                    : throw LookerApiException.InvalidArgument(Strings.VariableNoText.With(name), name, Strings.GiveText);
            }
        }

        try
        {
            return InputObject?.WithVariables(variables) ?? OAuthConfiguration.Load(FilePath(Path), variables);
        }
        catch (LookerApiException e) when (e.ValidationErrors.Count > 0)
        {
            throw e.Restate(e.Message, action: Strings.CorrectDocument);
        }
    }

    private OAuthConfigurationPlanOptions Options(bool rotateSecret)
    {
        OAuthConfigurationPlanOptions options = new() { Prune = Prune, PruneFilter = Wildcards.Matcher(PruneFilter), RotateSecret = rotateSecret };
        return options switch
        {
            { Prune: true, PruneFilter: null } => throw LookerApiException.InvalidArgument(Strings.PruneNeedsFilter, null, Strings.GivePruneFilter),
            // A script may decide by -Prune:$false.
            { Prune: false } when IsOnCommandLine(nameof(PruneFilter)) && !IsOnCommandLine(nameof(Prune)) =>
                throw LookerApiException.InvalidArgument(Strings.FilterNeedsPrune, null, Strings.GivePrune),
            _ => options,
        };
    }

    /// <summary>Warns of what would keep a plan from being applied.</summary>
    private protected void WarnOfObstacles(OAuthConfigurationPlan plan)
    {
        foreach (string obstacle in plan.Obstacles)
        {
            WriteWarning(obstacle);
        }
    }
}
