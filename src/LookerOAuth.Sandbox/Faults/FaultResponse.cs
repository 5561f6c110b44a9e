using System;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>The response that a fault asks for.</summary>
internal static class FaultResponse
{
    public static Response Of(SandboxFault fault, int status, ApiErrors errors)
    {
        long? retryAfter = fault.RetryAfter is { } wait ? (long)Math.Ceiling(wait.TotalSeconds) : (long?)null;
        return fault.Body is { } body
            ? Response.Text(status, ContentTypeOf(body), body, retryAfter)
            : errors.ForStatus(status, retryAfter);
    }

    private static string ContentTypeOf(string body)
    {
        if (body.TrimStart() is ['<', ..])
        {
            return "text/html;charset=utf-8";
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return "application/json;charset=utf-8";
        }
        catch (JsonException)
        {
            return "text/plain;charset=utf-8";
        }
    }
}
