"""The reader of lists that give every project's indicators in rows of one table (部门预算公开的项目支出绩效目标表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from analytics.reading import tables
from analytics.reading.doubts import doubt_figures
from analytics.reading.excerpt import Excerpt
from analytics.reading.funding import stated_rate
from analytics.reading.grid import Grid, address
from analytics.reading.headings import AMOUNTS, Cell, Columns, heading_columns, indicator_headings
from analytics.reading.indicators import read_below
from analytics.reading.records import SELF_EVALUATION, TARGETS, AmountUnit, Form, Funding, Project
from analytics.reading.table_headings import heading_roles
from analytics.reading.values import NotANumber, is_blank, normalise, number, one_line, unit_in
from analytics.reading.vocabulary import GOAL_COLUMNS, HEAD_LABELS, INDICATOR_COLUMNS, NOTE_LABEL, TOTAL_LABEL

_LEVELS = ("level1", "level2", "level3")


def find_heading(grid: Grid) -> int | None:
    """The first row that heads indicators and names the project in a column before them."""
    row = next(iter(indicator_headings(grid)), None)
    if row is None:
        return None
    names = [column for column, text in grid.entries[row].items() if "名称" in text and HEAD_LABELS.role(text) == "name"]
    level = min((column for column, text in grid.entries[row].items() if INDICATOR_COLUMNS.role(text) in _LEVELS), default=-1)
    return row if names and names[0] < level else None


def read_list(grid: Grid, heading: int) -> Iterator[tuple[Form, Excerpt]]:
    """A form a project, from the row that names it to the one before the next."""
    level = min(column for column, text in grid.entries[heading].items() if INDICATOR_COLUMNS.role(text) in _LEVELS)
    columns = heading_columns(grid, heading, INDICATOR_COLUMNS, len(grid.entries) - 1, level)
    roles = _head_roles({column: text for column, text in grid.entries[heading].items() if column < level})
    title, year = tables.title_above(grid, heading), tables.year_of(grid, heading)
    unit = next((unit for entries in grid.entries[: heading + 1] for text in entries.values() if (unit := unit_in(text))), None)
    for row in range(heading + 1):
        grid.read.update((row, column) for column in grid.entries[row])
    starts = list(_starts(grid, columns.bottom + 1, roles))
    for start, end in zip(starts, [*starts[1:], len(grid.entries)], strict=True):
        last = next((row for row in range(start, end) if _is_no_project(grid, row)), end) - 1
        excerpt = Excerpt(grid, start, last, printed_unit=unit)
        form = _form(excerpt, columns, roles, title, year)
        excerpt.problems += doubt_figures(grid, heading, range(start, last + 1))
        yield form, excerpt


def _is_no_project(grid: Grid, row: int) -> bool:
    """合计 or a note below the list."""
    entries = grid.entries[row]
    first = normalise(entries[min(entries)]) if entries else ""
    return bool(TOTAL_LABEL.match(first) or NOTE_LABEL.match(first))


def _head_roles(entries: Mapping[int, str]) -> dict[str, int]:
    """Field -> column of what is said of the project itself."""
    goal = next((column for column, text in entries.items() if GOAL_COLUMNS.role(text) == "goal"), None)
    name = next(column for column, text in entries.items() if HEAD_LABELS.role(text) == "name")
    others = heading_roles({column: text for column, text in entries.items() if column != goal})
    return others | {"name": name} | ({} if goal is None else {"goal": goal})


def _starts(grid: Grid, first: int, roles: Mapping[str, int]) -> Iterator[int]:
    """The rows that name another project or another department's; a name repeated in every row begins once."""
    before = None
    for row in range(first, len(grid.entries)):
        name = grid.text(row, roles["name"])
        if is_blank(name) or row in indicator_headings(grid) or TOTAL_LABEL.match(normalise(name or "")) or _is_no_project(grid, row):
            continue
        department = grid.text(row, roles["department"]) if "department" in roles else None
        if (name, department) != before:
            yield row
        before = (name, department)


def _form(excerpt: Excerpt, columns: Columns, roles: Mapping[str, int], title: str | None, year: int | None) -> Form:
    grid, row = excerpt.grid, excerpt.top
    for below in range(row, excerpt.bottom + 1):  # what is said of the project may be repeated in each of its rows
        grid.read.update((below, column) for column in roles.values() if grid.text(below, column) == grid.text(row, column))
    texts = {name: text for name, column in roles.items() if (text := grid.text(*grid.anchor(row, column))) is not None and not is_blank(text)}
    block = read_below(excerpt, columns)
    results = bool({"actual", "score"} & columns.places.keys())
    cells = {name: address(row, column) for name, column in roles.items()}
    project = Project(
        one_line(texts.get("name")),
        supervising_unit=one_line(texts.get("department")),
        implementing_unit=one_line(texts.get("implementing_unit")),
        goal=texts.get("goal"),
        cells={name: cells[name] for name in ("name", "goal") if name in cells},
    )
    return Form(
        SELF_EVALUATION if results else TARGETS,
        grid.sheet,
        excerpt.range,
        title=title,
        subject="project",
        fiscal_year=year,
        amount_unit=AmountUnit(excerpt.printed_unit, None, "stated"),
        project=project,
        funding=_funding(excerpt, columns.top, roles, results),
        indicators=tuple(block.indicators),
        has_revised_column="revised_budget" in roles or "initial_budget" not in roles,
        total_weight=block.totals.get("total_weight"),
        total_score=block.totals.get("total_score"),
        cells=block.cells,
    )


def _funding(excerpt: Excerpt, heading: int, roles: Mapping[str, int], results: bool) -> tuple[Funding, ...]:
    """The amounts of the project's first row as one line; 预算金额 of a list of targets is the budget at the beginning of the year."""
    columns = {name: column for name, column in roles.items() if name in (*AMOUNTS, "amount")}
    if not results or "revised_budget" not in columns:
        lone = "revised_budget" if results else "initial_budget"
        taken = next((name for name in (lone, "amount", "revised_budget") if name in columns), None)
        columns = {lone if name == taken else name: column for name, column in columns.items() if name == taken or name in AMOUNTS}
    cells: dict[str, str] = {}
    values = {name: _amount(excerpt, column, name, cells) for name, column in columns.items() if name in AMOUNTS}
    if all(value is None for value in values.values()):
        return ()
    printed = {f"{name}_printed": excerpt.grid.text(excerpt.top, column) for name, column in columns.items() if name in AMOUNTS}
    base, executed = values.get("revised_budget") or values.get("initial_budget"), values.get("executed")
    found = _rate_cell(excerpt, roles)
    rate = stated_rate(excerpt, found, excerpt.top, cells, executed / base if base and executed is not None else None, None)
    label = one_line(excerpt.grid.text(heading, min(columns.values())))
    return (Funding("total", label or "", **values, **printed, execution_rate_stated=rate, cells=cells),)


def _rate_cell(excerpt: Excerpt, roles: Mapping[str, int]) -> dict[str, Cell]:
    column = roles.get("execution_rate_stated", -1)
    text = excerpt.grid.text(excerpt.top, column)
    return {} if text is None else {"execution_rate_stated": (text, column)}


def _amount(excerpt: Excerpt, column: int, name: str, cells: dict[str, str]) -> Decimal | None:
    text = excerpt.grid.text(excerpt.top, column)
    cells[name] = address(excerpt.top, column)
    try:
        return number(text)
    except NotANumber:
        message = f"“{text}”不是可以读取的金额。"
        excerpt.note("error", "amount-unreadable", cells[name], message, "请在原表中改为数字后重新上传。", text, "数字，如 12.5")
        return None
