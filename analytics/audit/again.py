"""A snapshot audited again after some departments changed: what rests on the others is taken over from the audit before.

Sound because a rule of scope "department" says of a department what it says of it alone, and a record never changes: a
department of which two snapshots hold the same records has the same findings in both.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.audit.cards import RULES
from analytics.audit.desk import Desk
from analytics.audit.finding import Afresh, Audit
from analytics.audit.runner import findings, run_rule, worst_first
from analytics.store import Snapshot

DEPARTMENTS = Path(__file__).with_name("departments.sql").read_text("utf-8")
MOST = 0.5
"""Share of the departments from which on everything is found anew."""


def department_marks(snapshot: Snapshot) -> dict[str, str]:
    """What a snapshot holds of each department, as marks; an empty text stands for records of none."""
    found = snapshot.table(DEPARTMENTS)
    return dict(zip(found["department"].to_pylist(), found["mark"].to_pylist()))


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str] | None:
    """The departments that differ between two snapshots; None where they are so many that everything is found anew."""
    differing = frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    return None if len(differing) > MOST * len(now) else differing


def audit_again(connection: duckdb.DuckDBPyConnection, before: Audit, version: str, departments: frozenset[str]) -> Audit:
    """The audit of a snapshot that differs from that of `version`, audited before, in these departments alone.

    A rule that could not run before, or cannot run now, has nothing to take over.
    """
    could_not = {run.rule for run in before.not_run}
    everywhere = {card.id for card in RULES.values() if card.scope == "all" or card.id in could_not}
    with closing(Desk(connection, departments)) as part, closing(Desk(connection, ready=False)) as whole:
        outcomes = [run_rule(whole if card.id in everywhere else part, card) for card in RULES.values()]
        everywhere.update(run.rule for run, _ in outcomes if run.because)
        afresh = Afresh(version, departments, frozenset(everywhere))
        every = [one for one in before.findings if not afresh.covers(one.rule, one.department)]
        taken_over = Counter(one.rule for one in every)
        runs = tuple(replace(run, hits=run.hits + taken_over[run.rule]) for run, _ in outcomes)
        for one in findings(part, [pair for _, hits in outcomes for pair in hits]):
            insort(every, one, key=worst_first)  # what was taken over is in order: to sort it again takes longer than the rest
        return Audit(tuple(every), runs, afresh)
