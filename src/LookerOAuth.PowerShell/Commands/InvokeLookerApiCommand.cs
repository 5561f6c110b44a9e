using System;
using System.Collections;
using System.Collections.Generic;
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

    /// <inheritdoc/>
    /// <remarks>The pipeline does not bind it: "connection" is a word of the API.</remarks>
    [Parameter]
    [Alias("ConnectionName")]
    [AllowNull]
    [AllowEmptyCollection]
    [ConnectionName]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public override LookerConnection[]? Connection { get; set; }

    internal override bool ReadsRowsAsData => true;

    private protected override void ProcessConnected(LookerClient client)
    {
        string path = Typed(nameof(Path), Path)!;
        string method = Method.ToUpperInvariant();
        List<SecureString> secrets = [];
        KeyValuePair<string, string?>[] query = Parameters();
        string? body = (IsOnCommandLine(nameof(Body)) ? TypedBody() : WithoutConnection(Body)) is { } given ? JsonConversion.From(given, secrets) : null;
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

    private protected override string? WhatToType(LookerApiException e) => e.Kind == LookerErrorKind.NotSupported ? Strings.CheckApiPath : null;

    /// <summary>The body that was typed. An empty list is one: that of the roles of a user, for instance.</summary>
    private object? TypedBody() => Body.Unwrapped() is Array { Length: 0 } empty ? empty : Typed(nameof(Body), Body);

    private void Write(JsonElement? response)
    {
        if (response is { } json)
        {
            WriteObject(JsonConversion.ToObject(json), enumerateCollection: true);
        }
    }

    /// <summary>A row without the name of the connection that it is sent over, which is no property of the API.</summary>
    private static object? WithoutConnection(object? body)
    {
        if (body is not PSObject { BaseObject: PSCustomObject } row || row.Properties[nameof(LookerResource.ConnectionName)] is null)
        {
            return body;
        }

        PSObject rest = row.Copy();
        rest.Properties.Remove(nameof(LookerResource.ConnectionName));
        return rest;
    }

    private KeyValuePair<string, string?>[] Parameters() =>
        [.. (Typed(nameof(Query), Query) ?? []).Cast<DictionaryEntry>()
            .Select(p => new KeyValuePair<string, string?>(p.Key.ToString()!, ParameterOf(p)))
            .OrderBy(p => p.Key, StringComparer.Ordinal)];

    private static string ParameterOf(DictionaryEntry parameter)
    {
        object?[] values = parameter.Value.Items()?.ToArray() ?? [parameter.Value.Unwrapped()];
        return string.Join(",", values.Length > 0 ? values.Select(value => TextOf(parameter.Key, value)) : [TextOf(parameter.Key, null)]);
    }

    private static string TextOf(object key, object? value) => value switch
    {
        // A variable that was never set: Looker takes group_id= for every group.
        null or "" => throw LookerApiException.InvalidArgument(Strings.QueryWithoutValue.With(key), $"{key}", Strings.FillQuery),
        SecureString => throw LookerApiException.InvalidArgument(Strings.SecretInQuery.With(key), $"{key}", Strings.PutInBody),
        _ => JsonConversion.TextOf(value)
            ?? throw LookerApiException.InvalidArgument(Strings.QueryNoText.With(key, value.GetType().FullName), $"{key}", Strings.FillQuery),
    };
}
