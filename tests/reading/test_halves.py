"""A large workbook is read by two processes: never a word or a figure other than one process reads."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from analytics.reading import Answers, Source, apart, read_files
from analytics.reading.apart import ReadingCancelled, read_apart
from analytics.reading.halves import Told, joined, merged
from bench.forms import generated_forms
from bench.workbooks import workbook_of
from tests.examples.files import file_of
from tests.examples.rows import Example, parse
from tests.reading.sheets import FORM, form_with, workbook
from tests.reading.test_apart import alive, hostile, processes  # noqa: F401

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.rows.txt"))
TWO = workbook(FORM, form_with(B3="另一项目"))


@pytest.fixture
def large(monkeypatch):
    """Every workbook of two sheets is large."""
    for limit in ("HALVED_FROM", "HALVED_BY_WAITING", "CORES"):
        monkeypatch.setattr(apart, limit, 2)


@pytest.fixture
def halved(large, processes):  # noqa: F811
    """The processes of a test, where every workbook of two sheets is large."""
    return processes


@pytest.fixture
def put_together(large, monkeypatch):
    """The names of files that were put together out of two halves."""
    names = []

    def noted(parts):
        reading = merged(parts)
        names.append(reading.file)
        return reading

    monkeypatch.setattr(apart, "merged", noted)
    return names


def named(*names):
    return [form_with(B3=name) for name in names]


def budgets(*amounts):
    return [form_with(B3=f"项目{number}", C6=amount, D6=amount, E6=amount) for number, amount in enumerate(amounts)]


TOGETHER = {
    "a year that forms of both halves give and the file name does not": ("2022年度自评表.xlsx", [*named("甲", "乙"), form_with(A2="（2021年度）"), FORM]),
    "an amount out of proportion to the other half": ("自评表.xlsx", budgets(100, 120, 90, 110, 80, 1_700_000)),
    "years lent on sheets of both halves": ("自评表.xlsx", [[*FORM, [], *form_with(A2=None, B3="乙")], [*FORM, [], *form_with(A2=None, B3="丁")]]),
    "a year and a department left open in the second half": ("自评表.xlsx", [FORM, form_with(A2=None, B3="乙", B4=None, E4=None)]),
    "unreadable figures, persons and stray texts": ("自评表.xlsx", [[*form_with(F6="约十万"), ["填报人：李小明"]], form_with(H12="好"), [["随便写的"]]]),
    "a sheet without a form in one half": ("自评表.xlsx", [[["项目支出绩效自评表"], ["项目名称"], *FORM[4:5], *FORM[9:10]], FORM, FORM]),
    "an odd number of sheets": ("自评表.xlsx", named("甲", "乙", "丙")),
}


@pytest.mark.parametrize(("name", "forms"), TOGETHER.values(), ids=TOGETHER)
def test_what_rests_on_all_sheets_is_as_in_one_process(put_together, name, forms):
    source = Source(name, workbook(*forms, hidden=(1,)))
    heard = []
    assert read_apart([source], progress=heard.append) == read_files([source])
    assert (put_together, heard) == ([name], [name])


def test_the_examples_in_one_workbook_are_read_alike_in_halves(put_together):
    sheets = [sheet for path in EXAMPLES for sheet in parse(path.read_text("utf-8")).sheets]
    for number, sheet in enumerate(sheets):
        sheet.name = f"{number}"
    for answers in (Answers(), Answers(fiscal_year=2022, district="青神县", department="青神县财政局", only_open=True)):
        source = Source("青神县_2021年_汇总.xlsx", file_of(Example(sheets)))
        assert read_apart([source], answers) == read_files([source], answers)
    assert len(put_together) == 2


def test_generated_forms_are_read_alike_in_halves(halved):
    source = Source("自评表.xlsx", workbook_of(generated_forms(31)))
    assert [read_apart([source]), read_apart([source])] == [read_files([source])] * 2
    assert len(halved) == 2


def spoilt(content, part):
    """The same workbook with one byte of a part changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(part)
    at = entry.header_offset + 30 + len(part) + entry.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


ONE_PROCESS_SAYS = {
    "a damaged sheet of the first half": spoilt(TWO, "xl/worksheets/sheet1.xml"),
    "a damaged sheet of the second half": spoilt(TWO, "xl/worksheets/sheet2.xml"),
    "no form at all": workbook([["甲"]], [["乙"]]),
    "headings alone": workbook(*[[["项目支出绩效自评表"], ["项目名称"], *FORM[4:5], *FORM[9:10]]] * 2),
}


@pytest.mark.parametrize("content", ONE_PROCESS_SAYS.values(), ids=ONE_PROCESS_SAYS)
def test_what_is_out_of_the_way_is_said_by_one_process(halved, content):
    source = Source("自评表.xlsx", content)
    assert read_apart([source]) == read_files([source])
    assert [alive(process) for process in halved] == [False, False, True]


def test_the_halves_together_have_the_room_of_one_file(halved, monkeypatch):
    monkeypatch.setenv("LENS_READING_CELLS", "100")  # a form has 74
    source = Source("自评表.xlsx", TWO)
    readings = read_apart([source])
    assert readings == read_files([source])
    assert [problem.code for problem in readings[0].problems] == ["sheet-too-large"]


@pytest.mark.parametrize("answers", [Answers(cells={"表2!E6": "50"}), Answers(columns={"年初预算数": "全年预算数"})])
def test_what_a_person_put_right_is_laid_over_all_sheets_by_one_process(halved, answers):
    assert read_apart([Source("自评表.xlsx", TWO)], answers) == read_files([Source("自评表.xlsx", TWO)], answers)
    assert len(halved) == 1


def test_few_sheets_and_several_files_stay_in_one_process(processes):  # noqa: F811
    read_apart([Source("自评表.xlsx", TWO)])
    assert len(processes) == 1


@pytest.fixture
def hostile_halves(hostile, halved):  # noqa: F811
    return hostile


@pytest.mark.parametrize(
    ("name", "code"),
    [("内存.xlsx", "reading-ran-out-of-memory"), ("崩溃.xlsx", "reading-ran-out-of-memory"), ("中止.xlsx", "reading-failed"), ("冒充.xlsx", "reading-failed")],
)
def test_a_hostile_file_is_refused_as_by_one_process(hostile_halves, name, code):
    (reading,) = read_apart([Source(name, TWO)])
    assert (reading.refused, [problem.code for problem in reading.problems]) == (True, [code])


def test_a_half_that_ends_leaves_the_file_to_one_process(hostile_halves):
    source = Source("半途.xlsx", TWO)
    assert read_apart([source]) == read_files([source])
    assert len(hostile_halves) == 3


def test_a_half_that_hangs_is_refused_when_its_time_is_up(hostile_halves, monkeypatch):
    monkeypatch.setenv("LENS_READING_SECONDS", "2")
    (reading,) = read_apart([Source("挂起.xlsx", TWO)])
    assert [problem.code for problem in reading.problems] == ["reading-took-too-long"]
    assert [alive(process) for process in hostile_halves] == [False, False]


def test_cancelled_halves_leave_no_process(hostile_halves):
    with pytest.raises(ReadingCancelled):
        read_apart([Source("挂起.xlsx", TWO)], cancel=lambda: len(hostile_halves) == 2)
    assert [alive(process) for process in hostile_halves] == [False, False]
    assert apart._idle == []


def test_of_two_totals_of_a_department_the_later_sheet_holds():
    first, last = (Told(totals={("某局", 2023): (amount, None)}, cells=2) for amount in (1, 2))
    assert joined([first, last]) == Told(totals={("某局", 2023): (2, None)}, cells=4)
