using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>The table of operations, held to the help pages and to what is sent.</summary>
public sealed class OperationsTests
{
    private static readonly LookerOperation[] All =
    [
        .. typeof(Operations).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => f.GetValue(null)).OfType<LookerOperation>(),
    ];

    public static TheoryData<string> Pages =>
        new(Directory.GetFiles(Path.Combine(Root(), "docs", "help"), "*-*.md").Select(p => Path.GetFileNameWithoutExtension(p)!));

    [Fact]
    public void Names_are_words_in_lower_case_each_once()
    {
        // The description has no OAuth token endpoint.
        Assert.All(All.Except([Operations.Token]), o => Assert.Matches("^[a-z][a-z0-9_]*$", o.Name));
        Assert.Equal(All.Length, All.Select(o => o.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Help_page_says_of_its_operation_what_the_table_says(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root(), "docs", "help", page + ".md"));
        Match match = Regex.Match(text, @"The operation is (?<name>\w+)( \(.*?\))?, [A-Z]+ /api/.*");
        if (!match.Success)
        {
            return;
        }

        string sentence = match.Value;
        LookerOperation operation = All.Single(o => o.Name == match.Groups["name"].Value);

        Assert.Contains($", {operation.Method} /api/4.0/", sentence, StringComparison.Ordinal);
        Assert.Equal(operation.IsBeta, sentence.Contains("(beta", StringComparison.Ordinal));
        Assert.Equal(operation.Since is not null, sentence.Contains($"since release {operation.Since}", StringComparison.Ordinal) && operation.Since is not null);
        Assert.Equal(operation.Role is not null, sentence.Contains("It needs the Admin role", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_is_sent_without_asking_first_whether_it_may()
    {
        bool? expects = true;
        using Inspector inspector = new(r => expects = r.Headers.ExpectContinue);
        using TestLooker looker = TestLooker.WithToken(o => o with { Transport = inspector });

        await looker.Client.OAuthClientApps.RegisterAsync("a", new OAuthClientAppChanges { DisplayName = "A" });

        // .NET asks if it is told to, .NET Framework unless it is told not to.
        bool isDesktopBuild = typeof(LookerClient).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName.Contains("NETStandard");
        Assert.Equal(isDesktopBuild ? false : null, expects);
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LookerOAuth.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    private sealed class Inspector(Action<HttpRequestMessage> inspect) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            inspect(request);
            return Respond.Json("{}")(null!, cancellationToken);
        }
    }
}
