using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;

namespace LookerOAuth;

/// <summary>Where an import gets its secrets: what was given by name first, then who can be asked for a name.</summary>
/// <param name="given">SecureStrings by name, or null.</param>
/// <param name="resolver">Emits the SecureString of the name in <c>$_</c> and in its first argument, or null.</param>
internal sealed class SecretSource(Hashtable? given, ScriptBlock? resolver)
{
    /// <summary>The secrets that were found; names without one are left out.</summary>
    /// <exception cref="LookerApiException">One is no SecureString, or the resolver threw.</exception>
    public Dictionary<string, SecureString> Find(IEnumerable<string> names)
    {
        Dictionary<string, SecureString> secrets = [];
        foreach (string name in names)
        {
            if (Find(name) is { } secret)
            {
                secrets.Add(name, secret);
            }
        }

        return secrets;
    }

    private SecureString? Find(string name)
    {
        return (given?[name] ?? Resolve(name)).Unwrapped() switch
        {
            null => null,
            SecureString secret => secret,
            _ => throw LookerApiException.InvalidArgument(Strings.SecretNotSecure.With(name), name, Strings.GiveSecureString),
        };
    }

    private PSObject? Resolve(string name)
    {
        try
        {
            return resolver?.InvokeWithContext(null, [new PSVariable("_", name)], name).LastOrDefault();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            throw new LookerApiException(LookerErrorKind.InvalidArgument, Strings.SecretNotResolved.With(name, KeyStoreScript.MessageOf(e).AsSentence()), e)
            {
                Subject = name,
                RecommendedAction = Strings.CorrectResolver,
            };
        }
    }
}
