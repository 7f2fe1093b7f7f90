"""The list an auditor works through: filters, counts, causes, pages, sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.access import Person
from analytics.audit.finding import Finding
from analytics.audit.listing import (
    NOBODY,
    Asked,
    at_stake,
    due_words,
    facet_counts,
    lines,
    list_words,
    listed,
    neighbours,
    of_same_project,
    offered,
    page,
    page_of,
    pages,
    stake_of,
    summary,
)  # fmt: skip
from analytics.audit.selection import named_by, owners


def finding(key: str, **more) -> Finding:
    plain = {
        "rule": "score-total", "family": "FOOTING", "severity": "error", "certainty": "arithmetic", "district": "丰台区", "department": "环卫中心",
        "fiscal_year": 2023, "project": "道路清扫", "projects": (), "field": "总分", "stated": "99", "recomputed": "96", "difference": 3.0,
        "amount_at_stake": 10.0, "message": "总分不符", "basis": "", "cells": (), "record_key": "r1",
    }  # fmt: skip
    return Finding(key=key, **{**plain, **more})


@dataclass(frozen=True)
class Life:
    finding: Finding
    status: str = "open"
    verdict: str | None = None
    owner: str | None = None
    due: date | None = None
    verified_by: str | None = None
    present: bool = True
    closed_how: str | None = None

    @property
    def gone(self) -> str | None:
        return None if self.present else "数据已撤回"

    @property
    def key(self) -> str:
        return self.finding.key


def keys(cases) -> list[str]:
    return [case.finding.key for case in cases]


CASES = (
    Life(finding("a", amount_at_stake=50.0), owner="甲"),
    Life(finding("b", severity="warning", family="MISSING", project="绿化", record_key="r2", amount_at_stake=None), status="issued"),
    Life(finding("c", severity="note", certainty="pattern", project=None, record_key="r3", message="９个项目雷同"), status="closed"),
)


def test_closed_cases_are_left_out_unless_asked_for():
    assert keys(listed(CASES, Asked())) == ["a", "b"]
    assert keys(listed(CASES, Asked(statuses=("closed",)))) == ["c"]


def test_each_filter_leaves_what_it_says():
    assert keys(listed(CASES, Asked(families=("MISSING",)))) == ["b"]
    assert keys(listed(CASES, Asked(severities=("error",)))) == ["a"]
    assert keys(listed(CASES, Asked(owners=(NOBODY,)))) == ["b"]
    assert keys(listed(CASES, Asked(at_least=50))) == ["a"]


def test_the_search_looks_through_words_and_full_width_figures():
    assert keys(listed(CASES, Asked(search="绿 化"))) == ["b"]
    assert keys(listed(CASES, Asked(search="9个项目", statuses=("closed",)))) == ["c"]
    assert keys(listed(CASES, Asked(search="甲"))) == ["a"]


def test_a_facet_counts_what_the_other_filters_leave():
    counted = facet_counts(CASES, Asked(severities=("error",)))
    assert counted["severities"] == {"error": 1, "warning": 1}
    assert counted["families"] == {"FOOTING": 1}
    assert facet_counts(CASES, Asked())["statuses"] == {"open": 1, "issued": 1, "closed": 1}
    assert facet_counts(CASES, Asked(statuses=("closed",)))["severities"] == {"note": 1}


def test_the_choice_is_said_in_words():
    asked = Asked(families=("FOOTING",), statuses=("open",), at_least=100, search="律师")
    assert asked.words({"open": "疑点"}) == ("类别：合计勾稽", "状态：疑点", "涉及金额不低于100万元", "含“律师”")


def project(name: str, budget: float | None = 100.0) -> dict:
    return {"project_id": name, "department": "环卫中心", "fiscal_year": 2023, "name": name, "budget_base": budget}


PROJECTS = tuple(map(project, ("道路清扫", "绿化", "公厕", "垃圾分类", "扫雪")))


def test_money_of_one_project_is_counted_once_and_never_above_its_budget():
    found = [finding("a", amount_at_stake=50.0), finding("b", amount_at_stake=140.0, record_key="report"), finding("c", project="绿化", amount_at_stake=3.0)]
    assert at_stake([*found, finding("d", project=None, amount_at_stake=900.0), finding("e", project="另一", amount_at_stake=7.0)], PROJECTS) == 103.0
    assert at_stake(found, (project("道路清扫", None),)) == 140.0


def test_the_summary_names_projects_money_and_the_rest():
    assert summary(CASES, PROJECTS, 5) == "5个项目中1个有错误（1条），涉及 50.00 万元。另有警告1条。"
    assert summary((Life(finding("t", project=None)),), PROJECTS, 5) == "部门决算、整体绩效等表有1条错误。"


def test_a_finding_found_untrue_no_longer_weighs():
    assert summary((Life(finding("a"), status="verified", verdict="false"),), PROJECTS, 5) == "5个项目没有未了结的疑点。"


def test_a_fault_closed_while_its_figure_stands_is_told():
    closed = (Life(finding("a"), status="closed", verdict="true"), Life(finding("b"), status="closed", verdict="false"))
    assert summary(closed, PROJECTS, 5) == "5个项目没有未了结的疑点。另有1条已销号、数字未改。"


def test_what_the_data_do_not_hold_counts_no_money():
    gone = Life(finding("w", amount_at_stake=70.0), status="closed", present=False, closed_how="withdrawn")
    assert stake_of((gone, CASES[0]), PROJECTS) == 50.0
    assert summary((gone,), PROJECTS, 5) == "5个项目没有未了结的疑点。"
    assert list_words((gone,), (gone,), Asked(statuses=("closed",)), PROJECTS) == "列出1条，其中1条已不在现有数据中，不计金额。"
    assert "已改正或数据已撤回的1条未列出" in list_words((), (gone,), Asked(), PROJECTS)


def test_the_list_says_what_it_leaves_out():
    said = list_words(CASES[:2], CASES, Asked(), PROJECTS)
    assert said == "列出2条，涉及项目资金 50.00 万元（每个项目只计最大的一处，不超过其全年预算）；已销号的1条未列出。"
    assert "未列出" not in list_words(CASES[:1], CASES, Asked(severities=("error",)), PROJECTS)


def test_findings_of_one_cause_are_one_line_that_opens():
    cases = tuple(Life(finding(key, cause="unit")) for key in "ab") + (Life(finding("c")), Life(finding("d", cause="unit", record_key="r9")))
    closed = lines(cases, by_cause=True)
    assert [(line.cause, len(line.cases)) for line in closed] == [("金额单位不清", 2), (None, 1), (None, 1)]
    spread = lines(cases, by_cause=True, opened={closed[0].key})
    assert [(line.depth, line.key) for line in spread[1:]] == [(1, "a"), (1, "b"), (0, "c"), (0, "d")]
    assert [line.key for line in lines(cases, by_cause=False)] == ["a", "b", "c", "d"]


def test_pages_hold_all_lines_and_a_wild_number_is_the_nearest():
    all_lines = lines(tuple(Life(finding(str(at))) for at in range(5)), by_cause=False)
    assert pages(all_lines, 2) == 3
    assert [len(page(all_lines, number, 2)) for number in (-3, 1, 3, 99)] == [2, 2, 1, 1]
    assert page_of(all_lines, "4", 2) == 3
    assert pages((), 2) == 1
    assert page_of(CASES, "c", 2) == 2


def test_going_through_the_list_begins_and_ends():
    assert neighbours(CASES, None) == (None, "a")
    assert neighbours(CASES, "b") == ("a", "c")
    assert neighbours(CASES, "c") == ("b", None)
    assert neighbours((), None) == (None, None)


def test_other_findings_of_the_project_leave_out_itself():
    assert keys(of_same_project((*CASES, Life(finding("z", record_key="other"))), CASES[0].finding)) == ["z"]


def test_findings_of_the_department_as_a_whole_go_together():
    whole = (Life(finding("x", project=None, record_key="r7")), Life(finding("y", project=None, record_key="r8")))
    assert keys(of_same_project((*CASES[:2], *whole), whole[0].finding)) == ["y"]


def test_a_due_date_says_how_far_it_is():
    today = date(2026, 3, 10)
    assert [due_words(one, today) for one in (None, date(2026, 3, 8), today, date(2026, 3, 12))] == [
        "", "2026-03-08（超期2天）", "2026-03-10（今天到期）", "2026-03-12（还有2天）",
    ]  # fmt: skip


def test_what_is_offered_fits_status_and_role():
    auditor, clerk = Person("张", "auditor"), Person("李", "clerk", ("环卫中心",))
    assert "issue" in offered(Life(finding("a")), auditor)
    assert offered(Life(finding("a")), clerk) == ()
    assert set(offered(Life(finding("a"), status="issued"), clerk)) == {"explain", "dispute", "attach"}
    assert offered(Life(finding("a")), Person("王", "viewer")) == ()


def test_closing_is_not_offered_to_the_one_who_verified():
    case = Life(finding("a"), status="verified", verdict="true", verified_by="张 三")
    assert "close" not in offered(case, Person("张三", "auditor"))
    assert "close" in offered(case, Person("李四", "auditor"))
    assert "rectify" not in offered(Life(finding("a"), status="verified", verdict="false"), Person("李四", "auditor"))


def test_projects_that_findings_may_be_about_are_asked_for_by_id_and_else_by_department():
    asked = []
    everything = pd.DataFrame(PROJECTS)

    def ask(ids=(), departments=()):
        asked.append((ids, departments))
        return everything[everything["project_id"].isin(ids) | everything["department"].isin(departments)]

    found = [finding("a"), finding("b", record_key="report", project="绿 化"), finding("c", project=None, department="别的单位")]
    rows = named_by(found, ask)
    assert owners(found, rows) == owners(found, PROJECTS)
    assert [departments for _, departments in asked] == [(), ("环卫中心",)]
