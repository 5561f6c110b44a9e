namespace LookerOAuth;

/// <summary>An operation of the API, by the name that the vendor's reference gives it.</summary>
/// <param name="Name">The name in the reference, such as <c>update_external_oauth_application</c>.</param>
/// <param name="Since">The first release that has it; null where all supported releases do.</param>
internal sealed record LookerOperation(string Name, string? Since = null);
