"""Readers of flat tables: a heading row and one record a row (accounts, registers, reports, evaluated departments)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from analytics.reading import names
from analytics.reading.doubts import doubt_figures
from analytics.reading.excerpt import FIELD_NAMES
from analytics.reading.grid import Grid, address
from analytics.reading.records import (
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
from analytics.reading.register_groups import department_in, ends_the_year, goes_on_below, group_rows, heads_a_group, holds_both
from analytics.reading.table_headings import AMOUNT, GRADES, HOLDS, POINTS, RATE, heading_roles, kind_of, second_line
from analytics.reading.values import UNITS, NotANumber, is_blank, is_number, normalise, number, one_line, own_unit, rate_printed, settle_rate, unit_in

_TOTAL_NAME = re.compile(r"^.{0,14}(?:总计|合计|小计|共计)(?:\(.{0,10}\))?[::]?$")


@dataclass
class TableReading:
    form: Form
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_OWNER = re.compile(r"^(?:编制|填报|填表|主管|预算)?(?:部门|单位)(?:\(单位\))?(?:名称)?(?:\(.{1,4}\))?:(?P<name>[\u4e00-\u9fff()]{4,}?)(?:(?:金额)?单位:.*)?$")
_IN_WORDS = re.compile(r"^\(?[一二三四五六七八九十]+\)?[、.]?$")


class TableReader:
    """Reads one flat table from its heading row on."""

    def __init__(self, grid: Grid, heading: int, roles: Mapping[str, int], kind: str, title: str | None, file: str) -> None:
        self.grid, self.heading, self.roles, self.kind, self.title, self.file = grid, heading, roles, kind, title, file
        self.problems: list[Problem] = []
        self.claims: list[Claim] = []
        self.units = self._units_of(heading)
        self.printed_unit = self._printed_unit()
        self.without_unit = False
        self.record_rows: list[int] = []
        self.part_rows: list[int] = []
        self.total_rows: list[int] = []
        self.department_above: str | None = None
        self.year = year_of(grid, heading)
        self.without_department: list[tuple[int, str | None]] = []

    def read(self) -> TableReading:
        rows = []
        stated_unit = self.printed_unit
        last = self.heading
        for row in range(self.heading + 1, len(self.grid.entries)):
            entries = self.grid.entries[row]
            if all(map(is_blank, entries.values())):  # blank rows of a register to fill in show dashes where formulas stand
                continue
            if self._begins_a_section(row):
                continue
            if len(entries) < 2 and not self._is_total(row):
                if self.kind == PROJECT_REGISTER and goes_on_below(self.grid, self.roles, row) and self._takes_lone_group(row):
                    continue
                break
            if self._heads_a_group(row):
                self._note_group(row)
                self.department_above = self._department_of_group(row)
                continue
            if self._is_part(row, above=last):
                self._note_part(row)
                continue
            record = self._row(row)
            if record is None and self.kind == PROJECT_REGISTER and self._is_total(row):
                self.total_rows.append(row)
                self.department_above = self._department_of_sum(row) or self.department_above
            last = row
            if record is not None:
                rows.append(record)
                self.record_rows.append(row)
        for row in range(self.heading + 1):
            self.grid.read.update((row, column) for column in self.grid.entries[row])
        self.problems += doubt_figures(self.grid, self.heading, self.record_rows)
        self._doubt_departments()
        self._doubt_groups()
        self._doubt_total(rows)
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
            amount_unit=AmountUnit(stated_unit, stated_unit or "万元", "stated"),
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
        return numbered or row in self._group_rows or (name is not None and re.sub(r"^[一二三四五六七八九十]+、", "", normalise(name)) in self._departments)

    @cached_property
    def _group_rows(self) -> dict[int, bool]:
        if "department" in self.roles:
            return {}
        below = range(self.heading + 1, len(self.grid.entries))
        rows = [row for row in below if not is_blank(self.grid.text(row, self.roles["name"])) and not self._is_total(row)]
        return group_rows(self.grid, self.roles, rows, self._holds_both)

    @property
    def _holds_both(self) -> bool:
        return holds_both(self.grid.text(self.heading, self.roles.get("name", -1)))

    def _takes_lone_group(self, row: int) -> bool:
        """二、市卫健委 in a row of its own above its projects; the end of the table where it speaks of another year, which is said."""
        ((column, text),) = self.grid.entries[row].items()
        if ends_the_year(text, self.year):
            message = f"“{text[:20]}”以下各行未读取：可能是另一年度或另一张表。"
            remedy = "如仍是本表的项目，请删去该行；否则请另放一张工作表。"
            self.problems.append(Problem("warning", "register-rows-left", message, self.grid.sheet, address(row, column), text, "同一张表的项目行", remedy))
            return False
        self.year = self.year or names.year_of_title(text)
        self.grid.read.add((row, column))
        if heads_a_group(text):
            self.department_above = department_in(text)
        return True

    def _begins_a_section(self, row: int) -> bool:
        """The heading again, perhaps for the next department, whose name and unit stand in the line above it."""
        entries = self.grid.entries[row]
        if self.kind != PROJECT_REGISTER or any(map(is_number, entries.values())):
            return False
        owner = next((match.group("name") for text in entries.values() if len(text) < 80 and (match := _OWNER.match(normalise(text)))), None)
        below = second_line(self.grid, row)
        roles = heading_roles(entries | below)
        heading = kind_of(roles, "") == PROJECT_REGISTER
        if heading:
            self.roles, self.units = roles, self._units_of(row + 1 if below else row)
            self.grid.read.update((row + 1, column) for column in below)
        elif not heading and (owner is None or len(entries) > 3):
            return False
        if owner:
            self.department_above = owner
            self.printed_unit = next(filter(None, map(unit_in, entries.values())), self.printed_unit)
        self.grid.read.update((row, column) for column in entries)
        return True

    def _units_of(self, heading: int) -> dict[int, str]:
        return {column: unit for column, text in self.grid.entries[heading].items() if (unit := unit_in(text))}

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

    def _department_of_group(self, row: int) -> str | None:
        """A group that is headed in the column of the departments itself: 一 | 雁塔区城管局 above its projects."""
        if "department" not in self.roles:
            return department_in(self.grid.text(row, self.roles["name"]))
        text = self.grid.text(row, self.roles["department"])
        return None if is_blank(text) else text

    def _department_of_sum(self, row: int) -> str | None:
        """区教育局 | 小计 above its projects, whose own cells of the department are blank."""
        text = self.grid.text(row, self.roles.get("department", -1))
        return None if _TOTAL_NAME.match(normalise(text or "")) else department_in(text)

    def _note_group(self, row: int) -> None:
        self.grid.read.update((row, column) for column in self.grid.entries[row])
        name = self.grid.text(row, self.roles["name"]) or self._department_of_group(row) or self.grid.text(row, self.roles.get("sequence", -1)) or ""
        place = address(row, self.roles["name"])
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
        follows = bool(self.part_rows) and not any(self.grid.entries[self.part_rows[-1] + 1 : row])
        return begins or (follows and "sequence" in self.roles and is_blank(sequence))

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
        kind = HOLDS[name]
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
        for key, text in (("grade", self._grade(row, cells)), ("note", note), ("implementing_unit", self._text(row, "implementing_unit"))):
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

    def _grade(self, row: int, cells: dict[str, str]) -> str | None:
        """The grade of a row: its text, or the heading of the column that is ticked among 优 | 良 | 中 | 差."""
        headings = self.grid.entries[self.heading]
        ticked = [column for column, text in headings.items() if normalise(text) in GRADES and not is_blank(self.grid.text(row, column))]
        if len(ticked) != 1:
            return self._text(row, "grade") if not ticked else None
        self.grid.read.add((row, ticked[0]))
        cells["grade"] = address(row, ticked[0])
        return normalise(headings[ticked[0]])

    def _department(self, row: int) -> str | None:
        """The department of a row; of a project below another in a register whose cell is blank, that of the row above, and said."""
        text = self._text(row, "department")
        if "department" not in self.roles and self.kind == PROJECT_REGISTER:
            return self.department_above
        if text is None and self.kind == PROJECT_REGISTER and "department" in self.roles:
            text = self.department_above
            self.without_department.append((row, text))
        self.department_above = text
        return text

    def _doubt_total(self, rows: Sequence[Row]) -> None:
        """The last 合计 or 总计 of a register against its projects; a sub-total of some of them is not judged."""
        whole = [row for row in self.total_rows if not any("小计" in text for text in self.grid.entries[row].values())]
        if len(whole) != 1 or len(rows) < 2:
            return
        for name, column in self.roles.items():
            text = self.grid.text(whole[0], column)
            figures = [row.values.get(name) for row in rows]
            if HOLDS[name] != AMOUNT or not is_number(text) or not any(figures) or any(row.cells.get(name) and row.values.get(name) is None for row in rows):
                continue
            unit = UNITS[own_unit(text) or self.units.get(column) or self.printed_unit or "万元"]
            stated, added = (number(text) or Decimal(0)) * unit, sum((figure for figure in figures if figure is not None), Decimal(0))
            slack = max(Decimal("0.005") * (len(rows) + 1), Decimal(5).scaleb(-len((text or "").partition(".")[2]) - 1) if "." in (text or "") else Decimal(0))
            if abs(stated - added) > slack * unit:
                heading = one_line(self.grid.text(self.heading, column)) or FIELD_NAMES.get(name, name)
                message = f"合计行的“{heading}”为 {stated.normalize():f} 万元，各项目相加为 {added.normalize():f} 万元。"
                remedy = "请核对合计，或检查有没有漏列、未读取的项目。"
                place = address(whole[0], column)
                self.problems.append(Problem("warning", "register-total-differs", message, self.grid.sheet, place, text, f"{added.normalize():f} 万元", remedy))

    def _doubt_groups(self) -> None:
        """Sums of departments that their projects do not make; a column of both in which no department was found."""
        for row in (row for row, adds_up in self._group_rows.items() if not adds_up) if self.kind == PROJECT_REGISTER else ():
            name, place = self.grid.text(row, self.roles["name"]), address(row, self.roles["name"])
            message = f"“{name}”一行按部门小计读取，但与其下各项目之和不相等。"
            remedy = "请核对小计；如该行是项目，请补填自评得分。"
            self.problems.append(Problem("warning", "register-group-differs", message, self.grid.sheet, place, name, "部门小计", remedy))
        if self._holds_both and "department" not in self.roles and not any(problem.code == "register-group-row" for problem in self.problems):
            text, place = self.grid.text(self.heading, self.roles["name"]), address(self.heading, self.roles["name"])
            message = f"“{text}”一列未能区分部门行与项目行，各行均按项目读取。"
            remedy = "请核对；部门小计请以“一、二”编号，或将部门另列一列。"
            self.problems.append(Problem("warning", "register-groups-unclear", message, self.grid.sheet, place, text, "部门与项目各一列", remedy))

    def _doubt_departments(self) -> None:
        if not self.without_department:
            return
        row, taken = self.without_department[0]
        place = address(row, self.roles["department"])
        others = f"等 {len(self.without_department)} 行" if len(self.without_department) > 1 else ""
        message = f"{place} {others}的主管部门为空，" + (f"按上一行的“{taken}”读取。" if taken else "只能按表上的填报单位判断。")
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
