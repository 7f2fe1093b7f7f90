"""The only module that knows file formats: every sheet becomes the same grid of displayed texts.

A grid keeps what a reader may ask: the text of a cell as the sheet displays it, the number behind it, and which
cells a merged one covers. Rows and columns count from 0; an address (`F7`) is what people see.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetMetadata, SheetVisibleEnum

from analytics.reading.records import Problem

MAXIMUM_CELLS = 5_000_000
MAXIMUM_UNPACKED_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Source:
    """A file as it was handed over: its bare name and its bytes."""

    name: str
    content: bytes


class UnreadableFile(Exception):
    """The file cannot be opened as a workbook; `problem` says so in words for people."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass
class Grid:
    """One sheet. `entries` holds, row by row, the filled cells as {column: displayed text}."""

    sheet: str
    hidden: bool
    entries: list[dict[int, str]]
    percents: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    read: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._anchors: dict[tuple[int, int], tuple[int, int]] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merges:
            self._spans[top, left] = (bottom, right)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._anchors[row, column] = (top, left)

    def text(self, row: int, column: int) -> str | None:
        """The text that stands in the cell itself; None when blank or covered by a merged neighbour."""
        return self.entries[row].get(column) if row < len(self.entries) else None

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """The cell that lends its text to this one: itself unless a merged range covers it."""
        return self._anchors.get((row, column), (row, column))

    def span(self, row: int, column: int) -> tuple[int, int]:
        """Last row and last column that the cell at this place covers."""
        return self._spans.get((row, column), (row, column))

    def take(self, row: int, column: int) -> str | None:
        """Like `text`, and remembers that a reader used the cell."""
        value = self.text(row, column)
        if value is not None:
            self.read.add((row, column))
        return value

    def unread(self) -> Iterator[tuple[int, int, str]]:
        for row, entries in enumerate(self.entries):
            for column, text in entries.items():
                if (row, column) not in self.read:
                    yield row, column, text


@lru_cache(maxsize=16384)
def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=65536)
def address(row: int, column: int) -> str:
    """`F7` for row 6, column 5."""
    return f"{column_letters(column)}{row + 1}"


def open_grids(source: Source) -> list[Grid]:
    """All sheets of a workbook, hidden ones included. Raises UnreadableFile with words for people."""
    if not source.content:
        raise UnreadableFile(Problem("error", "file-empty", f"文件“{source.name}”是空的（0 字节）。", remedy="请重新导出或重新下载后再上传。"))
    _refuse_bombs(source)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    except PasswordError as error:
        raise UnreadableFile(Problem("error", "file-locked", f"文件“{source.name}”设有打开密码，无法读取。", remedy="请去掉密码另存后再上传。")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(_not_a_workbook(source)) from error
    percents = _PercentCells(source.content)
    return [_grid(workbook, index, metadata, percents) for index, metadata in enumerate(workbook.sheets_metadata)]


def _not_a_workbook(source: Source) -> Problem:
    return Problem(
        "error",
        "file-not-a-workbook",
        f"文件“{source.name}”不是有效的电子表格，可能已损坏，或只是改了扩展名。",
        found=_kind_by_content(source.content),
        expected="Excel 工作簿（.xlsx、.xls 或 .ods）",
        remedy="请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后再上传。",
    )


def _kind_by_content(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "压缩包"
    if content.startswith(b"%PDF"):
        return "PDF 文件"
    if content.lstrip()[:1] == b"<":
        return "网页文件"
    return "文本文件" if b"\0" not in content[:4096] else "未知格式的文件"


def _refuse_bombs(source: Source) -> None:
    if not source.content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(_not_a_workbook(source)) from error
    if unpacked > MAXIMUM_UNPACKED_BYTES:
        raise UnreadableFile(
            Problem(
                "error",
                "file-too-large",
                f"文件“{source.name}”解压后超过 {MAXIMUM_UNPACKED_BYTES // 10**9} GB，未读取。",
                remedy="请拆分为较小的文件后再上传。",
            )
        )


def _grid(workbook: CalamineWorkbook, index: int, metadata: SheetMetadata, percents: _PercentCells) -> Grid:
    name = metadata.name
    sheet = workbook.get_sheet_by_index(index)
    if sheet.total_height * sheet.total_width > MAXIMUM_CELLS:
        raise UnreadableFile(
            Problem(
                "error",
                "sheet-too-large",
                f"工作表“{name}”有 {sheet.total_height} 行 {sheet.total_width} 列，超出可读范围。",
                sheet=name,
                remedy="请删去表格以外的空行、空列后再上传。",
            )
        )
    top, left = sheet.start or (0, 0)
    shown = percents.of_sheet(name)
    rows = sheet.to_python(skip_empty_area=True)
    entries: list[dict[int, str]] = [{} for _ in range(top)]
    for row, values in enumerate(rows, top):
        filled: dict[int, str] = {}
        for column, value in enumerate(values, left):
            if value == "":
                continue
            if type(value) is str:
                text = value.strip()
            elif type(value) is float:
                text = _percent(value) if shown and (row, column) in shown else plain_number(value)
            else:
                text = displayed(value)
            if text:
                filled[column] = text
        entries.append(filled)
    merges = [(first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or []]
    return Grid(name, metadata.visible != SheetVisibleEnum.Visible, entries, shown, merges)


def displayed(value: object) -> str:
    """The text a sheet shows for a stored value that is neither text nor number."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()


@lru_cache(maxsize=65536)
def plain_number(value: float) -> str:
    """A number as a sheet shows it in the general format: 15 significant digits, no exponent."""
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


@lru_cache(maxsize=65536)
def _percent(value: float) -> str:
    """`95%` for 0.95 in a percent format."""
    try:
        scaled = (Decimal(format(value, ".15g")) * 100).normalize()
    except InvalidOperation:
        return str(value)
    return f"{format(scaled, 'f')}%"


class _PercentCells:
    """Which cells of an .xlsx carry a percent format: 0.9966 and 99.66 % look alike in the values alone.

    Only `styles.xml` and the cells' style numbers are looked at, which costs a fraction of a second reading.
    """

    _CELL = re.compile(rb"<c\b[^>]*?>")
    _REFERENCE = re.compile(rb'\br="([A-Z]+)([0-9]+)"')

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content)) if content.startswith(b"PK") else None
        self._styles: set[int] = set()
        self._parts: dict[str, str] = {}
        if self._archive is not None and "xl/styles.xml" in self._archive.namelist():
            self._styles = self._percent_styles()
            self._parts = self._sheet_parts() if self._styles else {}

    def of_sheet(self, name: str) -> set[tuple[int, int]]:
        part = self._parts.get(name)
        if not part or self._archive is None:
            return set()
        wanted = b"|".join(str(style).encode() for style in sorted(self._styles, reverse=True))
        pattern = re.compile(rb"<c\b(?=[^>]*\bs=\"(?:" + wanted + rb")\")[^>]*>")
        found = set()
        for cell in pattern.finditer(self._archive.read(part)):
            reference = self._REFERENCE.search(cell.group())
            if reference:
                found.add((int(reference.group(2)) - 1, _column_number(reference.group(1).decode())))
        return found

    def _percent_styles(self) -> set[int]:
        from lxml import etree

        root = etree.fromstring(self._archive.read("xl/styles.xml"), etree.XMLParser(resolve_entities=False, no_network=True))
        space = {"x": root.nsmap.get(None, "")}
        formats = {int(item.get("numFmtId")): item.get("formatCode", "") for item in root.iterfind(".//x:numFmts/x:numFmt", space)}
        percent = {9, 10} | {number for number, code in formats.items() if "%" in re.sub(r'"[^"]*"', "", code)}
        styles = root.find("x:cellXfs", space)
        return {index for index, style in enumerate(styles if styles is not None else ()) if int(style.get("numFmtId", 0)) in percent}

    def _sheet_parts(self) -> dict[str, str]:
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        names = set(self._archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        relations = etree.fromstring(self._archive.read("xl/_rels/workbook.xml.rels"), parser)
        targets = {item.get("Id"): item.get("Target", "") for item in relations}
        parts = {}
        for sheet in etree.fromstring(self._archive.read("xl/workbook.xml"), parser).iter("{*}sheet"):
            relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            target = targets.get(relation, "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in names:
                parts[sheet.get("name")] = part
        return parts


@lru_cache(maxsize=4096)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
