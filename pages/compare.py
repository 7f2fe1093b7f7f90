"""区际对比: how do districts stand beside each other, and what makes that hard to say?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas
import streamlit as st

from analytics.charts import compare as charts
from analytics.charts.intervals import intervals
from analytics.charts.labels import cut
from analytics.compare.figures import FIGURES, drawn_from, figures_of, sums_of
from analytics.compare.words import METHOD, turning, verdict
from analytics.metrics import Filters
from analytics.metrics.cards import CARDS, cards_of
from analytics.metrics.comparison import MEASURES, Caveat, caveats, like_departments, measure_rows, side_by_side, years_words
from analytics.metrics.sentences import comparison_sentence
from analytics.pinyin import in_order
from analytics.wording import count
from pages._compare_classes import draw_classes
from pages._compare_costs import draw_costs
from pages._compare_functions import draw_functions
from pages._compare_funnel import draw_funnel
from pages._compare_trends import draw_trends
from pages._marks import FORMS, open_execution, open_marked
from pages._points import drawn_projects, lane_points, scoring_points
from pages._shared import answer, chart, current, download, escaped, explain, filters, html_table, is_empty, page

USUAL = ("丰台区", "朝阳区")
THRESHOLD = 0.8
FUNCTIONS = "同职能部门"
SCOPES = ("同类部门", "全部部门")
STYLE = Path(__file__).parent / "_client" / "compare.css"


def draw() -> None:
    page("区际对比", "几个区并列来看是什么样子，哪些地方不能直接相比？")
    if is_empty():
        return
    chosen = filters(district=False)
    offered = answer("compare_offered", replace(chosen, districts=()))
    wanted = replace(chosen, districts=tuple(_choose_districts(offered, chosen)))
    if len(wanted.districts) < 2:
        st.info("至少选择两个区才能对比。当前数据不足两个区时，请先导入其他区的自评表，或放宽筛选条件。")
        return
    whole, wanted = wanted, _choose_scope(offered, wanted)
    comparison = answer("comparison", wanted, by="district", threshold=THRESHOLD)
    if comparison.empty:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    st.html(f'<p class="lens-finding">{escaped(comparison_sentence(comparison, answer("comparison_basis", wanted)))}</p>')
    _draw_caveats(caveats(_side_by_side(comparison, wanted), answer("scoring_rules", wanted)))
    part = st.segmented_control(
        "看什么", SHOWN, default=next(iter(PARTS)), required=True, key="compare_part", bind="query-params", label_visibility="collapsed"
    )
    if part == FUNCTIONS:
        draw_functions(whole, in_order(whole.districts), _under(whole))
    else:
        PARTS[part](comparison, wanted)
    explain([name for name, _ in MEASURES if name in CARDS])


def _side_by_side(comparison: pandas.DataFrame, wanted: Filters) -> pandas.DataFrame:
    return side_by_side(comparison, answer("compare_measures", wanted, threshold=THRESHOLD))


def _choose_districts(offered: pandas.DataFrame, chosen: Filters) -> list[str]:
    """The districts to set side by side: at first those of the filters, with the usual ones where that is fewer than two."""
    names = in_order(offered["district"].dropna().unique())
    first = [name for name in dict.fromkeys([*chosen.districts, *USUAL, *names]) if name in names]
    default = first[: max(2, len(chosen.districts))]
    key = "compared"
    if key in st.session_state:
        st.session_state[key] = [name for name in st.session_state[key] if name in names]
    return st.multiselect(
        "对比的区", names, default=None if key in st.session_state else default, key=key, placeholder="选择两个或更多的区", bind="query-params"
    )


def _choose_scope(offered: pandas.DataFrame, wanted: Filters) -> Filters:
    """Like departments with like ones, unless departments were chosen or all are asked for."""
    like = like_departments(offered, wanted.districts)
    if wanted.departments or not like:
        return wanted
    scope = st.segmented_control(
        "对比范围", SCOPES, default=SCOPES[0], required=True, key="compare_scope", bind="query-params", help=f"同类部门：{'、'.join(like)}"
    )
    return replace(wanted, departments=like) if scope == SCOPES[0] else wanted


def _draw_caveats(found: Sequence[Caveat]) -> None:
    if not found:
        return
    items = "".join(f"<li><b>{escaped(each.title)}</b>　{escaped(each.text)}</li>" for each in found)
    st.html(STYLE)
    st.html(f'<section class="lens-caveats"><h4>对比之前先看这{count(len(found))}点：只并列，不宜排名</h4><ol>{items}</ol></section>')


def _draw_apart(comparison: pandas.DataFrame, wanted: Filters) -> None:
    """Can they be told apart at all? One sentence, the picture, the sentences on each figure, how it was made."""
    names, sums = in_order(comparison["district"].dropna()), answer("figure_sums", wanted, by="district")
    found = figures_of(sums, drawn_projects(wanted, drawn_from(sums_of(sums, "figure"), names)), names)
    first = next(figure for figure in FIGURES if figure.name == "execution_weighted")
    st.html(f'<p class="lens-finding">{escaped(verdict(found[first.name], first))}{escaped(turning(found))}</p>')
    if any(comparison.pairs for comparison in found.values()):
        chart(intervals(found, _under(wanted)), key="compare_intervals", on_select="rerun")
        open_execution("compare_intervals", wanted)
    with st.expander("逐项说明和算法"):
        st.html("".join(f"<p>{escaped(verdict(found[figure.name], figure))}　<small>{escaped(figure.rule)}</small></p>" for figure in FIGURES))
        st.caption(METHOD)


def _under(wanted: Filters) -> str:
    """The note under every chart; districts of different years are marked on each."""
    words = years_words(answer("comparison_basis", wanted))
    return f"来源：{FORMS}；数据版本 {current().version}\n范围：{cut(wanted.words(), 84)}\n{cut(words, 100)}"


def _draw_classes(comparison: pandas.DataFrame, wanted: Filters) -> None:
    draw_classes(wanted, in_order(comparison["district"].dropna()), _under(wanted))
    draw_costs(wanted)


def _draw_projects(_comparison: pandas.DataFrame, wanted: Filters) -> None:
    """Single projects: which lie beyond chance, by what rule their execution was scored, how their rates lie."""
    draw_funnel(wanted, _under(wanted))
    points, whole = scoring_points(wanted)
    lanes, every = lane_points(wanted)
    left, right = st.columns(2)
    with left:
        open_marked(chart(charts.scoring(points, _under(wanted), whole), key="compare_scoring", on_select="rerun"))
    with right:
        open_marked(chart(charts.rates(lanes, THRESHOLD, _under(wanted), every), key="compare_rates", on_select="rerun"))


def _draw_trends(_comparison: pandas.DataFrame, wanted: Filters) -> None:
    draw_trends(wanted, _under(wanted))


def _draw_measures(comparison: pandas.DataFrame, wanted: Filters) -> None:
    """Every measure side by side, drawn and as a table to take away."""
    districts = _side_by_side(comparison, wanted)
    chart(charts.measures(districts, THRESHOLD, _under(wanted)), key="compare_measures", on_select="rerun")
    open_execution("compare_measures", wanted)
    names = list(districts["district"])
    html_table(measure_rows(districts), ["指标", *names], numbers=range(1, len(names) + 1))
    st.caption("括号内为所依据的项目数或指标数；按区名排列，不代表名次。")
    download("导出当前表格", lambda: _workbook(districts, wanted), f"区际对比_{date.today():%Y%m%d}.xlsx")


def _workbook(districts: pandas.DataFrame, wanted: Filters) -> bytes:
    from analytics.reports.table_workbook import table_workbook

    columns = ["district", "department_names", "years", *(name for name, _ in MEASURES), "rated", "scored", "unscored", "stepped_projects"]
    notes = ["按区名排列，不代表名次，不宜排名。", *(f"{each.title}：{each.text}" for each in caveats(districts, answer("scoring_rules", wanted)))]
    return table_workbook(districts[columns], cards_of(columns, "comparison"), "区际对比", wanted.words(), current().version, notes)


PARTS = {"分得出高低吗": _draw_apart, "同类项目": _draw_classes, "逐个项目": _draw_projects, "历年变化": _draw_trends, "全部指标": _draw_measures}
SHOWN = [*list(PARTS)[:2], FUNCTIONS, *list(PARTS)[2:]]  # 同职能部门 looks at all departments, whatever the scope is

draw()
