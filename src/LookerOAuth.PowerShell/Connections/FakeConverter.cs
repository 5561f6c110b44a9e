using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;

namespace LookerOAuth;

/// <summary>
/// Makes objects of this module from names, hashtables and rows, so that Pester can mock its commands: a mock has their parameters, but
/// not the attributes that look a name up. With what is made so, nothing can be sent; the commands themselves refuse it.
/// </summary>
public sealed class FakeConverter : PSTypeConverter
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <inheritdoc/>
    public override bool CanConvertFrom(object? sourceValue, Type destinationType) =>
        FieldsOf(sourceValue) is not null || (NameOf(sourceValue) is not null && TakesName(destinationType));

    /// <inheritdoc/>
    /// <returns>For the name of a live connection that connection; else something new.</returns>
    public override object ConvertFrom(object? sourceValue, Type destinationType, IFormatProvider? formatProvider, bool ignoreCase)
    {
        IDictionary fields = FieldsOf(sourceValue) ?? new Hashtable();
        string? name = NameOf(sourceValue) ?? fields["Name"]?.ToString();
        if (destinationType == typeof(LookerConnection))
        {
            return RunspaceState.Current.Find(name ?? "")
                ?? LookerConnection.Unconnected(name ?? fields["BaseUrl"]?.ToString() ?? "unconnected", Strings.ListConnections);
        }

        if (destinationType == typeof(OAuthConfiguration))
        {
            return OAuthConfiguration.Parse(NameOf(sourceValue) ?? JsonConversion.From(fields, new List<SecureString>()));
        }

        object made = Activator.CreateInstance(destinationType, nonPublic: true)!;
        if (NameOf(sourceValue) is { } address)
        {
            fields[nameof(LookerSandbox.BaseUrl)] = address;
        }

        foreach (DictionaryEntry field in fields)
        {
            Set(made, field.Key.ToString()!, field.Value);
        }

        return made;
    }

    /// <inheritdoc/>
    public override bool CanConvertTo(object? sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object? sourceValue, Type destinationType, IFormatProvider? formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    /// <summary>Whether a name is enough to make one. For an app it is not: a mock has a parameter for its identifier, which takes the text.</summary>
    private static bool TakesName(Type type) =>
        type == typeof(LookerConnection) || type == typeof(LookerSandbox) || type == typeof(OAuthConfiguration);

    private static string? NameOf(object? value) => value.Unwrapped() is string { Length: > 0 } name ? name : null;

    private static IDictionary? FieldsOf(object? value) => value.Unwrapped() switch
    {
        IDictionary fields => fields,
        PSCustomObject => FieldsOf(value as PSObject),
        _ => null,
    };

    private static Hashtable? FieldsOf(PSObject? row)
    {
        if (row is null)
        {
            return null;
        }

        Hashtable fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (PSPropertyInfo property in row.Properties)
        {
            fields[property.Name] = property.Value;
        }

        return fields;
    }

    private static void Set(object made, string name, object? value)
    {
        Type type = made.GetType();
        PropertyInfo? property = type.GetProperties(AnyInstance)
            .FirstOrDefault(p => p.GetMethod?.IsPublic == true && string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
        if (property is null && made is LookerApiKey key
            && string.Equals(name, NewLookerApiKeyCommand.Credential, StringComparison.OrdinalIgnoreCase))
        {
            NewLookerApiKeyCommand.Attach((PSCredential)ToType(value!, typeof(PSCredential))!, key);
            return;
        }

        if (property is null)
        {
            throw new PSInvalidCastException(Strings.NoProperty.With(type.Name, name));
        }

        // What is computed, such as the name of the connection, stays as it is.
        property.SetMethod?.Invoke(made, [value is null ? null : ToType(value, property.PropertyType)]);
    }

    private static object? ToType(object value, Type type)
    {
        if (type == typeof(IReadOnlyDictionary<string, bool>))
        {
            Hashtable given = (Hashtable)LanguagePrimitives.ConvertTo(value, typeof(Hashtable), CultureInfo.InvariantCulture);
            return given.Keys.Cast<object>().ToDictionary(k => k.ToString()!, k => LanguagePrimitives.IsTrue(given[k]));
        }

        bool isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);
        return LanguagePrimitives.ConvertTo(value, isList ? type.GetGenericArguments()[0].MakeArrayType() : type, CultureInfo.InvariantCulture);
    }
}
