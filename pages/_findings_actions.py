"""The buttons of a case, by its status and by who looks at it; several cases at once for the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from analytics.access import LOCAL_PERSON, Person
from analytics.audit.case import VERDICTS
from analytics.audit.due import usual_due
from analytics.audit.listing import Case, offered, title
from analytics.audit.moves import unmended
from pages._findings_desk import attempt, book, several
from pages._findings_papers import draw_papers

LONGEST_NOTE = 4000


def draw_actions(case: Case, person: Person, turn: int) -> None:
    """What this person may do with this case now; `turn` changes with every step of the case, so that each form starts empty."""
    allowed = offered(case, person)
    mark = f"{case.finding.key}_{turn}"
    with st.container(horizontal=True, gap="xsmall", key="doubt_actions"):
        if "issue" in allowed:
            _issue([case.finding.key], person, mark, "I")
        if "answer" in allowed:
            _with_note("answer", "答复", [case.finding.key], person, mark, "给单位的答复")
        if "verify" in allowed:
            _verify([case.finding.key], person, mark)
        if "rectify" in allowed:
            _rectify([case.finding.key], person, mark)
        if "close" in allowed:
            _close([case], person, mark)
        if "take_back" in allowed:
            _with_note("take_back", "撤回下发", [case.finding.key], person, mark, "撤回的原因")
        if "reopen" in allowed:
            _with_note("reopen", "重新打开", [case.finding.key], person, mark, "重新打开的原因")
        if "assign" in allowed:
            _assign([case.finding.key], person, mark, case.owner, case.due)
        if "remark" in allowed:
            _with_note("remark", "备注", [case.finding.key], person, mark, "内部备注，单位看不到")
        if "attach" in allowed:
            _attach(case.finding.key, person, mark)
        if allowed:
            _say_nameless(person)
            draw_papers([case], person, mark, f"单条疑点：{title(case.finding)}")


def draw_bulk(cases: Sequence[Case], person: Person, words: str) -> None:
    """What can be done with all selected cases at once: all of them change, or none. `words` are the filters that led to them."""
    keys = [case.finding.key for case in cases]
    common = set.intersection(*(set(offered(case, person)) for case in cases)) if cases else set()
    mark = f"bulk_{hash(tuple(keys))}"
    with st.container(horizontal=True, key="doubts_bulk", vertical_alignment="center"):
        if not keys:  # always there: a bar that comes and goes would move the table under the mouse
            st.html('<span class="lens-picked none">勾选左边的方框，可以一次办理多条、出具文书</span>')
            return
        st.html(f'<span class="lens-picked">已选{len(keys)}条</span>')
        if "issue" in common:
            _issue(keys, person, mark)
        if "verify" in common:
            _verify(keys, person, mark)
        if "rectify" in common:
            _rectify(keys, person, mark)
        if "close" in common:
            _close(cases, person, mark)
        if "assign" in common:
            _assign(keys, person, mark, None, None)
        if not common & {"issue", "verify", "rectify", "close", "assign"}:
            st.caption("所选疑点的状态不同，没有可以一起办理的事项。")
        draw_papers(cases, person, mark, words)
        _say_nameless(person)


def _say_nameless(person: Person) -> None:
    """Nobody signs without knowing as whom."""
    if person.name == LOCAL_PERSON:
        st.caption(f"目录下方的身份里还没有填写姓名，办理会记为“{LOCAL_PERSON}”。")


def _issue(keys: Sequence[str], person: Person, mark: str, shortcut: str | None = None) -> None:
    """At once with one press; with a due date and a word to the unit where one is wanted."""
    if st.button(f"下发{several(keys)}", key=f"issue_{mark}", type="primary", icon=":material/send:", shortcut=shortcut):
        attempt(f"已下发{several(keys)}，单位现在可以看到。", lambda: book().issue(keys, person))
    with st.popover("附言下发", key=f"issue_more_{mark}"), st.form(f"issue_form_{mark}", border=False):
        due = st.date_input("请单位说明的期限", value=usual_due(date.today()), format="YYYY-MM-DD", key=f"issue_due_{mark}")
        note = st.text_area("附言", key=f"issue_note_{mark}", max_chars=LONGEST_NOTE, placeholder="请单位核对什么、提供什么")
        if st.form_submit_button("下发", type="primary", key=f"issue_with_{mark}"):
            attempt(f"已下发{several(keys)}，单位现在可以看到。", lambda: book().issue(keys, person, due=due, note=note))


def _with_note(action: str, label: str, keys: Sequence[str], person: Person, mark: str, hint: str) -> None:
    """An action that is words: answer, take_back, reopen, remark."""
    with st.popover(label, key=f"{action}_more_{mark}"), st.form(f"{action}_form_{mark}", border=False):
        note = st.text_area(hint, key=f"{action}_note_{mark}", max_chars=LONGEST_NOTE)
        if st.form_submit_button(label, type="primary", key=f"{action}_{mark}"):
            deed = getattr(book(), action)
            attempt(f"已{label}。", lambda: deed(keys[0] if action in ("answer", "remark") else keys, person, note))


def _verify(keys: Sequence[str], person: Person, mark: str) -> None:
    with st.popover("核实", key=f"verify_more_{mark}"), st.form(f"verify_form_{mark}", border=False):
        verdict = st.radio("核实结论", list(VERDICTS), format_func=VERDICTS.__getitem__, index=None, key=f"verify_verdict_{mark}", horizontal=True)
        note = st.text_area("说明", key=f"verify_note_{mark}", max_chars=LONGEST_NOTE, placeholder="核对了什么，为什么这样认定（必填）")
        if st.form_submit_button("记下结论", type="primary", key=f"verify_{mark}"):
            attempt(f"{several(keys)}已核实：{VERDICTS.get(verdict, '')}。", lambda: book().verify(keys, person, verdict, note))


def _rectify(keys: Sequence[str], person: Person, mark: str) -> None:
    with st.popover("整改", key=f"rectify_more_{mark}"), st.form(f"rectify_form_{mark}", border=False):
        due = st.date_input("整改期限", value=usual_due(date.today()), format="YYYY-MM-DD", key=f"rectify_due_{mark}")
        note = st.text_area("整改要求", key=f"rectify_note_{mark}", max_chars=LONGEST_NOTE)
        if st.form_submit_button("要求整改", type="primary", key=f"rectify_{mark}"):
            attempt(f"{several(keys)}已要求整改。", lambda: book().rectify(keys, person, note, due=due))


def _close(cases: Sequence[Case], person: Person, mark: str) -> None:
    """A confirmed fault that nobody was asked to put right asks for a reason of its own."""
    keys = [case.finding.key for case in cases]
    with st.popover("销号", key=f"close_more_{mark}"), st.form(f"close_form_{mark}", border=False):
        st.caption("销号须由核实人以外的另一位审计人员办理。")
        note = st.text_area("销号说明", key=f"close_note_{mark}", max_chars=LONGEST_NOTE, placeholder="凭什么销号（必填）")
        why = ""
        if any(unmended(case.status, case.verdict) for case in cases):
            why = st.text_area(
                "未经整改即销号的理由", key=f"close_why_{mark}", max_chars=LONGEST_NOTE, placeholder="已核实为属实而没有要求整改，须写明为什么不整改"
            )
        if st.form_submit_button("销号", type="primary", key=f"close_{mark}"):
            attempt(f"{several(keys)}已销号。", lambda: book().close(keys, person, note, why))


def _assign(keys: Sequence[str], person: Person, mark: str, owner: str | None, due: date | None) -> None:
    """Owner and due date in one form; only what is filled in is set."""
    known = list(dict.fromkeys([*([owner] if owner else []), person.name, *sorted({case.owner for case in book().cases(person) if case.owner})]))
    with st.popover("指派", key=f"assign_more_{mark}"), st.form(f"assign_form_{mark}", border=False):
        chosen = st.selectbox("责任人", known, index=0 if owner else None, key=f"assign_owner_{mark}", accept_new_options=True, placeholder="选择或输入姓名")
        by = st.date_input("期限", value=due, format="YYYY-MM-DD", key=f"assign_due_{mark}")
        if st.form_submit_button("保存", type="primary", key=f"assign_{mark}"):
            attempt(f"{several(keys)}已更新责任人和期限。", lambda: _set(keys, person, chosen, by, owner, due))


def _set(keys: Sequence[str], person: Person, owner: str | None, due: date | None, owner_before: str | None, due_before: date | None) -> None:
    if owner != owner_before:
        book().assign(keys, person, owner)
    if due != due_before:
        book().set_due(keys, person, due)


def _attach(key: str, person: Person, mark: str) -> None:
    with st.popover("证据", key=f"attach_more_{mark}"), st.form(f"attach_form_{mark}", border=False):
        file = st.file_uploader("证据文件（批复、凭证、照片等）", key=f"attach_file_{mark}")
        if st.form_submit_button("附上", type="primary", key=f"attach_{mark}") and file is not None:
            attempt(f"已附上“{file.name}”。", lambda: book().attach(key, person, file.name, file.getvalue()))
