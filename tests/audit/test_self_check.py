"""公开前自查: the wording that would be right, findings by file and form, what a mended edition changed, and nothing kept."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.audit import FAMILIES, RULES, Audit, audit_of
from analytics.audit.right_wording import REMEDIES, correction, printed, remedy
from analytics.audit.self_check import SelfCheck, as_problems, changed, self_check, to_do
from analytics.charts.self_check import findings_beside
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from tests.audit.draft import Department, accounts, evaluation, indicators
from tests.reading.sheets import form_with, read, workbook

BROKEN = read(b"no workbook", "坏.xlsx")
LETTER = read(workbook(form_with(E6="8S", H14=99)))
UNIT = {"unit_status": "corrected", "unit_used": "元", "unit_evidence": '[{"sheet":"表","cell":"D9","text":"100万元"}]'}


@pytest.fixture
def department() -> Department:
    return Department()


def words(department: Department, rule: str) -> list[str | None]:
    return [correction(one) for one in department.audit(rule).findings]


@pytest.mark.parametrize(
    ("rule", "line", "change", "right"),
    [
        ("growth-rate", "收支总计", {"change_rate_stated": "4.90%"}, "增长3.33%"),
        ("growth-rate", "收支总计", {"change_amount": "-10.00", "change_rate_stated": "3.33%"}, "下降3.12%"),
        ("share-of-total", "教育支出", {"share_stated": "35.33%"}, "占33.33%"),
        ("variance-rate", "教育支出", {"variance_rate_stated": "10%"}, "增长11.11%"),
        ("variance-rate", "教育支出", {"variance_amount": 100}, "年初预算为0，不列差异率"),
        ("accounts-footing", "管理事务", {"final_accounts": 52}, "合计应为202万元（明细无误时）"),
    ],
)
def test_the_wording_for_accounts(department, rule, line, change, right):
    accounts(department, **{line: change})
    assert words(department, rule) == [right]


def test_a_ratio_that_depends_on_its_base_names_all(department):
    accounts(department)
    evaluation(department, outturn_deviation_stated=-0.0294)
    assert words(department, "outturn-deviation") == ["预决算差异率-1.64%或-3.23%，并写明所用的预算数"]


@pytest.mark.parametrize(
    ("rule", "form", "right"),
    [
        ("score-total", {"total_score": 98}, "总分应为93.5"),
        ("execution-score-above-rate", {"funding": {"score": 10}}, "得分应为8.50"),
        ("execution-rate", {"funding": {"execution_rate_stated": 0.9}}, "执行率85.00%"),
        ("quantitative-score", {"rows": indicators((0, {"actual": "400平方米", "actual_value": 400, "score": 20}))}, "得分应为16.00"),
        ("unit-in-text", {"achievement": "共支出85元"}, "85万元"),
        ("unit-suspect", {"unit_status": "suspect"}, None),
        ("sub-row-scored", {"parts": (("fiscal", "其中：财政拨款", {"executed": "85", "weight": 10, "score": 8.5}),)}, "分值、得分留空"),
    ],
)
def test_the_wording_for_a_form(department, rule, form, right):
    department.evaluate("道路清扫", **form)
    assert words(department, rule) == [right]


def test_amounts_in_the_wrong_unit_are_converted_cell_by_cell():
    rows = form_with(C6=9122160, D6=9122160, E6=9090720, G6=None, C7=None, D7=None, E7=None, D11="成本", E11="912.216万元", F11="909.072万元", C11="成本指标")
    (found,) = [one for one in self_check([read(workbook(rows))]).audit.findings if one.rule == "unit-corrected"]
    assert correction(found) == "C6 填 912.216，D6 填 912.216，E6 填 909.072（万元）"


MIXED = {"C6": 126, "D6": 126, "E6": 430420.2, "C7": 126, "D7": 126, "E7": "43.04202", "H6": 3.42, "C11": "成本指标", "E11": "126万元", "F11": "430420.2元"}
ABOUT_AMOUNTS = {"unit-corrected", "unit-suspect", "unit-in-text", "execution-rate", "executed-over-budget", "funding-parts", "cost-text-against-amount"}


def about_amounts(**cells):
    findings = self_check([read(workbook(form_with(**MIXED | cells)))]).audit.findings
    return [(one.rule, one.stated, correction(one)) for one in findings if one.rule in ABOUT_AMOUNTS]


def test_a_cell_in_another_unit_is_one_finding_that_leaves_the_correct_cells_alone():
    assert about_amounts(G6="34.16%") == [("unit-corrected", "E6 430420.2", "E6 填 43.04202（万元）")]


def test_a_doubted_cell_is_one_finding_without_advice_on_others():
    assert about_amounts(G6=None, C7=None, D7=None, E7=None, F11="完成") == [("unit-suspect", "430420.2", None)]


def test_a_sentence_said_twice_is_said_once():
    rows = form_with(E12="投诉率比上一年度明显减少。投诉率比上一年度明显减少。")
    (found,) = [one for one in self_check([read(workbook(rows))]).audit.findings if one.rule == "doubled-sentence"]
    assert correction(found) == "投诉率比上一年度明显减少。"


def test_only_what_stands_in_a_cell_is_called_printed():
    found = {one.rule: one for one in self_check([read(workbook(form_with(H14=99, I12=None)))]).audit.findings}
    assert printed(found["score-total"]) == "99"
    assert printed(found["deduction-without-reason"]) != "1"


def test_every_rule_tells_the_clerk_what_to_do(department):
    assert set(REMEDIES["family"]) == set(FAMILIES)
    assert set(REMEDIES["rule"]) <= set(RULES)
    department.evaluate("道路清扫", total_score=98)
    assert {remedy(one) for one in department.audit("score-total").findings} == {REMEDIES["rule"]["score-total"]}


# ---- by file and form


def test_findings_stand_under_their_file_and_form_worst_first():
    mixed = read(workbook(form_with(), form_with(B3="河道保洁", H14=99), form_with(B3="公厕管护", H14=99, H6=10)), "甲.xlsx")
    check = self_check([mixed, read(workbook(form_with(B3="绿化养护")), "乙.xlsx")])
    forms = check.files[0].forms
    assert [form.name for form in forms][:2] == ["公厕管护", "河道保洁"]
    assert [one.rule for one in forms[1].findings if one.severity == "error"] == ["score-total"]
    assert [file.reading.file for file in check.files] == ["甲.xlsx", "乙.xlsx"]
    assert sum(len(file.findings) for file in check.files) == len(check.audit.findings)


def test_the_worst_file_comes_first():
    clean, faulty, broken = read(workbook(form_with()), "甲.xlsx"), read(workbook(form_with(B3="河道", H14=99)), "乙.xlsx"), read(b"no workbook", "丙.xlsx")
    check = self_check([clean, faulty, broken])
    assert [file.reading.file for file in check.worst_first] == ["丙.xlsx", "乙.xlsx", "甲.xlsx"]
    assert list(dict.fromkeys(to_do(check)["文件"]))[:2] == ["丙.xlsx", "乙.xlsx"]


def test_what_concerns_several_forms_stands_beside_them():
    goal = "保障城市运行平台安全稳定，按月巡检，及时处置故障，全年不中断服务，群众满意，部门协同高效，数据完整准确，资料归档齐全，制度执行到位，安全责任落实"
    alike = read(workbook(*(form_with(B3=name, B9=goal) for name in ("甲路", "乙桥"))))
    (file,) = self_check([alike]).files
    assert "forms-alike" in {one.rule for one in file.together}


def test_a_form_that_a_later_file_holds_again_is_judged_there():
    first, second = self_check([read(workbook(form_with(H14=99)), "一稿.xlsx"), read(workbook(form_with(H14=98)), "二稿.xlsx")]).files
    assert (first.superseded, first.findings, second.superseded) == (1, (), 0)
    assert "score-total" in {one.rule for one in second.findings}


def test_a_file_that_cannot_be_read_says_why_in_the_list():
    check = self_check([read(b"no workbook", "坏.xlsx")])
    assert check.files[0].refused
    assert "没有检查" in check.sentence()
    assert list(to_do(check)["文件"]) == ["坏.xlsx"]


def test_nothing_unread_is_called_fit_for_publishing():
    assert "可以公开" in SelfCheck(self_check([read(workbook(form_with()))]).files, Audit(())).sentence()
    for files in ([BROKEN], [BROKEN, read(workbook(form_with()))], [LETTER]):
        check = self_check(files)
        assert "可以公开" not in SelfCheck(check.files, replace(check.audit, findings=())).sentence()


def test_one_unreadable_cell_does_not_hide_the_other_findings():
    check = self_check([LETTER])
    assert {one.rule for one in check.audit.findings if one.severity == "error"} == {"reading-doubt", "score-total"}
    assert "1 处读不懂" in check.sentence()
    row = to_do(check).query("单元格.str.contains('E6')").iloc[0]
    assert (row["程度"], row["表上"]) == ("须改", "8S")


@pytest.mark.parametrize("cell", ["C6", "E6", "E7", "F6", "H6", "G11", "H11", "G13", "G14", "H14"])
def test_what_only_follows_from_the_unreadable_cell_is_not_told(cell):
    whole = {one.key for one in self_check([read(workbook(form_with()))]).audit.findings}
    found = [one for one in self_check([read(workbook(form_with(**{cell: "1l"})))]).audit.findings if one.key not in whole]
    assert [(one.rule, one.cells[0]["cell"]) for one in found] == [("reading-doubt", cell)]


def test_mending_the_letter_solves_one_and_brings_nothing_new():
    change = changed(self_check([LETTER]).files[0].findings, self_check([read(workbook(form_with(H14=99)))]).files[0].findings)
    assert (len(change.solved), change.new) == (1, ())


def test_a_mended_edition_says_what_is_solved_left_and_new():
    before = self_check([read(workbook(form_with(H14=99, I12=None)))])
    after = self_check([read(workbook(form_with(I12=None, H6=9.9, H14=97.9)))])
    change = changed(before.files[0].findings, after.files[0].findings)
    assert "score-total" in {one.rule for one in change.solved}
    assert "deduction-without-reason" in {one.rule for one in change.left}
    assert "execution-score-above-rate" in {one.rule for one in change.new}


def test_the_list_has_the_cell_what_is_stated_and_what_is_right():
    rows = to_do(self_check([read(workbook(form_with(H14=99)))]))
    row = rows[rows["问题"] == RULES["score-total"].title].iloc[0]
    assert (row["文件"], row["表"], row["程度"], row["表上"], row["应写为"]) == ("自评表.xlsx", "道路清扫保洁", "须改", "99", "总分应为96.5")
    assert "H14" in row["单元格"]


def test_the_drawing_marks_the_cells_and_escapes_texts():
    check = self_check([read(workbook(form_with(H14=99, B3="<b>清扫</b>")))])
    (form,) = check.files[0].forms
    drawn = findings_beside(check.files[0].reading, form)
    assert {"H14"} <= {one.cell for one in as_problems(form, check.files[0].reading)}
    assert 'class="error short" data-cell="H14"' in drawn
    assert "总分应为96.5" in drawn
    assert "怎么算的" in drawn
    assert "<b>清扫" not in drawn


def test_the_same_is_found_as_after_publishing(tmp_path):
    content = workbook(form_with(H14=99))
    store = Store(tmp_path / "store")
    accept(store, examine(store, [Source("自评表.xlsx", content)], Answers(), apart=False), "测试")
    stored = {(one.rule, one.key) for one in audit_of(store.snapshot()).findings}
    store.close()
    assert {(one.rule, one.key) for one in self_check([read(content)]).audit.findings} == stored


def test_a_rule_that_is_switched_off_finds_nothing():
    check = self_check([read(workbook(form_with(H14=99)))], off={"score-total"})
    assert "score-total" not in {one.rule for one in (*check.audit.findings, *check.files[0].findings)}


def test_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    self_check([read(workbook(form_with(H14=99)))])
    assert list(Path(tmp_path).iterdir()) == []


def test_a_count_of_lines_is_not_taken_for_a_figure_of_the_form():
    (found,) = [one for one in self_check([read(workbook(form_with(H11=47, I11=None, H14=93.5)))]).audit.findings if one.rule == "deduction-without-reason"]
    assert (found.stated, printed(found)) == ("1", "47")
