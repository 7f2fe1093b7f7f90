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

SHEET = "文档"
MAXIMUM_ROWS = 200_000
_TEXT, _TAB, _BREAK = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}


def grid_of_document(content: bytes) -> Grid:
    """The whole document as one grid. Raises ValueError or KeyError where the file is no Word document."""
    body = Document(io.BytesIO(content)).element.body
    page = _Page()
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            page.add_paragraph(_text(element))
        elif element.tag == qn("w:tbl"):
            page.add_table(element)
        if len(page.entries) > MAXIMUM_ROWS:
            raise ValueError("too many rows")
    return Grid(SHEET, False, page.entries, merges=page.merges)


@dataclass
class _Page:
    entries: list[dict[int, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add_paragraph(self, text: str) -> None:
        if text:
            self.entries.append({0: text})

    def add_table(self, table: Element) -> None:
        open_merges: dict[int, tuple[int, int]] = {}  # column -> first row, last column
        for row in table.iterchildren(qn("w:tr")):
            here = len(self.entries)
            filled: dict[int, str] = {}
            for column, last, text, vertical in _cells(row):
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
    column = int(before.get(qn("w:val"))) if before is not None else 0
    for cell in row.iter(qn("w:tc")):
        if cell.getparent() is not row and cell.getparent().tag != qn("w:sdtContent"):
            continue  # a table inside a cell: its text belongs to the cell around it
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        width = int(span.get(qn("w:val"))) if span is not None else 1
        vertical = None if merge is None else merge.get(qn("w:val"), "continue")
        yield column, column + width - 1, "\n".join(text for paragraph in cell.iter(qn("w:p")) if (text := _text(paragraph))), vertical
        column += width


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
