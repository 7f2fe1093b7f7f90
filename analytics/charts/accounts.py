"""Page 部门决算: what one department took in and spent in a year, by source, kind, function and procurement.

All work on the lines of `account_lines` of one department and year; amounts 万元, shares recomputed.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import plain, wrapped
from analytics.remembered import remembered
from analytics.wording import amount, growth, money, rate, rate_fine

INCOME = "收入决算表"
SPENDING = "支出决算表"
GENERAL = "一般公共预算财政拨款支出决算表"
PROCUREMENT = "政府采购情况表"
SHADES = (theme.ACCENT, "#4f94a8", theme.ACCENT_SOFT, theme.GREY, theme.GREY_SOFT)
FLOWS_HEIGHT = 300
LIGHT_TEXT = 2  # the first two shades are dark enough for white letters
ROOM = 0.36  # share of the longest bar below which a part is too narrow for its words


@remembered
def flows(lines: pd.DataFrame, source: str) -> go.Figure:
    """Where the money came from and where it went: one bar of income, one of spending, their parts named in them."""
    bars = [("支出", _parts(lines, SPENDING)), ("收入", _parts(lines, INCOME))]
    figure = theme.figure(_flows_title(lines), "万元，全口径；各部分为决算数与占比", height=FLOWS_HEIGHT, line=27)
    return _finish(_bars(figure, bars), source)


@remembered
def functions(lines: pd.DataFrame, source: str) -> go.Figure:
    """Spending by functional class, with the share of each."""
    rows = _parts(lines, GENERAL).sort_values("final_accounts").reset_index(drop=True)
    figure = theme.figure(
        _functions_title(rows), f"万元，一般公共预算财政拨款；占比按合计重算；n={len(rows)}类", height=max(FLOWS_HEIGHT, 120 + 44 * len(rows)), line=27
    )
    figure.add_bar(
        x=rows["final_accounts"].astype(float),
        y=rows["name"],
        orientation="h",
        width=0.56,
        marker_color=theme.ACCENT,
        text=[f"{amount(row['final_accounts'])}（{rate(row['line_share'])}）" for row in rows.to_dict("records")],
        textposition="outside",
        cliponaxis=False,
        hovertext=[_hover(row) for row in rows.to_dict("records")],
        customdata=[[line_key(row)] for row in rows.to_dict("records")],
        hoverinfo="text",
    )
    figure.update_layout(hovermode="y")  # a bar too short to be hit answers all along its row
    figure.update_yaxes(tickvals=rows["name"], ticktext=[wrapped(name, 22) for name in rows["name"]], showgrid=False)
    figure.update_xaxes(showticklabels=False, showgrid=False, range=[0, float(rows["final_accounts"].max() or 1) * 1.5] if len(rows) else None)
    return theme.source_note(figure, source, below=12)


@remembered
def procurement(lines: pd.DataFrame, source: str) -> go.Figure:
    """Government procurement by kind, and what of it went to small enterprises (小微 within 中小)."""
    kinds = _parts(lines, PROCUREMENT)
    smaller = lines[(lines["table_name"] == PROCUREMENT) & (lines["level"] == "其中")]
    figure = theme.figure(_procurement_title(smaller), "万元；授予小微企业的含在中小企业之内", height=270, line=27)
    bars = [
        (str(row["name"]).replace("授予", "").replace("合同金额", ""), smaller[smaller["name"] == row["name"]]) for row in smaller.iloc[::-1].to_dict("records")
    ]
    return _finish(_bars(figure, [*bars, ("采购总额", kinds)]), source)


def _parts(lines: pd.DataFrame, table: str) -> pd.DataFrame:
    """The classes of a table that hold money, the largest first."""
    chosen = lines[(lines["table_name"] == table) & (lines["level"] == "类")]
    return chosen[chosen["final_accounts"].fillna(0).astype(float) != 0].sort_values("final_accounts", ascending=False)


def _bars(figure: go.Figure, bars: list[tuple[str, pd.DataFrame]]) -> go.Figure:
    """Stacked bars, one a name; a part too narrow for its words has them behind the bar."""
    longest = max((float(parts["final_accounts"].sum()) for _, parts in bars), default=1) or 1
    for name, parts in bars:
        outside, reach = [], 0.0
        for place, row in enumerate(parts.to_dict("records")):
            value = float(row["final_accounts"])
            inside = value / longest >= ROOM
            words = f"{plain(row['name']).replace('合同金额', '')} {amount(value)}"
            share = f"（{rate(row['line_share'])}）" if pd.notna(row["line_share"]) else ""
            figure.add_bar(
                x=[value],
                y=[name],
                orientation="h",
                width=0.5,
                marker={"color": SHADES[min(place, len(SHADES) - 1)], "line": {"color": "white", "width": 1}},
                text=[f"{words}{share}" if inside else ""],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": "white" if place < LIGHT_TEXT else theme.INK, "size": 11},
                hovertext=[_hover(row)],
                customdata=[[line_key(row)]],
                hoverinfo="text",
            )
            reach += value
            outside += [] if inside else [f"{words}{share}"]
        if outside:
            figure.add_annotation(x=reach, y=name, text="　".join(outside), showarrow=False, xanchor="left", xshift=8, font={"size": 12})
    return figure.update_layout(barmode="stack", uniformtext={"minsize": 10, "mode": False})


def _finish(figure: go.Figure, source: str) -> go.Figure:
    longest = max((sum(bar.x[0] for bar in figure.data if bar.y[0] == name) for name in {bar.y[0] for bar in figure.data}), default=1)
    figure.update_xaxes(showticklabels=False, showgrid=False, range=[0, longest * 1.5])
    figure.update_yaxes(showgrid=False)
    return theme.source_note(figure, source, below=12)


def line_key(row: dict) -> str:
    """What tells a line of the accounts from those of other departments and years."""
    return f"{row['department']} {row['fiscal_year']} {row['line_number']}"


def _hover(row: dict) -> str:
    where = f"<br>{plain(row['table_name'])}，单元格 {plain(row['cell'])}<br>点击看原表" if isinstance(row.get("cell"), str) else ""
    return f"<b>{plain(row['name'])}</b><br>{money(row['final_accounts'])}，占比 {rate(row['line_share'])}{where}"


def _value(lines: pd.DataFrame, table: str, name: str) -> dict | None:
    found = lines[(lines["table_name"] == table) & (lines["name"] == name)]
    return found.iloc[0].to_dict() if len(found) else None


def _flows_title(lines: pd.DataFrame) -> str:
    project, total = _value(lines, SPENDING, "项目支出"), lines[(lines["table_name"] == SPENDING) & (lines["level"] == "合计")]
    if project is None or total.empty or pd.isna(project["line_share"]):
        return "收入与支出的构成"
    return f"支出 {money(total.iloc[0]['final_accounts'])}，其中项目支出占{rate(project['line_share'])}"


def _functions_title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "没有按功能分类的支出"
    most = rows.iloc[-1]
    return f"{rate(most['line_share'])}用于{most['name'].removesuffix('支出')}"


def _procurement_title(smaller: pd.DataFrame) -> str:
    first = smaller[smaller["name"].str.contains("中小")]
    return f"政府采购的{rate(first.iloc[0]['line_share'])}授予中小企业" if len(first) else "政府采购的构成"


def contradiction(row: dict) -> list[str]:
    """A line whose stated rate does not follow from its amounts, in words: name, amount, cell, which rate, stated, recomputed."""
    kinds = (("占比", "share_holds", "share_stated", "line_share", rate), ("比上年", "change_holds", "change_rate_stated", "change_rate", growth),
             ("比年初预算", "variance_holds", "variance_rate_stated", "outturn_deviation", growth))  # fmt: skip
    wrong = [kind for kind in kinds if pd.notna(row[kind[1]]) and not row[kind[1]]]
    names = "、".join(kind[0] for kind in wrong)
    stated = "、".join(kind[4](row[kind[2]]) for kind in wrong)
    recomputed = "、".join("年初为零" if pd.isna(row[kind[3]]) else kind[4](row[kind[3]]) for kind in wrong)
    return [row["name"], amount(row["final_accounts"]), row["cell"] or "", names, stated, recomputed]


@remembered
def ways(frame: pd.DataFrame, source: str) -> go.Figure:
    """The execution rates that one department's figures give, one dot a way, with the stated rate as a line, from `execution_ways`."""
    rows = frame.iloc[::-1].reset_index(drop=True)
    stated = rows["execution_rate_stated"].dropna()
    line = "；竖线为报告所述" if len(stated) else ""
    figure = theme.figure(_ways_title(rows), f"每行一种算法{line}；n={len(rows)}种", height=150 + 40 * len(rows), line=44)
    figure.add_scatter(
        x=rows["execution_rate"], y=rows["way"], mode="markers+text", cliponaxis=False, hoverinfo="text",
        marker={"size": 13, "color": [theme.ACCENT if used else theme.GREY for used in rows["used"]]},
        text=[f"\u2002{rate_fine(row['execution_rate'])}{'　报告所用' if row['used'] else ''}" for row in rows.to_dict("records")],
        textposition="middle right", textfont={"size": 12, "color": theme.INK},
        hovertext=[
            f"<b>{plain(row['way'])}</b><br>{amount(row['numerator'])} ÷ {amount(row['denominator'])}<br>点击看分子和分母" for row in rows.to_dict("records")
        ],
        customdata=rows[["way"]],
    )  # fmt: skip
    if len(stated):
        figure.add_vline(x=stated.iloc[0], line={"color": theme.ACCENT, "width": 1.5, "dash": "dash"})
    low, high = rows["execution_rate"].min(), rows["execution_rate"].max()
    reach = max(high - low, 0.02)
    figure.update_xaxes(tickformat=".0%", range=[low - 0.12 * reach, high + 0.5 * reach], nticks=6)
    figure.update_yaxes(showgrid=False, tickvals=rows["way"], ticktext=[wrapped(way, 22) for way in rows["way"]])
    return theme.source_note(figure, source, below=30)


def _ways_title(rows: pd.DataFrame) -> str:
    if len(rows) < 2:
        return "只有一种算法"
    return f"同一部门、同一年度的执行率相差 {abs(rows['execution_rate'].max() - rows['execution_rate'].min()) * 100:.2f} 个百分点"


def _points(gap: float) -> str:
    """A difference of two rates in percentage points, signed; what rounds to nothing has no sign."""
    rounded = round(gap * 100, 2)
    return "0.00" if not rounded else f"{rounded:+.2f}".replace("-", "−")


def way_row(row: dict) -> list[str]:
    """One way to reckon the rate, in words: the way, the rate, how far it is from the stated one, whether the report used it, both parts with their places."""
    gap = "" if pd.isna(row["rate_gap"]) else _points(row["rate_gap"])
    return [
        row["way"], rate_fine(row["execution_rate"]), gap, "报告所用" if row["used"] else "",
        amount(row["numerator"]), row["numerator_source"], amount(row["denominator"]), row["denominator_source"],
    ]  # fmt: skip
