using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth.Sandbox;

/// <summary>The seven parameters with which a client app sends a browser to <c>/auth</c>.</summary>
internal sealed record AuthorizationRequest(
    string? ResponseType, string? ClientId, string? RedirectUri, string? Scope, string? State, string? CodeChallengeMethod, string? CodeChallenge)
{
    /// <summary>The parameters by name, to be sent again with the decision.</summary>
    public IEnumerable<(string Name, string? Value)> Parameters =>
    [
        ("response_type", ResponseType),
        ("client_id", ClientId),
        ("redirect_uri", RedirectUri),
        ("scope", Scope),
        ("state", State),
        ("code_challenge_method", CodeChallengeMethod),
        ("code_challenge", CodeChallenge),
    ];

    public static AuthorizationRequest From(FormFields fields) => new(
        fields["response_type"],
        fields["client_id"],
        fields["redirect_uri"],
        fields["scope"],
        fields["state"],
        fields["code_challenge_method"],
        fields["code_challenge"]);

    /// <summary>What is wrong with the parameters that come after the app is known; null when nothing is.</summary>
    public string? Fault() => this switch
    {
        { ResponseType: not "code" } => "response_type must be code",
        { Scope: not "cors_api" } => "scope must be cors_api",
        { State: null or "" } => "state is missing",
        { CodeChallengeMethod: not "S256" } => "code_challenge_method must be S256",
        { CodeChallenge: null or "" } => "code_challenge is missing",
        { CodeChallenge: var challenge } when !IsSha256(challenge!) =>
            "code_challenge must be the base64url form of a SHA-256 hash, without padding",
        _ => null,
    };

    private static bool IsSha256(string challenge) =>
        challenge.Length == 43
        && challenge.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');
}
