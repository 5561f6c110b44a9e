using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Security;
using System.Text.Json;

namespace LookerOAuth;

/// <summary>Sends any request below /api/4.0: the escape hatch for what has no command.</summary>
[Cmdlet(VerbsLifecycle.Invoke, LookerNouns.Api, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject))]
public sealed class InvokeLookerApiCommand : LookerConnectedCommand
{
    /// <summary>The path below /api/4.0, with or without a leading slash.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyString]
    [AllowNull]
    public string? Path { get; set; }

    /// <summary>The HTTP method.</summary>
    [Parameter]
    [ValidateSet("GET", "POST", "PUT", "PATCH", "DELETE")]
    public string Method { get; set; } = "GET";

    /// <summary>Query parameters, not yet escaped.</summary>
    [Parameter]
    public Hashtable? Query { get; set; }

    /// <summary>The body: JSON text, or a hashtable or PSCustomObject to make JSON of. A SecureString in it is sent as its text.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [NotConnection]
    public object? Body { get; set; }

    private protected override void ProcessConnected(LookerClient client)
    {
        string path = Typed(nameof(Path), Path)!;
        string method = Method.ToUpperInvariant();
        List<SecureString> secrets = [];
        KeyValuePair<string, string?>[] query = Parameters();
        string? body = (IsOnCommandLine(nameof(Body)) ? Typed(nameof(Body), Body) : Body) is { } given ? JsonConversion.From(given, secrets) : null;
        if (method == "GET" && body is not null)
        {
            throw LookerApiException.InvalidArgument(Strings.GetWithBody, path.Split('?')[0], Strings.GiveMethod);
        }

        if (method == "GET" || Approve(SecretMask.Query(path), Strings.InvokeApi.With(method)))
        {
            // A query may hold secrets: errors name the path alone.
            Queue(
                path.Split('?')[0],
                ct => client.Api.SendAsync(new HttpMethod(method), path, query, body, ct, [.. secrets]),
                response => Write(response));
        }
    }

    private void Write(JsonElement? response)
    {
        if (response is { } json)
        {
            WriteObject(JsonConversion.ToObject(json), enumerateCollection: true);
        }
    }

    private KeyValuePair<string, string?>[] Parameters() =>
        [.. (Typed(nameof(Query), Query) ?? []).Cast<DictionaryEntry>()
            .Select(p => new KeyValuePair<string, string?>(p.Key.ToString()!, ParameterOf(p)))
            .OrderBy(p => p.Key, StringComparer.Ordinal)];

    private static string ParameterOf(DictionaryEntry parameter) =>
        parameter.Value.Unwrapped() is SecureString
            ? throw LookerApiException.InvalidArgument(Strings.SecretInQuery.With(parameter.Key), parameter.Key.ToString(), Strings.PutInBody)
            : ToText(parameter.Value) ?? throw NoValue(parameter.Key);

    /// <summary>A variable that was never set: Looker takes <c>group_id=</c> for every group.</summary>
    private static LookerApiException NoValue(object key) =>
        LookerApiException.InvalidArgument(Strings.QueryWithoutValue.With(key), key.ToString(), Strings.FillQuery);

    private static string? ToText(object? value) => value switch
    {
        PSObject wrapped => ToText(wrapped.BaseObject),
        bool truth => truth ? "true" : "false",
        string text => text,
        IEnumerable items => string.Join(",", items.Cast<object?>().Select(ToText)),
        null => null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
