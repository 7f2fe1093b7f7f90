"""The papers of findings: 审计工作底稿 with its annex, 取证单 and 核实函 for one unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from analytics.access import Person
from analytics.audit import audit_of
from analytics.audit.case import Case, Step
from analytics.audit.casebook import Casebook
from analytics.audit.moves import same_person
from analytics.reports.letters import closed_by_person, evidence_record, inquiry_letter, left_out_words
from analytics.reports.paper_bundle import confirmed_beside, matters, paper_bundle
from analytics.reports.workpaper import Paper, working_paper
from analytics.reports.workpaper_annex import annex
from analytics.store import Snapshot
from pages._findings_desk import book
from pages._identity import signing
from pages._shared import current, taken

LONGEST = 80
Made = Callable[[], bytes]


def draw_papers(cases: Sequence[Case], person: Person, mark: str, words: str) -> None:
    """A card that hands over the papers of these cases; `words` are the filters that led to them."""
    with st.popover("文书", key=f"papers_{mark}"):
        cases = _on_paper(cases, person, mark)
        project = st.text_input("审计项目名称", key=f"paper_project_{mark}", max_chars=LONGEST, placeholder="可以留空，打印后填写")
        index = st.text_input("索引号", key=f"paper_index_{mark}", max_chars=30)
        reviewer = st.text_input("审核人", key=f"paper_reviewer_{mark}", max_chars=30, placeholder="须与编制人不是同一人")
        if same_person(reviewer, person.name):
            st.caption("编制人和审核人须是两个人：请填另一人，或留空打印后签名。")
            reviewer = ""
        paper = Paper(project=project, index=index, prepared_by=signing(person), prepared_on=date.today(), reviewed_by=reviewer, filters_words=words)
        for label, name, make in offered_papers(cases, current(), book(), paper):
            st.download_button(label, taken(make, name), name, key=f"paper_{label}_{mark}", icon=":material/download:", on_click="ignore", width="stretch")
        if all(case.gone for case in cases):
            st.caption("疑点已不在现有数据中：底稿只说明经过，不出取证单和核实函。")
        elif left_out := left_out_words([case for case in cases if not case.gone]):
            st.caption(left_out)
        elif len(units(cases)) > 1:
            st.caption("取证单和核实函一次只给一个单位：请只选一个部门的疑点。")


def _on_paper(cases: Sequence[Case], person: Person, mark: str) -> Sequence[Case]:
    """The cases that go on paper: without those that the current data do not hold, with the confirmed ones of the same matters that are closed."""
    held = [case for case in cases if not case.gone]
    if len(held) < len(cases):
        st.caption(f"所选{len(cases)}条中有{len(cases) - len(held)}条已不在现有数据中" + ("，不列入文书。" if held else "。"))
    if not held:
        return cases
    more = confirmed_beside(held, book().cases(person))
    if more and st.checkbox(f"底稿含本事项已销号的属实疑点（{len(more)}条）", value=len(cases) > 1, key=f"paper_closed_{mark}"):
        return [*held, *more]
    return held


def offered_papers(cases: Sequence[Case], snapshot: Snapshot, casebook: Casebook, paper: Paper) -> list[tuple[str, str, Made]]:
    """Label, file name and maker of each; they are made when the button is pressed, so all they need is handed in."""
    day, whose = f"{date.today():%Y%m%d}", _named(cases)
    not_run = audit_of(snapshot).not_run

    def bundle() -> bytes:
        return paper_bundle(cases, snapshot, paper, not_run, histories(casebook, cases))

    def single() -> bytes:
        return working_paper(cases, snapshot, paper, histories(casebook, cases))

    several = len(matters(cases)) > 1
    found: list[tuple[str, str, Made]] = [
        ("审计工作底稿（每个事项一份）", f"审计工作底稿_{day}.zip", bundle) if several else ("审计工作底稿", f"审计工作底稿_{whose}_{day}.docx", single),
        ("底稿附表", f"底稿附表_{whose}_{day}.xlsx", lambda: annex(cases, snapshot, paper.filters_words, paper, not_run)),
    ]
    asked = [case for case in cases if not case.gone and case.status != "closed"] or [case for case in cases if not case.gone]
    return found + (_of_unit(asked, snapshot, paper, units(cases)[0], f"{whose}_{day}") if asked and len(units(cases)) == 1 else [])


def _of_unit(cases: Sequence[Case], snapshot: Snapshot, paper: Paper, unit: str, whose: str) -> list[tuple[str, str, Made]]:
    """What goes to one unit."""
    record: tuple[str, str, Made] = ("审计取证单", f"审计取证单_{whose}.docx", lambda: evidence_record(cases, snapshot, unit, paper))
    if all(map(closed_by_person, cases)):
        return [record]
    return [record, ("疑点核实函", f"疑点核实函_{whose}.docx", lambda: inquiry_letter(cases, snapshot, unit, paper, _due(cases)))]


def units(cases: Sequence[Case]) -> list[str]:
    """The departments of these cases."""
    return list(dict.fromkeys(case.finding.department for case in cases if case.finding.department))


def histories(casebook: Casebook, cases: Sequence[Case]) -> dict[str, tuple[Step, ...]]:
    """The steps of each case by key."""
    return {case.finding.key: casebook.history(case.finding.key) for case in cases}


def _due(cases: Sequence[Case]) -> date | None:
    return min((case.due for case in cases if case.due), default=None)


def _named(cases: Sequence[Case]) -> str:
    """What a file of these cases is called after."""
    names = list(dict.fromkeys(case.finding.project for case in cases if case.finding.project))
    held = units(cases)
    name = names[0] if len(names) == 1 and len(held) == 1 else held[0] if len(held) == 1 else "多个单位"
    return re.sub(r"[^\w（）()-]", "", name)[:20]
