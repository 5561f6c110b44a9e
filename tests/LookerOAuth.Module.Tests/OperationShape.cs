using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace LookerOAuth.Module.Tests;

/// <summary>What the module knows about an operation of the API.</summary>
internal sealed record OperationShape(string Name, string Method, string Role, string? Since, bool IsBeta)
{
    public static IReadOnlyList<OperationShape> All { get; } =
    [
        .. CmdletShape.Core.GetType("LookerOAuth.Operations", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => !field.IsLiteral)
            .Select(field => From(field.GetValue(null)!)),
    ];

    public static OperationShape Of(string name) =>
        All.SingleOrDefault(o => o.Name == name) ?? throw new InvalidOperationException($"There is no operation '{name}'.");

    private static OperationShape From(object operation)
    {
        object? Value(string name) => operation.GetType().GetProperty(name)!.GetValue(operation);

        // Without a token there is nobody whose role could count.
        string role = (string?)Value("Role") ?? ($"{Value("Login")}" == "Required" ? "any" : "none");
        return new((string)Value("Name")!, $"{Value("Method")}", role, (string?)Value("Since"), (bool)Value("IsBeta")!);
    }
}
