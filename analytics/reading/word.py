"""Word documents as grids: the tables of a .docx one below the other on one sheet, with the paragraphs between them.

Forms published in Word keep their title and year outside the table, and often break one form over several tables.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx import Document
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from analytics.reading.grid import Grid
from analytics.reading.spreadsheet import SheetTooLarge
from analytics.reading.word_places import SHEET
from analytics.settings import setting

WIDEST = 1000  # columns; Word itself stops at 63
_TEXT, _TAB, _BREAK = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}


def grid_of_document(content: bytes) -> Grid:
    """The whole document as one grid. Raises SheetTooLarge, and ValueError or KeyError where the file is no Word document."""
    body = Document(io.BytesIO(content)).element.body
    page = _Page(int(setting("reading_cells")))
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            page.add_paragraph(_text(element))
        elif element.tag == qn("w:tbl"):
            first = len(page.entries)
            page.add_table(element)
            page.tables.append((first, len(page.entries) - 1))
    return Grid(SHEET, False, page.entries, merges=page.merges, tables=page.tables)


@dataclass
class _Page:
    """The grid as it grows; it may still have `allowed` cells, merged ones counted with all they cover."""

    allowed: int
    entries: list[dict[int, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    tables: list[tuple[int, int]] = field(default_factory=list)

    def add_paragraph(self, text: str) -> None:
        if text:
            self._count(1)
            self.entries.append({0: text})

    def _count(self, cells: int) -> None:
        self.allowed -= cells
        if self.allowed < 0:
            raise SheetTooLarge(SHEET, f"的单元格超过 {setting('reading_cells')} 个")

    def add_table(self, table: Element) -> None:
        open_merges: dict[int, tuple[int, int]] = {}  # column -> first row, last column
        for row in table.iterchildren(qn("w:tr")):
            here = len(self.entries)
            filled: dict[int, str] = {}
            for column, last, text, vertical in _cells(row):
                self._count(last - column + 1)
                if vertical == "continue" and column in open_merges:
                    continue
                self._close(open_merges, column, here)
                if vertical == "restart":
                    open_merges[column] = (here, last)
                elif last > column:
                    self.merges.append((here, column, here, last))
                if text:
                    filled[column] = text
            self.entries.append(filled)
            for inner in _tables_within(row):
                self.add_table(inner)
        for column in list(open_merges):
            self._close(open_merges, column, len(self.entries))

    def _close(self, open_merges: dict[int, tuple[int, int]], column: int, row: int) -> None:
        if column in open_merges:
            top, last = open_merges.pop(column)
            if (row - 1, last) != (top, column):
                self.merges.append((top, column, row - 1, last))


def _cells(row: Element) -> Iterator[tuple[int, int, str, str | None]]:
    """First and last column, text, and `restart` or `continue` where the cell belongs to a vertical merge."""
    properties = row.find(qn("w:trPr"))
    before = properties.find(qn("w:gridBefore")) if properties is not None else None
    column = _width(before) if before is not None else 0
    for cell in row.iter(qn("w:tc")):
        if cell.getparent() is not row and cell.getparent().tag != qn("w:sdtContent"):
            continue  # a table inside a cell
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        width = _width(span) if span is not None else 1
        vertical = None if merge is None else merge.get(qn("w:val"), "continue")
        yield column, column + width - 1, "\n".join(text for paragraph in _paragraphs(cell) if (text := _text(paragraph))), vertical
        column += width


def _tables_within(row: Element) -> Iterator[Element]:
    """The tables that stand inside the cells of a row and are no mere frame: they follow it, row by row."""
    for cell in row.iterchildren(qn("w:tc")):
        yield from _inner_tables(cell)


def _inner_tables(cell: Element) -> Iterator[Element]:
    for table in cell.iterchildren(qn("w:tbl")):
        rows = list(table.iterchildren(qn("w:tr")))
        if len(rows) > 1 and any(len(list(row.iterchildren(qn("w:tc")))) > 1 for row in rows):
            yield table


def _paragraphs(cell: Element) -> Iterator[Element]:
    """The text of a cell with that of small tables in it; larger ones have rows of their own."""
    apart = set(_inner_tables(cell))
    for element in cell.iterchildren():
        if element.tag == qn("w:p"):
            yield element
        elif element not in apart:
            yield from element.iter(qn("w:p"))


def _width(element: Element) -> int:
    columns = int(element.get(qn("w:val")))
    if not 0 <= columns <= WIDEST:
        raise ValueError(f"{columns} columns")
    return columns


def _text(paragraph: Element) -> str:
    """The words of a paragraph as Word shows them: without what is deleted in tracked changes."""
    parts = []
    for element in paragraph.iter():
        if element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag == _TAB:
            parts.append(" ")
        elif element.tag in _BREAK:
            parts.append("\n")
    return "".join(parts).strip()
