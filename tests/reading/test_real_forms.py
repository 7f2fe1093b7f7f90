"""The real forms come back figure by figure: each sample beside its expected text."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.reading import Source, read_files
from analytics.reading.records import FileReading, Form
from tests.reading.as_text import reading_as_text
from tests.reading.sheets import form_with, read, workbook

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
EXPECTED = Path(__file__).with_name("expected")


@pytest.fixture(scope="module")
def readings() -> dict[str, FileReading]:
    sources = [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]
    return {reading.file: reading for reading in read_files(sources)}


def form_of(readings: dict[str, FileReading], project: str) -> Form:
    return next(form for reading in readings.values() for form in reading.forms if form.project and form.project.name == project)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_sample_is_read_as_its_text_says(path, readings):
    assert reading_as_text(readings[path.name]) == (EXPECTED / f"{path.stem}.txt").read_text("utf-8")


def test_amounts_in_yuan_under_wan_are_corrected_by_the_cost_row(readings):
    form = form_of(readings, "丰台区城指中心通讯保障资源运维项目")
    total = form.funding[0]
    assert (form.amount_unit.printed, form.amount_unit.used, form.amount_unit.status) == ("万元", "元", "corrected")
    assert form.amount_unit.evidence[1].cell == "E23"
    assert (total.initial_budget, total.initial_budget_printed) == (Decimal("912.216"), "9122160")
    assert (total.revised_budget, form.has_revised_column) == (None, False)


def test_a_report_in_another_file_proves_the_unit(readings):
    form = form_of(readings, "城指中心内部审计专项经费")
    assert form.amount_unit.status == "corrected"
    assert form.amount_unit.evidence[0].file == "丰台区_2021年度_部门决算登记表.xlsx"
    assert form.funding[0].executed == 5


def test_without_the_report_the_same_amount_waits_for_a_person():
    path = next(SAMPLES.glob("*监督指挥中心_2021*.xlsx"))
    (reading,) = read_files([Source(path.name, path.read_bytes())])
    form = form_of({path.name: reading}, "城指中心内部审计专项经费")
    assert form.amount_unit.status == "suspect"
    assert form.funding[0].executed is None
    assert form.funding[0].executed_printed == "50000"
    assert any(problem.code == "unit-suspect" and problem.cell == "E6" for problem in reading.problems)


def test_a_scored_part_does_not_become_the_total(readings):
    form = form_of(readings, "城指中心96005热线运行费用")
    assert [(line.source, line.score) for line in form.funding[:2]] == [("total", 10), ("fiscal", 10)]


def test_a_total_score_in_the_weight_column_is_found_by_the_sum(readings):
    form = form_of(readings, "丰台区智能民情图-基层综合服务平台运维")
    assert (form.total_weight, form.total_score, form.cells["total_score"]) == (None, 97, "G25")


def test_forms_without_scores_have_no_total_score(readings):
    form = form_of(readings, "常年聘请律师费")
    assert (form.total_weight, form.total_score) == (100, None)
    assert {indicator.score for indicator in form.indicators} == {None}


def test_offices_belong_to_their_department_and_keep_their_printed_name(readings):
    form = form_of(readings, "监督员工资及管理费用")
    assert (form.department, form.department_printed) == ("丰台区城市管理监督指挥中心", "监督员管理一科")
    assert form_of(readings, "综窗人员食堂就餐补助").department == "丰台区政务服务管理局"


def test_a_year_in_a_project_name_is_not_the_year_of_the_form(readings):
    assert form_of(readings, "丰台区2020年“互联网+政务服务”一网通办项目").fiscal_year == 2021


def test_persons_are_masked(readings):
    form = form_of(readings, "常年聘请律师费")
    assert form.persons == {"负责人": "武某", "电话": "6586****"}


def test_persons_are_masked_wherever_the_sheet_is_shown():
    rows = form_with()
    rows.insert(3, ["项目负责人", "张三丰", None, None, "联系电话", "63812345"])
    rows.append(["填表人：李四光  联系电话：13812345678"])
    reading = read(workbook(rows))
    shown = [*(text for drawing in reading.drawings for text in drawing.texts.values()), *(each.text for each in reading.unread)]
    assert reading.forms[0].persons == {"负责人": "张某", "电话": "6381****"}
    assert not [text for text in shown if any(part in text for part in ("三丰", "四光", "2345"))]
