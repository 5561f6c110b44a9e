using System;
using System.Linq;
using FsCheck.Fluent;
using Xunit;

namespace LookerOAuth.Core.Tests;

public sealed class IniFileProperties
{
    [Fact]
    public void No_text_is_too_odd_for_an_ini_file()
    {
        Texts.Check(
            Gen.OneOf(Texts.Valid, Texts.Of("[]=:;#\"' ab\r\n\uFEFF")).ToArbitrary(),
            text =>
            {
                IniFile file = IniFile.Parse(text);
                return (file.Find(null) is null) == !file.SectionNames.Any() && file.SectionNames.All(name => file.Find(name) is not null);
            },
            count: 2000);
    }

    [Fact]
    public void Quoted_value_is_read_to_the_letter()
    {
        Texts.Check(
            Texts.Valid.Where(v => !v.Contains('\n', StringComparison.Ordinal)).ToArbitrary(),
            value => IniFile.Parse($"[Looker]\r\nbefore=1\r\nkey = \"{value}\"\r\nafter=2").Find("Looker")!["key"] == value);
    }

    [Fact]
    public void Plain_value_is_read_without_the_blanks_around_it()
    {
        Texts.Check(
            Texts.Of("abc =:;#[]/\\").Where(v => v.Trim().Length > 0).ToArbitrary(),
            value => IniFile.Parse($"[Looker]\nkey={value}\n").Find("Looker")!["key"] == value.Trim());
    }
}
