"""Examples as real files: .xlsx, .xlsm, .xls, .et, .ods and .docx."""

from __future__ import annotations

import contextlib
import io
import itertools
import zipfile
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt
from docx import Document
from docx.exceptions import InvalidSpanError

from tests.examples.rows import Cell, Example, Sheet

_ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"))
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_PERCENT = (
    '<number:percentage-style style:name="N1"><number:number number:decimal-places="2"/><number:text>%</number:text></number:percentage-style>'
    '<style:style style:name="percent" style:family="table-cell" style:data-style-name="N1"/>'
)


def file_of(example: Example) -> bytes:
    """WPS writes an .et as the .xls or the .xlsx of Excel under a name of its own; here it is the .xls."""
    return {"xlsx": _xlsx, "xlsm": _xlsm, "xls": _xls, "et": _xls, "ods": _ods, "docx": _docx}[example.file_type](example)


def _xlsm(example: Example) -> bytes:
    """A workbook with a part for macros: what stands in it is never looked at, so it need not be sound."""
    return _xlsx(example, MACROS)


MACROS = b'\xd0\xcf\x11\xe0 Sub Auto_Open() Range("C6").Value = 0 End Sub'


def _xlsx(example: Example, macros: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        if macros:
            book.filename = "例表.xlsm"
            book.add_vba_project(io.BytesIO(macros), True)
            book.filename = stream
        for sheet in example.sheets:
            page = book.add_worksheet(sheet.name)
            for merge in sheet.merges:
                page.merge_range(*merge, "")
            for row, column, cell in sheet.cells():
                style = book.add_format({"num_format": cell.number_format}) if cell.number_format else None
                if cell.formula:
                    page.write_formula(row, column, cell.formula, style, "" if cell.value is None else cell.value)
                else:
                    page.write(row, column, cell.value, style)
            if sheet.hidden:
                page.hide()
    return stream.getvalue()


def _xls(example: Example) -> bytes:
    book = xlwt.Workbook()
    for sheet in example.sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        anchors = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
        for row, column, cell in sheet.cells():
            style = xlwt.easyxf(num_format_str=cell.number_format or "General")
            if (row, column) in anchors:
                bottom, right = anchors.pop((row, column))
                page.write_merge(row, bottom, column, right, cell.value, style)
            else:
                page.write(row, column, cell.value, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _ods(example: Example) -> bytes:
    tables = "".join(_ods_table(sheet) for sheet in example.sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{_ODS_PERCENT}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in (("mimetype", _ODS_TYPE), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(name, text)
    return stream.getvalue()


def _ods_table(sheet: Sheet) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {(r, c) for top, left, bottom, right in sheet.merges for r in range(top, bottom + 1) for c in range(left, right + 1)} - set(spans)
    width = max(len(cells) for cells in sheet.rows)
    rows = []
    for row, cells in enumerate(sheet.rows):
        filled = cells + [None] * (width - len(cells))
        written = (_ods_cell(cell, spans.get((row, column)), (row, column) in covered) for column, cell in enumerate(filled))
        rows.append(f"<table:table-row>{''.join(written)}</table:table-row>")
    blank = f'<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="{width}"/></table:table-row>'
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(rows)}{blank}</table:table>"


def _ods_cell(cell: Cell | None, span: tuple[int, int] | None, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    merged = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if cell is None:
        return f"<table:table-cell{merged}/>"
    if isinstance(cell.value, float):
        percent = cell.number_format is not None and "%" in cell.number_format
        kind = 'table:style-name="percent" office:value-type="percentage"' if percent else 'office:value-type="float"'
        return f'<table:table-cell{merged} {kind} office:value="{cell.value!r}"/>'
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in _printable(str(cell.value or "")).split("\n"))
    return f'<table:table-cell{merged} office:value-type="string">{text}</table:table-cell>'


def _docx(example: Example) -> bytes:
    book = Document()
    for sheet in example.sheets:
        bounds = [*sheet.tables, len(sheet.rows)]
        for cells in sheet.rows[: bounds[0]]:
            book.add_paragraph(_shown(cells[0] if cells else None))
        for first, last in itertools.pairwise(bounds):
            _word_table(book, sheet, first, last)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _word_table(book: Document, sheet: Sheet, first: int, last: int) -> None:
    rows = sheet.rows[first:last]
    width = max((len(cells) for cells in rows), default=0)
    if not width:
        return
    table = book.add_table(rows=len(rows), cols=width)
    for top, left, bottom, right in sheet.merges:
        if first <= top and bottom < first + len(rows) and right < width:
            with contextlib.suppress(InvalidSpanError):  # ranges that damage has laid over one another
                table.cell(top - first, left).merge(table.cell(bottom - first, right))
    for row, column, cell in sheet.cells():
        if first <= row < first + len(rows):
            table.cell(row - first, column).text = _shown(cell)


def _printable(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    return f"{cell.value:g}" if isinstance(cell.value, float) and cell.value.is_integer() else _printable(str(cell.value))
