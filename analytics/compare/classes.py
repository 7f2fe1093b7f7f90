"""Like with like: the execution rate of each class of project over districts, and how much of the money that covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.compare.apart import FEWEST, Comparison, compared
from analytics.compare.figures import FIGURES, sample
from analytics.compare.words import verdict
from analytics.remembered import remembered
from analytics.store.project_classes import REST
from analytics.wording import count, rate

FIGURE = next(figure for figure in FIGURES if figure.name == "execution_weighted")
SHARED = 2  # districts that must have a class before it can be set side by side


@dataclass(frozen=True)
class ClassRow:
    """One class of project: its comparison, and of each district {name: the row of compare_classes}."""

    name: str
    districts: Mapping[str, Mapping]
    comparison: Comparison

    @property
    def comparable(self) -> bool:
        """Whether at least two districts have projects enough."""
        return len(self.comparison.groups) >= SHARED


@remembered
def by_class(classes: pd.DataFrame, projects: pd.DataFrame, names: Sequence[str]) -> tuple[ClassRow, ...]:
    """The classes that at least two of these districts have, largest first, of `compare_classes` and `project_list`."""
    shared = _shared(classes)
    order = shared.groupby("project_class")["budget"].sum().sort_values(ascending=False).index
    return tuple(_row(name, shared[shared["project_class"] == name], projects[projects["project_class"] == name], names) for name in order)


def _row(name: str, rows: pd.DataFrame, projects: pd.DataFrame, names: Sequence[str]) -> ClassRow:
    samples = [sample(FIGURE, district, projects[projects["district"] == district]) for district in names]
    return ClassRow(name, {row["district"]: row for row in rows.to_dict("records")}, compared(samples))


def coverage(classes: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """Of each district, the share of its counted budget that stands in classes the others have too."""
    shared = _shared(classes).groupby("district")["budget_share"].sum()
    return {name: float(shared.get(name, 0.0)) for name in names}


def _shared(classes: pd.DataFrame) -> pd.DataFrame:
    """The classes that several districts have; 其他 is no class: its projects have nothing in common."""
    return classes[(classes["districts"] >= SHARED) & (classes["project_class"] != REST)]


def classes_sentence(rows: Sequence[ClassRow], covered: Mapping[str, float]) -> str:
    """What may be said class by class, first whether anything may be said at all."""
    if not rows:
        return "没有两个区都有的项目类别，不能按类别对比。"
    names = "、".join(row.name for row in rows)
    shares = "、".join(f"{name}预算的{rate(share)}" for name, share in covered.items())
    said = [f"{row.name}类：{verdict(row.comparison, FIGURE).split('：', 1)[1]}" for row in rows if row.comparable]
    verdicts = "".join(said) if said else f"每一类都至少有一个区不足{FEWEST}个项目，只能并列，不能比高低。"
    return f"两区以上都有的类别是{names}（{count(len(rows))}类），覆盖{shares}。{verdicts}"


def standing(row: ClassRow) -> str:
    """Whether this class may be compared, in a few words."""
    if not row.comparable:
        return f"项目不足{FEWEST}个，不作比较"
    return "能分出高低" if row.comparison.separable else "差异不显著"
