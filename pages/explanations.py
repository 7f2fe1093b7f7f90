"""单位说明: what was issued to the own department, and what the unit says to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from analytics.access import Person
from analytics.audit.case import CaseError, Step
from analytics.audit.listing import Case, about, due_words, offered, title
from analytics.charts import finding_html
from analytics.wording import count
from pages._address import asked, keep
from pages._awaited import findings_ready
from pages._findings_desk import attempt, book, say, style
from pages._findings_detail import draw_grounds, draw_history
from pages._findings_list import status_words
from pages._identity import identity
from pages._links import plain_markdown
from pages._marks import MARKS
from pages._shared import escaped, is_empty, page

CHOSEN = "explained"
LONGEST_NOTE = 4000
WAYS = {"explain": "说明情况", "dispute": "提出异议"}


def draw() -> None:
    page("单位说明", "审计下发了哪些疑点，本单位怎样说明？")
    if is_empty():
        return
    style()
    person = identity()
    if person.role != "clerk":
        change = "" if person.account else "请在目录（手机上点左上角展开）下方的身份里换成“填报”，并选择本单位。"
        st.info(f"这一页给填报单位用。{change}")
        return
    if not person.departments:
        st.info("请先在目录（手机上点左上角展开）下方的身份里选择本单位。")
        return
    if not findings_ready():
        return
    say()
    cases = book().cases(person)
    if not cases:
        st.info(f"没有下发给{'、'.join(person.departments)}的疑点。")
        return
    st.html(f'<p class="lens-finding">{escaped(words(cases))}</p>')
    left, right = st.columns([4, 8], gap="medium")
    with left:
        case = choose(cases)
    with right, st.container(key="doubt_open"):
        draw_one(case, person)


def words(cases: Sequence[Case]) -> str:
    waiting = sum(case.status == "issued" for case in cases)
    asked = f"{count(waiting)}条等待说明" if waiting else "都已经说明"
    return f"已下发{count(len(cases))}条疑点，{asked}。"


def choose(cases: Sequence[Case]) -> Case:
    """Those that wait come first; each with where it stands."""
    ordered = sorted(cases, key=lambda case: case.status != "issued")
    by_key = {case.finding.key: case for case in ordered}
    if st.session_state.get(CHOSEN) not in by_key:
        wished = asked("finding")
        st.session_state[CHOSEN] = wished if wished in by_key else ordered[0].finding.key
    said = {key: plain_markdown(f"{MARKS[case.finding.severity]}{title(case.finding)}") for key, case in by_key.items()}
    below = [plain_markdown(f"{about(case.finding)} · {status_words(case)}{_by(case)}") for case in ordered]
    chosen = st.radio("已下发的疑点", list(by_key), key=CHOSEN, format_func=said.__getitem__, captions=below)
    keep("finding", chosen)
    return by_key[chosen]


def _by(case: Case) -> str:
    return f" · 期限 {case.due:%Y-%m-%d}" if case.due and case.status != "closed" else ""


def draw_one(case: Case, person: Person) -> None:
    finding = case.finding
    st.html(finding_html.head(finding, status_words(case)))
    history = book().history(finding.key, person)
    draw_wish(case, history)
    st.html(finding_html.figures(finding))
    if "explain" in offered(case, person):
        draw_form(case, person, len(history))
    draw_grounds(case)
    draw_history(case, history, person)


def draw_wish(case: Case, history: Sequence[Step]) -> None:
    """By when the auditors want an answer, and what they wrote when they issued the finding."""
    note = next((step.note for step in reversed(history) if step.action in ("issue", "rectify") and step.note), "")
    parts = [f"期限：{due_words(case.due, date.today())}" if case.due and case.status != "closed" else "", f"审计附言：{note}" if note else ""]
    if said := "<br>".join(escaped(part) for part in parts if part):
        st.html(f'<p class="lens-said">{said}</p>')


def draw_form(case: Case, person: Person, turn: int) -> None:
    mark = f"{case.finding.key}_{turn}"
    with st.form(f"explain_{mark}"):
        way = st.radio("怎样答复", list(WAYS), format_func=WAYS.__getitem__, key=f"way_{mark}", horizontal=True, label_visibility="collapsed")
        note = st.text_area("说明", key=f"note_{mark}", max_chars=LONGEST_NOTE, placeholder="数字是怎么来的，准备怎样更正；有异议的写明理由")
        file = st.file_uploader("证据文件（可不附）", key=f"file_{mark}")
        if st.form_submit_button("提交给审计", type="primary", key=f"send_{mark}"):
            attempt("已提交，审计会在这里答复。", lambda: send(case.finding.key, person, way, note, file))


def send(key: str, person: Person, way: str, note: str, file) -> None:
    """The words first: without them no file is kept."""
    if not note.strip():
        raise CaseError("还没有写说明。", "请写明情况后再提交。")
    if file is not None:
        book().attach(key, person, file.name, file.getvalue())
    book().explain(key, person, note, dispute=way == "dispute")


draw()
