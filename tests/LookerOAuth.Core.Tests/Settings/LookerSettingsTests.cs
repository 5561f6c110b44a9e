using System;
using System.Collections.Generic;
using System.IO;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class LookerSettingsTests : IDisposable
{
    private const string Complete = "[Looker]\nbase_url=https://file.example.com\nclient_id=file-id\nclient_secret=made-up-file-secret\n";

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("looker-settings-");
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string text, string name = "looker.ini")
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private LookerSettings Read(string? file = null, string? section = null) =>
        LookerSettings.Read(file, section, _folder.FullName, name => _variables.GetValueOrDefault(name));

    private LookerApiException Refusal(string? file = null, string? section = null)
    {
        LookerApiException e = TestLooker.FailureOf(() => Read(file, section));
        Assert.Equal(LookerErrorKind.InvalidArgument, e.Kind);
        return e;
    }

    private void SetVariables()
    {
        _variables["LOOKERSDK_BASE_URL"] = "https://variable.example.com";
        _variables["LOOKERSDK_CLIENT_ID"] = "variable-id";
        _variables["LOOKERSDK_CLIENT_SECRET"] = "made-up-variable-secret";
    }

    [Fact]
    public void Default_file_is_read_from_the_working_directory()
    {
        Write(Complete + "verify_ssl=false\ntimeout=30\nlooker_url=https://web.example.com\nredirect_uri=http://localhost:7777/callback\n");

        LookerSettings settings = Read();

        Assert.Equal("https://file.example.com", settings.BaseUrl);
        Assert.Equal("file-id", settings.ClientId);
        Assert.Equal("made-up-file-secret", settings.ClientSecret!.Reveal());
        Assert.False(settings.VerifySsl);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Timeout);
        Assert.Equal("https://web.example.com", settings.LookerUrl);
        Assert.Equal("http://localhost:7777/callback", settings.RedirectUri);
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        Write(Complete);

        LookerSettings settings = Read();

        Assert.True(settings.VerifySsl);
        Assert.Null(settings.Timeout);
        Assert.Null(settings.LookerUrl);
        Assert.Null(settings.RedirectUri);
    }

    [Fact]
    public void Variables_are_enough()
    {
        SetVariables();
        _variables["LOOKERSDK_VERIFY_SSL"] = "no";
        _variables["LOOKERSDK_TIMEOUT"] = "5";

        LookerSettings settings = Read();

        Assert.Equal(("https://variable.example.com", "variable-id"), (settings.BaseUrl, settings.ClientId));
        Assert.Equal("made-up-variable-secret", settings.ClientSecret!.Reveal());
        Assert.False(settings.VerifySsl);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Timeout);
    }

    [Fact]
    public void Variables_beat_the_default_file_key_by_key()
    {
        Write(Complete);
        _variables["LOOKERSDK_CLIENT_ID"] = "variable-id";

        LookerSettings settings = Read();

        Assert.Equal(("https://file.example.com", "variable-id"), (settings.BaseUrl, settings.ClientId));
    }

    [Theory]
    [InlineData("\"variable-id\"", "variable-id")]
    [InlineData("'variable-id'", "variable-id")]
    [InlineData(" variable-id ", "variable-id")]
    [InlineData("\"variable-id", "\"variable-id")]
    [InlineData("\"\"", "file-id")]
    [InlineData(" ", "file-id")]
    public void Variable_may_be_quoted(string value, string expected)
    {
        Write(Complete);
        _variables["LOOKERSDK_CLIENT_ID"] = value;

        Assert.Equal(expected, Read().ClientId);
    }

    [Fact]
    public void Secret_of_the_variables_does_not_go_where_the_default_file_says()
    {
        string path = Write(Complete);
        _variables["LOOKERSDK_CLIENT_ID"] = "variable-id";
        _variables["LOOKERSDK_CLIENT_SECRET"] = "made-up-variable-secret";

        LookerApiException e = Refusal();

        Assert.Contains("https://file.example.com", e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Contains("LOOKERSDK_BASE_URL", e.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("SettingsFile", e.Option);
        Assert.DoesNotContain("made-up", $"{e} {e.RecommendedAction}", StringComparison.Ordinal);
        Assert.Equal("https://file.example.com", Read(path).BaseUrl);
    }

    [Fact]
    public void Default_file_does_not_turn_the_check_of_certificates_off_for_a_secret_of_the_variables()
    {
        string path = Write("[Looker]\nverify_ssl=false\n");
        SetVariables();

        Assert.Contains("verify_ssl", Refusal().Message, StringComparison.Ordinal);

        Assert.False(Read(path).VerifySsl);
        _variables["LOOKERSDK_VERIFY_SSL"] = "false";
        Assert.False(Read().VerifySsl);
        _variables["LOOKERSDK_VERIFY_SSL"] = "true";
        Assert.True(Read().VerifySsl);
    }

    [Fact]
    public void Default_file_may_hold_what_does_not_move_a_secret()
    {
        Write("[Looker]\ntimeout=30\nlooker_url=https://web.example.com\n");
        SetVariables();

        LookerSettings settings = Read();

        Assert.Equal((TimeSpan.FromSeconds(30), "https://web.example.com"), (settings.Timeout, settings.LookerUrl));
    }

    [Fact]
    public void Redirect_uri_without_a_secret_is_a_login_in_a_browser()
    {
        Write("[Looker]\nbase_url=https://file.example.com\nclient_id=com.example.cli\nredirect_uri=http://localhost:7777/callback\n");

        LookerSettings settings = Read();

        Assert.Null(settings.ClientSecret);
        Assert.Equal(("com.example.cli", "http://localhost:7777/callback"), (settings.ClientId, settings.RedirectUri));
    }

    [Fact]
    public void Redirect_uri_alone_is_no_login()
    {
        Write("[Looker]\nredirect_uri=http://localhost:7777/callback\n");

        string message = Refusal().Message;

        Assert.Contains("base_url in looker.ini", message, StringComparison.Ordinal);
        Assert.Contains("client_id in looker.ini", message, StringComparison.Ordinal);
        Assert.DoesNotContain("client_secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_file_beats_the_variables_key_by_key()
    {
        string file = Write("[Looker]\nbase_url=https://named.example.com\nclient_id=named-id\n", "named.ini");
        SetVariables();

        LookerSettings settings = Read(file);

        Assert.Equal(("https://named.example.com", "named-id"), (settings.BaseUrl, settings.ClientId));
        Assert.Equal("made-up-variable-secret", settings.ClientSecret!.Reveal());
    }

    [Fact]
    public void Named_file_is_read_instead_of_the_default_one()
    {
        Write(Complete);
        string file = Write("[Looker]\nbase_url=https://named.example.com\n", "named.ini");

        Assert.Contains("client_id", Refusal(file).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_variable_counts_as_unset()
    {
        Write(Complete);
        _variables["LOOKERSDK_BASE_URL"] = "";

        Assert.Equal("https://file.example.com", Read().BaseUrl);
    }

    [Fact]
    public void Empty_key_of_a_named_file_leaves_the_variable()
    {
        string file = Write("[Looker]\nbase_url=https://named.example.com\nclient_id=named-id\nclient_secret=\n", "named.ini");
        SetVariables();

        Assert.Equal("made-up-variable-secret", Read(file).ClientSecret!.Reveal());
    }

    [Fact]
    public void Section_looker_is_read_wherever_it_stands()
    {
        Write("[Other]\nbase_url=https://other.example.com\n" + Complete);

        Assert.Equal("https://file.example.com", Read().BaseUrl);
    }

    [Fact]
    public void First_section_is_read_where_none_is_called_looker()
    {
        Write(Complete.Replace("[Looker]", "[Prod]", StringComparison.Ordinal) + "[Dev]\nbase_url=https://dev.example.com\n");

        Assert.Equal("https://file.example.com", Read().BaseUrl);
    }

    [Theory]
    [InlineData("Dev")]
    [InlineData("dev")]
    public void Named_section_is_read(string section)
    {
        Write(Complete + "[Dev]\nbase_url=https://dev.example.com\nclient_id=dev-id\nclient_secret=made-up-dev-secret\n");

        Assert.Equal("https://dev.example.com", Read(section: section).BaseUrl);
    }

    [Fact]
    public void Missing_section_of_a_file_without_any_says_so()
    {
        Write("base_url=https://file.example.com\n");

        LookerApiException e = Refusal(section: "Test");

        Assert.EndsWith("The file has no sections.", $"{e.Message} {e.RecommendedAction}", StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_section_is_an_error_that_lists_the_others()
    {
        Write(Complete + "[Dev]\n");

        LookerApiException e = Refusal(section: "Test");

        Assert.Equal("Test", e.Subject);
        Assert.Contains("[Looker], [Dev]", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Section_of_a_file_that_is_not_there_is_an_error()
    {
        SetVariables();

        Refusal(section: "Dev");
    }

    [Fact]
    public void Missing_default_file_is_no_error()
    {
        SetVariables();

        Assert.Equal("variable-id", Read().ClientId);
    }

    [Fact]
    public void Missing_named_file_is_an_error_that_names_it()
    {
        SetVariables();
        string path = Path.Combine(_folder.FullName, "absent.ini");

        LookerApiException e = Refusal(path);

        Assert.Equal(path, e.Subject);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_is_no_settings_file() => Refusal(_folder.FullName);

    [Fact]
    public void Missing_keys_are_all_named_with_their_variables()
    {
        Write("[Looker]\nclient_id=file-id\n");

        LookerApiException e = Refusal();

        string text = $"{e.Message} {e.RecommendedAction}";
        Assert.Contains("LOOKERSDK_BASE_URL", text, StringComparison.Ordinal);
        Assert.Contains("LOOKERSDK_CLIENT_SECRET", text, StringComparison.Ordinal);
        Assert.Contains("base_url in looker.ini", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LOOKERSDK_CLIENT_ID", text, StringComparison.Ordinal);
    }

    [Fact]
    public void File_without_a_section_has_no_keys()
    {
        Write("base_url=https://file.example.com\nclient_id=file-id\nclient_secret=made-up-file-secret\n");

        Assert.Equal("base_url", Refusal().Subject);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("t", true)]
    [InlineData("Yes", true)]
    [InlineData("y", true)]
    [InlineData("1", true)]
    [InlineData("", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("f", false)]
    [InlineData("no", false)]
    [InlineData("N", false)]
    [InlineData("0", false)]
    [InlineData("'no'", false)]
    public void Truth_has_many_words(string text, bool expected)
    {
        Write($"{Complete}verify_ssl={text}\n");

        Assert.Equal(expected, Read().VerifySsl);
    }

    [Theory]
    [InlineData("maybe")]
    [InlineData("2")]
    [InlineData("truee")]
    public void Word_that_is_no_truth_is_an_error_that_names_the_key(string text)
    {
        Write($"{Complete}verify_ssl={text}\n");

        LookerApiException e = Refusal();

        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Contains("LOOKERSDK_VERIFY_SSL", e.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("1.5")]
    [InlineData("two")]
    [InlineData("99999999999")]
    public void Time_limit_that_is_none_is_an_error_that_names_the_key(string text)
    {
        Write($"{Complete}timeout={text}\n");

        Assert.Contains("LOOKERSDK_TIMEOUT", Refusal().RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("86400", 86400)]
    [InlineData("\"120\"", 120)]
    public void Time_limit_is_in_seconds(string text, int seconds)
    {
        Write($"{Complete}timeout={text}\n");

        Assert.Equal(TimeSpan.FromSeconds(seconds), Read().Timeout);
    }

    [Fact]
    public void Settings_show_no_secret_as_text()
    {
        Write(Complete);

        Assert.DoesNotContain("made-up", Read().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_show_no_secret()
    {
        Write($"{Complete}timeout=never\n");

        LookerApiException e = Refusal();

        Assert.DoesNotContain("made-up", $"{e} {e.RecommendedAction} {e.Subject}", StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_are_listed_in_their_order()
    {
        string path = Write("[b]\n[a]\nx=1\n[ c d ]\n");

        Assert.Equal(["b", "a", "c d"], LookerSettings.SectionsOf(path));
    }

    [Fact]
    public void File_that_cannot_be_read_has_no_sections()
    {
        Assert.Empty(LookerSettings.SectionsOf(Path.Combine(_folder.FullName, "absent.ini")));
        Assert.Empty(LookerSettings.SectionsOf(_folder.FullName));
    }
}
