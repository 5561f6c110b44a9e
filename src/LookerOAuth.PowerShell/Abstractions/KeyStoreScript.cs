using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.ExceptionServices;
using System.Security;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>
/// The script block that keeps a new API key. It has failed on any error, exception or exit code other than 0, whatever the preferences
/// say: the old key is removed after it, and must not be removed for a secret that nobody has kept.
/// </summary>
internal sealed class KeyStoreScript(PSCmdlet command, PipelinePump pump, ScriptBlock script, LookerConnection connection)
{
    private const string ErrorPreference = "ErrorActionPreference";
    private const string NativePreference = "PSNativeCommandUseErrorActionPreference";
    private const string ExitCode = "LASTEXITCODE";
    private const string WhatIfPreference = "WhatIfPreference";
    private const string DefaultValues = "PSDefaultParameterValues";

    private const int AnyColumn = 0;

    private const int Waiting = 0;
    private const int Begun = 1;
    private const int GivenUp = 2;

    private int _state;

    /// <summary>Refuses a script block that hides its errors even from $Error: it would seem to have kept a key that it lost.</summary>
    /// <exception cref="LookerApiException">It has <c>-ErrorAction Ignore</c>, in one of its spellings, or an action that cannot be read off.</exception>
    public static void ThrowIfErrorsAreIgnored(ScriptBlock script)
    {
        if (script.Ast.Find(ErrorActions.MayBeIgnored, searchNestedScriptBlocks: true) is { } ignoring)
        {
            throw LookerApiException.InvalidArgument(
                Strings.StoreIgnoresErrors.With(ignoring.Extent.StartLineNumber, ignoring.Extent.Text), null, Strings.LetStoreFail);
        }
    }

    /// <summary>Whether the script block asks which instance a key is of, in a second parameter.</summary>
    public static bool TakesConnection(ScriptBlock script) => script.Ast switch
    {
        // The parameters of function f($a, $b) { } stand before its body.
        FunctionDefinitionAst function => function.FindAll(
            a => a is ParameterAst && (a.Parent == function || a.Parent == function.Body.ParamBlock), searchNestedScriptBlocks: true).Count() > 1,
        ScriptBlockAst block => block.ParamBlock?.Parameters.Count > 1,
        _ => false,
    };

    /// <summary>Runs the script block on the pipeline thread. Once it has begun, its end is waited for: it may have kept the key.</summary>
    public async Task RunAsync(string clientId, SecureString secret, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration givingUp = cancellationToken.Register(() =>
        {
            if (Interlocked.CompareExchange(ref _state, GivenUp, Waiting) == Waiting)
            {
                done.TrySetCanceled(cancellationToken);
            }
        });
        pump.Post(() =>
        {
            if (Interlocked.CompareExchange(ref _state, Begun, Waiting) != Waiting)
            {
                return;
            }

            try
            {
                Run(new PSCredential(clientId, secret));
                done.TrySetResult(true);
            }
            catch (PipelineStoppedException) when (cancellationToken.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellationToken);
            }
#pragma warning disable CA1031 // It is not lost: it goes to the rotation, which undoes what it did.
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.TrySetException(new InvalidOperationException(MessageOf(e)));
            }
        });
        await done.Task.ConfigureAwait(false);
    }

    private void Run(PSCredential credential)
    {
        PSVariableIntrinsics variables = command.SessionState.PSVariable;
        object? newest = Errors(variables).FirstOrDefault();
        // Functions of modules see neither the caller's variables nor those of the script block, but the global ones.
        Dictionary<string, object?> globals = new()
        {
            [ErrorPreference] = ActionPreference.Stop,
            [NativePreference] = true,
            [ExitCode] = 0,
            [WhatIfPreference] = false,
            [DefaultValues] = SafeDefaults(variables.GetValue($"global:{DefaultValues}")),
        };
        List<(string Name, bool Exists, object? Value)> before =
            [.. globals.Keys.Select(name => ($"global:{name}", variables.Get($"global:{name}") is not null, (object?)variables.GetValue($"global:{name}")))];
        try
        {
            foreach (KeyValuePair<string, object?> global in globals)
            {
                variables.Set($"global:{global.Key}", global.Value);
            }

            if (Invoke(credential) is { } written)
            {
                throw new InvalidOperationException(written.ToString());
            }

            if (variables.GetValue($"global:{ExitCode}") is int and not 0 and int code)
            {
                throw new InvalidOperationException(Strings.StoreExitCode.With(code));
            }

            if (Errors(variables).TakeWhile(e => !ReferenceEquals(e, newest)).Select(RecordOf).FirstOrDefault(IsUnhandled) is { } silenced)
            {
                throw new InvalidOperationException(silenced.ToString());
            }
        }
        finally
        {
            RemoveSecretFromErrors(variables, credential);
            foreach ((string name, bool exists, object? value) in before)
            {
                if (exists)
                {
                    variables.Set(name, value);
                }
                else
                {
                    variables.Remove(name);
                }
            }
        }
    }

    /// <summary>Runs the script block and drops its output.</summary>
    /// <returns>The first error that it wrote and nobody caught, whoever wrote it; null for none.</returns>
    private ErrorRecord? Invoke(PSCredential credential)
    {
        List<PSVariable> variables =
        [
            new PSVariable("_", credential),
            new PSVariable(ErrorPreference, ActionPreference.Stop),
            new PSVariable(NativePreference, true),
            new PSVariable(WhatIfPreference, false),
            new PSVariable(DefaultValues, SafeDefaults(command.GetVariableValue(DefaultValues))),
        ];
        object[] arguments = TakesConnection(script) ? [credential, connection] : [credential];
        if (command.SessionState.LanguageMode != PSLanguageMode.FullLanguage)
        {
            // A script may not call methods here: what functions write, and do not end with, is shown and not seen.
            script.InvokeWithContext(null, variables, arguments);
            return null;
        }

        // Only a script can redirect errors. Called back from there, the script block stays in its module and has its variables.
        Action store = () => script.InvokeWithContext(null, variables, arguments);
        ScriptBlock redirected = ScriptBlock.Create("param($Store) $Store.Invoke() 2>&1");
        try
        {
            return redirected.Invoke(store).Select(o => RecordOf(o?.BaseObject)).FirstOrDefault(e => !IsOfProgram(e));
        }
        catch (MethodInvocationException e) when (e.InnerException is not null)
        {
            Errors(command.SessionState.PSVariable).OfType<ErrorRecord>().Where(r => r.Exception == e).ToList().ForEach(Forget);
            ExceptionDispatchInfo.Capture(e.InnerException).Throw();
            throw;
        }
    }

    /// <summary>The defaults of parameters without those that hide errors or do nothing (-ErrorAction, -WhatIf).</summary>
    private static DefaultParameterDictionary SafeDefaults(object? defaults)
    {
        DefaultParameterDictionary kept = [];
        foreach (DictionaryEntry entry in defaults.Unwrapped() as IDictionary ?? new Hashtable())
        {
            string parameter = $"{entry.Key}".Split(':').Last().Trim();
            if (!ErrorActions.IsName(parameter) && !parameter.Equals("WhatIf", StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(entry.Key, entry.Value);
            }
        }

        return kept;
    }

    /// <summary>Whether it is a line of a program's error output. Programs report there, too; their exit code says whether they failed.</summary>
    private static bool IsOfProgram(ErrorRecord? record) =>
        record is null || record.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal);

    private void Forget(object error) => ((ArrayList)command.SessionState.PSVariable.GetValue("global:Error")).Remove(error);

    /// <summary>A store that writes the secret into an error of its own would leave it in $Error, or in the command's -ErrorVariable, for
    /// everybody to read.</summary>
    private void RemoveSecretFromErrors(PSVariableIntrinsics variables, PSCredential credential)
    {
        string secret = credential.GetNetworkCredential().Password;
        object? variable = command.MyInvocation.BoundParameters.TryGetValue("ErrorVariable", out object? name)
            ? variables.GetValue($"{name}".TrimStart('+'))
            : null;
        foreach (ArrayList errors in new[] { variables.GetValue("global:Error"), variable }.OfType<ArrayList>())
        {
            foreach (object? error in errors.ToArray())
            {
                if ($"{error}{RecordOf(error)?.Exception}{RecordOf(error)?.TargetObject}".Contains(secret))
                {
                    errors.Remove(error);
                }
            }
        }
    }

    private static IEnumerable<object> Errors(PSVariableIntrinsics variables) =>
        variables.GetValue("global:Error") is ArrayList errors ? [.. errors.Cast<object>()] : [];

    /// <summary>Whether an error that stopped nothing is one of the script block: neither caught there, nor of the insides of a command.</summary>
    private bool IsUnhandled(ErrorRecord? record)
    {
        // Write-Error says where the script that calls it was called. Where it was called itself, only the stack knows.
        (int Line, int Column)? place = record switch
        {
            null => null,
            { InvocationInfo: { } called } when called.ScriptName == script.Ast.Extent.File => (called.ScriptLineNumber, called.OffsetInLine),
            _ => null,
        };
        return record is not null
            && (IsIn(script.Ast, place) ? !IsCaught(place) : IsIn(script.Ast, place = PlaceOnStack(record)) && !IsCaught(place));
    }

    private bool IsCaught((int Line, int Column)? place) =>
        script.Ast.FindAll(a => a is TryStatementAst { CatchClauses.Count: > 0 } attempt && IsIn(attempt.Body, place), searchNestedScriptBlocks: true).Any();

    private (int Line, int Column)? PlaceOnStack(ErrorRecord record)
    {
        string top = (record.ScriptStackTrace ?? "").Split('\n')[0];
        Match line = Regex.Match(top, @"^.*?, (.*): \D*(\d+)\D*$");
        bool isHere = line.Success && (script.Ast.Extent.File is { } file ? line.Groups[1].Value == file : !File.Exists(line.Groups[1].Value));
        return isHere ? (int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture), AnyColumn) : null;
    }

    private static bool IsIn(Ast part, (int Line, int Column)? place)
    {
        IScriptExtent extent = part.Extent;
        return place is { } at
            && (at.Column == AnyColumn
                ? at.Line >= extent.StartLineNumber && at.Line <= extent.EndLineNumber
                : at.CompareTo((extent.StartLineNumber, extent.StartColumnNumber)) >= 0 && at.CompareTo((extent.EndLineNumber, extent.EndColumnNumber)) < 0);
    }

    private static ErrorRecord? RecordOf(object? error) => error as ErrorRecord ?? (error as IContainsErrorRecord)?.ErrorRecord;

    /// <summary>What a script block says that has thrown.</summary>
    public static string MessageOf(Exception e) => e switch
    {
        // exit, break and continue are exceptions that say nothing.
        _ when e is not RuntimeException && e.GetType().Assembly == typeof(PSObject).Assembly => Strings.StoreExited,
        IContainsErrorRecord { ErrorRecord: { } record } => record.ToString(),
        _ => e.Message,
    };
}
