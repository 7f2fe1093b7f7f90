"""The first tables: batches, versions, aliases, events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables as they were at first; later changes are migrations of their own."""
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.String(40), primary_key=True),
        sa.Column("sequence", sa.Integer, nullable=False, unique=True),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("imported_at", sa.DateTime, nullable=False),
        sa.Column("imported_by", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("forms", sa.Integer, nullable=False),
        sa.Column("projects", sa.Integer, nullable=False),
        sa.Column("problems", sa.Integer, nullable=False),
        sa.Column("decisions", sa.JSON, nullable=False),
        sa.Column("replace_whole", sa.Boolean, nullable=False),
        sa.Column("instead_of", sa.String(40)),
    )
    op.create_table(
        "version",
        sa.Column("version", sa.String(20), primary_key=True),
        sa.Column("built_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("schema_mark", sa.String(20), nullable=False),
    )
    op.create_table(
        "version_batch",
        sa.Column("version", sa.String(20), sa.ForeignKey("version.version"), primary_key=True),
        sa.Column("batch_id", sa.String(40), sa.ForeignKey("batch.batch_id"), primary_key=True),
    )
    op.create_table(
        "alias",
        sa.Column("printed", sa.String(200), primary_key=True),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("remembered_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
    )
