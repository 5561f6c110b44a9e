namespace LookerOAuth.Sandbox;

/// <summary>One fault of a request body, as a 422 lists it.</summary>
internal sealed record ValidationError(string Field, string Code, string Message)
{
    public static ValidationError MissingField(string field) => new(field, "missing_field", "This field is required.");

    /// <summary>The field names something that does not exist.</summary>
    public static ValidationError Missing(string field) => new(field, "missing", "This resource does not exist.");

    public static ValidationError Invalid(string field, string message = "This value is not valid.") => new(field, "invalid", message);
}
