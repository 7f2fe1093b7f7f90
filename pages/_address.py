"""What is opened or picked on a page stands in its address beside the filters, though no widget of Streamlit puts it there."""

from __future__ import annotations

import streamlit as st

from pages import _filters

LONGEST = 200


def asked(key: str) -> str:
    """What the address says under this key: text that anybody may have written; empty for nothing."""
    return st.query_params.get(key, "")[:LONGEST]


def keep(key: str, value: str | None) -> None:
    """Have the address say so, without a step of its own for the way back."""
    _filters.put({key: [value]} if value else {}, {}, (key,), quiet=True)
