"""The scenes of 大屏: what each is called and how it is drawn, large enough for a wall."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from plotly.graph_objects import Figure

from analytics.charts import execution, overview, scores
from analytics.charts.standing import standings
from analytics.metrics import Filters
from analytics.metrics.sentences import overview_sentence
from pages._briefing_desk import gathered
from pages._identity import identity
from pages._key_figures import measures
from pages._marks import source
from pages._points import DEPARTMENTS, unspent_projects
from pages._shared import answer, chart, escaped, measure_row

THRESHOLD = 0.8


def sentences(chosen: Filters) -> None:
    """The five sentences of 简报."""
    told = gathered(chosen, identity()).sentences
    st.html(f'<section class="lens-told">{"".join(f"<div><h2>{escaped(one.topic)}</h2><p>{escaped(one.text)}</p></div>" for one in told)}</section>')


def figures(chosen: Filters) -> None:
    """The key figures under the sentence of 总览."""
    totals = answer("summary", chosen)
    st.html(f'<p class="lens-finding">{escaped(overview_sentence(totals, answer("standouts", chosen)))}</p>')
    measure_row(measures(totals.iloc[0]), standings(totals.iloc[0]))


def _departments(chosen: Filters) -> Figure:
    return overview.department_execution(answer("summary", chosen, by="department", part=DEPARTMENTS), source(chosen))


def _unspent(chosen: Filters) -> Figure:
    rows, whole = unspent_projects(chosen, overview.MOST_UNSPENT)
    return overview.largest_unspent(rows, source(chosen), whole=whole)


def _distribution(chosen: Filters) -> Figure:
    return execution.distribution(answer("execution_distribution", chosen), THRESHOLD, source(chosen))


def _tree(chosen: Filters) -> Figure:
    return overview.money_tree(answer("money_tree", chosen), source(chosen))


def _grades(chosen: Filters) -> Figure:
    return scores.grades(answer("grades", chosen, by="department"), source(chosen))


def _charted(name: str, figure: Callable[[Filters], Figure]) -> Callable[[Filters], None]:
    def draw(chosen: Filters) -> None:
        chart(figure(chosen), key=f"screen_{name}")

    return draw


SCENES: Mapping[str, tuple[str, Callable[[Filters], None]]] = {
    "figures": ("关键数字", figures),
    "sentences": ("五句话", sentences),
    "departments": ("各部门执行", _charted("departments", _departments)),
    "unspent": ("未执行最多", _charted("unspent", _unspent)),
    "distribution": ("执行率分布", _charted("distribution", _distribution)),
    "tree": ("资金分布", _charted("tree", _tree)),
    "grades": ("得分等级", _charted("grades", _grades)),
}
"""By the name in the address: (what it is called, how it is drawn)."""
