"""The rows of a sheet that one form covers, with what reading them brings to light on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.reading.grid import Grid, address
from analytics.reading.headings import Cell
from analytics.reading.records import Evidence, Problem
from analytics.reading.values import AmountInText, NotANumber, amounts_in, number, unit_in

FIELD_NAMES = {
    "initial_budget": "年初预算数",
    "revised_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "score": "得分",
    "score_reviewed": "复核得分",
}


@dataclass(frozen=True)
class OwnStatement:
    """An amount with its unit that the form itself states (成本指标, goals): evidence for the unit of its amounts."""

    evidence: Evidence
    stated: AmountInText


@dataclass
class Excerpt:
    """Rows `top` to `bottom` of a grid: one form. Blocks read from it and leave their doubts in `problems`."""

    grid: Grid
    top: int
    bottom: int
    printed_unit: str | None = None
    statements: list[OwnStatement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def range(self) -> str:
        """`A1:I24`: the rows of the form over the columns that are filled."""
        filled = set().union(*self.grid.entries[self.top : self.bottom + 1])
        return f"{address(self.top, self.grid.left)}:{address(self.bottom, max(filled, default=0))}"

    def note(self, severity: str, code: str, place: str | None, message: str, remedy: str, found: str | None = None, expected: str | None = None) -> None:
        self.problems.append(Problem(severity, code, message, self.grid.sheet, place, found, expected, remedy))

    def hear_unit(self, text: str) -> None:
        """Keeps the first unit of money that a heading names."""
        self.printed_unit = self.printed_unit or unit_in(text)

    def state(self, text: str, row: int, column: int) -> None:
        """Keeps the amounts that a text states in a unit of their own."""
        for amount in amounts_in(text):
            self.statements.append(OwnStatement(Evidence(self.grid.sheet, address(row, column), amount.text), amount))

    def points(self, found: Mapping[str, Cell], row: int, name: str, cells: dict[str, str]) -> Decimal | None:
        """A weight or score among the cells of a row; unreadable ones are a problem at their cell, never zero."""
        return self.point(*found[name], row, name, cells) if name in found else None

    def point(self, text: str, column: int, row: int, name: str, cells: dict[str, str]) -> Decimal | None:
        cells[name] = address(row, column)
        try:
            return number(text)
        except NotANumber:
            message = f"{FIELD_NAMES.get(name, '总分')}“{text}”不是可以读取的数字。"
            self.note("error", "points-unreadable", cells[name], message, "请在原表中改为数字后重新上传。", text, "数字，如 9.5")
            return None
