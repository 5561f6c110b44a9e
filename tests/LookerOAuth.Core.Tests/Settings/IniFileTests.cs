using System.Collections.Generic;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class IniFileTests
{
    private static IReadOnlyDictionary<string, string> Keys(string text) => IniFile.Parse(text).Find(null)!;

    [Theory]
    [InlineData("key=value", "value")]
    [InlineData("key = value ", "value")]
    [InlineData("  key=value", "value")]
    [InlineData("key: value", "value")]
    [InlineData("KEY=value", "value")]
    [InlineData("key=", "")]
    [InlineData("key=\"value\"", "value")]
    [InlineData("key='value'", "value")]
    [InlineData("key=\" value \"", " value ")]
    [InlineData("key=\"value", "\"value")]
    [InlineData("key=\"value'", "\"value'")]
    [InlineData("key=\"", "\"")]
    [InlineData("key=a=b", "a=b")]
    [InlineData("key=https://example.com:19999", "https://example.com:19999")]
    [InlineData("key=a;b#c", "a;b#c")]
    [InlineData("key=one\nkey=two", "two")]
    [InlineData("# key=no\n; key=no\nkey=value", "value")]
    [InlineData("key=value\r\n", "value")]
    public void Value_is_read(string lines, string value)
    {
        Assert.Equal(value, Keys($"[Looker]\n{lines}")["key"]);
    }

    [Theory]
    [InlineData("just words")]
    [InlineData("=value")]
    [InlineData("]")]
    public void Line_that_is_nothing_is_passed_over(string line)
    {
        Assert.Equal(["key"], Keys($"[Looker]\n{line}\nkey=value").Keys);
    }

    [Theory]
    [InlineData("[Dev]")]
    [InlineData(" [ Dev ] ")]
    [InlineData("[Dev] ; the second one")]
    [InlineData("[Dev]# the second one")]
    [InlineData("[Dev] ; see [Looker]")]
    [InlineData("[Dev]\t\r")]
    public void Header_with_anything_behind_it_begins_a_section(string header)
    {
        IniFile file = IniFile.Parse($"[Looker]\nkey=looker\n{header}\nkey=dev\n");

        Assert.Equal(["Looker", "Dev"], file.SectionNames);
        Assert.Equal("looker", file.Find(null)!["key"]);
        Assert.Equal("dev", file.Find("dev")!["key"]);
    }

    [Fact]
    public void Keys_below_a_header_that_cannot_be_read_belong_to_no_section()
    {
        IniFile file = IniFile.Parse("[Looker]\nkey=looker\n[Dev\nkey=dev\nother=dev\n[Prod]\nkey=prod\n");

        Assert.Equal(["Looker", "Prod"], file.SectionNames);
        Assert.Equal(["key"], file.Find(null)!.Keys);
        Assert.Equal("looker", file.Find(null)!["key"]);
        Assert.Equal("prod", file.Find("prod")!["key"]);
    }

    [Fact]
    public void Byte_order_mark_is_passed_over()
    {
        Assert.Equal("value", Keys("\uFEFF[Looker]\nkey=value")["key"]);
    }

    [Fact]
    public void Section_that_comes_twice_is_one()
    {
        IReadOnlyDictionary<string, string> keys = Keys("[Looker]\na=1\n[Other]\n[looker]\nb=2\n");

        Assert.Equal(["a", "b"], keys.Keys);
    }

    [Fact]
    public void Empty_file_has_no_section() => Assert.Null(IniFile.Parse("").Find(null));
}
