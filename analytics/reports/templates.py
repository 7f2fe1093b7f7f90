"""Workbooks for clerks to fill in, and forms that were read written back: what is written here reads back figure by figure.

No file name and no title of a blank workbook holds a year: the reader would take it for the year of the form.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from analytics.audit.rule_sets import RULE_SETS, RuleSet, rule_set_of
from analytics.reading import names
from analytics.reading.records import PROJECT_REGISTER, SELF_EVALUATION, AmountUnit, Form, Funding, Indicator, Project
from analytics.reports.template_form import DASH, SOURCES, FormSheet, lines_needed
from analytics.reports.template_register import write_register
from analytics.reports.template_styles import A4, Styles, put

FORM_TITLE, REGISTER_TITLE, INSTRUCTIONS = "项目支出绩效自评表", "项目支出绩效自评情况汇总表", "填表说明"
WRITTEN_AT = datetime(2024, 1, 1)  # the same content is the same file
FILE_NAMES = {"national": "项目支出绩效自评表_全国通用.xlsx", "cost": "项目支出绩效自评表_成本单列.xlsx", "beijing": "项目支出事后绩效自评表_北京市.xlsx"}
REGISTER_FILE = "项目汇总表.xlsx"
_COMMON = (
    "本表可以直接上传到“数据导入”页；表头文字不要改动，可以增加或删除指标行。",
    "金额单位在表的右上方选择，全表只用一个单位；金额只填数字，确实没有的留空，为零的填0。",
    "年度写在标题下一行的括号里，如“（2025年度）”，也可以在上传时填写。",
)
_FORM_NOTES = (
    "执行率、执行率得分和总分是公式，填入金额和分值后自动算出；底色为浅黄的是原表所写、与公式结果不同的数字，请核对。",
    "年度指标值分三格：指标性质（≥、≤、=或定性）、指标值、度量单位；说不清的可以把整句话写在指标值一格。",
    "没有的指标在三级指标处写“不涉及”，分值并入同一一级指标的其他指标；不要只留空。",
    "得分低于分值的，写明偏差原因和改进措施。",
)
_REGISTER_NOTES = (
    "一个项目一行；总计一行和执行率是公式，不要填写；行数不够时在表中间插入行。",
    "年度、区、预算部门每行都要写；项目较多时可以先填一行再向下填充。",
)


def blank_form(rules: RuleSet | None = None, district: str | None = None, department: str | None = None, year: int | None = None) -> bytes:
    """The form to fill in (.xlsx), with the weights of `rules`, or of the district's own rule set of that year."""
    rules = rules or rule_set_of(district, year, department)
    form = Form(
        SELF_EVALUATION, "自评表", "", title=_title(rules.title, district, (department,)), subject="project", district=district, department=department,
        fiscal_year=year, amount_unit=AmountUnit("万元", "万元", "stated"), project=Project(None), funding=_blank_funding(rules),
        indicators=tuple(Indicator(_weighted(level1, rules), level2, weight=Decimal(weight)) for level1, level2, weight in rules.lines),
        has_revised_column=rules.revised_budget,
    )  # fmt: skip
    return _workbook("自评表", lambda sheet, styles: FormSheet(sheet, styles, form, blank=True).write(), [*_COMMON, *_FORM_NOTES, *_about(rules)])


def blank_register(district: str | None = None, department: str | None = None, year: int | None = None) -> bytes:
    """The register to fill in (.xlsx), one row a project."""
    place = (year, district, department)
    return _workbook("项目汇总表", lambda sheet, styles: write_register(sheet, styles, (), REGISTER_TITLE, "万元", place), [*_COMMON[:2], *_REGISTER_NOTES])


def filled(form: Form) -> bytes:
    """A self-evaluation or register that was read, as .xlsx that reads back the same. Raises ValueError for other kinds.

    Amounts stand in the unit they were read in; those of a form whose unit is in doubt stand as printed, without a unit.
    """
    if form.kind == PROJECT_REGISTER:
        unit, place = form.amount_unit.used or "万元", (form.fiscal_year, form.district, form.department)
        return _workbook(form.sheet, lambda sheet, styles: write_register(sheet, styles, form.rows, form.title or REGISTER_TITLE, unit, place))
    if form.kind != SELF_EVALUATION:
        raise ValueError(f"这一类表没有表样：{form.recognised_as or form.kind}")
    project = form.project or Project(None)
    printed = (project.supervising_unit, project.implementing_unit, form.department_printed, form.department)
    titled = replace(form, title=_title(form.title or FORM_TITLE, form.district, printed))
    return _workbook(form.sheet, lambda sheet, styles: FormSheet(sheet, styles, titled).write())


def file_name(rules: RuleSet) -> str:
    """What the blank form of a rule set is called; a set that is added needs no name of its own."""
    return FILE_NAMES.get(rules.key, f"{rules.title}_{rules.place}.xlsx")


def templates() -> Mapping[str, bytes]:
    """File name -> content of every workbook in data/templates."""
    return {file_name(rules): blank_form(rules) for rules in RULE_SETS.values()} | {REGISTER_FILE: blank_register()}


def write_templates(directory: Path, district: str | None = None, department: str | None = None, year: int | None = None) -> list[Path]:
    """Writes the templates into a directory; with a place or a year, the one form that is used there and the register."""
    contents = dict(templates())
    if district or department or year:
        rules = rule_set_of(district, year, department)
        contents = {file_name(rules): blank_form(rules, district, department, year), REGISTER_FILE: blank_register(district, department, year)}
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (directory / name).write_bytes(content)
    return [directory / name for name in contents]


def _blank_funding(rules: RuleSet) -> tuple[Funding, ...]:
    """One line a source; only the total is scored."""
    return tuple(Funding(source, label, weight=Decimal(rules.execution) if source == "total" else None) for source, label in SOURCES.items())


def _weighted(level1: str, rules: RuleSet) -> str:
    return f"{level1}（{rules.weights[level1]}分）"


def _title(title: str, district: str | None, printed: Sequence[str | None]) -> str:
    """The title, begun with the district where nothing else on the form would say it."""
    said = next((found for text in (title, *printed) if text and (found := names.district_of(text))), None)
    return title if district is None or said == district else f"{district}{title}"


def _about(rules: RuleSet) -> list[str]:
    weights = "、".join(f"{level}{points}分" for level, points in {"预算执行率": rules.execution, **rules.weights}.items())
    bands = "；".join(f"{words}，得分值的{most:.0%}至{least:.0%}" for words, most, least in rules.bands)
    grades = "、".join(f"{grade}（{points}分及以上）" for grade, points in rules.grades.items() if points)
    return [
        f"本表样的计分规则：{rules.name}，依据{rules.basis}。",
        f"各级分值：{weights}。预算执行率得分＝{rules.execution_rule}。",
        f"定性指标：{bands}。",
        f"等级：{grades}，其余为差。",
        *rules.notes,
    ]


def _workbook(name: str, write: Callable[[xlsxwriter.worksheet.Worksheet, Styles], None], notes: Sequence[str] = ()) -> bytes:
    """One sheet, and the instructions behind it where there are any; text is never a formula or a link."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": FORM_TITLE, "created": WRITTEN_AT})
        styles = Styles(book)
        write(book.add_worksheet(_sheet_name(name)), styles)
        if notes:
            _write_notes(book.add_worksheet(INSTRUCTIONS), styles, notes)
    return content.getvalue()


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", DASH, name).strip("' ")[:31] or "自评表"


def _write_notes(sheet: xlsxwriter.worksheet.Worksheet, styles: Styles, notes: Sequence[str]) -> None:
    sheet.set_column(0, 0, 96)
    put(sheet, 0, 0, INSTRUCTIONS, styles.note_title)
    for row, note in enumerate(notes, start=1):
        put(sheet, row, 0, f"{row}. {note}", styles.note)
        sheet.set_row(row, 16 * lines_needed(note, 92) + 4)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
