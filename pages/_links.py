"""Addresses of pages, and text made safe to stand in HTML."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

PAGES = Path(__file__).resolve().parent


def escaped(text: Any) -> str:
    """Text for HTML: nothing of it is ever markup."""
    return escape("" if text is None else str(text), quote=True)


def plain_markdown(text: Any) -> str:
    """Text for a place that Streamlit reads as Markdown (labels, help): its signs are taken literally."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-!|$:~" else sign for sign in ("" if text is None else str(text)))


def project_link(project_id: str) -> str:
    """The address of a project's page."""
    return f"/project?project={quote(str(project_id), safe='')}"


def open_project(project_id: str) -> None:
    """Leave for the page of this project."""
    st.switch_page(PAGES / "project.py", query_params={"project": str(project_id)})
