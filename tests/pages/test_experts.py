"""专家评分 over the real sheet: how far five experts agree, and the total by other ways."""

from __future__ import annotations


def test_the_sentence_says_how_far_they_agree_and_what_turns(open_page, sample_store, shown):
    words = shown(open_page("experts", sample_store))
    assert "5位专家给18项打分" in words
    assert "一致系数" in words
    assert "专家给这一个项目 83.72 分，自评高" in words


def test_the_total_by_other_ways_is_told(open_page, sample_store, shown):
    words = shown(open_page("experts", sample_store))
    assert "各项中位数" in words
    assert "不计第5位专家" in words


def test_a_scope_without_sheets_says_so(open_page, sample_store, shown):
    assert "没有专家评分表" in shown(open_page("experts", sample_store, district="朝阳区"))
