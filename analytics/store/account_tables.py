"""The tables of the ledger that hold who may sign in, and who has."""

from __future__ import annotations

import sqlalchemy as sa

from analytics.store.ledger import metadata

account_table = sa.Table(
    "account",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),  # under which a person signs in, in lower case
    sa.Column("title", sa.Text, nullable=False),  # the person's name as it stands on papers
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("departments", sa.JSON, nullable=False),
    sa.Column("districts", sa.JSON, nullable=False),
    sa.Column("password", sa.Text, nullable=False),  # argon2; empty where another service knows the person
    sa.Column("must_change", sa.Boolean, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", sa.DateTime),
    sa.Column("changed_at", sa.DateTime, nullable=False),
)
sign_in_table = sa.Table(
    "sign_in",
    metadata,
    sa.Column("mark", sa.String(64), primary_key=True),  # sha256 of what the browser holds: the ledger alone opens nothing
    sa.Column("account", sa.String(80), nullable=False, index=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("opened_at", sa.DateTime, nullable=False),
    sa.Column("seen_at", sa.DateTime, nullable=False),
    sa.Column("ended_at", sa.DateTime),
)
