"""Alembic's way in: run the migrations on the connection we were given, inside the transaction it is in."""

from __future__ import annotations

from alembic import context

from famedit.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
