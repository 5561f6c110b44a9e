using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class WireProperties
{
    private static readonly Gen<string?> Text = Gen.Frequency((1, Gen.Constant<string?>(null)), (4, Texts.Valid.Select(t => (string?)t)));

    private static readonly Gen<bool?> Truth = Gen.Elements<bool?>(true, false, null);

    private static Gen<Optional<T>> Given<T>(Gen<T?> value) =>
        Gen.OneOf(Gen.Constant(default(Optional<T>)), value.Select(v => new Optional<T>(v)));

    private static string[] Keys(JsonElement body) => [.. body.EnumerateObject().Select(p => p.Name)];

    [Fact]
    public void Only_what_is_given_of_a_client_app_reaches_the_wire()
    {
        Gen<OAuthClientAppChanges> changes =
            from name in Given(Text)
            from description in Given(Text)
            from enabled in Given(Truth.Select(t => t))
            from groupId in Given(Text)
            from uris in Given<IReadOnlyList<string>>(Texts.Valid.ArrayOf().Select(u => (IReadOnlyList<string>?)u))
            select new OAuthClientAppChanges { DisplayName = name, Description = description, Enabled = enabled, GroupId = groupId, RedirectUri = uris };

        Texts.Check((from c in changes from asList in Gen.Elements(true, false) select (c, asList)).ToArbitrary(), sample =>
        {
            (OAuthClientAppChanges given, bool asList) = sample;
            JsonElement body = JsonSerializer.SerializeToElement(given with { AsList = asList }, LookerJson.Default.OAuthClientAppChanges);
            List<string> expected = [];
            if (given.RedirectUri.IsGiven)
            {
                expected.Add(asList ? "redirect_uris" : "redirect_uri");
            }

            if (given.DisplayName.IsGiven)
            {
                expected.Add("display_name");
            }

            if (given.Description.IsGiven)
            {
                expected.Add("description");
            }

            if (given.Enabled.IsGiven)
            {
                expected.Add("enabled");
            }

            if (given.GroupId.IsGiven)
            {
                expected.Add("group_id");
            }

            return Keys(body).SequenceEqual(expected)
                && given.IsEmpty == (expected.Count == 0)
                && (!given.Description.IsGiven || body.GetProperty("description").GetString() == given.Description.Value);
        });
    }

    [Fact]
    public void Only_what_is_given_of_an_external_app_reaches_the_wire()
    {
        Gen<ExternalOAuthAppChanges> changes =
            from name in Given(Text)
            from secret in Gen.Elements(null, "made-up-secret")
            from dialect in Given(Text)
            from tenant in Given(Text)
            from both in Given(Truth.Select(t => t))
            select new ExternalOAuthAppChanges
            {
                Name = name,
                ClientSecret = secret is null ? null : TestLooker.Secret(secret),
                DialectName = dialect,
                TenantId = tenant,
                BiDirectionalDataAccess = both,
            };

        Texts.Check(changes.ToArbitrary(), given =>
        {
            JsonElement body = JsonSerializer.SerializeToElement(given, LookerJson.Default.ExternalOAuthAppChanges);
            (string Key, bool IsGiven)[] all =
            [
                ("name", given.Name.IsGiven), ("client_secret", given.ClientSecret is not null), ("dialect_name", given.DialectName.IsGiven),
                ("tenant_id", given.TenantId.IsGiven), ("bi_directional_data_access", given.BiDirectionalDataAccess.IsGiven),
            ];
            return Keys(body).SequenceEqual(all.Where(k => k.IsGiven).Select(k => k.Key)) && given.IsEmpty == (Keys(body).Length == 0);
        });
    }

    [Fact]
    public void App_is_read_as_the_server_wrote_it()
    {
        Gen<(string? Guid, string? Name, string? Group, bool? Enabled, string[] Uris, DateTimeOffset Date, JavaScriptEncoder Encoder)> apps =
            from id in Text
            from name in Text
            from groupId in Text
            from enabled in Truth
            from uris in Texts.Valid.ArrayOf()
            from ticks in Gen.Choose(0, int.MaxValue)
            from encoder in Gen.Elements(JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)
            select (id, name, groupId, enabled, uris, DateTimeOffset.UnixEpoch.AddMilliseconds(ticks * 1000L + 7), encoder);

        Texts.Check(apps.ToArbitrary(), written =>
        {
#pragma warning disable CA1869 // One for each sample, since each has its encoder.
            string json = JsonSerializer.Serialize(
                new
                {
                    client_guid = written.Guid,
                    unknown = new[] { 1, 2 },
                    display_name = written.Name,
                    group_id = written.Group,
                    enabled = written.Enabled,
                    redirect_uris = written.Uris,
                    tokens_invalid_before = written.Date,
                },
                new JsonSerializerOptions { Encoder = written.Encoder });
#pragma warning restore CA1869
            OAuthClientApp read = JsonSerializer.Deserialize(json, LookerJson.Default.OAuthClientApp)!;
            return (read.ClientGuid, read.DisplayName, read.GroupId, read.Enabled, read.TokensInvalidBefore)
                    == (written.Guid, written.Name, written.Group, written.Enabled, (DateTimeOffset?)written.Date)
                && read.RedirectUri!.SequenceEqual(written.Uris.Where(u => u.Length > 0));
        });
    }

    [Fact]
    public void No_retry_after_makes_anybody_wait_longer_than_a_minute()
    {
        TestClock clock = new();
        RetryPolicy policy = new(4, clock);
        Gen<string> headers = Gen.OneOf(
            Texts.Any.Generator,
            ArbMap.Default.GeneratorFor<long>().Select(n => n.ToString(CultureInfo.InvariantCulture)),
            ArbMap.Default.GeneratorFor<DateTime>().Select(d => d.ToString("R", CultureInfo.InvariantCulture)),
            Texts.Of("0123456789 -.,:GMTue"));

        Texts.Check(headers.ToArbitrary(), header =>
        {
            using HttpResponseMessage response = new(HttpStatusCode.ServiceUnavailable);
            response.Headers.TryAddWithoutValidation("Retry-After", header);
            return Enumerable.Range(1, 8).Select(attempt => policy.DelayBefore(attempt, policy.RetryAfter(response)))
                .All(wait => wait >= TimeSpan.Zero && wait <= TimeSpan.FromSeconds(60));
        });
    }

    [Fact]
    public void No_body_keeps_an_error_from_having_its_kind()
    {
        Gen<string> bodies = Gen.OneOf(
            Texts.Any.Generator.Select(t => t ?? ""),
            Texts.Of("{}[]\",:\\nulltre ermsag"),
            Text.Select(t => JsonSerializer.Serialize(new { message = t, errors = new object?[] { t, new { field = t, code = 1 } } })));

        Texts.Check(bodies.ToArbitrary(), body =>
        {
            using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user"));
            using HttpResponseMessage response = new(HttpStatusCode.Conflict);
            LookerApiException e = RequestFailure.From(request, response, body, default);
            return e.Kind == LookerErrorKind.AlreadyExists && e.ResponseBody!.Length <= 2048;
        });
    }

    [Fact]
    public void No_spelling_of_a_secret_comes_back()
    {
        Gen<string> secrets = Texts.Valid.Select(t => t.Replace("\0", "", StringComparison.Ordinal)).Where(t => t.Any(char.IsAsciiLetter) && !t.Any(char.IsControl)).Select(t => $"made-up {t}!");

        Texts.Check(secrets.ToArbitrary(), secret =>
        {
            using LookerRequest request = new(Operations.Me, new Uri("https://looker.example.com/api/4.0/user"))
            {
                Secrets = [TestLooker.Secret(secret)],
            };
            string[] spellings =
            [
                secret,
                JsonEncodedText.Encode(secret).ToString(),
                JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
                Uri.EscapeDataString(secret),
                WebUtility.UrlEncode(secret),
            ];
            return spellings.All(spelling => SecretMask.Apply($"<{spelling}>", request) == "<***>");
        });
    }
}
