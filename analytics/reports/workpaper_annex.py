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
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analytics.audit import CERTAINTIES, FAMILIES, RULES, SEVERITIES, Run
from analytics.audit.rule_sets import RULE_SETS
from analytics.reports.evidence import (
    Entry,
    Provenance,
    addresses,
    basis,
    cited,
    entries,
    family_title,
    is_share,
    places,
    provenance,
    rule_title,
    said,
    scope,
    standing,
    subject,
)
from analytics.reports.live_formula import Figure, figure, formula, in_words, worked_out
from analytics.reports.table_workbook import MAX_ROWS, TEXT_STAYS_TEXT, print_setup, put_text, width_of
from analytics.reports.workpaper import Paper, matter_of
from analytics.store import Snapshot

ABOUT, LIST = "说明", "疑点清单"
ABOUT_WIDTHS = (32, 48, 36, 28, 8)
LINE_HEIGHT = 14.0  # points a line of the body takes
LIST_HEADS = {
    "序号": 6, "程度": 6, "规则": 15, "预算部门": 15, "年度": 6, "项目": 20, "表列": 11, "重算": 11, "差额": 11, "涉及金额（万元）": 11,
    "说明": 48, "单元格": 24, "状态": 8, "核实结果": 9, "责任人": 10, "期限": 11, "类别": 14, "把握": 12, "字段": 24, "区": 10, "定性依据": 44, "出处": 60, "编号": 18,
}  # fmt: skip
PRINTED_COLUMNS = 13
SHEET_HEADS = {"序号": 6, "代号": 6, "名称": 28, "数值": 15, "单位": 8, "单元格": 8, "原文或算式": 44, "工作表": 18, "文件": 28}
SAME = "同上"
VALUE = 3  # the column 数值
WORDS = (
    ("表列", "自评表、决算表等原件所填的数字或文字"),
    ("重算", "按规则用原件自己的数字重新计算的结果；算式在各类别工作表中，可点开核对"),
    ("差额", "表列减重算；比率的差额为百分点"),
    ("涉及金额", "疑点所涉项目的预算或有疑问的金额，单位万元；同一项目可能有多条疑点，不作加总"),
    ("出处", "文件、工作表、单元格和该单元格的原文；涉及个人的姓名、电话已遮蔽"),
    ("编号", "疑点的固定编号，重新导入后不变"),
)


def annex(
    cases_or_findings: Iterable[Any],
    snapshot: Snapshot,
    filters_words: str,
    paper: Paper | None = None,
    not_run: Sequence[Run] = (),
    written_at: datetime | None = None,
) -> bytes:
    """The annex (.xlsx) of a working paper. Raises ValueError when the findings do not fit a sheet."""
    listed = entries(cases_or_findings)
    if len(listed) > MAX_ROWS:
        raise ValueError(f"共 {len(listed):,} 条，超过一张工作表的 {MAX_ROWS:,} 行，请缩小筛选范围后再导出")
    source, moment = provenance(listed, snapshot), written_at or datetime.now()
    paper = paper or Paper()
    title = f"审计工作底稿附表：{paper.matter or matter_of(listed)}"
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, TEXT_STAYS_TEXT) as book:
        book.set_properties({"title": title, "author": paper.prepared_by, "comments": f"{filters_words}；数据版本 {source.version}", "created": moment})
        styles = _Styles(book)
        about, overview = book.add_worksheet(ABOUT), book.add_worksheet(LIST)
        differences = {}
        for family in FAMILIES:
            if group := [one for one in listed if one.finding.family == family]:
                differences |= _family(book.add_worksheet(FAMILIES[family]), group, styles)
        _list(overview, listed, differences, styles)
        _about(about, _facts(title, filters_words, paper, listed, source, moment), _tables(source, listed, not_run), styles)
        for sheet in book.worksheets():
            print_setup(sheet, title, filters_words)
    return content.getvalue()


class _Styles:
    """The cell formats of the annex."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "仿宋_GB2312", "font_size": 10, "valign": "top", "border": 1, "border_color": "#9aa5ad"}
        self.text: Format = book.add_format(base | {"text_wrap": True})
        self.number: Format = book.add_format(base | {"align": "center"})
        self.head: Format = book.add_format(base | {"font_name": "黑体", "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#dfe9ed"})
        self.label: Format = book.add_format(base | {"font_name": "黑体", "text_wrap": True})
        self.group: Format = book.add_format(base | {"bold": True, "text_wrap": True, "bg_color": "#eef2f4"})
        self.title: Format = book.add_format({"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter"})
        figures = {"number": "#,##0.00####", "whole": "#,##0", "plain": "0", "%": "0.00##%", "points": '+0.00%;-0.00%;0.00%', "difference": "+#,##0.00####;-#,##0.00####;0.00"}
        self.figures = {(name, strong): book.add_format(base | {"num_format": each, "bold": strong}) for name, each in figures.items() for strong in (False, True)}

    def of(self, value: float, unit: str | None, strong: bool = False) -> Format:
        """How a figure is printed: a whole one without decimals (a year without separators), a ratio as a percentage."""
        whole = "whole" if abs(value) >= 10_000 else "plain"
        return self.figures["%" if unit == "%" else whole if value == int(value) else "number", strong]


def _set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """High enough for every text at the width of its column: not every program that prints works that out itself."""
    lines = (sum(-(-max(width_of(line), 1) // max(int(width) - 1, 1)) for line in text.splitlines()) for text, width in texts)
    sheet.set_row(row, min(LINE_HEIGHT * max(lines, default=1) + 3, 409))


# ---- one sheet a family


def _family(sheet: Worksheet, group: Sequence[Entry], styles: _Styles) -> dict[int, tuple[str, float]]:
    """A block a finding. Returns where the difference of each stands, and its value, by number."""
    _heads(sheet, SHEET_HEADS, styles)
    row, differences = 1, {}
    for one in group:
        block = _Block(sheet, row, one, styles)
        block.write()
        row = block.row
        if row > MAX_ROWS:
            raise ValueError(f"“{sheet.get_name()}”的算式超过一张工作表的 {MAX_ROWS:,} 行，请缩小筛选范围后再导出")
        if block.difference:
            differences[one.number] = block.difference
    return differences


class _Block:
    """The rows of one finding: what it says, its terms, the formula, what is stated, the difference, further cells."""

    def __init__(self, sheet: Worksheet, row: int, entry: Entry, styles: _Styles) -> None:
        self.sheet, self.row, self.entry, self.finding, self.styles = sheet, row, entry, entry.finding, styles
        self.difference: tuple[str, float] | None = None
        self.shown: set[tuple[Any, ...]] = set()
        self.last: dict[str, str | None] = {}

    def write(self) -> None:
        self._heading()
        result = self._calculation()
        stated = self._figure("表列", self.finding.stated, result[1].unit if result else None)
        if not result or not self.finding.calculation.stated_label:
            result = self._figure("重算", self.finding.recomputed, None)
        if stated and result and self.finding.difference is not None:
            self._difference(stated, result)
        for cell in cited(self.finding):
            if _place(cell) not in self.shown:
                self._row("出处", said(self.finding.field), None, None, cell)

    def _heading(self) -> None:
        put_text(self.sheet, self.row, 0, str(self.entry.number), self.styles.group)
        self.sheet.merge_range(self.row, 1, self.row, len(SHEET_HEADS) - 1, "", self.styles.group)
        words = f"【{said(subject(self.finding))}】{scope(self.finding)}　{rule_title(self.finding.rule)}（{standing(self.finding)}）\n{said(self.finding.message)}"
        put_text(self.sheet, self.row, 1, words, self.styles.group)
        _set_height(self.sheet, self.row, [(words, sum(SHEET_HEADS.values()) - SHEET_HEADS["序号"] - 4)])
        self.row += 1

    def _calculation(self) -> tuple[str, Figure] | None:
        """The terms, a row each, and the formula below them; its address and value."""
        calculation = self.finding.calculation
        if not calculation:
            return None
        addresses = {}
        for term in calculation.terms:
            addresses[term.name] = self._address()
            self._row(term.name, said(term.label), term.value, term.unit, term.cell)
        result = worked_out(calculation)
        words = f"{in_words(calculation)}"
        if result is None:
            self._row("重算", said(calculation.result_label), "无法计算（除数为0）", calculation.unit, None, words)
            return None
        address = self._address()
        style = self.styles.of(result, calculation.unit, strong=True)
        self.sheet.write_formula(self.row, VALUE, formula(calculation, addresses), style, result)
        self._row("重算" if calculation.stated_label else "计算", said(calculation.result_label), None, calculation.unit, None, words, filled=True)
        return address, Figure(result, calculation.unit or "")

    def _figure(self, mark: str, text: str | None, unit: str | None) -> tuple[str, Figure] | None:
        """A figure that the finding names, as a number where it is one; the cell that shows it beside it."""
        if text is None:
            return None
        found = figure(text)
        cell = next((cell for cell in self.finding.cells if mark == "表列" and _shows(cell, text, found)), None)
        label = self.finding.calculation.stated_label if mark == "表列" and self.finding.calculation else ""
        address = self._address()
        self._row(mark, said(label or self.finding.field), found.value if found else said(text), found.unit or unit if found else None, cell)
        return (address, found) if found else None

    def _difference(self, stated: tuple[str, Figure], result: tuple[str, Figure]) -> None:
        gap = stated[1].value - result[1].value
        name = "points" if is_share(self.finding) else "difference"
        self.difference = (self._address(), gap)
        self.sheet.write_formula(self.row, VALUE, f"={stated[0]}-{result[0]}", self.styles.figures[name, True], gap)
        self._row("差额", "表列－重算", None, "百分点" if is_share(self.finding) else None, None, filled=True)

    def _address(self) -> str:
        return xl_rowcol_to_cell(self.row, VALUE)

    def _row(
        self, mark: str, label: str, value: float | str | None, unit: str | None, cell: Mapping[str, str | None] | None, words: str = "", filled: bool = False
    ) -> None:
        text = self.styles.text
        quote = said(cell["text"]) if cell else words
        texts = {1: mark, 2: label, 4: unit or "", 5: (cell or {}).get("cell"), 6: quote, 7: self._said_once("sheet", cell), 8: self._said_once("file", cell)}
        for column in range(len(SHEET_HEADS)):
            if column != VALUE:
                put_text(self.sheet, self.row, column, texts.get(column) or "", text)
        shown = {**texts, VALUE: said(value) if isinstance(value, str) else ""}
        _set_height(self.sheet, self.row, [(shown.get(column) or "", width) for column, width in enumerate(SHEET_HEADS.values())])
        if isinstance(value, (int, float)):
            self.sheet.write_number(self.row, VALUE, value, self.styles.of(value, unit))
        elif not filled:
            put_text(self.sheet, self.row, VALUE, said(value) if value else "", text)
        if cell:
            self.shown.add(_place(cell))
        self.row += 1


    def _said_once(self, part: str, cell: Mapping[str, str | None] | None) -> str:
        """The sheet or file of a cell; 同上 where it is that of the row above in this block."""
        if not cell:
            return ""
        before, self.last[part] = self.last.get(part), cell[part]
        return SAME if before == cell[part] else cell[part] or ""


def _place(cell: Mapping[str, str | None]) -> tuple[Any, ...]:
    return (cell["file"], cell["sheet"], cell["cell"])


def _shows(cell: Mapping[str, str | None], text: str, found: Figure | None) -> bool:
    """Whether a cell shows this figure (or text)."""
    own = figure(cell["text"])
    return cell["text"] == text or bool(found and own and own.value == found.value)


# ---- the list


def _list(sheet: Worksheet, listed: Sequence[Entry], differences: Mapping[int, tuple[str, float]], styles: _Styles) -> None:
    """One row a finding; the difference is that of the family's sheet."""
    _heads(sheet, LIST_HEADS, styles)
    names = list(LIST_HEADS)
    for row, one in enumerate(listed, start=1):
        values = _list_row(one)
        for column, value in enumerate(values):
            if isinstance(value, (int, float)):
                sheet.write_number(row, column, value, styles.figures["number", False] if column else styles.number)
            else:
                put_text(sheet, row, column, value, styles.text)
        printed = zip(map(str, values[:PRINTED_COLUMNS]), LIST_HEADS.values())
        _set_height(sheet, row, printed)
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


def _heads(sheet: Worksheet, heads: Mapping[str, float], styles: _Styles) -> None:
    for position, (name, width) in enumerate(heads.items()):
        sheet.set_column(position, position, width)
        put_text(sheet, 0, position, name, styles.head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


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
        (("文件", "SHA-256", "批次", "导入时间（UTC）", "疑点"), [(one.name, one.sha256, one.batches, f"{one.imported:%Y-%m-%d %H:%M}", f"{one.findings}") for one in source.files]),
        (("规则", "依据", "允许误差", "类别与把握", "疑点"), [(card.title, card.basis, card.tolerance, f"{FAMILIES[card.family]} · {CERTAINTIES[card.certainty]}", str(hits[card.id])) for card in cards]),
        (("计分规则", "文件依据", "执行率计分", "适用", ""), [(one.name, one.basis, one.execution_rule, one.place, "") for one in (RULE_SETS[key] for key in source.rule_sets if key in RULE_SETS)]),
        (("未能运行的规则", "原因", "", "", ""), [(rule_title(run.rule), run.because or "", "", "", "") for run in not_run]),
        (("名词", "含义", "", "", ""), [(*pair, "", "", "") for pair in WORDS]),
    ]


def _about(sheet: Worksheet, facts: Sequence[tuple[str, str]], tables: Sequence[tuple[tuple[str, ...], list[tuple[str, ...]]]], styles: _Styles) -> None:
    for position, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(position, position, width)
    last = len(ABOUT_WIDTHS) - 1
    for row, (name, value) in enumerate(facts):
        put_text(sheet, row, 0, name, styles.label)
        sheet.merge_range(row, 1, row, last, "", styles.text)
        put_text(sheet, row, 1, value, styles.text)
        _set_height(sheet, row, [(value, sum(ABOUT_WIDTHS[1:]) - 4)])
    row = len(facts) + 1
    for heads, rows in tables:
        if rows:
            for line in (heads, *rows):
                for column, text in enumerate(line):
                    put_text(sheet, row, column, text, styles.head if line is heads else styles.text)
                _set_height(sheet, row, zip(line, ABOUT_WIDTHS))
                row += 1
            row += 1
