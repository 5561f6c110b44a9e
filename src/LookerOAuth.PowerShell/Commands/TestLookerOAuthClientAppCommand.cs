using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace LookerOAuth;

/// <summary>Tells why a user can or cannot log in with an OAuth client app: one finding for each check.</summary>
[Cmdlet(VerbsDiagnostic.Test, LookerNouns.OAuthClientApp, DefaultParameterSetName = ByUserId)]
[OutputType(typeof(OAuthClientAppFinding), typeof(bool))]
public sealed class TestLookerOAuthClientAppCommand : LookerConnectedCommand
{
    private const string ByUserId = "UserId";
    private const string ByUserEmail = "UserEmail";

    private readonly Dictionary<LookerClient, OAuthClientAppAudit> _audits = [];

    /// <summary>The guids under which apps are registered; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("client_guid")]
    [SupportsWildcards]
    [AllowEmptyCollection]
    [AllowEmptyString]
    [AllowNull]
    [Identifier]
    [ArgumentCompleter(typeof(ClientGuidCompleter))]
    public string[]? ClientGuid { get; set; }

    /// <summary>The redirect URI that the app sends, to compare it with the registered ones.</summary>
    [Parameter]
    [Alias("redirect_uri")]
    public string? RedirectUri { get; set; }

    /// <summary>The id of the user who cannot log in.</summary>
    [Parameter(ParameterSetName = ByUserId)]
    [Alias("user_id")]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public string? UserId { get; set; }

    /// <summary>The e-mail address of the user who cannot log in.</summary>
    [Parameter(ParameterSetName = ByUserEmail, Mandatory = true)]
    [Alias("user_email")]
    [AllowEmptyString]
    [AllowNull]
    [Identifier(IsReference = true)]
    [ArgumentCompleter(typeof(UserEmailCompleter))]
    public string? UserEmail { get; set; }

    /// <summary>Emits, for each app, false if a check fails, else true.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        if (!_audits.TryGetValue(client, out OAuthClientAppAudit? audit))
        {
            audit = client.StartAudit();
            _audits.Add(client, audit);
        }

        OAuthLoginAttempt attempt = new()
        {
            RedirectUri = Typed(nameof(RedirectUri), RedirectUri),
            UserId = Typed(nameof(UserId), UserId),
            UserEmail = Typed(nameof(UserEmail), UserEmail),
        };
        Action<OAuthClientAppFinding> emit = Writer<OAuthClientAppFinding>();
        string target = ReferenceEquals(Active, RunspaceState.Current.Default)
            ? ""
            : $" -Connection '{CodeGeneration.EscapeSingleQuotedStringContent(Active.Name)}'";
        Action<OAuthClientAppFinding> write = finding =>
        {
            finding.RecommendedAction = WhatToType(finding, target);
            emit(finding);
        };
        ForEachPattern(
            nameof(ClientGuid),
            ClientGuid,
            guid => Queue(guid, ct => audit.DiagnoseAsync(guid, attempt, ct), findings => Write(findings, write)),
            matches =>
            {
                foreach (OAuthClientApp app in Await(ct => audit.ReadAllAsync(attempt, ct)).Where(app => matches(app.ClientGuid)))
                {
                    Queue(app.ClientGuid, ct => audit.DiagnoseAsync(app, attempt, ct), findings => Write(findings, write));
                }
            });
    }

    private void Write(IReadOnlyList<OAuthClientAppFinding> findings, Action<OAuthClientAppFinding> write)
    {
        if (Quiet)
        {
            WriteObject(findings.All(f => f.Result != OAuthClientAppCheckResult.Fail));
            return;
        }

        foreach (OAuthClientAppFinding finding in findings)
        {
            write(finding);
        }
    }

    /// <summary>What a finding recommends, with the command that does it if there is one.</summary>
    private static string? WhatToType(OAuthClientAppFinding finding, string target) =>
        finding.RecommendedAction is { } action
        && Strings.ResourceManager.GetString($"Type_{finding.Check}_{finding.Result}", CultureInfo.CurrentUICulture) is { } template
            ? template.With(action, CodeGeneration.EscapeSingleQuotedStringContent(Wildcards.Escape(finding.ClientGuid)), target)
            : finding.RecommendedAction;
}
