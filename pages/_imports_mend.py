"""Putting right what is wrong in a file: in place, or by a mended file that is held against the one before."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from analytics.audit.finding import Finding
from analytics.audit.self_check import Change
from analytics.editions import ChangedFigure, Mend, edition_change, edition_words, figure_words, mends
from analytics.reading.corrections import BLANK
from analytics.reading.records import FileReading
from analytics.uploads import problem_rows
from pages._imports_check import finding_row
from pages._imports_desk import Desk
from pages._links import plain_markdown
from pages._shared import escaped, html_table

SHOWN_MENDS = 40
SHOWN_ROWS = 300
GONE, NEW, STILL = "已解决", "新出现", "仍在"
CHANGE_HEADERS = ["表", "哪个数", "改前", "改后", "单元格"]
PROBLEM_HEADERS = ["状态", "程度", "工作表", "单元格", "问题", "表上"]


def draw_mends(here: Desk, number: int, reading: FileReading) -> None:
    """The cells that one right figure mends, each with what stands there and a field for what should."""
    found = mends(reading, here.given[number].answers.cells)
    if not found:
        return
    if reading.refused:
        st.html(f'<h4 class="lens-ask">{_to_mend(reading, found)}</h4>')
        _draw_form(here, number, found)
        return
    done = sum(not one.open for one in found)
    words = f"已更正 {done} 处" if done else ""
    left = f"{len(found) - done} 处可以就地更正，不改也能导入" if len(found) > done else ""
    with st.expander("；".join(part for part in (words, left) if part), expanded=bool(done)):
        _draw_form(here, number, found)


def _to_mend(reading: FileReading, found: tuple[Mend, ...]) -> str:
    """How many cells stand in the way of the import, and how many more may be put right."""
    must = {f"{one.sheet}!{one.cell}" for one in reading.problems if one.severity == "error"}
    needed = sum(one.open and one.place in must for one in found)
    others = sum(one.open for one in found) - needed
    return f"就地更正（{needed} 处读不懂，必须改{f'；另 {others} 处可以一并改' if others else ''}）"


def _draw_form(here: Desk, number: int, found: tuple[Mend, ...]) -> None:
    st.caption(f"填上正确的数，原表的文字仍留在旁边，更正记入批次；确实没有数的填“{BLANK}”。也可以下载问题清单，改好原表后重新上传。")
    with st.form(f"mends_{number}", border=True):
        for at, one in enumerate(found[:SHOWN_MENDS]):
            _draw_mend(number, at, one)
        if len(found) > SHOWN_MENDS:
            st.caption(f"只列出前 {SHOWN_MENDS} 处，共 {len(found)} 处；其余请下载问题清单，在原表中改。")
        st.form_submit_button("按更正重新识别", key=f"mend_{number}", on_click=_keep, args=(here, number, found[:SHOWN_MENDS]))


def _draw_mend(number: int, at: int, one: Mend) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        mark = '<span class="lens-standing ready">已更正</span>' if one.corrected and not one.open else ""
        stands = f"表上写“{one.printed}”" if one.printed else "表上为空"
        st.html(f'<p class="lens-mend"><b>{escaped(one.sheet)} {escaped(one.where)}</b> {escaped(stands)} {mark}<br>{escaped(one.message)}</p>')
        label = f"{plain_markdown(one.sheet)} {one.where} 更正为"
        st.text_input(label, one.corrected or "", 60, f"mend_{number}_{at}_{one.place}", label_visibility="collapsed", placeholder="更正为", width=220)


def _keep(here: Desk, number: int, found: tuple[Mend, ...]) -> None:
    here.correct(number, {one.place: st.session_state.get(f"mend_{number}_{at}_{one.place}", "") for at, one in enumerate(found)})


# ---- a mended file against the one before


def draw_edition(here: Desk, number: int, reading: FileReading) -> None:
    """What the mended file changed: problems gone, new and left; figures old and new."""
    edition = here.before.get(number)
    if edition is None:
        offer_comparison(here, number, reading)
        return
    settled = {*edition.given.answers.units, *here.given[number].answers.units}
    change = edition_change(edition.reading, reading, settled)
    rules = here.checking.change_of(reading.file) if here.checking else None
    words = edition_words(edition.reading, change, rules) + ("（审计规则还在核对）" if here.checking and not here.checking.done else "")
    with st.container(border=True, key=f"edition_{number}"):
        name = edition.source.name if edition.source.name != reading.file else "上一份"
        st.html(f'<p class="lens-plan"><b>与{escaped(name)}相比：</b>{escaped(words)}</p>')
        if change.figures:
            html_table([_figure_row(one) for one in change.figures[:SHOWN_ROWS]], CHANGE_HEADERS, numbers=(2, 3))
        for words, names in (("多出的表", change.forms_added), ("少了的表", change.forms_gone)):
            if names:
                st.caption(f"{words}：{plain_markdown('、'.join(names[:20]))}")
        told = [[label, *row[:5]] for label, rows in _labelled(change) for row in problem_rows(rows)]
        told += [[label, *_told_of_rule(one)] for label, found in _labelled_findings(rules) for one in found]
        if told:
            with st.expander("逐条看问题"):
                html_table(told[:SHOWN_ROWS], PROBLEM_HEADERS)
        st.button("两份都要，换回上一份", key=f"put_back_{number}", type="tertiary", icon=":material/undo:", on_click=here.put_back, args=(number,))


def _labelled(change):
    return ((GONE, change.gone), (STILL, change.still), (NEW, change.new))


def _labelled_findings(rules: Change | None):
    return ((GONE, rules.solved), (STILL, rules.left), (NEW, rules.new)) if rules else ()


def _told_of_rule(finding: Finding) -> list[str | None]:
    """One line as for the problems of reading: severity, sheet, cells, what is wrong, what stands there."""
    severity, title, sheet, cells, stated, _ = finding_row(finding)
    return [severity, sheet, cells, title, stated]


def _figure_row(one: ChangedFigure) -> list[str]:
    return [one.form, one.field, figure_words(one.old), figure_words(one.new), one.cell or ""]


def offer_comparison(here: Desk, number: int, reading: FileReading) -> None:
    """A mended file under another name: let a person say of which file it is the mended edition."""
    for other, source in here.files.items():
        if other == number or here.examination is None:
            continue
        old = next((one for one in here.examination.readings if one.file == source.name), None)
        if old and other < number and _has_faults(old) and edition_change(old, reading).common:
            label = f"这是“{plain_markdown(PurePath(source.name).name)}”改好的一份，替换它并对照"
            st.button(label, key=f"compare_{number}_{other}", icon=":material/difference:", on_click=here.compare_with, args=(number, other))


def _has_faults(reading: FileReading) -> bool:
    return reading.refused or bool(reading.questions) or any(problem.severity == "error" for problem in reading.problems)
