"""Like with like: the execution rate of each class of project, or of each function of department, over districts, and how much of
the money that covers. Projects of departments whose budgets are written backwards say nothing of spending and stay out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.compare.apart import FEWEST, Comparison, compared
from analytics.compare.figures import FIGURES, groups_of, sums_of
from analytics.compare.words import verdict
from analytics.metrics.backwards import SHORT
from analytics.remembered import remembered
from analytics.store.project_classes import REST
from analytics.wording import count, money, rate

FIGURE = next(figure for figure in FIGURES if figure.name == "execution_weighted")
SHARED = 2  # districts that must have a class before it can be set side by side


@dataclass(frozen=True)
class Grouping:
    """By what like is set beside like: a column of the tables, and its words."""

    column: str
    unit: str  # what one of them is called
    each: str  # after a name


CLASSES = Grouping("project_class", "项目类别", "类")
FUNCTIONS = Grouping("function", "部门职能", "部门")


@dataclass(frozen=True)
class ClassRow:
    """One class of project or function of department: its comparison, and of each district {name: the row of its sums}."""

    name: str
    districts: Mapping[str, Mapping]
    comparison: Comparison

    @property
    def comparable(self) -> bool:
        """Whether at least two districts have projects enough."""
        return len(self.comparison.groups) >= SHARED


@remembered
def by_group(groups: pd.DataFrame, sums: pd.DataFrame, projects: pd.DataFrame, names: Sequence[str], by: Grouping = CLASSES) -> tuple[ClassRow, ...]:
    """What at least two of these districts have, largest first, of `compare_classes` (or sums by function).

    `sums`: of `class_sums` (or its like by function); `projects`: of `compared_projects`, of the districts in `drawn_from` at least.
    """
    shared = _shared(groups, by)
    order = shared.groupby(by.column)["budget"].sum().sort_values(ascending=False).index
    used, known = projects[~projects["backwards"].astype(bool)], sums_of(sums, by.column)
    compares = {name: compared(groups_of(FIGURE, known.get(name, {}), used[used[by.column] == name], names)) for name in order}
    rows = {name: own.to_dict("records") for name, own in shared.groupby(by.column)}
    return tuple(ClassRow(name, {row["district"]: row for row in rows[name]}, compares[name]) for name in order)


def coverage(groups: pd.DataFrame, names: Sequence[str], by: Grouping = CLASSES) -> dict[str, float]:
    """Of each district, the share of its counted budget that stands in groups the others have too."""
    shared = _shared(groups, by).groupby("district")["budget_share"].sum()
    return {name: float(shared.get(name, 0.0)) for name in names}


def _shared(groups: pd.DataFrame, by: Grouping) -> pd.DataFrame:
    """The groups that several districts have; 其他 is none: its projects have nothing in common."""
    return groups[(groups["districts"] >= SHARED) & (groups[by.column] != REST)]


def groups_sentence(rows: Sequence[ClassRow], covered: Mapping[str, float], groups: pd.DataFrame, by: Grouping = CLASSES) -> str:
    """What may be said group by group, first whether anything may be said at all; what stays out is said last."""
    left = groups["backwards"].sum()
    apart = f"另有{count(left)}个项目（预算 {money(groups['backwards_budget'].sum())}）所在部门{SHORT}，不参与对比。" if left else ""
    if not rows:
        return f"没有两个区都有的{by.unit}，不能按{by.unit}对比。{apart}"
    names = "、".join(row.name for row in rows)
    shares = "、".join(f"{name}预算的{rate(share)}" for name, share in covered.items())
    said = [f"{row.name}{by.each}：{verdict(row.comparison, FIGURE).split('：', 1)[1]}" for row in rows if row.comparable]
    verdicts = "".join(said) if said else f"每一种都至少有一个区不足{FEWEST}个项目，只能并列，不能比高低。"
    return f"两区以上都有的{by.unit}是{names}（{count(len(rows))}种），覆盖{shares}。{verdicts}{apart}"


def standing(row: ClassRow) -> str:
    """Whether this class may be compared, in a few words."""
    if not row.comparable:
        return f"项目不足{FEWEST}个，不作比较"
    return "能分出高低" if row.comparison.separable else "差异不显著"
