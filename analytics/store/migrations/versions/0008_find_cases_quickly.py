"""Cases are found by department, by rule and by what persons said of them, without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SAID = sa.text("last_verdict is not null")


def upgrade() -> None:
    """Create the indexes; each row of the table holds a whole finding, so that reading through it is slow."""
    op.create_index("ix_audit_case_department", "audit_case", ["department"])
    op.create_index("ix_audit_case_rule", "audit_case", ["rule"])
    op.create_index("ix_audit_case_last_verdict", "audit_case", ["last_verdict"], sqlite_where=SAID, postgresql_where=SAID)


def downgrade() -> None:
    """Remove them."""
    for column in ("department", "rule", "last_verdict"):
        op.drop_index(f"ix_audit_case_{column}", "audit_case")
