using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Turns changes and findings into Markdown, for the summary of a job or a comment on a pull request. Sends nothing.</summary>
[Cmdlet(VerbsData.ConvertTo, LookerNouns.Markdown)]
[OutputType(typeof(string))]
public sealed class ConvertToLookerMarkdownCommand : PSCmdlet
{
    private readonly List<(OAuthConfigurationChange Change, string Instance)> _changes = [];
    private readonly List<(OAuthClientAppFinding Finding, string Instance)> _findings = [];
    private bool _hasRefused;

    /// <summary>Changes of Compare- or Import-LookerOAuthConfiguration, findings of Test-LookerOAuthClientApp, or both; also read from a file.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in (InputObject ?? []).OfType<PSObject>())
        {
            string instance = Text(item, "ConnectionName");
            if ((item.BaseObject as OAuthConfigurationChange ?? ChangeOf(item)) is { } change)
            {
                _changes.Add((change, instance));
            }
            else if ((item.BaseObject as OAuthClientAppFinding ?? FindingOf(item)) is { } finding)
            {
                _findings.Add((finding, instance));
            }
            else
            {
                _hasRefused = true;
                WriteError(LookerErrors.ToRecord(
                    LookerApiException.InvalidArgument(Strings.NotForMarkdown.With(item.BaseObject.GetType().Name), null, Strings.GiveChangesOrFindings), null));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IEnumerable<string> tables = new[] { Changes(), Findings() }.OfType<string>();
        if (tables.Any())
        {
            WriteObject(string.Join("\n\n", tables));
        }
        else if (!_hasRefused)
        {
            // Of what was refused, nobody knows whether it was a change.
            WriteObject(Strings.NoChanges);
        }
    }

    private string? Changes() => Table(
        _changes,
        ["Action", "Kind", "Id", "Property", "Actual", "Desired"],
        c => [$"{c.Action}", $"{c.Kind}", MarkdownTable.Code(c.Id), MarkdownTable.Code(c.Property), Value(c, c.Actual), Value(c, c.Desired)]);

    private string? Findings() => Table(
        _findings,
        ["Result", "App", "Check", "Message", "Recommended action"],
        f => [$"{f.Result}", MarkdownTable.Code(f.ClientGuid), $"{f.Check}", MarkdownTable.Prose(f.Message), MarkdownTable.Prose(f.RecommendedAction)]);

    /// <summary>A table of objects, with the name of the instance if there are several.</summary>
    private static string? Table<T>(List<(T Item, string Instance)> objects, string[] columns, Func<T, string[]> cells)
        where T : LookerResource
    {
        if (objects.Count == 0)
        {
            return null;
        }

        bool hasInstances = objects.Select(o => o.Instance).Distinct().Skip(1).Any() || objects.Any(o => o.Item.IsOneOfSeveral);
        MarkdownTable table = new([.. hasInstances ? ["Instance"] : Array.Empty<string>(), .. columns]);
        foreach ((T item, string instance) in objects)
        {
            table.Add([.. hasInstances ? [MarkdownTable.Code(instance)] : Array.Empty<string>(), .. cells(item)]);
        }

        return table.ToString();
    }

    /// <summary>A value; of a secret never more than the document's reference to it.</summary>
    private static string Value(OAuthConfigurationChange change, object? value) =>
        change.Property == ExternalOAuthAppDocument.ClientSecretKey && value is not (null or "") && !$"{value}".StartsWith("{ \"secret\"", StringComparison.Ordinal)
            ? MarkdownTable.Code("***")
            : MarkdownTable.Code(value);

    /// <summary>A change that was saved as JSON, CSV or Clixml and read again; null if it is none.</summary>
    private static OAuthConfigurationChange? ChangeOf(PSObject row) =>
        Is(row, nameof(OAuthConfigurationChange.Action), out OAuthConfigurationAction action)
        && Is(row, nameof(OAuthConfigurationChange.Kind), out OAuthConfigurationKind kind)
            ? new OAuthConfigurationChange
            {
                Action = action,
                Kind = kind,
                Id = Text(row, nameof(OAuthConfigurationChange.Id)),
                Property = Text(row, nameof(OAuthConfigurationChange.Property)),
                Actual = ChangedValueOf(row, nameof(OAuthConfigurationChange.Actual)),
                Desired = ChangedValueOf(row, nameof(OAuthConfigurationChange.Desired)),
            }
            : null;

    /// <summary>A finding that was saved as JSON, CSV or Clixml and read again; null if it is none.</summary>
    private static OAuthClientAppFinding? FindingOf(PSObject row) =>
        Is(row, nameof(OAuthClientAppFinding.Check), out OAuthClientAppCheck check)
        && Is(row, nameof(OAuthClientAppFinding.Result), out OAuthClientAppCheckResult result)
            ? new OAuthClientAppFinding
            {
                ClientGuid = Text(row, nameof(OAuthClientAppFinding.ClientGuid)),
                Check = check,
                Result = result,
                Message = Text(row, nameof(OAuthClientAppFinding.Message)),
                RecommendedAction = Text(row, nameof(OAuthClientAppFinding.RecommendedAction)),
            }
            : null;

    private static bool Is<T>(PSObject row, string name, out T value)
        where T : struct, Enum
    {
        value = default;
        return row.BaseObject is PSCustomObject && LanguagePrimitives.TryConvertTo(row.Properties[name]?.Value, out value);
    }

    private static string Text(PSObject row, string name) => $"{row.Properties[name]?.Value}";

    /// <summary>A value as a change has it: what was a list or a Boolean is one again, also if it was a text in the cell of a CSV file.</summary>
    private static object? ChangedValueOf(PSObject row, string name) => row.Properties[name]?.Value.Unwrapped() switch
    {
        string uris when Text(row, nameof(OAuthConfigurationChange.Property)) == OAuthClientAppDocument.RedirectUriKey => uris.Split(' '),
        string flag when Text(row, nameof(OAuthConfigurationChange.Property)) is OAuthClientAppDocument.EnabledKey or ExternalOAuthAppDocument.BiDirectionalDataAccessKey
            && bool.TryParse(flag, out bool isTrue) => isTrue,
        string text => text,
        { } value => value.Items()?.Select(item => $"{item}") ?? value,
        null => null,
    };
}
