"""The same project in another year is suggested with reasons; only a person makes it one."""

import pandas as pd
import pytest

from analytics.access import Person
from analytics.compare.link_book import LinkBook, chain, keys_of
from analytics.compare.links import likeness, partners, suggestions
from analytics.errors import LensError
from analytics.metrics import run
from analytics.store import Store
from tests.store.forms import form, reading

AUDITOR = Person("张三", "auditor")


def row(project_id, name, year, budget=100.0, unit="甲科", indicators="台数\n满意度", district="甲区"):
    return {"project_id": project_id, "name": name, "district": district, "department": "甲局", "fiscal_year": year, "implementing_unit": unit,
            "budget_base": budget, "indicator_names": indicators}  # fmt: skip


def found(*rows, **judged):
    frame = pd.DataFrame(sorted(rows, key=lambda one: one["fiscal_year"]))
    return [(one.earlier["project_id"], one.later["project_id"]) for one in suggestions(frame, **judged)]


def test_another_name_is_suggested_with_its_reasons():
    one = likeness(row("a", "2021年监督员工资及管理费用", 2021), row("b", "监督员工资和管理经费", 2022, 120.0, indicators="台数\n好"))
    assert (one.earlier["project_id"], one.later["project_id"], one.key) == ("a", "b", "a~b")
    assert 0.5 < one.score < 1
    assert one.reasons[1:] == ("实施单位都是甲科", "预算 100.00 与 120.00 万元", "2项指标中1项同名")


def test_what_is_not_stated_is_not_held_against_it():
    bare = {"budget": None, "unit": None, "indicators": None}
    assert likeness(row("a", "平台运维", 2021, **bare), row("b", "平台运维", 2022, **bare)).score == 1


def test_other_projects_are_not_suggested():
    assert found(row("a", "平台运维", 2021), row("b", "食堂补助", 2022, 3.0, "乙科", "人数")) == []


def test_each_project_has_one_partner_and_the_likeliest_first():
    rows = [row("a", "平台运维", 2021), row("b", "平台运维", 2022), row("c", "平台运维一期", 2022)]
    assert found(*rows) == [("a", "b")]
    assert found(*rows, rejected={"a~b"}) == [("a", "c")]
    assert found(*rows, confirmed={"a~b"}) == []


def test_a_year_without_the_project_is_bridged():
    years = [row("a", "平台运维", 2020), row("x", "食堂补助", 2021, 3.0, "乙科", "人数"), row("b", "平台运维", 2022)]
    assert found(*years) == [("a", "b")]
    assert found(*years, row("c", "平台运维", 2021)) == [("a", "c"), ("c", "b")]


def test_all_others_are_offered_to_who_knows_better():
    frame = pd.DataFrame([row("a", "平台运维", 2021), row("x", "食堂补助", 2022), row("b", "平台维护", 2022)])
    assert [one.later["project_id"] for one in partners(frame, "a")] == ["b", "x"]
    assert partners(frame, "nobody") == ()


@pytest.fixture
def store(tmp_path):
    kept = Store(tmp_path / "store")
    kept.commit([reading("一.xlsx", form("平台运维", year=2021), form("食堂", year=2021, number=2))], {}, "甲")
    kept.commit([reading("二.xlsx", form("平台运维费", year=2022))], {}, "甲")
    yield kept
    kept.close()


def ids(store):
    return {one["name"]: one["project_id"] for one in run(store.snapshot(), "project_list").to_dict("records")}


def test_a_judgement_is_kept_with_who_and_when_and_can_be_taken_back(store):
    known, book, before = ids(store), LinkBook(store), store.snapshot()
    link = (known["平台运维"], known["平台运维费"])
    book.judge([link], "confirmed", AUDITOR)
    (judged,) = book.judged()
    assert (set(judged.projects), judged.judgement, judged.actor) == (set(link), "confirmed", "张三")
    assert set(chain(book.judged(), link[0])) == set(link)
    assert suggestions(run(store.snapshot(), "link_candidates"), keys_of(book.judged(), "confirmed")) == ()
    book.judge([link], None, AUDITOR)
    assert book.judged() == ()
    assert [(one.action, one.actor, one.before, one.after["value"]) for one in store.events(2)] == [
        ("project-link", "张三", "confirmed", None), ("project-link", "张三", None, "confirmed"),
    ]  # fmt: skip
    after = store.snapshot()
    assert (after.version, after.revision) == (before.version, before.revision + 2)  # what is cached by both is asked again


@pytest.mark.parametrize(
    ("one", "other", "judgement", "person"),
    [
        ("平台运维", "食堂", "confirmed", AUDITOR),  # the same year
        ("平台运维", "没有", "rejected", AUDITOR),
        ("平台运维", "平台运维费", None, AUDITOR),  # nothing to take back
        ("平台运维", "平台运维费", "confirmed", Person("领导", "viewer")),
    ],
)
def test_what_cannot_be_is_refused_whole(store, one, other, judgement, person):
    known, book = ids(store), LinkBook(store)
    pairs = [(known.get("食堂"), known["平台运维费"]), (known[one], known.get(other, "没有"))]
    with pytest.raises(LensError):
        book.judge(pairs, judgement, person)
    assert book.judged() == ()
