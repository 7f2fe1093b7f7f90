"""The flat register 项目汇总表 on a sheet: one row a project, totals on top, execution rates as live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analytics.reading.records import Row
from analytics.reading.values import UNITS
from analytics.reports.template_form import DASH, UNIT_WORDS, execution_rate
from analytics.reports.template_styles import A4, Styles, put, put_number

HEADINGS = ("年度", "区", "预算部门", "项目名称", "实施单位", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分", "等级", "备注")
WIDTHS = (8, 11, 26, 34, 24, 15, 15, 15, 10, 10, 8, 26)
YEAR, DISTRICT, DEPARTMENT, NAME, IMPLEMENTING, INITIAL, REVISED, EXECUTED, RATE, SCORE, GRADE, NOTE = range(12)
AMOUNTS = {"initial_budget": INITIAL, "revised_budget": REVISED, "executed": EXECUTED}
HEADING, TOTAL, FIRST = 2, 3, 4
BLANK_ROWS = 200


def write_register(sheet: Worksheet, styles: Styles, rows: Sequence[Row], title: str, unit: str, place: tuple[int | None, str | None, str | None]) -> None:
    """Rows as read, amounts in `unit`; without rows blank ones for a clerk. `place`: year, district, department of all."""
    last = FIRST + max(len(rows), BLANK_ROWS if not rows else 1) - 1
    _write_frame(sheet, styles, title, unit)
    _write_totals(sheet, styles, rows, unit, last)
    for number in range(FIRST, last + 1):
        _write_row(sheet, styles, number, rows[number - FIRST] if rows else Row(None), unit, place)
    _validate(sheet, last)
    _print_setup(sheet)


def _write_frame(sheet: Worksheet, styles: Styles, title: str, unit: str) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, NOTE, title, styles.title)
    sheet.set_row(0, 30)
    sheet.merge_range(1, GRADE, 1, NOTE, f"金额单位：{unit}", styles.line_input)
    for column, label in enumerate(HEADINGS):
        put(sheet, HEADING, column, label, styles.heading)
        put(sheet, TOTAL, column, "总计" if column == NAME else None, styles.total_words)
    sheet.set_row(HEADING, 28)
    sheet.freeze_panes(FIRST, NAME + 1)


def _write_totals(sheet: Worksheet, styles: Styles, rows: Sequence[Row], unit: str, last: int) -> None:
    for name, column in AMOUNTS.items():
        figures = f"{xl_rowcol_to_cell(FIRST, column)}:{xl_rowcol_to_cell(last, column)}"
        known = [value for row in rows if (value := row.values.get(name)) is not None]
        cached = float(sum(known) / UNITS[unit]) if known else DASH
        sheet.write_formula(TOTAL, column, f'=IF(COUNT({figures})=0,"{DASH}",SUM({figures}))', styles.total, cached)


def _write_row(sheet: Worksheet, styles: Styles, number: int, row: Row, unit: str, place: tuple[int | None, str | None, str | None]) -> None:
    values, (year, district, department) = row.values, place
    put_number(sheet, number, YEAR, None if (row.fiscal_year or year) is None else Decimal(row.fiscal_year or year), styles.year)
    words = {
        DISTRICT: row.district or district, DEPARTMENT: row.department_printed or row.department or department, NAME: row.name,
        IMPLEMENTING: values.get("implementing_unit"), GRADE: values.get("grade"), NOTE: values.get("note"),
    }  # fmt: skip
    for column, text in words.items():
        put(sheet, number, column, text, styles.words)
    for name, column in AMOUNTS.items():
        value = values.get(name)
        put_number(sheet, number, column, None if value is None else value / UNITS[unit], styles.amount, row.printed.get(name))
    _write_rate(sheet, styles, number, row)
    put_number(sheet, number, SCORE, values.get("score"), styles.points)


def _write_rate(sheet: Worksheet, styles: Styles, number: int, row: Row) -> None:
    stated = row.values.get("execution_rate_stated")
    computed = execution_rate(row.values.get("revised_budget"), row.values.get("executed"))
    if stated is not None and stated != computed:
        put_number(sheet, number, RATE, stated, styles.rate_stated)
    elif stated is None and row.name is not None:
        put(sheet, number, RATE, None, styles.rate)
    else:
        base, executed = xl_rowcol_to_cell(number, REVISED), xl_rowcol_to_cell(number, EXECUTED)
        formula = f'=IF(AND(ISNUMBER({base}),ISNUMBER({executed})),IF({base}=0,"{DASH}",ROUND({executed}/{base},4)),"{DASH}")'
        sheet.write_formula(number, RATE, formula, styles.rate, DASH if computed is None else float(computed))


def _validate(sheet: Worksheet, last: int) -> None:
    wrong = {"error_type": "warning", "error_title": "请核对"}
    sheet.data_validation(1, GRADE, 1, GRADE, {"validate": "list", "source": [*UNIT_WORDS, "金额单位：亿元"], "input_message": "全表金额用同一单位"})
    grades = {"validate": "list", "source": ["优", "良", "中", "差"], **wrong, "error_message": "等级为优、良、中、差。"}
    sheet.data_validation(FIRST, GRADE, last, GRADE, grades)
    amounts = {"validate": "decimal", "criteria": ">=", "value": 0, **wrong, "error_message": "金额应为数字。"}
    sheet.data_validation(FIRST, INITIAL, last, EXECUTED, amounts)
    points = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, **wrong, "error_message": "得分应在0到100之间。"}
    sheet.data_validation(FIRST, SCORE, last, SCORE, points)
    years = {"validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2049, **wrong, "error_message": "年度写四位数字，如2025。"}
    sheet.data_validation(FIRST, YEAR, last, YEAR, years)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, NOTE)}"})


def _print_setup(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
