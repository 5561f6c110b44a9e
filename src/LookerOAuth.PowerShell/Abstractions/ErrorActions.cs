using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Reads off a script whether it ignores errors: those leave no trace, not even in $Error.</summary>
internal static class ErrorActions
{
    /// <summary>Whether a part of a script ignores errors, or names an action that only running it would tell.</summary>
    public static bool MayBeIgnored(Ast ast) => ast switch
    {
        CommandAst { CommandElements: { } elements } => Enumerable.Range(0, elements.Count).Any(i =>
            elements[i] is CommandParameterAst parameter && IsName(parameter.ParameterName) && MayIgnore(parameter.Argument ?? elements.ElementAtOrDefault(i + 1))),
        AssignmentStatementAst { Left: VariableExpressionAst { VariablePath: { } path } } assignment =>
            path.UserPath.Split(':').Last().Equals("ErrorActionPreference", StringComparison.OrdinalIgnoreCase) && MayIgnore(assignment.Right),
        // For splatting.
        HashtableAst table => table.KeyValuePairs.Any(p => IsName(ValueOf(p.Item1)) && MayIgnore(p.Item2)),
        _ => false,
    };

    /// <summary>Whether a parameter is -ErrorAction, in one of its spellings.</summary>
    public static bool IsName(string? name) =>
        name is not null
        && (name.Equals("ea", StringComparison.OrdinalIgnoreCase) || (name.Length > 5 && "ErrorAction".StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether an error action is to ignore errors, or is not written down.</summary>
    private static bool MayIgnore(Ast? action) =>
        ValueOf(action) is not { } value
        || value.Equals(nameof(ActionPreference.Ignore), StringComparison.OrdinalIgnoreCase)
        || value == $"{(int)ActionPreference.Ignore}";

    /// <summary>What a constant is as text, also as a member of an enumeration (<c>[ActionPreference]::Stop</c>); null for anything else.</summary>
    private static string? ValueOf(Ast? ast) => ast switch
    {
        PipelineAst { PipelineElements: { Count: 1 } elements } => ValueOf(elements[0]),
        CommandExpressionAst { Expression: { } expression } => ValueOf(expression),
        CommandAst { CommandElements: { Count: 1 } elements } => ValueOf(elements[0]),
        ParenExpressionAst { Pipeline: { } pipeline } => ValueOf(pipeline),
        ConstantExpressionAst constant => $"{constant.Value}",
        MemberExpressionAst { Expression: TypeExpressionAst, Member: { } member } => ValueOf(member),
        _ => null,
    };
}
