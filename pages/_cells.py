"""What was clicked, on the sheet it stands on: the way from a figure that is no project's to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from analytics.charts import form_html
from analytics.metrics.sheets import sheets_of
from pages._shared import current, escaped

STYLE = Path(__file__).parent / "_client" / "dossier.css"
PROOF = "proof"  # the look of a cell that shows where a figure comes from


def draw_cells(title: str, cells: Sequence[Mapping[str, str | None]], hint: str) -> None:
    """The sheets that hold these cells ({file, sheet, cell}), the cells marked; says so where the form is no longer stored."""
    st.subheader(title)
    st.html(STYLE)
    drawn = sheets_of(current(), cells)
    if not drawn:
        st.caption("原表已不在数据中。")
    for sheet in drawn:
        st.caption(f"{sheet.file}　工作表“{sheet.sheet}”　{'、'.join(sheet.cells)}。有底色的是所点的数字。")
        st.html(form_html.sheet_pieces(sheet.pieces, dict.fromkeys(sheet.cells, (PROOF, escaped(hint)))))
