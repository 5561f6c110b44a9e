using System.Collections.Generic;
using System.IO;
using System.Text.RegularExpressions;

namespace LookerOAuth.Module.Tests;

/// <summary>A row of docs/permissions.md: an operation that a command sends. No operation, if the command sends none of its own.</summary>
internal sealed partial record PermissionRow(string Command, string? Operation, string? Method, string? Path, string Role, string Since, string State)
{
    public static IReadOnlyList<PermissionRow> All { get; } = [.. Read()];

    private static IEnumerable<PermissionRow> Read()
    {
        string command = "";
        foreach (string line in File.ReadLines(System.IO.Path.Combine(Repository.Root, "docs", "permissions.md")))
        {
            if (!line.StartsWith('|') || line.Split('|') is not ["", var name, var operation, var role, var since, var state, ""])
            {
                command = "";
                continue;
            }

            if (CommandLink().Match(name) is { Success: true } link)
            {
                command = link.Groups[1].Value;
            }

            if (command.Length > 0)
            {
                Match sent = Sent().Match(operation);
                yield return sent.Success
                    ? new(command, sent.Groups[1].Value, sent.Groups[2].Value, sent.Groups[3].Value, role.Trim(), since.Trim(), state.Trim())
                    : new(command, null, null, null, role.Trim(), since.Trim(), state.Trim());
            }
        }
    }

    [GeneratedRegex(@"\[([A-Z]\w+-\w+)\]\(help/\1\.md\)")]
    private static partial Regex CommandLink();

    [GeneratedRegex(@"(\w+(?: token)?): `([A-Z]+) ([^`]+)`")]
    private static partial Regex Sent();
}
