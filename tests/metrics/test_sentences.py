import string

import pandas as pd
import pytest

from analytics.metrics import Filters, run
from analytics.metrics import sentences as said

EVERYTHING = Filters()
NOTHING = Filters(search="没有这样的项目")


def overview(snapshot, filters=EVERYTHING, threshold=0.8):
    return said.overview_sentence(run(snapshot, "summary", filters, threshold=threshold), run(snapshot, "standouts", filters), threshold)


def scores(snapshot, filters=EVERYTHING):
    frames = (run(snapshot, name, filters) for name in ("score_summary", "grades", "attainment_dimension"))
    return said.scores_sentence(*frames)


def test_many_projects_below(snapshot):
    sentence = overview(snapshot)
    assert sentence == "3个年度的6个项目共执行 702.52 万元，占全年预算的 77.9%；3个项目低于80%，其中旧表项目未执行 82.96 万元最多；另有2个项目未计入。"


def test_one_project_below(snapshot):
    sentence = overview(snapshot, Filters(years=(2021,)), threshold=0.6)
    assert "平台运维低于60%，未执行 50.00 万元" in sentence


def test_no_project_below(snapshot):
    sentence = overview(snapshot, Filters(districts=("朝阳区",)))
    assert "没有项目低于80%，热线未执行 3.60 万元最多" in sentence
    assert "未计入" not in sentence


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (NOTHING, "没有项目"),
        (Filters(search="量级存疑"), "均未计入合计"),
        (Filters(search="零预算"), "预算均为零"),
    ],
)
def test_without_money_it_says_so(snapshot, filters, words):
    assert words in overview(snapshot, filters)
    assert words in said.execution_sentence(run(snapshot, "summary", filters), run(snapshot, "execution_distribution", filters))


def test_execution_spread(snapshot):
    sentence = said.execution_sentence(run(snapshot, "summary"), run(snapshot, "execution_distribution"))
    assert sentence == "5个有执行率的项目中，1个恰好执行100%，3个低于80%；另有2个项目未计入。"


def test_scores_name_what_is_missing(snapshot):
    assert scores(snapshot) == (
        "6个项目平均自评得分 89.33 分，在 78 至 97.5 分之间，3个为优（90分及以上）；得分率最低的一级指标是效益，为 85.0%；2个未评分，不按零分计。"
    )
    assert scores(snapshot, Filters(districts=("朝阳区",))) == "1个项目都没有填写总分，不能说明得分情况（未评分不等于零分）。"
    assert scores(snapshot, NOTHING) == "所选范围内没有项目。"
    assert "只有1个项目填写了总分，为 97.5 分" in scores(snapshot, Filters(search="窗口"))


def compare(snapshot, filters=EVERYTHING):
    return said.comparison_sentence(run(snapshot, "comparison", filters, by="district"), run(snapshot, "comparison_basis", filters))


def test_districts_stand_side_by_side_with_what_forbids_a_ranking(snapshot):
    sentence = compare(snapshot)
    assert "丰台区：2个部门、7个项目（2019、2021）执行 67.5%" in sentence
    assert "年度不同" in sentence
    assert "不作排名" in sentence


def test_one_district_is_no_comparison(snapshot):
    assert "只有朝阳区：1个部门" in compare(snapshot, Filters(districts=("朝阳区",)))
    assert compare(snapshot, NOTHING) == "所选范围内没有项目。"


def test_no_template_ranks_districts():
    for template in said.TEMPLATES.values():
        for word in ("领先", "落后", "第一", "最好", "最差", "优于", "好于", "差于"):
            assert word not in template


def test_a_revision_in_words():
    assert said.revision_sentence(532.28, 175.56, 113.08, -0.670174) == (
        "年初预算 532.28 万元，年中减少 356.72 万元（下降 67.0%），全年预算 175.56 万元，执行 113.08 万元。"
    )
    assert "—" in said.revision_sentence(None, 10.0, float("nan"), None)


def test_templates_name_only_plain_fields():
    for template in said.TEMPLATES.values():
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(template))


def test_a_frame_of_nothing_is_no_standout(snapshot):
    assert said.overview_sentence(run(snapshot, "summary"), pd.DataFrame()).startswith("3个年度的6个项目")
