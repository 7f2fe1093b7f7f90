"""公开前自查: what would the audit find in these drafts? Nothing is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import streamlit as st

from analytics.audit.rule_records import switched_off
from analytics.audit.self_check import ASKED_OF_CLERKS, Change, CheckedFile, CheckedForm, SelfCheck, counted, to_do, told
from analytics.bundles import OFFERED
from analytics.charts.self_check import finding_cards, findings_beside
from analytics.reading import Source
from analytics.reports.table_workbook import table_workbook
from analytics.settings import setting
from analytics.wording import count
from pages._imports_job import watch
from pages._links import plain_markdown
from pages._self_check_desk import CheckDesk, desk
from pages._shared import download, escaped, html_table, page, store

CLIENT = Path(__file__).resolve().parent / "_client"
STYLES = [CLIENT / name for name in ("imports.css", "dossier.css", "self_check.css")]
NOTHING_KEPT = "只在本机当场核对，什么都不存：清空或关闭页面之后不留任何内容。"
FORM_HEADERS = ["表", *ASKED_OF_CLERKS.values()]
CHANGE_HEADERS = ["程度", "单元格", "问题", "表上", "应写为", "怎么改"]
SHOWN_FORMS, SHOWN_ROWS = 30, 200


def draw() -> None:
    page("公开前自查", "这些表公开之前，还有哪些地方要改？")
    for style in STYLES:
        st.html(style)
    here = desk()
    if here.job:
        watch(here, here.job)
        st.rerun()
    outcome = f"{here.check.sentence()}。{NOTHING_KEPT}" if here.check else f"把准备公开的表放进来，用审计的同一套规则先查一遍。{NOTHING_KEPT}"
    st.html(f'<p class="lens-finding">{escaped(outcome)}</p>')
    draw_uploader(here)
    for severity, sentence in here.notes:
        st.html(f'<p class="lens-said {severity}" role="status">{escaped(sentence)}</p>')
    here.notes = []
    if here.check:
        draw_check(here, here.check)


def draw_uploader(here: CheckDesk) -> None:
    """A fresh uploader after every drop; the drafts themselves are kept on the desk."""
    key = f"drafts_{here.generation}"

    def take() -> None:
        here.off = switched_off(store())
        here.take([Source(Path(file.name.replace("\\", "/")).name, file.getvalue()) for file in here.uploads.new(st.session_state[key])])
        here.generation += 1

    size = min(int(setting("upload_megabytes")), int(st.get_option("server.maxUploadSize")))
    st.file_uploader(
        "选择要自查的文件", OFFERED, accept_multiple_files=True, key=key, on_change=take, max_upload_size=max(size, 1), label_visibility="collapsed"
    )  # fmt: skip
    st.caption("改好之后把同名文件再放一次，就能看到哪些已经解决、哪些还在、有没有新出现的。")


def draw_check(here: CheckDesk, check: SelfCheck) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if check.audit.findings or any(file.refused for file in check.files):
            download("下载问题清单", lambda: workbook(check), f"自查清单_{date.today():%Y%m%d}.xlsx")
        st.button("清空", key="clear_drafts", on_click=here.clear)
    for file in check.worst_first:
        at = check.files.index(file)  # keeps the keys of widgets when the order changes
        with st.container(border=True, key=f"checked_{at}"):
            draw_file(here, at, file, alone=sum(not one.refused for one in check.files) == 1)


def workbook(check: SelfCheck) -> bytes:
    return table_workbook(to_do(check), {}, "公开前自查问题清单", check.sentence(), "没有存储", [NOTHING_KEPT])


def draw_file(here: CheckDesk, at: int, file: CheckedFile, alone: bool) -> None:
    standing = "读不出来" if file.refused else counted(file.findings) or "没有发现问题"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<h3 class="lens-file">{escaped(file.reading.file)} <span class="lens-standing">{escaped(standing)}</span></h3>')
        st.button("移除", key=f"drop_draft_{at}", type="tertiary", icon=":material/delete:", on_click=here.drop, args=(file.reading.file,))
    if file.refused:
        draw_refusal(file)
        return
    if file.gaps:
        words = f"有 {file.gaps} 处读不懂，其余暂按空缺核对；改好后把同名文件再放一次，会连这些地方一起查。"
        st.html(f'<p class="lens-said error">{escaped(words)}</p>')
    draw_change(here, at, file)
    if file.superseded:
        st.caption(f"其中 {file.superseded} 张表在后放的文件里又有，只查后一份。")
    draw_forms(at, file, alone)
    if file.together:
        with st.expander(f"几张表之间、部门整体：{counted(file.together)}"):
            st.html(finding_cards(file.together[:SHOWN_ROWS]))
            if len(file.together) > SHOWN_ROWS:
                st.caption(f"只列出前 {SHOWN_ROWS} 处，共 {count(len(file.together))} 处；其余见问题清单。")


def draw_refusal(file: CheckedFile) -> None:
    errors = [one for one in file.reading.problems if one.severity == "error"]
    html_table([[one.sheet, one.where, one.message, one.found, one.remedy] for one in errors[:SHOWN_ROWS]], ["工作表", "单元格", "问题", "表上", "怎么改"])


def draw_forms(at: int, file: CheckedFile, alone: bool) -> None:
    """The forms with something to do, worst first; one of them opened beside its sheet."""
    if not file.forms:
        return
    html_table([_counted_row(form) for form in file.forms[:SHOWN_FORMS]], FORM_HEADERS, numbers=(1, 2, 3))
    rest = f"只列出前 {SHOWN_FORMS} 张，其余请在下面选，或下载问题清单。" if len(file.forms) > SHOWN_FORMS else ""
    st.caption(rest + (f"另有 {file.clean} 张表没有发现问题。" if file.clean else "") or "每张表都有要看的地方。")
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = st.toggle("逐处看", alone, key=f"open_draft_{at}", width="content")
        numbers = list(range(len(file.forms)))
        chosen = st.selectbox(
            "看哪张表",
            numbers,
            0,
            lambda n: _titled(file.forms[n]),
            key=f"form_of_draft_{at}_{file.reading.sha256[:8]}",
            label_visibility="collapsed",
            width=560,
        )
    if shown:
        st.caption("点一个单元格，就显出它在表上的位置。")
        st.html(findings_beside(file.reading, file.forms[chosen or 0]))


def _counted_row(form: CheckedForm) -> list[str | int]:
    severities = [one.severity for one in form.findings]
    return [form.name, *(severities.count(severity) or "" for severity in ASKED_OF_CLERKS)]


def _titled(form: CheckedForm) -> str:
    return f"{form.name}（{counted(form.findings)}）"


def draw_change(here: CheckDesk, at: int, file: CheckedFile) -> None:
    """What the mended edition changed, or the question whether this is one."""
    change = here.change_of(file)
    if change is None:
        old = here.earlier(file)
        if old:
            label = f"这是“{plain_markdown(old.reading.file)}”改好的一份，替换它并对照"
            st.button(label, key=f"mended_{at}", icon=":material/difference:", on_click=here.replace, args=(old, file))
        return
    st.html(f'<p class="lens-plan lens-solved"><b>与改之前相比：</b>{escaped(change.sentence())}</p>')
    for words, found in _parts(change):
        if found:
            with st.expander(f"{words} {len(found)} 处"):
                html_table([told(one) for one in found[:SHOWN_ROWS]], CHANGE_HEADERS)


def _parts(change: Change):
    return (("已解决", change.solved), ("新出现", change.new), ("仍在", change.left))


draw()
