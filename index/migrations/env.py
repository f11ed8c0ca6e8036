"""Alembic's entry: it migrates by the connection, in the transaction, that `index/migrating.py` hands over."""

from alembic import context

from index.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
