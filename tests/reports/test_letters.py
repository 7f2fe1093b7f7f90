from dataclasses import replace
from datetime import date

import pytest

from analytics.audit.right_wording import remedy
from analytics.errors import LensError
from analytics.reports.letters import evidence_record, inquiry_letter, left_out_words
from analytics.reports.workpaper import Paper
from tests.reports.findings import ELSEWHERE, EXECUTION, PERSONS, REASON, SHA256, snapshot
from tests.reports.test_workpaper import case_of, opened, row_of, rows_of, words_of

UNIT = "丰台区指挥中心"
FOUND = [EXECUTION, REASON, ELSEWHERE]


def test_the_record_has_the_facts_and_the_places_for_the_unit():
    record = opened(evidence_record(FOUND, snapshot(), UNIT, Paper(project="专项检查", matter="执行率得分"), pages=2))
    assert row_of(record, "被审计单位") == [UNIT]
    assert row_of(record, "审计（调查）事项") == ["执行率得分"]
    fact = next(row[0] for row in rows_of(record) if row[0].startswith("1．"))
    assert all(text in fact for text in ("表列 9；重算 3.42；差额 +5.58", "43.04202 ÷ 126 × 10", "I7“9”"))
    assert "（盖章）" in row_of(record, "证据提供单位意见")[0]
    assert row_of(record, "证据提供单位负责人") == ["（签名）", "日　　期", "　　年　　月　　日"]
    assert row_of(record, "附　　件") == ["共 2 页"]


def test_the_letter_asks_and_leaves_room_to_answer():
    letter = opened(inquiry_letter(FOUND, snapshot(), UNIT, Paper(project="专项检查"), date(2026, 4, 15)))
    words = words_of(letter)
    assert f"{UNIT}：" in [paragraph.text for paragraph in letter.paragraphs]
    assert all(text in words for text in ("疑点2条", "2026年4月15日前"))
    questions, answers = (table for table in letter.tables[:2])
    assert remedy(EXECUTION) in questions.rows[1].cells[3].text
    assert [[cell.text for cell in row.cells[2:]] for row in answers.rows[1:]] == [["", "", ""], ["", "", ""]]
    assert any(row[:2] == ["填报单位", f"{UNIT}（盖章）"] for row in rows_of(letter))


@pytest.mark.parametrize("write", [evidence_record, inquiry_letter])
def test_a_unit_sees_its_own_findings_and_no_person(write):
    content = opened(write(FOUND, snapshot(), UNIT))
    words = words_of(content)
    assert [text for text in (*PERSONS, "朝阳区", "热线") if text in words] == []
    assert "张某" in words
    assert "<b>粗</b>" in words
    assert SHA256[:12] in "".join(paragraph.text for paragraph in content.sections[0].footer.paragraphs)


@pytest.mark.parametrize("write", [evidence_record, inquiry_letter])
def test_a_unit_without_findings_gets_no_paper(write):
    with pytest.raises(LensError, match="没有“别的单位”"):
        write(FOUND, snapshot(), "别的单位")


def test_no_unit_is_asked_again_about_what_a_person_closed():
    closed = case_of(EXECUTION, verdict="true", how="person")
    with pytest.raises(LensError, match="所选1条疑点都已销号"):
        inquiry_letter([closed], snapshot(), UNIT)
    words = words_of(opened(inquiry_letter([closed, case_of(REASON, "issued")], snapshot(), UNIT)))
    assert "疑点1条" in words
    assert EXECUTION.message not in words
    assert left_out_words([closed, REASON]) == "其中1条已销号，不列入疑点核实函。"
    assert left_out_words([case_of(REASON, "issued"), ELSEWHERE]) is None


def test_without_a_date_there_is_a_place_for_one():
    assert "　　年　　月　　日前反馈" in words_of(opened(inquiry_letter([replace(EXECUTION)], snapshot(), UNIT)))


@pytest.mark.parametrize("write", [evidence_record, inquiry_letter])
def test_no_unit_is_asked_about_what_was_withdrawn(write):
    with pytest.raises(LensError, match="数据已撤回"):
        write([case_of(EXECUTION, present=False, how="withdrawn")], snapshot(), UNIT)
