using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class DocumentFaultTests
{
    [Fact]
    public void All_faults_are_told_at_once_with_line_column_and_path()
    {
        const string Json = """
            {
              "version": 2,
              "clientapps": {},
              "clientApps": {
                "gemini-cli": { "redirectUri": "http://localhost", "enabled": "yes",
                  "group": 7 },
                "empty": { "redirectUri": [], "users": ["a@example.com", "A@example.com", 3] },
                "gemini-cli": {}
              },
              "externalApps": {
                "abc": { "clientSecret": "hunter2", "tenantId": 5 }
              }
            }
            """;

        LookerApiException e = FaultsOf(Json);

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal(
            [
                "line 2, column 14, $.version: this release reads version 1 of the format, not 2",
                "line 3, column 3, $.clientapps: unknown key 'clientapps'; known keys: $schema, version, clientApps, externalApps",
                "line 5, column 36, $.clientApps['gemini-cli'].redirectUri: must be an array, not a string",
                "line 5, column 67, $.clientApps['gemini-cli'].enabled: must be true or false, not a string",
                "line 6, column 16, $.clientApps['gemini-cli'].group: must be a name, null or { \"id\": \"…\" }, not a number",
                "line 7, column 31, $.clientApps.empty.redirectUri: an app has at least one redirect URI; leave the key out if it is not managed",
                "line 7, column 62, $.clientApps.empty.users[1]: 'A@example.com' appears a second time",
                "line 7, column 79, $.clientApps.empty.users[2]: must be an e-mail address or { \"id\": \"…\" }, not a number",
                "line 8, column 5, $.clientApps['gemini-cli']: the key 'gemini-cli' appears a second time, after line 5",
                "line 11, column 30, $.externalApps.abc.clientSecret: a secret is never part of the document: must be { \"secret\": \"name\" }, not a string",
                "line 11, column 53, $.externalApps.abc.tenantId: must be a string or null, not a number",
            ],
            e.Message.Split('\n').Skip(1).Select(l => l.Trim()));
        Assert.Equal("The configuration has 11 errors:", e.Message.Split('\n')[0]);
    }

    [Fact]
    public void A_secret_in_the_document_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", FaultsOf("""{ "version": 1, "externalApps": { "a": { "clientSecret": "hunter2" } } }""").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Faults_can_be_read_by_scripts()
    {
        LookerValidationError error = Assert.Single(FaultsOf("""{ "clientApps": {} }""").ValidationErrors);

        Assert.Equal("$", error.Field);
        Assert.Equal("line 1, column 1: the key 'version' is missing: add \"version\": 1", error.Message);
    }

    [Theory]
    [InlineData("{", 1, 2, "should be closed")]
    [InlineData("{ \"version\": 1,\n  // a comment\n }", 2, 3, "'/' is an invalid start of a property name. Expected a '\"'")]
    [InlineData("{ \"version\": 1,\n}", 2, 1, "contains a trailing comma at the end")]
    [InlineData("{ \"version\": 1 }\n}", 2, 1, "'}' is invalid after a single JSON value. Expected end of data")]
    public void No_JSON_is_one_fault_with_its_place(string json, int line, int column, string sentence)
    {
        string message = FaultsOf(json).Message;

        Assert.StartsWith($"The configuration has an error:\n  line {line}, column {column}, $: not valid JSON: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
        Assert.DoesNotContain("reader", message, StringComparison.Ordinal);
        Assert.EndsWith(sentence, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1, column 1, $: the document is empty")]
    [InlineData(" \r\n\t", "the document is empty")]
    [InlineData("[]", "must be an object, not an array")]
    [InlineData("null", "must be an object, not null")]
    [InlineData("""{ "version": "1" }""", "must be the number 1, not a string")]
    [InlineData("""{ "version": {} }""", "must be the number 1, not an object")]
    [InlineData("""{ "version": 1, "externalApps": { "": {} } }""", "The client id is empty")]
    [InlineData("""{ "version": false }""", "must be the number 1, not false")]
    [InlineData("""{ "version": true }""", "must be the number 1, not true")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "description": "}${" } } }""", "'${' without '}'")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "description": "${}" } } }""", "'${}' is not a valid variable")]
    [InlineData("""{ "version": 1.0 }""", "this release reads version 1 of the format, not 1.0")]
    [InlineData("""{ "version": 1, "$schema": 1 }""", "must be a string, not a number")]
    [InlineData("""{ "version": 1, "clientApps": [] }""", "must be an object with a key for each client guid, not an array")]
    [InlineData("""{ "version": 1, "clientApps": { "": {} } }""", "The client guid is empty")]
    [InlineData("""{ "version": 1, "clientApps": { "..": {} } }""", "'..' cannot be a client guid: in an address it is a relative path segment")]
    [InlineData("""{ "version": 1, "clientApps": { "a": null } }""", "must be an object, not null")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "displayName": " " } } }""", "must not be empty")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "group": { } } } }""", "the key 'id' is missing")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "group": { "id": 7 } } } }""", "must be a string, not a number")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "group": { "id": "7", "name": "x" } } } }""", "unknown key 'name'; known keys: id")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "redirectUri": ["x:y", "x:y"] } } }""", "'x:y' appears a second time")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "displayName": "\ud800" } } }""", "not valid Unicode text")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "description": "${" } } }""", "'${' without '}'")]
    [InlineData("""{ "version": 1, "clientApps": { "a": { "description": "${a b}" } } }""", "'${a b}' is not a valid variable")]
    [InlineData("""{ "version": 1, "externalApps": { "a": { "clientSecret": { "name": "x" } } } }""", "the key 'secret' is missing")]
    [InlineData("""{ "version": 1, "externalApps": { "a": { "biDirectionalDataAccess": null } } }""", "must be true or false, not null")]
    public void A_fault_is_told(string json, string fault) => Assert.Contains(fault, FaultsOf(json).Message, StringComparison.Ordinal);

    [Fact]
    public void Path_of_a_fault_quotes_what_is_no_plain_word() =>
        Assert.Contains(
            """, $.clientApps['a\'b\\c'].enabled: must be""",
            FaultsOf("""{ "version": 1, "clientApps": { "a'b\\c": { "enabled": 1 } } }""").Message,
            StringComparison.Ordinal);

    [Fact]
    public void Columns_count_characters_not_bytes() =>
        Assert.Contains("line 1, column 38, ", FaultsOf("""{ "version": 1, "clientApps": { "é": 1 } }""").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_variable_is_a_fault_where_the_rest_of_the_text_would_mean_something_else(string empty)
    {
        const string Json = """
            { "version": 1, "clientApps": {
              "${v}.cli": { "displayName": "CLI ${v}", "redirectUri": ["https://${v}/callback"] } } }
            """;

        LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Parse(Json, new Dictionary<string, string> { ["v"] = empty }));

        Assert.Equal(
            [
                "line 2, column 3: the variable 'v' is empty: the rest would be another identifier or address",
                "line 2, column 60: the variable 'v' is empty: the rest would be another identifier or address",
            ],
            e.ValidationErrors.Select(v => v.Message));
    }

    [Fact]
    public void Undefined_variables_are_told_together_with_all_other_faults()
    {
        const string Json = """
            { "version": 1, "clientApps": {
              "${guid}": { "displayName": "${ENV} ${other}", "enabled": 1 } } }
            """;

        LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Parse(Json, new Dictionary<string, string> { ["env"] = "dev" }));

        Assert.Equal(
            [
                "line 2, column 3: the variable 'guid' has no value",
                "line 2, column 31: the variable 'other' has no value",
                "line 2, column 61: must be true or false, not a number",
            ],
            e.ValidationErrors.Select(v => v.Message));
    }

    [Fact]
    public void Variables_fill_values_and_keys_and_stay_as_they_stand_until_given()
    {
        OAuthConfiguration raw = OAuthConfiguration.Parse(
            """{ "version": 1, "clientApps": { "cli-${env}": { "displayName": "$${x} ${Name}" } }, "externalApps": { "${env}": {} } }""");

        OAuthConfiguration filled = raw.WithVariables(new Dictionary<string, string> { ["ENV"] = "dev", ["name"] = "N" });

        Assert.Equal(["cli-${env}"], raw.ClientGuids);
        Assert.Equal(["env", "Name"], raw.VariableNames);
        Assert.Equal(["cli-dev"], filled.ClientGuids);
        Assert.Equal(["dev"], filled.ExternalClientIds);
        Assert.Equal("${x} N", Assert.Single(filled.Resolve().ClientApps!).Properties.DisplayName.Value);
        Assert.Equal(raw.ToJson(), filled.ToJson());
    }

    [Theory]
    [InlineData("${a}", "x")]
    [InlineData("x", "${a}")]
    public void Guids_that_variables_make_equal_are_a_fault(string first, string second)
    {
        OAuthConfiguration raw = OAuthConfiguration.Parse($$"""{ "version": 1, "clientApps": { "{{first}}": {}, "{{second}}": {} } }""");

        LookerApiException e = TestLooker.FailureOf(() => raw.WithVariables(new Dictionary<string, string> { ["a"] = "x" }));

        Assert.Contains("the client guid 'x' appears a second time, after line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_not_expanded_again() =>
        Assert.Equal(
            "${b}",
            VariableText.Expand("${a}", _ => "${b}", _ => Assert.Fail("No fault is due.")));

    [Fact]
    public void Escaped_text_expands_to_itself() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            ArbMap.Default.GeneratorFor<char>().Or(Gen.Elements('$', '{', '}')).ArrayOf().Select(c => new string(c)).ToArbitrary(),
            text => VariableText.Expand(VariableText.Escape(text), _ => "wrong", _ => throw new InvalidOperationException("No fault is due.")) == text));

    [Fact]
    public void A_file_is_named_in_its_faults()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "{}", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

            LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Load(path));

            Assert.StartsWith($"The configuration '{path}' has an error:\n  line 1, column 1, $: the key 'version'", e.Message, StringComparison.Ordinal);
            Assert.Equal(path, e.Subject);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_invalid_argument()
    {
        LookerApiException e = TestLooker.FailureOf(() => OAuthConfiguration.Load("no-such-file.json"));

        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        Assert.Equal("no-such-file.json", e.Subject);
    }

    private static LookerApiException FaultsOf(string json) => TestLooker.FailureOf(() => OAuthConfiguration.Parse(json));
}
