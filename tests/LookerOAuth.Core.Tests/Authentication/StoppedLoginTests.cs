using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

/// <summary>A caller stops while a login is under way: the session that the server opens is kept or ended, never lost.</summary>
public sealed class StoppedLoginTests : IDisposable
{
    private static readonly Script Me = Respond.Json("""{"id":"7"}""");

    /// <summary>How long a login may go on after its caller has given up.</summary>
    private static readonly TimeSpan HalfASecond = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Connection_that_is_given_up_during_its_login_ends_the_session()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Held(Respond.Token("t1")), Respond.NoContent);

        await StopAndLetInAsync(looker);

        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
        Assert.True(looker.Server.IsDisposed);
    }

    [Fact]
    public async Task Connection_that_is_given_up_during_the_administrator_s_login_ends_that_session_and_opens_no_other()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Server.Then(Held(Respond.Token("admin")), Respond.NoContent);

        await StopAndLetInAsync(looker);

        Assert.Equal(["POST login", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer admin", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Connection_that_is_given_up_during_the_login_of_a_user_ends_both_sessions()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Server.Then(Respond.Token("admin"), Held(Respond.Token("user")), Respond.NoContent, Respond.NoContent);

        await StopAndLetInAsync(looker);

        Assert.Equal(["POST login", "POST login/7", "DELETE logout", "DELETE logout"], looker.Server.Lines);
        Assert.Equal(["Bearer user", "Bearer admin"], looker.Server.Requests.Skip(2).Select(r => r.Authorization));
    }

    [Fact]
    public async Task Connection_that_is_given_up_while_its_code_is_redeemed_ends_the_session()
    {
        TestPrompt prompt = TestPrompt.RedirectedWith(state => $"code=made-up-code&state={state}");
        OAuthLogin login = new() { ClientGuid = "com.example.cli", RedirectUri = TestPrompt.FreeRedirectUri(), Prompt = prompt };
        using TestLooker looker = TestLooker.WithOAuth(login);
        looker.Server.Then(Held(Respond.Token("t1")), Respond.NoContent);

        await StopAndLetInAsync(looker);

        Assert.Equal(["POST /api/token", "DELETE logout"], looker.Server.Lines);
        Assert.Equal("Bearer t1", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Connection_that_is_given_up_waits_half_a_second_for_its_login_at_most()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(Respond.Stall(_reached));
        Task opening = LookerConnection.OpenAsync(looker.Options, cancellationToken: _stop.Token);
        await _reached.Task;
        await StopAsync(looker);

        looker.Clock.Advance(TimeSpan.FromSeconds(0.4));
        Assert.False(opening.IsCompleted);
        looker.Clock.Advance(TimeSpan.FromSeconds(0.1));

        await TestLooker.CancellationOf(opening);
        Assert.Equal(["POST login"], looker.Server.Lines);
    }

    [Fact]
    public async Task Connection_that_is_given_up_while_its_login_waits_for_a_repeat_ends_at_once()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Clock.SkipsWaits = false;
        looker.Server.Then(Respond.Of(503, "{}", "application/json", ("Retry-After", "50")));
        Task isWaiting = looker.Clock.Waited(TimeSpan.FromSeconds(50));
        Task opening = LookerConnection.OpenAsync(looker.Options, cancellationToken: _stop.Token);
        await isWaiting;

        await _stop.CancelAsync();

        await TestLooker.CancellationOf(opening);
        Assert.Equal(["POST login"], looker.Server.Lines);
    }

    [Fact]
    public async Task Logout_that_is_given_up_ends_the_session_all_the_same()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Token("t1"), Me, Respond.Stall(_reached), Respond.NoContent);

        await StopLogoutAsync(looker);

        Assert.Equal(["DELETE logout", "DELETE logout"], looker.Server.Lines.Skip(2));
        Assert.True(looker.Server.IsDisposed);
    }

    [Fact]
    public async Task Logout_of_a_user_that_is_given_up_ends_both_sessions()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "7" });
        looker.Server.Then(Respond.Token("admin"), Respond.Token("user"), Me, Respond.Stall(_reached), Respond.NoContent, Respond.NoContent);

        await StopLogoutAsync(looker);

        Assert.Equal(["Bearer user", "Bearer user", "Bearer admin"], looker.Server.Requests.Skip(3).Select(r => r.Authorization));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task Renewal_that_everybody_gave_up_is_kept(string? runAsUserId)
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = runAsUserId });
        looker.Server.Otherwise((request, cancel) =>
            request.Line != "POST login" ? request.Line == "POST login/7" ? Respond.Token("user")(request, cancel) : Me(request, cancel)
            : looker.Server.Count("POST login") == 1 ? Respond.Token("t1")(request, cancel)
            : Held(Respond.Token("t2"))(request, cancel));
        await looker.Client.LoginAsync();
        looker.Clock.Advance(TimeSpan.FromHours(2));
        Task stopped = looker.Client.Directory.GetMeAsync(null, _stop.Token);
        await _reached.Task;

        await _stop.CancelAsync();
        await TestLooker.CancellationOf(stopped);
        _letIn.SetResult();

        Assert.Equal("7", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal(2, looker.Server.Count("POST login"));
        Assert.Equal(runAsUserId is null ? "Bearer t2" : "Bearer user", looker.Server.Last.Authorization);
    }

    [Fact]
    public async Task Login_that_does_not_come_in_time_is_cancelled_and_the_next_caller_starts_another()
    {
        using TestLooker looker = TestLooker.WithApiKey();
        looker.Server.Then(Respond.Stall(_reached), Respond.Token("t1"), Me);
        Task first = looker.Client.Directory.GetMeAsync(null, _stop.Token);
        Task second = looker.Client.LoginAsync(_stop.Token);
        await _reached.Task;

        await _stop.CancelAsync();
        await TestLooker.CancellationOf(first);
        await TestLooker.CancellationOf(second);
        looker.Clock.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal("7", (await looker.Client.Directory.GetMeAsync()).UserId);
        Assert.Equal(2, looker.Server.Count("POST login"));
    }

    private Script Held(Script response) => (request, cancel) =>
    {
        _reached.SetResult();
        return Respond.After(_letIn.Task, response)(request, cancel);
    };

    private async Task StopLogoutAsync(TestLooker looker)
    {
        // The limit of what a stopped logout may take is no wait.
        looker.Clock.SkipsWaits = false;
        LookerConnection connection = await LookerConnection.OpenAsync(looker.Options);
        Task closing = connection.CloseAsync(cancellationToken: _stop.Token);
        await _reached.Task;

        await _stop.CancelAsync();

        await TestLooker.CancellationOf(closing);
    }

    /// <summary>Opens a connection, stops it when the held request was sent, and lets that one be answered then.</summary>
    private async Task StopAndLetInAsync(TestLooker looker)
    {
        looker.Clock.SkipsWaits = false;
        Task opening = LookerConnection.OpenAsync(looker.Options, cancellationToken: _stop.Token);
        await _reached.Task;

        await StopAsync(looker);
        _letIn.SetResult();

        await TestLooker.CancellationOf(opening);
    }

    /// <summary>Stops the caller, and waits until that has reached the request: on .NET Framework it passes through the thread pool.</summary>
    private async Task StopAsync(TestLooker looker)
    {
        Task heard = looker.Clock.WasSetTo(HalfASecond);
        await _stop.CancelAsync();
        await heard;
    }
}
