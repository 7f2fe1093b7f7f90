"""The frame of every page: which pages there are, the sidebar, the style sheet. Streamlit runs it first on every run."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from pages import _filters, _identity, _shared, _way  # noqa: E402

PAGES = Path(__file__).resolve().parent

# section, file, title, icon; the address of a page is its file name
SCREENS = (
    ("看结果", "overview", "总览", ":material/monitoring:"),
    ("看结果", "briefing", "简报", ":material/summarize:"),
    ("看结果", "compare", "区际对比", ":material/balance:"),
    ("看结果", "experts", "专家评分", ":material/groups:"),
    ("看结果", "accounts", "部门决算", ":material/account_balance:"),
    ("查问题", "findings", "疑点清单", ":material/rule:"),
    ("查问题", "explanations", "单位说明", ":material/forum:"),
    ("查问题", "execution", "执行率", ":material/filter_alt:"),
    ("查问题", "scores", "得分分布", ":material/bar_chart:"),
    ("查问题", "variance", "预决算差异", ":material/difference:"),
    ("查问题", "project", "项目档案", ":material/description:"),
    ("查问题", "likeness", "雷同自评表", ":material/content_copy:"),
    ("查问题", "uneven", "同类情形评分不一", ":material/rule_settings:"),
    ("查问题", "rules", "规则", ":material/gavel:"),
    ("管数据", "self_check", "公开前自查", ":material/fact_check:"),
    ("管数据", "imports", "数据导入", ":material/upload_file:"),
)


def sections() -> dict[str, list]:
    """The pages that exist, by section, in the order of SCREENS; the first one opens at the root address."""
    found: dict[str, list] = {}
    for section, name, title, icon in SCREENS:
        if (PAGES / f"{name}.py").is_file():
            screen = st.Page(PAGES / f"{name}.py", title=title, icon=icon, url_path=name, default=name == "overview")
            found.setdefault(section, []).append(screen)
    return found


st.set_page_config(
    page_title="预算绩效透视",
    layout="wide",
    initial_sidebar_state="auto",  # open beside a page, folded on a telephone
    menu_items={"About": "**预算绩效透视**：读入公开的绩效自评表，逐项重算，说明哪些数字可以相信、可以比较。"},
)
st.html(PAGES / "_client" / "style.css")
screens = sections()
if not screens:
    st.info("还没有可以打开的页面。")
    st.stop()
current = st.navigation(screens, expanded=True)
with st.sidebar:
    _identity.draw()
    _shared.sidebar_note()
_shared.admit(current)
_filters.follow()
_way.draw({screen.url_path or "overview": screen.title for each in screens.values() for screen in each})
current.run()
