using System;
using System.Net.Http;
using System.Threading.Tasks;
using FsCheck.Fluent;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class IdentifierProperties
{
    [Fact]
    public void Identifier_is_refused_or_arrives_as_one_segment()
    {
        Texts.Check(Texts.Any, id =>
        {
            string escaped;
            try
            {
                escaped = Identifier.Escape(id, "id");
            }
            catch (LookerApiException e)
            {
                return e.Kind == LookerErrorKind.InvalidArgument && (string.IsNullOrWhiteSpace(id) || id is "." or ".." || !Texts.IsValid(id));
            }

            Uri uri = new($"https://looker.example.com/api/4.0/oauth_client_apps/{escaped}/tokens");
            string[] segments = uri.AbsolutePath.Split('/');
            return uri.Query.Length == 0
                && uri.Fragment.Length == 0
                && segments is ["", "api", "4.0", "oauth_client_apps", var segment, "tokens"]
                && Uri.UnescapeDataString(segment) == id;
        });
    }

    [Fact]
    public void Path_of_one_s_own_is_refused_or_stays_below_the_api()
    {
        Texts.Check(
            Gen.OneOf(Texts.Of("ab./\\%2eE5cF?:@"), Gen.Elements("..", ".", "%2e%2e", "%2E.", "/", "\\", "%5c", "%2f", "a", "api/4.0/", "?").ArrayOf().Select(string.Concat)).ToArbitrary(),
            path => StaysBelow(path).GetAwaiter().GetResult(),
            count: 2000);
    }

    private static async Task<bool> StaysBelow(string path)
    {
        using TestLooker looker = TestLooker.WithToken();
        looker.Server.Otherwise(Respond.NoContent);
        try
        {
            await looker.Client.Api.SendAsync(HttpMethod.Get, path);
        }
        catch (LookerApiException e) when (e.Kind == LookerErrorKind.InvalidArgument)
        {
            return looker.Server.Requests.Count == 0;
        }

        Uri uri = looker.Server.Last.Uri;
        // As a server would read it that unescapes before it folds.
        Uri unescaped = new("https://looker.example.com" + Uri.UnescapeDataString(uri.AbsolutePath).Replace("%", "%25", StringComparison.Ordinal));
        return uri.Host == "looker.example.com"
            && uri.AbsolutePath.StartsWith("/api/4.0/", StringComparison.Ordinal)
            && unescaped.AbsolutePath.StartsWith("/api/4.0/", StringComparison.Ordinal);
    }
}
