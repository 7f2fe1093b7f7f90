"""One file on the desk: what was recognised, what is open, what is wrong, what importing it would change."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from analytics.audit.unread import checkable
from analytics.editions import mendable
from analytics.intake import Examination
from analytics.metrics import Filters
from analytics.reading.records import FileReading, Problem
from analytics.store import FilePlan
from analytics.uploads import (
    COLUMN_MEANINGS,
    OpenDepartment,
    OpenUnit,
    changed_rows,
    departments_known,
    facts,
    is_district,
    nearest,
    open_questions,
    plan_of,
    plan_words,
    problem_rows,
    recognised,
    record_rows,
    standing,
    units_explained,
)
from analytics.wording import money
from pages._imports_check import draw_contradictions
from pages._imports_desk import Desk
from pages._imports_mend import draw_edition, draw_mends
from pages._imports_view import draw_view
from pages._links import plain_markdown
from pages._shared import answer, escaped, html_table

STANDINGS = {"ready": "可以导入", "waiting": "等您回答", "unchanged": "内容未变，不会重复导入", "refused": "不能导入"}
PROBLEM_HEADERS = ["程度", "工作表", "单元格", "问题", "现为", "应为", "处理办法"]
RECORD_HEADERS = ["名称", "预算部门", "年度", "预算（万元）", "执行（万元）", "得分"]
CHANGE_HEADERS = ["名称", "预算部门", "年度", "哪个数", "库中", "本文件"]
KEEP, REPLACE = "保留旧记录", "整体替换"
UNDECIDED = "仍存疑，暂不计入合计"
LEFT_TO_THE_FILE = "不作认定，按文件判断"
FIRST_YEAR = 2010
SHOWN_ROWS = 300


def draw_card(here: Desk, number: int, reading: FileReading, examination: Examination) -> None:
    state = standing(examination, reading)
    with st.container(border=True, key=f"card_{number}"):
        draw_head(here, number, reading, state)
        if state == "refused":
            draw_refusal(reading)
            draw_edition(here, number, reading)
            draw_mends(here, number, reading)
            draw_questions(here, number, examination)
            if checkable(reading):
                draw_contradictions(here.checking, number, here.files[number])
            draw_view(here, number, reading)
            return
        rows = "".join(f"<div><dt>{escaped(label)}</dt><dd>{escaped(words)}</dd></div>" for label, words in facts(recognised(reading), state == "waiting"))
        st.html(f'<dl class="lens-facts">{rows}</dl>')
        st.caption(units_explained(recognised(reading)))
        if state != "unchanged":
            draw_questions(here, number, examination)
            draw_edition(here, number, reading)
            draw_mends(here, number, reading)
        draw_problems(reading)
        if state != "unchanged":
            draw_contradictions(here.checking, number, here.files[number])
        plan = plan_of(examination, reading)
        if plan and state == "ready":
            draw_plan(here, number, plan)
        draw_view(here, number, reading)


def draw_head(here: Desk, number: int, reading: FileReading, state: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<h3 class="lens-file">{escaped(reading.file)} <span class="lens-standing {state}">{STANDINGS[state]}</span></h3>')
        st.button("移除", key=f"drop_{number}", type="tertiary", icon=":material/delete:", on_click=here.drop, args=(number,))


def draw_refusal(reading: FileReading) -> None:
    """One clear box: where, found, expected, what to do. Nothing of the file is stored."""
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    to_mend = [problem for problem in errors if mendable(problem)]
    boxes = "".join(_refusal(problem) for problem in errors[:SHOWN_ROWS] if not mendable(problem))
    boxes += f"<p><b>有 {len(to_mend)} 处读不懂，见下面的“就地更正”。</b></p>" if to_mend else ""
    boxes = boxes or "<p>没有读到可以导入的表格。</p>"
    how = "就地更正，或改好原表后重新上传" if to_mend else "改好后重新上传即可"
    st.html(f'<div class="lens-refused" role="alert">{boxes}<p class="quiet">整个文件都没有导入；{how}，其他文件不受影响。</p></div>')
    others = [problem for problem in reading.problems if problem.severity != "error"]
    if others:
        with st.expander(f"其余 {len(others)} 处问题"):
            html_table(problem_rows(others), PROBLEM_HEADERS)


def _refusal(problem: Problem) -> str:
    place = " ".join(part for part in (problem.sheet, problem.where) if part)
    lines = (("位置", place), ("现为", problem.found), ("应为", problem.expected), ("处理办法", problem.remedy))
    told = "".join(f"<div><dt>{label}</dt><dd>{escaped(words)}</dd></div>" for label, words in lines if words)
    return f"<p><b>{escaped(problem.message)}</b></p><dl>{told}</dl>"


# ---- what is open


def draw_questions(here: Desk, number: int, examination: Examination) -> None:
    asked = here.open.get(number)
    if asked is None:
        return
    now_asked = open_questions(examination.readings[list(here.files).index(number)])
    if asked.fiscal_year or asked.district or asked.departments:
        waits = now_asked.fiscal_year or now_asked.district or now_asked.departments
        st.html(f'<h4 class="lens-ask{"" if waits else " answered"}">{"请先回答，才能导入" if waits else "您的回答（可以改）"}</h4>')
        with st.container(horizontal=True):
            if asked.fiscal_year:
                ask_year(here, number, f"年度（{asked.fiscal_year} 处没有写明）")
            if asked.district:
                ask_district(here, number, f"区（{asked.district} 处没有写明）")
        if number in here.objections:
            st.html(f'<p class="lens-said warning" role="alert">{escaped(here.objections[number])}</p>')
        # the district often settles the department: it is asked for first
        for at, one in enumerate(asked.departments if here.given[number].answers.district or not asked.district else ()):
            ask_department(here, number, at, one, examination)
    doubted = [(at, one) for at, one in enumerate(asked.units) if one.used is None or one.project in here.given[number].answers.units]
    for at, one in doubted:
        ask_unit(here, number, at, one)
    corrected = [(at, one) for at, one in enumerate(asked.units) if (at, one) not in doubted]
    if corrected:
        with st.expander(f"{len(corrected)} 个项目的金额单位已按依据更正（可改）"):
            for at, one in corrected:
                ask_unit(here, number, at, one)
    draw_columns(here, number)


def draw_columns(here: Desk, number: int) -> None:
    """Headings that no reader knows: what they mean is said once and remembered for later files."""
    asked = here.open.get(number)
    said = here.given[number].answers.columns
    for at, one in enumerate(asked.columns if asked else ()):
        key = f"column_of_{number}_{at}"

        def keep(heading: str = one.heading, key: str = key) -> None:
            rest = {name: meaning for name, meaning in said.items() if name != heading}
            meaning = st.session_state[key]
            here.answer(number, columns={**rest, **({heading: meaning} if meaning else {})})

        sample = f"，如“{plain_markdown(one.sample)}”" if one.sample else ""
        chosen = said.get(one.heading)
        st.selectbox(
            f"表头“{plain_markdown(one.heading)}”下面的数是什么？（{plain_markdown(one.place)}{sample}）", COLUMN_MEANINGS,
            COLUMN_MEANINGS.index(chosen) if chosen in COLUMN_MEANINGS else None, key=key, on_change=keep, width=480,
            placeholder="请选择；不选则这一列不读", help="导入后记住这个说法，以后同样的表头不再问。",
        )  # fmt: skip


def ask_year(here: Desk, number: int, label: str) -> None:
    years = list(range(date.today().year + 1, FIRST_YEAR - 1, -1))
    chosen = here.given[number].answers.fiscal_year
    key = f"year_of_{number}"
    st.selectbox(
        label, years, years.index(chosen) if chosen in years else None, lambda year: f"{year}年度", key,
        placeholder="请选择年度", width=280, on_change=lambda: here.answer(number, fiscal_year=st.session_state[key]),
        help="只用于没有写明年度的表；已写明的不变。",
    )  # fmt: skip


def ask_district(here: Desk, number: int, label: str) -> None:
    chosen = here.given[number].answers.district
    options = _with(list(_known("district")), chosen)
    key = f"district_of_{number}"

    def keep() -> None:
        typed = st.session_state[key]
        if typed and not is_district(typed):
            here.objections[number] = f"“{typed}”不是区、县的名称，没有采用。请写全称，如“丰台区”。"
            st.session_state[key] = chosen
            return
        here.objections.pop(number, None)
        here.answer(number, district=typed)

    index = options.index(chosen) if chosen else None
    st.selectbox(
        label, options, index, key=key, placeholder="请选择，或输入区名", accept_new_options=True, width=280, on_change=keep,
        help="只用于没有写明区的表；已写明的不变。",
    )  # fmt: skip


def ask_department(here: Desk, number: int, at: int, one: OpenDepartment, examination: Examination) -> None:
    answers = here.given[number].answers
    chosen = answers.departments.get(one.printed) if one.printed else answers.department
    known = departments_known(_known("department"), examination.readings)
    options = _with(nearest(one.printed, known, answers.district), chosen)
    key = f"department_of_{number}_{at}"
    words = f"表上写的“{plain_markdown(one.printed)}”（{one.forms} 处）属于哪个预算部门？" if one.printed else f"预算部门（{one.forms} 处没有写明）"

    def keep() -> None:
        named = st.session_state[key]
        if one.printed is None:
            here.answer(number, department=named)
        else:
            here.answer(number, departments={**{k: v for k, v in answers.departments.items() if k != one.printed}, **({one.printed: named} if named else {})})

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            words, options, options.index(chosen) if chosen else None, key=key, on_change=keep, accept_new_options=True, width=480,
            placeholder="请选择，或输入新的部门全称（最像的排在最前）",
        )  # fmt: skip
        if one.printed:
            _remember(here, number, at, one.printed)


def _remember(here: Desk, number: int, at: int, printed: str) -> None:
    kept = here.given[number].remember
    key = f"remember_{number}_{at}"
    st.checkbox(
        "记住这个写法", printed in kept, key, help="以后各区的文件里再出现这个写法，都自动归到所选部门；“政工科”这类通用名称请不要勾选。",
        on_change=lambda: here.choose(number, remember=(kept | {printed}) if st.session_state[key] else kept - {printed}),
    )  # fmt: skip


def ask_unit(here: Desk, number: int, at: int, one: OpenUnit) -> None:
    """元, 万元 or still in doubt, each with what it would come to; nothing is decided unless a person does."""
    units = here.given[number].answers.units
    chosen = units.get(one.project)
    by_itself = f"按依据是{one.used}：{_amounts_of(one)}" if one.used and chosen is None else UNDECIDED if one.used is None else LEFT_TO_THE_FILE
    either = {unit: _either(unit, *amounts) for unit, amounts in one.either.items() if chosen or unit != one.used}
    labels = {None: by_itself} | either
    options = list(labels)
    key = f"unit_of_{number}_{at}"

    def keep() -> None:
        unit = st.session_state[key]
        here.answer(number, units={**{name: kept for name, kept in units.items() if name != one.project}, **({one.project: unit} if unit else {})})

    printed = f"表上写 {one.printed}，单位写“{one.unit_printed}”" if one.unit_printed else f"表上写 {one.printed}，没有写单位"
    why = "由您认定" if chosen else "存疑" if one.used is None else "与依据不符"
    st.radio(
        f"“{plain_markdown(one.project)}”的金额单位{why}（{plain_markdown(one.place)}：{plain_markdown(printed)}）", options,
        options.index(chosen) if chosen in options else 0, labels.get, key, on_change=keep,
    )  # fmt: skip
    if one.proofs:
        st.html(f'<p class="lens-quiet">依据：{escaped("；".join(one.proofs[:2]))}</p>')


def _amounts_of(one: OpenUnit) -> str:
    own, total = one.either.get(one.used or "", (None, None))
    return f"该项目预算 {money(own)}，本文件预算合计 {money(total)}" if own is not None else "按依据折合万元"


def _either(unit: str, own: Any, total: Any) -> str:
    return f"是{unit}：该项目预算 {money(own)}，本文件预算合计 {money(total)}"


def _known(kind: str) -> list[str]:
    options = answer("filter_options", Filters())
    return options.loc[options["kind"] == kind, "value"].tolist()


def _with(options: list[str], chosen: str | None) -> list[str]:
    return options if chosen is None or chosen in options else [chosen, *options]


# ---- what is wrong, what would change


def draw_problems(reading: FileReading) -> None:
    if not reading.problems:
        return
    rows = problem_rows(reading.problems)
    counted = "，".join(f"{word} {n}" for word in ("错误", "警告", "提示") if (n := sum(row[0] == word for row in rows)))
    with st.expander(f"发现 {len(rows)} 处问题（{counted}）", expanded=any(row[0] != "提示" for row in rows)):
        html_table(rows[:SHOWN_ROWS], PROBLEM_HEADERS)
        _more(rows, "完整清单见“问题清单”。")


def draw_plan(here: Desk, number: int, plan: FilePlan) -> None:
    st.html(f'<p class="lens-plan"><b>导入后：</b>{escaped(plan_words(plan))}</p>')
    changed, added, left = changed_rows(plan.replaced), record_rows(plan.added), record_rows((*plan.left, *plan.removed))
    if changed:
        with st.expander(f"数字有变 {len(changed)} 处（库中 → 本文件）", expanded=True):
            html_table(changed[:SHOWN_ROWS], CHANGE_HEADERS, numbers=(4, 5))
            _more(changed)
    if added:
        with st.expander(f"新增 {len(added)} 条记录"):
            html_table(added[:SHOWN_ROWS], RECORD_HEADERS, numbers=(3, 4, 5))
            _more(added)
    if left:
        draw_left(here, number, left)


def draw_left(here: Desk, number: int, left: list[list[str]]) -> None:
    """Older records of the same kind, department and year that the file does not hold: they stay unless a person says otherwise."""
    key = f"whole_{number}"
    with st.container(key=f"left_{number}"):
        st.radio(
            f"库中有 {len(left)} 条同类、同部门、同年度的记录，本文件里没有：", (KEEP, REPLACE), int(here.given[number].replace_whole), key=key,
            horizontal=True, captions=("本文件只是补充或更正，旧记录继续有效", "本文件就是该部门该年度的全部，旧记录不再计入；撤回批次即可恢复"),
            on_change=lambda: here.choose(number, replace_whole=st.session_state[key] == REPLACE),
        )  # fmt: skip
        with st.expander("看这些旧记录"):
            html_table(left[:SHOWN_ROWS], RECORD_HEADERS, numbers=(3, 4, 5))
            _more(left)


def _more(rows: Any, where: str = "") -> None:
    if len(rows) > SHOWN_ROWS:
        st.caption(f"只列出前 {SHOWN_ROWS} 条，共 {len(rows)} 条。{where}")
