"""结转结余率 as stated, against year-end carry-over and balance / budget beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit
from analytics.audit.finding import Hit, hit, percent, places


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows("select * from line where kind = 'department_evaluation'"):
        more, printed = json.loads(row["more"] or "{}"), json.loads(row["printed"] or "{}")
        stated, balance, budget = more.get("balance_rate_stated"), more.get("balance"), row["revised_budget"]
        if stated is None or balance is None or not budget:
            continue
        rate = Decimal(str(balance)) / budget
        slack = half_unit(printed.get("balance")) / budget + half_unit(printed.get("balance_rate_stated")) / 100
        if abs(Decimal(str(stated)) - rate) > slack * 2:
            message = f"结转结余率列为 {printed.get('balance_rate_stated')}；结转结余 {balance} 万元 ÷ 预算 {budget.normalize():f} 万元 ＝ {percent(rate)}。"
            yield hit(
                row,
                "结转结余率",
                message,
                stated=printed.get("balance_rate_stated"),
                recomputed=percent(rate),
                difference=stated - float(rate),
                amount_at_stake=balance,
                places=places(row, "balance", "revised_budget", "balance_rate_stated"),
                calculation=calculated(
                    "ROUND(a / b, 4)",
                    "结转结余率",
                    "所列结转结余率",
                    [term("年末结转结余", balance, "万元", places(row, "balance")), term("预算数", budget, "万元", places(row, "revised_budget"))],
                    "%",
                ),
            )
