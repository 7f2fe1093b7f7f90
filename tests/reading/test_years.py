"""The year of a file name against the year on the sheet."""

import pytest

from analytics.editions import mends
from analytics.reading import Answers
from tests.reading import sheets

CODE = "year-differs-from-file-name"


def doubts(name, answers=None, **changes):
    reading = sheets.read(sheets.workbook(sheets.form_with(**changes)), name, answers)
    return reading, [one for one in reading.problems if one.code == CODE]


def test_the_sheet_is_believed_and_both_places_are_named():
    reading, (doubt,) = doubts("环卫中心_2022年度_自评表.xlsx")
    assert [form.fiscal_year for form in reading.forms] == [2023]
    assert (doubt.severity, doubt.sheet, doubt.cell, doubt.found) == ("warning", "表1", "A2", "（2023年度）")
    assert "2022年度" in doubt.expected
    assert not reading.refused


@pytest.mark.parametrize("name", ["环卫中心_2023年度_自评表.xlsx", "自评表.xlsx"])
def test_a_name_that_agrees_or_is_silent_raises_nothing(name):
    assert doubts(name)[1] == []


def test_a_year_that_only_the_file_name_gives_is_used():
    reading, found = doubts("2022年度自评表.xlsx", A2=None)
    assert ([form.fiscal_year for form in reading.forms], found) == ([2022], [])


def test_a_year_that_a_person_set_is_not_doubted():
    reading, found = doubts("2022年度自评表.xlsx", Answers(fiscal_year=2021))
    assert ([form.fiscal_year for form in reading.forms], found) == ([2021], [])


def test_many_forms_of_one_year_are_one_doubt():
    content = sheets.workbook(sheets.form_with(), sheets.form_with(B3="另一项目"), sheets.form_with(A2="（2022年度）", B3="第三个"))
    found = [one for one in sheets.read(content, "2022年度自评表.xlsx").problems if one.code == CODE]
    assert [(one.sheet, one.cell) for one in found] == [("表1", "A2")]
    assert "2 张表" in found[0].message


def test_a_year_taken_from_the_other_forms_is_said():
    below = sheets.form_with(A2=None, B3="另一项目")
    reading = sheets.read(sheets.workbook([*sheets.form_with(), [], *below]))
    assert [form.fiscal_year for form in reading.forms] == [2023, 2023]
    assert [(one.severity, one.sheet) for one in reading.problems if one.code == "year-from-other-forms"] == [("note", "表1")]


def test_a_form_on_a_sheet_of_its_own_takes_no_year_from_others():
    reading = sheets.read(sheets.workbook(sheets.form_with(), sheets.form_with(A2=None, B3="另一项目")))
    assert (reading.questions, [form.fiscal_year for form in reading.forms]) == (("fiscal_year",), [2023, None])


def test_the_year_of_the_sheet_is_mended_in_place():
    reading, _ = doubts("2022年度自评表.xlsx")
    assert [one.place for one in mends(reading, {})] == ["表1!A2"]
    mended, found = doubts("2022年度自评表.xlsx", Answers(cells={"表1!A2": "（2022年度）"}, only_open=True))
    assert ([form.fiscal_year for form in mended.forms], found) == ([2022], [])
