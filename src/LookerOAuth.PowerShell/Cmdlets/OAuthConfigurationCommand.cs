using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace LookerOAuth.Commands;

/// <summary>What Compare- and Import-LookerOAuthConfiguration share: the document, its variables, and what may be pruned.</summary>
public abstract class OAuthConfigurationCommand : LookerPipelineCommand
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
    [Parameter(ParameterSetName = ByObject, Mandatory = true, ValueFromPipeline = true)]
    public OAuthConfiguration? InputObject { get; set; }

    /// <summary>The values of the document's ${variables}.</summary>
    [Parameter]
    public Hashtable? Variable { get; set; }

    /// <summary>Removes what is there but not in the document, where PruneFilter matches it.</summary>
    [Parameter]
    public SwitchParameter Prune { get; set; }

    /// <summary>Which guids and external client ids may be removed; wildcards are allowed. Needed with Prune.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? PruneFilter { get; set; }

    /// <summary>The document with its variables filled in.</summary>
    /// <exception cref="LookerApiException">It has faults, or lacks variables; the message lists all of them.</exception>
    private protected OAuthConfiguration Configuration()
    {
        OAuthConfiguration configuration = InputObject ?? OAuthConfiguration.Load(GetUnresolvedProviderPathFromPSPath(Path));
        Dictionary<string, string> variables = [];
        foreach (DictionaryEntry entry in Variable ?? [])
        {
            variables[entry.Key.ToString()!] = System.Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? "";
        }

        return configuration.WithVariables(variables);
    }

    private protected OAuthConfigurationPlanOptions Options(bool rotateSecret) =>
        new() { Prune = Prune, PruneFilter = PruneFilter, RotateSecret = rotateSecret };
}
