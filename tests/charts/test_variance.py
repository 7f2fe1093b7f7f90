import pandas as pd
import pytest

from analytics.charts import variance

STEPS = {
    "projects": 2, "left_out": 1, "revised_projects": 1, "initial_budget": 100.0, "revision": -20.0, "revised_budget": 80.0,
    "unspent": 30.0, "executed": 50.0, "outturn_deviation": -0.5,
}  # fmt: skip
PROJECT = {
    "project_id": "a1", "name": "监督员工资", "department": "指挥中心", "fiscal_year": 2021, "initial_budget": 532.28, "revised_budget": 175.56,
    "executed": 113.08,
    "revision": -356.72, "execution_rate": 0.644, "rate_on_initial": 0.212, "outturn_difference": -419.2, "outturn_deviation": -0.788,
}  # fmt: skip
LINE = {
    "department": "指挥中心", "fiscal_year": 2021, "line_number": 7, "name": "组织事务", "level": "类", "initial_budget": 0.0, "initial_budget_derived": True,
    "final_accounts": 0.29,
    "variance_amount": 0.29, "outturn_deviation": float("nan"), "variance_rate_stated": 0.49, "variance_standing": "有矛盾",
}  # fmt: skip


def title(figure):
    return figure.layout.title.text


def test_the_waterfall_goes_from_the_initial_budget_to_the_spending():
    figure = variance.steps(pd.DataFrame([STEPS]), "来源")
    assert list(figure.data[0].y) == [100, -20, 80, -30, 50]
    assert list(figure.data[0].text) == ["100.00", "减少 20.00", "80.00", "未执行 30.00", "50.00"]
    assert "减少 20.00 万元" in title(figure)
    assert "另有1个项目" in figure.layout.title.subtitle.text


def test_without_a_revision_the_title_says_so():
    figure = variance.steps(pd.DataFrame([{**STEPS, "revision": 0.0, "revised_projects": 0}]), "来源")
    assert "没有调整" in title(figure)


def test_nothing_to_add_up_is_said():
    figure = variance.steps(pd.DataFrame([{**STEPS, "projects": 0}]), "来源")
    assert "没有三项金额齐全的项目" in title(figure)
    assert len(figure.data) == 0


def test_the_largest_difference_is_on_top_and_named():
    other = {**PROJECT, "project_id": "b2", "name": "热线", "outturn_difference": -1.0}
    figure = variance.projects(pd.DataFrame([PROJECT, other]), "来源")
    assert list(figure.layout.yaxis.ticktext) == ["热线", "监督员工资"]
    assert "监督员工资" in title(figure)


def test_a_mark_opens_its_project():
    figure = variance.projects(pd.DataFrame([PROJECT]), "来源")
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert {tuple(trace.customdata[0]) for trace in marks} == {("a1",)}


@pytest.mark.parametrize(("rows", "words"), [([{**PROJECT, "outturn_difference": 0.0}], "相等"), ([], "没有填写年初预算")])
def test_no_difference_is_said(rows, words):
    assert words in title(variance.projects(pd.DataFrame(rows, columns=list(PROJECT)), "来源"))


def test_a_zero_base_has_no_rate():
    figure = variance.classes(pd.DataFrame([LINE]), "来源")
    assert figure.layout.annotations[0].text == "增加 0.29（年初为零，无增减率）"
    assert variance.class_rows(pd.DataFrame([LINE, LINE]))[1][:3] == ["", "", "组织事务"]
    assert variance.class_row(LINE) == ["指挥中心", "2021", "组织事务", "类", "0.00", "0.29", "增加 0.29", "年初为零，无增减率", "增长 49.0%", "▲ 有矛盾"]


def test_a_line_without_a_base_is_left_off_the_chart():
    figure = variance.classes(pd.DataFrame([{**LINE, "initial_budget": None}]), "来源")
    assert "没有可与年初预算比较的科目" in title(figure)


def test_names_are_never_markup():
    figure = variance.projects(pd.DataFrame([{**PROJECT, "name": "<b>甲</b>"}]), "来源")
    assert list(figure.layout.yaxis.ticktext) == ["&lt;b&gt;甲&lt;/b&gt;"]
