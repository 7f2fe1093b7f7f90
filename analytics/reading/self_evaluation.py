"""The reader of self-evaluation forms (绩效自评表): one region of a sheet becomes one form.

A form is read by its words: head labels, a heading row of the funding block, one of the goals, one of the
indicators, a total row; each may stand in any column. Amounts leave this module as printed; units.py settles them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from analytics.reading import names
from analytics.reading.doubts import doubt_stray_total
from analytics.reading.excerpt import Excerpt
from analytics.reading.funding import read_funding
from analytics.reading.funding_layouts import (
    inline_rows,
    is_source_heading,
    is_split_heading,
    read_inline,
    read_labelled_amounts,
    read_sources_as_columns,
    read_split,
)
from analytics.reading.grid import Grid, address
from analytics.reading.headings import AMOUNTS, POINTS, funding_headings, goal_headings, heading_columns, indicator_headings, is_funding_heading
from analytics.reading.indicators import IndicatorBlock, read_indicators
from analytics.reading.management import read_management
from analytics.reading.masking import mask_person, mask_telephone
from analytics.reading.meanings import PART_OF_YEAR, meanings
from analytics.reading.records import OTHER, SELF_EVALUATION, TARGETS, AmountUnit, Form, Funding, Project, changed
from analytics.reading.shared_points import Totals, without_repeats
from analytics.reading.stated_results import read_stated_results
from analytics.reading.values import UNITS, is_blank, normalise, one_line, unit_in
from analytics.reading.vocabulary import FUNDING_COLUMNS, GOAL_COLUMNS, HEAD_LABELS, INDICATOR_COLUMNS, label_and_inline

_NAMES_A_UNIT = re.compile(r"^[(（]?(?:20\d\d\s*年度?)?\D{0,24}(?:单位|资金|金额|预算|收入|支出|执行)\D{0,24}$")
_CODE_AND_NAME = re.compile(r"^(?:([0-9A-Z]{12,})[-—_](.+)|([0-9A-Z]{6,}|\d{3,})[-—_ ](?=\D)(.+))$")
_MOST_FOR_EXECUTION = 20  # points that a scoring rule gives for the execution rate at most


@dataclass
class Head:
    """The labelled values above the blocks: role -> text, and the cell each stands in. Persons are masked, `masked` by cell for the drawing."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    masked: dict[tuple[int, int], str] = field(default_factory=dict)

    def keep(self, role: str, text: str, row: int, column: int) -> None:
        if role in ("person", "telephone"):
            line = one_line(text) or ""
            said = self.masked[row, column] = mask_telephone(mask_person(line) if role == "person" else line)
            self.persons.setdefault("负责人" if role == "person" else "电话", said)
        elif role not in self.texts and not is_blank(text):
            self.texts[role], self.places[role] = text, (row, column)


def read_self_evaluation(excerpt: Excerpt) -> Form:
    """The form on the rows of an excerpt, amounts as printed; statements and problems stay in the excerpt."""
    entries = excerpt.grid.entries
    rows = range(excerpt.top, excerpt.bottom + 1)
    indicator_row = next((row for row in indicator_headings(excerpt.grid) if row in rows), None)
    before = range(excerpt.top, excerpt.bottom + 1 if indicator_row is None else indicator_row)
    funding_rows = _without_lower_halves(entries, funding_headings(excerpt.grid, before))
    funding_row = max(funding_rows, key=lambda row: _amounts_named(entries[row]), default=None)
    others = {funding_row, *indicator_headings(excerpt.grid)}
    goal_row = next((row for row in goal_headings(excerpt.grid, rows) if row not in others), None)
    blocks = sorted({*funding_rows, *(row for row in (goal_row, indicator_row) if row is not None)})

    def end_of(block: int) -> int:
        return next((row for row in blocks if row > block), excerpt.bottom + 1)

    first_block = min(blocks, default=excerpt.bottom + 1)
    if funding_row is None:
        head, funding, amounts = _read_head_and_other_funding(excerpt, first_block)
    else:
        head = _read_head(excerpt, first_block)
        if funding_row + 1 < end_of(funding_row) and is_split_heading(entries[funding_row], entries[funding_row + 1]):
            funding, amounts = read_split(excerpt, funding_row, end_of(funding_row))
        else:
            funding, columns = read_funding(excerpt, funding_row, end_of(funding_row))
            amounts = set(columns.places)
    goals = _read_one_goal(excerpt, before) if goal_row is None else _read_goals(excerpt, goal_row, end_of(goal_row))
    block = IndicatorBlock() if indicator_row is None else read_indicators(excerpt, indicator_row)
    if funding_row is not None:
        block.indicators[:0] = read_management(excerpt, range(funding_row + 1, end_of(funding_row)))
    if indicator_row is None and funding:
        message = "没有找到绩效指标的表头（一级指标、三级指标、指标值等），指标未读取。"
        excerpt.note("warning", "indicators-missing", None, message, "请核对表样是否完整、表头文字是否有误。", None, "绩效指标表头")
    return _form(excerpt, head, funding, amounts, goals, block)


def _amounts_named(entries: Mapping[int, str]) -> int:
    """Of two blocks of money (累计支出 of a bond, 年初预算 to 全年执行 of the year) the one that names more amounts is that of the year."""
    return len({*AMOUNTS} & FUNDING_COLUMNS.roles(entries.values()))


def _without_lower_halves(entries: Sequence[Mapping[int, str]], rows: Sequence[int]) -> list[int]:
    """Headings of money without the second rows of those that stand in two: 执行率 | 分值 | 得分 beside 预算情况 above its amounts."""
    return [row for row in rows if row - 1 not in rows or _figures_named(entries[row]) & _figures_named(entries[row - 1])]


def _figures_named(entries: Mapping[int, str]) -> set[str | None]:
    return {*AMOUNTS, *POINTS} & FUNDING_COLUMNS.roles(entries.values())


def _read_head_and_other_funding(excerpt: Excerpt, end: int) -> tuple[Head, tuple[Funding, ...], set[str]]:
    """The head, and the funding block where it has another shape than a heading row with a line a source."""
    entries = excerpt.grid.entries
    rows = range(excerpt.top, end)
    by_columns = next((row for row in rows if row + 1 < end and is_source_heading(entries[row], entries[row + 1])), None)
    if by_columns is not None:
        return _read_head(excerpt, by_columns), *read_sources_as_columns(excerpt, by_columns, end)
    inline = inline_rows(excerpt, rows)
    head = _read_head(excerpt, inline[0] if inline else end)
    if inline:
        return head, *read_inline(excerpt, inline)
    if _sets_targets(excerpt):
        return head, *read_labelled_amounts(excerpt, range(excerpt.top, end))
    if head.texts.get("name"):
        excerpt.note("warning", "funding-missing", None, "没有找到项目资金部分（预算数、执行数），执行率留空。", "请核对表样是否完整。")
    return head, (), set()


def _read_head(excerpt: Excerpt, end: int) -> Head:
    head = Head()
    for row in range(excerpt.top, end):
        entries = excerpt.grid.entries[row]
        columns = sorted(entries)
        for position, column in enumerate(columns):
            label, inline = label_and_inline(entries[column])
            role = HEAD_LABELS.role(label)
            if "元" in entries[column] and _NAMES_A_UNIT.search(entries[column]) and unit_in(entries[column]):
                excerpt.hear_unit(entries[column])
                excerpt.grid.read.add((row, column))
            following = columns[position + 1] if position + 1 < len(columns) else None
            if role is None:
                if following is not None and "单位" in entries[column] and normalise(entries[following]) in UNITS:  # 单位 | 万元
                    excerpt.printed_unit = excerpt.printed_unit or normalise(entries[following])
                    excerpt.grid.read.update([(row, column), (row, following)])
                continue
            excerpt.grid.read.add((row, column))
            if inline:
                head.keep(role, inline, row, column)
            elif following is not None and not HEAD_LABELS.role(label_and_inline(entries[following])[0]):
                excerpt.grid.read.add((row, following))
                head.keep(role, entries[following], row, following)
                for at in _repeats(entries, columns[position + 1 :]):
                    excerpt.grid.read.add((row, at))
                    head.keep(role, entries[at], row, at)
    return head


def _repeats(entries: Mapping[int, str], columns: Sequence[int]) -> list[int]:
    """The columns after the first that repeat its text: those of a merged cell taken apart."""
    return [column for column, _ in itertools.takewhile(lambda pair: entries[pair[0]] == entries[pair[1]], zip(columns[1:], columns, strict=False))]


def _read_goals(excerpt: Excerpt, heading: int, end: int) -> dict[str, tuple[str, str]]:
    """goal and achievement -> text and cell."""
    below = next((min(entries) for entries in excerpt.grid.entries[heading + 1 : end] if entries), 0)
    goal = min((column for column, text in excerpt.grid.entries[heading].items() if GOAL_COLUMNS.role(text) == "goal"), default=0)
    columns = heading_columns(excerpt.grid, heading, GOAL_COLUMNS, heading, min(below, goal))
    left = min((place[0] for place in columns.places.values()), default=0)
    beside = {excerpt.grid.entries[heading].get(column) for column in range(left)}
    goals: dict[str, tuple[str, str]] = {}
    for row in range(columns.bottom + 1, end):
        if goals and any(text not in beside for column, text in excerpt.grid.entries[row].items() if column < left):
            break  # a label at the left begins another block
        for role, (words, column) in columns.row(excerpt.grid, row).items():
            excerpt.state(words, row, column)
            text, place = goals.get(role, ("", address(row, column)))
            goals[role] = (f"{text}\n{words}" if text else words, place)
    return goals


def _read_one_goal(excerpt: Excerpt, rows: range) -> dict[str, tuple[str, str]]:
    """The goal of a form that has no column of what was achieved: beside its label, or below that of the year."""
    grid = excerpt.grid
    for row in rows:
        labels = [column for column, text in grid.entries[row].items() if GOAL_COLUMNS.role(text) == "goal"]
        if not labels:
            continue
        label = max(labels, key=lambda column: ("年度" in grid.entries[row][column], column))
        beside = min((column for column in grid.entries[row] if column > label), default=None)
        places = _running_on(grid, row, beside, rows.stop) if beside is not None else _running_on(grid, row + 1, label, rows.stop)
        if places:
            grid.read.update([*((row, column) for column in labels), *places])
            for place in places:
                excerpt.state(grid.text(*place) or "", *place)
            return {"goal": ("\n".join(grid.text(*place) or "" for place in places), address(*places[0]))}
    return {}


def _running_on(grid: Grid, top: int, column: int, end: int) -> list[tuple[int, int]]:
    """A text and the lines of it that stand in rows of their own below."""
    if top >= end or column not in grid.entries[top]:
        return []
    below = itertools.takewhile(lambda row: set(grid.entries[row]) == {column}, range(top + 1, end))
    return [(row, column) for row in (top, *below)]


def _form(excerpt: Excerpt, head: Head, funding: tuple[Funding, ...], amounts: set[str], goals: Mapping[str, tuple[str, str]], block: IndicatorBlock) -> Form:
    if block.totals.get("total_score") is None and "total_score" in head.texts:
        row, column = head.places["total_score"]
        block.totals["total_score"] = excerpt.point(head.texts["total_score"], column, row, "total_score", block.cells)
    funding = _without_total_score(funding, block)
    block.indicators = without_repeats(excerpt, block.indicators, _stated_totals(funding, block))
    _place_stray_totals(excerpt, funding, block)
    _mend_lone_total(excerpt, funding, block)
    if not _sets_targets(excerpt):
        read_stated_results(excerpt, block)
    kind, recognised_as = _kind(excerpt, head, amounts, block)
    excerpt.grid.masked.update(head.masked)
    return Form(
        kind,
        excerpt.grid.sheet,
        excerpt.range,
        recognised_as=recognised_as,
        subject="project",
        amount_unit=AmountUnit(excerpt.printed_unit, None, "stated"),
        project=_project(head, goals),
        department_printed=head.texts.get("department_name"),
        funding=funding,
        indicators=tuple(block.indicators),
        fiscal_year=names.year_of_cell(head.texts.get("year")),
        has_revised_column="revised_budget" in amounts or "initial_budget" not in amounts,
        total_weight=block.totals.get("total_weight"),
        total_score=block.totals.get("total_score"),
        total_score_reviewed=block.totals.get("total_score_reviewed"),
        grade=block.grade,
        persons=head.persons,
        cells=block.cells,
    )


def _stated_totals(funding: tuple[Funding, ...], block: IndicatorBlock) -> Totals:
    total = next((line for line in funding if line.source == "total"), None)
    points = (total.weight or Decimal(0), total.score or Decimal(0)) if total else (Decimal(0), Decimal(0))
    return Totals(block.totals.get("total_weight") or Decimal(100), block.totals.get("total_score"), *points)


def _without_total_score(funding: tuple[Funding, ...], block: IndicatorBlock) -> tuple[Funding, ...]:
    """自评得分 beside the amounts, without a weight of its own, is that of the whole form where the indicators add up to it."""
    total = next((line for line in funding if line.source == "total"), None)
    if total is None or total.score is None or total.weight is not None or block.totals.get("total_score") is not None:
        return funding
    if total.score <= _MOST_FOR_EXECUTION or total.score != _sum("score", (), block):
        return funding
    block.totals["total_score"], block.cells["total_score"] = total.score, total.cells["score"]
    cells = {name: place for name, place in total.cells.items() if name != "score"}
    return tuple(changed(line, score=None, cells=cells) if line is total else line for line in funding)


def _sets_targets(excerpt: Excerpt) -> bool:
    """A form of targets has no columns of what was achieved: its funding is no result either."""
    headings = [excerpt.grid.entries[row] for row in indicator_headings(excerpt.grid) if excerpt.top <= row <= excerpt.bottom]
    return bool(headings) and not any({"actual", "score"} & INDICATOR_COLUMNS.roles(entries.values()) for entries in headings)


def _kind(excerpt: Excerpt, head: Head, amounts: set[str], block: IndicatorBlock) -> tuple[str, str | None]:
    """What was read, by the columns it has: results, targets set for the year, or a table that only looks like one."""
    indicator_rows = indicator_headings(excerpt.grid)
    rows = [row for row, meant in enumerate(meanings(excerpt.grid)[excerpt.top : excerpt.bottom + 1], excerpt.top) if meant & PART_OF_YEAR]
    if any(row in indicator_rows or row - 1 in indicator_rows or is_funding_heading(excerpt.grid, row) for row in rows):
        return OTHER, "绩效运行监控表"
    if not amounts and not head.texts.keys() & {"name", "department_name"} and "actual" not in block.columns:
        return OTHER, "绩效评价评分表"
    if "executed" in amounts or {"actual", "score", "score_reviewed"} & block.columns:
        return SELF_EVALUATION, None
    return (TARGETS, None) if "target" in block.columns and head.texts.get("name") else (OTHER, "绩效评价指标体系表")


def _place_stray_totals(excerpt: Excerpt, funding: tuple[Funding, ...], block: IndicatorBlock) -> None:
    """Numbers of the total row outside its columns: named by the words before them, or known as what the rows add up to."""
    totals = block.totals
    alone = len(block.stray) == 1 and not any(totals.get(name) is not None for name in ("total_weight", "total_score"))
    for before, value, place in block.stray:
        named = before.endswith(("得分", "自评分"))
        name = "total_score" if named else _total_by_sums(value, alone, funding, block)
        if name is None or totals.get(name) is not None:
            if sum(totals.get(known) is not None for known in ("total_weight", "total_score")) < 2:
                doubt_stray_total(excerpt, place, str(value))
            return
        totals[name], block.cells[name] = value, place
        if not named and block.columns & {"weight", "score"} == {"weight", "score"}:
            meant = {"total_weight": "分值", "total_score": "得分"}[name]
            message = f"总分行的 {value} 不在分值、得分列中：按{meant}合计读取。"
            excerpt.note("note", "total-in-wrong-column", place, message, "请核对总分一行的列。", str(value), f"{meant}合计")


def _total_by_sums(value: Decimal, alone: bool, funding: tuple[Funding, ...], block: IndicatorBlock) -> str | None:
    """Which total a number is: what the scores or the weights add up to, or the only one that a form without weights can have."""
    if value == _sum("score", funding, block):
        return "total_score" if alone or value != _sum("weight", funding, block) else None
    if value == _sum("weight", funding, block):
        return "total_weight"
    return "total_score" if alone and "weight" not in block.columns and "score" in block.columns else None


def _mend_lone_total(excerpt: Excerpt, funding: tuple[Funding, ...], block: IndicatorBlock) -> None:
    """A total row with one figure may hold it in the wrong column: it is what the rows above add up to."""
    weight, score = block.totals.get("total_weight"), block.totals.get("total_score")
    if (weight is None) == (score is None):
        return
    weights, scores = _sum("weight", funding, block), _sum("score", funding, block)
    if score is None and weight == scores != weights:
        column, meant, name = "total_weight", "total_score", "得分"
    elif weight is None and score == weights != scores:
        column, meant, name = "total_score", "total_weight", "分值"
    else:
        return
    figure = block.totals.pop(column)
    block.totals[meant], block.cells[meant] = figure, block.cells.pop(column)
    message = f"总分行的 {figure} 等于各项{name}之和，却填在另一列：按{name}合计读取。"
    excerpt.note("note", "total-in-wrong-column", block.cells[meant], message, "请核对总分一行的列。", str(figure), f"{name}合计")


def _sum(name: str, funding: tuple[Funding, ...], block: IndicatorBlock) -> Decimal | None:
    """Sum over the indicators and the row of the total amount; None when no indicator has the figure."""
    figures = [value for indicator in block.indicators if (value := getattr(indicator, name)) is not None]
    execution = next((value for line in funding if line.source == "total" and (value := getattr(line, name)) is not None), Decimal(0))
    return sum(figures, execution) if figures else None


def _project(head: Head, goals: Mapping[str, tuple[str, str]]) -> Project:
    known = [name for name in ("name", "code", "supervising_unit", "implementing_unit") if name in head.texts]
    texts = {name: one_line(head.texts[name]) for name in known}
    cells = {name: address(*head.places[name]) for name in known}
    if texts.get("name"):
        code, texts["name"] = _split_code(texts["name"])
        texts["code"] = texts.get("code") or code
    for role, (text, place) in goals.items():
        texts[role], cells[role] = text, place
    return Project(texts.pop("name", None), **texts, cells=cells)


def _split_code(name: str) -> tuple[str | None, str]:
    """`51000021R000000019951-工资性支出` -> code and name; a number that belongs to the name stays there."""
    match = _CODE_AND_NAME.match(name)
    return (match.group(1) or match.group(3), match.group(2) or match.group(4)) if match else (None, name)
