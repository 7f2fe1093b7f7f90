"""What every page asks when it is opened: one place for the measurement and for the test that no page asks anything else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analytics.metrics import Filters, run
from analytics.metrics.filters import NO_FILTERS
from analytics.metrics.runner import Contradicted, Snapshot

LOW = Filters(rate_max=0.8)


@dataclass(frozen=True)
class Question:
    """A metric as a page asks it; `low` only of projects under 80 %, `chosen` with every district chosen by name."""

    metric: str
    by: str | None = None
    low: bool = False
    chosen: bool = False
    parameters: tuple[tuple[str, float | str], ...] = ()

    @property
    def words(self) -> str:
        """The question in a few letters: metric, dimension, and what it is narrowed to."""
        return f"{self.metric}{f' by {self.by}' if self.by else ''}{' (低于80%)' if self.low else ''}"

    def ask(self, snapshot: Snapshot, districts: tuple[str, ...], contradicted: Contradicted) -> pd.DataFrame:
        """The answer that the page gets."""
        filters = LOW if self.low else NO_FILTERS
        if self.chosen:
            filters = replace(filters, districts=districts)
        return run(snapshot, self.metric, filters, self.by, contradicted, **dict(self.parameters))


def _asked(*names: str) -> tuple[Question, ...]:
    """`metric`, `metric by dimension`, a minus before it for projects under 80 % alone."""
    asked = (name.removeprefix("-").partition(" by ") for name in names)
    return tuple(Question(metric, by or None, name.startswith("-")) for name, (metric, _, by) in zip(names, asked))


COMPARED = ("compare_offered", "comparison by district", "comparison_basis", "compare_measures", "compare_scoring")


def _compared(*names: str) -> tuple[Question, ...]:
    return tuple(replace(one, chosen=one.metric != "compare_offered") for one in _asked(*COMPARED, *names))


PAGES: dict[str, tuple[Question, ...]] = {
    "总览": _asked("filter_options", "summary", "standouts", "in_doubt", "summary by department", "project_list", "money_tree"),
    "执行率": _asked(
        "filter_options", "-summary", "summary", "summary by department", "execution_distribution", "project_list", "-execution_list", "without_rate"
    ),
    "预决算差异": _asked(
        "filter_options", "variance_steps", "variance_projects", "variance_parts", "variance_parts by department", "variance_reasons", "variance_left_out"
    ),
    "预决算差异·部门": _asked("filter_options", "variance_classes", "variance_departments", "compare_offered"),
    "得分分布": _asked(
        "filter_options", "score_summary", "grades", "attainment_dimension", "summary", "project_list", "score_against_execution", "attainment",
        "grades by department", "three_scores",
    ),
    "区际对比·分得出高低吗": _compared("project_list"),
    "区际对比·同类项目": _compared("compare_classes", "project_list", "unit_costs"),
    "区际对比·同职能部门": _compared("compare_departments", "project_list"),
    "区际对比·逐个项目": _compared("compare_rates"),
    "区际对比·历年变化": _compared("trend_departments", "trends by district", "project_list", "link_candidates"),
    "区际对比·全部指标": _compared(),
    "部门决算": _asked("filter_options", "account_totals", "department_evaluation", "account_lines", "variance_departments", "claims_projects"),
    "部门决算·执行率口径": _asked("filter_options", "execution_ways"),
    "同类情形评分不一": _asked("filter_options", "uneven_marks", "uneven_members"),
    "表格雷同": _asked("filter_options", "form_groups"),
    "审计疑点": _asked("filter_options", "project_list"),
    "专家评分": _asked("filter_options", "expert_items", "self_against_outside"),
    "项目档案·选择": _asked("filter_options", "project_list", "indicator_projects"),
    "项目档案": _asked("project_standing", "link_candidates", "trend_project"),
    "规则说明": _asked("rule_set_forms"),
    "搜索": _asked("search_names"),
}  # fmt: skip
