import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import docx
import pytest

from analytics.audit import RULES, audit_of
from analytics.audit.case import Case, Step
from analytics.errors import LensError
from analytics.reports.evidence import difference_words, places, said, subject
from analytics.reports.paper_bundle import confirmed_beside, paper_bundle
from analytics.reports.workpaper import Paper, working_paper
from analytics.store import Store
from tests.reports.findings import ELSEWHERE, EXECUTION, HOSTILE, PERSONS, REASON, SHA256, snapshot

PAPER = Paper(project="2021年度专项检查", index="绩审-01", prepared_by="甲", prepared_on=date(2026, 3, 1), filters_words="2021年度 · 丰台区")


def opened(content):
    return docx.Document(io.BytesIO(content))


def rows_of(document):
    """Every row of every table, a merged cell once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for table in document.tables for row in table.rows]


def words_of(document):
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + ["\t".join(row) for row in rows_of(document)])


def row_of(document, label):
    return next(row[1:] for row in rows_of(document) if row[0].replace("\n", "") == label)


def xml_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}


def test_the_paper_has_what_a_working_paper_must_have():
    paper = opened(working_paper([EXECUTION, REASON], snapshot(), PAPER))
    labels = [row[0].replace("\n", "") for row in rows_of(paper)]
    wanted = ["项目名称", "审计（检查）事项", "被审计单位", "编制人", "实施过程", "审计结论", "定性依据", "取得的证据", "审核意见", "审核人", "附件"]
    assert [label for label in labels if label in wanted] == wanted
    assert row_of(paper, "项目名称") == ["2021年度专项检查"]
    assert row_of(paper, "被审计单位") == ["丰台区指挥中心", "会计年度", "2021年度"]
    assert row_of(paper, "编制人") == ["甲（签名）", "编制日期", "2026年3月1日"]
    assert row_of(paper, "审核人") == ["（签名）", "审核日期", "　　年　　月　　日"]
    assert "绩审-01" in paper.sections[0].header.paragraphs[0].text


def test_a_finding_is_stated_recomputed_worked_out_and_quoted():
    paper = opened(working_paper([EXECUTION], snapshot(), PAPER))
    number, facts, *figures = row_of(paper, "1") and next(row for row in rows_of(paper) if row[0] == "1")
    assert [number, *figures] == ["1", "9", "3.42", "+5.58"]
    assert "43.04202 ÷ 126 × 10 ＝ 3.42 分" in facts
    assert "《自评表.xlsx》工作表“平台运维”：E7“126”、F7“43.04202”、I7“9”、G7“10”" in facts
    assert "全国通用" in row_of(paper, "定性依据")[0]


def test_the_foot_of_every_page_says_where_the_paper_comes_from():
    content = working_paper([EXECUTION], snapshot(), PAPER)
    foot = "\n".join(paragraph.text for paragraph in opened(content).sections[0].footer.paragraphs)
    assert all(word in foot for word in ("第1页", "共1页", "000007", SHA256[:12]))
    assert all(f"> {name} <" in xml_of(content)["word/footer1.xml"] for name in ("PAGE", "NUMPAGES"))
    assert f"文件校验码 {SHA256}" in row_of(opened(content), "取得的证据")[0]


def test_it_is_a4_and_names_the_fonts_of_official_papers():
    content = working_paper([EXECUTION], snapshot(), PAPER)
    section, xml = opened(content).sections[0], xml_of(content)
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert all(f'w:eastAsia="{font}"' in xml["word/document.xml"] + xml["word/styles.xml"] for font in ("方正小标宋简体", "黑体", "仿宋_GB2312"))
    assert 'w:name="仿宋_GB2312"><w:altName' in xml["word/fontTable.xml"]


def test_hostile_text_stays_text_and_persons_stay_masked():
    content = working_paper([REASON], snapshot(), PAPER)
    words = words_of(opened(content))
    assert "=cmd|'/c calc'!A1 <b>粗</b> &amp; 联系人：张某，电话：6381****" in words
    assert [person for person in PERSONS if person in words] == []
    assert all("<b>粗" not in xml and "63812345" not in xml for xml in xml_of(content).values())


def test_two_persons_sign():
    with pytest.raises(LensError, match="另一人"):
        Paper(prepared_by="甲", reviewed_by=" 甲")


def test_a_case_brings_where_it_stands_and_what_was_said():
    case = Case(replace(EXECUTION, status="verified"), "verified", "partly", "乙", date(2026, 4, 1), 1, 0, "000001", "000007", True, None, None, "甲", "甲")
    steps = [
        Step(datetime(2026, 3, 2), "张三丰", "clerk", "explain", "issued", "answered", "按去年办法计分。联系人：张三丰"),
        Step(datetime(2026, 3, 3), "甲", "auditor", "remark", None, None, "只给自己看"),
    ]
    words = words_of(opened(working_paper([case], snapshot(), PAPER, {"k1": steps})))
    assert "状态：已核实；核实结果：部分属实；责任人：乙；期限：2026-04-01" in words
    assert "2026-03-02 单位说明：按去年办法计分。联系人：张某" in words
    assert "只给自己看" not in words
    assert "已核实1条（部分属实1条）" in words


def case_of(finding, status="closed", verdict=None, present=True, how=None):
    return Case(finding, status, verdict, None, None, 0, 0, "000001", "000007", present, how, None, None, None)


@pytest.mark.parametrize(("how", "said"), [("withdrawn", "数据已撤回"), ("mended", "已改正")])
def test_a_paper_about_what_the_data_do_not_hold_says_so(how, said):
    words = words_of(opened(working_paper([case_of(EXECUTION, present=False, how=how)], snapshot(), PAPER)))
    assert f"已不在现有数据中（{said}1条）" in words
    assert "认定疑点" not in words
    assert "尚待被审计单位核实" not in words


def test_what_waits_is_told_beside_what_was_judged():
    words = words_of(opened(working_paper([case_of(EXECUTION, verdict="true"), case_of(ELSEWHERE, "open")], snapshot(), PAPER)))
    assert "已核实1条（属实1条），其余1条尚待被审计单位核实确认" in words


def test_confirmed_and_closed_findings_of_the_matter_stand_beside_the_chosen():
    second = replace(EXECUTION, key="k9", record_key="r9")
    confirmed, dismissed = case_of(second, verdict="true"), case_of(replace(second, key="k8"), verdict="false")
    away = case_of(replace(second, key="k7"), verdict="true", present=False)
    elsewhere = case_of(ELSEWHERE, verdict="true")
    assert confirmed_beside([case_of(EXECUTION, "open")], [confirmed, dismissed, away, elsewhere]) == [confirmed]


def test_what_people_wrote_takes_the_place_of_what_is_derived():
    paper = opened(working_paper([EXECUTION], snapshot(), replace(PAPER, conclusion="甲。\n乙。", opinion="予以认可。", annexes=3)))
    assert row_of(paper, "审计结论") == ["甲。\n乙。"]
    assert row_of(paper, "审核意见") == ["予以认可。"]
    assert row_of(paper, "附件")[0] == "3份"


def test_every_finding_of_the_samples_stands_in_the_paper_with_every_figure_and_cell(sample_store):
    stored = Store(sample_store).snapshot()
    found = audit_of(stored).findings
    rows = {row[0]: row for row in rows_of(opened(working_paper(found, stored, Paper()))) if row[0].isdigit()}
    facts = ["".join(row[1].split()) for row in rows.values()]
    assert len(rows) == len(found)
    for finding in found:
        named, message = ("".join(said(text).split()) for text in (subject(finding), finding.message))
        assert any(named in text and message in text for text in facts)
    written = "\n".join("\t".join(row) for row in rows.values())
    for finding in found:
        assert all(re.search(rf"\b{cell['cell']}[“、]", written) for cell in finding.cells)
        assert difference_words(finding) in written
    assert all(RULES[rule].title in words_of(opened(working_paper(found, stored, Paper()))) for rule in {one.rule for one in found})


def test_the_difference_of_two_amounts_is_no_percentage_although_a_rate_is_worked_out_beside_them(sample_store):
    (found,) = [one for one in audit_of(Store(sample_store).snapshot()).findings if one.rule == "large-revision"]
    assert (found.calculation.unit, difference_words(found)) == ("%", "−356.72")


def test_neighbours_that_show_the_same_share_a_quote_and_the_file_is_named_once():
    cells = [("一", "E1", "90%"), ("一", "F1", "90%"), ("一", "G1", "5"), ("二", "E1", "90%")]
    same = replace(REASON, cells=tuple({"file": "表.xlsx", "sheet": sheet, "cell": cell, "text": text} for sheet, cell, text in cells))
    assert places(same) == ["《表.xlsx》工作表“一”：E1、F1“90%”、G1“5”", "工作表“二”：E1“90%”"]


def test_long_quotes_are_marked_where_they_are_cut():
    long = replace(REASON, cells=({"file": "表.xlsx", "sheet": "表", "cell": "A1", "text": "长" * 200},))
    assert places(long, 10) == ["《表.xlsx》工作表“表”：A1“长长长长长长长长长…”"]
    assert "长" * 200 in places(long)[0]


def test_a_bundle_holds_one_paper_and_one_annex_a_matter():
    with zipfile.ZipFile(io.BytesIO(paper_bundle([EXECUTION, REASON, ELSEWHERE], snapshot(), PAPER))) as archive:
        names = archive.namelist()
        papers = [opened(archive.read(name)) for name in names if name.endswith(".docx")]
    assert [name.endswith("附表.xlsx") for name in names] == [False, True] * 3
    assert sorted(row_of(paper, "被审计单位")[0] for paper in papers) == ["丰台区指挥中心", "丰台区指挥中心", "朝阳区指挥中心"]
    assert [paper.sections[0].header.paragraphs[0].text for paper in papers] == [f"索引号：绩审-01-0{number}" for number in (1, 2, 3)]


def test_without_findings_the_paper_says_so():
    assert "没有查出疑点" in row_of(opened(working_paper([], snapshot(), PAPER)), "审计结论")[0]


def test_text_that_no_document_may_hold_is_left_out():
    assert HOSTILE.count("\x07") == 1
    assert "\x07" not in words_of(opened(working_paper([REASON], snapshot(), PAPER)))
