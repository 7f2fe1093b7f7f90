"""Classes add up to the total of their table, items to their class, and the parts of a department's evaluation to its total."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, Term, hit, places, plain

Row = Mapping[str, Any]
BELOW = {"总计": "类", "合计": "类", "类": "款", "款": "项"}
PARTS = {
    "revised_budget": ("预算数", ("basic_budget", "project_budget", "other_budget")),
    "executed": ("执行数", ("basic_executed", "project_executed", "other_executed")),
}
LABELS = {name: words for names, words in (
    (("basic_budget", "basic_executed"), "基本支出"), (("project_budget", "project_executed"), "项目支出"), (("other_budget", "other_executed"), "其他支出"),
) for name in names}  # fmt: skip


def find(desk: Desk) -> Iterator[Hit]:
    rows = desk.rows(
        "select *, printed->>'final_accounts' as shown from line where kind = 'department_accounts' and final_accounts is not null"
        " order by batch_id, department, fiscal_year, table_name, side, line_number"
    )
    for _, table in groupby(rows, key=lambda row: tuple(row[name] for name in ("batch_id", "department", "fiscal_year", "table_name", "side"))):
        yield from _table(list(table))
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        yield from _evaluation(row)


def _table(rows: Sequence[Row]) -> Iterator[Hit]:
    for at, row in enumerate(rows):
        wanted = BELOW.get(row["level"] or "")
        parts = _under(rows[at + 1 :], row["level"], wanted) if wanted else []
        if len(parts) > (0 if wanted == "款" else 1):
            yield from _compare(
                row,
                "final_accounts",
                f"“{row['name']}”",
                row["final_accounts"],
                row["shown"],
                [(part["final_accounts"], part["shown"]) for part in parts],
                [term(part["name"] or part["line"] or "", part["final_accounts"], "万元", places(part, "final_accounts")) for part in parts],
            )


def _under(rows: Sequence[Row], level: str, wanted: str) -> list[Row]:
    """The rows of the next level until a row of the same or a higher one."""
    order = ["总计", "合计", "类", "款", "项"]
    found = []
    for row in rows:
        if row["level"] in order and order.index(row["level"]) <= order.index(level):
            break
        if row["level"] == wanted:
            found.append(row)
    return found


def _evaluation(row: Row) -> Iterator[Hit]:
    more, printed = json.loads(row["more"] or "{}"), json.loads(row["printed"] or "{}")
    for field, (words, names) in PARTS.items():
        parts = [(Decimal(str(more[name])), printed.get(name)) for name in names if more.get(name) is not None]
        if row[field] is not None and len(parts) > 1:
            terms = [term(LABELS[name], more[name], "万元", places(row, name)) for name in names if more.get(name) is not None]
            yield from _compare(row, field, f"部门{words}", row[field], printed.get(field), parts, terms)


def _compare(
    row: Row, field: str, words: str, total: Decimal, shown: str | None, parts: Sequence[tuple[Decimal, str | None]], terms: Sequence[Term]
) -> Iterator[Hit]:
    slack = sum((min(half_unit(text), Decimal("0.005")) for text in (shown, *(text for _, text in parts))), Decimal(0))
    added = sum((value for value, _ in parts), Decimal(0))
    if abs(total - added) > slack:
        message = f"{words}列为 {plain(total)} 万元，其下各项相加为 {plain(added)} 万元，相差 {plain(abs(total - added))} 万元。"
        yield hit(
            row,
            f"{words}合计",
            message,
            stated=total,
            recomputed=added,
            difference=total - added,
            amount_at_stake=abs(total - added),
            places=[*places(row, field), *(one.cell for one in terms if one.cell)],
            calculation=calculated("SUM({all})", "各项相加", words, terms, "万元"),
        )
