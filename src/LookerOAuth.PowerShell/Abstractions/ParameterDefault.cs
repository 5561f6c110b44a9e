using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Tells a parameter that was typed from one that $PSDefaultParameterValues has filled: PowerShell shows both as bound.</summary>
internal static class ParameterDefault
{
    /// <summary>Whether a bound parameter has the value of a default.</summary>
    /// <param name="command">The command, which has begun.</param>
    /// <param name="names">The parameter's name and its aliases.</param>
    public static bool IsBound(PSCmdlet command, params string[] names) =>
        command.GetVariableValue("PSDefaultParameterValues") is IDictionary { Count: > 0 } defaults
        && !LanguagePrimitives.IsTrue(defaults["Disabled"])
        && defaults.Keys.OfType<string>().Any(key => IsFor(key, command.MyInvocation, names))
        && !IsTyped(command, names);

    private static bool IsFor(string key, InvocationInfo invocation, string[] names)
    {
        int colon = key.LastIndexOf(':');
        return colon > 0
            && (Matches(key.Substring(0, colon), invocation.MyCommand.Name) || Matches(key.Substring(0, colon), invocation.InvocationName))
            && names.Any(name => Matches(key.Substring(colon + 1), name));
    }

    private static bool Matches(string pattern, string name) =>
        new WildcardPattern(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);

    /// <summary>Whether the command's text has the parameter, or what is splatted into it does.</summary>
    private static bool IsTyped(PSCmdlet command, string[] names)
    {
        Ast text = Parser.ParseInput(TextOf(command.MyInvocation), out _, out _);
        return text.Find(ast => ast is CommandAst, searchNestedScriptBlocks: false) is CommandAst typed
            && typed.CommandElements.Any(element => element switch
            {
                CommandParameterAst parameter => names.Any(name => IsShortFor(parameter.ParameterName, name)),
                VariableExpressionAst { Splatted: true } splatted =>
                    command.GetVariableValue(splatted.VariablePath.UserPath) is IDictionary given
                    && given.Keys.OfType<string>().Any(key => names.Any(name => IsShortFor(key, name))),
                _ => false,
            });
    }

    /// <summary>The command as it was written. Windows PowerShell tells only the line that it begins on.</summary>
    private static string TextOf(InvocationInfo invocation) =>
        PSObject.AsPSObject(invocation).Properties["Statement"]?.Value as string
        ?? (invocation.Line ?? "").Substring(Math.Max(0, invocation.OffsetInLine - 1));

    private static bool IsShortFor(string typed, string name) => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
