"""Who may sign in, who has, and the trail of what everybody did, which the database itself refuses to change."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUSE = "create trigger trail_no_{verb} before {verb} on trail begin select raise(abort, 'the trail is only added to'); end"


def upgrade() -> None:
    """Create the tables, and the triggers that keep the trail as it is."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("departments", sa.JSON, nullable=False),
        sa.Column("districts", sa.JSON, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.DateTime),
        sa.Column("changed_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    texts = {"happened_at": sa.String(32), "actor": sa.Text, "role": sa.String(20), "account": sa.String(80), "origin": sa.Text}
    texts |= {"action": sa.String(40), "subject": sa.Text, "before": sa.Text, "after": sa.Text}
    op.create_table(
        "trail",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in texts.items()),
        sa.Column("previous", sa.String(64), nullable=False, unique=True),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    head = op.create_table(
        "trail_head",
        sa.Column("head_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"head_id": 1, "entries": 0, "hash": "0" * 64}])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(REFUSE.format(verb=verb))


def downgrade() -> None:
    """Remove them; their content goes with them."""
    for table in ("trail_head", "trail", "sign_in", "account"):
        op.drop_table(table)
