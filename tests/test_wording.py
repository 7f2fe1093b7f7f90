from decimal import Decimal

import pytest

from analytics import wording
from analytics.wording import change, count, growth, left_over, listed, money, percent, portion, rate, score, year


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1,234.50 万元"),
        (123456, "12.35 亿元"),
        (0, "0.00 万元"),
        (9999.99, "9,999.99 万元"),
        (10000, "1.00 亿元"),
        (Decimal("43.042020"), "43.04 万元"),
        (0.125, "0.13 万元"),
        (0.001, "不足 0.01 万元"),
        (-5, "−5.00 万元"),
        (-0.00, "0.00 万元"),
    ],
)
def test_money_as_people_read_it(value, text):
    assert money(value) == text


@pytest.mark.parametrize("shown", [money, rate, score, count, change, growth, left_over, percent, year])
@pytest.mark.parametrize("blank", [None, float("nan"), float("inf"), ""])
def test_a_blank_is_a_dash_and_never_zero(shown, blank):
    assert shown(blank) == "—"


def test_rates_have_one_decimal_and_halves_go_up():
    assert [rate(0.3416), rate(1), rate(0.64405), rate(0.0005), rate(-0.67)] == ["34.2%", "100.0%", "64.4%", "0.1%", "−67.0%"]
    assert [percent(0.8), percent(0.805), percent(1)] == ["80%", "80.5%", "100%"]


def test_scores_counts_years():
    assert [score(88.6), score(93.81), score(90), score(93.8145)] == ["88.6", "93.81", "90", "93.81"]
    assert [count(43), count(1043.0), year(2021.0)] == ["43", "1,043", "2021"]


def test_signs_are_words():
    assert [change(-12.3), change(5), change(0)] == ["减少 12.30 万元", "增加 5.00 万元", "持平"]
    assert [growth(-0.67), left_over(62.48), left_over(-3), left_over(0)] == ["下降 67.0%", "未执行 62.48 万元", "超出预算 3.00 万元", "全部执行"]


def test_names_in_a_sentence():
    assert [listed([]), listed(["甲"]), listed(["甲", "乙"]), listed(["甲", "乙", "丙", "丁"])] == ["", "甲", "甲、乙", "甲、乙、丙等4个"]


def test_every_format_shows_a_blank():
    assert {wording.shown(None, name) for name in wording.FORMATS} == {"—"}


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "100.0%"), (0.99999, "接近100%"), (1.00001, "略高于100%"), (0.999, "99.9%"), (0.0001, "不足0.1%"), (0, "0.0%"), (None, wording.NOTHING)],
)
def test_a_share_is_all_or_nothing_only_where_it_is(value, words):
    assert portion(value) == words
