"""Addresses of pages, and text made safe to stand in HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from pages import _filters

PAGES = Path(__file__).resolve().parent


def escaped(text: Any) -> str:
    """Text for HTML: nothing of it is ever markup."""
    return escape("" if text is None else str(text), quote=True)


def plain_markdown(text: Any) -> str:
    """Text for a place that Streamlit reads as Markdown (labels, help): its signs are taken literally."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-!|$:~" else sign for sign in ("" if text is None else str(text)))


def project_link(project_id: str | None = None) -> str:
    """The address of a project's page, or of the list of projects, under the filters that are chosen now."""
    asked = urlencode({**({"project": str(project_id)} if project_id is not None else {}), **_filters.kept()}, doseq=True)
    return f"/project{'?' if asked else ''}{asked}"


def findings_link(**asked: str | None) -> str:
    """The address of 疑点清单 under the filters that are chosen now and what is asked besides (severity, project, finding)."""
    words = urlencode({**{name: value for name, value in asked.items() if value is not None}, **_filters.kept()}, doseq=True)
    return f"/findings{'?' if words else ''}{words}"


def page_link(name: str, asked: Mapping[str, str | Sequence[Any]]) -> str:
    """The address of a page under the filters that are chosen now and what is asked besides or instead."""
    words = urlencode({**_filters.kept(), **asked}, doseq=True)
    return f"/{'' if name == 'overview' else name}{'?' if words else ''}{words}"


def open_project(project_id: str) -> None:
    """Leave for the page of this project; the filters go along."""
    st.switch_page(PAGES / "project.py", query_params={"project": str(project_id), **_filters.kept()})
