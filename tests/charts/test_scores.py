import pandas
import pytest

from analytics.charts.scores import attainment, grades, score_against_execution, totals
from tests.charts.projects import projects, words

COLUMNS = ["dimension", "facet", "indicators", "scored", "weight", "score", "attainment", "full_marks"]
FACETS = pandas.DataFrame(
    [
        ["产出", "数量", 4, 4, 40.0, 39.0, 0.975, 0.5],
        ["产出", "质量", 2, 2, 20.0, 18.0, 0.9, 0.0],
        ["满意度", "满意度", 1, 1, 10.0, 10.0, 1.0, 1.0],
        ["效益", "生态效益", 3, 0, None, None, None, None],
    ],
    columns=COLUMNS,
)
DIMENSIONS = pandas.DataFrame(
    [["产出", 6, 6, 60.0, 57.0, 0.95, 0.3], ["效益", 3, 0, None, None, None, None], ["满意度", 1, 1, 10.0, 10.0, 1.0, 1.0]],
    columns=[name for name in COLUMNS if name != "facet"],
)
GRADES = pandas.DataFrame(
    [["政务局", "优", 1, 100.0], ["政务局", "未评分", 0, 0.0], ["朝阳中心", "优", 0, 0.0], ["朝阳中心", "未评分", 2, 12.0]],
    columns=["department", "grade", "projects", "budget"],
)


def dots(figure) -> list[str]:
    return [row[0] for trace in figure.data if trace.customdata is not None for row in trace.customdata]


def test_every_scored_project_is_one_dot():
    assert sorted(dots(totals(projects(), "来源"))) == ["a", "b", "c"]


def test_a_department_without_scores_is_said_in_words_and_has_no_dot():
    figure = totals(projects(), "来源")
    assert "2张表没有总分" in words(figure)
    assert set(dots(figure)).isdisjoint({"d", "e"})


def test_the_title_counts_the_scored_only():
    assert "3个有总分的项目中，2个在90分及以上" in totals(projects(), "来源").layout.title.text


def test_grades_add_up_to_all_projects():
    assert sum(sum(trace.x) for trace in grades(GRADES, "来源").data) == 3


def test_unscored_forms_are_a_part_of_their_own():
    assert {trace.text[place] for trace in grades(GRADES, "来源").data for place in range(2)} == {"优 1", "未评分 2", ""}


def test_second_levels_are_listed_only_where_there_are_several():
    assert list(attainment(FACETS, DIMENSIONS, "来源").layout.yaxis.ticktext) == ["<b>满意度</b>", "质量", "数量", "<b>产出</b>"]


def test_what_was_never_scored_has_no_attainment():
    assert "生态效益" not in words(attainment(FACETS, DIMENSIONS, "来源"))


def test_the_title_names_where_most_points_are_lost():
    assert "二级指标（n≥10）是质量：90.0%" in attainment(FACETS.assign(scored=20), DIMENSIONS, "来源").layout.title.text


def test_a_handful_of_indicators_is_never_called_the_lowest():
    few = FACETS.assign(scored=[20, 2, 20, 0])
    assert "是数量" in attainment(few, DIMENSIONS, "来源").layout.title.text


def test_high_scores_beside_low_execution_are_counted_in_the_title():
    assert "1个项目执行率低于80%" in score_against_execution(projects(), 0.8, "来源").layout.title.text


def test_a_project_without_a_score_is_not_in_the_scatter():
    assert sorted(dots(score_against_execution(projects(), 0.8, "来源"))) == ["a", "b", "c"]


@pytest.mark.parametrize("number", [0, 5])
def test_charts_of_forms_without_scores_are_drawn_and_say_so(number):
    frame = projects().head(number).assign(score_stated=float("nan"))
    assert "没有" in totals(frame, "来源").layout.title.text + score_against_execution(frame, 0.8, "来源").layout.title.text
    assert "没有" in attainment(FACETS.head(0), DIMENSIONS.head(0), "来源").layout.title.text + grades(GRADES.head(0), "来源").layout.title.text


def test_many_departments_are_cut_to_the_largest_and_it_is_said():
    many = pandas.concat([projects().assign(department=f"部门{number}") for number in range(20)])
    figure = totals(many, "来源")
    assert len(figure.layout.yaxis.ticktext) == 15
    assert "共20个部门" in figure.layout.title.subtitle.text


def test_projects_without_names_and_departments_are_drawn_all_the_same():
    nameless = projects().assign(name=None, department=None, district=None)
    assert "未注明部门" in words(totals(nameless, "来源"))
    assert sorted(dots(score_against_execution(nameless, 0.8, "来源"))) == ["a", "b", "c"]
