using System.Linq;
using System.Text;

namespace LookerOAuth.Benchmarks;

/// <summary>The responses of both servers of the benchmarks, in the shape of a Looker's.</summary>
internal static class Responses
{
    public const int ListLength = 100;

    public static readonly byte[] Login =
        """{"access_token":"token-of-the-benchmark","token_type":"Bearer","expires_in":3600}"""u8.ToArray();

    public static readonly byte[] App = Encoding.UTF8.GetBytes(AppOf(1));

    public static readonly byte[] Apps =
        Encoding.UTF8.GetBytes($"[{string.Join(",", Enumerable.Range(1, ListLength).Select(AppOf))}]");

    private static string AppOf(int number) =>
        $$$"""
        {"can":{"show":true,"index":true,"create":true,"update":true,"destroy":true,"invalidate_tokens":true},"client_guid":"app-{{{number:0000}}}","redirect_uri":"https://app{{{number}}}.example.com/oauth/callback","redirect_uris":["https://app{{{number}}}.example.com/oauth/callback"],"display_name":"App {{{number}}}","description":"An app that the benchmark reads","enabled":true,"group_id":"5","tokens_invalid_before":"2026-01-31T12:00:00.000+00:00","activated_users":[{"can":{"show":true,"index":true},"id":"2","first_name":"Ana","last_name":"Analyst","display_name":"Ana Analyst","avatar_url":"https://example.com/avatar/2","url":null}]}
        """;
}
