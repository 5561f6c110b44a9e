using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Tells a parameter that was typed from one that $PSDefaultParameterValues has filled: PowerShell shows both as bound.</summary>
/// <remarks>Whatever may have been typed counts as typed.</remarks>
internal static class ParameterDefault
{
    /// <summary>Whether a bound parameter has the value of a default, and nothing shows that it was typed.</summary>
    /// <param name="command">The command, which has begun.</param>
    /// <param name="isValue">Whether a value of $PSDefaultParameterValues is the one that is bound.</param>
    /// <param name="names">The parameter's name and its aliases.</param>
    public static bool IsBound(PSCmdlet command, Func<object?, bool> isValue, params string[] names) =>
        command.GetVariableValue("PSDefaultParameterValues") is IDictionary { Count: > 0 } defaults
        && !LanguagePrimitives.IsTrue(defaults["Disabled"])
        && defaults.Keys.OfType<string>().Any(key => IsFor(key, command, names) && isValue(defaults[key].Unwrapped()))
        && !MayBeTyped(command, names);

    private static bool IsFor(string key, PSCmdlet command, string[] names)
    {
        int colon = key.LastIndexOf(':');
        return colon > 0
            && NamesOf(command, key.Substring(0, colon)).Any(name => Matches(key.Substring(0, colon), name))
            && names.Any(name => Matches(key.Substring(colon + 1), name));
    }

    /// <summary>What a default may call the command: its name, how it was invoked, and an alias of it.</summary>
    private static IEnumerable<string> NamesOf(PSCmdlet command, string pattern)
    {
        string name = command.MyInvocation.MyCommand.Name;
        yield return name;
        yield return command.MyInvocation.InvocationName;
        if (command.InvokeCommand.GetCommand(pattern, CommandTypes.Alias) is AliasInfo { ResolvedCommand: { } resolved } && resolved.Name == name)
        {
            yield return pattern;
        }
    }

    private static bool Matches(string pattern, string name) =>
        new WildcardPattern(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);

    /// <summary>Whether the command's text has the parameter, or what is splatted into it does, or neither can be read.</summary>
    private static bool MayBeTyped(PSCmdlet command, string[] names)
    {
        Ast text = Parser.ParseInput(TextOf(command.MyInvocation), out _, out _);
        return text.Find(ast => ast is CommandAst, searchNestedScriptBlocks: false) is not CommandAst typed
            || !NamesOf(command, typed.GetCommandName() ?? "").Contains(typed.GetCommandName(), StringComparer.OrdinalIgnoreCase)
            || typed.CommandElements.Any(element => element switch
            {
                CommandParameterAst parameter => names.Any(name => IsShortFor(parameter.ParameterName, name)),
                VariableExpressionAst { Splatted: true } splatted =>
                    command.GetVariableValue(splatted.VariablePath.UserPath).Unwrapped() is not IDictionary given
                    || given.Keys.OfType<string>().Any(key => names.Any(name => IsShortFor(key, name))),
                _ => false,
            });
    }

    /// <summary>The command as it was written. Windows PowerShell tells only the line that it begins on.</summary>
    private static string TextOf(InvocationInfo invocation) =>
        PSObject.AsPSObject(invocation).Properties["Statement"]?.Value as string
        ?? (invocation.Line ?? "").Substring(Math.Max(0, invocation.OffsetInLine - 1));

    private static bool IsShortFor(string typed, string name) => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
}
