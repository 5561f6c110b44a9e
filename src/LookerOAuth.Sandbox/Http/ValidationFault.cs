namespace LookerOAuth.Sandbox;

/// <summary>One fault of a request body, as a 422 lists it.</summary>
internal sealed record ValidationFault(string Field, string Code, string Message)
{
    public static ValidationFault MissingField(string field) => new(field, "missing_field", "This field is required.");

    /// <summary>The field names something that does not exist.</summary>
    public static ValidationFault Missing(string field) => new(field, "missing", "This resource does not exist.");

    public static ValidationFault Invalid(string field, string message = "This value is not valid.") => new(field, "invalid", message);
}
