"""One finding opened: figures, calculation, rule, the cells on the original sheet, what is to be asked, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from functools import partial

import streamlit as st

from analytics.access import ROLES, Person
from analytics.audit import SEVERITIES
from analytics.audit.calculation import steps
from analytics.audit.case import ACTIONS, STATUSES, VERDICTS, CaseError, Step
from analytics.audit.listing import Case, cause_words, due_words, of_same_project, title
from analytics.charts import finding_html
from analytics.metrics.sheets import sheets_of
from pages._findings_actions import draw_actions
from pages._findings_desk import book, open_finding, project_of
from pages._findings_filters import clear, put
from pages._findings_list import status_words
from pages._links import plain_markdown
from pages._marks import MARKS
from pages._shared import current, escaped, open_project, taken

DRAWN = 2  # sheets drawn; the cells of further ones are quoted
FEW = 6


def draw_detail(case: Case, cases: Sequence[Case], person: Person) -> None:
    """The case as a page of its own beside the list."""
    finding = case.finding
    history = book().history(finding.key, person)
    st.html(finding_html.head(finding, status_words(case)))
    draw_actions(case, person, len(history))
    _draw_keeping(case)
    st.html(finding_html.figures(finding))
    draw_grounds(case)
    st.html("<h4>现场询问</h4>" + finding_html.on_site(finding))
    _draw_others(case, cases)
    draw_history(case, history, person)


def draw_grounds(case: Case) -> None:
    """The calculation, the sheets, the rule: what auditor and unit both see."""
    if case.finding.calculation:
        st.html("<h4>怎样算出来的</h4>" + finding_html.steps(steps(case.finding.calculation)))
    _draw_sheets(case)
    st.html("<h4>依据</h4>" + finding_html.grounds(case.finding))


def _draw_keeping(case: Case) -> None:
    """Owner, due date, whether the current data still hold it."""
    parts = [
        f"责任人：{case.owner}" if case.owner else "",
        f"期限：{due_words(case.due, date.today())}" if case.due and case.status != "closed" else "",
        f"{case.gone}：现有数据中没有这条疑点" if case.gone else "",
        f"共同原因：{cause_words(case.finding)}" if case.finding.cause else "",
    ]
    said = "　".join(escaped(part) for part in parts if part)
    if said:
        st.html(f'<p class="lens-keeping">{said}</p>')


def _draw_sheets(case: Case) -> None:
    """The sheets with the cells marked; cells of other sheets as quotes."""
    finding = case.finding
    if not finding.cells:
        return
    drawn = sheets_of(current(), finding.cells, DRAWN)
    for sheet in drawn:
        st.html(f"<h4>原表 <small>{escaped(sheet.file)}　{escaped(sheet.sheet)}</small></h4>" + finding_html.drawing(sheet, finding))
    shown = {(sheet.file, sheet.sheet) for sheet in drawn}
    others = [cell for cell in finding.cells if (cell["file"], cell["sheet"]) not in shown]
    if others:
        st.html("<h4>其他文件中的原文</h4>" + finding_html.quotes(others))


def _draw_others(case: Case, cases: Sequence[Case]) -> None:
    """Other findings of the same project, each a button that opens it; the project's own page."""
    others = of_same_project(cases, case.finding)
    if others:
        st.html(f"<h4>{'这个项目' if case.finding.project else '同一处'}的其他疑点（{len(others)}条）</h4>")
        with st.container(key="doubt_others", gap="xsmall"):
            for other in others[:FEW]:
                one = other.finding
                words = plain_markdown(f"{MARKS[one.severity]}{SEVERITIES[one.severity]}　{title(one)}　{one.field}")
                st.button(words, key=f"other_{one.key}", type="tertiary", on_click=partial(open_finding, one.key))
    with st.container(horizontal=True, key="doubt_ways"):
        own = project_of(case.finding)
        if own:
            if others:
                st.button(f"只看这个项目（{len(others) + 1}条）", key="doubt_all_of_project", on_click=partial(_only, own))
            if st.button("项目档案", key="doubt_project", icon=":material/description:"):
                open_project(own)


def _only(own: str) -> None:
    """Have the list show one project."""
    clear()
    put("project", own)


# ---- what was done


def draw_history(case: Case, history: Sequence[Step], person: Person) -> None:
    """Every step, the newest first, with the files that were attached."""
    st.html(f"<h4>办理经过</h4>{''.join(map(_step, reversed(history)))}")
    files = {step.evidence: step for step in history if step.evidence}
    for sha256, step in files.items():
        _evidence(sha256, step, person)


def _step(step: Step) -> str:
    at = step.at.replace(tzinfo=UTC).astimezone()
    who = f"{step.actor}（{ROLES[step.role]}）" if step.role in ROLES else "系统"
    changed = _changed(step)
    note = f"<blockquote>{escaped(step.note)}</blockquote>" if step.note else ""
    return (
        f'<div class="lens-step {escaped(step.role)}"><p><time>{at:%Y-%m-%d %H:%M}</time><b>{escaped(ACTIONS.get(step.action, step.action))}</b>'
        f"<span>{escaped(changed)}</span><i>{escaped(who)}</i></p>{note}</div>"
    )


def _changed(step: Step) -> str:
    """What a step changed, where that is not said by its name."""
    if step.action in ("verify", "assign", "set_due", "attach"):
        return step.after or "（清空）"
    if step.action == "changed":
        return f"{step.before or ''} → {step.after or ''}"
    return f"→ {STATUSES[step.after]}" if step.after in STATUSES and step.after != step.before else VERDICTS.get(step.after or "", "")


def _evidence(sha256: str, step: Step, person: Person) -> None:
    try:
        file, content = book().evidence(sha256, person)
    except CaseError:
        return
    st.download_button(
        plain_markdown(file), taken(content, file), file, key=f"evidence_{sha256}", icon=":material/attach_file:", on_click="ignore", type="tertiary"
    )
