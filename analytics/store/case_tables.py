"""The tables of the ledger that hold the life of findings: cases, their steps and evidence, switched rules."""

from __future__ import annotations

import sqlalchemy as sa

from analytics.store.ledger import metadata

KEY = sa.String(40)
VERSION = sa.String(20)

case_table = sa.Table(
    "audit_case",
    metadata,
    sa.Column("key", KEY, primary_key=True),
    sa.Column("rule", sa.String(80), nullable=False, index=True),
    sa.Column("department", sa.Text, index=True),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("verdict", sa.String(20)),
    sa.Column("last_verdict", sa.String(20)),  # outlives a reopening: the record of the rule counts it
    sa.Column("owner", sa.Text),
    sa.Column("due", sa.Date),
    sa.Column("replies", sa.Integer, nullable=False),
    sa.Column("evidence", sa.Integer, nullable=False),
    sa.Column("opened_version", VERSION, nullable=False),
    sa.Column("seen_version", VERSION),  # the last that held the finding; null while the current one does
    sa.Column("present", sa.Boolean, nullable=False),
    sa.Column("closed_how", sa.String(20)),  # mended | withdrawn | rule | person
    sa.Column("closed_batch", sa.String(40)),
    sa.Column("left_at", sa.String(20)),  # the status that an automatic closing ended
    sa.Column("issued_by", sa.Text),
    sa.Column("verified_by", sa.Text),
    sa.Column("batch_id", sa.String(40)),  # where the record stands that the finding is about
    sa.Column("content", sa.Text, nullable=False),  # the finding as JSON, as it was last seen
    sa.Column("content_mark", sa.String(32), nullable=False),
)
_said = case_table.c.last_verdict.is_not(None)
sa.Index("ix_audit_case_last_verdict", case_table.c.last_verdict, sqlite_where=_said, postgresql_where=_said)
step_table = sa.Table(
    "case_step",
    metadata,
    sa.Column("step_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", KEY, sa.ForeignKey("audit_case.key"), nullable=False, index=True),
    sa.Column("happened_at", sa.DateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("action", sa.String(20), nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("evidence", sa.String(64)),
)
evidence_table = sa.Table(
    "case_evidence",
    metadata,
    sa.Column("key", KEY, sa.ForeignKey("audit_case.key"), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("attached_at", sa.DateTime, nullable=False),
)
rule_table = sa.Table(
    "rule_switch",
    metadata,
    sa.Column("rule", sa.String(80), primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("switched_at", sa.DateTime, nullable=False),
)
casebook_table = sa.Table(
    "casebook",
    metadata,
    sa.Column("casebook_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("turn", sa.Integer, nullable=False),  # counted up by whoever changes cases: one at a time, on any database
    sa.Column("version", VERSION, nullable=False),  # the snapshot that the cases are in line with
    sa.Column("rules_mark", sa.String(20), nullable=False),
)
