"""The reader of self-evaluation forms (绩效自评表): one region of a sheet becomes one form.

A form is read by its words: head labels, a heading row of the funding block, one of the goals, one of the
indicators, a total row; each may stand in any column. Amounts leave this module as printed; units.py settles them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analytics.reading import vocabulary
from analytics.reading.grid import Grid, address
from analytics.reading.masking import mask_person, mask_telephone
from analytics.reading.records import SELF_EVALUATION, AmountUnit, Evidence, Form, Funding, Indicator, Problem, Project
from analytics.reading.values import (
    UNITS,
    AmountInText,
    NotANumber,
    amounts_in,
    is_blank,
    join_target,
    normalise,
    number,
    one_line,
    own_unit,
    says_not_applicable,
    settle_rate,
    target_of,
    unit_in,
)

AMOUNTS = ("initial_budget", "revised_budget", "executed")


@dataclass(frozen=True)
class OwnStatement:
    """An amount with its unit that the form itself states (成本指标, goals): evidence for the unit of its amounts."""

    evidence: Evidence
    stated: AmountInText


@dataclass
class Reading:
    """A form as printed (amounts not scaled yet), what it says of its own amounts, and what is doubtful in it."""

    form: Form
    statements: list[OwnStatement] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """Where each role of a block stands: role -> first and last column; `bottom` is the last heading row."""

    places: Mapping[str, tuple[int, int]]
    bottom: int

    def find(self, grid: Grid, row: int, role: str) -> tuple[str, int] | None:
        """Text and column of the first filled cell of a role in a row; None when blank or covered from above."""
        place = self.places.get(role)
        if place is None or row >= len(grid.entries):
            return None
        entries = grid.entries[row]
        for column in range(place[0], place[1] + 1):
            if column in entries:
                grid.read.add((row, column))
                return entries[column], column
        return None


def heading_columns(grid: Grid, row: int, words: tuple[tuple[str, str], ...], last_row: int) -> Columns:
    """Roles of a heading that may break over two rows (年度 over 指标值). The left-most column of a role wins."""
    entries = grid.entries[row]
    below = grid.entries[row + 1] if row + 1 <= last_row else {}
    two_rows = bool(below) and all(_continues_heading(grid, row, column, text, words) for column, text in below.items())
    bottom = row + 1 if two_rows else max((grid.span(row, column)[0] for column in entries if vocabulary.role(words, entries[column])), default=row)
    bottom = min(bottom, row + 1)
    places: dict[str, tuple[int, int]] = {}
    for column in sorted({*entries, *(below if two_rows else ())}):
        if grid.span(row, column)[0] > bottom:  # a label at the side of the whole block
            continue
        upper = grid.text(*grid.anchor(row, column))
        lower = below.get(column) if two_rows else None
        names = [lower, (upper or "") + (lower or ""), upper] if lower else [upper]
        role = next((found for name in names if (found := vocabulary.role(words, name))), None)
        if role is None or role in places:
            continue
        last = max(grid.span(row, column)[1], grid.span(row + 1, column)[1] if lower else column) if not lower else grid.span(row + 1, column)[1]
        places[role] = (column, last)
    for column in entries:
        grid.read.add((row, column))
    if two_rows:
        grid.read.update((row + 1, column) for column in below)
    return Columns(places, bottom)


def _continues_heading(grid: Grid, row: int, column: int, text: str, words: tuple[tuple[str, str], ...]) -> bool:
    above = grid.text(*grid.anchor(row, column))
    if vocabulary.role(vocabulary.FUNDING_SOURCES, text):
        return False
    return bool(vocabulary.role(words, text)) or (vocabulary.role(words, above) is None and bool(vocabulary.role(words, (above or "") + text)))


def is_funding_heading(entries: Mapping[int, str]) -> bool:
    roles = {vocabulary.role(vocabulary.FUNDING_COLUMNS, text) for text in entries.values()}
    return bool({"executed", "execution_rate_stated"} & roles) and len(roles & {*AMOUNTS, "execution_rate_stated", "weight", "score"}) >= 2


def is_indicator_heading(entries: Mapping[int, str]) -> bool:
    roles = {vocabulary.role(vocabulary.INDICATOR_COLUMNS, text) for text in entries.values()}
    return bool({"level2", "level3"} & roles) and len(roles & {"target", "actual", "weight", "score", "level1", "level2"}) >= 2


def is_goal_heading(entries: Mapping[int, str]) -> bool:
    roles = {vocabulary.role(vocabulary.GOAL_COLUMNS, text) for text in entries.values()}
    return {"goal", "achievement"} <= roles


class FormReader:
    """Reads the rows `top` to `bottom` of a grid as one form."""

    def __init__(self, grid: Grid, top: int, bottom: int) -> None:
        self.grid, self.top, self.bottom = grid, top, bottom
        self.problems: list[Problem] = []
        self.statements: list[OwnStatement] = []
        self.head: dict[str, tuple[str, int, int]] = {}
        self.persons: dict[str, str] = {}
        self.printed_unit: str | None = None

    def read(self) -> Reading:
        rows = range(self.top, min(self.bottom, len(self.grid.entries) - 1) + 1)
        indicator_row = next((row for row in rows if is_indicator_heading(self.grid.entries[row])), None)
        funding_row = next((row for row in rows if (indicator_row is None or row < indicator_row) and is_funding_heading(self.grid.entries[row])), None)
        goal_row = next((row for row in rows if row not in (indicator_row, funding_row) and is_goal_heading(self.grid.entries[row])), None)
        block_rows = [row for row in (funding_row, goal_row, indicator_row) if row is not None]
        self._read_head(min(block_rows, default=self.bottom + 1))
        funding = self._read_funding(funding_row, min((row for row in block_rows if funding_row is not None and row > funding_row), default=self.bottom + 1))
        goal, achievement = self._read_goals(goal_row, min((row for row in block_rows if goal_row is not None and row > goal_row), default=self.bottom + 1))
        indicators, totals = self._read_indicators(indicator_row)
        return self._form(funding, goal, achievement, indicators, totals, funding_row)

    def _place(self, row: int, column: int) -> str:
        return address(row, column)

    def _problem(self, severity: str, code: str, row: int, column: int, found: str | None, expected: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(severity, code, message, self.grid.sheet, address(row, column), found, expected, remedy))

    # --- head -------------------------------------------------------------------------------------------------

    def _read_head(self, end: int) -> None:
        for row in range(self.top, min(end, len(self.grid.entries))):
            entries = self.grid.entries[row]
            columns = sorted(entries)
            for position, column in enumerate(columns):
                label, inline = _label_and_inline(entries[column])
                role = vocabulary.role(vocabulary.HEAD_LABELS, label)
                self.printed_unit = self.printed_unit or (unit_in(entries[column]) if "单位" in entries[column] else None)
                if role is None:
                    continue
                self.grid.read.add((row, column))
                if inline:
                    self._keep_head(role, inline, row, column)
                elif position + 1 < len(columns) and not vocabulary.role(vocabulary.HEAD_LABELS, _label_and_inline(entries[columns[position + 1]])[0]):
                    self.grid.read.add((row, columns[position + 1]))
                    self._keep_head(role, entries[columns[position + 1]], row, columns[position + 1])

    def _keep_head(self, role: str, text: str, row: int, column: int) -> None:
        if role == "person":
            self.persons.setdefault("负责人", mask_person(one_line(text) or ""))
        elif role == "telephone":
            self.persons.setdefault("电话", mask_telephone(one_line(text) or ""))
        else:
            self.head.setdefault(role, (text, row, column))

    # --- funding ----------------------------------------------------------------------------------------------

    def _read_funding(self, heading: int | None, end: int) -> tuple[Funding, ...]:
        self.columns: Columns | None = None
        if heading is None:
            return ()
        columns = heading_columns(self.grid, heading, vocabulary.FUNDING_COLUMNS, end - 1)
        for text in self.grid.entries[heading].values():
            self.printed_unit = self.printed_unit or unit_in(text)
        label_column = self._label_column(columns.bottom + 1, end)
        places = {role: place for role, place in columns.places.items() if label_column is None or place[0] > label_column}
        self.columns = Columns(places, columns.bottom)
        lines = []
        for row in range(columns.bottom + 1, min(end, len(self.grid.entries))):
            label = self._funding_label(row, min(place[0] for place in places.values()) if places else 0)
            if label is None:
                continue
            line = self._funding_line(row, label)
            if line is not None:
                lines.append(line)
        return tuple(lines)

    def _label_column(self, start: int, end: int) -> int | None:
        for row in range(start, min(end, len(self.grid.entries))):
            for column in sorted(self.grid.entries[row]):
                if vocabulary.role(vocabulary.FUNDING_SOURCES, self.grid.entries[row][column]):
                    return column
        return None

    def _funding_label(self, row: int, first_amount: int) -> tuple[str, int] | None:
        entries = self.grid.entries[row]
        labels = [(entries[column], column) for column in sorted(entries) if column < first_amount]
        known = [pair for pair in labels if vocabulary.role(vocabulary.FUNDING_SOURCES, pair[0])]
        for _, column in labels:
            self.grid.read.add((row, column))
        return (known or labels or [None])[-1]

    def _funding_line(self, row: int, label: tuple[str, int]) -> Funding | None:
        text = one_line(label[0]) or ""
        source = vocabulary.role(vocabulary.FUNDING_SOURCES, re.sub(r"^其中[::]?", "", normalise(text)))
        cells: dict[str, str] = {"label": self._place(row, label[1])}
        amounts, printed, dashes = {}, {}, 0
        for name in AMOUNTS:
            amounts[name], printed[f"{name}_printed"] = self._amount(row, name, cells)
            dashes += printed[f"{name}_printed"] is not None and amounts[name] is None
        weight = self._points(row, "weight", cells)
        score = self._points(row, "score", cells)
        if source is None and all(value is None for value in (*amounts.values(), weight, score)):
            return None
        if source is None:
            self._problem("note", "funding-label-unknown", row, label[1], text, "资金来源名称", f"未识别的资金来源“{text}”，按其他资金读取。", "请核对该行名称。")
        base = amounts["revised_budget"] if "revised_budget" in self.columns.places else amounts["initial_budget"]
        rate = self._rate(row, cells, base, amounts["executed"], weight, score)
        return Funding(source or "other", text, **amounts, weight=weight, execution_rate_stated=rate, score=score, applicable=dashes == 0, **printed, cells=cells)

    def _amount(self, row: int, name: str, cells: dict[str, str]) -> tuple[Decimal | None, str | None]:
        found = self.columns.find(self.grid, row, name)
        if found is None:
            place = self.columns.places.get(name)
            if place is not None:
                cells[name] = self._place(row, place[0])
            return None, None
        text, column = found
        cells[name] = self._place(row, column)
        try:
            value = number(text)
        except NotANumber:
            message = f"{_CHINESE[name]}“{text}”不是可以读取的数字。"
            self._problem("error", "amount-unreadable", row, column, text, "数字，如 12.5", message, "请在原表中改为数字后重新上传；确实没有金额的请留空。")
            return None, text
        unit = own_unit(text)
        if value is not None and unit is not None:
            self.printed_unit = self.printed_unit or unit
            value = value * UNITS[unit] / UNITS[self.printed_unit]
        return value, text

    def _points(self, row: int, name: str, cells: dict[str, str], columns: Columns | None = None) -> Decimal | None:
        found = (columns or self.columns).find(self.grid, row, name)
        if found is None:
            return None
        text, column = found
        cells[name] = self._place(row, column)
        try:
            return number(text)
        except NotANumber:
            message = f"{_CHINESE[name]}“{text}”不是可以读取的数字。"
            self._problem("error", "points-unreadable", row, column, text, "数字，如 9.5", message, "请在原表中改为数字后重新上传。")
            return None

    def _rate(
        self, row: int, cells: dict[str, str], base: Decimal | None, executed: Decimal | None, weight: Decimal | None, score: Decimal | None
    ) -> Decimal | None:
        found = self.columns.find(self.grid, row, "execution_rate_stated")
        if found is None:
            return None
        text, column = found
        cells["execution_rate_stated"] = self._place(row, column)
        by_amounts = executed / base if executed is not None and base else None
        by_score = score / weight if score is not None and weight else None
        try:
            rate, sure = settle_rate(text, by_amounts, by_score)
        except NotANumber:
            self._problem("warning", "rate-unreadable", row, column, text, "百分数，如 93.5%", f"执行率“{text}”无法读取。", "请改为百分数；本系统按执行数÷预算数另行计算。")
            return None
        if not sure:
            message = f"执行率“{text}”没有百分号，与执行数÷预算数、得分÷分值都不相符，无法判断是比率还是百分数。"
            self._problem("warning", "rate-ambiguous", row, column, text, "百分数，如 93.5%", message, "请写明百分号并核对。")
        return rate

    # --- goals ------------------------------------------------------------------------------------------------

    def _read_goals(self, heading: int | None, end: int) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        if heading is None:
            return None, None
        columns = heading_columns(self.grid, heading, vocabulary.GOAL_COLUMNS, heading)
        return self._goal_text(columns, "goal", end), self._goal_text(columns, "achievement", end)

    def _goal_text(self, columns: Columns, role: str, end: int) -> tuple[str, str] | None:
        texts, place = [], None
        for row in range(columns.bottom + 1, min(end, len(self.grid.entries))):
            found = columns.find(self.grid, row, role)
            if found is not None:
                texts.append(found[0])
                place = place or self._place(row, found[1])
                self._state(found[0], row, found[1])
        return ("\n".join(texts), place) if place else None

    def _state(self, text: str, row: int, column: int) -> None:
        for amount in amounts_in(text):
            self.statements.append(OwnStatement(Evidence(self.grid.sheet, self._place(row, column), amount.text), amount))

    # --- indicators -------------------------------------------------------------------------------------------

    def _read_indicators(self, heading: int | None) -> tuple[tuple[Indicator, ...], dict[str, tuple[str, int, int]]]:
        if heading is None:
            return (), {}
        columns = heading_columns(self.grid, heading, vocabulary.INDICATOR_COLUMNS, self.bottom)
        self.indicator_columns = columns
        indicators: list[Indicator] = []
        level1 = level2 = None
        for row in range(columns.bottom + 1, min(self.bottom, len(self.grid.entries) - 1) + 1):
            entries = self.grid.entries[row]
            if not entries or is_indicator_heading(entries):
                self.grid.read.update((row, column) for column in entries)
                continue
            first = entries[min(entries)]
            if vocabulary.TOTAL_LABEL.match(normalise(first)):
                return tuple(indicators), self._totals(row, columns)
            if vocabulary.NOTE_LABEL.match(normalise(first)):
                self.grid.read.update((row, column) for column in entries)
                break
            own1, own2 = columns.find(self.grid, row, "level1"), columns.find(self.grid, row, "level2")
            if own1 is not None:
                level1, level2 = own1[0], None
            if own2 is not None:
                level2 = own2[0]
            self._add_indicator(indicators, row, columns, level1, level2, own2 is not None)
        return tuple(indicators), {}

    def _add_indicator(self, indicators: list[Indicator], row: int, columns: Columns, level1: str | None, level2: str | None, own_level2: bool) -> None:
        cells: dict[str, str] = {}
        texts = {}
        for name in ("level3", "target", "actual", "deviation_reason", "direction", "unit", "method"):
            found = columns.find(self.grid, row, name)
            texts[name] = found[0] if found else None
            if found:
                cells[name] = self._place(row, found[1])
                if name in ("level3", "target", "actual") and (_is_cost(level1, level2, texts.get("level3")) or name == "level3"):
                    self._state(found[0], row, found[1])
        weight, score, reviewed = (self._points(row, name, cells, columns) for name in ("weight", "score", "score_reviewed"))
        if "direction" in columns.places or "unit" in columns.places:
            texts["target"] = join_target(texts["direction"], texts["target"], texts["unit"])
        stated = [texts[name] for name in ("level3", "target", "actual", "deviation_reason")]
        if all(value is None for value in (*stated, weight, score, reviewed)):
            if own_level2:
                indicators.append(Indicator(_level(level1), _level(level2), cells=cells))
            return
        if indicators and texts["level3"] is None and not own_level2 and weight is None and score is None and reviewed is None:
            indicators[-1] = _continued(indicators[-1], texts)
            return
        indicators.append(self._indicator(texts, level1, level2, weight, score, reviewed, cells))

    def _indicator(
        self,
        texts: Mapping[str, str | None],
        level1: str | None,
        level2: str | None,
        weight: Decimal | None,
        score: Decimal | None,
        reviewed: Decimal | None,
        cells: dict[str, str],
    ) -> Indicator:
        target_value, direction = target_of(texts["target"])
        actual_value, _ = target_of(texts["actual"])
        applicable = not any(says_not_applicable(texts[name]) for name in ("level3", "target", "actual")) or score is not None
        return Indicator(
            _level(level1),
            _level(level2),
            texts["level3"],
            None if is_blank(texts["target"]) else texts["target"],
            None if is_blank(texts["actual"]) else texts["actual"],
            target_value,
            actual_value,
            direction,
            weight,
            score,
            reviewed,
            applicable,
            None if is_blank(texts["deviation_reason"]) else texts["deviation_reason"],
            cells,
        )

    def _totals(self, row: int, columns: Columns) -> dict[str, tuple[str, int, int]]:
        totals = {}
        for name in ("weight", "score", "score_reviewed"):
            found = columns.find(self.grid, row, name)
            if found is not None:
                totals[name] = (found[0], row, found[1])
        taken = {place[2] for place in totals.values()}
        for column in sorted(self.grid.entries[row]):
            text = self.grid.entries[row][column]
            if column not in taken and normalise(text) in _GRADES:
                totals["grade"] = (text, row, column)
            self.grid.read.add((row, column))
        return totals

    # --- the whole --------------------------------------------------------------------------------------------

    def _form(
        self,
        funding: tuple[Funding, ...],
        goal: tuple[str, str] | None,
        achievement: tuple[str, str] | None,
        indicators: tuple[Indicator, ...],
        totals: Mapping[str, tuple[str, int, int]],
        funding_row: int | None,
    ) -> Reading:
        cells: dict[str, str] = {}
        weight = self._total(totals, "weight", "total_weight", cells)
        score = self._total(totals, "score", "total_score", cells)
        weight, score = self._lone_total(weight, score, funding, indicators, cells)
        reviewed = self._total(totals, "score_reviewed", "total_score_reviewed", cells)
        if score is None and "total_score" in self.head:
            score = self._total({"score": self.head["total_score"]}, "score", "total_score", cells)
        project, project_cells = self._project(goal, achievement)
        columns = self.columns.places if self.columns else {}
        form = Form(
            SELF_EVALUATION,
            self.grid.sheet,
            f"{address(self.top, 0)}:{address(min(self.bottom, len(self.grid.entries) - 1), self._last_column())}",
            subject="project",
            amount_unit=AmountUnit(self.printed_unit, None, "stated"),
            project=replace(project, cells=project_cells),
            funding=funding,
            indicators=indicators,
            has_revised_column="revised_budget" in columns or "initial_budget" not in columns,
            total_weight=weight,
            total_score=score,
            total_score_reviewed=reviewed,
            grade=normalise(totals["grade"][0]) if "grade" in totals else None,
            persons=self.persons,
            cells=cells,
        )
        self._check_blank_budget(form, funding_row)
        return Reading(form, self.statements, self.problems)

    def _check_blank_budget(self, form: Form, funding_row: int | None) -> None:
        total = next((line for line in form.funding if line.source == "total"), None)
        if total is None:
            if form.funding:
                self.problems.append(
                    Problem("warning", "funding-total-missing", "没有找到“年度资金总额”一行，执行率留空。", self.grid.sheet, remedy="请补填年度资金总额。")
                )
            elif form.project and form.project.name:
                self.problems.append(
                    Problem("warning", "funding-missing", "没有找到项目资金部分（预算数、执行数），执行率留空。", self.grid.sheet, remedy="请核对表样是否完整。")
                )
            return
        for name in AMOUNTS:
            if name in (self.columns.places if self.columns else {}) and getattr(total, name) is None and getattr(total, f"{name}_printed") is None:
                severity = "note" if name == "initial_budget" and form.has_revised_column else "warning"
                self.problems.append(
                    Problem(severity, f"{name.replace('_', '-')}-blank", f"年度资金总额的{_CHINESE[name]}为空。", self.grid.sheet, total.cells.get(name), None, "金额", "请补填；确为零的请填 0。")
                )

    def _lone_total(
        self, weight: Decimal | None, score: Decimal | None, funding: tuple[Funding, ...], indicators: tuple[Indicator, ...], cells: dict[str, str]
    ) -> tuple[Decimal | None, Decimal | None]:
        """A total row with one figure may hold it in the wrong column: it is what the rows above add up to."""
        if (weight is None) == (score is None):
            return weight, score
        figure = weight if weight is not None else score
        weights, scores = self._sum("weight", funding, indicators), self._sum("score", funding, indicators)
        if score is None and figure == scores != weights:
            return None, self._moved(figure, "total_weight", "total_score", "得分", cells)
        if weight is None and figure == weights != scores:
            return self._moved(figure, "total_score", "total_weight", "分值", cells), None
        return weight, score

    def _moved(self, figure: Decimal, column: str, meant: str, name: str, cells: dict[str, str]) -> Decimal:
        cells[meant] = cells.pop(column)
        message = f"总分行的 {figure} 等于各项{name}之和，却填在另一列：按{name}合计读取。"
        self.problems.append(Problem("note", "total-in-wrong-column", message, self.grid.sheet, cells[meant], str(figure), f"{name}合计", "请核对总分一行的列。"))
        return figure

    @staticmethod
    def _sum(name: str, funding: tuple[Funding, ...], indicators: tuple[Indicator, ...]) -> Decimal | None:
        """Sum over the indicators and the row of the total amount; None when no indicator has the figure."""
        figures = [value for indicator in indicators if (value := getattr(indicator, name)) is not None]
        execution = next((value for line in funding if line.source == "total" and (value := getattr(line, name)) is not None), Decimal(0))
        return sum(figures, execution) if figures else None

    def _total(self, totals: Mapping[str, tuple[str, int, int]], key: str, name: str, cells: dict[str, str]) -> Decimal | None:
        if key not in totals:
            return None
        text, row, column = totals[key]
        cells[name] = self._place(row, column)
        try:
            return number(text)
        except NotANumber:
            self._problem("error", "points-unreadable", row, column, text, "数字，如 95.5", f"总分“{text}”不是可以读取的数字。", "请在原表中改为数字后重新上传。")
            return None

    def _project(self, goal: tuple[str, str] | None, achievement: tuple[str, str] | None) -> tuple[Project, dict[str, str]]:
        texts, cells = {}, {}
        for name in ("name", "code", "supervising_unit", "implementing_unit"):
            if name in self.head and not is_blank(self.head[name][0]):
                text, row, column = self.head[name]
                texts[name] = one_line(text)
                cells[name] = self._place(row, column)
        if texts.get("name"):
            code, texts["name"] = _split_code(texts["name"])
            texts["code"] = texts.get("code") or code
        for name, found in (("goal", goal), ("achievement", achievement)):
            if found:
                texts[name], cells[name] = found
        return Project(texts.pop("name", None), **texts), cells

    def _last_column(self) -> int:
        filled = (max(entries) for entries in self.grid.entries[self.top : self.bottom + 1] if entries)
        return max(filled, default=0)


_GRADES = {"优", "良", "中", "差", "优秀", "良好", "一般", "较差", "合格", "不合格"}
_CHINESE = {
    "initial_budget": "年初预算数",
    "revised_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "score": "得分",
    "score_reviewed": "复核得分",
}


def _label_and_inline(text: str) -> tuple[str, str | None]:
    """`项目单位（盖章）：黄石市图书馆` -> label and the value in the same cell."""
    if ":" not in text and "：" not in text:
        return text, None
    label, _, value = re.sub("：", ":", text).partition(":")
    return label, value.strip() or None


def _split_code(name: str) -> tuple[str | None, str]:
    """`51000021R000000019951-工资性支出` -> code and name; a number that belongs to the name stays there."""
    match = re.match(r"^([0-9A-Z]{6,}[0-9A-Z]*|\d{3,})[-—_ ](?=\D)(.+)$", name)
    return (match.group(1), match.group(2)) if match else (None, name)


def _level(text: str | None) -> str | None:
    """`产出指标`: a level without its line breaks and without the weight in brackets after it."""
    if text is None:
        return None
    plain = one_line(text) or ""
    return re.sub(r"[（(]\s*\d+(?:\.\d+)?\s*分?\s*[)）]$", "", plain) or None


def _is_cost(level1: str | None, level2: str | None, level3: str | None) -> bool:
    return any("成本" in (text or "") for text in (one_line(level1), one_line(level2), level3))


def _continued(indicator: Indicator, texts: Mapping[str, str | None]) -> Indicator:
    """The indicator with the rest of its texts from the row below it."""
    joined = {name: "".join(part for part in (getattr(indicator, name), texts[name]) if part) or None for name in ("target", "actual", "deviation_reason")}
    return replace(indicator, **joined)


def regions(grid: Grid) -> Iterator[tuple[int, int]]:
    """First and last row of every form on a sheet: each begins above its 项目名称 (or its department's name)."""
    starts = [row for row, entries in enumerate(grid.entries) if _names_a_subject(entries)]
    if not starts:
        if any(is_indicator_heading(entries) for entries in grid.entries) and any(is_funding_heading(entries) for entries in grid.entries):
            yield 0, len(grid.entries) - 1
        return
    tops = [0 if position == 0 else _title_row(grid, row, starts[position - 1]) for position, row in enumerate(starts)]
    for position, top in enumerate(tops):
        yield top, (tops[position + 1] - 1 if position + 1 < len(tops) else len(grid.entries) - 1)


def _names_a_subject(entries: Mapping[int, str]) -> bool:
    labels = [vocabulary.role(vocabulary.HEAD_LABELS, _label_and_inline(text)[0]) for text in entries.values()]
    return "name" in labels and len(entries) <= 6 and not is_funding_heading(entries) and "序号" not in entries.values()


def _title_row(grid: Grid, row: int, previous: int) -> int:
    """Walks up over the title rows of a form: few words, no figures, not the total of the form above."""
    top = row
    while top - 1 > previous:
        entries = grid.entries[top - 1]
        texts = [normalise(text) for text in entries.values()]
        if not texts or len(texts) > 2 or any(vocabulary.TOTAL_LABEL.match(text) or vocabulary.NOTE_LABEL.match(text) for text in texts):
            break
        if not any(re.search(r"表|年度|附件|附表|单位|日期", text) for text in texts):
            break
        top -= 1
    return top
