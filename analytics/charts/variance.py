"""Page 预决算差异: from the initial budget to the money spent, by project and by functional class.

Amounts are 万元; the base of every rate is the initial budget unless a label says otherwise.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.accounts import line_key
from analytics.charts.labels import BREAK, cut, plain, wrapped
from analytics.charts.standing import marked
from analytics.remembered import remembered
from analytics.wording import amount, change, count, growth, left_over, money, rate

MOST_PROJECTS = 8
STEPS = {"年初预算": "initial_budget", "年中调整": "revision", "全年预算": "revised_budget", "未执行": "unspent", "执行": "executed"}
"""Steps of the waterfall and the column of `variance_projects` (万元) that each adds up."""


@remembered
def steps(frame: pd.DataFrame, source: str) -> go.Figure:
    """年初 → 调整 → 全年 → 未执行 → 执行 as a waterfall, from the one row of `variance_steps`."""
    row = frame.iloc[0].to_dict()
    left_out = f"；另有{count(row['left_out'])}个项目金额不全，未计入" if row["left_out"] else ""
    figure = theme.figure(_steps_title(row), f"万元，三项金额齐全的{count(row['projects'])}个项目合计{left_out}", height=482, line=26)
    if not row["projects"]:
        return theme.source_note(figure, source)
    names = list(STEPS)
    values = [row["initial_budget"], row["revision"], row["revised_budget"], -row["unspent"], row["executed"]]
    words = [amount(row["initial_budget"]), change(row["revision"]), amount(row["revised_budget"]), left_over(row["unspent"]), amount(row["executed"])]
    figure.add_waterfall(
        x=names,
        y=[float(value) for value in values],
        measure=["absolute", "relative", "total", "relative", "total"],
        text=[word.replace(" 万元", "") for word in words],
        textposition="outside",
        cliponaxis=False,
        hovertext=[
            f"<b>{name}</b><br>{word}{'' if word.endswith('万元') else ' 万元'}<br>点击看由哪些项目构成" for name, word in zip(names, words, strict=True)
        ],
        hoverinfo="text",
        customdata=[[name] for name in names],
        width=0.58,
        constraintext="none",
        connector={"line": {"color": theme.GREY_SOFT, "width": 1}},
        totals={"marker": {"color": theme.ACCENT}},
        increasing={"marker": {"color": theme.ACCENT_SOFT}},
        decreasing={"marker": {"color": theme.WARM}},
    )
    figure.update_yaxes(title="万元", range=[0, max(float(row["initial_budget"]), float(row["revised_budget"]), float(row["executed"])) * 1.16])
    figure.update_layout(uniformtext={"mode": False})
    return theme.source_note(figure, source, below=34)


def _steps_title(row: dict) -> str:
    if not row["projects"]:
        return "没有三项金额齐全的项目"
    against = growth(row["outturn_deviation"])
    if not row["revised_projects"]:
        return f"年中没有调整预算；执行数比年初预算{against}"
    return f"年中{change(row['revision'])}，出自{count(row['revised_projects'])}个项目；执行数比年初预算{against}"


def largest_of(step: str, projects: pd.DataFrame) -> pd.DataFrame:
    """The projects that make up a step of the waterfall, the largest amounts first; those that add nothing to it are left out."""
    amounts = projects[STEPS[step]].astype(float).abs()
    return projects[amounts > 0].assign(size=amounts).sort_values("size", ascending=False, kind="stable").drop(columns="size")


@remembered
def projects(frame: pd.DataFrame, source: str, numbers: tuple[int, int] | None = None) -> go.Figure:
    """年初, 全年 and 执行 of the projects that ended farthest from their initial budget (万元), from `variance_projects`.

    `numbers`: how many have an initial budget and how many of them ended elsewhere, where `frame` holds only the first.
    """
    moved = frame[frame["outturn_difference"].abs() > 0.005]
    rows = moved.head(MOST_PROJECTS).iloc[::-1].reset_index(drop=True)
    known, ended = numbers or (len(frame), len(moved))
    shown = f"，取前{count(len(rows))}个" if len(rows) < ended else ""
    subtitle = f"○ 年初预算　│ 全年预算　● 执行数；万元，按差额大小排列{shown}；n={count(known)}个有年初预算的项目"
    figure = theme.figure(_projects_title(frame, moved), subtitle, height=130 + 44 * max(len(rows), 3), line=40)
    for row in rows.to_dict("records"):
        figure.add_scatter(
            x=[row["initial_budget"], row["executed"]], y=[row["project_id"]] * 2, mode="lines", line={"color": theme.GREY_SOFT, "width": 5}, hoverinfo="skip"
        )
    _marks(figure, rows, "initial_budget", {"symbol": "circle-open", "size": 12, "color": theme.GREY, "line": {"width": 2.5}})
    _marks(figure, rows, "revised_budget", {"symbol": "line-ns-open", "size": 16, "color": theme.INK, "line": {"width": 2.5}})
    _marks(figure, rows, "executed", {"symbol": "circle", "size": 12, "color": theme.ACCENT})
    figure.add_scatter(
        x=rows[["initial_budget", "revised_budget", "executed"]].max(axis=1),
        y=rows["project_id"],
        mode="text",
        text=[f"\u2002\u2002{_signed(row)}" for row in rows.to_dict("records")],
        textposition="middle right",
        textfont={"size": 12, "color": theme.INK},
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_yaxes(
        tickvals=rows["project_id"], ticktext=[wrapped(name, 26) for name in rows["name"]], range=[-0.6, max(len(rows), 1) - 0.4], showgrid=False
    )
    figure.update_xaxes(title="万元", range=_amount_range(rows))
    return theme.source_note(figure, source)


def _amount_range(rows: pd.DataFrame) -> list[float]:
    """From a little below zero (room for a mark at zero) to far enough for the words at the right end."""
    largest = float(rows[["initial_budget", "revised_budget", "executed"]].max().max() or 1) if len(rows) else 1.0
    return [-0.03 * largest, 1.62 * largest]


def _marks(figure: go.Figure, rows: pd.DataFrame, column: str, marker: dict) -> None:
    figure.add_scatter(
        x=rows[column],
        y=rows["project_id"],
        mode="markers",
        marker=marker,
        customdata=rows[["project_id"]],
        hovertext=[_project_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
        cliponaxis=False,
    )


def _signed(row: dict) -> str:
    return f"{change(row['outturn_difference']).replace(' 万元', '')}（{growth(row['outturn_deviation'])}）"


def _project_hover(row: dict) -> str:
    return BREAK.join(
        (
            f"<b>{plain(row['name'])}</b>",
            f"{plain(row['department'])}　{row['fiscal_year']}年度",
            f"年初预算 {money(row['initial_budget'])}",
            f"全年预算 {money(row['revised_budget'])}（{change(row['revision'])}）",
            f"执行 {money(row['executed'])}，占全年预算{rate(row['execution_rate'])}、占年初预算{rate(row['rate_on_initial'])}",
            "点击打开项目档案",
        )
    )


def _projects_title(frame: pd.DataFrame, moved: pd.DataFrame) -> str:
    if frame.empty:
        return "没有填写年初预算的项目"
    if moved.empty:
        return "各项目执行数都与年初预算相等"
    first = moved.iloc[0]
    return f"差额最大的是{cut(first['name'], 36)}：比年初预算{change(first['outturn_difference'])}"


@remembered
def classes(frame: pd.DataFrame, source: str) -> go.Figure:
    """Final accounts less initial budget by functional class (level 类) of one department and year, from `variance_classes`."""
    rows = frame[(frame["level"] == "类") & frame["initial_budget"].notna()]
    rows = rows.sort_values("variance_amount", key=lambda column: column.abs().astype(float)).reset_index(drop=True)
    derived = "（推算）" if rows["initial_budget_derived"].any() else ""
    figure = theme.figure(
        _classes_title(rows),
        f"万元，决算数减年初预算数{derived}；科目下为年初预算 → 决算；n={count(len(rows))}类",
        height=170 + 50 * max(len(rows), 2),
        line=27,
    )
    difference = (rows["final_accounts"] - rows["initial_budget"]).astype(float)
    figure.add_bar(
        x=difference,
        y=rows["name"],
        orientation="h",
        width=0.5,
        marker_color=[theme.ACCENT if value >= 0 else theme.WARM for value in difference],
        hovertext=[f"<b>{plain(row['name'])}</b><br>{_class_amounts(row)}<br>{class_growth(row)}<br>点击看原表" for row in rows.to_dict("records")],
        customdata=[[line_key(row)] for row in rows.to_dict("records")],
        hoverinfo="text",
    )
    figure.update_layout(hovermode="y")  # a bar too short to be hit answers all along its row
    reach = max(difference.abs().max() if len(rows) else 1, 0.01)
    for row, value in zip(rows.to_dict("records"), difference, strict=True):
        figure.add_annotation(x=max(value, 0), y=row["name"], text=_class_change(row, value), showarrow=False, xanchor="left", xshift=8, font={"size": 12})
    low = min(difference.min() if len(rows) else 0, 0)
    figure.update_xaxes(
        title="万元", range=[low - reach * 0.06, max(difference.max() if len(rows) else 0, 0) + (reach - low) * 0.8], zeroline=True, zerolinecolor=theme.GREY
    )
    figure.update_yaxes(
        showgrid=False,
        tickvals=rows["name"],
        ticktext=[f"{wrapped(row['name'], 22)}<br><span style='color:{theme.GREY}'>{_class_amounts(row)}</span>" for row in rows.to_dict("records")],
    )
    return theme.source_note(figure, source)


def _class_amounts(row: dict) -> str:
    return f"{amount(row['initial_budget'])} → {amount(row['final_accounts'])}"


def _class_change(row: dict, value: float) -> str:
    return f"{change(value).replace(' 万元', '')}（{class_growth(row)}）" if value else class_growth(row)


def class_growth(row: dict) -> str:
    """The growth of a line in words; over a zero base there is none, and it says so."""
    if row["initial_budget"] == 0:
        return "年初为零，无增减率" if row["final_accounts"] else "持平（均为零）"
    return growth(row["outturn_deviation"])


def _classes_title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "没有可与年初预算比较的科目"
    largest = rows.iloc[-1]
    return f"{cut(largest['name'], 30)}差额最大：比年初预算{change(largest['final_accounts'] - largest['initial_budget'])}"


def class_rows(frame: pd.DataFrame) -> list[list[str]]:
    """The table below the charts; department and year are written where they change."""
    rows = [class_row(row) for row in frame.to_dict("records")]
    whose = [tuple(row[:2]) for row in rows]
    return [["", "", *row[2:]] if place and whose[place] == whose[place - 1] else row for place, row in enumerate(rows)]


def class_row(row: dict) -> list[str]:
    """One line of the table below the charts, in words: a `variance_classes` row to whose, name, level, amounts, rates, standing."""
    indent = "　" if row["level"] == "款" else ""
    stated = growth(row["variance_rate_stated"])
    known = pd.notna(row["initial_budget"])
    return [
        row["department"],
        str(row["fiscal_year"]),
        f"{indent}{row['name']}",
        row["level"],
        amount(row["initial_budget"]),
        amount(row["final_accounts"]),
        change(row["variance_amount"]).replace(" 万元", ""),
        class_growth(row) if known else "—",
        stated,
        marked(row["variance_standing"]),
    ]
