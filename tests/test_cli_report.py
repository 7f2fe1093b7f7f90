"""The command `report`: what an auditor carries away."""

import json
import zipfile

import docx
import openpyxl
import pytest

from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.cli import main
from analytics.store import Store

UNIT = "丰台区城市管理监督指挥中心"
ONE = ("--department", UNIT, "--year", "2021", "--severity", "error")


@pytest.fixture
def report(own_store, tmp_path, capsys):
    def called(kind, name, *options):
        code = main(["report", kind, "--out", str(tmp_path / name), *options, "--store", str(own_store)])
        printed = capsys.readouterr()
        return code, tmp_path / name, printed.out + printed.err

    return called


def findings(store, capsys):
    main(["findings", *ONE, "--json", "--store", str(store)])
    return json.loads(capsys.readouterr().out)["findings"]


def text_of(path):
    document = docx.Document(path)
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_the_paper_holds_what_findings_lists(report, own_store, capsys):
    listed = findings(own_store, capsys)
    code, path, said = report("workpaper", "底稿.docx", *ONE, "--project", "专项检查", "--index", "01", "--prepared-by", "甲", "--prepared-on", "2026-03-01")
    written = text_of(path)
    assert (code, f"{len(listed)} 条疑点" in said) == (0, True)
    assert all("".join(one["message"].split()) in "".join(written.split()) for one in listed)
    assert all(word in written for word in ("专项检查", "甲（签名）", "2026年3月1日"))


def test_the_ending_says_which_form(report):
    _, book, _ = report("workpaper", "底稿.xlsx", *ONE)
    _, archive, _ = report("workpaper", "底稿.zip", "--department", UNIT)
    assert openpyxl.load_workbook(book).sheetnames[:2] == ["说明", "疑点清单"]
    assert {name.rsplit(".", 1)[1] for name in zipfile.ZipFile(archive).namelist()} == {"docx", "xlsx"}
    assert report("letter", "函.pdf", *ONE)[0] == 2


@pytest.mark.parametrize(("kind", "option", "word"), [("evidence", ("--pages", "3"), "共 3 页"), ("letter", ("--due", "2026-04-15"), "请说明原因")])
def test_a_paper_for_a_unit_is_for_one_unit(report, kind, option, word):
    code, path, _ = report(kind, "文书.docx", *ONE, *option)
    assert (code, word in text_of(path)) == (0, True)
    code, path, said = report(kind, "多个.docx", "--severity", "error")
    assert (code, path.exists(), "--department" in said) == (2, False, True)


def test_where_a_case_stands_comes_along(report, own_store):
    book, auditor = Casebook(Store(own_store)), Person("甲", "auditor")
    keys = [case.key for case in book.cases() if case.finding.department == UNIT and case.finding.severity == "error"][:1]
    book.issue(keys, auditor)
    book.explain(keys[0], Person("乙", "clerk", (UNIT,)), "按去年口径填列。")
    code, path, said = report("workpaper", "底稿.docx", "--status", "answered")
    assert (code, "1 条疑点" in said) == (0, True)
    assert all(word in text_of(path) for word in ("状态：单位已说明", "单位说明：按去年口径填列。"))


def test_a_letter_leaves_out_what_is_closed(report, own_store):
    book = Casebook(Store(own_store))
    held = [case for case in book.cases() if case.finding.department == UNIT and case.finding.severity == "error"]
    keys = [case.key for case in held if case.finding.fiscal_year == 2021]
    for one, other in ((keys[:1], 1), (keys[1:], len(keys))):
        book.verify(one, Person("甲", "auditor"), "scope", "口径不同。")
        book.close(one, Person("乙", "auditor"), "口径不同，予以销号。")
        code, path, said = report("letter", f"函{other}.docx", *ONE)
        assert (code, f"{other}条" in said, "已销号" in said, path.exists()) == (0 if other == 1 else 2, True, True, other == 1)


def test_nothing_found_writes_nothing(report):
    code, path, said = report("workpaper", "底稿.docx", "--department", "没有这个部门")
    assert (code, path.exists(), "没有疑点" in said) == (2, False, True)
    assert report("workpaper", "底稿.docx", *ONE, "--prepared-by", "甲", "--reviewed-by", "甲")[0] == 2
