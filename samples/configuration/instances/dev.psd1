# Parameters of Compare- and Import-LookerOAuthConfiguration.
@{
    Variable    = @{
        stage             = 'dev'
        notebookHost      = 'notebook.dev.example.com'
        notebookOwner     = 'ben_builder@example.com'
        snowflakeClientId = 'dev-snowflake-client'
        snowflakeHost     = 'acme-dev.snowflakecomputing.example'
    }
    Prune       = $true
    PruneFilter = 'acme-*'
}
