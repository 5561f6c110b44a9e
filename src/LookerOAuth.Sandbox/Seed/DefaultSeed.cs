using System.Collections.Generic;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>What a seed that does not say otherwise contains.</summary>
internal static class DefaultSeed
{
    public const string ReleaseName = "26.22.3";

    public static JsonElement ApiKey { get; } =
        JsonDocument.Parse("""{"client_id":"sandbox-client-id","client_secret":"sandbox-made-up-secret"}""").RootElement;

    public static IReadOnlyList<UserRow> Users =>
    [
        new() { Id = "1", FirstName = "Ada", LastName = "Admin", Email = "admin@example.com", RoleIds = [UserRow.AdminRoleId] },
        new() { Id = "2", FirstName = "Ana", LastName = "Analyst", Email = "ana@example.com" },
        new() { Id = "3", FirstName = "Ben", LastName = "Builder", Email = "ben_builder@example.com" },
    ];

    /// <summary>The default groups; members come from the default users alone.</summary>
    public static IReadOnlyList<GroupRow> Groups(bool withMembers) =>
    [
        new() { Id = "5", Name = "Analysts", UserIds = withMembers ? ["2"] : [] },
        new() { Id = "6", Name = "Developers", UserIds = withMembers ? ["3"] : [] },
    ];
}
