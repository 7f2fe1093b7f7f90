"""The table of the ledger that holds what persons decided of suggestions: only added to, the newest line of a suggestion holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from analytics.store.ledger import Ledger, log, metadata, now

use_decision_table = sa.Table(
    "use_decision",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("suggestion", sa.String(40), nullable=False, index=True),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("amount", sa.String(40), nullable=False),  # 万元 as decided upon: a decimal as text is exact on any database
    sa.Column("decision", sa.String(20), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("decided_at", sa.DateTime, nullable=False),
)


def use_decisions(ledger: Ledger) -> list[Mapping[str, Any]]:
    """All lines, oldest first."""
    with ledger.engine.connect() as connection:
        return list(connection.execute(sa.select(use_decision_table).order_by(use_decision_table.c.decision_id)).mappings())


def add_use_decisions(ledger: Ledger, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines of this moment, all or none, and log each."""
    with ledger.changing() as connection:
        at = now()
        connection.execute(use_decision_table.insert(), [{**line, "decided_at": at} for line in lines])
        for line in lines:
            told = {name: line[name] for name in ("decision", "amount", "rule", "note", "role")}
            log(connection, line["actor"], [("use-decision", line["suggestion"], None, told)])
