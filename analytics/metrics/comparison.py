"""What makes districts hard to compare, in words made from the data: never a rank, never a winner.

Works on tables of the metrics `comparison` (by district), `compare_measures` and `scoring_rules`; no SQL here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz

from analytics.metrics.backwards import SHORT, WHY
from analytics.metrics.cards import card_of
from analytics.wording import count, rate, score, shown

SMALL_NUMBER = 30
ALIKE = 75  # of 100: 城市管理监督指挥中心 and 城市管理指挥中心 are the same office, 政务服务管理局 is not

# Every measure of the table, in the order it is read: column, what carries it (a column of counts, or None).
MEASURES: tuple[tuple[str, str | None], ...] = (
    ("projects", None),
    ("budget", "counted"),
    ("executed", "counted"),
    ("unspent", "counted"),
    ("contradicted_budget", "counted"),
    ("execution_rate", "counted"),
    ("median_rate", "rated"),
    ("below", "counted"),
    ("below_share", "rated"),
    ("revision_rate", "stepped_projects"),
    ("outturn_deviation", "stepped_projects"),
    ("score_mean", "scored"),
    ("score_median", "scored"),
    ("contradicted_scores", "scored"),
    ("common_mean", None),
    ("output_attainment", "output_scored"),
    ("benefit_attainment", "benefit_scored"),
    ("satisfaction_attainment", "satisfaction_scored"),
)


@dataclass(frozen=True)
class Caveat:
    """One reason why figures of districts do not stand on the same ground."""

    title: str
    text: str


def side_by_side(comparison: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """One row a district with the columns of both metrics, in the order of the names."""
    further = [column for column in measures.columns if column == "district" or column not in comparison.columns]
    return comparison.merge(measures[further], on="district", how="left").sort_values("district").reset_index(drop=True)


def caveats(districts: pd.DataFrame, scoring: pd.DataFrame) -> list[Caveat]:
    """The reasons that hold for these districts, the gravest first; `districts` as side_by_side gives it."""
    rows = districts.to_dict("records")
    found = [_years(rows), _rules(districts["district"], scoring), _backwards(rows), _scores(rows), _departments(rows), _numbers(rows)]
    return [caveat for caveat in found if caveat]


def years_words(districts: pd.DataFrame) -> str:
    """The years of each district (rows with `district` and `years`) for the note of a chart; that they differ is said first."""
    rows = districts.to_dict("records")
    same = len({row["years"] for row in rows}) <= 1
    return f"年度：{rows[0]['years'] if rows else '不详'}" if same else "年度不同：" + "；".join(f"{row['district']} {row['years']}" for row in rows)


def _years(rows: Sequence[dict]) -> Caveat | None:
    if len({row["years"] for row in rows}) == 1 and "、" not in str(rows[0]["years"]):
        return None
    return Caveat("年度不同", "；".join(f"{row['district']}为{row['years']}年度" for row in rows) + "。不同年度的预算安排和工作任务不同。")


def _rules(districts: Iterable[str], scoring: pd.DataFrame) -> Caveat | None:
    """Rules differ where some district scores execution otherwise than by its rate; the widest case is told in figures."""
    said, differs = [], False
    for district in districts:
        own = scoring[scoring["district"] == district]
        if own.empty:
            continue
        row = own.iloc[0].to_dict()
        differs = differs or bool(row["off"])
        said.append(f"{district}{_rule_words(row)}")
    return Caveat("执行率计分规则不同", "；".join(said) + "。两种规则下的得分不能直接相比。") if differs else None


def _rule_words(row: dict) -> str:
    if not row["off"]:
        return f"{count(row['scored'])}个项目都按“执行率×分值”计分"
    return (
        f"{count(row['scored'])}个项目中有{count(row['off'])}个不按“执行率×分值”计分，如“{row['name']}”执行率"
        f"{rate(row['execution_rate'])}得{score(row['execution_score'])}分（分值{score(row['execution_weight'])}）"
    )


def _backwards(rows: Sequence[dict]) -> Caveat | None:
    said = [row for row in rows if row["backwards"]]
    if not said:
        return None
    words = "；".join(f"{row['district']}{count(row['backwards'])}个项目（占本区预算{rate(row['backwards_budget'] / row['budget'])}）" for row in said)
    return Caveat(SHORT, f"{words}所在的部门{WHY}，执行率接近100%不说明执行得好。")


def _scores(rows: Sequence[dict]) -> Caveat | None:
    missing = [row for row in rows if row["unscored"]]
    if not missing:
        return None
    words = "；".join(f"{row['district']}{count(row['projects'])}个项目中{count(row['unscored'])}个没有总分" for row in missing)
    return Caveat("得分缺失", f"{words}。没有得分不等于零分，均值只代表有得分的项目。")


def _departments(rows: Sequence[dict]) -> Caveat | None:
    groups = [{plain_office(name, row["district"]) for name in str(row["department_names"]).split("、")} for row in rows]
    if all(group == groups[0] for group in groups):
        return None
    words = "；".join(f"{row['district']}只有{row['department_names']}" for row in rows)
    return Caveat("部门不同", f"{words}。这些部门的数据不能代表全区。")


def _numbers(rows: Sequence[dict]) -> Caveat | None:
    small = [f"{row['district']}{count(row['projects'])}个" for row in rows if row["projects"] < SMALL_NUMBER]
    return Caveat("项目太少", f"{'、'.join(small)}项目，一两个项目就能改变均值和比率。") if small else None


def plain_office(department: str, district: str | None) -> str:
    """The name of an office without its place, to set like beside like."""
    return re.sub(r"^(北京市)?", "", department).removeprefix(district or "")


def like_departments(pairs: pd.DataFrame, districts: Sequence[str]) -> tuple[str, ...]:
    """Departments of these districts that have a like one in every other of them; `pairs` has columns district, department.

    Empty where there is none, or where no department would be left out.
    """
    known = pairs[pairs["district"].isin(districts)][["district", "department"]].dropna().drop_duplicates()
    offices = {district: list(group["department"]) for district, group in known.groupby("district")}
    if len(offices) < 2:
        return ()
    plain = {district: {plain_office(name, district) for name in own} for district, own in offices.items()}
    like = tuple(sorted(name for district, own in offices.items() for name in own if _has_like(plain_office(name, district), district, plain)))
    return like if len(like) < len(known) and {*known[known["department"].isin(like)]["district"]} == {*offices} else ()


def _has_like(name: str, district: str, offices: dict[str, set[str]]) -> bool:
    """Whether every other district has an office of this name or one much like it; names are without their place."""
    others = (own for place, own in offices.items() if place != district)
    return all(name in own or any(fuzz.ratio(name, other) >= ALIKE for other in own) for own in others)


def measure_rows(districts: pd.DataFrame) -> list[list[str]]:
    """The table of all measures: the label, then one text a district, with what carries it in brackets."""
    rows = districts.to_dict("records")
    return [[card_of(name, "comparison").label, *(_worded(row, name, carried) for row in rows)] for name, carried in MEASURES]


def _worded(row: dict, name: str, carried: str | None) -> str:
    if carried and not row[carried]:
        return "—（n=0）"  # nothing carries it: neither none nor zero
    words = shown(row[name], card_of(name, "comparison").format)
    return f"{words}（n={count(row[carried])}）" if carried else words
