using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets groups, to find the id or the name that an app's registration needs.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.Group, DefaultParameterSetName = ByName)]
[OutputType(typeof(Group))]
public sealed class GetLookerGroupCommand : LookerConnectedCommand
{
    private const string ByName = "Name";
    private const string ById = "GroupId";

    /// <summary>The name, exact unless it has wildcards. By default all groups.</summary>
    [Parameter(ParameterSetName = ByName, Position = 0)]
    [SupportsWildcards]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(GroupPatternCompleter))]
    public string? Name { get; set; }

    /// <summary>The ids of groups.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "group_id")]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsOfInstance = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The properties to ask for; by default all. The id is always among them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FieldsCompleter<Group>))]
    public string[]? Fields { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        IReadOnlyCollection<string>? fields = ApiFields<Group>.From(this, Fields);
        if (ParameterSetName == ById)
        {
            ForEachExact(nameof(GroupId), GroupId, id => Emit(id, ct => client.Directory.GetGroupAsync(id, fields, ct)));
        }
        else if (Typed(nameof(Name), Name) is null)
        {
            EmitAll(ct => client.Directory.ListGroupsAsync(fields, ct));
        }
        else
        {
            ForEachPattern(
                nameof(Name),
                [Name],
                name => Emit(name, ct => client.Directory.FindGroupAsync(name, fields, ct)),
                matches => EmitAll(ct => client.Directory.ListGroupsAsync(WithName(fields), ct), group =>
                {
                    bool wanted = matches(group.Name);
                    group.Keep(fields);
                    return wanted;
                }));
        }
    }

    /// <summary>A filter by name needs the name, even if nobody asked to see it.</summary>
    private static IReadOnlyCollection<string>? WithName(IReadOnlyCollection<string>? fields) => fields is null ? null : [.. fields, "name"];
}
