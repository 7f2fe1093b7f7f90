"""What the parts of an .xlsx say beyond the values: percent formats, formulas never calculated, how far cells reach.

calamine gives values alone, so that 0.9966 and 99.66 % look alike and an uncalculated formula looks blank; and it
sets memory aside for all cells between the first and the last. Only `styles.xml` and the marks of the cells are
looked at, which costs a fraction of a second reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from analytics.reading.archive import Archive

_REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')
_PREFIX = re.compile(rb"<(\w+:)?sheetData\b")
_FAR = re.compile(rb' r="[A-Z0-9]{6}')
_UNCALCULATED = rb"<%bc\b([^>]*)>\s*<%bf\b[^>]*(?:/>|>[^<]*</%bf>)\s*(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>"
_FILLED = rb"<%bc\b([^>]*[^>/])>\s*<(?!/)"
SHEETS = "xl/worksheets/"
Places = AbstractSet[tuple[int, int]]


@dataclass(frozen=True)
class SheetMarks:
    """Of one sheet: cells shown as a percentage, cells whose formula holds no value, rows and columns up to the last filled cell,
    merged ranges (first and last cell) where calamine gives none.

    `rows` and `columns` stay 0 where the sheet is small (to Z9999, ZZ999 or XFD99) or unknown.
    """

    percents: Places = frozenset()
    uncalculated: Places = frozenset()
    rows: int = 0
    columns: int = 0
    merges: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()


class CellStyles:
    """Opened once a workbook; of other files than .xlsx it knows nothing and answers with empty sets."""

    def __init__(self, archive: Archive | None) -> None:
        self._archive = archive
        self._percents: re.Pattern[bytes] | None = None  # finds the styles that show a percentage
        self._parts: dict[str, str] = {}
        if archive is not None and "xl/workbook.xml" in archive.names:
            styles = b"|".join(b"%d" % style for style in sorted(self._percent_styles()))
            self._percents = re.compile(b's="(?:' + styles + b')"') if styles else None
            self._parts = self._sheet_parts()

    def of_sheet(self, name: str) -> SheetMarks:
        """What the part of a sheet says; nothing where it is not found."""
        part = self._parts.get(name)
        if not part or self._archive is None:
            return SheetMarks()
        text = self._archive.read(part)
        prefix = _prefix(text)
        uncalculated = _places(_UNCALCULATED, prefix, text) if b"<%bf" % prefix in text else frozenset()
        percents = frozenset(_styled(text, prefix, self._percents)) if self._percents else frozenset()
        return SheetMarks(percents, uncalculated, *_extent(text, prefix))

    def leave(self, names: Iterable[str]) -> None:
        """These sheets are read, and their parts checked, by another process."""
        if self._archive is not None:
            self._archive.leave(part for name in names if (part := self._parts.get(name)))

    def _percent_styles(self) -> set[int]:
        if "xl/styles.xml" not in self._archive.names:
            return set()
        root = self._parse("xl/styles.xml")
        formats = {int(item.get("numFmtId")): item.get("formatCode", "") for item in root.iterfind(".//{*}numFmts/{*}numFmt")}
        percent = {9, 10} | {number for number, code in formats.items() if "%" in re.sub(r'"[^"]*"', "", code)}
        styles = root.find("{*}cellXfs")
        return {index for index, style in enumerate(styles if styles is not None else ()) if int(style.get("numFmtId", 0)) in percent}

    def _sheet_parts(self) -> dict[str, str]:
        names = self._archive.names
        if "xl/_rels/workbook.xml.rels" not in names:
            return {}
        targets = {item.get("Id"): item.get("Target", "") for item in self._parse("xl/_rels/workbook.xml.rels")}
        parts = {}
        for sheet in self._parse("xl/workbook.xml").iter("{*}sheet"):
            relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            target = targets.get(relation, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in names:
                parts[sheet.get("name")] = part
        return parts

    def _parse(self, part: str) -> etree._Element:
        return etree.fromstring(self._archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))


def _prefix(text: bytes) -> bytes:
    """What stands before the name of every tag: mostly nothing, but some programs write `<x:c>`."""
    found = _PREFIX.search(text)
    return (found[1] if found else None) or b""


@lru_cache(maxsize=256)
def _pattern(wanted: bytes, prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(wanted.replace(b"%b", prefix))


def _styled(text: bytes, prefix: bytes, styles: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Where the cells stand that have one of the styles: found by the style, as hardly any cell has it."""
    opening = b"<%bc" % prefix
    for found in styles.finditer(text):
        start = text.rfind(b"<", 0, found.start())
        tag = text[start : text.find(b">", found.end())]
        if tag.startswith(opening) and tag[len(opening) :][:1].isspace() and text[found.start() - 1 : found.start()].isspace() and (place := _place(tag)):
            yield place


def _places(wanted: bytes, prefix: bytes, text: bytes) -> Places:
    """Where the cells stand that the pattern finds."""
    return frozenset(place for cell in _pattern(wanted, prefix).finditer(text) if (place := _place(cell[1])))


def _extent(text: bytes, prefix: bytes) -> tuple[int, int]:
    """Rows and columns up to the last filled cell; 0 and 0 without a closer look where no cell stands far out."""
    if not _FAR.search(text):
        return 0, 0
    rows = columns = 0
    for row, column in _places(_FILLED, prefix, text):
        rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows, columns


def _place(attributes: bytes) -> tuple[int, int] | None:
    reference = _REFERENCE.search(attributes)
    return (int(reference.group(2)) - 1, _column_number(reference.group(1))) if reference else None


@lru_cache(maxsize=4096)
def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
