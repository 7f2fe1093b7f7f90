import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import Filters


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), "全部项目"),
        (Filters(years=(2021,), districts=("丰台区",), rate_max=0.8), "2021年度 · 丰台区 · 执行率低于80%"),
        (Filters(years=(2022, 2021)), "2021、2022年度"),
        (Filters(budget_min=1500), "预算不低于1,500万元"),
        (Filters(budget_max=0.5), "预算不超过0.5万元"),
        (Filters(budget_min=10, budget_max=100), "预算10至100万元"),
        (Filters(rate_min=0.5, rate_max=0.805), "执行率不低于50%且低于80.5%"),
        (Filters(search=" 热线 "), "含“热线”"),
    ],
)
def test_filters_say_themselves(filters, words):
    assert filters.words() == words


def test_equal_questions_are_equal_and_hash_alike():
    one, other = Filters(districts=("朝阳区", "丰台区", "丰台区")), Filters(districts=("丰台区", "朝阳区"))
    assert one == other
    assert hash(one) == hash(other)


def test_an_address_is_read_with_suspicion():
    values = {
        "years": ["2021", "21", "abc", "2021.5", "99999"],
        "districts": ["丰台区", "火星区"],
        "departments": "x" * 500,
        "budget_min": "-3",
        "budget_max": "nan",
        "rate_min": "0.9",
        "rate_max": "0.2",
        "search": "热\x00线",
        "other": "1",
    }
    assert Filters.from_mapping(values, {"districts": {"丰台区"}}) == Filters(years=(2021,), districts=("丰台区",), search="热线")


def test_an_address_comes_back_as_it_was_written():
    filters = Filters(years=(2021,), departments=("甲",), budget_min=0.0, rate_max=0.8, search="热线")
    assert Filters.from_mapping(filters.as_mapping()) == filters


WORDS = st.text(alphabet="甲0219.-% \x00'", max_size=6)


@given(
    st.dictionaries(
        st.sampled_from(["years", "districts", "budget_min", "rate_max", "search"]),
        st.one_of(WORDS, st.integers(), st.floats(), st.none(), st.booleans(), st.lists(WORDS, max_size=3)),
    )
)
def test_no_address_breaks_it(values):
    filters = Filters.from_mapping(values)
    assert Filters.from_mapping(filters.as_mapping()) == filters
