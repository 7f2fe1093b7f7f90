import pandas as pd
import pytest

from analytics.charts import compare as charts
from analytics.metrics import run
from analytics.metrics.comparison import caveats, like_departments, side_by_side
from analytics.store import Store


@pytest.fixture(scope="module")
def samples_read(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


NORTH = {"district": "北区", "projects": 40, "unscored": 0, "years": "2021", "department_names": "北区城市管理指挥中心", "backwards": 0}
SOUTH = {"district": "南区", "projects": 40, "unscored": 0, "years": "2021", "department_names": "南区城市管理指挥中心", "backwards": 0}
EXACT = {"scored": 1, "off": 0}
LENIENT = {"scored": 2, "off": 1, "name": "乙", "execution_rate": 0.3333, "execution_score": 9.0, "execution_weight": 10.0, "score_gap": 0.5667}


def titles(one, other, scoring=()):
    frame = pd.DataFrame(scoring or [{"district": "北区", **EXACT}, {"district": "南区", **EXACT}])
    return [caveat.title for caveat in caveats(pd.DataFrame([one, other]), frame)]


def test_districts_on_the_same_ground_have_no_caveat():
    assert titles(NORTH, SOUTH) == []


@pytest.mark.parametrize(
    ("changed", "title"),
    [
        ({"years": "2022"}, "年度不同"),
        ({"unscored": 12}, "得分缺失"),
        ({"department_names": "南区政务服务管理局"}, "部门不同"),
        ({"projects": 12}, "项目太少"),
        ({"backwards": 30, "backwards_budget": 90.0, "budget": 100.0}, "预算数疑为倒填"),
    ],
)
def test_each_difference_is_a_caveat_of_its_own(changed, title):
    assert titles(NORTH, {**SOUTH, **changed}) == [title]


def test_a_lenient_rule_is_told_with_its_widest_case():
    scoring = [{"district": "北区", **EXACT}, {"district": "南区", **LENIENT}]
    found = caveats(pd.DataFrame([NORTH, SOUTH]), pd.DataFrame(scoring))
    assert [caveat.title for caveat in found] == ["执行率计分规则不同"]
    assert all(words in found[0].text for words in ("乙", "33.3%", "9分", "2个项目中有1个"))


def test_the_rules_of_districts_are_those_of_their_projects(samples_read):
    rows, rules = run(samples_read, "compare_scoring"), run(samples_read, "scoring_rules").set_index("district")
    for district, own in rows.groupby("district"):
        off = own[~own["follows_rate"].astype(bool)]
        assert (rules.loc[district, "scored"], rules.loc[district, "off"]) == (len(own), len(off))
        if len(off):
            widest = off.loc[off["score_gap"].abs().idxmax()]
            assert (rules.loc[district, "name"], rules.loc[district, "score_gap"]) == (widest["name"], widest["score_gap"])


def test_a_sample_of_points_says_what_all_of_them_say(samples_read):
    scored, rated = run(samples_read, "compare_scoring"), run(samples_read, "compare_rates")
    rules, lanes = run(samples_read, "scoring_rules"), run(samples_read, "rate_lanes")
    assert charts.scoring(scored.head(5), "来源", rules).layout.title.text == charts.scoring(scored, "来源").layout.title.text
    sample = rated.groupby("district").head(2)
    drawn = charts.rates(sample, 0.8, "来源", lanes).layout
    assert drawn.title.text == charts.rates(rated, 0.8, "来源").layout.title.text
    assert f"抽样显示 {len(sample)}/{len(rated)} 个点" in drawn.title.subtitle.text.replace("<br>", "")


def offices(*pairs):
    return pd.DataFrame(pairs, columns=["district", "department"])


def test_like_departments_are_found_under_different_names():
    pairs = offices(("丰台区", "丰台区城市管理监督指挥中心"), ("丰台区", "丰台区政务服务管理局"), ("朝阳区", "朝阳区城市管理指挥中心"))
    assert like_departments(pairs, ("丰台区", "朝阳区")) == ("丰台区城市管理监督指挥中心", "朝阳区城市管理指挥中心")


def test_nothing_is_left_out_where_all_are_alike_or_none_is():
    assert like_departments(offices(("甲区", "甲区财政局"), ("乙区", "乙区财政局")), ("甲区", "乙区")) == ()
    assert like_departments(offices(("甲区", "甲区财政局"), ("乙区", "乙区园林绿化局")), ("甲区", "乙区")) == ()
    assert like_departments(offices(("甲区", "甲区财政局")), ("甲区",)) == ()


def test_districts_stand_in_the_order_of_their_names():
    comparison = pd.DataFrame({"district": ["乙区", "甲区"], "projects": [9, 1]})
    measures = pd.DataFrame({"district": ["甲区", "乙区"], "projects": [0, 0], "rated": [1, 9]})
    assert side_by_side(comparison, measures).values.tolist() == [["乙区", 9, 9], ["甲区", 1, 1]]
