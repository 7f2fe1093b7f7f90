"""Page 得分分布: what scores the forms give, to whom, for what, and beside which execution rates.

Scores are points of 100 as stated in the forms; attainment is score / weight, a ratio.
A form without a score stands in a row of its own in grey: it is counted, never drawn at zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import BREAK, plain, sampled, wrapped
from analytics.charts.placement import name_points
from analytics.remembered import remembered
from analytics.wording import count, percent, rate, score

GRADES = {"优": "#1c5d85", "良": "#8fb5c9", "中": "#eabf93", "差": "#a8480a", "未评分": theme.GREY_SOFT}
DIMENSIONS = dict(zip(("产出", "效益", "满意度", "成本"), theme.PALETTE, strict=False))
HIGH_SCORE = 90
MOST_DEPARTMENTS = 15
FEW = 10  # indicators under which a rate is shown but not called the lowest
HEIGHT = 420  # of charts that stand side by side
TWENTIETHS = [step / 20 for step in range(21)]
SHADE = "#fbf1e6"
PLOT = (470, 270)  # pixels of the plot at the width it usually has


@remembered
def totals(frame: pd.DataFrame, source: str, whole: pd.DataFrame | None = None) -> go.Figure:
    """Every scored project as a dot by department, with the median; departments without scores say so. From `project_list`.

    `whole`: `grades` by department, where the frame holds a sample of the largest departments alone.
    """
    frame = frame.fillna({"department": "未注明部门", "district": "未注明区"})
    sizes = frame["department"].value_counts() if whole is None else whole.groupby("department")["projects"].sum()
    drawn = frame[frame["department"].isin(_largest(sizes))]
    scored, groups = frame.dropna(subset=["score_stated"]), list(_groups(drawn))
    subtitle = f"每点一个项目，竖线为中位数；n={count(drawn['score_stated'].count())}个有总分的项目{_part(len(sizes))}"
    numbers = _numbers(frame, scored) if whole is None else _numbers_of_grades(whole)
    figure = theme.figure(_totals_title(*numbers), subtitle, height=max(160 + 78 * len(groups), HEIGHT))
    districts = sorted(frame["district"].unique())
    for place, (_, district, rows) in enumerate(groups):
        _add_strip(figure, place, rows.dropna(subset=["score_stated"]), theme.district_colour(district, districts))
    lowest = scored["score_stated"].min() if len(scored) else 60
    figure.update_xaxes(title="自评得分（分）", range=[min(lowest - 2, 88), 100.8])
    labels = [_group_label(name, rows) for name, _, rows in groups]
    figure.update_yaxes(tickvals=list(range(len(groups))), ticktext=labels, range=[-0.6, len(groups) - 0.4], showgrid=False)
    for place, (_, _, rows) in enumerate(groups):
        if rows["score_stated"].isna().all():
            figure.add_annotation(x=0.5, xref="paper", y=place, text=f"{count(len(rows))}张表没有总分，不参与比较", showarrow=False, font={"color": theme.GREY})
    return theme.source_note(figure, source)


def _largest(sizes: pd.Series) -> pd.Index:
    """The departments with most projects, as many as a chart can hold."""
    return sizes.nlargest(MOST_DEPARTMENTS).index


def _part(departments: int) -> str:
    return f"；共{count(departments)}个部门，只画项目最多的{MOST_DEPARTMENTS}个" if departments > MOST_DEPARTMENTS else ""


def _groups(frame: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Departments, the lowest median at the bottom, those without scores under it."""
    medians = frame.groupby("department")["score_stated"].median().sort_values(na_position="first")
    for department in medians.index:
        rows = frame[frame["department"] == department]
        yield department, rows["district"].iloc[0], rows


def _group_label(department: str, rows: pd.DataFrame) -> str:
    return f"{wrapped(department, 22)}<br>n={count(rows['score_stated'].notna().sum())}"


def _add_strip(figure: go.Figure, place: int, rows: pd.DataFrame, colour: str) -> None:
    if rows.empty:
        return
    rows = rows.sort_values("score_stated")
    figure.add_scatter(
        x=rows["score_stated"],
        y=[place + shift for shift in _spread(rows["score_stated"])],
        mode="markers",
        marker={"color": colour, "size": 10, "opacity": 0.75, "line": {"color": "white", "width": 1}},
        customdata=rows[["project_id"]],
        hovertext=[_point_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
        showlegend=False,
    )
    middle = rows["score_stated"].median()
    line = {"color": theme.INK, "width": 2}
    figure.add_scatter(x=[middle, middle], y=[place - 0.36, place + 0.36], mode="lines", line=line, hoverinfo="skip", showlegend=False)
    figure.add_annotation(x=middle, y=place + 0.36, text=f"中位 {score(middle)}", showarrow=False, yanchor="bottom", font={"size": 12})


def _spread(values: pd.Series) -> list[float]:
    """Equal scores stand beside each other, the same way at every drawing: 0, up, down, further up …"""
    seen: dict[float, int] = {}
    shifts = []
    for value in values.round(0):
        number = seen.get(value, 0)
        seen[value] = number + 1
        shifts.append((number + 1) // 2 * 0.075 * (1 if number % 2 else -1))
    return [max(-0.34, min(0.34, shift)) for shift in shifts]


def _numbers(frame: pd.DataFrame, scored: pd.DataFrame) -> tuple[int, int, int]:
    """Forms, those with a total, those with a high one."""
    return len(frame), len(scored), int((scored["score_stated"] >= HIGH_SCORE).sum())


def _numbers_of_grades(grades: pd.DataFrame) -> tuple[int, int, int]:
    """The same of `grades`: 优 is a high total, no grade is no total."""
    numbers = grades.groupby(grades["grade"].fillna(""))["projects"].sum()
    return int(numbers.sum()), int(numbers.drop("", errors="ignore").sum()), int(numbers.get("优", 0))


def _totals_title(forms: int, scored: int, high: int) -> str:
    if not scored:
        return f"{count(forms)}张表都没有总分"
    return f"{count(scored)}个有总分的项目中，{count(high)}个在{HIGH_SCORE}分及以上"


@remembered
def grades(frame: pd.DataFrame, source: str) -> go.Figure:
    """Projects by grade within each department as one stacked bar, 未评分 in grey, from `grades` by department."""
    frame = frame.assign(department=frame["department"].fillna("未注明部门"), grade=frame["grade"].fillna("未评分"))
    table = frame.pivot_table(index="department", columns="grade", values="projects", aggfunc="sum", fill_value=0)
    drawn = table.loc[_largest(table.sum(axis=1))].iloc[::-1]
    subtitle = f"优≥90，良≥80，中≥60，差<60；n={count(drawn.to_numpy().sum())}{_part(len(table))}"
    figure = theme.figure(_grades_title(table), subtitle, height=max(160 + 62 * len(drawn), HEIGHT))
    for grade in GRADES:
        if grade in drawn and drawn[grade].sum():
            _add_grade(figure, grade, drawn[grade])
    figure.update_layout(barmode="stack")
    figure.update_yaxes(tickvals=drawn.index, ticktext=[wrapped(name, 22) for name in drawn.index])
    figure.update_xaxes(title="项目数（个）")
    return theme.source_note(figure, source)


def _add_grade(figure: go.Figure, grade: str, numbers: pd.Series) -> None:
    figure.add_bar(
        y=numbers.index,
        x=numbers,
        orientation="h",
        width=0.5 if len(numbers) > 1 else 0.25,
        marker={"color": GRADES[grade], "line": {"color": "white", "width": 1}},
        text=[f"{grade} {count(number)}" if number else "" for number in numbers],
        textposition="inside",
        insidetextanchor="middle",
        hovertext=[f"<b>{plain(name)}</b><br>{grade}：{count(number)}个项目" for name, number in numbers.items()],
        hoverinfo="text",
        showlegend=False,
    )


def _grades_title(table: pd.DataFrame) -> str:
    total, unscored = int(table.to_numpy().sum()), int(table["未评分"].sum()) if "未评分" in table else 0
    best = int(table["优"].sum()) if "优" in table else 0
    if not total:
        return "没有项目"
    if unscored == total:
        return f"{count(total)}个项目都没有评分"
    if best == total - unscored:
        return "凡有评分的项目，都" + f"评为优；另有{count(unscored)}个未评分" if unscored else "所有项目都评为优"
    return f"有评分的{count(total - unscored)}个项目中，{count(best)}个为优；{count(unscored)}个未评分"


@remembered
def attainment(facets: pd.DataFrame, dimensions: pd.DataFrame, source: str) -> go.Figure:
    """Score over weight as dots, a first level (`attainment_dimension`) over its second levels (`attainment`).

    Second levels without any score are left off: the page says how many indicators have none.
    """
    rows = _attainment_rows(facets, dimensions)
    subtitle = f"得分率＝得分合计÷分值合计；n={count(dimensions['scored'].sum())}个有得分的指标（共{count(dimensions['indicators'].sum())}个）"
    figure = theme.figure(_attainment_title(rows), subtitle, height=max(140 + 26 * len(rows), HEIGHT))
    low = min(rows["attainment"].min(), 0.9) if len(rows) else 0.9
    figure.add_scatter(
        x=rows["attainment"],
        y=list(range(len(rows))),
        mode="markers+text",
        marker={"size": [10 if facet else 15 for facet in rows["facet"]], "color": [DIMENSIONS.get(name, theme.GREY) for name in rows["dimension"]]},
        text=[f"  {rate(row.attainment)}　n={count(row.scored)}" for row in rows.itertuples()],
        textposition="middle right",
        cliponaxis=False,
        hovertext=[f"{_attainment_hover(row)}{BREAK}点击看丢分最多的指标" for row in rows.to_dict("records")],
        hoverinfo="text",
        customdata=[[level_key(row)] for row in rows.to_dict("records")],
        showlegend=False,
    )
    labels = [_attainment_label(row) for row in rows.to_dict("records")]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=labels, range=[-0.7, len(rows) - 0.3])
    figure.update_xaxes(title="得分率（横轴不从零开始）", tickformat=".0%", range=[max(low - 0.01, 0), 1 + (1 - low) * 0.4], tickvals=TWENTIETHS)
    return theme.source_note(figure, source)


def level_key(row: Mapping[str, Any]) -> str:
    """What tells a first or second level from the others."""
    return f"{row['dimension']} {row['facet']}".strip()


def _attainment_rows(facets: pd.DataFrame, dimensions: pd.DataFrame) -> pd.DataFrame:
    """First levels, each with its second levels under it (only where there are several), in the order they are drawn upwards."""
    several = facets.groupby("dimension")["facet"].transform("size") > 1
    joined = pd.concat([dimensions.assign(facet=""), facets[several]], ignore_index=True).dropna(subset=["attainment"])
    order = {name: place for place, name in enumerate(DIMENSIONS)}
    joined = joined.assign(place=joined["dimension"].map(order).fillna(len(order)), whole=joined["facet"] == "")
    return joined.sort_values(["place", "whole", "attainment"], ascending=[False, True, True]).reset_index(drop=True)


def _attainment_label(row: dict) -> str:
    return plain(row["facet"]) if row["facet"] else f"<b>{plain(row['dimension'])}</b>"


def _attainment_hover(row: dict) -> str:
    numbers = f"有得分的指标 {count(row['scored'])}个（共{count(row['indicators'])}个），满分的占{rate(row['full_marks'])}"
    points = f"得分 {score(row['score'])}，分值 {score(row['weight'])}"
    return f"<b>{plain(row['dimension'])} {plain(row['facet'])}</b><br>得分率 {rate(row['attainment'])}<br>{points}<br>{numbers}"


def _attainment_title(rows: pd.DataFrame) -> str:
    """The lowest second level, of those with enough indicators to carry a statement."""
    if rows.empty:
        return "没有带得分的指标"
    known = rows[(rows["facet"] != "") & (rows["scored"] >= FEW)]
    if known.empty:
        lowest = rows.loc[rows["attainment"].idxmin()]
        return f"得分率最低的一级指标是{lowest['dimension']}：{rate(lowest['attainment'])}"
    lowest = known.loc[known["attainment"].idxmin()]
    return f"得分率最低的二级指标（n≥{FEW}）是{lowest['facet']}：{rate(lowest['attainment'])}"


@remembered
def score_against_execution(frame: pd.DataFrame, threshold: float, source: str, whole: tuple[int, int] | None = None) -> go.Figure:
    """Score beside execution rate, a dot a project; low execution with a high score is shaded and named.

    `whole`: of how many projects these are a sample, and how many of them are low with a high score.
    """
    known = frame.dropna(subset=["score_stated", "execution_rate"])
    odd = known[(known["execution_rate"] < threshold) & (known["score_stated"] >= HIGH_SCORE)]
    subtitle = f"底色区：执行率低于{percent(threshold)}而自评{HIGH_SCORE}分及以上；{sampled(len(known), whole and whole[0])}"
    figure = theme.figure(_odd_title(len(known), whole[1] if whole else len(odd), threshold), subtitle, height=HEIGHT)
    figure.add_shape(type="rect", x0=-0.05, x1=threshold, y0=HIGH_SCORE, y1=101, fillcolor=SHADE, line_width=0, layer="below")
    low = known[known["execution_rate"] < threshold]
    for rows, colour in ((known.drop(low.index), theme.GREY), (low.drop(odd.index), theme.ACCENT_SOFT), (odd, theme.WARM)):
        _add_points(figure, rows, colour)
    lowest = float(known["score_stated"].min()) if len(known) else 80
    across, up = (-0.05, max(known["execution_rate"].max() if len(known) else 1, 1) * 1.05), (min(lowest - 2, 80), 101)
    figure.update_xaxes(title="执行率", tickformat=".0%", range=across)
    figure.update_yaxes(title="自评得分（分）", range=up)
    name_points(figure, _points(low.sort_values("score_stated", ascending=False)), _points(known.drop(low.index)), (across, up), PLOT)
    return theme.source_note(figure, source)


def _add_points(figure: go.Figure, rows: pd.DataFrame, colour: str) -> None:
    figure.add_scatter(
        x=rows["execution_rate"],
        y=rows["score_stated"],
        mode="markers",
        marker={"size": 11, "color": colour, "opacity": 0.85, "line": {"color": "white", "width": 1}},
        customdata=rows[["project_id"]],
        hovertext=[_point_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
        showlegend=False,
    )


def _points(rows: pd.DataFrame) -> list[tuple[float, float, str]]:
    return list(zip(rows["execution_rate"], rows["score_stated"].astype(float), rows["name"], strict=True))


def _point_hover(row: dict) -> str:
    figures = f"自评得分 {score(row['score_stated'])}，执行率 {rate(row['execution_rate'])}"
    return f"<b>{plain(row['name'])}</b><br>{plain(row['department'])}<br>{figures}<br>点击打开项目档案"


def _odd_title(known: int, odd: int, threshold: float) -> str:
    if not known:
        return "没有同时有得分和执行率的项目"
    if not odd:
        return f"没有执行率低于{percent(threshold)}而自评{HIGH_SCORE}分及以上的项目"
    return f"{count(odd)}个项目执行率低于{percent(threshold)}，自评仍在{HIGH_SCORE}分及以上"
