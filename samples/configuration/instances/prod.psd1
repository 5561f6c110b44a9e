# Parameters of Compare- and Import-LookerOAuthConfiguration.
@{
    Variable    = @{
        stage             = 'prod'
        notebookHost      = 'notebook.example.com'
        notebookOwner     = 'ana@example.com'
        snowflakeClientId = 'prod-snowflake-client'
        snowflakeHost     = 'acme.snowflakecomputing.example'
    }
    Prune       = $true
    PruneFilter = 'acme-*'
}
