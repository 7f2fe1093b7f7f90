"""规则: which rules there are, how each fared, which scoring rules judged which forms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.audit import FAMILIES, SEVERITIES, audit_of
from analytics.audit.casebook import Casebook, CaseError, RuleRecord
from analytics.audit.moves import AUDITORS
from analytics.audit.rule_report import RuleReport, rule_reports, summary
from analytics.audit.rule_sets import judged
from analytics.charts.rules import card, rule_set, years
from analytics.metrics import Filters
from analytics.store import Snapshot
from analytics.wording import count, percent
from pages._address import asked, keep
from pages._awaited import findings_ready
from pages._identity import identity
from pages._links import findings_link
from pages._on_paper import MOST, on_paper
from pages._shared import answer, current, escaped, html_table, page, store
from pages._tables import clicked_row

STYLE = Path(__file__).resolve().parent / "_client" / "rules.css"
EVERY = "全部"
SHOWN_FINDINGS = 8
CASES_KEPT = 4
WIDTHS = {"规则": 244, "类别": 86, "程度": 48, "状态": 62, "查了": 50, "通过": 50, "疑点": 48, "准确率": 60}
HINTS = {"准确率": "核实过的疑点中属实的占多少；各有几条，写在这条规则的核实结果里。"}
OBJECTION = "rule_objection"  # why a switch was refused, said once


def draw() -> None:
    page("规则", "按哪些规则查、查了多少、准不准？")
    st.html(STYLE)
    if not findings_ready():
        return
    reports = rule_reports(audit_of(current()), _records(current(), *_state()))
    said = f"还没有数据，规则都没有运行。现有 {len(reports)} 条规则。" if current().empty else summary(reports)
    st.html(f'<p class="lens-finding">{escaped(said)}</p>')
    shown = choose(reports)
    left, right = st.columns([2, 1.15])
    with left:
        chosen = draw_table(shown)
    with right:
        if chosen:
            draw_rule(chosen)
    draw_rule_sets()


def _state() -> tuple[str, str, int]:
    snapshot = current()
    return str(snapshot.path), snapshot.version, snapshot.revision


@st.cache_data(show_spinner=False, max_entries=CASES_KEPT)
def _records(_snapshot: Snapshot, path: str, version: str, revision: int) -> tuple[RuleRecord, ...]:
    return () if _snapshot.empty else Casebook(store()).rules()


def choose(reports: Sequence[RuleReport]) -> list[RuleReport]:
    """The rules of a family, a severity and a standing."""
    places = st.columns(3)
    family = places[0].selectbox("类别", [EVERY, *FAMILIES], format_func=lambda key: FAMILIES.get(key, key), key="rules_family", bind="query-params")
    severity = places[1].selectbox("程度", [EVERY, *SEVERITIES], format_func=lambda key: SEVERITIES.get(key, key), key="rules_severity", bind="query-params")
    standing = places[2].selectbox("状态", [EVERY, "查出疑点", "已运行", "未运行", "已停用", "已降为提示"], key="rules_standing", bind="query-params")
    return [
        one
        for one in reports
        if family in (EVERY, one.card.family)
        and severity in (EVERY, one.card.severity)
        and (standing in (EVERY, one.standing) or (standing == "查出疑点" and one.findings))
    ]


def draw_table(reports: Sequence[RuleReport]) -> RuleReport | None:
    """The rules in figures; the chosen one, or the first."""
    if not reports:
        st.info("没有这样的规则，请放宽上面的选择。")
        return None
    rows = pandas.DataFrame([_row(one) for one in reports])
    columns = {name: st.column_config.Column(width=width, help=HINTS.get(name)) for name, width in WIDTHS.items()}
    chosen = clicked_row(rows, "rules_table", columns, height=560)
    said = [["—" if value is None else str(value) for value in _row(one).values()] for one in reports[:MOST]]
    on_paper(list(WIDTHS), said, range(4, len(WIDTHS)), len(reports))
    st.caption("点任意一行，看这条规则的全文、查出的疑点和核实结果。")
    picked = reports[chosen].card.id if chosen is not None else asked("rule")
    found = next((one for one in reports if one.card.id == picked), reports[0])
    keep("rule", picked if found.card.id == picked else None)
    return found


def _row(report: RuleReport) -> dict[str, object]:
    record = report.record if report.record and report.record.precision is not None else None
    return {
        "规则": report.card.title,
        "类别": FAMILIES[report.card.family],
        "程度": SEVERITIES[report.card.severity],
        "状态": report.standing,
        "查了": report.run.examined if report.ran else None,
        "通过": report.passed if report.ran else None,
        "疑点": len(report.findings) if report.ran else None,
        "准确率": percent(round(record.precision, 3)) if record else None,
    }


def draw_rule(report: RuleReport) -> None:
    st.html(card(report))
    draw_switch(report)
    if report.findings:
        shown = report.findings[:SHOWN_FINDINGS]
        links = [findings_link(finding=one.key) for one in shown]
        html_table([[one.project or one.department or "—", one.message] for one in shown], ["项目（点开看疑点）", "疑点"], links=links)
        if len(report.findings) > SHOWN_FINDINGS:
            st.caption(f"只列出前 {SHOWN_FINDINGS} 处，共 {count(len(report.findings))} 处。")


def draw_switch(report: RuleReport) -> None:
    """Switch the rule off for this place, with a reason that is kept, or on again."""
    name, record = report.card.id, report.record
    may = identity().role in AUDITORS
    if record and record.off:
        by = f"{record.off_by}于{record.off_at:%Y年%m月%d日}停用：{record.off_reason}"
        st.html(f'<p class="lens-ignored">{escaped(by)}</p>')
        if may:
            object_to(st.container())
            st.button("重新启用", key=f"rule_on_{name}", icon=":material/toggle_on:", on_click=switch, args=(name, True))
    elif record and may:
        with st.popover("在本地停用这条规则", icon=":material/toggle_off:"):
            st.text_area("停用的理由", key=f"rule_reason_{name}", max_chars=300, placeholder="例如：本区另有计分办法，见某某文件")
            object_to(st.container())
            st.button("停用", key=f"rule_off_{name}", type="primary", on_click=switch, args=(name, False))
            st.caption("停用之后，它查出的疑点不再显示、不再计数，但仍保留在台账里；理由、姓名和时间都会记下。")


def object_to(place: DeltaGenerator) -> None:
    """Say why a switch was refused in a place that is always there: one more or one less before it would shut the card and lose what was typed."""
    if said := st.session_state.pop(OBJECTION, None):
        place.html(f'<p class="lens-ignored" role="alert">{escaped(said)}</p>')


def switch(name: str, on: bool) -> None:
    """Done between two runs of the page; what speaks against it is said on the next."""
    reason = "" if on else st.session_state.get(f"rule_reason_{name}", "")
    try:
        Casebook(store()).switch_rule(name, on, identity(), reason)
    except CaseError as refused:
        st.session_state[OBJECTION] = str(refused)


def draw_rule_sets() -> None:
    """The scoring rules as data, and how many forms each of them judged."""
    st.subheader("计分规则")
    found = judged(answer("rule_set_forms", Filters()).to_dict("records"))
    st.caption("每张表先看部门自己的规则，再看所在区、省市的，都没有的用全国通用的。成本单列的表，一级指标分值按“成本指标单列”核对。")
    rows = [[one.rules.name, one.rules.place, years(one.rules), count(one.marks), count(one.weights)] for one in found]
    html_table(rows, ["规则", "适用", "年度", "判得分（张）", "判分值（张）"], numbers=(3, 4))
    for one in found:
        with st.expander(one.rules.name):
            st.html(rule_set(one.rules))


draw()
