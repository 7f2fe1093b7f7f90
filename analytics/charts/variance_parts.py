"""Page 预决算差异: of what each group's deviation from the initial budget is made."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import BREAK, plain, wrapped
from analytics.remembered import remembered
from analytics.wording import amount, change, count, growth, money

PARTS = (
    ("carry_over_added", "结转增加", "#4f94a8", 1),
    ("in_year_change", "年中调整", theme.ACCENT_SOFT, 1),
    ("unspent", "没有花完", theme.WARM, -1),
)  # fmt: skip
MOST = 12


@remembered
def parts(frame: pd.DataFrame, by: str, source: str) -> go.Figure:
    """One bar a group: what was added and what was taken away, and a mark where both together end, from `variance_parts`."""
    rows = frame.fillna({by: "未注明"}).head(MOST).iloc[::-1].reset_index(drop=True)
    figure = theme.figure(_title(frame, by), "key", height=170 + 46 * max(len(rows), 2), line=34)
    key = "　".join(f'<span style="color:{colour}">■</span>{label}' for _, label, colour, _ in PARTS)
    figure.update_layout(title_subtitle_text=f"{key}　◆执行数减年初预算数；万元；n={count(frame['projects'].sum())}个项目")
    names = rows[by].astype(str)
    for column, label, colour, sign in PARTS:
        values = rows[column].astype(float) * sign
        figure.add_bar(
            x=values, y=names, orientation="h", width=0.5, name=label, marker_color=colour, hoverinfo="text",
            hovertext=[f"<b>{plain(name)}</b><br>{label} {money(value)}<br>点击看这些项目" for name, value in zip(names, values, strict=True)],
        )  # fmt: skip
    figure.add_scatter(
        x=rows["outturn_difference"], y=names, mode="markers", name="执行数减年初预算数", hoverinfo="text", cliponaxis=False,
        marker={"symbol": "diamond", "size": 11, "color": theme.INK}, hovertext=[_hover(row, by) for row in rows.to_dict("records")],
    )  # fmt: skip
    _write_ends(figure, rows, names)
    figure.update_layout(barmode="relative")
    figure.update_yaxes(showgrid=False, tickvals=names, ticktext=[wrapped(name, 22) for name in names])
    return theme.source_note(figure, source, below=34)


def _write_ends(figure: go.Figure, rows: pd.DataFrame, names: pd.Series) -> None:
    """The total in words right of every bar, and room for it."""
    signed = pd.DataFrame({column: rows[column].astype(float) * sign for column, _, _, sign in PARTS})
    high, low = signed.clip(lower=0).sum(axis=1), signed.clip(upper=0).sum(axis=1)
    reach = max(float(high.max() if len(rows) else 0) - float(low.min() if len(rows) else 0), 1.0)
    for row, name, end in zip(rows.to_dict("records"), names, high, strict=True):
        words = f"{change(row['outturn_difference']).replace(' 万元', '')}（{growth(row['outturn_deviation'])}）"
        figure.add_annotation(x=max(end, 0), y=name, text=words, showarrow=False, xanchor="left", xshift=10, font={"size": 12})
    right = float(high.max() if len(rows) else 0)
    figure.update_xaxes(zeroline=True, zerolinecolor=theme.GREY, range=[float(low.min() if len(rows) else 0) - 0.05 * reach, right + 0.55 * reach], nticks=6)


def _hover(row: dict, by: str) -> str:
    return BREAK.join(
        (
            f"<b>{plain(str(row[by]))}</b>",
            f"年初预算 {money(row['initial_budget'])}，执行 {money(row['executed'])}",
            f"{change(row['outturn_difference'])}，{growth(row['outturn_deviation'])}",
            f"{count(row['projects'])}个项目，其中{count(row['moved'])}个有差额",
            "点击看这些项目",
        )
    )


def _title(frame: pd.DataFrame, by: str) -> str:
    if frame.empty or not frame["moved"].sum():
        return "执行数都与年初预算相等"
    first = frame.iloc[0]
    return f"差额最大的是{first[by]}：比年初预算{change(first['outturn_difference'])}，主要是{largest_part(first)}"


def largest_part(row: dict | pd.Series) -> str:
    """The name of the largest part of a deviation."""
    return max(PARTS, key=lambda part: abs(float(row[part[0]])))[1]


def parts_sentence(whole: pd.DataFrame) -> str:
    """The whole deviation taken apart, from the one row of `variance_parts` without a dimension."""
    row = whole.iloc[0] if len(whole) else None
    if row is None or not row["moved"]:
        return "三项金额齐全的项目，执行数都与年初预算相等。"
    carried = f"（预算中另有上年结转 {money(row['carry_over'])}，年初已列）" if row["carry_over"] and not row["carry_over_added"] else ""
    return (
        f"执行比年初预算{change(row['outturn_difference'])}：结转增加 {money(row['carry_over_added'])}{carried}，年中调整{change(row['in_year_change'])}，"
        f"没有花完 {money(row['unspent'])}；{count(row['projects'])}个项目中{count(row['moved'])}个有差额。"
    )


def part_row(row: dict, by: str) -> list[str]:
    """One group in words: name, projects, initial budget, the three parts, spending, deviation."""
    return [
        str(row[by]), count(row["projects"]), amount(row["initial_budget"]), amount(row["carry_over_added"]), amount(row["in_year_change"]),
        amount(-row["unspent"] if row["unspent"] else 0), amount(row["executed"]), amount(row["outturn_difference"]), growth(row["outturn_deviation"]),
    ]  # fmt: skip
