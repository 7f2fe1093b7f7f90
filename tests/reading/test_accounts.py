"""Published accounts tables: halves side by side, columns under headings of two rows."""

from __future__ import annotations

from decimal import Decimal

from tests.reading.sheets import read, workbook

TOTALS = [
    ["收入支出决算总表"],
    [None, None, None, None, None, "公开01表"],
    ["部门：昭通市大关县天星镇中心卫生院", None, None, None, None, "金额单位：元"],
    ["收入", None, None, "支出"],
    ["项目", "行次", "金额", "项目（按功能分类）", "行次", "金额"],
    ["栏次", None, "1", "栏次", None, "2"],
    ["一、一般公共预算财政拨款收入", "1", "11,122,315.04", "一、一般公共服务支出", "31"],
    ["二、事业收入", "2", 100000, "二、卫生健康支出", "32", "25,037,565.22"],
    ["总计", "30", "11,222,315.04", "总计", "60", "25,037,565.22"],
    ["注：本表反映部门本年度的总收支。"],
]
SPENDING = [
    ["支出决算表"],
    ["部门：大关县天星镇中心卫生院", None, None, None, "单位：万元"],
    ["项目", None, "本年支出合计", "基本支出", "项目支出"],
    ["功能分类科目编码", "科目名称"],
    ["栏次", None, 1, 2, 3],
    ["合计", None, 30, 20, 10],
    ["210", "卫生健康支出", 30, 20, 10],
    ["21003", "基层医疗卫生机构", 30, 20, 10],
]


def rows_of(sheet):
    form = read(workbook(sheet), "决算_2021.xlsx").forms[0]
    return [(row.side, row.name, row.level, *row.values.values()) for row in form.rows]


def test_both_halves_are_read_and_column_numbers_are_not_money():
    assert rows_of(TOTALS) == [
        ("收入", "一、一般公共预算财政拨款收入", "类", Decimal("1112.231504")),
        ("支出", "一、一般公共服务支出", "类"),
        ("收入", "二、事业收入", "类", Decimal(10)),
        ("支出", "二、卫生健康支出", "类", Decimal("2503.756522")),
        ("收入", "总计", "总计", Decimal("1122.231504")),
        ("支出", "总计", "总计", Decimal("2503.756522")),
    ]


def test_a_table_of_columns_keeps_each_amount_under_its_heading():
    form = read(workbook(SPENDING), "决算_2021.xlsx").forms[0]
    assert [(row.name, row.level, dict(row.values)) for row in form.rows][1:] == [
        ("卫生健康支出", "类", {"amount": 30, "basic_executed": 20, "project_executed": 10}),
        ("基层医疗卫生机构", "款", {"amount": 30, "basic_executed": 20, "project_executed": 10}),
    ]


def test_the_owner_and_its_district_come_from_the_line_above():
    row = read(workbook(TOTALS), "决算_2021.xlsx").forms[0].rows[0]
    assert (row.district, row.department, row.fiscal_year, row.cells["amount"]) == ("大关县", "大关县天星镇中心卫生院", 2021, "C7")
