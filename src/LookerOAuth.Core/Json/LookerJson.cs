using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LookerOAuth;

/// <summary>All JSON of the API goes through here. Unknown properties are ignored, ids given as numbers are read as strings.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters =
    [
        typeof(LenientStringConverter),
        typeof(LenientBooleanConverter),
        typeof(LenientInt32Converter),
        typeof(UtcDateTimeConverter),
        typeof(PermissionsConverter),
        typeof(SecureStringConverter),
        typeof(OptionalConverter<string>),
        typeof(OptionalConverter<bool?>),
        typeof(OptionalConverter<IReadOnlyList<string>>),
    ])]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(OAuthTokenRequest))]
[JsonSerializable(typeof(OAuthClientApp))]
[JsonSerializable(typeof(OAuthClientAppChanges))]
[JsonSerializable(typeof(ExternalOAuthApp))]
[JsonSerializable(typeof(ExternalOAuthAppChanges))]
[JsonSerializable(typeof(ExternalOAuthUserState))]
[JsonSerializable(typeof(ExternalOAuthUserStateCreation))]
[JsonSerializable(typeof(LookerApiKey))]
[JsonSerializable(typeof(CreateApiKeyResponse))]
[JsonSerializable(typeof(ApiKeyChanges))]
[JsonSerializable(typeof(Group))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(LookerVersions))]
[JsonSerializable(typeof(LookerSetting))]
[JsonSerializable(typeof(DatabaseConnection))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class LookerJson : JsonSerializerContext;
