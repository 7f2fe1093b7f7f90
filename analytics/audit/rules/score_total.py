"""The stated total score against the sum of its parts: execution and indicators, a 其中 row of the funding block left out."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import half_unit, slack_of_sum
from analytics.audit.finding import Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        stated, recomputed = row["score_stated"], row["score_recomputed"]
        if stated is None or recomputed is None:
            continue
        parts = [row["execution_score"], *(line["score"] for line in desk.indicators.get(row["form_id"], []) if line["applicable"])]
        slack = slack_of_sum(parts) + (half_unit(stated) if stated.normalize().as_tuple().exponent < 0 else 0)
        if abs(stated - recomputed) <= slack:
            continue
        again = _counted_twice(desk, row)
        message = f"总分列为 {plain(stated)} 分，执行率得分 {plain(row['execution_score'])} 与各项指标得分相加为 {plain(recomputed)} 分。"
        if again is not None and abs(stated - recomputed - again) <= slack:
            message += f"差额恰为“其中”行的得分 {plain(again)}，该行不应再计分。"
        off = row["execution_weight"] is not None and row["execution_weight"] + row["indicator_weight"] != 100
        yield hit(row, "总分", message, cause="weights" if off else None, stated=stated, recomputed=recomputed, difference=stated - recomputed, amount_at_stake=row["budget_base"],
                  places=places(row, "total_score", "score"))  # fmt: skip


def _counted_twice(desk: Desk, row):
    return next((line["score"] for line in desk.funding.get(row["form_id"], []) if line["source"] != "total" and line["score"] is not None), None)
