"""What is written to a template reads back figure by figure; the committed templates are what the code makes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from analytics.audit.rule_sets import RULE_SETS, rule_set_of
from analytics.reading import Answers, read_files
from analytics.reading.records import SELF_EVALUATION, AmountUnit, Form, Funding, Indicator, Project
from analytics.reports.template_form import split_target
from analytics.reports.templates import blank_form, blank_register, filled, templates, write_templates
from tests.conftest import ROOT
from tests.reading.sheets import FORM, form_with, read, workbook

FOLDER = ROOT / "data" / "templates"
PLACE = ("丰台区", "丰台区城市管理委员会", 2025)


def plain(record):
    """All fields of a record but the addresses and the printed texts of amounts that were used."""
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name != "cells" and not f.name.endswith("_printed")}


def content(form):
    kept = ("subject", "district", "department", "department_printed", "fiscal_year", "has_revised_column", "total_weight", "total_score",
            "total_score_reviewed", "grade", "persons", "title")  # fmt: skip
    lists = [[plain(item) for item in items] for items in (form.funding, form.indicators)]
    return [*lists, plain(form.project), {name: getattr(form, name) for name in kept}, form.amount_unit.used]


def back(form):
    (again,) = read(filled(form), "表.xlsx").forms
    return again


@pytest.fixture(scope="module")
def self_evaluations(samples):
    return [form for reading in read_files(samples) for form in reading.forms if form.kind == SELF_EVALUATION]


def test_every_sample_reads_back_figure_by_figure(self_evaluations):
    assert len(self_evaluations) == 43
    for form in self_evaluations:
        assert content(back(form)) == content(form)


def test_a_reading_of_what_was_written_leaves_no_text_unread(self_evaluations):
    assert [each.text for form in self_evaluations[:15] for each in read(filled(form), "表.xlsx").unread] == []


CHANGES = {
    "reviewed scores": [*FORM[:9], [*FORM[9][:7], "自评得分", "复核得分"], *([*(row + [None] * 8)[:8], 9] for row in FORM[10:13]), [*FORM[13], 95]],
    "amounts in 元": form_with(A5="项目资金（元）", C6=1200000.5, D6=1000000.07, E6=850000),
    "no 全年预算数": form_with(D5=None, D6=None, D7=None),
    "stated otherwise": form_with(G6="93%", H6=9, H14=99),
    "money as target": form_with(B11="成本指标", E11="≤85万元", F11="85万元"),
    "not applicable": form_with(D12="不涉及", E12=None, F12=None, G12=None, H12=None, I12=None),
    "over-executed": form_with(E6=130, G6="130%", H6=10, H14=98),
    "grade": form_with(I14="良"),
    "text like a formula": form_with(D11="=1+1", E11="=8个"),
}  # fmt: skip


@pytest.mark.parametrize("rows", CHANGES.values(), ids=CHANGES)
def test_layouts_and_contradictions_come_through(rows):
    (form,) = read(workbook(rows)).forms
    assert content(back(form)) == content(form)


def test_amounts_whose_unit_is_in_doubt_stay_in_doubt():
    form = read(workbook(form_with(D6="98765432100", E6="98765432100", C6="98765432100"))).forms[0]
    again = back(form)
    assert (form.amount_unit.status, again.amount_unit.status) == ("suspect", "suspect")
    assert (again.funding[0].executed, again.funding[0].executed_printed) == (None, "98765432100")


def test_a_district_that_only_a_person_knew_is_written_down():
    form = read(workbook(form_with(B4="环卫中心", E4="环卫中心")), answers=Answers("丰台区", "丰台区城市管理委员会", only_open=True)).forms[0]
    nowhere = replace(form, department="环卫中心", department_printed=None)
    assert [(again.district, again.fiscal_year) for again in map(back, (form, nowhere))] == [("丰台区", 2023)] * 2


def test_a_register_reads_back_row_by_row():
    rows = [
        ["2023年度项目汇总表"],
        ["单位：亿元"],
        ["年度", "区", "预算部门", "项目名称", "实施单位", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分", "等级", "备注"],
        [2023, "丰台区", "丰台区城市管理委员会", "道路清扫", "丰台区环卫中心", 0.012, 0.01, 0.0085, "85%", 96.5, "优", "跨年"],
        [2023, "丰台区", "丰台区城市管理委员会", "绿化", None, None, 0.02, 0.01, "70%", None, None, None],
        [None, None, None, "总计", None, 0.012, 0.03, 0.0185],
    ]
    (form,) = read(workbook(rows)).forms
    again = back(form)
    assert [(row.name, dict(row.values), row.fiscal_year, row.department) for row in again.rows] == [
        (row.name, dict(row.values), row.fiscal_year, row.department) for row in form.rows
    ]
    assert again.rows[1].values["executed"] == 100
    totals = load_workbook(io.BytesIO(filled(form)), data_only=True).worksheets[0][4]
    assert [cell.value for cell in totals[5:8]] == [0.012, 0.03, 0.0185]
    assert (again.amount_unit.used, again.title, again.fiscal_year) == ("亿元", "2023年度项目汇总表", 2023)


def test_only_forms_and_registers_have_a_template():
    with pytest.raises(ValueError, match="没有表样"):
        filled(Form("expert_scores", "表", "A1:B2"))


def test_a_text_longer_than_a_cell_is_refused_not_cut():
    form = Form(SELF_EVALUATION, "表", "A1:B2", subject="project", project=Project("甲", goal="字" * 40_000))
    with pytest.raises(ValueError, match="无法写入"):
        filled(form)


@pytest.mark.parametrize(
    ("target", "split"),
    [
        ("≥735人次", ("≥", Decimal(735), "人次")),
        ("≥90%", ("≥", Decimal(90), "%")),
        ("=8个", ("=", Decimal(8), "个")),
        ("≤85万元", (None, "≤85万元", None)),
        ("≥ 90%", (None, "≥ 90%", None)),
        ("≥1至2次", (None, "≥1至2次", None)),
        ("明显", (None, "明显", None)),
        (None, (None, None, None)),
    ],
)
def test_a_target_is_split_only_where_it_can_be_joined_again(target, split):
    assert split_target(Indicator(target=target)) == split


# ---- blank templates


@pytest.mark.parametrize("name", templates())
def test_a_template_nobody_filled_in_is_refused_in_words(name):
    reading = read(templates()[name], name)
    assert (reading.refused, reading.forms) == (True, ())
    assert {problem.code for problem in reading.problems} == {"form-blank"}
    assert [each.text for each in reading.unread] == []


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=RULE_SETS)
def test_a_template_filled_in_by_hand_is_read(rules):
    revised = 100 if rules.revised_budget else None
    reading = read(typed(blank_form(rules, *PLACE), {"C3": "道路清扫", "E8": 120, "F8": revised, "G8": 85, "D16": "清扫面积"}))
    (form,) = reading.forms
    total = form.funding[0]
    assert (form.project.name, form.district, form.department, form.fiscal_year) == ("道路清扫", *PLACE)
    assert (total.initial_budget, total.revised_budget, total.executed, total.weight) == (120, revised, 85, rules.execution)
    assert form.has_revised_column is rules.revised_budget
    assert (form.amount_unit.used, reading.questions) == ("万元", ())


def typed(content, cells):
    """The workbook with these cells filled in, as a clerk would."""
    book = load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        if value is not None:
            book.worksheets[0][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("rules", RULE_SETS.values(), ids=RULE_SETS)
def test_the_weights_of_a_rule_set_add_up(rules):
    assert rules.execution + sum(rules.weights.values()) == 100
    for level1, points in rules.weights.items():
        assert sum(weight for level, _, weight in rules.lines if level == level1) == points
    assert [band[2] for band in rules.bands[:-1]] == [band[1] for band in rules.bands[1:]]


def test_a_district_has_its_own_rule_set_in_its_years():
    assert [rule_set_of(*asked).key for asked in (("丰台区", 2019), ("丰台区", 2021), ("丰台区", None), ("大关县", 2019), (None, None))] == [
        "beijing", "national", "national", "national", "national",
    ]  # fmt: skip


@pytest.mark.parametrize("name", templates())
def test_no_name_of_a_template_holds_a_year(name):
    assert not re.search(r"20\d\d", name)


def test_lists_formulas_and_open_cells_are_there():
    sheet = load_workbook(io.BytesIO(blank_form(RULE_SETS["national"]))).worksheets[0]
    lists = " ".join(rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list")
    assert all(word in lists for word in ("金额单位：元", "定性", "优,良,中,差", "服务对象满意度指标"))
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert len(formulas) == 4
    assert not sheet.protection.sheet
    assert (sheet["B5"].protection.locked, sheet["G8"].protection.locked) == (True, False)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_committed_templates_are_what_the_command_makes():
    assert {path.name for path in FOLDER.iterdir()} == set(templates())
    for name, made in templates().items():
        assert parts((FOLDER / name).read_bytes()) == parts(made), f"{name}: run python -m analytics templates data/templates"


def test_templates_for_a_place_carry_it(tmp_path):
    names = [path.name for path in write_templates(tmp_path / "new", "丰台区", "丰台区城市管理委员会", 2019)]
    assert names == ["项目支出事后绩效自评表_北京市.xlsx", "项目汇总表.xlsx"]
    reading = read(typed(blank_register(*PLACE), {"D5": "道路清扫", "G5": 100}))
    (row,) = reading.forms[0].rows
    assert (row.name, row.district, row.department, row.fiscal_year, row.values["revised_budget"]) == ("道路清扫", *PLACE, 100)


def test_the_committed_templates_are_described():
    described = (ROOT / "data" / "README.md").read_text("utf-8")
    assert [name for name in templates() if f"`{name}`" not in described] == []


def test_a_form_with_nothing_but_a_name_can_be_written():
    lines = (Funding("total", "年度资金总额", executed=Decimal("123.456789")),)
    form = Form(SELF_EVALUATION, "[坏]:名/", "A1:B2", project=Project("甲"), funding=lines, amount_unit=AmountUnit("万元", "万元", "stated"))
    again = back(form)
    assert (again.project.name, again.funding[0].executed, again.indicators) == ("甲", Decimal("123.456789"), ())
