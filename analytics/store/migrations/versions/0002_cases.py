"""The life of findings: cases, their steps and evidence, switched rules."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the one row that those who change cases take turns at."""
    op.create_table(
        "audit_case",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("department", sa.Text),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(20)),
        sa.Column("last_verdict", sa.String(20)),
        sa.Column("owner", sa.Text),
        sa.Column("due", sa.Date),
        sa.Column("replies", sa.Integer, nullable=False),
        sa.Column("evidence", sa.Integer, nullable=False),
        sa.Column("opened_version", sa.String(20), nullable=False),
        sa.Column("seen_version", sa.String(20)),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.Column("closed_how", sa.String(20)),
        sa.Column("closed_batch", sa.String(40)),
        sa.Column("left_at", sa.String(20)),
        sa.Column("issued_by", sa.Text),
        sa.Column("verified_by", sa.Text),
        sa.Column("batch_id", sa.String(40)),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("content_mark", sa.String(32), nullable=False),
    )
    op.create_table(
        "case_step",
        sa.Column("step_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(40), sa.ForeignKey("audit_case.key"), nullable=False, index=True),
        sa.Column("happened_at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("evidence", sa.String(64)),
    )
    op.create_table(
        "case_evidence",
        sa.Column("key", sa.String(40), sa.ForeignKey("audit_case.key"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("attached_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "rule_switch",
        sa.Column("rule", sa.String(80), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("switched_at", sa.DateTime, nullable=False),
    )
    casebook = op.create_table(
        "casebook",
        sa.Column("casebook_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("rules_mark", sa.String(20), nullable=False),
    )
    op.bulk_insert(casebook, [{"casebook_id": 1, "turn": 0, "version": "", "rules_mark": ""}])
