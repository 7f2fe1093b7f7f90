import io
import re
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from analytics.audit import FAMILIES, Run, audit_of
from analytics.audit.calculation import calculated, term
from analytics.errors import LensError
from analytics.reports import workpaper_annex as module
from analytics.reports.evidence import entries, is_share
from analytics.reports.live_formula import figure, formula
from analytics.reports.live_formula import worked_out as worked
from analytics.reports.workpaper import Paper
from analytics.reports.workpaper_annex import annex
from analytics.store import Store
from tests.reports.findings import EXECUTION, PERSONS, REASON, SHA256, snapshot

REFERENCE = re.compile(r"(?:'([^']+)'!)?\b([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?\b")
FUNCTIONS = {
    "ROUND": lambda value, digits: float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)),
    "SUM": lambda *values: float(sum(Decimal(repr(value)) for value in values)),
    "MIN": min,
    "MAX": max,
    "ABS": abs,
    "IF": lambda test, then, otherwise: then if test else otherwise,
}


def opened(content, **more):
    return openpyxl.load_workbook(io.BytesIO(content), **more)


def write(found=(EXECUTION, REASON), **more):
    return annex(found, snapshot(), "2021年度 · 丰台区", **more)


def worked_out(book, sheet, text):
    """The value of a formula, from the cells it names and by arithmetic of this file alone."""
    named = {}

    def value(match):
        other, first, last = match.groups()
        cells = [cell for row in book[other or sheet][f"{first}:{last or first}"] for cell in row]
        for cell in cells:
            kept = cell.value if isinstance(cell.value, str) else repr(float(cell.value))
            named[f"v_{cell.coordinate}"] = worked_out(book, other or sheet, kept) if kept.startswith("=") else float(kept)
        return ", ".join(f"v_{cell.coordinate}" for cell in cells)

    python = re.sub(r"(?<![<>])=", "==", REFERENCE.sub(value, text[1:])).replace("<>", "!=")
    return eval(python, {"__builtins__": {}}, FUNCTIONS | named)


def formulas_of(book):
    return [(sheet.title, cell.coordinate, cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_calculation_is_a_formula_over_its_terms():
    sheet = opened(write())["计分规则"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=8)]
    assert [row[1:6] for row in rows] == [
        ["a", "全年预算数", 126, "万元", "E7"],
        ["b", "全年执行数", 43.04202, "万元", "F7"],
        ["c", "分值", 10, "分", "G7"],
        ["重算", "执行率得分", "=ROUND(D4 / D3 * D5, 2)", "分", None],
        ["表列", "所列得分", 9, "分", "I7"],
        ["差额", "表列－重算", "=D7-D6", None, None],
    ]
    assert [row[6] for row in rows] == ["126", "43.04202", "10", "ROUND(b ÷ a × c, 2)", "9", None]
    assert [row[8] for row in rows] == ["自评表.xlsx", "同上", "同上", None, "同上", None]


def test_every_formula_gives_what_is_printed(sample_store):
    stored = Store(sample_store).snapshot()
    content = annex(audit_of(stored).findings, stored, "全部项目")
    book, printed = opened(content), opened(content, data_only=True)
    found = formulas_of(book)
    assert len(found) > 100
    for sheet, address, text in found:
        assert worked_out(book, sheet, text) == pytest.approx(printed[sheet][address].value, abs=1e-9), (sheet, address, text)


def test_the_result_of_a_formula_is_what_the_finding_says(sample_store):
    found = [one for one in audit_of(Store(sample_store).snapshot()).findings if one.calculation and one.calculation.stated_label and figure(one.recomputed)]
    assert len(found) > 20
    assert [one for one in found if worked(one.calculation) != pytest.approx(figure(one.recomputed).value)] == []


def test_the_list_shows_every_finding_with_the_difference_that_the_rule_found(sample_store):
    stored = Store(sample_store).snapshot()
    found = audit_of(stored).findings
    rows = list(opened(annex(found, stored, "全部项目"), data_only=True)["疑点清单"].iter_rows(values_only=True))
    heads, listed = rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]
    assert (list(heads), len(listed)) == (list(module.LIST_HEADS), len(found))
    for entry, row in zip(entries(found), listed, strict=True):
        finding = entry.finding
        assert (row["序号"], row["编号"], row["涉及金额（万元）"]) == (entry.number, finding.key, finding.amount_at_stake)
        assert all(str(cell["cell"]) in row["出处"] for cell in finding.cells)
        if finding.difference is None:
            assert row["差额"] is None
        else:
            assert row["差额"] == pytest.approx(finding.difference, abs=0.00006 if is_share(finding) else 0.0051), finding.rule


@pytest.mark.parametrize("data_only", [False, True])
def test_text_is_never_a_formula_and_persons_are_masked(data_only):
    book = opened(write(), data_only=data_only)
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and "cmd|" in cell.value]
    assert {(cell.data_type, cell.hyperlink) for cell in texts} == {("s", None)}
    assert [cell.value for cell in texts if any(person in cell.value for person in PERSONS)] == []
    assert all(text.startswith(("=ROUND(", "=D", "='计分规则'!D")) for _, _, text in formulas_of(opened(write())))


def test_the_first_sheet_says_what_the_annex_covers():
    content = write(
        paper=Paper(project="专项检查", index="绩审-01"), not_run=[Run("growth-rate", because="数据中没有比重")], written_at=datetime(2026, 3, 1, 9)
    )
    rows = [[cell for cell in row if cell] for row in opened(content)["说明"].iter_rows(values_only=True)]
    facts = {row[0]: row[1:] for row in rows if row}
    assert facts["筛选条件"] == ["2021年度 · 丰台区"]
    assert facts["数据版本"] == ["000007（所引文件最近导入于 2026-03-01）"]
    assert facts["自评表.xlsx"] == [SHA256, "000001-ab12", "2026-03-01 08:00", "2"]
    assert facts["执行率得分与执行率不符"][0].startswith("执行率得分＝")
    assert facts["增减率与金额不符"] == ["数据中没有比重"]
    assert {"重算", "全国通用（成本列入产出）"} <= set(facts)


def test_one_sheet_a_family_that_has_findings():
    assert opened(write()).sheetnames == ["说明", "疑点清单", FAMILIES["SCORING_RULE"], FAMILIES["COPIED"]]


def test_sheets_print_on_a4_across_with_their_heads():
    for sheet in opened(write()):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("landscape", 9, 0)
        assert sheet.title == "说明" or sheet.print_title_rows == "$1:$1"


def test_a_division_by_zero_is_said_and_not_written_as_a_formula():
    nothing = calculated("ROUND(a / b, 4)", "差异率", "所列差异率", [term("决算数", 1), term("预算数", 0)], "%")
    book = opened(write([replace(EXECUTION, calculation=nothing, recomputed="无法计算", difference=None)]))
    assert formulas_of(book) == []
    assert any(cell.value == "无法计算（除数为0）" for cell in book["计分规则"]["D"])


def test_many_terms_in_a_row_become_a_range():
    many = calculated("ROUND(SUM({all}), 2)", "合计", "总额", [term(f"第{number}项", number) for number in range(300)])
    assert formula(many, {one.name: f"D{row}" for row, one in enumerate(many.terms, start=3)}) == "=ROUND(SUM(D3:D302), 2)"


@pytest.mark.parametrize(
    ("text", "value"), [("5.26%", 0.0526), ("-2.94%", -0.0294), ("1,234.5", 1234.5), ("50000万元", 50000), ("17/18", None), ("一批", None), (None, None)]
)
def test_figures_are_read_out_of_what_a_finding_states(text, value):
    assert getattr(figure(text), "value", None) == value


def test_what_does_not_fit_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 1)
    with pytest.raises(LensError, match="缩小筛选范围"):
        write()
