"""Page 区际对比: districts side by side on the same scale. Never in order of merit: always in the order of their names."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.labels import BREAK, cut, plain, sampled, shortened
from analytics.metrics.backwards import SHORT, greyed
from analytics.remembered import remembered
from analytics.wording import count, listed, money, percent, rate, score

SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "pentagon", "star", "hexagon")
NAMED_GAP = 0.05  # of the weight: a larger gap between score and rate is named on the chart
MOST_LISTED = 6  # districts that a title can hold
MOST_NAMED = 30  # names that a chart can hold

# row label, column, the column that counts what carries it, what one counts, divisor to a share of the full mark
ROWS = (
    ("加权执行率", "execution_rate", "counted", "个项目", 1),
    ("执行率中位数", "median_rate", "rated", "个项目", 1),
    ("低于{threshold}的项目占比", "below_share", "rated", "个项目", 1),
    ("自评得分均值", "score_mean", "scored", "个项目", 100),
    ("产出指标得分率", "output_attainment", "output_scored", "项指标", 1),
    ("效益指标得分率", "benefit_attainment", "benefit_scored", "项指标", 1),
    ("满意度指标得分率", "satisfaction_attainment", "satisfaction_scored", "项指标", 1),
)

RATES = ("execution_rate", "median_rate", "below_share")  # what budgets written backwards make meaningless


@remembered
def measures(districts: pd.DataFrame, threshold: float, source: str) -> go.Figure:
    """Every share and mean of each district on one scale from 0 to 100 %, from comparison.side_by_side."""
    names = list(districts["district"])
    lane = len(names) + 0.9
    figure = theme.figure(
        _measures_title(districts), "各项指标与满分（或全部）之比；每点旁为数值与所依据的个数 n", height=120 + int(len(ROWS) * lane * 19), line=40
    )
    ticks = []
    for place, (label, column, carried, what, full) in enumerate(ROWS):
        top, said = -place * lane, label.format(threshold=percent(threshold))
        ticks.append((top - (len(names) - 1) / 2, said))
        for order, row in enumerate(districts.to_dict("records")):
            _lollipop(figure, top - order, row, said, column, carried, what, full, names, SYMBOLS[order % len(SYMBOLS)])
    figure.update_yaxes(tickvals=[y for y, _ in ticks], ticktext=[label for _, label in ticks], showgrid=False, range=[-len(ROWS) * lane + 0.8, 1])
    figure.update_xaxes(tickformat=".0%", range=[0, 1.42], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    return theme.source_note(figure, source, below=32)


def _lollipop(figure: go.Figure, y: float, row: dict, label: str, column: str, carried: str, what: str, full: float, names: list[str], symbol: str) -> None:
    value = row[column]
    if pd.isna(value) or not row[carried]:
        figure.add_annotation(
            x=0, y=y, text=f"{plain(row['district'])}　无数据", showarrow=False, xanchor="left", xshift=4, font={"size": 12, "color": theme.GREY}
        )
        return
    colour = theme.GREY if column in RATES and greyed(row) else theme.district_colour(row["district"], names)
    words = score(value) if full != 1 else rate(value)
    carries = f"n={count(row[carried])}{what}{f'，{SHORT}' if column in RATES and greyed(row) else ''}"
    figure.add_scatter(x=[0, value / full], y=[y, y], mode="lines", line={"color": colour, "width": 1.5}, opacity=0.35, hoverinfo="skip")
    figure.add_scatter(
        x=[value / full],
        y=[y],
        mode="markers",
        marker={"size": 11, "color": colour, "symbol": symbol},
        customdata=[[row["district"]]],
        hovertext=[f"<b>{plain(row['district'])}　{plain(label.replace('<br>', ''))}</b><br>数值 {words}<br>{carries}<br>点击看这个区的项目"],
        hoverinfo="text",
        cliponaxis=False,
    )
    text = f"{plain(row['district'])} <b>{words}</b>　<span style='color:{theme.GREY}'>{carries}</span>"
    figure.add_annotation(x=value / full, y=y, text=text, showarrow=False, xanchor="left", xshift=10, font={"size": 12})


def _measures_title(districts: pd.DataFrame) -> str:
    rates = [f"{row['district']}{rate(row['execution_rate'])}" for row in districts.to_dict("records") if pd.notna(row["execution_rate"])]
    return f"加权执行率：{'，'.join(rates)}；仅并列，不宜排名" if rates else "没有可计算执行率的项目"


@remembered
def scoring(frame: pd.DataFrame, source: str, whole: pd.DataFrame | None = None) -> go.Figure:
    """Share of the execution score against the execution rate, one point a project, from `compare_scoring`.

    `whole`: `scoring_rules` of all projects, where these are a sample.
    """
    names = sorted(frame["district"].dropna().unique())
    number = sampled(len(frame), None if whole is None else int(whole["scored"].sum()))
    title = _scoring_title(frame, names) if whole is None else _rules_title(whole, names)
    figure = theme.figure(title, f"每点一个项目；虚线上得分 = 执行率 × 分值；{number}{'个' if whole is None else '，'}有执行率得分的项目", height=400, line=30)
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line={"color": theme.GREY, "width": 1.5, "dash": "dash"}, hoverinfo="skip", showlegend=False)
    for order, district in enumerate(names):
        rows = frame[frame["district"] == district]
        figure.add_scatter(
            x=rows["execution_rate"],
            y=rows["score_share"],
            mode="markers",
            name=f"{plain(district)}（{count(len(rows))}个）" if whole is None else plain(district),
            marker={
                "color": theme.district_colour(district, names),
                "symbol": SYMBOLS[order % len(SYMBOLS)],
                "size": 11,
                "opacity": 0.85,
                "line": {"color": "white", "width": 1},
            },
            customdata=rows[["project_id"]],
            hovertext=[_scoring_hover(row) for row in rows.to_dict("records")],
            hoverinfo="text",
            cliponaxis=False,
        )
    gaps = frame["score_gap"].abs().astype(float)
    for row in frame[(gaps > NAMED_GAP) & (gaps.rank(ascending=False, method="first") <= MOST_NAMED)].to_dict("records"):
        text = f"{shortened(row['name'], 24)}<br>执行率{rate(row['execution_rate'])}，得{score(row['execution_score'])}分"
        figure.add_annotation(x=row["execution_rate"], y=row["score_share"], text=text, showarrow=False, yanchor="bottom", yshift=10, font={"size": 12})
    figure.update_xaxes(title="执行率", tickformat=".0%", range=[-0.05, max(1.06, frame["execution_rate"].max() * 1.05 if len(frame) else 0)])
    figure.update_yaxes(title="执行率一项得分 ÷ 分值", tickformat=".0%", range=[-0.06, 1.16], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1])
    return theme.source_note(theme.legend(figure), source, below=52)


def _scoring_hover(row: dict) -> str:
    return BREAK.join(
        (
            f"<b>{plain(row['name'])}</b>",
            plain(row["department"]),
            f"执行率 {rate(row['execution_rate'])}，得分 {score(row['execution_score'])} / {score(row['execution_weight'])}",
            "点击打开项目档案",
        )
    )


def _scoring_title(frame: pd.DataFrame, names: list[str]) -> str:
    if frame.empty:
        return "没有可对照的执行率得分"
    off = frame[~frame["follows_rate"].astype(bool)]
    if off.empty:
        return f"{'、'.join(names)}都按“执行率 × 分值”计分"
    return _differing(sorted(off["district"].unique()), off.loc[off["score_gap"].abs().idxmax()])


def _rules_title(rules: pd.DataFrame, names: list[str]) -> str:
    """The same of `scoring_rules`."""
    off = rules[rules["off"] > 0]
    if off.empty:
        return f"{listed(names)}都按“执行率 × 分值”计分"
    return _differing(list(off["district"]), off.loc[off["score_gap"].abs().idxmax()])


def _differing(districts: list[str], widest: pd.Series) -> str:
    where = "、".join(districts) if len(districts) <= MOST_LISTED else listed(districts, MOST_LISTED)
    return f"规则不同：{where}有项目执行率{rate(widest['execution_rate'])}仍得{score(widest['execution_score'])}分"


@remembered
def rates(frame: pd.DataFrame, threshold: float, source: str, whole: pd.DataFrame | None = None) -> go.Figure:
    """Every project's execution rate in a lane of its district, with the median, from `compare_rates`.

    `whole`: `rate_lanes` of all projects, where these are a sample.
    """
    names = sorted(frame["district"].dropna().unique())
    lanes = _lanes(frame, names) if whole is None else whole.set_index("district").to_dict("index")
    number = sampled(len(frame), sum(int(lane["rated"]) for lane in lanes.values()))
    figure = theme.figure(
        _rates_title(lanes, names), f"每点一个项目，点大则预算多；竖线为中位数；{number}{'个项目' if whole is None else ''}", height=400, line=30
    )
    largest = float(frame["budget_base"].max()) if len(frame) else 1.0
    for order, district in enumerate(names):
        rows = frame[frame["district"] == district].reset_index(drop=True)
        lane = len(names) - 1 - order
        colour = theme.district_colour(district, names)
        figure.add_scatter(
            x=rows["execution_rate"],
            y=[lane + offset for offset in _stacked(list(rows["execution_rate"]))],
            mode="markers",
            marker={
                "color": colour, "opacity": 0.7, "line": {"color": "white", "width": 1}, "symbol": SYMBOLS[order % len(SYMBOLS)],
                "size": [8 + 20 * (float(budget) / (largest or 1)) ** 0.5 for budget in rows["budget_base"]],
            },
            customdata=rows[["project_id"]],
            hovertext=[_rates_hover(row) for row in rows.to_dict("records")],
            hoverinfo="text",
            cliponaxis=False,
        )  # fmt: skip
        middle = lanes[district]["median_rate"]
        figure.add_scatter(x=[middle, middle], y=[lane - 0.42, lane + 0.42], mode="lines", line={"color": colour, "width": 2}, hoverinfo="skip")
        figure.add_annotation(
            x=0,
            y=lane + 0.36,
            text=f"<b>{plain(district)}</b>　n={count(lanes[district]['rated'])}　中位数 {rate(middle)}",
            showarrow=False,
            xanchor="left",
            font={"size": 12},
        )
    figure.add_vline(
        x=threshold,
        line={"color": theme.GREY, "width": 1.5, "dash": "dash"},
        annotation={"text": f"{percent(threshold)}", "yref": "paper", "y": 1, "xanchor": "right"},
    )
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[-0.6, max(len(names), 1) - 0.4])
    figure.update_xaxes(title="执行率", tickformat=".0%", range=[-0.04, max(1.06, frame["execution_rate"].max() * 1.05 if len(frame) else 0)])
    return theme.source_note(figure, source, below=52)


def _rates_hover(row: dict) -> str:
    said = f"执行率 {rate(row['execution_rate'])}，预算 {money(row['budget_base'])}"
    return BREAK.join((f"<b>{plain(row['name'])}</b>", plain(row["department"]), said, "点击打开项目档案"))


def _stacked(rates: list[float]) -> list[float]:
    """Heights within a lane that keep projects of about the same rate apart: up and down in turn from the middle."""
    heights, taken = [], {}
    for value in rates:
        step = round(value * 40)
        turn = taken.get(step, 0)
        taken[step] = turn + 1
        heights.append((-1) ** turn * ((turn + 1) // 2))
    reach = max(max((abs(height) for height in heights), default=1), 5)
    return [0.34 * height / reach for height in heights]


def _lanes(frame: pd.DataFrame, names: list[str]) -> dict[str, dict]:
    """What `rate_lanes` says, of all projects."""
    own = {name: frame.loc[frame["district"] == name, "execution_rate"] for name in names}
    return {name: {"rated": len(rates), "median_rate": rates.median(), "nearly_full": (rates >= 0.95).mean()} for name, rates in own.items()}


def _rates_title(lanes: dict[str, dict], names: list[str]) -> str:
    if not names:
        return "没有可计算执行率的项目"
    words = [f"{cut(name, 12)}{rate(lanes[name]['nearly_full'])}" for name in names]
    more = f"等{count(len(names))}个区" if len(words) > MOST_LISTED else ""
    return f"执行率在95%以上的项目：{'，'.join(words[:MOST_LISTED])}{more}"
