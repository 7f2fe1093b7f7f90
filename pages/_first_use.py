"""An empty store explains itself: three steps, and sample data one click away."""

from __future__ import annotations

import streamlit as st

from analytics import intake
from analytics.access import actor
from analytics.errors import LensError
from analytics.reading import Source
from analytics.store import Store
from pages._links import PAGES, plain_markdown

SAMPLES = PAGES.parent / "data" / "samples"
STEPS = (
    ("放入文件", "把绩效自评表、部门决算表拖进“数据导入”。Excel、WPS、Word 都行，版式不限。"),
    ("看识别结果", "读出的每个数都能对到原表的格子；没写明的年度、单位会问您，确认后才入库。"),
    ("看结果", "总览、执行率、疑点清单随即有了内容；导错了可以撤销。"),
)


def draw(store: Store, may_import: bool) -> None:
    """The three steps, the way to the import, the samples; the last two for whoever may import."""
    steps = "".join(f"<li><b>{title}</b><p>{words}</p></li>" for title, words in STEPS)
    st.html(f'<div class="lens-empty"><h2>还没有数据</h2><p>三步就能看到结果：</p><ol class="lens-steps">{steps}</ol></div>')
    with st.container(horizontal=True, horizontal_alignment="center"):
        if may_import and st.button("去导入数据", type="primary", key="go_to_imports"):
            st.switch_page(PAGES / "imports.py")
        if (
            may_import
            and SAMPLES.is_dir()
            and st.button("先用示例数据看看", key="take_samples", help="导入随程序附带的公开自评表；以后在“数据导入”的历史里可以撤回")
        ):
            _take_samples(store)
        if st.button("看帮助", key="go_to_help"):
            st.switch_page(PAGES / "help.py")


def _take_samples(store: Store) -> None:
    try:
        with st.spinner("正在读取示例文件……"):
            sources = [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]
            intake.accept(store, intake.examine(store, sources), actor())
    except LensError as error:
        st.error(plain_markdown(str(error)))
    else:
        st.rerun()
