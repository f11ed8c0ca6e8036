"""The `newsdesk` command. Every module here is cheap to import: what is heavy is imported when it is used."""
