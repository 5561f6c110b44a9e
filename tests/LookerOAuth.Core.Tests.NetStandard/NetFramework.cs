#if !NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Core.Tests;

/// <summary>The reasons that later .NET gives for a broken connection.</summary>
internal enum HttpRequestError
{
    ResponseEnded,
}

/// <summary>What .NET Framework lacks, in the shape of later .NET, so that the suite reads alike on both.</summary>
internal static class NetFramework
{
    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeSeconds(0);
    }

    extension(Enum)
    {
        public static T[] GetValues<T>()
            where T : struct, Enum => (T[])Enum.GetValues(typeof(T));
    }

    extension(char)
    {
        public static bool IsAsciiLetter(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
    }

    extension(HttpStatusCode)
    {
        public static HttpStatusCode TooManyRequests => (HttpStatusCode)429;
    }

    extension(HttpClient)
    {
        public static IWebProxy DefaultProxy
        {
            get => WebRequest.DefaultWebProxy;
            set => WebRequest.DefaultWebProxy = value;
        }
    }

    extension(OperatingSystem)
    {
        public static bool IsMacOS() => false;
    }

    extension(System.IO.Directory)
    {
        public static DirectoryInfo CreateTempSubdirectory(string prefix) =>
            System.IO.Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"{prefix}{Guid.NewGuid():n}"));
    }

    extension(Task task)
    {
        public bool IsCompletedSuccessfully => task.Status == TaskStatus.RanToCompletion;

        public Task WaitAsync(TimeSpan timeout) => task.WaitAsync(timeout, TimeProvider.System, CancellationToken.None);

        public Task WaitAsync(CancellationToken cancellationToken) =>
            task.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    public static Task<T> WaitAsync<T>(this Task<T> task, TimeSpan timeout) => task.WaitAsync(timeout, TimeProvider.System, CancellationToken.None);

    public static Task CancelAsync(this CancellationTokenSource source) => Task.Run(source.Cancel);

    public static string Replace(this string text, string old, string made, StringComparison comparison) =>
        comparison switch
        {
            StringComparison.Ordinal => text.Replace(old, made),
            StringComparison.OrdinalIgnoreCase =>
                Regex.Replace(text, Regex.Escape(old), made.Replace("$", "$$"), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant),
            _ => throw new NotSupportedException(),
        };

    public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

    public static bool Contains(this string text, char part, StringComparison comparison) => Contains(text, $"{part}", comparison);

    public static string ReplaceLineEndings(this string text, string ending) => text.Replace("\r\n", "\n").Replace("\n", ending);

    public static IEnumerable<T> Order<T>(this IEnumerable<T> items, IComparer<T>? comparer = null) => items.OrderBy(item => item, comparer);

    public static IEnumerable<T> TakeLast<T>(this IReadOnlyCollection<T> items, int count) => items.Skip(items.Count - count);

    public static string? GetValueOrDefault(this IEnumerable<KeyValuePair<string, string>> items, string key)
    {
        foreach (KeyValuePair<string, string> item in items.Where(item => item.Key == key))
        {
            return item.Value;
        }

        return null;
    }

    public static Dictionary<string, string> ToDictionary(
        this MatchCollection matches,
        Func<Match, string> key,
        Func<Match, string> value) =>
        matches.Cast<Match>().ToDictionary(key, value);

    public static void Write(this Stream stream, ReadOnlySpan<byte> bytes) => stream.Write(bytes.ToArray(), 0, bytes.Length);

    public static void Write(this Stream stream, byte[] bytes) => stream.Write(bytes, 0, bytes.Length);

    public static Task<int> ReadAsync(this Stream stream, byte[] buffer) => stream.ReadAsync(buffer, 0, buffer.Length);

    public static Task<string?> ReadLineAsync(this StreamReader reader, CancellationToken cancellationToken) =>
        reader.ReadLineAsync().WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public static Task<string> ReadAsStringAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsStringAsync();
    }
}

/// <inheritdoc cref="HttpRequestError" />
internal sealed class HttpIOException(HttpRequestError error) : IOException($"{error}")
{
}

/// <summary>A task that a test completes.</summary>
internal sealed class TaskCompletionSource(TaskCreationOptions options)
{
    private readonly TaskCompletionSource<bool> _source = new(options);

    public TaskCompletionSource()
        : this(TaskCreationOptions.None)
    {
    }

    public Task Task => _source.Task;

    public void SetResult() => _source.SetResult(true);

    public bool TrySetResult() => _source.TrySetResult(true);
}

/// <summary>Something to lock.</summary>
internal sealed class Lock
{
}

/// <summary>The handler of later .NET.</summary>
internal sealed class SocketsHttpHandler : HttpClientHandler
{
}

/// <summary>A listener that stops when it is disposed.</summary>
internal sealed class TcpListener(IPAddress address, int port) : System.Net.Sockets.TcpListener(address, port), IDisposable
{
    public void Dispose() => Stop();

    public Task<System.Net.Sockets.TcpClient> AcceptTcpClientAsync(CancellationToken cancellationToken) =>
        AcceptTcpClientAsync().WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
#endif
