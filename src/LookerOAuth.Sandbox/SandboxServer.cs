using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace LookerOAuth.Sandbox;

/// <summary>A Looker that answers the OAuth family of API 4.0 from memory, over HTTP on loopback. Its members may be used from any thread.</summary>
public sealed class SandboxServer : IDisposable
{
    // Outside Windows, HttpListener ends an aborted connection with the headers of an empty response, 200 unless told otherwise
    // (dotnet/runtime#88196). Clients pass over an interim 100 and then find the connection closed: no response came.
    private const int NoResponseYet = 100;

    private readonly HttpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private readonly SandboxOptions _options;
    private readonly LookerState _state;
    private readonly LookerApplication _application;
    private readonly FaultQueue _faults = new();
    private readonly RequestLog _log = new();
    private readonly ApiErrors _errors;
    private readonly ResponseSender _sender;
    private readonly CrossOrigin _crossOrigin;
    private long _lastNumber;
    private int _isStopped;

    private SandboxServer(SandboxOptions options, HttpListener listener, int port)
    {
        _options = options;
        _listener = listener;
        _stopped = _stopping.Token;
        Port = port;
        BaseUrl = $"http://127.0.0.1:{port}";
        _state = new LookerState(options.Seed, BaseUrl, options.TimeProvider, options.TokenLifetime);
        _errors = new ApiErrors(_state.Release);
        _application = new LookerApplication(_state, _errors);
        _sender = new ResponseSender(options.Hosted);
        _crossOrigin = new CrossOrigin(_state);
        ApiKeyRow? key = options.Seed.ApiKeys.FirstOrDefault(candidate => candidate.ClientSecret is not null);
        ClientId = key?.ClientId ?? "";
        ClientSecret = key?.ClientSecret ?? "";
    }

    /// <summary>Where the server answers, such as <c>http://127.0.0.1:49152</c>, without a slash at its end.</summary>
    public string BaseUrl { get; }

    /// <summary>The TCP port on loopback.</summary>
    public int Port { get; }

    /// <summary>The client id of the seed's first API key; empty when the seed has none.</summary>
    public string ClientId { get; }

    /// <summary>The secret of the seed's first API key; empty when the seed has none.</summary>
    public string ClientSecret { get; }

    /// <summary>Whether the server still listens.</summary>
    public bool IsRunning => Volatile.Read(ref _isStopped) == 0;

    /// <summary>The requests so far, in order of arrival, with secrets masked: a copy that does not change.</summary>
    /// <remarks>A request is in it before its response is sent. After <see cref="Stop"/> the requests can still be read.</remarks>
    public IReadOnlyList<SandboxRequest> Requests => _log.Snapshot();

    /// <summary>Starts a server.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SandboxException">The port is taken, or may not be opened.</exception>
    public static SandboxServer Start(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        options.Validate();
        (HttpListener? listener, int port) = LoopbackListener.Open(options.Port);
        SandboxServer server = new SandboxServer(options, listener, port);

        // Several accept at once, so that a burst does not queue behind one continuation.
        for (int i = 0; i < Math.Max(2, Environment.ProcessorCount); i++)
        {
            _ = Task.Run(server.AcceptAsync);
        }

        return server;
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ClearRequests() => _log.Clear();

    /// <summary>Forgets the faults that have not happened yet.</summary>
    public void ClearFaults() => _faults.Clear();

    /// <summary>Makes every access token that was issued so far an expired one: its next use is a 401. Refresh tokens go on.</summary>
    public void ExpireTokens() => _state.Tokens.ExpireAccessTokens();

    /// <summary>Injects a fault into the next requests that match it.</summary>
    /// <param name="fault">What goes wrong, where and how often.</param>
    /// <exception cref="ArgumentException">The fault contradicts itself, or does nothing.</exception>
    /// <exception cref="InvalidOperationException">The server was stopped: the fault would never happen.</exception>
    public void AddFault(SandboxFault fault)
    {
        if (Volatile.Read(ref _isStopped) != 0)
        {
            throw new InvalidOperationException($"The sandbox at {BaseUrl} was stopped.");
        }

        _faults.Add(fault ?? throw new ArgumentNullException(nameof(fault)));
    }

    /// <summary>Stops listening and frees the port. Requests in progress are cut off. Stopping again does nothing.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            _stopping.Cancel();
            _listener.Abort();
            _stopping.Dispose();
        }
    }

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();

    private async Task AcceptAsync()
    {
        while (IsRunning)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync().ConfigureAwait(false);
                context.Response.StatusCode = NoResponseYet;
                _ = Task.Run(() => HandleAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
            {
                // A connection that broke while it was accepted, unless the listener itself has ended.
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            long number = Interlocked.Increment(ref _lastNumber);
            await RespondAsync(number, context).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The client is gone, or the server stops; whatever it is, a connection must not be left to hang.
        catch (Exception)
#pragma warning restore CA1031
        {
            Abort(context);
        }
    }

    private async Task RespondAsync(long number, HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        DateTimeOffset time = _options.TimeProvider.GetUtcNow();
        Target target = Target.Parse(request.RawUrl ?? "/");
        SandboxFault? fault = _faults.Take(request.HttpMethod, target.Path);

        string? authorization = request.Headers["Authorization"];
        Caller? caller = _application.FindCaller(authorization);
        string? origin = _crossOrigin.Admit(request);
        byte[]? body = await BodyReader.ReadAsync(request, _stopped).ConfigureAwait(false);

        Response? response = fault switch
        {
            { Drop: true } => null,
            { ResponseStatus: { } status } => FaultResponse.Of(fault, status, _errors),
            _ when body is null => _errors.TooLarge(),
            _ when origin is not null && CrossOrigin.IsPreflight(request) => Response.NoContent(),
            _ => Handle(target, request, body, authorization, caller),
        };

        response = response is null ? null : response with { AllowedOrigin = origin };

        // The body of a fault is what the test wants to see, whatever stands before the instance.
        if (response is not null && _options.Hosted && fault?.Body is null)
        {
            response = HostedFrontEnd.Relay(response, request.Headers["Accept"]);
        }

        // Before any delay, so that a test can look at a request whose response its client did not wait for.
        _log.Add(new SandboxRequest
        {
            Number = number,
            Method = request.HttpMethod,
            Path = target.Path,
            Query = RequestMask.Form(target.Query),
            Body = body is null ? null : RequestMask.Body(body, request.ContentType),
            StatusCode = response?.Status ?? 0,
            UserId = caller?.User.Id,
            SudoUserId = caller?.Session.SudoUserId,
            Time = time,
            Headers = HeadersOf(request),
        });

        TimeSpan delay = _options.Latency + (fault?.Delay ?? TimeSpan.Zero);
        if (delay > TimeSpan.Zero)
        {
            await DelayAsync(delay).ConfigureAwait(false);
        }

        if (response is null)
        {
            Abort(context);
        }
        else
        {
            await _sender.SendAsync(context, response, _stopped).ConfigureAwait(false);
        }
    }

    private Task DelayAsync(TimeSpan delay) =>
#if NET
        Task.Delay(delay, _options.TimeProvider, _stopped);
#else
        _options.TimeProvider.Delay(delay, _stopped);
#endif

    private Response Handle(Target target, HttpListenerRequest request, byte[] body, string? authorization, Caller? caller)
    {
        try
        {
            return _application.Handle(request.HttpMethod, target, body, request.ContentType, authorization is not null, caller);
        }
#pragma warning disable CA1031 // Whatever goes wrong in an operation, the client gets a response and the server goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return _errors.Plain(500, $"The sandbox failed: {e.Message}");
        }
    }

    private static Dictionary<string, string> HeadersOf(HttpListenerRequest request)
    {
        Dictionary<string, string> headers = new Dictionary<string, string>(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (string? name in request.Headers.AllKeys)
        {
            if (name is not null)
            {
                headers[name] = RequestMask.Header(name, request.Headers[name] ?? "");
            }
        }

        return headers;
    }

    private static void Abort(HttpListenerContext context)
    {
        try
        {
            context.Response.Abort();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or InvalidOperationException)
        {
            // It is closed already.
        }
    }
}
