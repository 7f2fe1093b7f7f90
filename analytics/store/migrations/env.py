"""Run by alembic on the connection that the ledger hands over."""

from alembic import context

from analytics.store.ledger import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
