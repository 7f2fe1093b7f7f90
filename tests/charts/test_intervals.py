"""The picture of what can be told apart: grey where nothing can, coloured where something can, n beside every dot."""

from __future__ import annotations

import numpy as np
import pandas

from analytics.charts import theme
from analytics.charts.intervals import intervals
from analytics.compare import Comparison, Interval
from analytics.compare.apart import Group
from analytics.compare.figures import FIGURES, figures_of, sample


def rows(**means: float) -> pandas.DataFrame:
    generator = np.random.default_rng(1)
    frames = [
        pandas.DataFrame({
            "district": name, "budget_base": 100.0, "execution_rate": generator.normal(mean, 0.03, 15), "counted": True,
            "execution_score": 9.0, "execution_weight": 10.0, "score_stated": np.nan, "score_recomputed": np.nan, "score_common": np.nan,
        })
        for name, mean in means.items()
    ]  # fmt: skip
    return pandas.concat(frames, ignore_index=True)


def compared_of(**means: float) -> dict[str, Comparison]:
    found = rows(**means)
    sums = [
        {"district": name, "figure": figure.name, "n": sample(figure, name, own).size, "highest": 1.0}
        for name, own in found.groupby("district")
        for figure in FIGURES
    ]
    return figures_of(pandas.DataFrame(sums).assign(divisor=0.0), found, ["丰台区", "朝阳区"])


def dots(figure) -> list[str]:
    return [trace.marker.color for trace in figure.data if trace.mode == "markers"]


def test_districts_that_cannot_be_told_apart_are_grey():
    figure = intervals(compared_of(丰台区=0.8, 朝阳区=0.8), "来源")
    assert set(dots(figure)) == {theme.GREY}
    assert "不宜排名" in figure.layout.title.text


def test_districts_that_differ_have_their_colours_and_the_title_says_in_what():
    figure = intervals(compared_of(丰台区=0.6, 朝阳区=0.9), "来源")
    assert dots(figure)[0] != theme.GREY
    assert "执行率（按金额加权）" in figure.layout.title.text.replace("<br>", "")


def test_figures_without_enough_projects_are_not_drawn():
    figure = intervals(compared_of(丰台区=0.6, 朝阳区=0.9), "来源")
    assert "自评得分" not in figure.layout.yaxis.ticktext


def test_every_dot_says_its_n():
    figure = intervals(compared_of(丰台区=0.6, 朝阳区=0.9), "来源")
    assert all("n=15" in each.text for each in figure.layout.annotations if each.x == 1.0 and each.xref != "paper")


def test_of_very_many_districts_the_largest_are_drawn_and_the_picture_says_so():
    interval = Interval(0.8, 0.7, 0.9)
    groups = tuple(Group(f"第{at}区", 200 + at, interval, 1, 40) for at in range(40))
    found = {figure.name: Comparison(groups if figure.name == "execution_mean" else (), (), {}) for figure in FIGURES}
    figure = intervals(found, "来源")
    assert len(dots(figure)) == 12
    assert "只画项目最多的12个区" in str(figure.layout.to_plotly_json())
