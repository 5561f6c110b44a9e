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
    [InlineData("[unclosed")]
    [InlineData("]")]
    public void Line_that_is_nothing_is_passed_over(string line)
    {
        Assert.Equal(["key"], Keys($"[Looker]\n{line}\nkey=value").Keys);
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
