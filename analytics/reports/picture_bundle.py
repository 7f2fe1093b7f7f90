"""Charts to take along: each as vectors (.svg) and as pixels (.png), its caveats inside, its finding as file name; their tables as one .xlsx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

import plotly.graph_objects as go

from analytics.charts.labels import cut
from analytics.charts.vector import Vector, vector
from analytics.reports.chart_tables import ReadTable, chart_tables
from analytics.reports.typeset import pixels

TABLES = "图表数据.xlsx"
LONGEST = 60  # columns of a file name
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def picture_name(title: str) -> str:
    """A finding as the name of a file, on any system."""
    return _NOT_IN_NAMES.sub("_", cut(title, LONGEST)).strip(" ._") or "图"


def picture_bundle(figures: Sequence[tuple[str, go.Figure]], note: str, written_at: datetime | None = None, read: Sequence[ReadTable] = ()) -> bytes:
    """An archive (.zip) of figures, each with what it belongs to, their tables and those of `read`; one without a source line carries `note`."""
    content, tables = io.BytesIO(), chart_tables(figures, note, written_at, read)
    stamp = (written_at or datetime.now()).timetuple()[:6]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (page, figure) in enumerate(figures, start=1):
            drawn = _noted(figure, note)
            name = f"{number:02d}_{picture_name(page)}_{picture_name(drawn.title)}"
            archive.writestr(zipfile.ZipInfo(f"{name}.svg", stamp), drawn.svg, zipfile.ZIP_DEFLATED)
            archive.writestr(zipfile.ZipInfo(f"{name}.png", stamp), pixels(drawn.svg))
        if tables:
            archive.writestr(zipfile.ZipInfo(TABLES, stamp), tables, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _noted(figure: go.Figure, note: str) -> Vector:
    sourced = any("来源" in str(one.text) for one in figure.layout.annotations)
    return vector(figure, notes=() if sourced else (note,))
