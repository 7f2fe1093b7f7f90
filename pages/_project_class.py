"""The class of one project: what it is, why, and a person's own word on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics import intake
from analytics.access import may
from analytics.errors import LensError
from analytics.store.project_classes import class_names
from pages._identity import identity
from pages._shared import store


def draw_class(facts: Mapping[str, Any]) -> None:
    """A small popover with the class and its reason; an auditor may say otherwise, and it stays so."""
    with st.popover(f"项目类别：{facts['project_class']}", icon=":material/category:"):
        st.caption(f"归类依据：{facts['class_basis']}。")
        if not may(identity(), "classify"):
            st.caption("审计人员可以更正。")
            return
        names = class_names()
        chosen = st.selectbox("归入", names, index=names.index(facts["project_class"]), key=f"class_{facts['project_id']}")
        if st.button("认定", key="classify", disabled=chosen == facts["project_class"]):
            _classify(facts["project_id"], chosen)


def _classify(project_id: str, chosen: str) -> None:
    try:
        intake.classify(store(), project_id, chosen, identity().name)
    except LensError as error:
        st.error(str(error))
        return
    st.rerun()
