"""数据导入: what is in these files, and what would they change?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.bundles import OFFERED
from analytics.editions import mendable
from analytics.intake import Examination
from analytics.reading import Source
from analytics.reports.table_workbook import table_workbook
from analytics.settings import setting
from analytics.store import Plan, Snapshot
from analytics.uploads import changed_rows, record_rows, standing, whole_problem_table
from analytics.wording import count
from pages._imports_card import RECORD_HEADERS, SHOWN_ROWS, draw_card
from pages._imports_check import Checking, watch_check
from pages._imports_desk import Desk, Result, desk
from pages._imports_history import draw_history
from pages._imports_job import watch
from pages._imports_templates import draw_templates
from pages._shared import current, download, escaped, html_table, page, store

CHANGED = ["名称", "预算部门", "年度", "哪个数", "原来", "现在"]
FEW = 20
PAGES = Path(__file__).resolve().parent
WAY = ("放入文件", "核对读到的", "回答未写明的", "更正", "确认导入")
ANSWERING = 3
STEPS = (
    ("选择文件", "把绩效自评表、部门决算表等工作簿拖进来，可一次多个。"),
    ("核对、回答、更正", "逐个看清认出了什么、有什么问题，回答表上没写明的，就地更正读不懂的；此时什么都没有存。"),
    ("确认导入", "一个文件要么全部导入，要么全不导入；随时可以撤销。"),
)


def draw() -> None:
    page("数据导入", "文件里认出了什么，导入后会改变什么？")
    st.html(PAGES / "_client" / "imports.css")
    st.html(PAGES / "_client" / "dossier.css")
    here = desk()
    line = st.empty()
    if here.job:
        draw_steps(line, here)
        watch(here, here.job)
        st.rerun()
    notes = st.container(key="import_notes")
    if here.result:
        draw_result(here, here.result)
    snapshot = current()
    if snapshot.empty and not here.files:
        draw_beginning(here)
    draw_uploader(here)
    examine_what_is_new(here, snapshot, line)
    with notes:
        say_notes(here)
    draw_steps(line, here)
    if here.files:
        draw_files(here)
    draw_history(here)


def draw_steps(place: DeltaGenerator, here: Desk) -> None:
    """Where the clerk stands among the five steps, and what comes next."""
    at, words = way(here)
    open_still = {ANSWERING} if unanswered(here) else set()
    items = "".join(
        f'<li class="{"now" if n == at else "done" if n < at and n not in open_still else ""}"{" aria-current=step" if n == at else ""}>{name}</li>'
        for n, name in enumerate(WAY, 1)
    )
    place.html(f'<div class="lens-way"><ol>{items}</ol><p>{escaped(words)}</p></div>')


def unanswered(here: Desk) -> bool:
    """Whether a file leaves something open: a question, or a unit in doubt, be it that it cannot be imported for other reasons."""
    readings = here.examination.readings if here.examination else ()
    return any(reading.questions or any(form.amount_unit.status == "suspect" for form in reading.forms) for reading in readings)


def way(here: Desk) -> tuple[int, str]:
    """The step (from 1) and what to do now."""
    if here.job or (here.files and here.examination is None):
        return 2, "正在识别或存储，请稍候。"
    if not here.files:
        return (5, "已经导入。可以看总览，也可以撤销，或再放入文件。") if here.result else (1, "把文件拖到下面，或从文件夹里选。")
    examination = here.examination
    standings = [standing(examination, reading) for reading in examination.readings]
    if "waiting" in standings:
        return 3, f"有 {standings.count('waiting')} 个文件等您回答；回答之后自动重新识别。"
    if "refused" in standings:
        too = "，并回答未写明的" if unanswered(here) else ""
        in_place = any(mendable(one) for reading in examination.readings if reading.refused for one in reading.problems if one.severity == "error")
        how = f"就地更正{too}，或改好原表后重新放入" if in_place else "改好原表后重新放入"
        return 4, f"有 {standings.count('refused')} 个文件有读不懂的地方：{how}。"
    if "ready" in standings:
        doubt = "还有项目的金额单位没有认定，不认定也能导入，只是不计入合计；" if unanswered(here) else ""
        return 5, f"{doubt}核对读到的数，没有问题就按下面的“确认导入”。"
    return 1, "这些文件都已经在库里，不会重复导入。可以移除，或放入别的文件。"


def examine_what_is_new(here: Desk, snapshot: Snapshot, line: DeltaGenerator) -> None:
    state = (snapshot.version, snapshot.revision)
    while not here.examined(state):  # again where the first look recalled what a heading means
        here.begin_examination(store(), state)
        if here.job is None:
            return
        draw_steps(line, here)
        watch(here, here.job)


def say_notes(here: Desk) -> None:
    for severity, sentence in here.notes:
        st.html(f'<p class="lens-said {severity}" role="status">{escaped(sentence)}</p>')
    here.notes = []


# ---- the way in


def draw_beginning(here: Desk) -> None:
    """What to do, and the samples for who wants to look first."""
    steps = "".join(f"<li><b>{title}</b><p>{words}</p></li>" for title, words in STEPS)
    st.html(f'<div class="lens-begin"><h2>还没有数据，这样开始</h2><ol>{steps}</ol></div>')
    st.button("导入示例数据", key="import_samples", icon=":material/dataset:", on_click=lambda: here.import_samples(store()))
    st.caption("示例是丰台区、朝阳区公开的绩效自评表和部门决算表，可随时撤回。")


def draw_uploader(here: Desk) -> None:
    """A fresh uploader after every drop: the files themselves are kept on the desk, where no page change loses them."""
    key = f"uploads_{here.generation}"

    def take() -> None:
        here.take([Source(Path(file.name.replace("\\", "/")).name, file.getvalue()) for file in here.uploads.new(st.session_state[key])])
        here.generation += 1

    size = min(int(setting("upload_megabytes")), int(st.get_option("server.maxUploadSize")))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html('<p class="lens-quiet">自评表、决算表、汇总表等工作簿或 Word 文档，也可以是装着它们的 .zip</p>')
        draw_templates()
    st.file_uploader(
        "选择要导入的文件", OFFERED, accept_multiple_files=True, key=key, on_change=take, max_upload_size=max(size, 1), label_visibility="collapsed"
    )  # fmt: skip


# ---- what was examined


def draw_files(here: Desk) -> None:
    examination = here.examination
    if examination is None:
        st.html('<p class="lens-said error">这些文件没有识别完，什么都没有存。</p>')
        st.button("重新识别", key="look_again", on_click=here.look_again)
        st.button("清空", key="clear_failed", on_click=here.clear)
        return
    for number, reading in zip(list(here.files), examination.readings, strict=True):
        draw_card(here, number, reading, examination)
    watch_check(here.checking)
    draw_bar(here, examination)


def draw_bar(here: Desk, examination: Examination) -> None:
    """What a confirmation would do, and the button; it stays in sight while the cards scroll."""
    standings = [standing(examination, reading) for reading in examination.readings]
    ready = standings.count("ready")
    with st.container(key="import_bar", horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="lens-bar">{escaped(bar_words(examination, standings))}</p>')
        checking = here.checking
        if checking or any(reading.problems for reading in examination.readings):
            download("下载问题清单", lambda: problem_workbook(examination, checking), f"问题清单_{date.today():%Y%m%d}.xlsx")
        st.button("清空", key="clear", on_click=here.clear)
        words = f"确认导入 {ready} 个文件" if ready else "没有可以导入的文件"
        st.button(words, key="confirm", type="primary", disabled=not ready, on_click=lambda: here.confirm(store()))


def bar_words(examination: Examination, standings: list[str]) -> str:
    parts = ((standings.count("waiting"), "个等您回答"), (standings.count("unchanged"), "个内容未变"), (standings.count("refused"), "个不能导入"))
    rest = "，".join(f"{n} {words}" for n, words in parts if n)
    counted = ((examination.plan.count(what), words) for what, words in (("added", "新增"), ("replaced", "更新"), ("removed", "去掉")))
    does = "、".join(f"{words} {count(n)} 条记录" for n, words in counted if n)
    return "；".join(part for part in (does, rest) if part)


def problem_workbook(examination: Examination, checking: Checking | None) -> bytes:
    """What reading and rules found, once the rules have run."""
    notes = ["导入前识别和按审计规则核对发现的问题；改好原表后重新上传，同一项目的记录会被更新。"]
    if checking and not checking.files():
        notes.append("没有核对成审计规则，清单里只有识别时发现的问题。")
    found = whole_problem_table(examination.readings, checking.files() if checking else ())
    return table_workbook(found, {}, "问题清单", "本次选择的文件", current().version, notes)


# ---- what was done


def draw_result(here: Desk, result: Result) -> None:
    """What the import did, where to look at it, and the way back."""
    outcome = result.outcome
    with st.container(border=True, key="import_result"):
        lines = "".join(f"<li>{escaped(line)}</li>" for line in result.lines())
        title = f"已导入 {result.stored} 个文件" if result.stored else "没有新内容，数据未改变"
        st.html(f'<div class="lens-result"><h2>{title}</h2><ul>{lines}</ul></div>')
        draw_changes(outcome.plan)
        with st.container(horizontal=True, vertical_alignment="center"):
            years = {"year": [str(year) for year in result.years]}
            st.page_link(PAGES / "overview.py", label="看总览", icon=":material/monitoring:", query_params=years)
            st.page_link(PAGES / "execution.py", label="看这些年度的项目", icon=":material/list:", query_params={**years, "all_projects": "true"})
            if outcome.batches:
                st.page_link(PAGES / "findings.py", label="看查出的疑点", icon=":material/checklist:", query_params=years)
                st.button("撤销这次导入", key="undo", icon=":material/undo:", on_click=lambda: here.undo(store()))


def draw_changes(plan: Plan) -> None:
    """What the import changed in the data: changed figures old and new, new records, what went."""
    changed = changed_rows(one for file in plan.files for one in file.replaced)
    added, gone = (record_rows(record for file in plan.files for record in getattr(file, what)) for what in ("added", "removed"))
    if changed:
        with st.expander(f"数字有变 {len(changed)} 处（原来 → 现在）", expanded=len(changed) <= FEW):
            html_table(changed[:SHOWN_ROWS], CHANGED)
    for words, rows in (("新增", added), ("去掉旧记录", gone)):
        if rows:
            with st.expander(f"{words} {len(rows)} 条"):
                html_table(rows[:SHOWN_ROWS], RECORD_HEADERS, numbers=(3, 4, 5))


draw()
