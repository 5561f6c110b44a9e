using System.Collections.Generic;
using System.Linq;

namespace LookerOAuth;

/// <summary>Something that keeps a plan from being made or applied.</summary>
/// <param name="Kind">The kind of error that it is.</param>
/// <param name="Subject">The guid, client id, name or address that it is about.</param>
/// <param name="Message">A sentence for a person.</param>
internal sealed record OAuthConfigurationObstacle(LookerErrorKind Kind, string Subject, string Message)
{
    /// <summary>Ends the work if there are obstacles, and names all of them.</summary>
    public static void ThrowIfAny(IReadOnlyList<OAuthConfigurationObstacle> obstacles)
    {
        if (obstacles.Count == 0)
        {
            return;
        }

        OAuthConfigurationObstacle first = obstacles[0];
        bool isOneKind = obstacles.All(o => o.Kind == first.Kind);
        throw new LookerApiException(
            isOneKind ? first.Kind : LookerErrorKind.InvalidArgument,
            obstacles.Count == 1
                ? first.Message
                : $"The configuration cannot be applied:{string.Join("", obstacles.Select(o => $"\n  {o.Message}"))}")
        {
            Subject = obstacles.Count == 1 ? first.Subject : null,
            RecommendedAction = first.Kind == LookerErrorKind.NotFound
                ? "Check the name, and whether the connected user may see it. Nothing was written."
                : "Correct the document, or the secrets and variables that you specified with it. Nothing was written.",
        };
    }
}
