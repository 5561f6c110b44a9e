using System.Linq;

namespace LookerOAuth;

/// <summary>One fault of a 422 response.</summary>
/// <param name="Field">The property at fault, in the API's spelling; null if the response named none.</param>
/// <param name="Code">The API's code: <c>missing_field</c>, <c>missing</c>, <c>invalid</c> or <c>already_exists</c>; null if absent.</param>
/// <param name="Message">The server's sentence; null if absent.</param>
public sealed record LookerValidationError(string? Field, string? Code, string? Message)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(": ", new[] { Field, Message ?? Code }.Where(text => text is not null));
}
