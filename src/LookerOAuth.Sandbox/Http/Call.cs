using System;
using System.Text;
using System.Text.Json;

namespace LookerOAuth.Sandbox;

/// <summary>A request that found its route, with everything that an operation needs to handle it.</summary>
internal sealed class Call
{
    // Some clients put it before JSON; Utf8JsonReader takes it for a fault.
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ApiErrors _errors;
    private readonly Target _target;
    private FormFields? _query;

    public Call(ApiErrors errors, Route route, Target target, byte[] body, string? contentType, bool hasAuthorization, Caller? caller)
    {
        _errors = errors;
        Route = route;
        _target = target;
        Body = body;
        ContentType = contentType ?? "";
        HasAuthorization = hasAuthorization;
        CallerOrNull = caller;
    }

    public Route Route { get; }

    public byte[] Body { get; }

    public string ContentType { get; }

    public bool HasAuthorization { get; }

    /// <summary>Whose token the request carries. Only routes that need a token have a caller.</summary>
    public Caller Caller => CallerOrNull ?? throw new InvalidOperationException("An open route has no caller.");

    public FormFields Query => _query ??= FormFields.Parse(_target.Query);

    /// <summary>What <c>fields</c> asks for.</summary>
    public FieldSelection Fields { get; private set; } = FieldSelection.All;

    public bool IsForm => ContentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    public FormFields Form => FormFields.Parse(Encoding.UTF8.GetString(Body));

    private Caller? CallerOrNull { get; }

    /// <summary>Reads <c>fields</c>; false when it nests too deeply, which is a 400.</summary>
    public bool TryReadFields()
    {
        FieldSelection? fields = FieldSelection.Parse(Query["fields"]);
        Fields = fields ?? FieldSelection.All;
        return fields is not null;
    }

    public string Segment(string name) => Route.Segment(name, _target.Segments);

    /// <summary>The body as a JSON object; false when it is none, which is a 400.</summary>
    public bool TryReadObject(out SentBody body)
    {
        try
        {
            ReadOnlySpan<byte> json = Body;
            Utf8JsonReader reader = new Utf8JsonReader(json.StartsWith(ByteOrderMark) ? json.Slice(ByteOrderMark.Length) : json);
            JsonElement root = JsonElement.ParseValue(ref reader);
            if (root.ValueKind == JsonValueKind.Object && !reader.Read())
            {
                body = new SentBody(root);
                return true;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is no text, such as half a surrogate pair.
        }

        body = SentBody.Empty;
        return false;
    }

    public Response NotFound() => Refuse(404, "Not found");

    public Response NoObject() => Refuse(400, "The request body must be a JSON object.");

    public Response Refuse(int status, string message) => _errors.Of(Route, status, message);

    public Response Invalid(SentBody body) => _errors.Validation(Route, body.Errors);

    public Response Invalid(ValidationError fault) => _errors.Validation(Route, [fault]);

    public Response Json(Action<JsonShape> write) => Response.Json(Fields, write);
}
