"""Settings, their defaults, errors that people read, and logging. Imports no other room."""
