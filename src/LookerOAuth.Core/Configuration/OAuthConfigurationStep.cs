using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>One write of a plan: what to confirm, and what to send.</summary>
public sealed class OAuthConfigurationStep
{
    private readonly Func<LookerClient, SecureString?, CancellationToken, Task> _apply;
    private readonly SecureString? _secret;

    internal OAuthConfigurationStep(
        IReadOnlyList<OAuthConfigurationChange> changes,
        string target,
        string description,
        string? secretName,
        Func<LookerClient, SecureString?, CancellationToken, Task> apply,
        SecureString? secret = null)
    {
        Changes = changes;
        Target = target.OnOneLine();
        Description = description;
        SecretName = secretName;
        _apply = apply;
        _secret = secret;
    }

    /// <summary>What is done.</summary>
    public OAuthConfigurationAction Action => Changes[0].Action;

    /// <summary>What it is done to.</summary>
    public OAuthConfigurationKind Kind => Changes[0].Kind;

    /// <summary>The client app's guid, or the external app's client id.</summary>
    public string Id => Changes[0].Id;

    /// <summary>What a confirmation is about: the guid or client id, with the user if there is one.</summary>
    public string Target { get; }

    /// <summary>What would happen to it, in words.</summary>
    public string Description { get; }

    /// <summary>The differences that it removes; one at least.</summary>
    public IReadOnlyList<OAuthConfigurationChange> Changes { get; }

    /// <summary>The name of the secret that it writes; null for none.</summary>
    public string? SecretName { get; }

    /// <summary>Sends it.</summary>
    /// <param name="client">The instance that the plan was made for.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="LookerApiException">The request failed; or the step needs a secret and has none, and nothing was sent
    /// (<see cref="LookerErrorKind.InvalidArgument"/>); or the server did not take a property
    /// (<see cref="LookerErrorKind.NotSupported"/>); or a connection uses the app to remove (<see cref="LookerErrorKind.InUse"/>).</exception>
    public Task ApplyAsync(LookerClient client, CancellationToken cancellationToken = default) =>
        SecretName is not null && _secret is null
            ? throw LookerApiException.InvalidArgument(
                $"The secret '{SecretName}' of the external app '{Id}' was not specified.", Id, "Specify the secrets that the plan requires first.")
            : _apply(client, _secret, cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => $"{Description}: {Target}";

    internal OAuthConfigurationStep WithSecret(SecureString secret) => new(Changes, Target, Description, SecretName, _apply, secret);
}

/// <summary>Steps of one kind of action. They do not depend on one another and may run side by side.</summary>
public sealed class OAuthConfigurationPhase
{
    internal OAuthConfigurationPhase(OAuthConfigurationAction action, IReadOnlyList<OAuthConfigurationStep> steps)
    {
        Action = action;
        Steps = steps;
    }

    /// <summary>What all its steps do.</summary>
    public OAuthConfigurationAction Action { get; }

    /// <summary>The steps, client apps first, sorted by id; one at least.</summary>
    public IReadOnlyList<OAuthConfigurationStep> Steps { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Action} ({Steps.Count})";
}
