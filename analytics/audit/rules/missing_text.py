"""Weighted indicators without target or result, and rows left empty without 不涉及."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

SUSPECT = "applicable and case when weight is null then level2 is not null else target is null or actual is null end"


def find(desk: Desk) -> Iterator[Hit]:
    for row, every in desk.forms_with(SUSPECT):
        lines = [line for line in every if line["applicable"]]
        for field, words in (("target", "年度指标值"), ("actual", "实际完成值")):
            blank = [line for line in lines if line["weight"] is not None and line[field] is None]
            if blank:
                names = "、".join((line["level3"] or line["level2"] or "")[:15] for line in blank[:3])
                message = f"{len(blank)} 项有分值的指标没有{words}：{names}。"
                yield hit(
                    row, words, message, amount_at_stake=row["budget_base"], places=[place for line in blank for place in places(line, "level3", "weight")]
                )
        empty = [line for line in lines if line["weight"] is None and line["level2"]]
        if empty and len(empty) < len(lines):
            names = "、".join(dict.fromkeys(line["level2"] for line in empty))
            message = f"{names}没有分值" + ("，也没有写“不涉及”。" if any(line["level3"] is None for line in empty) else "和得分，却写了指标名称。")
            yield hit(row, "空行", message, severity="note", places=[place for line in empty for place in places(line, "level2", "level3")])
