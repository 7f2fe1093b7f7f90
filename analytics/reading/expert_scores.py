"""The reader of expert score sheets (专家评分表): indicators in rows, any number of experts in columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from analytics.reading.doubts import doubt_figures
from analytics.reading.grid import Grid, address
from analytics.reading.indicators import level_name
from analytics.reading.meanings import EXPERT, meanings
from analytics.reading.records import EXPERT_SCORES, Form, Problem, Project, Row
from analytics.reading.values import NotANumber, is_number, normalise, number, one_line
from analytics.reading.vocabulary import INDICATOR_COLUMNS, NOTE_LABEL, TOTAL_LABEL

_EXPERT = re.compile(r"^(?:评审|评分)?专家[一二三四五六七八九十\dA-Z]*$")
_TITLE = re.compile(r"专家.{0,8}(?:评分|打分|评价)")
_QUOTED = re.compile(r"[“\"「《](.+?)[”\"」》]")


def find_heading(grid: Grid) -> int | None:
    meant_by_row = meanings(grid)[: grid.first_row + 30]
    if not any(meant & EXPERT for meant in meant_by_row):
        return None
    titled = any(_is_title(text) for entries in grid.entries[: grid.first_row + 3] for text in entries.values())
    for row, meant in enumerate(meant_by_row):
        entries = grid.entries[row]
        if titled and len(_experts(grid, row)) >= 2:
            return row
        if meant & EXPERT and len(entries) > 3 and sum(bool(_EXPERT.match(normalise(text))) for text in entries.values() if "专家" in text) >= 2:
            return row
    return None


@lru_cache(maxsize=4096)
def _is_title(text: str) -> bool:
    return len(text) < 80 and bool(_TITLE.search(normalise(text)))


def _experts(grid: Grid, heading: int) -> list[int]:
    """The columns of the experts: those headed 专家1, or under a title that says so the names between the weight and the average."""
    entries = grid.entries[heading]
    marked = [column for column, text in sorted(entries.items()) if _EXPERT.match(normalise(text))]
    columns = _columns(entries)
    if marked or not {"level3", "weight"} <= columns.keys() or not {"average", "sum"} & columns.keys():
        return marked
    last = min(columns[name] for name in ("average", "sum") if name in columns)
    unnamed = [column for column, text in sorted(entries.items()) if columns["weight"] < column < last and INDICATOR_COLUMNS.role(text) is None]
    below = grid.entries[heading + 1 :]
    return [column for column in unnamed if len(normalise(entries[column])) <= 6 and sum(is_number(row.get(column)) for row in below) >= 2]


def read_expert_scores(grid: Grid, heading: int, title: str | None) -> tuple[Form, list[Problem]]:
    """One form whose rows are the items: `scores` holds one figure an expert in the order of the columns."""
    columns = _columns(grid.entries[heading])
    experts = _experts(grid, heading)
    problems: list[Problem] = []
    rows, levels = [], {}
    total_weight = total_score = None
    total_cells: dict[str, str] = {}
    for row in range(heading + 1, len(grid.entries)):
        entries = grid.entries[row]
        if not entries:
            continue
        if len(rows) > 1 and _is_note(entries):
            break
        grid.read.update((row, column) for column in {*columns.values(), *experts, min(entries)} & entries.keys())
        figures = {name: _figure(grid, row, columns[name], problems) for name in ("weight", "sum", "average") if name in columns}
        scores = tuple(_figure(grid, row, column, problems) for column in experts)
        is_total = bool(TOTAL_LABEL.match(normalise(entries[min(entries)])))
        if is_total:
            total_weight, total_score = figures.get("weight"), figures.get("average")
            places = (("total_weight", "weight"), ("total_score", "average"))
            total_cells = {name: address(row, columns[column]) for name, column in places if figures.get(column) is not None}
        for name in ("level1", "level2") if "level3" in columns else ("level1",):
            if name in columns and columns[name] in entries and not is_total:
                levels[name] = level_name(entries[columns[name]])
        item = one_line(entries.get(columns.get("level3", columns.get("level2", -1)))) if not is_total else "总分"
        if item is None and any(score is not None for score in scores):
            message = f"第 {row + 1} 行有评分而没有指标名称。"
            problems.append(Problem("warning", "indicator-unnamed", message, grid.sheet, address(row, experts[0]), None, "指标名称", "请补填指标名称。"))
        rows.append(_row(grid, row, item, levels if not is_total else {}, figures, scores, columns, experts))
    for row in range(heading + 1):
        grid.read.update((row, column) for column in grid.entries[row])
    problems += doubt_figures(grid, heading, range(heading + 1, len(grid.entries)))
    quoted = _QUOTED.search(title or "")
    last = max(*columns.values(), *experts)
    form = Form(
        EXPERT_SCORES,
        grid.sheet,
        f"{address(grid.top, 0)}:{address(len(grid.entries) - 1, last)}",
        title=title,
        project=Project(one_line(quoted.group(1))) if quoted else None,
        rows=tuple(rows),
        total_weight=total_weight,
        total_score=total_score,
        cells=total_cells,
    )
    return form, problems


def _is_note(entries: Mapping[int, str]) -> bool:
    """注：… or 填表人：… below the table."""
    first = normalise(entries[min(entries)])
    return bool(NOTE_LABEL.match(first)) and not any(is_number(text) for text in entries.values())


def _columns(entries: Mapping[int, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column in sorted(entries):
        plain = normalise(entries[column])
        role = "sum" if re.match(r"^合计", plain) else "average" if re.match(r"^平均", plain) else INDICATOR_COLUMNS.role(plain)
        if role in ("level1", "level2", "level3", "weight", "sum", "average") and not _EXPERT.match(plain):
            columns.setdefault(role, column)
    return columns


def _figure(grid: Grid, row: int, column: int, problems: list[Problem]) -> Decimal | None:
    text = grid.text(row, column)
    try:
        return number(text)
    except NotANumber:
        message = f"“{text}”不是可以读取的分数。"
        problems.append(
            Problem("error", "points-unreadable", message, grid.sheet, address(row, column), text, "数字，如 9.5", "请在原表中改为数字后重新上传。")
        )
        return None


def _row(
    grid: Grid,
    row: int,
    item: str | None,
    levels: Mapping[str, str | None],
    figures: Mapping[str, Decimal | None],
    scores: tuple[Decimal | None, ...],
    columns: Mapping[str, int],
    experts: list[int],
) -> Row:
    cells = {name: address(row, column) for name, column in columns.items() if grid.text(row, column) is not None}
    if "average" in cells:
        cells["score"] = cells.pop("average")
    cells |= {f"score{position}": address(row, column) for position, column in enumerate(experts, 1)}
    values = {"weight": figures.get("weight"), "sum": figures.get("sum"), "score": figures.get("average")}
    kept: dict[str, object] = {name: value for name, value in values.items() if value is not None}
    kept |= {name: text for name, text in levels.items() if text}
    return Row(item, line=str(row + 1), level="合计" if item == "总分" else None, values=kept, scores=scores, cells=cells)
