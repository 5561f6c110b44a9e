using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets groups, to find the id or the name that an app's registration needs.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.Group, DefaultParameterSetName = ByName)]
[OutputType(typeof(Group))]
public sealed class GetLookerGroupCommand : LookerPipelineCommand
{
    private const string ByName = "Name";
    private const string ById = "GroupId";

    /// <summary>The name, to the letter unless it has wildcards. By default all groups.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0)]
    [SupportsWildcards]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The id of the group.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "group_id")]
    [AllowEmptyString]
    [AllowNull]
    public string? GroupId { get; set; }

    /// <summary>The properties to ask for; by default all. The id is always among them.</summary>
    [Parameter]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields.From(Fields, "id", nameof(Group.GroupId));
        LookerConnection connection = ResolveConnection();
        if (ParameterSetName == ById)
        {
            string id = GroupId ?? "";
            Queue(id, ct => client.Directory.GetGroupAsync(id, fields, ct), group => Write(group, connection));
        }
        else if (string.IsNullOrEmpty(Name) || WildcardPattern.ContainsWildcardCharacters(Name))
        {
            WildcardPattern pattern = new(string.IsNullOrEmpty(Name) ? "*" : Name, WildcardOptions.IgnoreCase);
            Func<Group, bool> filter = group => pattern.IsMatch(group.Name ?? "");
            WriteAll(ct => client.Directory.ListGroupsAsync(WithName(fields), ct), filter, group => Write(group, connection));
        }
        else
        {
            string name = Name!;
            Queue(name, ct => client.Directory.FindGroupAsync(name, fields, ct), group => Write(group, connection));
        }
    }

    /// <summary>A filter by name needs the name, also where nobody asked to see it.</summary>
    private static IReadOnlyCollection<string>? WithName(IReadOnlyCollection<string>? fields) => fields is null ? null : [.. fields, "name"];
}
