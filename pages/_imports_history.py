"""What was imported so far: batches that can be withdrawn and put back, versions that can be gone back to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import UTC, date, datetime

import streamlit as st

from analytics.access import Person, may
from analytics.intake import Turned, reinstate, restore, withdraw
from analytics.reports.table_workbook import table_workbook
from analytics.store import BatchInfo, VersionInfo
from analytics.store.batch import kinds, stood_in_for
from analytics.store.plan import Difference, difference
from analytics.uploads import batch_problems, changed_rows, decision_words, difference_words, kinds_words, record_rows, table_rows
from pages._identity import identity
from pages._imports_card import RECORD_HEADERS, SHOWN_ROWS
from pages._imports_desk import Desk
from pages._shared import current, escaped, html_table, store, taken

STATUS = {"active": "有效", "withdrawn": "已撤回", "damaged": "已损坏，未计入"}
READ_AGAIN = "已由重新读取的一份替代"
A_PAGE = 8
FEW = 8


def draw_history(here: Desk) -> None:
    batches = store().batches()
    if not batches:
        return
    st.subheader(f"已导入的批次（{len(batches)}）", anchor=False)
    damaged = {one["batch_id"]: one["why"] for one in current().damaged}
    for info in _page(batches, "batches"):
        draw_batch(here, info, stood_in_for(batches).keys(), damaged)
    _more(batches, "batches", "显示更早的批次")
    if not may(identity(), "versions"):
        return
    versions = store().versions()
    with st.expander(f"数据版本（{len(versions)}）：每次导入、撤回、恢复都留下一个版本，可以回到任何一个"):
        if len(versions) > 1:
            draw_comparison(versions)
        for one in _page(versions, "versions"):
            draw_version(here, one)
        _more(versions, "versions", "显示更早的版本")


def _page(rows: Sequence, what: str) -> list:
    """The newest first, as many as are asked for."""
    return list(reversed(rows))[: st.session_state.get(f"shown_{what}", A_PAGE)]


def _more(rows: Sequence, what: str, label: str) -> None:
    shown = st.session_state.get(f"shown_{what}", A_PAGE)
    if len(rows) > shown:
        st.button(label, key=f"more_{what}", type="tertiary", on_click=lambda: st.session_state.update({f"shown_{what}": shown + 3 * A_PAGE}))


def moment(at: datetime) -> str:
    """A time of the ledger (UTC) as the clock of this machine shows it."""
    return f"{at.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"


def draw_batch(here: Desk, info: BatchInfo, superseded: Set[str], damaged: Mapping[str, str]) -> None:
    """One batch with what can be done about it; `damaged`: batch -> what is wrong with its records."""
    status = "damaged" if info.batch_id in damaged else info.status
    standing = READ_AGAIN if info.batch_id in superseded else STATUS.get(status, status)
    with st.container(key=f"batch_{info.sequence}", horizontal=True, vertical_alignment="center"):
        st.html(_batch_words(info, status, standing, damaged.get(info.batch_id)))
        if info.problems:
            name = f"问题清单_{info.sequence:06d}_{date.today():%Y%m%d}.xlsx"
            _download(f"下载问题清单（{info.problems} 处）", lambda: _problems(info), name, f"problems_{info.batch_id}")
        here_ = store()
        if here_.lends(info.batch_id):
            _download("下载原文件", lambda: here_.original(info.batch_id)[1], info.file, f"original_{info.batch_id}")
        elif not here_.keeps(info):
            st.caption("没有存下原文件（按设置不保留姓名和电话）。")
        if info.status == "active":
            _withdrawal(here, info)
        elif info.batch_id not in superseded:
            _reinstatement(here, info)


def _download(label: str, make: Callable[[], bytes], name: str, key: str) -> None:
    st.download_button(label, taken(make, name), name, key=key, type="tertiary", icon=":material/download:", on_click="ignore")


def _batch_words(info: BatchInfo, status: str, standing: str, harm: str | None) -> str:
    what = kinds_words(kinds(store().batch_directory, info.batch_id))
    rows = table_rows(store(), info)
    counted = "；".join([what, *([f"{info.projects} 个项目"] if info.projects else []), *([f"{rows} 行"] if rows else [])])
    again = " · 重新读取" if info.instead_of else ""
    line = f"{moment(info.imported_at)} · {info.imported_by} · {counted}{again}"
    mark = f'<span class="lens-standing {status}">{standing}</span>'
    decided = decision_words(info)
    more = f"<p>当时的决定：{escaped('；'.join(decided))}</p>" if decided else ""
    wrong = f"<p>{escaped(harm)}。请系统管理员用备份恢复，或由原文件重新读取（doctor --repair）。</p>" if harm else ""
    return f'<div class="lens-batch"><b>{escaped(info.file)}</b> {mark}<p>{escaped(line)}</p>{wrong}{more}</div>'


def _problems(info: BatchInfo) -> bytes:
    frame = batch_problems(store(), info)
    return table_workbook(frame, {}, "问题清单", info.file, current().version, [f"批次 {info.batch_id} 读取时发现的问题。"])


def _withdrawal(here: Desk, info: BatchInfo) -> None:
    with st.popover("撤回", key=f"ask_withdraw_{info.batch_id}", type="tertiary"):
        st.text(f"撤回后，“{info.file}”的数据不再计入任何页面；被它替换过的旧记录重新生效。文件仍保存，可以随时恢复。")
        store_, who = store(), identity().name
        work = lambda heard: withdraw(store_, info.batch_id, who, heard)  # noqa: E731
        label = f"确认撤回（{info.projects} 个项目）" if info.projects else "确认撤回"
        args = ("正在撤回", work, f"已撤回“{info.file}”")
        st.button(label, key=f"withdraw_{info.batch_id}", type="primary", on_click=here.change, args=args)


def _reinstatement(here: Desk, info: BatchInfo) -> None:
    with st.popover("恢复", key=f"ask_reinstate_{info.batch_id}", type="tertiary"):
        st.text(f"恢复后，“{info.file}”的数据重新计入，仍排在原来的先后位置：比它新的批次不会被它覆盖。")
        store_, who = store(), identity().name
        work = lambda heard: reinstate(store_, info.batch_id, who, heard)  # noqa: E731
        args = ("正在恢复", work, f"已恢复“{info.file}”")
        st.button("确认恢复", key=f"reinstate_{info.batch_id}", type="primary", on_click=here.change, args=args)


def draw_comparison(versions: Sequence[VersionInfo]) -> None:
    """Two versions against each other: which records came, went or have other figures."""
    names = [one.version for one in reversed(versions)]
    labels = {one.version: f"{one.version} · {moment(one.built_at)} · {one.reason}" for one in versions}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        old = st.selectbox("比较：先前的版本", names, 1, labels.get, f"compare_old_{names[0]}", width=380)
        new = st.selectbox("与后来的版本", names, 0, labels.get, f"compare_new_{names[0]}", width=380)
        st.button("比较", key="compare_versions", icon=":material/difference:", on_click=lambda: st.session_state.update(versions_compared=(old, new)))
    asked = st.session_state.get("versions_compared")
    if asked and asked == (old, new):
        draw_difference(*asked, _difference(str(store().directory), *asked, identity().bounds))


@st.cache_data(show_spinner="正在比较", max_entries=8)
def _difference(directory: str, old: str, new: str, seer: Person) -> Difference:
    with store().version(old) as before, store().version(new) as after:
        return difference(before, after)


def draw_difference(old: str, new: str, found: Difference) -> None:
    st.html(f'<p class="lens-plan"><b>{escaped(old)} → {escaped(new)}：</b>{escaped(difference_words(found))}</p>')
    changed = changed_rows(found.changed)
    if changed:
        html_table(changed[:SHOWN_ROWS], ["名称", "预算部门", "年度", "哪个数", old, new], numbers=(4, 5))
    for word, rows in (("新增", found.added), ("去掉", found.gone)):
        if rows:
            st.caption(f"{word}的记录")
            with st.container(height=320 if len(rows) > FEW else "content", border=False):
                html_table(record_rows(rows[:SHOWN_ROWS]), RECORD_HEADERS, numbers=(3, 4, 5))
    if max(len(changed), len(found.added), len(found.gone)) > SHOWN_ROWS:
        st.caption(f"每类只列出前 {SHOWN_ROWS} 条。")


def draw_version(here: Desk, one: VersionInfo) -> None:
    with st.container(key=f"version_{one.version}", horizontal=True, vertical_alignment="center"):
        mark = '<span class="lens-standing active">当前</span>' if one.current else ""
        line = f"{moment(one.built_at)} · {one.actor or '系统'} · {len(one.batches)} 个批次"
        st.html(f'<div class="lens-batch"><b>{escaped(one.version)}</b> {escaped(one.reason)} {mark}<p>{escaped(line)}</p></div>')
        if not one.current:
            with st.popover("回到此版本", key=f"ask_restore_{one.version}", type="tertiary"):
                st.text(f"数据回到版本 {one.version} 时的 {len(one.batches)} 个批次；此后的批次不再计入，但仍保存，可以再回来。")
                store_, who = store(), identity().name
                work = lambda heard: Turned(restore(store_, one.version, who, heard))  # noqa: E731
                args = ("正在回到此前版本", work, f"已回到版本 {one.version} 的批次")
                st.button("确认回到此版本", key=f"restore_{one.version}", type="primary", on_click=here.change, args=args)
