"""The tables of a page as one workbook: a sheet a chart, a sheet a table, what their columns mean; figures as numbers, text only ever as text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import plotly.graph_objects as go
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analytics.charts.alternative import title_of
from analytics.charts.drawn_table import Drawn, drawn_table
from analytics.charts.labels import width
from analytics.metrics.cards import CARDS
from analytics.reports.table_workbook import DEFINITION_HEADINGS, DEFINITION_WIDTHS, TEXT_STAYS_TEXT, Styles, print_setup, put_text

UNIT = "万元"
_NUMBER = re.compile(rf"^(?P<figure>[+−-]?[\d,]+(?:\.\d+)?)(?P<unit>%| {UNIT})?$")
WIDEST = 46


@dataclass(frozen=True)
class ReadTable:
    """A table of words as a page shows it, with what it is called there."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def chart_tables(figures: Sequence[tuple[str, go.Figure]], note: str, written_at: datetime | None = None, tables: Sequence[ReadTable] = ()) -> bytes | None:
    """A workbook of the figures that have a table, each with its page, and of the tables; None where there is none. `note` stands under each title."""
    drawn = [(f"图{number:02d}", title_of(figure) or page, page, drawn_table(figure)) for number, (page, figure) in enumerate(figures, start=1)]
    drawn += [(f"表{number:02d}", table.title, table.title, table) for number, table in enumerate(tables, start=1)]
    drawn = [each for each in drawn if each[3].rows]
    if not drawn:
        return None
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": "图表数据", "created": written_at or datetime.now()})
        styles = Styles(book)
        for name, title, page, table in drawn:
            sheet = book.add_worksheet(name)
            put_text(sheet, 0, 0, title, styles.bold)
            put_text(sheet, 1, 0, note, styles.text_line)
            _write(sheet, table, styles)
            print_setup(sheet, title, page)
        _define(book.add_worksheet("说明"), [head for *_, table in drawn for head in table.heads], note, styles)
    return content.getvalue()


def _define(sheet: Worksheet, heads: Sequence[str], note: str, styles: Styles) -> None:
    """What the columns mean, as far as their heads are those of measures."""
    known = {words: card for card in reversed(CARDS.values()) for words in (card.label, card.heading)}
    rows = [(head, card.unit, card.definition, card.formula, card.source) for head in dict.fromkeys(heads) if (card := known.get(head))]
    put_text(sheet, 0, 0, note, styles.text_line)
    for line, words in enumerate((DEFINITION_HEADINGS, *rows), start=2):
        for at, word in enumerate(words):
            put_text(sheet, line, at, word, styles.text if line > 2 else styles.heading)
    for at, wide in enumerate(DEFINITION_WIDTHS):
        sheet.set_column(at, at, wide)
    print_setup(sheet, "说明", note)


def _write(sheet: Worksheet, table: Drawn | ReadTable, styles: Styles) -> None:
    """Heads on the third line, the rows below; a column whose every word is one kind of figure becomes numbers."""
    for at, head in enumerate(table.heads):
        words = [row[at] for row in table.rows]
        unit = _unit(words)
        put_text(sheet, 2, at, f"{head}（{UNIT}）" if unit == f" {UNIT}" else head, styles.heading)
        for line, text in enumerate(words, start=3):
            _cell(sheet, line, at, text, unit, styles)
        sheet.set_column(at, at, min(max(8, *(width(text) + 2 for text in (head, *words))), WIDEST))
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, 2 + len(table.rows), len(table.heads) - 1)


def _unit(words: Sequence[str]) -> str | None:
    """What every figure of a column is followed by: nothing, % or 万元; None where a word is no figure or their units differ."""
    found = {match["unit"] or "" if (match := _NUMBER.match(text)) else None for text in words if text}
    return found.pop() if len(found) == 1 else None


def _cell(sheet: Worksheet, line: int, at: int, text: str, unit: str | None, styles: Styles) -> None:
    if unit is None or not text:
        put_text(sheet, line, at, text, styles.text)
        return
    figure = float(_NUMBER.match(text)["figure"].replace(",", "").replace("−", "-"))
    style = styles.numbers["rate" if unit == "%" else "money" if unit else "score"]
    sheet.write_number(line, at, figure / 100 if unit == "%" else figure, styles.whole["score"] if not unit and figure == int(figure) else style)
