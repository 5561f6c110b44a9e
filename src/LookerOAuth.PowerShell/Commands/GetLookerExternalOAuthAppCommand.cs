using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>Gets external OAuth apps: what Looker itself may log in to.</summary>
[Cmdlet(VerbsCommon.Get, LookerNouns.ExternalOAuthApp)]
[OutputType(typeof(ExternalOAuthApp))]
public sealed class GetLookerExternalOAuthAppCommand : LookerConnectedCommand
{
    /// <summary>The name; for Snowflake the host of the database. Wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ExternalOAuthAppNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The client ids at the databases' authorization servers. Wildcards are allowed.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_id")]
    [SupportsWildcards]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientIdCompleter))]
    public string[]? ClientId { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string? typed = Typed(nameof(Name), Name);
        bool hasPattern = Wildcards.AreIn(typed);
        string? name = typed is null || hasPattern ? null : Wildcards.Unescape(typed);
        Func<string?, bool> isWantedName = hasPattern ? Wildcards.Matcher(typed!) : _ => true;
        Func<ExternalOAuthApp, bool> isWanted = app => isWantedName(app.Name);
        if (!IsNamed(nameof(ClientId), ClientId))
        {
            EmitNamed(client, name, isWanted);
            return;
        }

        ForEachPattern(
            nameof(ClientId),
            ClientId,
            clientId => GetOne(client, name, clientId, isWanted),
            matches => EmitNamed(client, name, app => isWanted(app) && matches(app.ClientId)));
    }

    /// <summary>Writes the apps of a name that are wanted. An exact name that is not there is an error; that nothing is wanted is not.</summary>
    private void EmitNamed(LookerClient client, string? name, Func<ExternalOAuthApp, bool> isWanted)
    {
        bool found = false;
        EmitAll(
            ct => client.ExternalOAuthApps.ListAsync(name, null, ct),
            app =>
            {
                found = true;
                return isWanted(app);
            });
        if (!found && name is not null)
        {
            throw NotFound($"name '{name}'", name);
        }
    }

    private void GetOne(LookerClient client, string? name, string clientId, Func<ExternalOAuthApp, bool> isWanted)
    {
        Action<ExternalOAuthApp> write = Writer<ExternalOAuthApp>();
        Queue(
            clientId,
            async ct =>
            {
                List<ExternalOAuthApp> apps = await client.ExternalOAuthApps.ReadAllAsync(name, clientId, ct).ConfigureAwait(false);
                return apps.Count > 0 ? apps
                    : throw NotFound(name is null ? $"client id '{clientId}'" : $"client id '{clientId}' and name '{name}'", clientId);
            },
            apps =>
            {
                foreach (ExternalOAuthApp app in apps)
                {
                    if (isWanted(app))
                    {
                        write(app);
                    }
                }
            });
    }

    private static LookerApiException NotFound(string what, string subject) =>
        new(LookerErrorKind.NotFound, Strings.NoExternalApp.With(what)) { Subject = subject };
}
