"""What every page asks when it is opened: one place for the measurement and for the test that no page asks anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from analytics.metrics import METRICS, Filters, Part, run
from analytics.metrics.filters import NO_FILTERS
from analytics.metrics.parts import EVERY
from analytics.metrics.runner import Contradicted, Snapshot
from pages._paged import SIZE
from pages._points import (
    DEPARTMENTS,
    FUNNEL_COLUMNS,
    LANE_COLUMNS,
    MOST,
    MOVED_COLUMNS,
    NO_ROWS,
    RATE_COLUMNS,
    RATED,
    SCORE_COLUMNS,
    SCORING_COLUMNS,
    STRIP_COLUMNS,
)

LOW = Filters(rate_max=0.8)


@dataclass(frozen=True)
class Question:
    """A metric as a page asks it, or a part of it.

    `low`: only of projects under 80 %; `chosen`: with so many districts chosen by name; `departments`: of so many departments alone;
    `named`: of the projects that findings contradict.
    """

    metric: str
    by: str | None = None
    low: bool = False
    chosen: int = 0
    part: Part | None = None
    departments: int = 0
    named: bool = False

    @property
    def words(self) -> str:
        """The question in a few letters: metric, dimension, and what it is narrowed to."""
        return f"{self.metric}{f' by {self.by}' if self.by else ''}{' (低于80%)' if self.low else ''}{self._part_words}"

    @property
    def _part_words(self) -> str:
        if self.part is None:
            return ""
        if not self.part.columns:
            return " 计数"
        return " 抽样" if self.part.sampled else f" 前{self.part.most}行" if self.part.most < EVERY else ""

    def ask(self, snapshot: Snapshot, districts: tuple[str, ...], departments: tuple[str, ...], contradicted: Contradicted) -> pd.DataFrame:
        """The answer that the page gets; `districts` are all there are, `departments` some."""
        filters = LOW if self.low else NO_FILTERS
        if self.chosen:
            filters = replace(filters, districts=districts[: self.chosen])
        if self.departments:
            filters = replace(filters, departments=departments[: self.departments])
        asked = {"ids": (*contradicted.money, *contradicted.score)} if self.named else {}
        if self.metric == "uneven_members":
            asked = {"fact": _widest(snapshot)}
        part = self.part
        if part is not None and part.sampled:
            part = replace(part, sampled=_number(snapshot, self.metric, filters))
        return run(snapshot, self.metric, filters, self.by, contradicted, part, **asked)


@cache
def _number(snapshot: Snapshot, metric: str, filters: Filters) -> int:
    """How many rows there are, which the page has asked before."""
    return int(run(snapshot, metric, filters, part=Part()).iloc[0]["rows"])


@cache
def _widest(snapshot: Snapshot) -> str:
    """The fact whose members the page opens with."""
    return str(run(snapshot, "uneven_marks", part=Part(("fact",), 1))["fact"].get(0, ""))


def _asked(*names: str) -> tuple[Question, ...]:
    """`metric`, `metric by dimension`, a minus before it for projects under 80 % alone."""
    asked = (name.removeprefix("-").partition(" by ") for name in names)
    return tuple(Question(metric, by or None, name.startswith("-")) for name, (metric, _, by) in zip(names, asked))


def _counted(metric: str, where: tuple = (), sums: tuple[str, ...] = (), low: bool = False) -> Question:
    return Question(metric, low=low, part=Part(where=where, sums=sums))


def _first(metric: str, columns: Sequence[str], most: int, low: bool = False, **more: Any) -> Question:
    return Question(metric, low=low, part=Part(tuple(columns), most, **more))


def _points(metric: str, columns: Sequence[str]) -> tuple[Question, ...]:
    return Question(metric, part=Part()), _sampled(metric, columns)


def _sampled(metric: str, columns: Sequence[str]) -> Question:
    return Question(metric, part=Part(tuple(columns), MOST, sampled=1))


OPENED, TOLD, ALL = 2, 11, 10_000
"""Districts that 区际对比 opens with; of which it says or draws how they went over the years; more than there are."""
COMPARING = ("compare_offered", "comparison by district", "comparison_basis", "compare_measures", "scoring_rules")
CHOOSER = ("project_id", "name", "department", "fiscal_year", "budget_base", "executed", "execution_rate", "score_stated", "standing")
LISTED = (
    "project_id", "name", "execution_rate", "budget_base", "executed", "unspent", "department", "deviation_reason", "score_stated", "standing",
    "unit_status", "district", "fiscal_year", "initial_budget", "revised_budget",
)  # fmt: skip
THREE = tuple(name for name in METRICS["three_scores"].columns if name != "score_spread")
COSTS = ("project_id", "name", "project_class", "district", "fiscal_year", "quantity", "quantity_unit", "quantity_said", "executed", "unit_cost")
LEFT = (("unspent", ">", 0.0),)
KNOWN = (("score_stated", ">", -1e9), ("score_common", ">", -1e9))
BY_DEPARTMENT = Question("summary", "department", part=DEPARTMENTS)
FACTS = ("fact", "fact_label", "spread", "within", "lowest", "highest", "indicators", "departments", "fiscal_year", "fact_kind")
MEMBERS = ("project_id", "name", "department", "level3", "target", "actual", "weight", "score", "share", "sheet", "cell")


def _compared(chosen: int, *more: Question) -> tuple[Question, ...]:
    return tuple(replace(one, chosen=0 if one.metric == "compare_offered" else chosen) for one in (*_asked(*COMPARING), *more))


def _comparing(name: str, *more: Question, drawn: tuple[int, int] | None = None, every: tuple[Question, ...] = ()) -> dict[str, tuple[Question, ...]]:
    """A part of 区际对比 as it opens and with every district chosen, which takes the questions in `every` besides.

    `drawn`: of how many of these it asks for the projects, none being a question too.
    """
    pages = {}
    for at, (words, chosen) in enumerate({"两个区，打开时": OPENED, "全部区": ALL}.items()):
        rows = () if drawn is None else (Question("compared_projects", chosen=drawn[at] or chosen, part=None if drawn[at] else NO_ROWS),)
        pages[f"区际对比·{name}（{words}）"] = (*_compared(chosen, *more, *(every if at else ())), *rows)
    return pages


PAGES: dict[str, tuple[Question, ...]] = {
    "总览": (
        *_asked("filter_options", "summary", "standouts", "in_doubt", "money_tree"), BY_DEPARTMENT,
        _first("project_list", RATE_COLUMNS, 6, where=LEFT, foremost="unspent"), _counted("project_list", LEFT, ("unspent",)),
    ),
    "执行率": (
        *_asked("filter_options", "-summary", "summary", "execution_distribution"), BY_DEPARTMENT, *_points("project_list", RATE_COLUMNS),
        _first("project_list", RATE_COLUMNS, 12, low=True, where=RATED, foremost="unspent"),
        _first("project_list", RATE_COLUMNS, 1, low=True, where=RATED, foremost="budget_base"),
        _counted("project_list", RATED), _counted("execution_list", low=True), _first("execution_list", LISTED, SIZE, low=True),
        _counted("without_rate"), _first("without_rate", ("project_id", "name", "department", "fiscal_year", "label"), 200),
    ),
    "预决算差异": (
        *_asked("filter_options", "variance_steps", "variance_parts", "variance_parts by department", "variance_reasons"),
        _first("variance_projects", MOVED_COLUMNS, 10), _counted("variance_projects", (("moved", ">", 0.005),)), _counted("variance_projects"),
        _first("variance_projects", (*MOVED_COLUMNS, "standing"), SIZE), _counted("variance_left_out"),
        _first("variance_left_out", ("project_id", "name", "department", "fiscal_year", "reason"), 200),
    ),
    "预决算差异·部门": _asked("filter_options", "variance_classes", "variance_departments", "compare_offered"),
    "得分分布": (
        *_asked(
            "filter_options", "score_summary", "grades", "attainment_dimension", "summary", "attainment", "grades by department", "three_scores_apart"
        ),
        _counted("project_list"), Question("project_list", part=Part(STRIP_COLUMNS), departments=15),
        *_points("score_against_execution", SCORE_COLUMNS), _first("score_against_execution", SCORE_COLUMNS, 12, low=True, foremost="score_stated"),
        _counted("score_against_execution", (("score_stated", ">=", 90.0),), low=True),
        _first("three_scores", THREE, 200, foremost="score_spread"),
    ),
    "得分分布·丢分的指标": _asked("filter_options", "attainment_lines"),
    **_comparing("分得出高低吗", *_asked("figure_sums by district"), drawn=(0, 0)),
    **_comparing("同类项目", *_asked("compare_classes", "class_sums", "unit_cost_spans"), _first("unit_costs", COSTS, SIZE), drawn=(OPENED, 0)),
    **_comparing("同职能部门", *_asked("compare_departments", "figure_years"), drawn=(OPENED, 0)),
    **_comparing(
        "逐个项目",
        *_asked("funnel_spread", "rate_lanes"),
        _first("funnel_projects", FUNNEL_COLUMNS, MOST),
        _sampled("compare_scoring", SCORING_COLUMNS), _first("compare_scoring", SCORING_COLUMNS, 12, foremost="score_distance"),
        _sampled("compare_rates", LANE_COLUMNS),
        every=(_first("funnel_projects", FUNNEL_COLUMNS, MOST // 2, where=(("away", ">", 3.09),)),),
    ),
    **_comparing("历年变化", *_asked("trend_departments", "trends by district", "figure_years"), drawn=(OPENED, TOLD)),
    **_comparing("全部指标"),
    "部门决算": _asked("filter_options", "account_totals", "department_evaluation", "account_lines", "variance_departments", "claims_projects"),
    "部门决算·执行率口径": _asked("filter_options", "execution_ways"),
    "同类情形评分不一": (
        *_asked("filter_options"), _counted("uneven_marks"), _first("uneven_marks", FACTS, 12), _first("uneven_marks", FACTS, SIZE),
        _first("uneven_members", MEMBERS, 200),
    ),
    "表格雷同": _asked("filter_options", "form_groups"),
    "疑点清单": (*_asked("filter_options"), _counted("project_list"), Question("named_projects", named=True)),
    "专家评分": _asked("filter_options", "expert_items", "self_against_outside"),
    "项目档案·选择": (*_asked("filter_options", "indicator_projects"), _counted("project_list"), _first("project_list", CHOOSER, SIZE)),
    "项目档案": (*_asked("project_standing", "trend_project"), Question("link_candidates", departments=1)),
    "规则说明": _asked("rule_set_forms"),
    "搜索": _asked("search_names"),
}  # fmt: skip
