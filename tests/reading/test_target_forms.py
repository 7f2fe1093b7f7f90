"""The funding and the goal of forms that only set targets (绩效目标申报表)."""

import pytest

from analytics.reading.records import TARGETS
from tests.reading import sheets

TOP = [["项目支出绩效目标申报表"], ["（2022年度）"], ["项目名称", "道路清扫保洁"], ["主管部门", "丰台区城市管理委员会", None, "实施单位", "丰台区环卫中心"]]
BLOCK = [
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    [None, "产出指标", "数量指标", "清扫面积", "≥500平方米"],
    [None, "满意度指标", "服务对象满意度指标", "居民满意度", "≥90%"],
]
FUNDING = [["项目资金（万元）", "年度资金总额", 120], [None, "其中：财政拨款", 100], [None, "其他资金", 20]]


def read(*rows):
    (form,) = sheets.read(sheets.workbook([*TOP, *rows, *BLOCK])).forms
    assert form.kind == TARGETS
    return form


def amounts(form):
    return [(line.source, float(line.initial_budget), line.cells["initial_budget"]) for line in form.funding]


def test_labels_beside_their_amounts_are_the_funding():
    form = read(*FUNDING)
    assert amounts(form) == [("total", 120, "C5"), ("fiscal", 100, "C6"), ("other", 20, "C7")]
    assert (form.has_revised_column, form.amount_unit.used) == (False, "万元")


def test_label_and_amount_in_one_cell():
    assert amounts(read(["项目资金（万元）", "年度资金总额：120"], [None, "其中：财政拨款：100"])) == [("total", 120, "B5"), ("fiscal", 100, "B6")]


def test_an_amount_in_yuan_comes_out_in_ten_thousands():
    form = read(["项目资金（元）", "年度资金总额", 1_200_000])
    assert amounts(form) == [("total", 120, "C5")]


def test_the_amounts_of_the_year_are_read_not_those_of_the_whole_period():
    assert amounts(read(["项目资金（万元）", "实施期资金总额", 600, "年度资金总额", 120])) == [("total", 120, "E5")]


@pytest.mark.parametrize(
    ("rows", "goal", "cell"),
    [
        ([["年度目标", "道路整洁。"]], "道路整洁。", "B5"),
        ([["总体目标", "实施期目标", None, "年度目标"], [None, "三年整洁。", None, "今年整洁。"]], "今年整洁。", "D6"),
        ([["年度绩效目标", "一是道路整洁。"], [None, "二是按时清扫。"]], "一是道路整洁。\n二是按时清扫。", "B5"),
    ],
)
def test_a_goal_in_one_cell_is_read(rows, goal, cell):
    form = read(*rows)
    assert (form.project.goal, form.project.cells["goal"]) == (goal, cell)


def test_a_form_without_funding_and_goal_is_read_all_the_same():
    form = read()
    assert (form.funding, form.project.goal, len(form.indicators)) == ((), None, 2)
