"""大屏: chosen charts in turn, large, by themselves. The browser turns the pages (_client/screen.js); the server says when the data are new."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._address import asked, keep
from pages._screen_scenes import SCENES
from pages._shared import answer, current, escaped, filters, is_empty, page

STYLE = Path(__file__).resolve().parent / "_client" / "screen.css"
USUAL = ("figures", "sentences", "departments", "unspent", "distribution")
SECONDS = (10, 20, 30, 60)
LOOK_AGAIN = 30  # seconds between two looks whether there is a new version of the data
TITLES = {title: name for name, (title, _) in SCENES.items()}


def draw() -> None:
    page("大屏", "把选好的内容放到墙上，自动轮播，数据更新自己换。")
    if is_empty():
        return
    st.html(STYLE)
    chosen = filters()
    if not answer("summary", chosen).iloc[0]["projects"]:
        st.info("当前范围内没有项目，请放宽筛选条件。")
        return
    names, seconds = choose()
    about = f'data-scenes="{",".join(names)}" data-seconds="{seconds}" data-version="{escaped(current().version)}"'
    st.html(f'<div class="lens-screen-start" {about}>{START}</div>')
    for name in names:
        with st.container(key=f"scene_{name}"):
            SCENES[name][1](chosen)
    watch(current().version, current().revision)


START = (
    '<button type="button" data-play="1">开始播放</button>'
    '<span class="by-key">空格暂停，← → 换屏，Esc 退出，F 全屏。</span><span class="by-touch">点右边看下一屏，点左边看上一屏。</span>'
    "<span>下面是要放的内容。地址里记着这些选择，收藏它，下次直接打开。</span>"
)


def choose() -> tuple[list[str], int]:
    """Which scenes and how many seconds each, kept in the address."""
    wished = [name for name in asked("scenes").split(",") if name in SCENES] or list(USUAL)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    if "screen_scenes" not in st.session_state:
        st.session_state["screen_scenes"] = [SCENES[name][0] for name in wished]
    picked = left.pills("放哪些", list(TITLES), key="screen_scenes", selection_mode="multi")
    if "screen_seconds" not in st.session_state:
        st.session_state["screen_seconds"] = next((each for each in SECONDS if str(each) == asked("seconds")), SECONDS[1])
    seconds = right.segmented_control("每屏秒数", SECONDS, key="screen_seconds", required=True)
    names = [TITLES[title] for title in TITLES if title in picked] or list(USUAL)
    keep("scenes", ",".join(names) if tuple(names) != USUAL else None)
    keep("seconds", str(seconds) if seconds != SECONDS[1] else None)
    return names, seconds


@st.fragment(run_every=LOOK_AGAIN)
def watch(version: str, revision: int) -> None:
    """Draw everything anew when the data or what was decided about them have changed."""
    snapshot = current()
    if (snapshot.version, snapshot.revision) != (version, revision):
        st.rerun()


draw()
