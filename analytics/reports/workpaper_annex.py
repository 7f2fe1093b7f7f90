"""附表: the workbook behind a working paper. What it covers, the list, and one sheet a family with every calculation as a live formula.

Text out of files is only ever text; the formulas are the audit's own, over cells of the same sheet.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from analytics.audit import CERTAINTIES, FAMILIES, RULES, SEVERITIES, Finding, Run
from analytics.audit.case import Case
from analytics.audit.rule_sets import RULE_SETS
from analytics.errors import LensError
from analytics.reports.annex_blocks import Styles, family_sheet, put, set_height, write_heads
from analytics.reports.evidence import (
    Entry,
    Provenance,
    addresses,
    basis,
    entries,
    family_title,
    is_share,
    places,
    provenance,
    rule_title,
    said,
    subject,
)
from analytics.reports.table_workbook import MAX_ROWS, TEXT_STAYS_TEXT, print_setup
from analytics.reports.workpaper import Paper, matter_of
from analytics.store import Snapshot

ABOUT, LIST = "说明", "疑点清单"
ABOUT_WIDTHS = (32, 48, 36, 28, 8)
LIST_HEADS = {
    "序号": 6, "程度": 6, "规则": 15, "预算部门": 15, "年度": 6, "项目": 20, "表列": 11, "重算": 11, "差额": 11, "涉及金额（万元）": 12,
    "说明": 48, "单元格": 24, "状态": 8, "核实结果": 9, "责任人": 10, "期限": 11, "类别": 14, "把握": 12, "字段": 24, "区": 10,
    "定性依据": 44, "出处": 60, "编号": 18,
}  # fmt: skip
PRINTED_COLUMNS = 13
WORDS = (
    ("表列", "自评表、决算表等原件所填的数字或文字"),
    ("重算", "按规则用原件自己的数字重新计算的结果；算式在各类别工作表中，可点开核对"),
    ("差额", "表列减重算；比率的差额为百分点"),
    ("涉及金额", "疑点所涉项目的预算或有疑问的金额，单位万元；同一项目可能有多条疑点，不作加总"),
    ("出处", "文件、工作表、单元格和该单元格的原文；涉及个人的姓名、电话已遮蔽"),
    ("编号", "疑点的固定编号，重新导入后不变"),
)


def annex(
    cases_or_findings: Iterable[Finding | Case],
    snapshot: Snapshot,
    filters_words: str,
    paper: Paper | None = None,
    not_run: Sequence[Run] = (),
    written_at: datetime | None = None,
) -> bytes:
    """The annex (.xlsx) of a working paper. Raises LensError when the findings do not fit a sheet."""
    listed = entries(cases_or_findings)
    if len(listed) > MAX_ROWS:
        raise LensError(f"共 {len(listed):,} 条，超过一张工作表的 {MAX_ROWS:,} 行。", "请缩小筛选范围后再导出。")
    source, moment = provenance(listed, snapshot), written_at or datetime.now()
    paper = paper or Paper()
    title = f"审计工作底稿附表：{paper.matter or matter_of(listed)}"
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": title, "author": paper.prepared_by, "comments": f"{filters_words}；数据版本 {source.version}", "created": moment})
        styles = Styles(book)
        about, overview = book.add_worksheet(ABOUT), book.add_worksheet(LIST)
        differences = {}
        for family in FAMILIES:
            if group := [one for one in listed if one.finding.family == family]:
                differences |= family_sheet(book.add_worksheet(FAMILIES[family]), group, styles)
        _list(overview, listed, differences, styles)
        _about(about, _facts(title, filters_words, paper, listed, source, moment), _tables(source, listed, not_run), styles)
        for sheet in book.worksheets():
            print_setup(sheet, title, filters_words)
    return content.getvalue()


# ---- the list


def _list(sheet: Worksheet, listed: Sequence[Entry], differences: Mapping[int, tuple[str, float]], styles: Styles) -> None:
    """One row a finding; the difference is that of the family's sheet."""
    write_heads(sheet, LIST_HEADS, styles)
    names = list(LIST_HEADS)
    for row, one in enumerate(listed, start=1):
        values = _list_row(one)
        for column, value in enumerate(values):
            if isinstance(value, (int, float)):
                sheet.write_number(row, column, value, styles.figures["number", False] if column else styles.number)
            else:
                put(sheet, row, column, value, styles.text)
        set_height(sheet, row, zip(map(str, values[:PRINTED_COLUMNS]), LIST_HEADS.values()))
        if one.number in differences:
            address, gap = differences[one.number]
            style = styles.figures["points" if is_share(one.finding) else "difference", False]
            sheet.write_formula(row, names.index("差额"), f"='{family_title(one.finding)}'!{address}", style, gap)
    sheet.autofilter(0, 0, max(len(listed), 1), len(names) - 1)
    sheet.print_area(0, 0, max(len(listed), 1), PRINTED_COLUMNS - 1)


def _list_row(entry: Entry) -> tuple[Any, ...]:
    """The values of the columns of the list, in their order."""
    one = entry.finding
    return (
        *(entry.number, SEVERITIES[one.severity], rule_title(one.rule), one.department or "", str(one.fiscal_year or "")),
        *(said(subject(one)), said(one.stated), said(one.recomputed), "", "" if one.amount_at_stake is None else one.amount_at_stake),
        *(said(one.message), addresses(one), entry.status, entry.verdict or "", entry.owner or "", f"{entry.due:%Y-%m-%d}" if entry.due else ""),
        *(family_title(one), CERTAINTIES[one.certainty], said(one.field), one.district or "", basis(one), "\n".join(places(one)), one.key),
    )


# ---- what it covers


def _facts(title: str, filters_words: str, paper: Paper, listed: Sequence[Entry], source: Provenance, moment: datetime) -> list[tuple[str, str]]:
    severities = Counter(one.finding.severity for one in listed)
    families = Counter(one.finding.family for one in listed)
    return [
        ("标题", title),
        ("项目名称", paper.project),
        ("索引号", paper.index),
        ("筛选条件", filters_words),
        ("数据版本", f"{source.version}" + (f"（所引文件最近导入于 {source.as_of:%Y-%m-%d}）" if source.as_of else "")),
        ("导出时间", moment.strftime("%Y-%m-%d %H:%M")),
        ("规则版本", source.mark),
        ("疑点", f"{len(listed)}条：" + "、".join(f"{word}{severities[key]}条" for key, word in SEVERITIES.items())),
        ("类别", "、".join(f"{word}{families[key]}条" for key, word in FAMILIES.items() if families[key])),
        ("编制人", paper.prepared_by),
        ("审核人", paper.reviewed_by),
    ]


def _tables(source: Provenance, listed: Sequence[Entry], not_run: Sequence[Run]) -> list[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    """The tables below the facts: files, rules, scoring rules, rules that could not run, words."""
    hits = Counter(one.finding.rule for one in listed)
    cards = [RULES[rule] for rule in source.rules if rule in RULES]
    return [
        (
            ("文件", "文件校验码", "批次", "导入时间（UTC）", "疑点"),
            [(one.name, one.sha256, one.batches, f"{one.imported:%Y-%m-%d %H:%M}", f"{one.findings}") for one in source.files],
        ),
        (
            ("规则", "依据", "允许误差", "类别与把握", "疑点"),
            [(card.title, card.basis, card.tolerance, f"{FAMILIES[card.family]} · {CERTAINTIES[card.certainty]}", str(hits[card.id])) for card in cards],
        ),
        (
            ("计分规则", "文件依据", "执行率计分", "适用", ""),
            [(one.name, one.basis, one.execution_rule, one.place, "") for one in (RULE_SETS[key] for key in source.rule_sets if key in RULE_SETS)],
        ),
        (("未能运行的规则", "原因", "", "", ""), [(rule_title(run.rule), run.because or "", "", "", "") for run in not_run]),
        (("名词", "含义", "", "", ""), [(*pair, "", "", "") for pair in WORDS]),
    ]


def _about(sheet: Worksheet, facts: Sequence[tuple[str, str]], tables: Sequence[tuple[tuple[str, ...], list[tuple[str, ...]]]], styles: Styles) -> None:
    for position, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(position, position, width)
    last = len(ABOUT_WIDTHS) - 1
    for row, (name, value) in enumerate(facts):
        put(sheet, row, 0, name, styles.label)
        sheet.merge_range(row, 1, row, last, "", styles.text)
        put(sheet, row, 1, value, styles.text)
        set_height(sheet, row, [(value, sum(ABOUT_WIDTHS[1:]) - 4)])
    row = len(facts) + 1
    for heads, rows in tables:
        if rows:
            for line in (heads, *rows):
                for column, text in enumerate(line):
                    put(sheet, row, column, text, styles.head if line is heads else styles.text)
                set_height(sheet, row, zip(line, ABOUT_WIDTHS))
                row += 1
            row += 1
