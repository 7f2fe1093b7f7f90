import pandas
import pytest

from analytics.charts.execution import budget_against_rate, distribution
from analytics.charts.narrow import narrowed
from tests.charts.projects import projects, words

BINS = pandas.DataFrame(
    [[bin_, f"{bin_ * 10}–{bin_ * 10 + 10}%", bin_ / 10, (bin_ + 1) / 10, 1 if bin_ in (3, 5, 8) else 0, 10.0] for bin_ in range(10)]
    + [[10, "100%", 1.0, 1.0, 2, 100.0], [11, "超过100%", 1.0, None, 0, 0.0]],
    columns=["bin", "bin_label", "rate_from", "rate_to", "projects", "budget"],
)


def line(figure) -> float:
    return figure.layout.shapes[0].x0


def drawn(figure) -> set[str]:
    return {row[0] for trace in figure.data if trace.customdata is not None for row in trace.customdata}


@pytest.mark.parametrize(("threshold", "place"), [(0.8, 7.5), (0.85, 8.0), (1.0, 9.5), (0.0, -0.5)])
def test_the_threshold_stands_between_the_steps_it_parts(threshold, place):
    assert line(distribution(BINS, threshold, "来源")) == pytest.approx(place)


def test_steps_below_the_threshold_have_a_colour_of_their_own():
    colours = distribution(BINS, 0.8, "来源").data[0].marker.color
    assert len(set(colours[:8])) == 1
    assert set(colours[:8]).isdisjoint(colours[8:])


def test_every_project_with_a_rate_is_in_one_bar():
    assert sum(distribution(BINS, 0.8, "来源").data[0].y) == BINS["projects"].sum()


def test_more_than_everything_is_shown_only_where_it_happened():
    assert "超过100%" not in words(distribution(BINS, 0.8, "来源"))
    assert "超过100%" in words(distribution(BINS.assign(projects=1), 0.8, "来源"))


def test_a_project_without_a_rate_is_not_drawn_at_zero():
    assert drawn(budget_against_rate(projects(), 0.8, "来源")) == {"a", "b", "c", "d"}


def test_the_title_names_the_largest_project_below_the_threshold():
    assert "监督员工资" in budget_against_rate(projects(), 0.8, "来源").layout.title.text
    assert "没有项目低于30%" in budget_against_rate(projects(), 0.3, "来源").layout.title.text


def test_the_legend_gives_each_district_its_number_of_projects():
    assert [trace.name for trace in budget_against_rate(projects(), 0.8, "来源").data if trace.name] == ["丰台区（3个）", "朝阳区（1个）"]


def test_a_legend_of_many_districts_stands_clear_of_what_is_said_over_it():
    many = pandas.concat([projects().assign(district=f"第{at}高新技术开发区", project_id=f"p{at}") for at in range(7)])
    wide, usual = budget_against_rate(many, 0.8, "来源"), budget_against_rate(projects(), 0.8, "来源")
    assert wide.layout.margin.t - usual.layout.margin.t == wide.layout.height - usual.layout.height == 3 * 22
    assert wide.layout.showlegend
    assert not narrowed(wide).layout.showlegend
    assert narrowed(usual).layout.showlegend


def test_nothing_to_draw_is_said():
    assert "没有" in budget_against_rate(projects().head(0), 0.8, "来源").layout.title.text
    assert "没有" in distribution(BINS.assign(projects=0), 0.8, "来源").layout.title.text


def test_projects_without_a_name_and_a_district_are_drawn_all_the_same():
    assert drawn(budget_against_rate(projects().assign(name=None, district=None), 0.8, "来源")) == {"a", "b", "c", "d"}
