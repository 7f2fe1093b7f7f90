"""Whether a page is read on a telephone."""

from __future__ import annotations

import streamlit as st

NARROW = "lens_narrow"
"""The cookie by which a telephone says that it is narrow (pages/_client/theme.js)."""


def on_telephone() -> bool:
    """True up to 640 pixels."""
    return st.context.cookies.get(NARROW) == "1"
