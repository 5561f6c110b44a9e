namespace LookerOAuth.Sandbox;

/// <summary>An API3 key: it logs its user in.</summary>
internal sealed record ApiKey(string ClientId, string ClientSecret, string UserId);
