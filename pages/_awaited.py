"""What a page shows of data that change under it, and of an audit that is still to come."""

from __future__ import annotations

import streamlit as st

from analytics.audit.awaited import Wait, waiting
from analytics.wording import duration
from pages._fresh import mark
from pages._links import escaped
from pages._shared import current, settled, whole_store


def note_shown() -> None:
    """What the browser compares with the data as they are (_client/fresh.js), and the button that it presses where they differ."""
    about = f'data-now="{mark(current().path)}" data-waits="{int(not settled())}" data-version="{escaped(current().version)}"'
    st.html(f'<i class="lens-now" {about}></i>')
    st.button("换上新数据", key="refresh")


def findings_ready() -> bool:
    """Whether a page of findings can be drawn at once; else its shape with how far the work is, and the page itself once that is done."""
    if waiting(whole_store()) is None:
        return True
    _skeleton()
    return False


@st.fragment(run_every=1.0)
def _skeleton() -> None:
    wait = waiting(whole_store())
    if wait is None:
        st.rerun()
    st.html(_shape(wait))


def _shape(wait: Wait) -> str:
    doing = "正在按全部规则稽核" if wait.audit else "正在读入疑点"
    words = f"{doing}，约需{duration(wait.expected)}，已用{duration(wait.taken)}。完成后自动显示，可以先看别的页面。"
    bars = "".join(f'<i style="width:{width}%"></i>' for width in (96, 88, 92, 70, 84, 60))
    bar = f'<progress value="{wait.share:.2f}" max="1"></progress>'
    return f'<div class="lens-awaited" role="status"><p>{escaped(words)}</p>{bar}<div aria-hidden="true">{bars}</div></div>'
