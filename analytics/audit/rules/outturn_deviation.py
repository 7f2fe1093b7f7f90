"""预决算差异率 as stated, against every budget that the documents give: the one beside it, and the initial budget its definition names."""

from __future__ import annotations

import json
from collections.abc import Iterator

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, percent, places, plain

INITIAL = """
    select department, fiscal_year, sum(coalesce(initial_budget, final_accounts - variance_amount)) as initial
    from line
    where kind = 'department_accounts' and level = '类' and table_name like '%一般公共预算%支出%' and coalesce(initial_budget, variance_amount) is not null
    group by all
"""
SLACK = 0.00006
"""Half a unit of a percentage with two decimals, and what amounts with two decimals add to it."""


def find(desk: Desk) -> Iterator[Hit]:
    initial = {(row["department"], row["fiscal_year"]): row["initial"] for row in desk.rows(INITIAL)}
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        more, printed = json.loads(row["more"] or "{}"), json.loads(row["printed"] or "{}")
        stated, executed = more.get("outturn_deviation_stated"), row["executed"]
        bases = {"同表所列预算数": row["revised_budget"], "年初预算数": initial.get((row["department"], row["fiscal_year"])) or row["initial_budget"]}
        computed = {name: float((executed - base) / base) for name, base in bases.items() if base and executed is not None}
        if stated is None or not computed or any(abs(stated - rate) <= SLACK for rate in computed.values()):
            continue
        words = "；".join(f"按{name} {plain(bases[name])} 万元为 {percent(rate)}" for name, rate in computed.items())
        shown = printed.get("outturn_deviation_stated") or percent(stated)
        message = f"预决算差异率列为 {shown}；决算 {plain(executed)} 万元，{words}。"
        base_name, first = next(iter(computed.items()))
        yield hit(
            row,
            "预决算差异率",
            message,
            stated=shown,
            recomputed="、".join(percent(rate) for rate in computed.values()),
            difference=stated - first,
            amount_at_stake=abs(executed - bases[base_name]),
            places=places(row, "revised_budget", "executed", "outturn_deviation_stated"),
            calculation=calculated(
                "ROUND((b - a) / a, 4)",
                f"预决算差异率（{base_name}）",
                "所列预决算差异率",
                [
                    term(base_name, bases[base_name], "万元", places(row, "revised_budget") if base_name == "同表所列预算数" else ()),
                    term("决算数", executed, "万元", places(row, "executed")),
                ],
                "%",
            ),
        )
