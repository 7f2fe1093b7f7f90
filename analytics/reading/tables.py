"""Readers of flat tables: a heading row and one record a row (accounts, registers, reports, evaluated departments)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from analytics.reading import names
from analytics.reading.doubts import doubt_figures
from analytics.reading.grid import Grid, address
from analytics.reading.records import (
    DEPARTMENT_ACCOUNTS,
    DEPARTMENT_EVALUATION,
    PROJECT_CLAIMS,
    PROJECT_REGISTER,
    AmountUnit,
    Claim,
    Evidence,
    Form,
    Problem,
    Row,
)
from analytics.reading.values import UNITS, NotANumber, is_blank, normalise, number, one_line, own_unit, rate_printed, settle_rate, unit_in
from analytics.reading.vocabulary import FUNDING_SOURCES, Vocabulary

TEXT, AMOUNT, RATE, POINTS = "text", "amount", "rate", "points"

COLUMNS = (
    # name of the field, what it holds, wording of the heading; the first that matches wins
    ("sequence", TEXT, r"^序号$|^编号$"),
    ("district", TEXT, r"^区$|^区县$|^县$|^区\(县\)$|^地区$"),
    ("fiscal_year", TEXT, r"^(?:预算|决算)?年度$|^年份$"),
    ("unit", TEXT, r"^金额单位$|^单位\(元|^计量单位$"),
    ("name", TEXT, r"^项目名称$|^项目$|^专项名称$|^科目(?:名称)?$|^支出功能分类科目$"),
    ("implementing_unit", TEXT, r"^项目(?:实施)?单位$|^实施单位$|^承担单位$"),
    ("department", TEXT, r"^(?:预算|主管)?(?:部门|单位)(?:名称)?$|^主管(?:部门|单位)$"),
    ("table", TEXT, r"^表$|^表名$|^决算表$"),
    ("level", TEXT, r"^层级$|^级次$"),
    ("source", TEXT, r"^来源$|^出处$"),
    ("note", TEXT, r"^说明$|^备注$|^评价类型$"),
    ("grade", TEXT, r"等级$|评价结果|^等次$|评价结论|自评结论"),
    ("score", POINTS, r"评价得分|^得分|自评得分|自评分|^评分$"),
    ("execution_rate_stated", RATE, r"执行率|支出进度"),
    ("outturn_deviation_stated", RATE, r"预决算差异率"),
    ("balance_rate_stated", RATE, r"结转结余率"),
    ("variance_rate_stated", RATE, r"比年初预算增减率|较年初预算.*[率%]"),
    ("change_rate_stated", RATE, r"比上年增减率|较上年.*[率%]|增长率"),
    ("share_stated", RATE, r"^占比|比重"),
    ("variance_amount", AMOUNT, r"比年初预算增减"),
    ("change_amount", AMOUNT, r"比上年增减"),
    ("basic_budget", AMOUNT, r"基本支出预算"),
    ("project_budget", AMOUNT, r"项目支出预算"),
    ("other_budget", AMOUNT, r"其他支出预算"),
    ("final_accounts", AMOUNT, r"^决算数|^决算金额"),
    ("initial_budget", AMOUNT, r"年初预算"),
    ("revised_budget", AMOUNT, r"全年预算|调整后?预算|^预算数|^预算金额|^预算额|^预算资金"),
    ("executed", AMOUNT, r"支出总数|执行数|执行金额|执行额|实际支出|实际支付|实际使用|全年支出|^支出(?:数|金额|额)|^支付(?:数|金额|额)|^使用金额|支出合计|^(?:执行|支出)资金"),
    ("basic_executed", AMOUNT, r"^基本支出$"),
    ("project_executed", AMOUNT, r"^项目支出$"),
    ("other_executed", AMOUNT, r"^其他支出$"),
    ("balance", AMOUNT, r"结转结余|结转和结余"),
    ("amount", AMOUNT, r"金额|资金(?:总额|规模|量)?|投资|资金数|(?:债券|发行)(?:规模|额)"),
    ("administrative_posts", POINTS, r"^行政编制"),
    ("administrative_staff", POINTS, r"^行政实有"),
    ("institution_posts", POINTS, r"^事业编制"),
    ("institution_staff", POINTS, r"^事业实有"),
)
_KINDS = {name: kind for name, kind, _ in COLUMNS}
HEADINGS = Vocabulary(*((name, pattern) for name, _, pattern in COLUMNS))
_BRACKETED_UNIT = re.compile(r"[(\[](?:单位:)?(?:亿元|万元|千元|元|%|分)[)\]]$")
_TOTAL_NAME = re.compile(r"^.{0,14}(?:总计|合计|小计|共计)(?:\(.{0,10}\))?[::]?$")


@dataclass
class TableReading:
    form: Form
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def heading_roles(entries: Mapping[int, str]) -> dict[str, int]:
    """Field -> column for a heading row of a flat table; the left-most column of a field wins."""
    roles: dict[str, int] = {}
    if any(len(text) > 40 for text in entries.values()):
        return {}
    for column in sorted(entries):
        plain = _BRACKETED_UNIT.sub("", normalise(entries[column]))
        name = None if plain.startswith("其中") else HEADINGS.role(plain)
        if name and name not in roles:
            roles[name] = column
    return roles


def kind_of(roles: Mapping[str, int], title: str) -> str | None:
    """The kind of record a flat table holds, by its headings; None when it is no such table."""
    has = roles.keys()
    amounts = [name for name in has if _KINDS[name] == AMOUNT]
    if "table" in has and "name" in has and "final_accounts" in has:
        return DEPARTMENT_ACCOUNTS
    if "name" in has and "source" in has and amounts:
        return PROJECT_CLAIMS
    if "name" in has and amounts and len(has) >= 4:
        return PROJECT_REGISTER
    if "department" in has and "name" not in has and len(amounts) >= 3:
        return DEPARTMENT_EVALUATION
    return None


_OWNER = re.compile(r"^(?:编制|填报|填表)?(?:部门|单位)(?:\(单位\))?(?:名称)?(?:\(.{1,4}\))?:(?P<name>[\u4e00-\u9fff()]{4,}?)(?:(?:金额)?单位:.*)?$")
_IN_WORDS = re.compile(r"^\(?[一二三四五六七八九十]+\)?[、.]?$")


class TableReader:
    """Reads one flat table from its heading row on."""

    def __init__(self, grid: Grid, heading: int, roles: Mapping[str, int], kind: str, title: str | None, file: str) -> None:
        self.grid, self.heading, self.roles, self.kind, self.title, self.file = grid, heading, roles, kind, title, file
        self.problems: list[Problem] = []
        self.claims: list[Claim] = []
        self.units = {column: unit for column, text in grid.entries[heading].items() if (unit := unit_in(text))}
        self.printed_unit = self._printed_unit()
        self.without_unit = False
        self.record_rows: list[int] = []
        self.part_rows: list[int] = []
        self.department_above: str | None = None
        self.without_department: list[tuple[int, str | None]] = []

    def read(self) -> TableReading:
        rows = []
        last = self.heading
        for row in range(self.heading + 1, len(self.grid.entries)):
            entries = self.grid.entries[row]
            if all(map(is_blank, entries.values())):  # blank rows of a register to fill in show dashes where formulas stand
                continue
            if len(entries) < 2 and not self._is_total(row):
                break
            if self._heads_a_group(row):
                self._note_group(row)
                self.department_above = None
                continue
            if self._is_part(row, above=last):
                self._note_part(row)
                continue
            record = self._row(row)
            last = row
            if record is not None:
                rows.append(record)
                self.record_rows.append(row)
        for row in range(self.heading + 1):
            self.grid.read.update((row, column) for column in self.grid.entries[row])
        self.problems += doubt_figures(self.grid, self.heading, self.record_rows)
        self._doubt_departments()
        if self.printed_unit is None and "unit" not in self.roles and self.without_unit:
            message = "表中没有写明金额单位，按万元读取。"
            self.problems.append(
                Problem("note", "unit-not-printed", message, self.grid.sheet, address(self.heading, 0), None, "单位：万元", "请在表头写明单位。")
            )
        width = max((max(entries) for entries in self.grid.entries[self.heading : last + 1] if entries), default=0)
        form = Form(
            self.kind,
            self.grid.sheet,
            f"A{self.heading + 1}:{address(last, width)}",
            title=self.title,
            department_printed=self._owner(),
            amount_unit=AmountUnit(self.printed_unit, self.printed_unit or "万元", "stated"),
            rows=tuple(rows),
        )
        return TableReading(form, self.claims, self.problems)

    def _printed_unit(self) -> str | None:
        for row in range(self.heading, -1, -1):
            for text in self.grid.entries[row].values():
                unit = unit_in(text)
                if unit:
                    return unit
        return None

    def _row(self, row: int) -> Row | None:
        name = self._text(row, "name")
        if self.kind == DEPARTMENT_EVALUATION and self._is_total(row):
            return None
        if self.kind in (PROJECT_REGISTER, PROJECT_CLAIMS) and (name is None or _TOTAL_NAME.match(normalise(name)) or self._is_total(row)):
            return None
        cells: dict[str, str] = {}
        values: dict[str, object] = {}
        printed: dict[str, str] = {}
        for field_name, column in self.roles.items():
            text = self.grid.take(row, column)
            if text is None:
                continue
            cells[field_name] = address(row, column)
            self._read_value(field_name, text, row, column, values, printed)
        self._settle_execution_rate(row, values, printed, cells)
        for field_name in ("sequence", "unit"):
            cells.pop(field_name, None)
        record = self._record(row, name, values, printed, cells)
        if self.kind == PROJECT_CLAIMS:
            self._claim(record, row)
        return record

    def _owner(self) -> str | None:
        """The department that a line above the heading names for the whole table (单位名称：…)."""
        above = (normalise(text) for entries in self.grid.entries[self.grid.top : self.heading] for text in entries.values() if len(text) < 80)
        return next((match.group("name") for text in above if (match := _OWNER.match(text))), None)

    def _heads_a_group(self, row: int) -> bool:
        """A register by departments gives the sum of each in a row of its own, under the department's name or a number in words."""
        if self.kind != PROJECT_REGISTER:
            return False
        name, sequence = self.grid.text(row, self.roles["name"]), self.grid.text(row, self.roles.get("sequence", -1))
        numbered = sequence is not None and bool(_IN_WORDS.match(normalise(sequence))) and self._counts_within_groups
        return numbered or (name is not None and re.sub(r"^[一二三四五六七八九十]+、", "", normalise(name)) in self._departments)

    @cached_property
    def _counts_within_groups(self) -> bool:
        """Some rows are numbered 1, 2, 3: those in words stand above them."""
        column = self.roles.get("sequence", -1)
        return any((self.grid.text(row, column) or "").isdecimal() for row in range(self.heading + 1, len(self.grid.entries)))

    @cached_property
    def _departments(self) -> frozenset[str]:
        columns = [self.roles[name] for name in ("department", "implementing_unit") if name in self.roles]
        rows = self.grid.entries[self.heading + 1 :]
        return frozenset(normalise(text) for entries in rows for column in columns if (text := entries.get(column)) is not None and not is_blank(text))

    def _note_group(self, row: int) -> None:
        self.grid.read.update((row, column) for column in self.grid.entries[row])
        place, name = address(row, self.roles["name"]), self.grid.text(row, self.roles["name"]) or ""
        message = f"“{name}”一行是各部门的小计，不是项目，未计入。"
        self.problems.append(
            Problem("note", "register-group-row", message, self.grid.sheet, place, name, "项目名称", "无需处理；如确为项目，请在序号和名称上与小计区分。")
        )

    def _is_part(self, row: int, above: int) -> bool:
        """其中：… below a project tells what its amount is made of; so do the rows after it that have no number of their own."""
        if self.kind != PROJECT_REGISTER or above == self.heading:
            return False
        name, sequence = self.grid.text(row, self.roles["name"]), self.grid.text(row, self.roles.get("sequence", -1))
        if name is None or self._is_total(row):
            return False
        begins = normalise(name).startswith("其中")
        return begins or (bool(self.part_rows) and self.part_rows[-1] == row - 1 and "sequence" in self.roles and is_blank(sequence))

    def _note_part(self, row: int) -> None:
        self.part_rows.append(row)
        self.grid.read.update((row, column) for column in self.grid.entries[row])
        place, name = address(row, self.roles["name"]), self.grid.text(row, self.roles["name"]) or ""
        message = f"“{name}”一行是上面项目的其中项，不另作一个项目，未计入。"
        remedy = "无需处理；如确为单独的项目，请去掉“其中”并编上序号。"
        self.problems.append(Problem("note", "register-part-row", message, self.grid.sheet, place, name, "项目名称", remedy))

    def _is_total(self, row: int) -> bool:
        return any(_TOTAL_NAME.match(normalise(text)) for text in self.grid.entries[row].values())

    def _text(self, row: int, name: str) -> str | None:
        column = self.roles.get(name)
        if column is None:
            return None
        text = self.grid.take(row, column)
        if text is None and self.kind == PROJECT_REGISTER and name in ("department", "implementing_unit"):
            text = self.grid.text(*self.grid.anchor(row, column))
        return None if is_blank(text) else text

    def _read_value(self, name: str, text: str, row: int, column: int, values: dict[str, object], printed: dict[str, str]) -> None:
        kind = _KINDS[name]
        try:
            if kind == AMOUNT:
                printed[name] = text
                value = number(text)
                values[name] = None if value is None else value * UNITS[self._unit(row, column, text)]
            elif kind == RATE:
                printed[name] = text
                if name != "execution_rate_stated":
                    values[name] = self._rate(text)
            elif kind == POINTS:
                values[name] = number(text)
        except NotANumber:
            message = f"“{text}”不是可以读取的数字。"
            self.problems.append(
                Problem("error", "amount-unreadable", message, self.grid.sheet, address(row, column), text, "数字，如 12.5", "请在原表中改为数字后重新上传。")
            )

    def _unit(self, row: int, column: int, text: str) -> str:
        own = own_unit(text)
        self.without_unit = self.without_unit or own is None
        return own or self.units.get(column) or normalise(self._text(row, "unit") or "") or self.printed_unit or "万元"

    @staticmethod
    def _rate(text: str) -> Decimal | None:
        printed = rate_printed(text)
        if printed is None:
            return None
        value, percent = printed
        return value / 100 if percent else value

    def _settle_execution_rate(self, row: int, values: dict[str, object], printed: Mapping[str, str], cells: Mapping[str, str]) -> None:
        text = printed.get("execution_rate_stated")
        if text is None:
            return
        budget, executed = values.get("revised_budget") or values.get("initial_budget"), values.get("executed")
        try:
            rate, sure = settle_rate(text, executed / budget if budget and executed is not None else None, None)
        except NotANumber:
            rate, sure = None, False
        if not sure:
            message = f"执行率“{text}”没有百分号，与执行数÷预算数不相符，未读取。"
            place = cells["execution_rate_stated"]
            self.problems.append(Problem("warning", "rate-ambiguous", message, self.grid.sheet, place, text, "百分数，如 93.5%", "请写明百分号并核对。"))
        values["execution_rate_stated"] = rate

    def _record(self, row: int, name: str | None, values: dict[str, object], printed: dict[str, str], cells: dict[str, str]) -> Row:
        department, year = self._department(row), self._text(row, "fiscal_year")
        note = self._text(row, "note") or self._text(row, "source")
        kept = {key: value for key, value in values.items() if value is not None}
        for key, text in (("grade", self._text(row, "grade")), ("note", note), ("implementing_unit", self._text(row, "implementing_unit"))):
            if text:
                kept[key] = text
        return Row(
            name=one_line(name) if name else department,
            table=self._text(row, "table"),
            line=str(row + 1),
            level=self._text(row, "level"),
            district=self._text(row, "district"),
            department_printed=department,
            fiscal_year=names.year_of_cell(year),
            values=kept,
            printed=printed,
            cells=cells,
        )

    def _department(self, row: int) -> str | None:
        """The department of a row; of a project below another in a register whose cell is blank, that of the row above, and said."""
        text = self._text(row, "department")
        if text is None and self.kind == PROJECT_REGISTER and "department" in self.roles:
            text = self.department_above
            self.without_department.append((row, text))
        self.department_above = text
        return text

    def _doubt_departments(self) -> None:
        if not self.without_department:
            return
        row, taken = self.without_department[0]
        place = address(row, self.roles["department"])
        others = f"等 {len(self.without_department)} 行" if len(self.without_department) > 1 else ""
        message = f"{place} {others}的主管部门为空，" + (f"按上一行的“{taken}”读取。" if taken else "按表上的填报单位读取。")
        self.problems.append(Problem("warning", "department-blank", message, self.grid.sheet, place, None, taken, "请补填主管部门。"))

    def _claim(self, record: Row, row: int) -> None:
        budget = record.values.get("revised_budget") or record.values.get("initial_budget")
        executed = record.values.get("executed")
        if record.name is None or (budget is None and executed is None):
            return
        name = "revised_budget" if "revised_budget" in record.values else "initial_budget" if "initial_budget" in record.values else "executed"
        unit = normalise(self._text(row, "unit") or "") or self.printed_unit or ""
        evidence = Evidence(self.grid.sheet, record.cells.get(name), f"{record.printed.get(name, '')}{unit}", self.file)
        self.claims.append(Claim(record.name, None, record.fiscal_year, budget, executed, evidence))


def find_heading(grid: Grid) -> tuple[int, dict[str, int], str] | None:
    """The first row that heads a flat table: its row, its columns, its kind."""
    for row, entries in enumerate(grid.entries[: grid.first_row + 30]):
        if len(entries) < 4:
            continue
        below = _second_line(grid, row)
        roles = heading_roles(entries | below)
        kind = kind_of(roles, "") if roles else None
        if kind and not (kind == PROJECT_REGISTER and "科目" in (entries | below)[roles["name"]]):  # lines of accounts are no projects
            return row + 1 if below else row, roles, kind
    return None


_SUM_OF_GROUP = re.compile(r"^(?:总额|总计|合计|小计|总金额|金额)(?:\(.*\))?$")


def _second_line(grid: Grid, row: int) -> dict[int, str]:
    """The lower row of a heading of two, where 项目资金 stands above 年初预算 | 全年预算 | 执行数; empty where there is none.

    A lower 总额 or 小计 is what its group is: 预算资金 above 总额 | 其中：财政资金.
    """
    entries, below = grid.entries[row], grid.entries[row + 1] if row + 1 < len(grid.entries) else {}
    groups = [column for column in below if column in entries]
    if len(below) < 2 or not groups:
        return {}
    meant = {column: (entries.get(column) or text) if _SUM_OF_GROUP.match(normalise(text)) else text for column, text in below.items()}
    if not all(_names_figure(text) or FUNDING_SOURCES.role(text) for text in meant.values()) or not any(map(_names_figure, meant.values())):
        return {}
    return {column: text if _names_figure(text) else f"其中：{text}" for column, text in meant.items()}


def _names_figure(text: str) -> bool:
    return _KINDS.get(HEADINGS.role(_BRACKETED_UNIT.sub("", normalise(text))) or "") in (AMOUNT, RATE, POINTS)


def title_above(grid: Grid, row: int) -> str | None:
    """The longest text above a heading: its title."""
    texts = [text for entries in grid.entries[:row] for text in entries.values()]
    return one_line(max(texts, key=len)) if texts else None


def year_of(grid: Grid, row: int) -> int | None:
    """The year that the rows above a heading give."""
    for entries in grid.entries[:row]:
        for text in entries.values():
            year = names.year_of_line(text) or names.year_of_title(text)
            if year:
                return year
    return None
