"""The reader of published accounts tables (部门决算公开表 01 to 09): one or more halves side by side, amounts by line.

A half is a column of names (项目, 科目名称) with the amounts to its right; 栏次 rows number the columns and hold no money.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analytics.reading import allowances
from analytics.reading.doubts import doubt_figures, unit_not_printed
from analytics.reading.grid import Grid, address, is_one_text
from analytics.reading.names import year_of_title
from analytics.reading.records import DEPARTMENT_ACCOUNTS, AmountUnit, Form, Problem, Row
from analytics.reading.values import UNITS, NotANumber, is_blank, is_number, normalise, number, one_line, unit_in
from analytics.reading.vocabulary import Vocabulary

_TITLE = re.compile(
    r"(?:三公.{0,3}经费(?:支出|收支)?(?:情况|统计|明细)?|(?:决算|预算)(?:(?:财政拨款|基本)?(?:收支|收入|支出))?(?:总体?|情况|明细)*"
    r"|财政拨款收支总(?:体情况)?|部门(?:收支|收入|支出)总(?:体情况)?)表(?:\(.*\))?$"
)
_NUMBER_OF_TABLE = re.compile(r"^公开(?:\d\d表|表\d{1,2})$")
_HEADING = re.compile(r"^(?:栏次|行次|项目|科目(?:名称|编码)|(?:支出|收入)?(?:功能|经济)分类)")
_OWNER = re.compile(r"^(?:编制)?(?:部门|单位)(?:名称|\(公章\))?[::](?P<name>.+?)(?:(?:金额)?单位[::].*)?$")
_NOTE = re.compile(r"^(?:注|备注|说明)[::\d]")
COLUMNS = Vocabulary(
    ("line", r"行次$"),
    ("code", r"编码$|代码$|^[类款项]$"),
    ("name", r"项目(?:\(.*\))?$|科目名称$|^科目$|科目\(.*\)$"),
    ("initial_budget", r"年初预算数?$|^(?:\d{4}年度?)?预算数?$"),
    ("revised_budget", r"调整预算数?$|全年预算数?$"),
    ("final_accounts", r"决算数$"),
    ("amount", r"金额$|合计$|总计$|小计$|总额$"),
    ("basic_executed", r"基本支出$"),
    ("project_executed", r"项目支出$"),
)
_BUDGET_NAMES = {"amount": "initial_budget", "basic_executed": "basic_budget", "project_executed": "project_budget"}
"""Columns of a 部门预算 table: what is still to be spent."""
_YEAR_BEFORE = re.compile(r"^(20[0-4]\d)年度?(?=.)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
KNOWN_AMOUNTS = {"initial_budget", "revised_budget", "final_accounts", "amount", "basic_executed", "project_executed"}
_LEVELS = {3: "类", 5: "款", 7: "项"}


@dataclass
class Half:
    """One column of names with its amounts: field (or heading where no field names it) -> column.

    `codes` are the columns of the code: one, or three for 类, 款 and 项.
    """

    name: int
    side: str | None
    line: int | None = None
    codes: tuple[int, ...] = ()
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def labels(self) -> set[int]:
        """The columns that say what a line is."""
        return {self.name, *self.codes}


def find_heading(grid: Grid) -> int | None:
    """The first heading row of an accounts table: under a title that says so, with a column of names and 栏次 or 行次."""
    first = grid.first_row
    titles = [text for entries in grid.entries[: first + 6] if len(entries) <= 2 or is_one_text(entries) for text in entries.values()]
    if not any(map(_names_table, titles)) and not _lists_subjects(grid):
        return None
    if (allowances_heading := allowances.find_heading(grid)) is not None:
        return allowances_heading
    for row, entries in enumerate(grid.entries[: first + 12]):
        if is_heading(entries):
            return row - 1 if row and _is_side_row(grid, row - 1) else row
    return None


def _lists_subjects(grid: Grid) -> bool:
    """科目编码 and 科目名称 above a 栏次 row: a table of accounts whatever became of its title."""
    texts = {normalise(text) for entries in grid.entries[grid.first_row : grid.first_row + 12] for text in entries.values()}
    return "栏次" in texts and "科目名称" in texts and any(text.endswith("科目编码") for text in texts)


def is_heading(entries: Mapping[int, str]) -> bool:
    """A row that heads the lines of an accounts table: 项目, 科目名称, 行次 or 栏次 beside other headings."""
    texts = [normalise(text) for text in entries.values()]
    return len(texts) >= 2 and any(COLUMNS.role(text) == "name" or _HEADING.match(text) for text in texts) and not any(_OWNER.match(text) for text in texts)


def _names_table(text: str) -> bool:
    return len(text) < 60 and bool(_TITLE.search(normalise(text)) or _NUMBER_OF_TABLE.match(normalise(text)))


def _is_side_row(grid: Grid, row: int) -> bool:
    return {normalise(text) for text in grid.entries[row].values()} == {"收入", "支出"}


def read_accounts(grid: Grid, heading: int) -> tuple[Form, list[Problem]]:
    """The table as one form with a row a line and half; its owner's printed name stands in each row."""
    problems: list[Problem] = []
    first = _first_data_row(grid, heading)
    title = next((one_line(text) for entries in reversed(grid.entries[:heading]) for text in entries.values() if _TITLE.search(normalise(text))), None)
    texts = [text for entries in grid.entries[: heading + 1] for text in entries.values()]
    printed_unit = next((unit for text in texts if (unit := unit_in(text))), None)
    owner = next((match.group("name") for text in texts if (match := _OWNER.match(normalise(text)))), None)
    rows: list[Row] = []
    last = first
    halves: list[Half] = []
    if allowances.has_items_as_columns(grid, heading):
        rows, last = allowances.read_allowances(grid, heading, title, owner, UNITS[printed_unit or "万元"], problems)
    else:
        halves = _halves(grid, heading, first, title or "")
    problems += [_amount_unknown(grid, heading, half) for half in halves if half.amounts and not half.amounts.keys() & KNOWN_AMOUNTS]
    for row in range(first, len(grid.entries) if halves else first):
        entries = grid.entries[row]
        if entries and _NOTE.match(normalise(entries[min(entries)])):
            grid.read.update((row, column) for column, text in entries.items() if not is_number(text))
            break
        if "栏次" in map(normalise, entries.values()) or (_numbers_the_columns(grid, row) and not any(map(_HAN.search, entries.values()))):
            grid.read.update((row, column) for column in entries)
            continue
        grid.read.update((row, half.line) for half in halves if half.line is not None)  # lines without a name are numbered too
        for half in _with_amounts(grid, row, halves):
            line = _row(grid, row, half, title, owner, UNITS[printed_unit or "万元"], problems)
            if line is not None:
                rows.append(line)
                last = row
    for row in range(first):
        grid.read.update((row, column) for column in grid.entries[row])
    problems += doubt_figures(grid, heading, range(first, len(grid.entries)))
    if printed_unit is None:
        problems.append(unit_not_printed(grid.sheet, address(heading, 0), rows))
    width = max((max(entries) for entries in grid.entries[heading : last + 1] if entries), default=0)
    unit = AmountUnit(printed_unit, printed_unit or "万元", "stated")
    printed_range = f"{address(grid.top, 0)}:{address(last, width)}"
    year = _year_of_headings(grid, heading)
    form = Form(DEPARTMENT_ACCOUNTS, grid.sheet, printed_range, title, fiscal_year=year, amount_unit=unit, department_printed=owner, rows=tuple(rows))
    return form, problems


def _amount_unknown(grid: Grid, heading: int, half: Half) -> Problem:
    """Every amount of a half stands under words of its own: kept under them, and said."""
    words = "、".join(half.amounts)
    place = address(heading, min(half.amounts.values()))
    message = f"没有找到金额、合计、预算数或决算数一列，各列按表头原文（{words[:60]}）读取。"
    return Problem("warning", "column-unknown", message, grid.sheet, place, words[:60], "金额、本年支出合计、决算数等", "请核对表头文字。")


def _year_of_headings(grid: Grid, heading: int) -> int | None:
    """The one year that headings such as 2023年预算数 name."""
    texts = [normalise(text) for entries in grid.entries[heading : heading + 3] for text in entries.values()]
    years = {int(match.group(1)) for text in texts if (match := re.match(r"^(20[0-4]\d)年度?(?:年初)?(?:预算|决算)数?$", text))}
    return years.pop() if len(years) == 1 else None


def _first_data_row(grid: Grid, heading: int) -> int:
    """The row below 栏次, or the first one with an amount."""
    for row in range(heading, min(heading + 6, len(grid.entries))):
        if any(normalise(text) == "栏次" for text in grid.entries[row].values()) or _numbers_the_columns(grid, row):
            return row + 1
    for row in range(heading + 1, len(grid.entries)):
        if any(is_number(text) for text in grid.entries[row].values()):
            return row
    return heading + 1


def _numbers_the_columns(grid: Grid, row: int) -> bool:
    """1, 2, 3 … and hardly a word: a 栏次 row whose label is gone."""
    numbers = [text for _, text in sorted(grid.entries[row].items()) if is_number(text)]
    return len(numbers) > 1 and numbers == [str(position) for position in range(1, len(numbers) + 1)] and len(grid.entries[row]) <= len(numbers) + 2


def _halves(grid: Grid, heading: int, first: int, title: str) -> list[Half]:
    numbered = {
        row for row in range(heading, first) if any(normalise(text) == "栏次" for text in grid.entries[row].values()) or _numbers_the_columns(grid, row)
    }
    rows = [row for row in range(heading, first) if row not in numbered]
    width = max((max(grid.entries[row]) for row in range(max(heading - 1, 0), min(first + 2, len(grid.entries))) if grid.entries[row]), default=-1)
    halves: list[Half] = []
    year = _year_of_amounts(grid, rows, title)
    codes: tuple[int, ...] = ()
    lost = False  # past a column of words that should name the lines and does not say so: what follows belongs to no half
    for column in range(width + 1):
        words = _heading_words(grid, rows, column)
        role = next((found for text in (words[-1:] + ["".join(words)]) if (found := COLUMNS.role(text))), None)
        if role in KNOWN_AMOUNTS and _of_another_year(words, year):
            role = None
        if role == "code":
            codes = (*codes, column)
        elif role == "name" and not (halves and halves[-1].name == column - 1 and not halves[-1].amounts and halves[-1].line is None):
            halves.append(Half(column, _side(words, title), codes=codes))
            codes, lost = (), False
        elif role == "name" and not _filled(grid, first, halves[-1].name):
            halves[-1].name = column
        elif role == "line" and halves:
            halves[-1].line = column
        elif role is None and _holds_words(grid, first, column):
            lost = True
        elif role != "name" and halves and words and not lost and _names_amounts(words[-1]) and not _counts(grid, first, column):
            halves[-1].amounts[_amount_name(role, words, halves[-1].amounts)] = column
    return halves


def _filled(grid: Grid, first: int, column: int) -> bool:
    return any(column in entries for entries in grid.entries[first:])


def _year_of_amounts(grid: Grid, rows: list[int], title: str) -> int | None:
    """The year of the table where columns of several stand side by side: that of its title, else the last."""
    texts = [normalise(text) for row in rows for text in grid.entries[row].values()]
    years = {int(match.group(1)) for text in texts if (match := _YEAR_BEFORE.match(text))}
    above = [year for entries in grid.entries[grid.top : min(rows, default=0)] for text in entries.values() if (year := year_of_title(text))]
    known = year_of_title(title) or next(iter(above), None)
    return known if known in years else max(years, default=None)


def _of_another_year(words: list[str], year: int | None) -> bool:
    """2022年预算数 beside 2023年预算数, 上年决算数: kept under its own words."""
    found = [int(match.group(1)) for word in words if (match := _YEAR_BEFORE.match(word))]
    return any(other != year for other in found) or any(re.match(r"^(?:上年|上一年|去年)", word) for word in words)


def _names_amounts(word: str) -> bool:
    """A heading in words, no more than a heading, and not the side that a merged cell above names."""
    return 2 <= len(word) <= 40 and bool(_HAN.search(word)) and word not in ("收入", "支出")


def _holds_words(grid: Grid, first: int, column: int) -> bool:
    texts = [text for entries in grid.entries[first:] if (text := entries.get(column)) is not None]
    return len(texts) > 1 and sum(is_number(text) for text in texts) * 2 < len(texts)


def _with_amounts(grid: Grid, row: int, halves: list[Half]) -> list[Half]:
    """The halves as this row uses them: a name without amounts of its own (公用经费合计, merged over two halves) has those that follow."""
    used = list(halves)
    for position, half in enumerate(halves):
        filled = grid.entries[row].keys()
        if not half.labels & filled or set(half.amounts.values()) & filled:
            continue
        following = next((other for other in halves[position + 1 :] if {*other.labels, *other.amounts.values()} & filled), None)
        if following is not None and not following.labels & filled:
            used[position] = replace(half, amounts=following.amounts)
    return used


def _amount_name(role: str | None, words: list[str], taken: Mapping[str, int]) -> str:
    """The field of a column; 小计 below 基本支出 is the 基本支出; what no field names keeps the words of its heading."""
    upper = COLUMNS.role(words[-2]) if len(words) > 1 and words[-1] in ("小计", "合计") else None
    known = [name for name in (role, upper, words[-1]) if name and name != "name" and name not in taken]
    return known[0] if known else "/".join(words)


def _counts(grid: Grid, first: int, column: int) -> bool:
    """The column numbers the lines: whole numbers that rise by one."""
    texts = [text for entries in grid.entries[first:] if (text := entries.get(column)) is not None]
    if len(texts) < 2 or not all(text.isdecimal() and len(text) < 4 for text in texts):
        return False
    steps = [int(after) - int(before) for before, after in itertools.pairwise(texts)]
    return min(steps) > 0 and steps.count(1) * 2 >= len(steps)


def _heading_words(grid: Grid, rows: list[int], column: int) -> list[str]:
    words: list[str] = []
    for row in rows:
        text = grid.text(*grid.anchor(row, column))
        if text is not None and normalise(text) not in words:
            words.append(normalise(text))
    return words


def _side(words: list[str], title: str) -> str | None:
    for text in (*words, title):
        if text in ("收入", "支出"):
            return text
    return "收入" if "收入决算" in title else "支出" if "支出决算" in title and "收入" not in title else None


def _row(grid: Grid, row: int, half: Half, title: str | None, owner: str | None, scale: Decimal, problems: list[Problem]) -> Row | None:
    name, column = grid.text(row, half.name), half.name
    if is_blank(name):  # 合计 stands in the merged columns of code and name
        name, column = next(((text, code) for code in half.codes if (text := grid.text(row, code)) and not normalise(text).isdigit()), (name, column))
    if is_blank(name) or normalise(name) == "栏次":
        return None
    values: dict[str, object] = {}
    printed: dict[str, str] = {}
    cells = {"name": address(row, column)}
    grid.read.update((row, used) for used in (*half.labels, half.line, *half.amounts.values()) if used is not None)
    for amount, column in half.amounts.items():
        text = grid.text(row, column)
        if text is None or text == name:  # the words of a merged line, repeated in its cells
            continue
        cells[amount], printed[amount] = address(row, column), text
        try:
            value = number(text)
        except NotANumber:
            message = f"“{text}”不是可以读取的金额。"
            problems.append(Problem("error", "amount-unreadable", message, grid.sheet, cells[amount], text, "数字，如 12.5", "请在原表中改为数字后重新上传。"))
            continue
        if value is not None:
            values[amount] = value / 100 if normalise(text).endswith("%") else value * scale
    if _is_budget(title):
        values, printed, cells = ({_BUDGET_NAMES.get(name, name): item for name, item in items.items()} for items in (values, printed, cells))
    line = grid.text(row, half.line) if half.line is not None else None
    plain = one_line(name) or ""
    return Row(
        plain, title, half.side, line, _level(plain, _code(grid, row, half.codes)), department_printed=owner, values=values, printed=printed, cells=cells
    )


def _code(grid: Grid, row: int, columns: tuple[int, ...]) -> str:
    """2080201, whole in one cell or its 类, 款 and 项 in three."""
    code = ""
    for column in columns:
        text = normalise(grid.text(row, column) or "")
        if text.isdigit():
            code = text if code and text.startswith(code) else code + (text.zfill(2) if code else text)
    return code


def _is_budget(title: str | None) -> bool:
    """部门预算公开 tables hold the budget at the beginning of the year, not what was spent."""
    return bool(title) and not re.search(r"决算|执行", title) and bool(re.search(r"预算|总体情况表|^部门(?:收支|收入|支出)总表", title))


def _level(name: str, code: str) -> str | None:
    if re.search(r"总计$", name):
        return "总计"
    if re.search(r"合计$", name):
        return "合计"
    if code.isdigit():
        return _LEVELS.get(len(code))
    return "类" if re.match(r"^[一二三四五六七八九十]+、", name) else None
