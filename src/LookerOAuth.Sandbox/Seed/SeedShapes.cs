using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The properties that the entries of a seed may have: the API's own, and the few that only a seed has.</summary>
internal static class SeedShapes
{
    public static readonly IReadOnlyDictionary<string, PropertyType> Seed = Shape(
        (PropertyType.Text, "release"),
        (PropertyType.Objects, "api_keys users groups oauth_client_apps external_oauth_applications connections"),
        (PropertyType.Texts, "embed_domain_allowlist"));

    public static readonly IReadOnlyDictionary<string, PropertyType> ApiKey = ApiKeyRow.Properties.SeedShape(("user_id", PropertyType.Id));

    /// <summary>An API key as its user lists it.</summary>
    public static readonly IReadOnlyDictionary<string, PropertyType> CredentialsApi3 =
        ApiKeyRow.Properties.SeedShape(("url", PropertyType.Text), ("can", PropertyType.Object));

    public static readonly IReadOnlyDictionary<string, PropertyType> User = Shape(
        (PropertyType.Id, "id embed_group_space_id home_folder_id personal_folder_id embed_group_folder_id"),
        (PropertyType.Text, "avatar_url avatar_url_without_sizing display_name email first_name last_name locale service_account_name url"),
        (PropertyType.Flag, "is_disabled models_dir_validated presumed_looker_employee verified_looker_employee roles_externally_managed"
            + " allow_direct_roles allow_normal_group_membership allow_roles_from_normal_groups is_iam_admin can_manage_api3_creds"
            + " is_service_account"),
        (PropertyType.Ids, "group_ids role_ids"),
        (PropertyType.Texts, "looker_versions"),
        (PropertyType.Objects, "credentials_api3 credentials_embed sessions"),
        (PropertyType.Object, "can ui_state credentials_email credentials_google credentials_ldap credentials_looker_openid"
            + " credentials_oidc credentials_saml credentials_totp credentials_workforce"));

    public static readonly IReadOnlyDictionary<string, PropertyType> Group = Shape(
        (PropertyType.Id, "id external_group_id"),
        (PropertyType.Text, "name"),
        (PropertyType.Flag, "can_add_to_content_metadata contains_current_user externally_managed include_by_default"),
        (PropertyType.Whole, "user_count"),
        (PropertyType.Ids, "user_ids"),
        (PropertyType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, PropertyType> ClientApp =
        ClientAppRow.Properties.SeedShape(("activated_users", PropertyType.Objects), ("can", PropertyType.Object));

    public static readonly IReadOnlyDictionary<string, PropertyType> UserPublic = Shape(
        (PropertyType.Id, "id"),
        (PropertyType.Text, "first_name last_name display_name avatar_url url"),
        (PropertyType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, PropertyType> ExternalApp =
        ExternalAppRow.Properties.SeedShape(("can", PropertyType.Object));

    public static readonly IReadOnlyDictionary<string, PropertyType> Connection = Shape(
        (PropertyType.Id, "oauth_application_id port"),
        (PropertyType.Text, "name dialect_name host database username schema"),
        (PropertyType.Flag, "uses_oauth"),
        (PropertyType.Object, "can"));

    private static Dictionary<string, PropertyType> Shape(params (PropertyType Type, string Names)[] properties)
    {
        Dictionary<string, PropertyType> shape = new Dictionary<string, PropertyType>(StringComparer.Ordinal);
        foreach ((PropertyType type, string? names) in properties)
        {
            foreach (string name in names.Split(' '))
            {
                shape.Add(name, type);
            }
        }

        return shape;
    }
}
