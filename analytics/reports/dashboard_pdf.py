"""The whole dashboard under the current filters as one .pdf. Each step is told before it is taken; who hears it may stop the work by raising."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go

from analytics.charts.labels import width
from analytics.charts.vector import vector
from analytics.charts.vector.scales import values
from analytics.charts.vector.words import lines_of
from analytics.reports import briefing_paper as paper
from analytics.reports.dashboard import Asked, Part, Table, parts
from analytics.reports.dashboard_parts import MAKERS
from analytics.reports.typeset import Fonts, machine_fonts, typeset

TITLE = "预算绩效看板"
HALF, WHOLE = 540, 1100  # pixels of a picture: two side by side, or one alone
TALLEST = 400.0  # points: what a sheet holds below the words
POINTS = {HALF: 365.0, WHOLE: 740.0}  # the same on paper
MOST_COLUMNS, LONGEST_WORDS = 8, 30  # of a picture that is half a sheet wide
SETTING = "排版"
STEPS = (*(name for name, _ in MAKERS), SETTING)


def dashboard_pdf(given: Asked, on: date, author: str = "", told: Callable[[str], None] = lambda step: None, fonts: Fonts | None = None) -> bytes:
    """The file; `told` hears the name of each of STEPS before it begins. Raises NoChineseFont before anything else."""
    chosen = fonts or machine_fonts()
    made: list[dict[str, Any]] = []
    told(MAKERS[0][0])
    for number, (_, drawn) in enumerate(parts(given, MAKERS), start=1):
        made += [_part(part, chosen) for part in drawn]
        told(STEPS[number])
    data = {
        "title": TITLE,
        "author": author,
        "day": [on.year, on.month, on.day],
        "filters": given.filters.words(),
        "under": f"{paper.day_words(on)}　数据版本 {given.snapshot.version}",
        "foot": [f"{paper.basis()}　数据版本 {given.snapshot.version}"],
        "parts": made,
    }
    return typeset("dashboard", data, chosen)


def _part(part: Part, fonts: Fonts) -> dict[str, Any]:
    wide = [figure for figure in part.figures if _is_wide(figure)]
    return {
        "title": part.title,
        "question": part.question,
        "sentences": part.sentences,
        "measures": part.measures,
        "wide": [_picture(figure, WHOLE, fonts) for figure in wide],
        "pictures": [_picture(figure, HALF, fonts) for figure in part.figures if not _is_wide(figure)],
        "tables": [_table(table) for table in part.tables],
    }


def _is_wide(figure: go.Figure) -> bool:
    """Whether half a sheet is too narrow: a tree, many columns side by side, long words at the right of a line."""
    first = figure.data[0] if figure.data else None
    names = values(first.x) if first is not None and first.type == "bar" and first.orientation != "h" else []
    columns = len(names) if names and isinstance(names[0], str) else 0
    long = max(
        (width("".join(run.text for run in lines_of(one.text)[0])) for one in figure.layout.annotations if one.xanchor == "left" and one.xref != "paper"),
        default=0,
    )
    return first is not None and (first.type == "treemap" or columns > MOST_COLUMNS or long > LONGEST_WORDS)


def _picture(figure: go.Figure, across: int, fonts: Fonts) -> dict[str, Any]:
    drawn = vector(figure, across, (fonts.sans,))
    return {"svg": drawn.svg, "alt": drawn.title, "height": min(drawn.height * POINTS[across] / across, TALLEST)}


def _table(table: Table) -> dict[str, Any]:
    widths = table.widths or tuple(2.5 if not place else 1.0 for place in range(len(table.headers)))
    return {"title": table.title, "heads": table.headers, "rows": table.rows, "widths": widths, "numbers": table.numbers, "note": table.note}
