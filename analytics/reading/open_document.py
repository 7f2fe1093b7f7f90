"""Merged cells and percentages of an .ods, which calamine does not give: they stand in its content.xml."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from analytics.reading.cell_styles import SheetMarks

CONTENT = "content.xml"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_LAST = 100_000  # no form reaches further; what repeats beyond is blank


@dataclass
class _Page:
    percents: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    row: int = 0


class OpenDocumentStyles:
    """Opened once a workbook; a content.xml that cannot be parsed says nothing."""

    def __init__(self, content: bytes) -> None:
        self._pages: dict[str, _Page] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(CONTENT) as part:
                self._read(part)
        except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, OSError, NotImplementedError, RuntimeError):
            self._pages = {}

    def _read(self, part: io.BufferedIOBase) -> None:
        tags = (f"{_TABLE}table", f"{_TABLE}table-row")
        page = _Page()
        for event, element in etree.iterparse(part, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=False):
            if event == "start" and element.tag == tags[0]:
                page = self._pages.setdefault(element.get(f"{_TABLE}name", ""), _Page())
            elif event == "end" and element.tag == tags[1]:
                _read_row(page, element)
                element.clear()

    def of_sheet(self, name: str) -> SheetMarks:
        page = self._pages.get(name)
        return SheetMarks() if page is None else SheetMarks(frozenset(page.percents), merges=tuple(page.merges))


def _read_row(page: _Page, element: etree._Element) -> None:
    column = 0
    for cell in element.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        if cell.get(_VALUE_TYPE) == "percentage":
            last = min(column + _count(cell, "number-columns-repeated"), _LAST)
            page.percents.update((page.row, place) for place in range(column, last))
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows * columns > 1 and rows * columns <= _LAST:
            page.merges.append(((page.row, column), (page.row + rows - 1, column + columns - 1)))
        column += _count(cell, "number-columns-repeated")
    page.row += _count(element, "number-rows-repeated")


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1
