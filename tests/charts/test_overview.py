import pandas
import pytest

from analytics.charts.overview import department_execution, largest_unspent, money_tree
from analytics.charts.theme import ACCENT, GREY
from tests.charts.projects import projects, tree, words

SUMMARY = pandas.DataFrame(
    [["政务局", 1, 1, 100.0, 100.0, 0.0, 1.0], ["指挥中心", 2, 2, 90.0, 48.0, 42.0, 48 / 90], ["朝阳中心", 1, 0, None, None, None, None]],
    columns=["department", "projects", "counted", "budget", "executed", "unspent", "execution_rate"],
).assign(backwards=0, backwards_budget=0.0)

REST = ["district", "department", "project_id", "name", "budget", "executed", "execution_rate", "projects"]


def leaves(figure) -> dict[str, float]:
    return {node: value for node, value in zip(figure.data[0].ids, figure.data[0].values, strict=True) if len(node) == 1}


def test_departments_are_drawn_by_budget_the_largest_on_top():
    assert list(department_execution(SUMMARY, "来源").data[0].y) == ["朝阳中心", "指挥中心", "政务局"]


def test_the_title_names_the_department_that_left_most():
    assert "指挥中心未执行 42.00 万元" in department_execution(SUMMARY, "来源").layout.title.text


def test_a_department_without_amounts_says_so_and_has_no_rate():
    labels = department_execution(SUMMARY, "来源").data[0].text
    assert "金额未能计入" in labels[0]
    assert "%" not in labels[0]


def test_a_budget_written_backwards_is_grey_and_says_so():
    rows = SUMMARY.assign(backwards=[1, 0, 0], backwards_budget=[100.0, 0.0, 0.0])
    figure = department_execution(rows, "来源")
    assert list(figure.data[1].marker.color) == [ACCENT, ACCENT, GREY]
    assert "预算数疑为倒填" in figure.data[0].text[2]


def test_the_leaves_of_the_tree_are_the_projects_with_their_budgets():
    assert leaves(money_tree(tree(), "来源")) == {"a": 100.0, "b": 80.0, "c": 10.0, "d": 12.0}


def test_every_node_of_the_tree_has_its_parent():
    trace = money_tree(tree(), "来源").data[0]
    assert set(trace.parents) - {""} <= set(trace.ids)


def test_small_projects_that_stand_together_count_as_many_and_open_nothing():
    rest = pandas.DataFrame([["丰台区", "政务局", None, "其余7个项目", 5.0, 5.0, 1.0, 7]], columns=REST)
    figure = money_tree(pandas.concat([tree(), rest], ignore_index=True), "来源")
    assert leaves(figure) == {"a": 100.0, "b": 80.0, "c": 10.0, "d": 12.0}
    assert sum(figure.data[0].values) == tree()["budget"].sum() + 5
    assert "n=11个项目" in figure.layout.title.subtitle.text


def test_a_project_without_a_rate_is_grey_not_zero():
    frame = tree().assign(execution_rate=[1.0, None, 0.8, 0.0])
    colours = dict(zip(money_tree(frame, "来源").data[0].ids, money_tree(frame, "来源").data[0].marker.colors, strict=True))
    assert colours["b"] != colours["d"]


def test_the_largest_unspent_amounts_come_first_and_open_their_project():
    trace = largest_unspent(projects(), "来源", most=2).data[0]
    assert [row[0] for row in trace.customdata][::-1] == ["b", "d"]


def test_what_was_spent_to_the_last_is_not_listed():
    assert "a" not in [row[0] for row in largest_unspent(projects(), "来源").data[0].customdata]


def test_markup_in_a_name_is_never_drawn_as_markup():
    assert "<b>接诉即办" not in words(money_tree(tree(), "来源")) + words(largest_unspent(projects(), "来源"))


@pytest.mark.parametrize("draw", [department_execution, money_tree, largest_unspent])
def test_a_chart_of_nothing_is_drawn_and_says_so(draw):
    frame = SUMMARY if draw is department_execution else tree() if draw is money_tree else projects()
    assert "没有" in draw(frame.head(0), "来源").layout.title.text or "都已执行" in draw(frame.head(0), "来源").layout.title.text


def test_many_departments_are_cut_to_the_largest_and_it_is_said():
    many = pandas.concat([SUMMARY.assign(department=[f"部门{number}{name}" for name in SUMMARY["department"]]) for number in range(6)], ignore_index=True)
    figure = department_execution(many, "来源")
    assert len(figure.data[0].y) == 15
    assert "共18个部门" in figure.layout.title.subtitle.text


def test_a_project_without_a_name_and_a_department_is_drawn_all_the_same():
    assert "未注明部门" in words(money_tree(tree().assign(name=None, department=None), "来源"))
    assert "（无名称）" in words(largest_unspent(projects().assign(name=None), "来源"))
    assert "未注明部门" in words(department_execution(SUMMARY.assign(department=[None, "甲", "乙"]), "来源"))
