"""疑点清单 over the real forms: what is listed, what one finding says, what may be done with it and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.access import Person
from analytics.audit import audit_of
from analytics.audit.casebook import Casebook
from analytics.reports.workpaper import Paper
from analytics.store import Store

LAWYER = "常年聘请律师费"
PAPERS = ["审计工作底稿", "底稿附表", "审计取证单", "疑点核实函"]
TWO = (f"执行率得分与执行率不符|{LAWYER}", "总分与各项得分之和不符|综合窗口人员体检费")


@pytest.fixture(scope="module")
def severities(sample_store) -> list[str]:
    """The severity of every case of the samples, worst first."""
    held = Store(sample_store)
    try:
        return [case.finding.severity for case in Casebook(held).cases()]
    finally:
        held.close()


def key_of(store, rule: str, project: str | None) -> str:
    held = Store(store)
    try:
        return next(one.key for one in audit_of(held.snapshot()).findings if one.rule == rule and one.project == project)
    finally:
        held.close()


@pytest.fixture
def lawyer(sample_store) -> str:
    """The finding that 33.33 % executed was given nine points of ten."""
    return key_of(sample_store, "execution-score-above-rate", LAWYER)


def table(app) -> list[str]:
    """Title and project of each line."""
    frame = app.dataframe[0].value
    return [f"{title}|{about}" for title, about in zip(frame["疑点"], frame["项目"])]


def press(app, start: str):
    """Press the button whose key begins like this."""
    return next(button for button in app.button if (button.key or "").startswith(start)).click().run()


def note(app, start: str):
    """The field for words whose key begins like this."""
    return next(area for area in app.text_area if (area.key or "").startswith(start))


def become(app, name: str, role: str, departments: tuple[str, ...] = ()):
    app.text_input(key="identity_name").set_value(name)
    app.button_group(key="identity_role").set_value(role).run()
    if departments:
        app.multiselect(key="identity_departments").set_value(list(departments)).run()
    return app


def test_begins_with_a_plain_sentence_and_the_worst(open_page, sample_store, shown, severities):
    app = open_page("findings", sample_store)
    assert "43个项目中9个有错误" in shown(app)
    errors = severities.count("error")
    assert list(app.dataframe[0].value["程度"])[: errors + 1] == ["▲ 错误"] * errors + ["△ 警告"]
    assert f"列出{len(severities)}条" in shown(app)


def test_an_address_brings_its_filters(open_page, sample_store, shown):
    app = open_page("findings", sample_store, family="UNIT", severity="error")
    assert sorted(set(app.dataframe[0].value["疑点"])) == ["金额单位填错（已有反证）"]
    assert "类别：金额单位" in shown(app)
    assert "程度：错误" in shown(app)


def test_the_choice_stands_in_the_address_and_can_be_taken_back(open_page, sample_store, shown, severities):
    app = open_page("findings", sample_store)
    app.button_group(key="doubts_severity").set_value(["error"]).run()
    assert app.query_params["severity"] == "error"
    assert f"列出{severities.count('error')}条" in shown(app)
    app.button(key="doubts_reset").click().run()
    assert "severity" not in app.query_params
    assert f"列出{len(severities)}条" in shown(app)


def test_the_shared_filters_hold_here_too(open_page, sample_store):
    app = open_page("findings", sample_store, district="朝阳区")
    assert set(app.dataframe[0].value["预算部门"]) == {"朝阳区城市管理指挥中心"}


def test_a_search_leaves_what_holds_the_words(open_page, sample_store):
    app = open_page("findings", sample_store, search="律师")
    assert {LAWYER} == set(app.dataframe[0].value["项目"])


def test_a_project_of_the_address_narrows_the_list(open_page, sample_store, shown):
    held = Store(sample_store)
    project = held.snapshot().table("select project_id from project where name = $name", {"name": LAWYER})["project_id"][0].as_py()
    held.close()
    app = open_page("findings", sample_store, project=project)
    assert {LAWYER} == set(app.dataframe[0].value["项目"])
    assert f"项目：{LAWYER}" in shown(app)


def test_nothing_left_is_said_in_words(open_page, sample_store):
    app = open_page("findings", sample_store, search="没有这样的字")
    assert "没有符合这些条件的疑点" in app.info[0].value
    assert not app.dataframe


def test_a_finding_shows_figures_calculation_rule_and_marked_cells(open_page, sample_store, lawyer, shown):
    words = shown(open_page("findings", sample_store, finding=lawyer))
    assert "执行率得分 ＝ 4 ÷ 12 × 10 ＝ 3.33 分" in words
    assert 'class="error short" data-cell="I55"' in words
    assert "财预〔2020〕10号" in words
    assert "向单位索取执行率计分办法" in words
    assert "全国通用（成本列入产出）" in words


def test_a_finding_of_the_accounts_shows_their_sheet_too(open_page, sample_store, shown):
    words = shown(open_page("findings", sample_store, finding=key_of(sample_store, "share-of-total", None)))
    assert 'data-cell="M19"' in words
    assert "占比" in words


def test_cells_of_other_files_are_drawn_as_well(open_page, sample_store, shown):
    words = shown(open_page("findings", sample_store, finding=key_of(sample_store, "report-against-form", "接诉即办工作经费")))
    assert words.count('class="lens-sheet') == 2


def test_going_on_opens_the_next(open_page, sample_store):
    app = open_page("findings", sample_store)
    app.button(key="doubt_first").click().run()
    first = app.query_params["finding"]
    app.button(key="doubt_after").click().run()
    assert app.query_params["finding"] != first
    app.button(key="doubt_before").click().run()
    assert app.query_params["finding"] == first
    app.button(key="doubt_close").click().run()
    assert "finding" not in app.query_params


def test_findings_of_one_cause_are_one_line(open_page, sample_store):
    app = open_page("findings", sample_store, view="cause", family="COPIED")
    assert sorted(line.partition("|")[0] for line in table(app) if line.startswith("▸")) == ["▸ 照抄雷同（3条）", "▸ 照抄雷同（9条）"]


def test_an_unknown_finding_is_said_to_be_gone(open_page, sample_store, shown):
    app = open_page("findings", sample_store, finding="<script>alert(1)</script>")
    assert "已经不存在" in shown(app)
    assert len(app.dataframe[0].value) == 200


def test_a_leader_sees_how_many_stand_where(open_page, sample_store, shown, severities):
    app = become(open_page("findings", sample_store), "局长", "viewer")
    assert not app.dataframe
    assert f">{len(severities)}<" in shown(app)


def test_the_list_can_be_taken_away(open_page, sample_store):
    labels = [each.proto.label for each in open_page("findings", sample_store).get("download_button")]
    assert "下载清单" in labels


def test_papers_of_one_finding_are_handed_over(open_page, sample_store, lawyer):
    labels = [each.proto.label for each in open_page("findings", sample_store, finding=lawyer).get("download_button")]
    assert [label for label in labels if label in PAPERS] == PAPERS


def test_papers_of_several_units_leave_out_what_goes_to_one(sample_store):
    from pages._findings_papers import offered_papers

    held = Store(sample_store)
    book = Casebook(held)
    cases = [case for case in book.cases() if case.finding.severity == "error"]
    made = {label: make for label, _, make in offered_papers(cases, held.snapshot(), book, Paper(prepared_by="张审"))}
    assert list(made) == ["审计工作底稿（每个事项一份）", "底稿附表"]
    assert made["底稿附表"]().startswith(b"PK")
    held.close()


def test_no_letter_is_offered_about_closed_cases(sample_store):
    from pages._findings_papers import offered_papers

    held = Store(sample_store)
    book = Casebook(held)
    case = next(case for case in book.cases() if case.finding.department and case.finding.severity == "error")
    closed = replace(case, status="closed", verdict="scope", closed_how="person")
    offered = [label for label, _, _ in offered_papers([closed], held.snapshot(), book, Paper(prepared_by="张审"))]
    assert offered == ["审计工作底稿", "底稿附表", "审计取证单"]
    held.close()


def test_a_doubt_goes_its_way_between_three_persons(open_page, own_store, lawyer, shown):
    app = become(open_page("findings", own_store, finding=lawyer), "张审", "auditor")
    press(app, "issue_")
    assert "已下发这条" in app.toast[0].value
    clerk = become(open_page("explanations", own_store), "李填", "clerk", ("朝阳区城市管理指挥中心",))
    assert "已下发1条疑点，1条等待说明" in shown(clerk)
    clerk.text_area[0].set_value("按本区计分办法给分")
    press(clerk, "send_")
    assert "已提交" in clerk.toast[0].value
    again = become(open_page("findings", own_store, finding=lawyer), "张审", "auditor")
    assert "按本区计分办法给分" in shown(again)
    press(again, f"verify_{lawyer}")
    assert "还没有选择核实结论" in shown(again)
    again.radio[0].set_value("true")
    note(again, "verify_note").set_value("与计分办法不符")
    press(again, f"verify_{lawyer}")
    assert not [button for button in again.button if (button.key or "").startswith("close_")]
    other = become(open_page("findings", own_store, finding=lawyer), "王审", "auditor")
    note(other, "close_note").set_value("已看过")
    press(other, "close_")
    assert "还没有要求整改" in shown(other)
    note(other, "close_note").set_value("已看过")
    note(other, "close_why").set_value("数额很小")
    press(other, "close_")
    assert "已销号" in other.toast[0].value
    assert Casebook(Store(own_store)).case(lawyer).status == "closed"


def test_a_deed_that_is_not_allowed_is_told_in_words(open_page, own_store, lawyer, shown):
    app = become(open_page("findings", own_store, finding=lawyer), "张审", "auditor")
    app.radio[0].set_value("false")
    press(app, f"verify_{lawyer}")
    assert "核实为不属实要写明理由" in shown(app)
    assert Casebook(Store(own_store)).case(lawyer).status == "open"


def test_a_clerk_sees_only_what_was_issued_to_the_own_department(open_page, own_store, lawyer, shown):
    Casebook(Store(own_store)).issue([lawyer], Person("王审", "auditor"))
    other = become(open_page("explanations", own_store), "赵填", "clerk", ("丰台区政务服务管理局",))
    assert "没有下发给丰台区政务服务管理局的疑点" in other.info[0].value
    own = become(open_page("explanations", own_store), "李填", "clerk", ("朝阳区城市管理指挥中心",))
    assert len(own.radio[0].options) == 1
    everything = become(open_page("findings", own_store), "李填", "clerk", ("朝阳区城市管理指挥中心",))
    assert not everything.dataframe


def test_an_explanation_needs_words(open_page, own_store, lawyer, shown):
    Casebook(Store(own_store)).issue([lawyer], Person("王审", "auditor"))
    clerk = become(open_page("explanations", own_store), "李填", "clerk", ("朝阳区城市管理指挥中心",))
    press(clerk, "send_")
    assert "还没有写说明" in shown(clerk)


def test_what_auditors_note_for_themselves_stays_with_them(open_page, own_store, lawyer, shown):
    book, auditor = Casebook(Store(own_store)), Person("王审", "auditor")
    book.issue([lawyer], auditor)
    book.remark(lawyer, auditor, "先不告诉单位")
    book.answer(lawyer, auditor, "请提供计分办法")
    words = shown(become(open_page("explanations", own_store), "李填", "clerk", ("朝阳区城市管理指挥中心",)))
    assert "请提供计分办法" in words
    assert "先不告诉单位" not in words


def tick(app, *lines: str):
    """Tick these lines (title|project), as a person does in the table."""
    rows = [at for at, line in enumerate(table(app)) if line in lines]
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return app.run()


def test_several_are_issued_at_once(open_page, own_store, lawyer):
    other = key_of(own_store, "score-total", "综合窗口人员体检费")
    app = tick(open_page("findings", own_store, severity="error"), *TWO)
    press(app, "issue_bulk")
    assert "已下发2条" in app.toast[0].value
    book = Casebook(Store(own_store))
    assert [book.case(key).status for key in (lawyer, other)] == ["issued", "issued"]


def test_several_get_an_owner_at_once(open_page, own_store, lawyer):
    other = key_of(own_store, "score-total", "综合窗口人员体检费")
    app = tick(become(open_page("findings", own_store, severity="error"), "张审", "auditor"), *TWO)
    next(box for box in app.selectbox if (box.key or "").startswith("assign_owner_bulk")).set_value("张审")
    press(app, "assign_bulk")
    book = Casebook(Store(own_store))
    assert [book.case(key).owner for key in (lawyer, other)] == ["张审", "张审"]
    mine = open_page("findings", own_store, owner="张审")
    assert len(mine.dataframe[0].value) == 2


def test_what_the_ticked_have_not_in_common_is_not_offered(open_page, own_store, lawyer, shown):
    Casebook(Store(own_store)).issue([lawyer], Person("王审", "auditor"))
    app = tick(open_page("findings", own_store, severity="error"), *TWO)
    keys = [button.key or "" for button in app.button]
    assert not [key for key in keys if key.startswith("issue_bulk")]
    assert [key for key in keys if key.startswith("verify_bulk")]


def test_evidence_is_kept_and_handed_back(open_page, own_store, lawyer):
    Casebook(Store(own_store)).attach(lawyer, Person("王审", "auditor"), "批复.pdf", b"%PDF-1.7")
    labels = [each.proto.label for each in open_page("findings", own_store, finding=lawyer).get("download_button")]
    assert "批复.pdf" in [label.replace("\\", "") for label in labels]


def test_closed_ones_are_found_by_their_status(open_page, own_store, lawyer, shown):
    book = Casebook(Store(own_store))
    book.verify([lawyer], Person("王审", "auditor"), "false", "按本区办法")
    book.close([lawyer], Person("张审", "auditor"), "同意")
    app = open_page("findings", own_store)
    assert "已销号的1条未列出" in shown(app)
    closed = open_page("findings", own_store, status="closed")
    assert table(closed) == [f"执行率得分与执行率不符|{LAWYER}"]
    assert list(closed.dataframe[0].value["状态"]) == ["已销号·不属实"]
