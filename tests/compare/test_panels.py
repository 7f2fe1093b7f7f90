"""Panels in words: agreement is named with its interval, and not at all where there is too little."""

from __future__ import annotations

import pandas

from analytics.charts.experts import points
from analytics.compare import Interval
from analytics.compare.panels import level, result_rows, sentence, sheets


def rows(*scores: str, weight: float = 10.0) -> pandas.DataFrame:
    lines = [
        {"form_id": "f", "project": "网站运维", "department": "政务局", "fiscal_year": 2021, "name": f"第{number}项", "weight": weight, "scores": text}
        for number, text in enumerate(scores, start=1)
    ]
    return pandas.DataFrame(lines)


def test_too_few_items_are_not_judged():
    (sheet,) = sheets(rows("[1,2,3]", "[4,5,6]"))
    assert "不能说明是否一致" in sentence(sheet)


def test_experts_who_agree_are_said_to():
    (sheet,) = sheets(rows(*(f"[{number},{number},{number}]" for number in range(1, 9))))
    assert "意见很一致" in sentence(sheet)


def test_an_interval_over_two_words_names_both():
    assert level(Interval(0.8, 0.4, 0.95)) == "较一致（项目少，从不一致到很一致都有可能）"


def test_a_missing_point_is_no_zero():
    (sheet,) = sheets(rows("[10,null,10]", "[8,8,8]"))
    assert result_rows(sheet)[0][1] == "18"


def test_the_title_names_the_item_they_differ_on_most():
    (sheet,) = sheets(rows("[9,9,9]", "[1,9,9]", "[8,8,9]"))
    assert "第2项" in points(sheet, "来源").layout.title.text
