"""帮助 answers twenty questions of each kind of user, finds them by what is typed, and defines every measure."""

from __future__ import annotations

from pathlib import Path

from analytics.metrics.cards import CARDS
from pages._help import asked_like, defined_like, measures, measures_html, questions, questions_html

PAGES = Path(__file__).resolve().parents[2] / "pages"


def test_twenty_questions_of_each_kind_of_user():
    assert {kind: len(several) for kind, several in questions().items()} == {"领导": 20, "审计": 20, "填报": 20, "运维": 20}


def test_every_link_leads_to_a_page():
    links = [page.partition("?")[0] for several in questions().values() for one in several for _, page in one.links]
    assert [page for page in links if not (PAGES / f"{page}.py").is_file()] == []


def test_a_question_is_found_by_its_words_and_by_those_of_its_answer():
    assert asked_like("排名")[0].asked == "为什么不给我排名？"
    assert asked_like("N4A") == []
    assert any("备份" in one.asked for one in asked_like("backup"))


def test_the_glossary_holds_every_figure_once():
    names = [card.name for card in measures()]
    assert len(names) == len(set(names))
    assert {"execution_rate", "unspent", "score_stated"} <= set(names) <= set(CARDS)
    assert [card.name for card in defined_like("unspent")] == ["unspent"]
    assert defined_like("未执行")[0].label.startswith("未执行")


def test_what_is_drawn_is_no_markup(monkeypatch):
    assert "<script" not in questions_html(asked_like(""), opened=False) + measures_html(measures())


def test_the_page_shows_the_definition_that_an_address_asks_for(open_page, sample_store, shown):
    said = shown(open_page("help", sample_store, word="unspent"))
    assert CARDS["unspent"].definition in said
    assert CARDS["score_median"].definition not in said
