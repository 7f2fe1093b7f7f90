"""Projects that a report or register names and that have no self-evaluation form, where the department's forms are there."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places, plain

LISTS = """
    select * from line where kind in ('project_claims', 'project_register') and name is not null and coalesce(level, '') not in ('合计', '总计')
    order by batch_id, line_number
"""


def find(desk: Desk) -> Iterator[Hit]:
    evaluated = {(row["department"], row["fiscal_year"]) for row in desk.forms}
    known = {(row["department"], row["fiscal_year"], normalised(row["name"])) for row in desk.forms}
    rows = [row for row in desk.rows(LISTS) if (row["department"], row["fiscal_year"]) in evaluated]
    for row in rows:
        if (row["department"], row["fiscal_year"], normalised(row["name"])) in known:
            continue
        money = row["executed"] if row["executed"] is not None else row["revised_budget"]
        words = f"，执行 {plain(money)} 万元" if money is not None else ""
        message = f"“{row['name']}”见于{row['note'] or '汇总表'}{words}，但没有找到它的自评表。"
        yield hit(
            row, "自评表", message, stated=money, amount_at_stake=row["revised_budget"] or money, places=places(row, "name", "revised_budget", "executed")
        )
