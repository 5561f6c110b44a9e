using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace LookerOAuth;

/// <summary>
/// Makes connections of names and hashtables, so that Pester can mock the commands of this module: a mock has their parameters, but
/// not the attributes that look a name up.
/// </summary>
public sealed class LookerConnectionConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object? sourceValue, Type destinationType) => NameOf(sourceValue) is not null;

    /// <inheritdoc/>
    /// <returns>The live connection of that name; else one that was never connected, with which nothing can be sent.</returns>
    public override object ConvertFrom(object? sourceValue, Type destinationType, IFormatProvider? formatProvider, bool ignoreCase)
    {
        string name = NameOf(sourceValue) ?? throw new PSInvalidCastException(Strings.NoConnection.With(sourceValue?.GetType().FullName));
        return RunspaceState.Current.Named(name);
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object? sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object? sourceValue, Type destinationType, IFormatProvider? formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static string? NameOf(object? value) => value switch
    {
        string { Length: > 0 } name => name,
        IDictionary fields => Convert.ToString(fields["Name"], CultureInfo.InvariantCulture) is { Length: > 0 } name ? name : null,
        _ => null,
    };
}
