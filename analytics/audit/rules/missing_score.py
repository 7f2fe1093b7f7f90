"""A form without its total score, or with weighted indicators that carry no score."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places


def find(desk: Desk) -> Iterator[Hit]:
    indicators = {row["form_number"]: lines for row, lines in desk.forms_with("applicable and weight is not null and score is null")}
    for row in desk.forms:
        lines = [line for line in indicators.get(row["form_number"], []) if line["applicable"] and line["weight"] is not None]
        unscored = [line for line in lines if line["score"] is None]
        if unscored:
            message = f"{len(lines)} 项指标中 {len(unscored)} 项没有得分" + ("，总分也未填。" if row["score_stated"] is None else "，总分无从核对。")
            yield hit(
                row,
                "指标得分",
                message,
                amount_at_stake=row["budget_base"],
                places=[place for line in unscored for place in places(line, "weight")],
                cause="unscored",
            )
        elif row["score_stated"] is None:
            yield hit(row, "总分", "没有填写总分。", amount_at_stake=row["budget_base"], places=places(row, "total_weight"), cause="unscored")
        if not row["indicators"]:
            yield hit(row, "指标", "没有带分值的绩效指标。", amount_at_stake=row["budget_base"], places=places(row, "name"))
