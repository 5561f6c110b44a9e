using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class ApiKeyRotationTests
{
    [Fact]
    public async Task A_key_is_created_proved_stored_and_only_then_the_old_one_removed()
    {
        using Rotation rotation = new();

        LookerApiKeyRotation result = await rotation.Run();

        Assert.Equal(("7", TestLooker.ClientId, true), (result.UserId, result.OldClientId, result.OldRemoved));
        Assert.Equal(result.NewClientId, Assert.Single(rotation.Server.Keys).ClientId);
        Assert.Equal(result.NewClientId, rotation.Stored);
        Assert.Equal(
            [
                "POST login", "GET user", "GET users/7/credentials_api3", "POST users/7/credentials_api3", "PATCH users/7/credentials_api3/3",
                "POST login", "DELETE logout", "store", "DELETE users/7/credentials_api3/1",
            ],
            rotation.Steps);
        Assert.Equal("Nightly", rotation.Server.Keys[0].Purpose);
    }

    [Fact]
    public async Task The_client_logs_in_with_the_new_key_afterwards()
    {
        using Rotation rotation = new();
        LookerApiKeyRotation result = await rotation.Run();
        rotation.Server.ExpireTokens();

        await rotation.Looker.Client.Directory.GetMeAsync();

        Assert.Contains(result.NewClientId, rotation.Looker.Server.Requests.Last(r => r.Target == "login").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_key_stays_where_it_is_to_be_kept_and_the_client_uses_the_new_one()
    {
        using Rotation rotation = new();

        LookerApiKeyRotation result = await rotation.Run(new() { KeepOld = true });

        Assert.False(result.OldRemoved);
        Assert.Null(result.Failure);
        Assert.Equal([TestLooker.ClientId, result.NewClientId], rotation.Server.Keys.Select(k => k.ClientId));
        Assert.Equal(result.NewClientId, rotation.Looker.Bare.ApiKeyClientId);
    }

    [Fact]
    public async Task Another_key_is_replaced_and_the_client_goes_on_with_its_own()
    {
        using Rotation rotation = new();
        rotation.Server.Add("runbook");

        LookerApiKeyRotation result = await rotation.Run(new() { UserId = "7", ClientId = "runbook" });

        Assert.Equal("runbook", result.OldClientId);
        Assert.Equal([TestLooker.ClientId, result.NewClientId], rotation.Server.Keys.Select(k => k.ClientId));
        Assert.Equal(TestLooker.ClientId, rotation.Looker.Bare.ApiKeyClientId);
        Assert.DoesNotContain("GET user", rotation.Steps);
    }

    [Fact]
    public async Task A_key_that_the_user_has_not_is_not_found_and_nothing_is_created()
    {
        using Rotation rotation = new();

        LookerApiException e = await TestLooker.FailureOf(() => rotation.Run(new() { ClientId = "nobodys" }));

        Assert.Equal((LookerErrorKind.NotFound, "nobodys"), (e.Kind, e.Subject));
        Assert.Equal(["POST login", "GET user", "GET users/7/credentials_api3"], rotation.Steps);
    }

    [Fact]
    public async Task A_client_without_an_API_key_has_to_be_told_which_one()
    {
        using TestLooker looker = TestLooker.WithToken();

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.RotateAsync(new(), (_, _, _) => Task.CompletedTask));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task A_client_that_acts_as_somebody_else_does_not_replace_its_own_key()
    {
        using TestLooker looker = TestLooker.WithApiKey(o => o with { RunAsUserId = "9" });

        LookerApiException e = await TestLooker.FailureOf(() => looker.Client.ApiKeys.RotateAsync(new(), (_, _, _) => Task.CompletedTask));

        Assert.Equal((LookerErrorKind.InvalidArgument, "9"), (e.Kind, e.Subject));
        Assert.Empty(looker.Server.Requests);
    }

    [Fact]
    public async Task A_store_that_fails_undoes_the_rotation_and_its_secret_is_masked()
    {
        using Rotation rotation = new();
        rotation.Store = (_, secret, _) => throw new InvalidOperationException($"The vault refused '{secret.Reveal()}'.");

        LookerApiException e = await TestLooker.FailureOf(() => rotation.Run());

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Contains("The vault refused '***'.", e.Message, StringComparison.Ordinal);
        Assert.Contains("could not be stored", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "It was removed again, and the old key is still valid. If the store saved the new key anyway, store the old one again.", e.Message, StringComparison.Ordinal);
        Assert.Equal("Correct the store and run the rotation again.", e.RecommendedAction);
        Assert.DoesNotContain("made-up-secret", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(TestLooker.ClientId, Assert.Single(rotation.Server.Keys).ClientId);
        Assert.Equal(TestLooker.ClientId, rotation.Looker.Bare.ApiKeyClientId);
    }

    [Fact]
    public async Task A_store_that_times_out_has_failed_and_is_no_cancellation()
    {
        using Rotation rotation = new();
        rotation.Store = (_, _, _) => throw new TaskCanceledException("The vault did not respond.");

        LookerApiException e = await TestLooker.FailureOf(() => rotation.Run());

        Assert.Contains("The vault did not respond.", e.Message, StringComparison.Ordinal);
        Assert.Equal(TestLooker.ClientId, Assert.Single(rotation.Server.Keys).ClientId);
    }

    [Fact]
    public async Task A_new_key_that_does_not_log_in_is_never_stored()
    {
        using Rotation rotation = new((_, r) => r.Body?.Contains("new-client-id", StringComparison.Ordinal) == true ? KeyServerFault.Forbidden : KeyServerFault.None);

        LookerApiException e = await TestLooker.FailureOf(() => rotation.Run());

        Assert.Equal(LookerErrorKind.AccessDenied, e.Kind);
        Assert.Contains("The login with the new API key failed", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("store", rotation.Steps);
        Assert.Equal(TestLooker.ClientId, Assert.Single(rotation.Server.Keys).ClientId);
    }

    [Fact]
    public async Task A_new_key_whose_trial_session_cannot_be_ended_is_kept()
    {
        using Rotation rotation = new((_, r) => r.Line == "DELETE logout" ? KeyServerFault.Error : KeyServerFault.None);

        LookerApiKeyRotation result = await rotation.Run();

        Assert.True(result.OldRemoved);
        Assert.Equal(result.NewClientId, rotation.Stored);
    }

    [Fact]
    public async Task A_clean_up_that_fails_names_the_key_that_is_left()
    {
        using Rotation rotation = new((_, r) => r.Method == "DELETE" && r.Target.StartsWith("users", StringComparison.Ordinal) ? KeyServerFault.Forbidden : KeyServerFault.None);
        rotation.Store = (_, _, _) => throw new InvalidOperationException("Full.");

        LookerApiException e = await TestLooker.FailureOf(() => rotation.Run());

        Assert.Contains("Full. The new API key could not be removed again and is left behind: id 3 (client id 'new-client-id-2') of user 7.", e.Message, StringComparison.Ordinal);
        Assert.Equal("Remove the API key 3 of user 7.", e.RecommendedAction);
        Assert.Equal("new-client-id-2", e.Subject);
    }

    [Fact]
    public async Task An_old_key_that_cannot_be_removed_is_named_and_the_rotation_is_told()
    {
        using Rotation rotation = new((_, r) => r.Line == "DELETE users/7/credentials_api3/1" ? KeyServerFault.Forbidden : KeyServerFault.None);

        LookerApiKeyRotation result = await rotation.Run();

        Assert.False(result.OldRemoved);
        Assert.Contains("id 1 (client id 'made-up-id') of user 7", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal((LookerErrorKind.AccessDenied, "Remove the API key 1 of user 7."), (result.Failure.Kind, result.Failure.RecommendedAction));
        Assert.Equal(result.NewClientId, rotation.Stored);
    }

    [Theory]
    [InlineData("POST users/7/credentials_api3")]
    [InlineData("PATCH users/7/credentials_api3/3")]
    [InlineData("POST login new")]
    [InlineData("DELETE logout")]
    [InlineData("store")]
    public async Task A_cancellation_at_any_step_leaves_the_old_key_alone(string step)
    {
        using CancellationTokenSource stop = new();
        using Rotation rotation = new((_, r) =>
        {
            string line = r.Body?.Contains("new-client-id", StringComparison.Ordinal) == true ? r.Line + " new" : r.Line;
            if (line == step)
            {
                stop.Cancel();
            }

            return KeyServerFault.None;
        });
        rotation.Store = (_, _, ct) =>
        {
            stop.Cancel();
            ct.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        };

        await TestLooker.CancellationOf(rotation.Run(cancellationToken: stop.Token));

        Assert.Equal(TestLooker.ClientId, Assert.Single(rotation.Server.Keys).ClientId);
        Assert.Equal(1, rotation.Server.OpenSessions);
    }

    [Fact]
    public async Task A_rotation_that_was_cancelled_after_the_store_is_finished()
    {
        using CancellationTokenSource stop = new();
        using Rotation rotation = new();
        rotation.AfterStore = stop.Cancel;

        LookerApiKeyRotation result = await rotation.Run(cancellationToken: stop.Token);

        Assert.True(result.OldRemoved);
        Assert.Equal(result.NewClientId, Assert.Single(rotation.Server.Keys).ClientId);
    }
}
