using System;

namespace LookerOAuth.Sandbox;

/// <summary>Who may call a route.</summary>
internal enum Access
{
    /// <summary>Anybody; no token is looked at.</summary>
    Open,

    /// <summary>Anybody with a live token; the operation decides the rest.</summary>
    Caller,

    /// <summary>Admins; for all others the response is 404, as the API does not tell what it hides.</summary>
    Admin,
}

/// <summary>A method and a path, such as <c>/api/4.0/groups/:group_id</c>, and what handles it.</summary>
internal sealed class Route
{
    private static readonly string[] ApiPrefixes = ["/api/4.0", "/api"];

    private readonly string[] _segments;

    public Route(string method, string path, Access access, Func<Call, Response> handle, Release? since = null)
    {
        Method = method;
        Access = access;
        Handle = handle;
        Since = since;
        _segments = path.Substring(1).Split('/');
#pragma warning disable CA1308 // The vendor's addresses have the method in lower case.
        DocumentationPath = method.ToLowerInvariant() + WithoutApi(path);
#pragma warning restore CA1308
    }

    public string Method { get; }

    public Access Access { get; }

    public Func<Call, Response> Handle { get; }

    /// <summary>The release that brought the operation; null when every release has it.</summary>
    public Release? Since { get; }

    /// <summary>The operation's part of a documentation address, such as <c>post/login</c>.</summary>
    public string DocumentationPath { get; }

    public bool Matches(string method, string[] segments)
    {
        if (segments.Length != _segments.Length || method != Method)
        {
            return false;
        }

        for (int i = segments.Length - 1; i >= 0; i--)
        {
            if (_segments[i][0] == ':' ? segments[i].Length == 0 : segments[i] != _segments[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string WithoutApi(string path)
    {
        string api = Array.Find(ApiPrefixes, prefix => path.StartsWith(prefix + "/", StringComparison.Ordinal)) ?? "";
        return path.Substring(api.Length);
    }

    /// <summary>The segment at the place where the path has <c>:name</c>.</summary>
    public string Segment(string name, string[] segments) => segments[Array.IndexOf(_segments, ":" + name)];
}
