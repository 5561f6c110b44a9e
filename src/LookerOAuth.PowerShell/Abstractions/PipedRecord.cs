using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace LookerOAuth;

/// <summary>What came by pipeline for one record of a command, and what it may stand for.</summary>
internal sealed class PipedRecord
{
    private static readonly ConcurrentDictionary<Type, List<PropertyInfo>> NamingParameters = new();

    private readonly LookerConnectedCommand _command;
    private readonly PSObject? _piped;

    public PipedRecord(LookerConnectedCommand command, PSObject? piped)
    {
        _command = command;
        _piped = piped;
    }

    /// <summary>The connection, if a connection was piped; its other properties are not used. Null for any other object.</summary>
    public LookerConnection? Connection => _piped?.BaseObject as LookerConnection;

    /// <summary>The object, if it is one of this module in this session; null for any other.</summary>
    public LookerResource? Resource => _piped?.BaseObject as LookerResource;

    /// <summary>Whether it is an object that this module wrote in this session.</summary>
    public bool IsOwn => Resource is not null;

    /// <summary>Whether it is a row of data, as Import-Csv makes them.</summary>
    public bool IsRow => _piped is { BaseObject: PSCustomObject } && !IsDeserialized("");

    /// <summary>Whether it is a copy of such an object, from Import-Clixml or a job.</summary>
    public bool IsCopy => IsDeserialized("LookerOAuth.");

    /// <summary>The connection that an object of this module was read through, or whose name a row carries; null if nothing tells.</summary>
    public LookerConnection? Origin =>
        Resource is { } resource ? resource.Connection
        : (_piped?.Properties[nameof(LookerResource.ConnectionName)] ?? _piped?.Properties[nameof(LookerResource.Connection)])?.Value.Unwrapped() switch
        {
            LookerConnection connection => connection,
            { } name when name.ToString() is { Length: > 0 } text => RunspaceState.Current.Named(text),
            _ => null,
        };

    /// <summary>The connections that a row's ConnectionName names; null for none.</summary>
    /// <exception cref="LookerApiException">It is something else than connections and names of them, such as a copy of one.</exception>
    public LookerConnection[]? NamedConnections()
    {
        object? named = _piped?.Properties[nameof(LookerResource.ConnectionName)]?.Value;
        try
        {
            return new ConnectionNameAttribute().Transform(named) switch
            {
                LookerConnection connection => [connection],
                LookerConnection[] connections => connections,
                _ => null,
            };
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw LookerApiException.InvalidArgument(e.Message, null, Strings.GiveConnection);
        }
    }

    /// <summary>Whether it has a property that the parameter is bound by, and that property is null.</summary>
    public bool LeavesEmpty(string parameter) =>
        _piped is not null && Connection is null
        && _command.GetType().GetProperty(parameter)!.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames).Prepend(parameter)
            .Any(name => _piped.Properties[name] is { Value: null });

    /// <summary>The text of a property; null if it is none.</summary>
    public string? TextOf(string property) => _piped!.Properties[property]?.Value.Unwrapped() as string;

    /// <summary>Refuses a record that names nothing: only a command without input means everything.</summary>
    /// <exception cref="LookerApiException">Something was piped that is no connection and fills no identifier of the command.</exception>
    public void ThrowIfNameless()
    {
        if (!_command.MyInvocation.ExpectingInput || Connection is not null)
        {
            return;
        }

        List<PropertyInfo> naming = NamingParameters.GetOrAdd(_command.GetType(), FindNamingParameters);
        if (naming.Exists(Names))
        {
            return;
        }

        if (IsOwn && naming.Find(p => !_command.IsOnCommandLine(p.Name) && _piped!.Properties[p.Name] is not null) is { } empty)
        {
            throw LookerApiException.InvalidArgument(
                Strings.EmptyProperty.With(empty.Name, _piped!.BaseObject.GetType().Name, _piped), $"{_piped}", Strings.PipeIdentifier);
        }

        string command = _command.MyInvocation.MyCommand.Name;
        string? type = _piped?.TypeNames.FirstOrDefault() ?? _piped?.BaseObject.GetType().FullName;
        if (naming.Count == 0)
        {
            throw LookerApiException.InvalidArgument(Strings.TakesConnectionsOnly.With(command, type ?? "$null"), type, Strings.GiveParameters);
        }

        throw LookerApiException.InvalidArgument(
            type is null ? Strings.PipedNothing.With(command) : Strings.PipedUnknown.With(type, command), type, Strings.PipeIdentifier);
    }

    /// <summary>Refuses ids of another instance, where they name something else.</summary>
    /// <exception cref="LookerApiException">An id came with an object or a row of another instance than the one that is acted on.</exception>
    public void ThrowIfForeign()
    {
        foreach (PropertyInfo parameter in NamingParameters.GetOrAdd(_command.GetType(), FindNamingParameters))
        {
            if (parameter.GetCustomAttribute<IdentifierAttribute>() is { IsOfInstance: true }
                && (parameter.GetValue(_command) as string ?? (parameter.GetValue(_command) as string[])?.FirstOrDefault()) is { Length: > 0 } id
                && _command.OtherOriginOf(parameter.Name) is { } origin)
            {
                throw LookerApiException.InvalidArgument(Strings.IdOfOtherInstance.With(id, origin.Name), id, Strings.LookUpThere);
            }
        }
    }

    /// <summary>Whether the piped object filled a parameter.</summary>
    private bool Names(PropertyInfo parameter) =>
        !_command.IsOnCommandLine(parameter.Name)
        && parameter.GetValue(_command) is not (null or Array { Length: 0 })
        && !(_piped is not null && !IsRow && IsNamedByIdAlone(parameter));

    private bool IsDeserialized(string typeNameStart) =>
        _piped is { TypeNames: { Count: > 0 } names } && names[0].StartsWith("Deserialized." + typeNameStart, StringComparison.Ordinal);

    /// <summary>Everything has an <c>Id</c>, a process for one: it is taken from rows alone.</summary>
    private bool IsNamedByIdAlone(PropertyInfo parameter)
    {
        string[] aliases = [.. parameter.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames)];
        return aliases.Contains("Id")
            && _piped!.Properties["Id"] is not null
            && _piped.Properties[parameter.Name] is null
            && !aliases.Any(a => a != "Id" && _piped.Properties[a] is not null);
    }

    /// <summary>The parameters that tell what a record is about: identifiers, and what is taken by value.</summary>
    private static List<PropertyInfo> FindNamingParameters(Type command) =>
        [.. command.GetProperties().Where(p =>
            p.Name != nameof(LookerConnectedCommand.PipedObject)
            && p.GetCustomAttributes<ParameterAttribute>().Any(a => a.ValueFromPipeline
                || (a.ValueFromPipelineByPropertyName && p.GetCustomAttribute<IdentifierAttribute>() is { IsReference: false })))];
}
