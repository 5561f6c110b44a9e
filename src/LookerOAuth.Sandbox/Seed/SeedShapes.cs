using System;
using System.Collections.Generic;

namespace LookerOAuth.Sandbox;

/// <summary>The type of a property in a seed.</summary>
internal enum SeedType
{
    Text,

    /// <summary>Text, or a number that becomes text.</summary>
    Id,
    Flag,
    Whole,
    Time,
    Texts,
    Ids,
    Object,
    Objects,
}

/// <summary>The properties that the entries of a seed may have: the API's own, and the few that only a seed has.</summary>
internal static class SeedShapes
{
    public static readonly IReadOnlyDictionary<string, SeedType> Seed = Shape(
        (SeedType.Text, "release"),
        (SeedType.Objects, "api_keys users groups oauth_client_apps external_oauth_applications connections"),
        (SeedType.Texts, "embed_domain_allowlist"));

    public static readonly IReadOnlyDictionary<string, SeedType> ApiKey = Shape(
        (SeedType.Text, "client_id client_secret purpose"),
        (SeedType.Flag, "is_disabled"),
        (SeedType.Time, "created_at"),
        (SeedType.Id, "id user_id"));

    /// <summary>An API key as its user lists it: without its secret.</summary>
    public static readonly IReadOnlyDictionary<string, SeedType> CredentialsApi3 = Shape(
        (SeedType.Text, "client_id purpose type url"),
        (SeedType.Flag, "is_disabled"),
        (SeedType.Time, "created_at"),
        (SeedType.Id, "id"),
        (SeedType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, SeedType> User = Shape(
        (SeedType.Id, "id embed_group_space_id home_folder_id personal_folder_id embed_group_folder_id"),
        (SeedType.Text, "avatar_url avatar_url_without_sizing display_name email first_name last_name locale service_account_name url"),
        (SeedType.Flag, "is_disabled models_dir_validated presumed_looker_employee verified_looker_employee roles_externally_managed"
            + " allow_direct_roles allow_normal_group_membership allow_roles_from_normal_groups is_iam_admin can_manage_api3_creds"
            + " is_service_account"),
        (SeedType.Ids, "group_ids role_ids"),
        (SeedType.Texts, "looker_versions"),
        (SeedType.Objects, "credentials_api3 credentials_embed sessions"),
        (SeedType.Object, "can ui_state credentials_email credentials_google credentials_ldap credentials_looker_openid"
            + " credentials_oidc credentials_saml credentials_totp credentials_workforce"));

    public static readonly IReadOnlyDictionary<string, SeedType> Group = Shape(
        (SeedType.Id, "id external_group_id"),
        (SeedType.Text, "name"),
        (SeedType.Flag, "can_add_to_content_metadata contains_current_user externally_managed include_by_default"),
        (SeedType.Whole, "user_count"),
        (SeedType.Ids, "user_ids"),
        (SeedType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, SeedType> ClientApp = Shape(
        (SeedType.Id, "client_guid group_id"),
        (SeedType.Text, "redirect_uri display_name description"),
        (SeedType.Texts, "redirect_uris"),
        (SeedType.Flag, "enabled"),
        (SeedType.Time, "tokens_invalid_before"),
        (SeedType.Objects, "activated_users"),
        (SeedType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, SeedType> UserPublic = Shape(
        (SeedType.Id, "id"),
        (SeedType.Text, "first_name last_name display_name avatar_url url"),
        (SeedType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, SeedType> ExternalApp = Shape(
        (SeedType.Id, "id"),
        (SeedType.Text, "name client_id client_secret tenant_id dialect_name"),
        (SeedType.Flag, "bi_directional_data_access"),
        (SeedType.Time, "created_at"),
        (SeedType.Object, "can"));

    public static readonly IReadOnlyDictionary<string, SeedType> Connection = Shape(
        (SeedType.Id, "oauth_application_id port"),
        (SeedType.Text, "name dialect_name host database username schema"),
        (SeedType.Flag, "uses_oauth"),
        (SeedType.Object, "can"));

    private static Dictionary<string, SeedType> Shape(params (SeedType Type, string Names)[] properties)
    {
        Dictionary<string, SeedType> shape = new Dictionary<string, SeedType>(StringComparer.Ordinal);
        foreach ((SeedType type, string? names) in properties)
        {

            foreach (string name in names.Split(' '))
            {
                shape.Add(name, type);
            }
        }

        return shape;
    }
}
