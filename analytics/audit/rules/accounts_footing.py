"""Classes add up to the total of their table, items to their class, and the parts of a department's evaluation to its total."""

from __future__ import annotations

import json
import re
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
CARRIED = re.compile(r"^(?:使用|用).*(?:结余|基金)|结余分配|(?:年初|上年|年末).*结转|专用结余")
"""What stands between 本年合计 and 总计; the sub-items of a carry-over are left out."""
PARTS = {
    "revised_budget": ("预算数", ("basic_budget", "project_budget", "other_budget")),
    "executed": ("执行数", ("basic_executed", "project_executed", "other_executed")),
}
LABELS = {name: words for names, words in (
    (("basic_budget", "basic_executed"), "基本支出"), (("project_budget", "project_executed"), "项目支出"), (("other_budget", "other_executed"), "其他支出"),
) for name in names}  # fmt: skip


def find(desk: Desk) -> Iterator[Hit]:
    rows = desk.rows(
        "select * replace (coalesce(final_accounts, amount) as final_accounts), coalesce(printed->>'final_accounts', printed->>'amount') as shown,"
        " if(final_accounts is null, 'amount', 'final_accounts') as figure"
        " from line where kind = 'department_accounts' and coalesce(final_accounts, amount) is not null"
        " order by batch_id, department, fiscal_year, table_name, side, line_number"
    )
    for _, sides in groupby(rows, key=lambda row: tuple(row[name] for name in ("batch_id", "department", "fiscal_year", "table_name"))):
        whole = list(sides)
        for _, table in groupby(whole, key=lambda row: row["side"]):
            yield from _table(list(table))
        yield from _balance(whole)
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        yield from _evaluation(row)


def _table(rows: Sequence[Row]) -> Iterator[Hit]:
    for at, row in enumerate(rows):
        wanted = BELOW.get(row["level"] or "")
        parts, against = _under(rows[at + 1 :], row["level"], wanted) if wanted else [], "其下各项相加"
        if not parts and row["level"] in ("合计", "总计"):
            parts, against = _above(rows[:at], row["level"], row["final_accounts"]), "以上各项相加"
        if len(parts) > (0 if wanted == "款" else 1):
            yield from _compare(
                row,
                row["figure"],
                f"“{row['name']}”",
                row["final_accounts"],
                row["shown"],
                [(part["final_accounts"], part["shown"]) for part in parts],
                [term(part["name"] or part["line"] or "", part["final_accounts"], "万元", places(part, part["figure"])) for part in parts],
                against,
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


def _above(rows: Sequence[Row], level: str, total: Decimal) -> list[Row]:
    """What a total below its parts is made of: the classes above 本年合计, then 本年合计 with what was carried over above 总计."""
    last = max((at for at, row in enumerate(rows) if row["level"] in ("合计", "总计")), default=-1)
    if level == "合计":
        return [row for row in rows[last + 1 :] if row["level"] == "类"]
    if last < 0 or rows[last]["level"] != "合计":
        return []
    beside = [row for row in rows[last + 1 :] if row["level"] is None and not (row["name"] or "").startswith("其中")]
    known = [row for row in beside if CARRIED.search(row["name"] or "")]
    fits = abs(rows[last]["final_accounts"] + sum((row["final_accounts"] for row in beside), Decimal(0)) - total) <= Decimal("0.02")
    return [rows[last], *(beside if fits else known)]


def _balance(rows: Sequence[Row]) -> Iterator[Hit]:
    """收入总计 equals 支出总计 in a table of two halves."""
    totals = {row["side"]: row for row in rows if row["level"] == "总计"}
    if len(totals) == 2:
        own, other = totals.values()
        yield from _compare(
            own,
            own["figure"],
            f"收支两侧不平：{own['side'] or '一侧'}总计",
            own["final_accounts"],
            own["shown"],
            [(other["final_accounts"], other["shown"])],
            [term(other["name"] or "总计", other["final_accounts"], "万元", places(other, other["figure"]))],
            f"{other['side'] or '另一侧'}总计",
        )


def _evaluation(row: Row) -> Iterator[Hit]:
    more, printed = json.loads(row["more"] or "{}"), json.loads(row["printed"] or "{}")
    for field, (words, names) in PARTS.items():
        parts = [(Decimal(str(more[name])), printed.get(name)) for name in names if more.get(name) is not None]
        if row[field] is not None and len(parts) > 1:
            terms = [term(LABELS[name], more[name], "万元", places(row, name)) for name in names if more.get(name) is not None]
            yield from _compare(row, field, f"部门{words}", row[field], printed.get(field), parts, terms)


def _compare(
    row: Row,
    field: str,
    words: str,
    total: Decimal,
    shown: str | None,
    parts: Sequence[tuple[Decimal, str | None]],
    terms: Sequence[Term],
    against: str = "其下各项相加",
) -> Iterator[Hit]:
    slack = sum((min(half_unit(text), Decimal("0.005")) for text in (shown, *(text for _, text in parts))), Decimal(0))
    added = sum((value for value, _ in parts), Decimal(0))
    if abs(total - added) > slack:
        message = f"{words}列为 {plain(total)} 万元，{against}为 {plain(added)} 万元，相差 {plain(abs(total - added))} 万元。"
        yield hit(
            row,
            f"{words}合计",
            message,
            stated=total,
            recomputed=added,
            difference=total - added,
            amount_at_stake=abs(total - added),
            places=[*places(row, field), *(one.cell for one in terms if one.cell)],
            calculation=calculated("SUM({all})", against.removeprefix("其下").removeprefix("以上"), words, terms, "万元"),
        )
