"""PostgreSQL too refuses to change the trail: SQLite does since 0006."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REFUSE = """
create function trail_is_only_added_to() returns trigger language plpgsql as
$$ begin raise exception 'the trail is only added to' using errcode = 'integrity_constraint_violation'; end $$
"""
GUARD = "create trigger trail_no_{verb} before {verb} on trail for each statement execute function trail_is_only_added_to()"
VERBS = ("update", "delete", "truncate")


def upgrade() -> None:
    """Create the function that refuses, and a trigger for each way to change what stands."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE)
        for verb in VERBS:
            op.execute(GUARD.format(verb=verb))


def downgrade() -> None:
    """Remove them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function trail_is_only_added_to() cascade")
