"""A store with one form whose total is wrong, and the persons who deal with it."""

from __future__ import annotations

from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Outcome, Store
from tests.reading.sheets import form_with, workbook

DEPARTMENT = "丰台区城市管理委员会"
ZHANG, LI = Person("张某", "auditor"), Person("李某", "auditor")
CLERK, STRANGER = Person("王某", "clerk", (DEPARTMENT,)), Person("赵某", "clerk", ("丰台区教育委员会",))
LEADER = Person("钱某", "viewer")
RULE = "score-total"


def bring(store: Store, file: str = "自评表.xlsx", **cells: object) -> Outcome:
    """Import the form with some cells changed: H14 is its total, 96.5 is right; I12 is a text no rule looks at."""
    return accept(store, examine(store, [Source(file, workbook(form_with(**cells)))], Answers(district="丰台区"), apart=False), "测试")


def doubt(store: Store, person: Person | None = None):
    """The case of the wrong total."""
    return next((case for case in Casebook(store).cases(person) if case.finding.rule == RULE), None)


def actions(store: Store, person: Person | None = None) -> list[tuple[str, str | None, str | None]]:
    """The steps of that case: action, before, after."""
    return [(step.action, step.before, step.after) for step in Casebook(store).history(doubt(store).key, person)]
