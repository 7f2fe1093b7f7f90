"""Figures of the same departments over years: only departments that every year holds, and what came and went said beside them.

Years are told apart by the same test as districts (apart.py); a total such as the budget is no sample and is not tested.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.compare.apart import FEWEST, Comparison, Pair, compared
from analytics.compare.apart import drawn as drawn_from
from analytics.compare.figures import FIGURES, SUMS, Figure, Sums, groups_of, sums_of
from analytics.compare.words import figure_words, gap_words
from analytics.metrics.backwards import MOST
from analytics.remembered import remembered
from analytics.wording import count, listed, money, shown

SAID = 3
SHOWN = 8  # lines on one chart
TWICE = 2  # times as many forms in one year as in another: their totals are not of the same projects
TESTED = {figure.name: figure for figure in FIGURES}
NO_PROJECTS = pd.DataFrame({"fiscal_year": pd.Series(dtype=float)})
beside = remembered(compared)


@dataclass(frozen=True)
class TrendMeasure:
    """A figure over years: its column in `trends`, the column of its n, the figure by which years are told apart ("" for a total)."""

    name: str
    label: str
    format: str  # rate | score | money
    carried: str
    tested: str


MEASURES: tuple[TrendMeasure, ...] = (
    TrendMeasure("execution_rate", "执行率", "rate", "counted", "execution_weighted"),
    TrendMeasure("score_mean", "自评得分", "score", "scored", "score_stated"),
    TrendMeasure("recomputed_mean", "重算得分", "score", "recomputed", "score_recomputed"),
    TrendMeasure("common_mean", "统一口径得分", "score", "common_scored", "score_common"),
    TrendMeasure("budget", "全年预算", "money", "counted", ""),
)


@dataclass(frozen=True)
class Trend:
    """One district or department: a row of `trends` for each of its years; the first and the last year with projects enough held against each other."""

    name: str
    years: tuple[Mapping[str, Any], ...]
    comparison: Comparison | None

    @property
    def several(self) -> bool:
        """Whether there are years to compare at all."""
        return len(self.years) > 1

    @property
    def uneven(self) -> bool:
        """Whether one end has at least twice as many forms as the other."""
        ends = sorted(row["projects"] for row in (self.years[0], self.years[-1]))
        return ends[1] >= TWICE * ends[0]

    def greyed(self, row: Mapping[str, Any]) -> bool:
        """Whether the rate of this year rests mostly on budgets written backwards."""
        return bool(row["backwards"]) and float(row["backwards_budget"]) >= MOST * float(row["budget"])


def trends_of(
    rows: pd.DataFrame, by: str, measure: TrendMeasure, departments: pd.DataFrame, sums: pd.DataFrame, projects: Callable[[Sequence[str]], pd.DataFrame]
) -> tuple[Trend, ...]:
    """The trends of `trends` by district or department; years are held against each other in those that are said or drawn.

    `departments`: of `trend_departments`; `sums`: of `figure_years` for the figure of the measure; `projects`: gives `compared_projects` of
    districts (or departments) by name, and is asked for those that are drawn from.
    """
    found = tuple(Trend(str(name), tuple(own.sort_values("fiscal_year").to_dict("records")), None) for name, own in rows.groupby(by))
    names = {trend.name for trend in (*[one for one in found if one.several][:SAID], *drawn(found))}
    told = [trend for trend in found if trend.several and trend.name in names]
    if not measure.tested or not told:
        return found
    same = departments.loc[departments["same"].astype(bool), ["district", "department"]].drop_duplicates() if by == "district" else None
    figure = TESTED[measure.tested]
    known = _by_year(_used(sums, figure, same), by)
    needed = tuple(trend.name for trend in told if any(drawn_from([size for _, size in _ends(trend, known)])))
    own = _used(projects(needed), figure, same) if needed else None
    tests = {trend.name: _tested(trend, figure, known, own[own[by] == trend.name] if trend.name in needed else NO_PROJECTS) for trend in told}
    return tuple(replace(trend, comparison=tests.get(trend.name)) for trend in found)


def _used(rows: pd.DataFrame, figure: Figure, same: pd.DataFrame | None) -> pd.DataFrame:
    """Of `figure_years` or of projects what is held against another year: the same departments; no budgets written backwards where it is of rates."""
    if same is not None:
        rows = rows.merge(same, on=["district", "department"])
    return rows[~rows["backwards"].astype(bool)] if figure.format == "rate" else rows


def _by_year(sums: pd.DataFrame, by: str) -> dict[str, dict[str, dict]]:
    """Of each group and year the sums."""
    added = sums.groupby([by, "fiscal_year"], as_index=False)[list(SUMS)].sum()
    return sums_of(added.assign(year=added["fiscal_year"].map(_year)), by, "year")


def _tested(trend: Trend, figure: Figure, known: Mapping[str, Sums], projects: pd.DataFrame) -> Comparison:
    """The first and the last year with projects enough held against each other."""
    sums, sizes = known.get(trend.name, {}), _sizes(trend, known)
    ends = [year for year, _ in _ends(trend, known)]
    groups = groups_of(figure, sums, projects.assign(year=projects["fiscal_year"].map(_year)), ends, "year")
    return replace(beside(groups), too_few={year: size for year, size in sizes if size < FEWEST})


def _sizes(trend: Trend, known: Mapping[str, Sums]) -> list[tuple[str, int]]:
    """Each of its years with the number of projects that the figure can be made of."""
    sums = known.get(trend.name, {})
    years = [_year(row["fiscal_year"]) for row in trend.years]
    return [(year, int(sums[year]["n"]) if year in sums else 0) for year in years]


def _ends(trend: Trend, known: Mapping[str, Sums]) -> list[tuple[str, int]]:
    """The first and the last year with projects enough, or the only one."""
    enough = [one for one in _sizes(trend, known) if one[1] >= FEWEST]
    return [enough[0], enough[-1]] if len(enough) > 1 else enough


def _year(year: float) -> str:
    return f"{year:.0f}年度"


def years_of_project(name: str, forms: pd.DataFrame) -> Trend:
    """The confirmed forms of one project (rows of `trend_project`) as a trend; forms of one year are added up."""
    known = forms[forms["counted"].astype(bool)]
    years = tuple(_year_of_project(year, own) for year, own in known.groupby("fiscal_year"))
    return Trend(name, years, None)


def _year_of_project(year: int, own: pd.DataFrame) -> dict[str, Any]:
    budget, executed = float(own["budget_base"].sum()), float(own["executed"].sum())
    backwards = own[own["backwards"].astype(bool)]
    return {
        "fiscal_year": year, "projects": len(own), "counted": len(own), "budget": budget, "executed": executed,
        "execution_rate": executed / budget if budget else math.nan, "backwards": len(backwards), "backwards_budget": float(backwards["budget_base"].sum()),
    }  # fmt: skip


def drawn(found: Sequence[Trend]) -> tuple[Trend, ...]:
    """Those with several years, the largest budgets first, as many as a chart can hold; single years fill what room is left."""
    ordered = sorted(found, key=lambda trend: (not trend.several, -float(trend.years[-1]["budget"] or 0)))
    return tuple(ordered[:SHOWN])


def trend_sentence(found: Sequence[Trend], measure: TrendMeasure) -> str:
    """What may be said of each that has several years; else what is missing."""
    several = [trend for trend in found if trend.several]
    if not several:
        return missing_sentence(found)
    alone = [trend for trend in found if not trend.several]
    rest = f"{listed([trend.name for trend in alone])}只有一个年度，不画线。" if alone else ""
    more = f"其余{count(len(several) - SAID)}个见下表。" if len(several) > SAID else ""
    return "".join(_said(trend, measure) for trend in several[:SAID]) + more + rest


def missing_sentence(found: Sequence[Trend]) -> str:
    """What must be imported before anything can be said over years."""
    known = [f"{trend.name}只有{trend.years[0]['fiscal_year']:.0f}年度" for trend in found]
    return f"{listed(known, 4) if known else '当前范围内没有年度、部门都写明的自评表'}；再导入同一部门另一个年度的自评表，这里就会有历年变化。"


def _said(trend: Trend, measure: TrendMeasure) -> str:
    first, last = trend.years[0], trend.years[-1]
    ends = "到".join(f"{row['fiscal_year']:.0f}年度的 {shown(row[measure.name], measure.format)}" for row in (first, last))
    return f"{trend.name}{measure.label}从{ends}：{_verdict(trend, measure)}。"


def _verdict(trend: Trend, measure: TrendMeasure) -> str:
    if trend.comparison is None:
        before, after = (row[measure.name] for row in (trend.years[0], trend.years[-1]))
        if trend.uneven:
            return f"自评表有{count(trend.years[0]['projects'])}张和{count(trend.years[-1]['projects'])}张，不是同一批项目，合计数不能相比"
        return f"{'增加' if after >= before else '减少'} {money(abs(after - before))}" if pd.notna(before) and pd.notna(after) else "有一个年度没有这个数字"
    few = "、".join(f"{year}可用的项目只有{count(size)}个" for year, size in trend.comparison.too_few.items())
    if not trend.comparison.pairs:
        return f"{few}（少于{FEWEST}个），不作高低判断"
    (tested,) = trend.comparison.pairs
    rest = f"（{few}，不作判断）" if few else ""
    return f"{_apart(tested, TESTED[measure.tested])}{rest}"


def _apart(tested: Pair, figure: Figure) -> str:
    between = f"{tested.one}与{tested.other}"
    if not tested.apart:
        return f"{between}差异不显著，再拉大 {gap_words(figure, tested.lacking)}才分得出"
    return f"{tested.other}比{tested.one}{'下降' if tested.difference.value > 0 else '上升'} {gap_words(figure, tested.difference.value)}，差异显著"


def moves(departments: pd.DataFrame) -> tuple[str, ...]:
    """Which departments are left out of the trend of their district, and in which years they are there and are not."""
    several = departments[(departments["district_years"] > 1) & ~departments["same"].astype(bool)]
    years = {district: sorted(own["fiscal_year"].unique()) for district, own in departments.groupby("district")}
    return tuple(_move(str(name), own, years[district]) for (district, name), own in several.groupby(["district", "department"]))


def _move(name: str, rows: pd.DataFrame, years: Sequence[int]) -> str:
    own = sorted(rows["fiscal_year"])
    known = "、".join(f"{row['fiscal_year']:.0f}年度（{count(row['projects'])}个项目）" for row in rows.to_dict("records"))
    lacking = "、".join(f"{year:.0f}" for year in years if year not in own)
    way = "新进入" if own[-1] == years[-1] and own[0] != years[0] else "已退出" if own[0] == years[0] and own[-1] != years[-1] else "时有时无"
    return f"{name}{way}：有{known}，没有{lacking}年度"


def trend_rows(found: Sequence[Trend]) -> list[list[str]]:
    """The table under the picture: whose, year, departments, projects, then every measure with its n."""
    return [
        [trend.name, f"{row['fiscal_year']:.0f}", count(row["departments"]), count(row["projects"]), *(_cell(row, measure) for measure in MEASURES)]
        for trend in found for row in trend.years
    ]  # fmt: skip


def _cell(row: Mapping[str, Any], measure: TrendMeasure) -> str:
    return f"{shown(row[measure.name], measure.format)}（n={count(row[measure.carried])}）"


def trend_title(found: Sequence[Trend], measure: TrendMeasure) -> str:
    """The finding that stands on the chart."""
    apart = [trend.name for trend in found if trend.comparison and trend.comparison.separable]
    if apart:
        return f"{measure.label}历年有显著变化的：{listed(apart)}"
    tested = [trend for trend in found if trend.comparison and trend.comparison.pairs]
    if tested:
        return f"{measure.label}历年的变化分不出高低"
    return f"{measure.label}历年情况{'：项目太少，不比高低' if measure.tested else ''}"


def figure_label(measure: TrendMeasure, value: float) -> str:
    """A point's words on the chart."""
    return figure_words(TESTED[measure.tested], value) if measure.tested else money(value)
