"""Page 总览: where the money lies, how much of it was spent, what was left.

Amounts are 万元, rates ratios. A rate that is empty is drawn grey and said so, never as zero.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import cut, plain, width, wrapped
from analytics.metrics.backwards import SHORT, WHY, greyed
from analytics.remembered import remembered
from analytics.wording import count, money, percent, portion, rate

# Rates that the key of the treemap shows; each is a turn of the colour scale.
KEY = (0.0, 0.4, 0.65, 0.8, 0.9, 1.0)
LOW = 0.8
MOST_DEPARTMENTS = 15
MOST_UNSPENT = 6
HEIGHT = 390  # of the two charts that stand side by side
BRANCH = "#f3f5f6"
AREA = 1050 * 280  # pixels that the projects share at the width the chart usually has


@remembered
def department_execution(frame: pd.DataFrame, source: str) -> go.Figure:
    """Budget of every department with what was executed inside, from `summary` by department."""
    frame = frame.fillna({"department": "未注明部门"})
    rows = frame.sort_values("budget", na_position="first").tail(MOST_DEPARTMENTS)
    part = f"；共{count(len(frame))}个部门，只画预算最大的{MOST_DEPARTMENTS}个" if len(frame) > len(rows) else ""
    grey = f"；灰色：{SHORT}" if rows["backwards"].sum() else ""
    subtitle = f"宽条为预算，窄条为已执行{grey}；n={count(rows['counted'].sum())}个计入合计的项目{part}"
    figure = theme.figure(_department_title(frame), subtitle, height=max(130 + 62 * len(rows), HEIGHT))
    hover = [_department_hover(row) for row in rows.to_dict("records")]
    thick = 0.56 if len(rows) > 1 else 0.28
    common = {"y": rows["department"], "orientation": "h", "hovertext": hover, "hoverinfo": "text", "showlegend": False}
    figure.add_bar(
        x=rows["budget"],
        width=thick,
        marker_color=theme.GREY_SOFT,
        text=[_department_label(row) for row in rows.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        **common,
    )
    colours = [theme.GREY if greyed(row) else theme.ACCENT for row in rows.to_dict("records")]
    figure.add_bar(x=rows["executed"], width=thick / 2, marker_color=colours, **common)
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(tickvals=rows["department"], ticktext=[wrapped(name, 22) for name in rows["department"]])
    figure.update_xaxes(title="万元", range=[0, (rows[["budget", "executed"]].max().max() or 1) * 1.75])
    return theme.source_note(figure, source)


def _department_title(frame: pd.DataFrame) -> str:
    known = frame.dropna(subset=["execution_rate"])
    if known.empty:
        return "没有可计算执行率的部门"
    most = known.loc[known["unspent"].idxmax()]
    if len(known) == 1:
        return f"{most['department']}执行了预算的{rate(most['execution_rate'])}"
    return f"{cut(most['department'], 30)}未执行 {money(most['unspent'])}，为各部门最多"


def _department_label(row: dict) -> str:
    if pd.isna(row["execution_rate"]):
        return f"{count(row['projects'])}个项目，金额未能计入"
    if greyed(row):
        return f"<span style='color:{theme.GREY}'>{rate(row['execution_rate'])}　{SHORT}</span>"
    return f"<b>{rate(row['execution_rate'])}</b>  未执行 {money(row['unspent'])}"


def _department_hover(row: dict) -> str:
    return "<br>".join(
        (
            f"<b>{plain(row['department'])}</b>",
            f"预算 {money(row['budget'])}，执行 {money(row['executed'])}",
            f"加权执行率 {rate(row['execution_rate'])}",
            f"{count(row['projects'])}个项目，计入合计 {count(row['counted'])}个",
            *((WHY,) if greyed(row) else ()),
        )
    )


@remembered
def money_tree(frame: pd.DataFrame, source: str) -> go.Figure:
    """District, department, project as areas of budget, coloured by band of execution rate; the id of a leaf is its project_id."""
    drawn = frame[frame["budget"].fillna(0) > 0]
    nodes = pd.DataFrame(_nodes(drawn), columns=["id", "parent", "label", "budget", "executed", "text", "colour", "hover"])
    figure = theme.figure(_tree_title(drawn), height=480)
    subtitle = f"面积为预算，颜色为执行率　{_key()}　n={count(drawn['projects'].sum())}个项目"
    figure.update_layout(title_subtitle={"text": subtitle, "font": {"size": 12, "color": theme.GREY}}, margin={"t": 84})
    figure.add_treemap(
        ids=nodes["id"],
        parents=nodes["parent"],
        labels=nodes["label"],
        values=nodes["budget"],
        text=nodes["text"],
        texttemplate="%{label}<br>%{text}",
        hovertext=nodes["hover"],
        hoverinfo="text",
        marker={"colors": nodes["colour"], "line": {"color": "white", "width": 1}, "pad": {"t": 24, "l": 2, "r": 2, "b": 2}},
        branchvalues="remainder",
        tiling={"packing": "squarify", "pad": 1},
        pathbar={"visible": False},
    )
    theme.source_note(figure, source)
    figure.layout.annotations[0].yshift = -10
    return figure.update_layout(margin={"b": 36})


def _nodes(frame: pd.DataFrame) -> Iterator[tuple]:
    """Branches carry no money of their own: their area is the sum of their leaves."""
    whole = frame["budget"].sum()
    if not whole:
        return
    yield _branch("all", "", "合计", frame, whole)
    for district, inside in frame.fillna({"district": "未注明区", "department": "未注明部门"}).groupby("district", sort=False):
        yield _branch(f"district:{district}", "all", district, inside, whole)
        for department, projects in inside.groupby("department", sort=False):
            branch = f"department:{district}/{department}"
            yield _branch(branch, f"district:{district}", department, projects, whole)
            for row in projects.to_dict("records"):
                yield _leaf(row, branch, whole)


def _branch(node: str, parent: str, name: str, projects: pd.DataFrame, whole: float) -> tuple:
    budget, executed = projects["budget"].sum(), projects["executed"].sum()
    share = rate(executed / budget)
    words = f"预算 {money(budget)}，执行率 {share}，{count(projects['projects'].sum())}个项目"
    label = _fitting((f"{name}　{words}", f"{name}　执行率 {share}", f"{name} {share}", cut(name, 14)), budget / whole)
    return node, parent, plain(label), 0, executed, "", BRANCH, f"<b>{plain(name)}</b><br>{words}"


def _fitting(wordings: tuple[str, ...], share: float) -> str:
    """The fullest wording that a strip of this share of the chart's width can hold: about 150 columns in all."""
    return next((words for words in wordings if width(words) <= share * 150), wordings[-1])


def _leaf(row: dict, parent: str, whole: float) -> tuple:
    """One project, or (without a project_id) the small ones of a department that stand together."""
    shown, single = rate(row["execution_rate"]), isinstance(row["project_id"], str)
    hover = f"<b>{plain(row['name'])}</b><br>预算 {money(row['budget'])}，执行 {money(row['executed'])}<br>执行率 {shown}"
    side = (AREA * row["budget"] / whole) ** 0.5
    label = wrapped(row["name"], max(8, min(18, int(side / 7))), max(1, min(3, int(side / 15) - 3)))
    node, hover = (row["project_id"], f"{hover}<br>点击打开项目档案") if single else (f"rest:{parent}", hover)
    return node, parent, label, row["budget"], row["executed"], f"<b>{shown}</b>", theme.rate_colour(row["execution_rate"]), hover


def _key() -> str:
    """Squares of colour and the rate they stand for: a treemap has no axis to read its colours from."""
    known = [f'<span style="color:{theme.rate_colour(value)}">■</span>{percent(value)}' for value in KEY]
    return "　".join([*known, f'<span style="color:{theme.GREY}">□</span>无执行率'])


def _tree_title(frame: pd.DataFrame) -> str:
    if frame.empty:
        return "没有可计入的预算"
    single = frame.dropna(subset=["project_id"])
    largest = (single if len(single) else frame).sort_values("budget").iloc[-1]
    low = frame[frame["execution_rate"] < LOW]["budget"].sum() / frame["budget"].sum()
    return f"{portion(low)}的预算落在执行率低于{percent(LOW)}的项目上；最大的项目是{cut(largest['name'], 28)}"


@remembered
def largest_unspent(frame: pd.DataFrame, source: str, most: int = MOST_UNSPENT, whole: tuple[int, float] | None = None) -> go.Figure:
    """The projects that left most money, largest first, from `project_list`; a bar carries its project_id.

    `whole`: how many left any and how much (万元), where `frame` holds only the first of them.
    """
    left = frame[frame["unspent"].fillna(0) > 0].sort_values("unspent", ascending=False)
    rows = left.head(most).iloc[::-1]
    number, total = whole or (len(left), left["unspent"].sum())
    subtitle = f"未执行金额与执行率；n={count(number)}个有未执行金额的项目"
    figure = theme.figure(_unspent_title(number, total, rows["unspent"].sum(), most), subtitle, height=HEIGHT)
    figure.add_bar(
        x=rows["unspent"],
        y=rows["project_id"],
        orientation="h",
        width=0.6 if len(rows) > 2 else 0.2 * max(len(rows), 1),
        marker_color=[theme.rate_colour(value) for value in rows["execution_rate"]],
        text=[f"{money(row.unspent)}　<b>{rate(row.execution_rate)}</b>" for row in rows.itertuples()],
        textposition="outside",
        cliponaxis=False,
        customdata=rows[["project_id"]],
        hovertext=[_unspent_hover(row) for row in rows.to_dict("records")],
        hoverinfo="text",
        showlegend=False,
    )
    figure.update_yaxes(tickvals=rows["project_id"], ticktext=[wrapped(name, 26) for name in rows["name"]])
    figure.update_xaxes(title="万元", range=[0, (rows["unspent"].max() if len(rows) else 1) * 1.5])
    return theme.source_note(figure, source)


def _unspent_hover(row: dict) -> str:
    figures = f"预算 {money(row['budget_base'])}，执行 {money(row['executed'])}"
    return f"<b>{plain(row['name'])}</b><br>{plain(row['department'])}<br>{figures}<br>点击打开项目档案"


def _unspent_title(number: int, total: float, first: float, most: int) -> str:
    if not number:
        return "所有项目的预算都已执行"
    if number <= most:
        return f"{count(number)}个项目合计未执行 {money(total)}"
    return f"未执行的 {money(total)}，{rate(first / total)}在前{most}个项目"
