namespace LookerOAuth;

/// <summary>What went wrong, in the terms that a caller can act on. Each has one documented error id.</summary>
public enum LookerErrorKind : long
{
    /// <summary>There is no connection, or it was disconnected.</summary>
    NotConnected,

    /// <summary>A wrong key, a token that no renewal could cure, or a login that was refused.</summary>
    AuthenticationFailed,

    /// <summary>403: known, but not allowed.</summary>
    AccessDenied,

    /// <summary>404: it does not exist, or the caller may not see it.</summary>
    NotFound,

    /// <summary>409, or 422 with the code <c>already_exists</c>.</summary>
    AlreadyExists,

    /// <summary>422 with any other code.</summary>
    ValidationFailed,

    /// <summary>400 and other 4xx responses.</summary>
    BadRequest,

    /// <summary>Refused before anything was sent.</summary>
    InvalidArgument,

    /// <summary>429, also after the retries.</summary>
    RateLimited,

    /// <summary>5xx, also after the retries.</summary>
    ServerError,

    /// <summary>No connection to the server: name resolution, socket, TLS, certificate.</summary>
    Unreachable,

    /// <summary>The whole response did not arrive within the time limit.</summary>
    Timeout,

    /// <summary>A response that is not Looker's: no JSON although JSON is due, or a redirect.</summary>
    UnexpectedResponse,

    /// <summary>The server's release lacks the operation.</summary>
    NotSupported,

    /// <summary>Something still uses what was to be deleted, or that cannot be determined.</summary>
    InUse,
}
