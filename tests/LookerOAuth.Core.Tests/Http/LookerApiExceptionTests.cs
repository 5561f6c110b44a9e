using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class LookerApiExceptionTests
{
    private static readonly LookerApiException Full = new(LookerErrorKind.NotFound, "the first sentence")
    {
        StatusCode = 404,
        Method = "POST",
        Path = "/x",
        Reason = "r",
        ValidationErrors = [new("f", "c", "m")],
        DocumentationUrl = "https://d",
        RequestId = "i",
        ResponseBody = "b",
        RecommendedAction = "a",
        Subject = "s",
        Option = "o",
        ConnectionName = "c",
        OutcomeUnknown = true,
        MayFollowSuccess = true,
        IsBrokenOff = true,
        IsRouteInDoubt = true,
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public void Restated_failure_keeps_everything_but_its_sentence()
    {
        PropertyInfo[] properties = typeof(LookerApiException).GetProperties(
            BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        LookerApiException restated = Full.Restate("another sentence");

        Assert.Equal("another sentence", restated.Message);
        Assert.Same(Full, restated.InnerException);
        Assert.All(properties, p => Assert.Equal(p.GetValue(Full), p.GetValue(restated)));
        // Each has a value that a forgotten one could not have.
        Assert.DoesNotContain(properties.Where(p => p.Name != nameof(LookerApiException.Kind)), p => p.GetValue(Full) is null or false or 0);
    }

    [Fact]
    public void Restated_failure_may_say_more()
    {
        LookerApiException restated = Full.Restate("x", LookerErrorKind.InUse, "s2", "a2", "o2");

        Assert.Equal((LookerErrorKind.InUse, "s2", "a2", "o2"), (restated.Kind, restated.Subject, restated.RecommendedAction, restated.Option));
        Assert.Equal(404, restated.StatusCode);
    }
}
