"""The steps from the tables of an older newsdesk to those of `index/schema.py`, by Alembic; one file a step."""
