using System;

namespace LookerOAuth.Sandbox;

/// <summary>A consent that waits for its redemption, with everything that the redemption must repeat.</summary>
internal sealed record AuthorizationCode(string ClientGuid, string UserId, string RedirectUri, string Challenge, DateTimeOffset ExpiresAt);
