using System;
using System.Globalization;

namespace LookerOAuth.Sandbox;

/// <summary>A release of Looker, such as 26.22.</summary>
internal readonly record struct Release(int Year, int Number) : IComparable<Release>
{
    /// <summary>Client apps have <c>redirect_uris</c>.</summary>
    public static readonly Release RedirectUris = new(26, 22);

    /// <summary>Errors link to cloud.google.com instead of docs.looker.com (seen in 23.4, not yet in 22.12).</summary>
    public static readonly Release CloudDocumentation = new(23, 0);

    /// <summary>Errors of operations link to docs.cloud.google.com (seen in 26.12).</summary>
    public static readonly Release DocsCloudDocumentation = new(26, 0);

    public static readonly Release ExternalApps = new(7, 20);
    public static readonly Release ExternalAppUserState = new(21, 6);
    public static readonly Release ExternalAppUpdate = new(24, 14);
    public static readonly Release ExternalAppDelete = new(26, 0);

    public static bool operator <(Release left, Release right) => left.CompareTo(right) < 0;

    public static bool operator >(Release left, Release right) => left.CompareTo(right) > 0;

    public static bool operator <=(Release left, Release right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Release left, Release right) => left.CompareTo(right) >= 0;

    /// <summary>Reads <c>26.22</c> or <c>26.22.3</c>.</summary>
    public static bool TryParse(string text, out Release release)
    {
        release = default;
        string[] parts = text.Split('.');
        if (parts.Length is < 2 or > 4)
        {
            return false;
        }

        int[] numbers = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        release = new Release(numbers[0], numbers[1]);
        return true;
    }

    public int CompareTo(Release other) => (Year, Number).CompareTo((other.Year, other.Number));
}
