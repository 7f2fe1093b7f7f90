"""The national form 项目支出绩效自评表 on a sheet: blank for a clerk, or holding a form that was read.

Blank and filled are one layout. Execution rate, its score and the totals are live formulas; in a filled form a formula
stands only where it gives exactly what the form states, else the stated figure itself, on a coloured ground.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analytics.reading.funding_layouts import source_of
from analytics.reading.records import Form, Funding, Indicator, Project
from analytics.reading.spreadsheet import plain_number
from analytics.reading.values import UNITS, join_target
from analytics.reports.template_styles import A4, Styles, put, put_number

DASH = "—"
SOURCES = {"total": "年度资金总额", "fiscal": "其中：当年财政拨款", "carry_over": "上年结转资金", "other": "其他资金"}
UNIT_WORDS = tuple(f"金额单位：{unit}" for unit in ("万元", "元"))
DIRECTIONS = ("≥", "≤", "=", "定性")
LEVELS1 = ("产出指标", "成本指标", "效益指标", "满意度指标", "效果指标")
LEVELS2 = (
    *("数量指标", "质量指标", "时效指标", "进度指标", "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"),
    *("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "效益指标", "服务对象满意度指标"),
)
WIDTHS = (6, 11, 13, 30, 13, 24, 13, 24, 10, 10, 10, 24)
AMOUNT_PLACES = {"initial_budget": 4, "revised_budget": 5, "executed": 6}
SIDE, LEVEL1, LEVEL2, LEVEL3, DIRECTION, TARGET, UNIT, ACTUAL, WEIGHT, SCORE, REVIEWED, REASON = range(12)
FUNDING_WEIGHT, FUNDING_RATE, FUNDING_SCORE = 7, 8, 9
_SPLIT = re.compile(r"([≥≤=])(\d{1,15}(?:\.\d+)?)(\D*)")


@dataclass
class FormSheet:
    """Writes one form; `blank` puts formulas where nothing is filled in yet."""

    sheet: Worksheet
    styles: Styles
    form: Form
    blank: bool = False

    def write(self) -> None:
        """The whole form from the first row on."""
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self._write_head()
        row = self._write_goals(self._write_funding(7))
        first = self._write_indicator_heading(row)
        last = self._write_indicators(first)
        self._write_totals(last + 1, first, last)
        self._validate(first, last)
        self._print_setup(last + 1)

    # ---- head

    def _write_head(self) -> None:
        form, project = self.form, self.form.project or Project(None)
        self._across(0, 0, REASON, form.title, self.styles.title)
        self.sheet.set_row(0, 30)
        self._across(1, 0, WEIGHT, f"（{form.fiscal_year}年度）" if form.fiscal_year else "（        年度）", self.styles.line)
        unit = form.amount_unit.used or ("" if form.amount_unit.status == "suspect" else form.amount_unit.printed or "")
        self._across(1, SCORE, REASON, f"金额单位：{unit}", self.styles.line_input)
        named = ("项目名称", project.name) if project.name or form.subject != "department" else ("部门名称", form.department_printed)
        self._pair(2, named, ("项目编码", project.code))
        self._pair(3, ("主管部门", project.supervising_unit), ("实施单位", project.implementing_unit))
        self._pair(4, ("预算部门", form.department), ("", None))
        self._pair(5, ("项目负责人", form.persons.get("负责人")), ("联系电话", form.persons.get("电话")))

    def _pair(self, row: int, left: tuple[str, str | None], right: tuple[str, str | None]) -> None:
        self._across(row, SIDE, LEVEL1, left[0], self.styles.heading)
        if not right[0]:
            self._across(row, LEVEL2, REASON, left[1], self.styles.words)
            return
        self._across(row, LEVEL2, UNIT, left[1], self.styles.words)
        self._across(row, ACTUAL, ACTUAL, right[0], self.styles.heading)
        self._across(row, WEIGHT, REASON, right[1], self.styles.words)

    def _across(self, row: int, first: int, last: int, text: str | None, style: object) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", style)
        put(self.sheet, row, first, text, style)

    # ---- funding

    def _write_funding(self, top: int) -> int:
        """The block from its heading on row `top` - 1; returns the row after it."""
        heading = top - 1
        lines = self.form.funding
        self._beside(heading, heading + len(lines), "项目资金")
        self._across(heading, LEVEL1, LEVEL3, "资金来源", self.styles.heading)
        for name, label in (("initial_budget", "年初预算数"), ("revised_budget", "全年预算数"), ("executed", "全年执行数")):
            self._amount_cells(heading, name, label, self.styles.heading)
        for column, label in ((FUNDING_WEIGHT, "分值"), (FUNDING_RATE, "执行率"), (FUNDING_SCORE, "得分")):
            put(self.sheet, heading, column, label, self.styles.heading)
        self._across(heading, REVIEWED, REASON, None, self.styles.heading)
        for row, line in enumerate(lines, start=top):
            self._write_source(row, line)
        return top + len(lines)

    def _amount_cells(self, row: int, name: str, text: str | None, style: object) -> None:
        """A form without 全年预算数 gives its place to 年初预算数."""
        if self.form.has_revised_column:
            put(self.sheet, row, AMOUNT_PLACES[name], text, style)
        elif name != "revised_budget":
            column = AMOUNT_PLACES[name]
            self._across(row, column, column + (name == "initial_budget"), text, style)

    def _write_source(self, row: int, line: Funding) -> None:
        label = line.label if source_of(line.label) == line.source else SOURCES.get(line.source, line.label)
        self._across(row, LEVEL1, LEVEL3, label, self.styles.words)
        for name in AMOUNT_PLACES:
            self._write_amount(row, name, line)
        self._across(row, REVIEWED, REASON, None, self.styles.words)
        if line.source == "total":
            self._write_execution(row, line)
            return
        for column, value in ((FUNDING_WEIGHT, line.weight), (FUNDING_SCORE, line.score)):
            put_number(self.sheet, row, column, value, self.styles.points, DASH)
        put_number(self.sheet, row, FUNDING_RATE, line.execution_rate_stated, self.styles.rate)

    def _write_amount(self, row: int, name: str, line: Funding) -> None:
        """In the unit of the form; where no amount could be used, the words that stood there."""
        value, printed = getattr(line, name), getattr(line, f"{name}_printed")
        self._amount_cells(row, name, None, self.styles.amount)
        if value is not None and (self.form.has_revised_column or name != "revised_budget"):
            put_number(self.sheet, row, AMOUNT_PLACES[name], value / UNITS[self.form.amount_unit.used or "万元"], self.styles.amount)
        elif value is None and printed is not None:
            put(self.sheet, row, AMOUNT_PLACES[name], printed, self.styles.amount)

    def _write_execution(self, row: int, line: Funding) -> None:
        base_name = "revised_budget" if self.form.has_revised_column else "initial_budget"
        base, executed = xl_rowcol_to_cell(row, AMOUNT_PLACES[base_name]), xl_rowcol_to_cell(row, AMOUNT_PLACES["executed"])
        weight, rate = xl_rowcol_to_cell(row, FUNDING_WEIGHT), xl_rowcol_to_cell(row, FUNDING_RATE)
        put_number(self.sheet, row, FUNDING_WEIGHT, line.weight, self.styles.points)
        formula = f'=IF(AND(ISNUMBER({base}),ISNUMBER({executed})),IF({base}=0,"{DASH}",ROUND({executed}/{base},4)),"{DASH}")'
        self._live(row, FUNDING_RATE, formula, execution_rate(getattr(line, base_name), line.executed), line.execution_rate_stated, "rate")
        formula = f'=IF(ISNUMBER({rate}),ROUND(MAX(MIN({rate},1),0)*{weight},2),"{DASH}")'
        self._live(row, FUNDING_SCORE, formula, execution_score(line.execution_rate_stated, line.weight), line.score, "points")

    def _live(self, row: int, column: int, formula: str, computed: Decimal | None, stated: Decimal | None, style: str) -> None:
        """The formula where it gives what is stated (or nothing is stated yet), else the stated figure, marked."""
        if (self.blank and stated is None) or (stated is not None and stated == computed):
            cached = DASH if computed is None else float(computed)
            self.sheet.write_formula(row, column, formula, getattr(self.styles, style), cached)
        elif stated is None:
            put(self.sheet, row, column, None, getattr(self.styles, style))
        else:
            put_number(self.sheet, row, column, stated, getattr(self.styles, f"{style}_stated"))

    # ---- goals

    def _write_goals(self, top: int) -> int:
        project = self.form.project or Project(None)
        self._beside(top, top + 1, "年度总体目标")
        self._across(top, LEVEL1, UNIT, "预期目标", self.styles.heading)
        self._across(top, ACTUAL, REASON, "实际完成情况", self.styles.heading)
        self._across(top + 1, LEVEL1, UNIT, project.goal, self.styles.words)
        self._across(top + 1, ACTUAL, REASON, project.achievement, self.styles.words)
        self._height(top + 1, [(project.goal, sum(WIDTHS[1:7])), (project.achievement, sum(WIDTHS[7:]))], 48)
        return top + 2

    # ---- indicators

    @property
    def _reviewed(self) -> bool:
        return self.form.total_score_reviewed is not None or any(line.score_reviewed is not None for line in self.form.indicators)

    @property
    def _reason(self) -> int:
        """The first column of 偏差原因: it takes the place of 复核得分 where the form has none."""
        return REASON if self._reviewed else REVIEWED

    def _write_indicator_heading(self, top: int) -> int:
        """Two rows: 年度指标值 over sign, value and unit; returns the row after them."""
        labels = {LEVEL1: "一级指标", LEVEL2: "二级指标", LEVEL3: "三级指标", ACTUAL: "实际完成值", WEIGHT: "分值", SCORE: "得分"}
        if self._reviewed:
            labels[REVIEWED] = "复核得分"
        for column, label in labels.items():
            self.sheet.merge_range(top, column, top + 1, column, label, self.styles.heading)
        self.sheet.merge_range(top, self._reason, top + 1, REASON, "偏差原因分析及改进措施", self.styles.heading)
        self.sheet.merge_range(top, DIRECTION, top, UNIT, "年度指标值", self.styles.heading)
        for column, label in ((DIRECTION, "指标性质"), (TARGET, "指标值"), (UNIT, "度量单位")):
            put(self.sheet, top + 1, column, label, self.styles.heading)
        self._beside(top, top + 1 + max(len(self.form.indicators), 1), "绩效指标")
        return top + 2

    def _write_indicators(self, top: int) -> int:
        """A row an indicator, its levels repeated in each; returns the last row."""
        for row, line in enumerate(self.form.indicators or (Indicator(),), start=top):
            self._write_indicator(row, line)
        return top + max(len(self.form.indicators), 1) - 1

    def _write_indicator(self, row: int, line: Indicator) -> None:
        direction, target, unit = split_target(line)
        texts = {LEVEL1: line.level1, LEVEL2: line.level2, LEVEL3: line.level3, DIRECTION: direction, UNIT: unit, ACTUAL: line.actual}
        for column, text in texts.items():
            put(self.sheet, row, column, text, self.styles.words)
        if isinstance(target, Decimal):
            put_number(self.sheet, row, TARGET, target, self.styles.plain)
        else:
            put(self.sheet, row, TARGET, target, self.styles.words)
        put_number(self.sheet, row, WEIGHT, line.weight, self.styles.points)
        put_number(self.sheet, row, SCORE, line.score, self.styles.points)
        if self._reviewed:
            put_number(self.sheet, row, REVIEWED, line.score_reviewed, self.styles.points)
        self._across(row, self._reason, REASON, line.deviation_reason, self.styles.words)
        self._height(row, [(text, WIDTHS[column]) for column, text in texts.items()] + [(line.target, WIDTHS[TARGET]), (line.deviation_reason, 32)], 20)

    def _write_totals(self, row: int, first: int, last: int) -> None:
        form = self.form
        total = next((line for line in form.funding if line.source == "total"), None)
        self._across(row, SIDE, ACTUAL, "总分", self.styles.heading)
        at = next((number for number, line in enumerate(form.funding, start=8) if line is total), 0)
        for column, place, name, stated in ((WEIGHT, FUNDING_WEIGHT, "weight", form.total_weight), (SCORE, FUNDING_SCORE, "score", form.total_score)):
            figures = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"
            execution = f"N({xl_rowcol_to_cell(at - 1, place)})+" if total else ""
            formula = f'=IF(COUNT({figures})=0,"{DASH}",{execution}SUM({figures}))'
            self._live(row, column, formula, summed(form, total, name), stated, "points")
        if self._reviewed:
            put_number(self.sheet, row, REVIEWED, form.total_score_reviewed, self.styles.points)
        self._across(row, self._reason, REASON, form.grade, self.styles.words)

    # ---- layout

    def _beside(self, first: int, last: int, label: str) -> None:
        if last > first:
            self.sheet.merge_range(first, SIDE, last, SIDE, "", self.styles.heading)
        put(self.sheet, first, SIDE, label, self.styles.heading)

    def _height(self, row: int, texts: Iterable[tuple[str | None, float]], least: int) -> None:
        needed = max((lines_needed(text, width) for text, width in texts if text), default=1)
        self.sheet.set_row(row, min(max(least, 14 * needed + 6), 400))

    def _validate(self, first: int, last: int) -> None:
        sheet, after = self.sheet, max(last, first)
        sheet.data_validation(1, SCORE, 1, SCORE, _choice(UNIT_WORDS, "金额单位", "全表金额用同一单位", "stop"))
        sheet.data_validation(first, LEVEL1, after, LEVEL1, _choice(_known(LEVELS1, (line.level1 for line in self.form.indicators)), "一级指标"))
        sheet.data_validation(first, LEVEL2, after, LEVEL2, _choice(LEVELS2, "二级指标"))
        sheet.data_validation(first, DIRECTION, after, DIRECTION, _choice(DIRECTIONS, "指标性质", "定量指标选 ≥ ≤ =，定性指标选“定性”"))
        grades = {"title": "等级", "message": "按总分选：优、良、中、差"}
        sheet.data_validation(last + 1, self._reason, last + 1, REASON, _choice(("优", "良", "中", "差"), **grades))
        lines = len(self.form.funding)
        if lines:
            amounts = _figures(0, 1e12, "金额", "填数字；确实没有的留空，为零的填0")
            sheet.data_validation(7, AMOUNT_PLACES["initial_budget"], 6 + lines, AMOUNT_PLACES["executed"], amounts)
        sheet.data_validation(first, WEIGHT, after, SCORE, _figures(0, 100, "分值、得分", "填0到100的数字，得分不超过分值"))
        texts = f"{xl_rowcol_to_cell(0, 0)}:{xl_rowcol_to_cell(last + 1, REASON)}"
        sheet.ignore_errors({"number_stored_as_text": texts})

    def _print_setup(self, last: int) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")
        self.sheet.print_area(0, 0, last, REASON)


def execution_rate(base: Decimal | None, executed: Decimal | None) -> Decimal | None:
    """What the formula of the form gives: a ratio of four digits."""
    return None if executed is None or not base else (executed / base).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def execution_score(rate: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """Rate × weight with two digits, never below zero or above the weight."""
    return None if rate is None or weight is None else (max(min(rate, Decimal(1)), Decimal(0)) * weight).quantize(Decimal("0.01"), ROUND_HALF_UP)


def summed(form: Form, total: Funding | None, name: str) -> Decimal | None:
    """Points of the indicators and of the execution; None where no indicator has any."""
    figures = [value for line in form.indicators if (value := getattr(line, name)) is not None]
    return sum(figures, (getattr(total, name) if total else None) or Decimal(0)) if figures else None


def split_target(line: Indicator) -> tuple[str | None, Decimal | str | None, str | None]:
    """Sign, value and unit of a target, where joining them again gives the same text.

    An amount of money stays one text: a unit of its own would no longer prove the unit of the form's amounts.
    """
    found = None if line.target is None or "元" in line.target else _SPLIT.fullmatch(line.target)
    if not found:
        return None, line.target, None
    sign, digits, unit = found.groups()
    value = Decimal(digits)
    same = join_target(sign, plain_number(float(value)), unit or None) == line.target
    return (sign, value, unit or None) if same else (None, line.target, None)


def lines_needed(text: str, width: float) -> int:
    """Lines that a text takes in a column, a Chinese character two wide."""
    wide = (sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in part) for part in text.splitlines() or [""])
    return sum(max(1, -(-taken // max(int(width) - 1, 1))) for taken in wide)


def _known(words: Sequence[str], used: Iterable[str | None]) -> tuple[str, ...]:
    """The usual words and those that the form uses, as far as a list of a cell can hold them (255 characters)."""
    kept: list[str] = []
    for word in dict.fromkeys([*(word for word in used if word), *words]):
        if "," not in word and len(",".join([*kept, word])) <= 255:
            kept.append(word)
    return tuple(kept)


def _choice(words: Sequence[str], title: str, message: str = "从列表中选", error_type: str = "warning") -> dict[str, object]:
    return {"validate": "list", "source": list(words), "input_title": title, "input_message": message, "error_type": error_type,
            "error_title": title, "error_message": "不在列表中，请核对。"}  # fmt: skip


def _figures(least: float, most: float, title: str, message: str) -> dict[str, object]:
    return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most, "input_title": title, "input_message": message,
            "error_type": "warning", "error_title": title, "error_message": "不是范围内的数字，请核对。"}  # fmt: skip
