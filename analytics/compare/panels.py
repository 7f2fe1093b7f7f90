"""Score sheets of experts as panels, and what is to be said of them in plain Chinese."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analytics.compare.bootstrap import Interval
from analytics.compare.experts import FEWEST_EXPERTS, FEWEST_ITEMS, Concordance, Panel, agreement, concordance, totals, without_each
from analytics.wording import NOTHING, count, score

LEVELS = ((0.9, "很一致"), (0.75, "较一致"), (0.5, "一般"), (-math.inf, "不一致"))
"""Words for an intraclass correlation (Koo and Li 2016, A guideline of selecting and reporting ICC)."""
METHOD = (
    "一致程度按各项得分占分值的比例计算。一致系数是组内相关系数，双向随机、绝对一致、单个评分者的 ICC(2,1)，区间用其F分布公式（Shrout、Fleiss 1979）；"
    "肯德尔和谐系数W对同分作了校正，区间由各项重抽得出。ICC不低于0.9为很一致，0.75至0.9较一致，0.5至0.75一般，低于0.5不一致（Koo、Li 2016）。"
)


@dataclass(frozen=True, eq=False)
class Sheet:
    """One score sheet: whose project, and the panel's points."""

    form_id: str
    project: str
    department: str
    fiscal_year: int | None
    panel: Panel

    @property
    def title(self) -> str:
        """For a choice between sheets."""
        return " · ".join(str(part) for part in (self.project or "未注明项目", self.department, f"{self.fiscal_year}年度" if self.fiscal_year else "") if part)

    @property
    def experts(self) -> int:
        """How many experts gave points."""
        return self.panel.points.shape[1]

    @cached_property
    def agreement(self) -> Interval | None:
        """ICC(2,1); None where items or experts are too few."""
        return agreement(self.panel.shares) if self.panel.measurable else None

    @cached_property
    def concordance(self) -> Concordance | None:
        """Kendall's W; None where items or experts are too few."""
        return concordance(self.panel.shares) if self.panel.measurable else None


def sheets(items: pd.DataFrame) -> list[Sheet]:
    """The score sheets in rows of the metric expert_items, in their order."""
    return [_sheet(str(form_id), rows) for form_id, rows in items.groupby("form_id", sort=False)]


def _sheet(form_id: str, rows: pd.DataFrame) -> Sheet:
    points = [[math.nan if each is None else float(each) for each in json.loads(text or "[]")] for text in rows["scores"]]
    width = max((len(each) for each in points), default=0)
    table = np.array([each + [math.nan] * (width - len(each)) for each in points], float).reshape(len(points), width)
    first = rows.iloc[0]
    year = None if pd.isna(first["fiscal_year"]) else int(first["fiscal_year"])
    panel = Panel(tuple(rows["name"]), rows["weight"].to_numpy(float), table)
    return Sheet(form_id, first["project"] or "", first["department"] or "", year, panel)


def sentence(sheet: Sheet) -> str:
    """What the sheet shows, first of all: whether the experts agree, and what their way of joining points decides."""
    who = f"{count(sheet.experts)}位专家给{count(len(sheet.panel.items))}项打分"
    found = sheet.agreement
    if found is None or math.isnan(found.value):
        return f"{who}；不足{FEWEST_ITEMS}项或{FEWEST_EXPERTS}位专家，或各项得分没有差别，不能说明是否一致。"
    joined = totals(sheet.panel)
    span = f"按平均、中位数、去掉最高最低，总分在 {score(min(joined.values()))} 至 {score(max(joined.values()))} 分之间"
    return f"{who}，意见{level(found)}（一致系数 {coefficient(found)}，1为完全一致）；{span}。"


def level(found: Interval) -> str:
    """The word for an agreement; where its interval reaches over more than one word, that is said."""
    low, high = _word(found.low), _word(found.high)
    return _word(found.value) if low == high else f"{_word(found.value)}（项目少，从{low}到{high}都有可能）"


def _word(value: float) -> str:
    return next(word for bound, word in LEVELS if value >= bound)


def coefficient(found: Interval) -> str:
    """A coefficient with its interval."""
    return f"{found.value:.2f}，95%区间 {found.low:.2f} 至 {found.high:.2f}"


def result_rows(sheet: Sheet) -> list[list[str]]:
    """The total by each way of joining, and without each expert, with the difference to the mean."""
    joined = totals(sheet.panel)
    named = {"mean": "各项平均", "median": "各项中位数", "trimmed": "各项去掉最高最低后平均"}
    rows = [(named[name], value) for name, value in joined.items()]
    rows += [(f"不计第{number}位专家", value) for number, value in enumerate(without_each(sheet.panel), start=1)]
    return [[label, score(round(value, 2)), _signed(value - joined["mean"])] for label, value in rows]


def _signed(gap: float) -> str:
    return f"{gap:+.2f}".replace("-", "−") if abs(gap) >= 0.005 else NOTHING


def outside_words(row: Mapping[str, Any]) -> str:
    """Self-evaluations beside the score from outside, of a row of self_against_outside."""
    if not row["scored"] or pd.isna(row["outside_score"]):
        return ""
    gap = row["self_mean"] - row["outside_score"]
    own = f"，该项目自评 {score(row['own_score'])} 分" if pd.notna(row["own_score"]) else ""
    more = "高" if gap > 0 else "低"
    words = f"本部门{count(row['scored'])}个项目自评平均 {score(row['self_mean'])} 分，专家给这一个项目 {score(row['outside_score'])} 分"
    return f"{words}，自评{more} {score(abs(gap))} 分{own}；专家只评了一个项目，不能推及其他。"
