"""Forms published in Word: tables with merged cells, title outside, one form over several tables."""

from __future__ import annotations

import io
import itertools

from docx import Document

from analytics.audit.drafts import check_readings
from analytics.audit.finding import shown_cell
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.reading.word_places import word_place
from analytics.store import Store
from analytics.store.batch import problems
from tests.reading.sheets import FORM, form_with, read, workbook
from tests.reading.test_layouts import EXPECTED, figures


def document(rows, breaks=(), merges=()):
    """A .docx of the rows: lone first cells above the table as paragraphs; `breaks` begin a new table."""
    book = Document()
    for row in rows[:2]:
        book.add_paragraph(row[0])
    bounds = [2, *breaks, len(rows)]
    tables = []
    for first, last in itertools.pairwise(bounds):
        table = book.add_table(rows=last - first, cols=9)
        for number, row in enumerate(rows[first:last]):
            for column, value in enumerate(row):
                if value is not None:
                    table.cell(number, column).text = str(value)
        tables.append(table)
    for table, top, left, bottom, right in merges:
        text = tables[table].cell(top, left).text
        tables[table].cell(top, left).merge(tables[table].cell(bottom, right)).text = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_word_table_gives_the_same_figures():
    assert figures(read(document(FORM), "自评表.docx").forms[0]) == EXPECTED


def test_merged_cells_lend_their_text_to_what_they_cover():
    merges = [(0, 0, 1, 0, 8), (0, 2, 0, 4, 0), (0, 7, 0, 10, 0)]
    reading = read(document(FORM, merges=merges), "自评表.docx")
    assert figures(reading.forms[0]) == EXPECTED


def test_a_form_broken_over_tables_is_one():
    assert figures(read(document(FORM, breaks=(7, 9)), "自评表.docx").forms[0]) == EXPECTED


def test_a_doubt_tells_the_table_row_and_column_beside_its_address():
    (doubt,) = [one for one in read(document(form_with(E6="8S"), breaks=(4,)), "自评表.docx").problems if one.code == "amount-unreadable"]
    assert (doubt.cell, doubt.where) == ("E6", "表2 第2行第5列")


def test_a_workbook_keeps_its_addresses():
    (doubt,) = [one for one in read(workbook(form_with(E6="8S"))).problems if one.code == "amount-unreadable"]
    assert (doubt.cell, doubt.where) == ("E6", "E6")


def test_places_outside_and_without_a_cell():
    assert [word_place("3-10,11-16", cell) for cell in ("B4", "AB16", "A2", "A1:I16", None)] == [
        "表1 第2行第2列",
        "表2 第6行第28列",
        "表外文字",
        "A1:I16",
        None,
    ]


def test_a_finding_on_a_document_tells_where_its_cells_are():
    (found,) = [one for one in check_readings([read(document(form_with(H14=99), breaks=(4,)), "自评表.docx")]).findings if one.rule == "score-total"]
    assert {(cell["cell"], shown_cell(cell)) for cell in found.cells if cell["cell"] == "H14"} == {("H14", "表2 第10行第8列")}


def test_a_file_that_only_claims_to_be_word_is_refused():
    content = document(FORM)
    reading = read(content[: len(content) // 2], "自评表.docx")
    assert (reading.refused, reading.problems[0].code) == (True, "file-not-a-workbook")


def test_a_table_within_a_frame_gives_the_same_figures():
    book = Document()
    for row in FORM[:2]:
        book.add_paragraph(row[0])
    inner = book.add_table(rows=1, cols=1).cell(0, 0).add_table(rows=len(FORM) - 2, cols=9)
    for number, row in enumerate(FORM[2:]):
        for column, value in enumerate(row):
            if value is not None:
                inner.cell(number, column).text = str(value)
    stream = io.BytesIO()
    book.save(stream)
    assert figures(read(stream.getvalue(), "自评表.docx").forms[0]) == EXPECTED


def test_a_stored_doubt_keeps_its_place(tmp_path):
    store = Store(tmp_path)
    examination = examine(store, [Source("自评表.docx", document(form_with(G6="0.3"), breaks=(4,)))], Answers(district="丰台区"), apart=False)
    accept(store, examination, "测试")
    found = problems(store.batch_directory, store.batches()[0].batch_id)
    assert ("G6", "表2 第2行第7列") in {(one.cell, one.where) for one in found}
