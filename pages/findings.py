"""疑点清单: which figures do not hold, and how far has each doubt come?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from analytics.access import Person
from analytics.audit import RULES, audit_of
from analytics.audit.case import STATUSES, VERDICTS
from analytics.audit.listing import Asked, Case, Projects, list_words, listed, neighbours, summary
from analytics.audit.rule_records import switched_off
from analytics.charts import findings as charts
from analytics.metrics import Filters
from analytics.reports.finding_list import finding_workbook
from analytics.wording import count
from pages import _findings_filters as filtering
from pages._awaited import findings_ready
from pages._findings_desk import book, cases_in, of_project, open_finding, opened, projects_in, say, style
from pages._findings_detail import draw_detail
from pages._findings_list import draw_list
from pages._identity import identity
from pages._links import PAGES, plain_markdown
from pages._shared import chart, current, download, escaped, filters, how_many, html_table, is_empty, page, store

VIEWS = {"single": "逐条", "cause": "按原因"}
KEYS = (("J", "下一条"), ("K", "上一条"), ("O", "打开第一条"), ("I", "下发打开的这条"), ("X", "关闭打开的这条"), ("↑ ↓", "在表格里移动并打开"))


def draw() -> None:
    page("疑点清单", "哪些数字站不住，各办到了哪一步？")
    if is_empty():
        return
    if not findings_ready():
        return
    style()
    filtering.follow()
    draw_switched_off()
    person = identity()
    if person.role == "clerk":
        st.info("这一页是审计人员用的。下发给本单位的疑点在“单位说明”里。")
        if st.button("去单位说明", key="to_explanations"):
            st.switch_page(PAGES / "explanations.py")
        return
    chosen = filters()
    if person.role == "viewer":
        draw_counts()
        return
    scoped = cases_in(chosen, person)
    projects = projects_in(chosen, person)
    st.html(f'<p class="lens-finding">{escaped(summary(scoped, projects, how_many("project_list", chosen)))}</p>')
    if not scoped:
        draw_nothing(chosen)
        return
    project = filtering.project()
    near, project_name = of_project(scoped, project) if project else (scoped, "")
    filtering.keep_offered(near)  # first: a choice that left nothing is taken back for the chart as for the list
    draw_families(scoped)
    asked = filtering.bar(near)
    filtering.chips(asked, project_name)
    words = " · ".join([chosen.words(), *([f"项目：{project_name}"] if project_name else []), *asked.words(STATUSES)])
    found = listed(near, asked)
    said = list_words(found, near, asked, projects)
    work(found, scoped, said, words, person, projects)
    draw_rules()


def draw_rules() -> None:
    """How many rules stand behind the list, and which could not look."""
    off = switched_off(store())
    runs = [run for run in audit_of(current()).runs if run.rule not in off]
    idle = [run for run in runs if run.because]
    stopped = f"，{count(len(off))}条在本地停用（{'、'.join(RULES[rule].title for rule in sorted(off))}）" if off else ""
    with st.container(horizontal=True, vertical_alignment="center", key="doubts_rules"):
        lacking = f"，{count(len(idle))}条缺少所需的数据，没有运行" if idle else ""
        st.caption(f"{count(len(runs) - len(idle))}条规则已运行{lacking}{plain_markdown(stopped)}。")
        if (PAGES / "rules.py").is_file():
            st.page_link(PAGES / "rules.py", label="看规则")


def draw_switched_off() -> None:
    """Whoever comes here is told which rules that contradict figures are switched off, by whom and why."""
    off = [rule for rule in switched_off(store()) if RULES[rule].severity == "error"]
    for record in (one for one in book().rules() if one.rule in off) if off else ():
        by = f"{record.off_by}于{record.off_at:%Y-%m-%d}停用：{record.off_reason}"
        words = f"“错误”级规则“{RULES[record.rule].title}”已在本地停用，它查出的疑点不列出、不计数。{by}"
        st.html(f'<p class="lens-ignored" role="status">{escaped(words)}</p>')


def draw_counts() -> None:
    """What a leader sees: how many doubts stand where, not which."""
    html_table([[STATUSES[name], count(number)] for name, number in book().counts().items()], ["状态", "条数"], numbers=(1,))
    st.caption("逐条内容由审计人员办理；涉及的数字在其他页面上标明印证情况。")


def draw_nothing(chosen: Filters) -> None:
    if chosen.empty:
        st.success("全部规则运行完毕，没有发现疑点。")
    else:
        st.info("当前范围内没有疑点，可以放宽筛选条件。")


def draw_families(scoped: Sequence[Case]) -> None:
    """How many of each family, by severity; a click leaves only that family."""
    asked = filtering.chosen()
    counted: dict[str, Counter[str]] = {}
    for case in listed(scoped, Asked(statuses=asked.statuses)):
        counted.setdefault(case.finding.family, Counter())[case.finding.severity] += 1
    key = f"families_{'_'.join(asked.families)}"
    with st.container(key="doubts_families"):
        chart(charts.families(counted, counted.keys() & asked.families), key=key, on_select=partial(_only_family, key))


def _only_family(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    carried: Any = points[0].get("customdata") if points else None
    family = (list(carried.values()) if isinstance(carried, dict) else carried or [None])[0]
    chosen = st.session_state.get(filtering.name("family"))
    filtering.put("family", [] if not family or chosen == [family] else [family])


@st.fragment
def work(found: Sequence[Case], scoped: Sequence[Case], said: str, words: str, person: Person, projects: Projects) -> None:
    """The list and, beside it, the finding that is open: what an auditor goes through, drawn anew without the rest of the page."""
    case = next((case for case in scoped if case.finding.key == opened()), None)
    if case is None and opened():
        st.html('<p class="lens-said error" role="status">地址里的那条疑点不在当前范围内，或者已经不存在。</p>')
        open_finding(None)
    filtering.write()
    with st.container(key="doubts_work"):
        draw_toolbar(found, said, words, projects)
        say()
        if not found:
            st.info("没有符合这些条件的疑点，可以去掉一些条件，或按“重置”。" if filtering.any_chosen() else "这个范围内的疑点都已销号。")
        above = st.container()
        left, right = st.columns([5, 8], gap="medium") if case else (st.container(), None)
        if found:
            with left, st.container(key="doubts_list"):
                draw_list(found, person, words, above)
        if case and right:
            with right, st.container(key="doubt_open"):
                draw_detail(case, scoped, person)


def draw_toolbar(found: Sequence[Case], said: str, words: str, projects: Projects) -> None:
    before, after = neighbours(found, opened())
    with st.container(horizontal=True, vertical_alignment="center", key="doubts_toolbar"):
        st.html(f'<p class="lens-listed">{escaped(said)}</p>')
        st.session_state.setdefault(filtering.name("view"), "single")
        st.segmented_control("列法", VIEWS, key=filtering.name("view"), format_func=VIEWS.__getitem__, required=True, label_visibility="collapsed")
        if opened():
            st.button("上一条", key="doubt_before", shortcut="K", disabled=before is None, on_click=partial(open_finding, before))
            st.button("下一条", key="doubt_after", shortcut="J", disabled=after is None, on_click=partial(open_finding, after))
            st.button("关闭", key="doubt_close", shortcut="X", on_click=partial(open_finding, None))
        elif after:
            st.button("从第一条看起", key="doubt_first", shortcut="O", on_click=partial(open_finding, after))
        with st.popover("快捷键", icon=":material/keyboard:"):
            html_table(KEYS, ["键", "做什么"])
        version = current().version
        download("下载清单", lambda: finding_workbook(found, words, version, STATUSES, VERDICTS, projects), f"疑点清单_{date.today():%Y%m%d}.xlsx")


draw()
