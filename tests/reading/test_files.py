"""From bytes to grids: what is locked, cut off, damaged, oversized or made to do harm is refused in words, in bounded time and memory."""

from __future__ import annotations

import functools
import gc
import io
import zipfile

import pytest
import xlsxwriter
import xlwt

from tests.reading.sheets import FORM, read, workbook
from tests.reading.test_word import document

SHEET, STRINGS, BOOK, TEXT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "word/document.xml"
END = b"</sheetData>"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def old_workbook(*sheets):
    book = xlwt.Workbook()
    for number, rows in enumerate(sheets, 1):
        sheet = book.add_sheet(f"表{number}")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


KINDS = {"自评表.xlsx": workbook(FORM), "自评表.xls": old_workbook(FORM), "自评表.docx": document(FORM)}


def edited(content, part, edit):
    """The file with one of its parts changed and packed again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name in packed.namelist():
            written.writestr(name, edit(packed.read(name)) if name == part else packed.read(name))
    return stream.getvalue()


def after_the_rows(more):
    return edited(workbook(FORM), SHEET, lambda text: text.replace(END, more))


def code(reading):
    (problem,) = [problem for problem in reading.problems if problem.severity == "error"]
    assert reading.refused
    assert problem.message
    assert problem.remedy
    return problem.code


def figures(reading):
    return [(form.funding, form.indicators, form.total_score) for form in reading.forms]


# ---- locked, cut off, damaged


@pytest.mark.parametrize("name", ["自评表.xlsx", "自评表.docx"])
@pytest.mark.parametrize("distance", [512, 300_000])
def test_a_password_is_said_wherever_the_file_names_it(name, distance):
    content = COMPOUND + b"\0" * distance + "EncryptedPackage".encode("utf-16-le") + b"\0" * 300_000
    assert code(read(content, name)) == "file-locked"


def test_a_password_of_an_old_workbook_is_said():
    content = old_workbook(FORM)
    at = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # the beginning of the book, where a locked one has FILEPASS next
    record = content[at + 20 : at + 24]
    locked = content[: at + 20] + b"\x2f\x00" + record[2:4] + content[at + 24 :]
    assert code(read(locked, "自评表.xls")) == "file-locked"


@pytest.mark.parametrize("name", KINDS)
def test_a_file_cut_off_anywhere_gives_no_other_figure(name):
    content = KINDS[name]
    whole = figures(read(content, name))
    cuts = {*range(1, len(content), len(content) // 60), *range(512, len(content), 512), *range(len(content) - 30, len(content))}
    for cut in cuts:
        reading = read(content[:cut], name)
        assert reading.refused or figures(reading) == whole, cut


@pytest.mark.parametrize("name", ["自评表.xlsx", "自评表.docx"])
def test_a_flipped_bit_gives_no_other_figure(name):
    content = KINDS[name]
    whole = figures(read(content, name))
    for at in range(0, len(content), len(content) // 200):
        reading = read(content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :], name)
        assert reading.refused or figures(reading) == whole, at


# ---- what a workbook may hold beside forms


def test_an_ending_says_nothing_and_the_content_all():
    for name, content in KINDS.items():
        for ending in ("et", "xlsm", "xls", "xlsx"):
            assert figures(read(content, f"自评表.{ending}")) == figures(read(content, name))


def test_chart_sheets_are_no_tables_and_very_hidden_ones_are_read():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name in ("明", "暗"):
            sheet = book.add_worksheet(name)
            for row, values in enumerate(FORM):
                sheet.write_row(row, 0, ["" if value is None else value for value in values])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=明!$E$6:$E$7"})
        book.add_chartsheet("图").set_chart(chart)
        sheet.very_hidden()
    reading = read(stream.getvalue())
    assert [form.sheet for form in reading.forms] == ["明", "暗"]
    assert [(problem.code, problem.sheet) for problem in reading.problems] == [("sheet-hidden", "暗")]


def test_a_workbook_without_sheets_is_refused():
    content = edited(workbook(FORM), BOOK, lambda text: text[: text.index(b"<sheets>")] + b"<sheets/>" + text[text.index(b"</sheets>") + 9 :])
    assert code(read(content)) in {"no-form", "file-not-a-workbook"}


def test_a_link_to_another_file_is_its_last_value():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("表")
        for row, values in enumerate(FORM):
            sheet.write_row(row, 0, ["" if value is None else value for value in values])
        sheet.write_formula("E6", "='file:///etc/[passwd]表'!A1", None, 85)
    assert figures(read(stream.getvalue())) == figures(read(workbook(FORM)))


def test_tags_with_a_prefix_say_the_same():
    percent = io.BytesIO()
    with xlsxwriter.Workbook(percent, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, shown = book.add_worksheet("表"), book.add_format({"num_format": "0%"})
        for row, values in enumerate(FORM):
            sheet.write_row(row, 0, ["" if value is None else value for value in values])
        sheet.write_number("F13", 1, shown)
    tags = ((b"<", b"<x:"), (b"<x:/", b"</x:"), (b"<x:?", b"<?"), (b"xmlns=", b"xmlns:x="))
    prefixed = edited(percent.getvalue(), SHEET, lambda text: functools.reduce(lambda done, pair: done.replace(*pair), tags, text))
    assert [reading.forms[0].indicators[-1].actual for reading in (read(percent.getvalue()), read(prefixed))] == ["100%", "100%"]


# ---- bounds


def test_a_sheet_that_lies_about_its_size_is_read():
    lying = edited(workbook(FORM), SHEET, lambda text: text.replace(b'<dimension ref="A1:I14"/>', b'<dimension ref="A1:XFD1048576"/>'))
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(lying)).read(SHEET)
    assert figures(read(lying)) == figures(read(workbook(FORM)))


def test_formatted_but_empty_cells_to_the_end_are_nothing():
    rows = b'<row r="500000"><c r="A500000" s="0"/></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert figures(read(after_the_rows(rows + END))) == figures(read(workbook(FORM)))


def test_a_value_in_the_last_cell_is_too_far():
    assert code(read(after_the_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END))) == "sheet-too-large"


def test_a_merged_range_over_all_the_rest_is_cut_to_what_is_used():
    merged = after_the_rows(END + b'<mergeCells count="1"><mergeCell ref="A20:XFD1048576"/></mergeCells>')
    assert figures(read(merged)) == figures(read(workbook(FORM)))


def test_too_many_merged_cells_are_said(monkeypatch):
    monkeypatch.setenv("LENS_READING_CELLS", "1000")
    ranges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (row, row) for row in range(20, 2020))
    assert code(read(after_the_rows(END + b"<mergeCells>" + ranges + b"</mergeCells>"))) == "sheet-too-large"


@pytest.mark.parametrize("name", KINDS)
def test_more_cells_than_allowed_are_said(monkeypatch, name):
    monkeypatch.setenv("LENS_READING_CELLS", "50")
    assert code(read(KINDS[name], name)) == "sheet-too-large"


def test_more_sheets_than_allowed_are_said(monkeypatch):
    monkeypatch.setenv("LENS_READING_SHEETS", "2")
    assert len(read(workbook(FORM, FORM)).forms) == 2
    assert code(read(workbook(FORM, FORM, FORM))) == "file-too-many-sheets"


def test_two_hundred_sheets_are_read():
    assert len(read(workbook(*[FORM] * 200)).forms) == 200


def test_a_file_too_large_is_not_looked_at(monkeypatch):
    monkeypatch.setenv("LENS_UPLOAD_MEGABYTES", "1")
    assert code(read(b"PK\x03\x04" + b"\0" * 1_100_000)) == "file-too-large"


@pytest.mark.parametrize(("name", "part"), [("自评表.xlsx", STRINGS), ("自评表.docx", TEXT)])
def test_a_bomb_is_not_unpacked(monkeypatch, name, part):
    monkeypatch.setenv("LENS_READING_UNPACKED_MEGABYTES", "2")
    assert code(read(edited(KINDS[name], part, lambda text: text + b" " * 3_000_000), name)) == "file-too-large"


def entity_bomb(text):
    bomb = b"".join(b'<!ENTITY b%d "%s">' % (level, (b"&b%d;" % (level - 1)) * 10 if level else b"bomb") for level in range(12))
    head, tag = (b"<w:document", b"<w:t>") if b"<w:document" in text else (b"<sst", b"<t>")
    return text.replace(head, b"<!DOCTYPE a [" + bomb + b"]>" + head, 1).replace(tag, tag + b"&b11;", 1)


@pytest.mark.parametrize(("name", "part"), [("自评表.xlsx", STRINGS), ("自评表.docx", TEXT)])
def test_entities_are_not_expanded(name, part):
    assert code(read(edited(KINDS[name], part, entity_bomb), name)) == "file-not-a-workbook"


def test_a_foreign_file_is_not_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    entity = f'<!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><w:document'.encode()
    content = edited(KINDS["自评表.docx"], TEXT, lambda text: text.replace(b"<w:document", entity, 1).replace(b"<w:t>", b"<w:t>&s;", 1))
    assert "机密" not in repr(read(content, "自评表.docx"))


@pytest.mark.parametrize(("name", "part", "place"), [("自评表.xlsx", SHEET, b"<sheetData>"), ("自评表.docx", TEXT, b"<w:body>")])
def test_deep_nesting_gives_no_other_figure(name, part, place):
    deep = edited(KINDS[name], part, lambda text: text.replace(place, place + b"<a>" * 100_000))
    reading = read(deep, name)
    assert reading.refused or figures(reading) == figures(read(KINDS[name], name))


@pytest.mark.parametrize("width", [b"999999999", b"-5"])
def test_a_word_cell_as_wide_as_the_world_is_refused(width):
    wide = edited(KINDS["自评表.docx"], TEXT, lambda text: text.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="' + width + b'"/>', 1))
    assert code(read(wide, "自评表.docx")) == "file-not-a-workbook"


def test_a_reading_leaves_the_collector_as_it_was():
    gc.enable()
    kept = gc.get_freeze_count()
    read(workbook(FORM))
    assert gc.isenabled()
    assert gc.get_freeze_count() == kept


def test_what_many_sheets_print_alike_is_one_text():
    first, second = read(workbook(FORM, FORM)).drawings
    assert [text for place, text in first.texts.items() if text is not second.texts[place]] == []
