using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth;

/// <summary>Listens on a loopback redirect URI until the browser comes back. The port is free again when it is disposed.</summary>
internal sealed class RedirectListener : IDisposable
{
    private const string Page =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Looker login</title>"
        + "<body style=\"font-family:sans-serif;margin:4em\"><h1>Back to PowerShell</h1>"
        + "<p>The answer of Looker has arrived there. This window can be closed.</p></body></html>";

    private readonly Uri _redirectUri;
    private readonly HttpListener _listener = new();

    /// <exception cref="LookerApiException">Something else listens there already.</exception>
    public RedirectListener(Uri redirectUri)
    {
        _redirectUri = redirectUri;
        _listener.Prefixes.Add($"http://{redirectUri.Host}:{redirectUri.Port}/");
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException e)
        {
            _listener.Close();
            throw new LookerApiException(
                LookerErrorKind.InvalidArgument, $"Cannot listen on port {redirectUri.Port} for the redirect: {e.Message.TrimEnd('.')}.", e)
            {
                Subject = redirectUri.OriginalString,
                RecommendedAction = "End the program that uses the port, or register another redirect URI for the app.",
            };
        }
    }

    /// <summary>Waits for the redirect. Other requests (a browser's search for an icon) are answered and forgotten.</summary>
    /// <returns>The parameters of the redirect.</returns>
    public async Task<IReadOnlyDictionary<string, string>> WaitAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration closing = cancellationToken.Register(static l => ((HttpListener)l!).Abort(), _listener);
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            string target = context.Request.RawUrl ?? "/";
            IReadOnlyDictionary<string, string> answer = RedirectQuery.Parse(target.Contains('?') ? target : "");
            bool isRedirect = context.Request.HttpMethod == "GET"
                && target.Split('?')[0] == _redirectUri.AbsolutePath
                && (answer.ContainsKey("code") || answer.ContainsKey("error") || answer.ContainsKey("state"));
            await AnswerAsync(context.Response, isRedirect).ConfigureAwait(false);
            if (isRedirect)
            {
                return answer;
            }
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private static async Task AnswerAsync(HttpListenerResponse response, bool isRedirect)
    {
        try
        {
            byte[] page = isRedirect ? Encoding.UTF8.GetBytes(Page) : [];
            response.StatusCode = isRedirect ? 200 : 404;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength64 = page.Length;
            // A kept-alive connection would keep the port in use after the login.
            response.KeepAlive = false;
            await response.OutputStream.WriteAsync(page).ConfigureAwait(false);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The browser left without waiting for the page; its redirect counts all the same.
        }
    }
}
