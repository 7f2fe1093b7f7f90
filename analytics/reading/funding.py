"""The funding block of a form (项目资金): one line a source of money, amounts as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from analytics.reading.doubts import doubt_columns
from analytics.reading.excerpt import FIELD_NAMES, Excerpt
from analytics.reading.grid import address
from analytics.reading.headings import AMOUNTS, LABELLED_AMOUNT, Cell, Columns, heading_columns
from analytics.reading.records import Funding, made
from analytics.reading.values import UNITS, NotANumber, is_blank, is_number, normalise, number, one_line, own_unit, settle_rate, unit_in
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, MANAGEMENT_LABEL

_UNUSED = frozenset({"method", "reason", "available", "aside", "adjustment"})  # what stands there is listed as unread


_DIGITS = frozenset("0123456789")
_BEFORE_A_LABEL = re.compile(r"^(?:其中:?)?(?:\(?[\d一二三四五六七八九十]{1,2}[)、.])?(?:其中:?)?")


_WEIGHT_OF_RATE = re.compile(r"\((\d{1,2})分?[*×x]执行率\)|\(执行率[*×x](\d{1,2})分?\)|得分\((\d{1,2})分\)$")
_WEIGHT_OF_BLOCK = re.compile(r"执行(?:情况|率)\S{0,6}\((\d{1,2})分\)$")
_AS_ADJUSTED = re.compile(r"调整|全年|最终|变更|调剂")


def read_funding(excerpt: Excerpt, heading: int, end: int) -> tuple[tuple[Funding, ...], Columns]:
    """The lines between the heading row and row `end` (exclusive), and the columns they were read from."""
    for text in excerpt.grid.entries[heading].values():
        excerpt.hear_unit(text)
    label_column = _label_column(excerpt, heading + 1, end)
    columns = heading_columns(excerpt.grid, heading, FUNDING_COLUMNS, end - 1, 0 if label_column is None else label_column + 1)
    columns = _take_adjustment(excerpt, _with_budget_before(excerpt, columns))
    units = _units_of_columns(excerpt, columns)
    first_amount = columns.left
    tasks = any("任务" in text for text in excerpt.grid.entries[heading].values())
    lines = []
    for row in range(columns.bottom + 1, end):
        label = _label(excerpt, row, first_amount) or (None if lines else _label_in_heading(excerpt, columns, row, first_amount))
        line = _line(excerpt, columns, units, row, *label) if label and not _is_prose(excerpt, columns, row, label[0], tasks) else None
        if line is not None:
            lines.append(line)
    lines = _with_weight_of_heading(excerpt, columns, lines)
    _check_blanks(excerpt, lines, columns)
    doubt_columns(excerpt, columns, heading, range(columns.bottom + 1, end), first_amount if label_column is None else label_column + 1)
    return tuple(lines), columns


def _with_budget_before(excerpt: Excerpt, columns: Columns) -> Columns:
    """预算数 beside 调整后预算数 is the budget at the beginning of the year."""
    adjusted = next((column for column, role in columns.repeated.items() if role == "revised_budget"), None)
    if adjusted is None or "initial_budget" in columns.places:
        return columns
    plain, later = (_heading_of(excerpt, columns, column) for column in (columns.places["revised_budget"][0], adjusted))
    if _AS_ADJUSTED.search(plain) or not _AS_ADJUSTED.search(later):
        return columns
    last = excerpt.grid.span(columns.bottom, adjusted)[1]
    places = {**columns.places, "initial_budget": columns.places["revised_budget"], "revised_budget": (adjusted, last)}
    return replace(columns, places=places, repeated={column: role for column, role in columns.repeated.items() if column != adjusted})


def _heading_of(excerpt: Excerpt, columns: Columns, column: int) -> str:
    return normalise("".join(excerpt.grid.text(row, column) or "" for row in range(columns.top, columns.bottom + 1)))


def _take_adjustment(excerpt: Excerpt, columns: Columns) -> Columns:
    """预算调整数 is what was added, where 全年预算数 stands beside it; alone it is taken for the budget after adjustment, and said."""
    if "adjustment" not in columns.places or "revised_budget" in columns.places:
        return columns
    place = columns.places["adjustment"]
    text = excerpt.grid.text(columns.top, place[0])
    message = f"表头“{text}”按调整后的预算数读取；若填的是追加、追减的数额，请改为调整后的全年预算数。"
    excerpt.note("warning", "column-assumed", address(columns.top, place[0]), message, "请核对该列的含义。", text, "全年预算数")
    return replace(columns, places={"revised_budget" if name == "adjustment" else name: at for name, at in columns.places.items()})


def _units_of_columns(excerpt: Excerpt, columns: Columns) -> dict[str, str]:
    """The unit that a column's own heading names; where all agree it is the unit of the block, whatever stands above it."""
    units: dict[str, str] = {}
    places = {name: columns.places[name][0] for name in AMOUNTS if name in columns.places}
    for name, column in places.items():
        texts = [excerpt.grid.text(row, column) for row in range(columns.bottom, columns.top - 1, -1)]
        unit = next((unit for text in texts if text and (unit := unit_in(text))), None)
        if unit:
            units[name] = unit
    if len(units) == len(places) and len(set(units.values())) == 1:
        agreed = next(iter(units.values()))
        if excerpt.printed_unit not in (None, agreed):
            place = address(columns.bottom, places[next(iter(units))])
            message = f"表上写明单位为{excerpt.printed_unit}，而金额各列的表头写明{agreed}：按{agreed}读取。"
            excerpt.note("warning", "unit-twice", place, message, "请统一单位。", agreed, excerpt.printed_unit)
        excerpt.printed_unit = agreed
    return units


def _label_column(excerpt: Excerpt, start: int, end: int) -> int | None:
    for row in range(start, end):
        entries = excerpt.grid.entries[row]
        figures = any(map(is_number, entries.values()))
        for column in sorted(entries):
            if source_of(entries[column]) and (figures or FUNDING_COLUMNS.role(entries[column]) not in AMOUNTS):
                return column
    return None


def _label(excerpt: Excerpt, row: int, first_amount: int) -> tuple[str, int] | None:
    """Text and column of what names the line: the right-most known source left of the amounts."""
    entries = excerpt.grid.entries[row]
    labels = [(text, column) for column, text in entries.items() if column < first_amount]
    if len(labels) < len(entries) or any(source_of(text) for text, _ in labels):
        excerpt.grid.read.mark(row, [column for text, column in labels if not is_number(text)])
    known = [label for label in labels if source_of(label[0])]
    return (known or labels or [None])[-1]


def _with_weight_of_heading(excerpt: Excerpt, columns: Columns, lines: list[Funding]) -> list[Funding]:
    """得分（20分*执行率）, or 预算执行情况（10分） at the left, gives the weight of the execution where no column does."""
    if "weight" in columns.places or "score" not in columns.places:
        return lines
    column, row = columns.places["score"][0], columns.bottom
    match = _WEIGHT_OF_RATE.search(normalise(excerpt.grid.text(row, column) or ""))
    if match is None:
        row, column = excerpt.grid.anchor(columns.top, min(excerpt.grid.entries[columns.top]))
        match = _WEIGHT_OF_BLOCK.search(normalise(excerpt.grid.text(row, column) or "")) if column < columns.left else None
    if match is None:
        return lines
    weight, place = Decimal(next(filter(None, match.groups()))), address(row, column)
    return [_with_weight(line, weight, place) for line in lines]


def _with_weight(line: Funding, weight: Decimal, place: str) -> Funding:
    if line.source != "total" or line.score is None or line.score > weight:
        return line
    return replace(line, weight=weight, cells={**line.cells, "weight": place})


def _label_in_heading(excerpt: Excerpt, columns: Columns, row: int, first_amount: int) -> tuple[str, int] | None:
    """部门整体支出 beside the headings themselves names the one line of figures below them."""
    if not any(column >= first_amount and is_number(text) for column, text in excerpt.grid.entries[row].items()):
        return None
    beside = [(text, column) for column, text in sorted(excerpt.grid.entries[columns.top].items()) if column < first_amount]
    if not beside or source_of(beside[-1][0]) != "total":
        place = address(row, first_amount)
        message = "资金行没有名称，按年度资金总额读取。"
        excerpt.note("note", "funding-label-missing", place, message, "请写明该行的资金名称。", None, "年度资金总额")
        return "年度资金总额", beside[-1][1] if beside else first_amount
    return beside[-1]


def _is_prose(excerpt: Excerpt, columns: Columns, row: int, label: str, tasks: bool) -> bool:
    """A row of another block (资金管理情况, 目标1): no source of money, and words in every column of a figure that is filled.

    Among `tasks` (任务名称) every row but the total tells what was done with the money, not where it came from.
    """
    if tasks:
        return source_of(label) != "total"
    if source_of(label):
        return False
    if MANAGEMENT_LABEL.match(normalise(label)):
        return True
    entries = excerpt.grid.entries[row]
    places = [range(first, last + 1) for name, (first, last) in columns.places.items() if name not in _UNUSED]
    texts = [entries[column] for place in places for column in place if column in entries]
    return any(not is_blank(text) for text in texts) and not any(_may_be_a_figure(text) for text in texts if not _is_label(text))


def _may_be_a_figure(text: str) -> bool:
    """A number, or a text that begins with one and so may be a slip of one; 收到后30日内下达 is prose."""
    return is_number(text) or bool(re.match(r"[-+(¥￥约]?\d", normalise(text)))


@lru_cache(maxsize=4096)
def source_of(label: str) -> str | None:
    """The source a label names, 其中 and a number before it left out."""
    return None if label.isascii() else FUNDING_SOURCES.role(_BEFORE_A_LABEL.sub("", normalise(label)))


@lru_cache(maxsize=4096)
def _is_label(text: str) -> bool:
    """Words with a colon, or the name of a source, perhaps with its amount behind: 其中：基本支出：1500."""
    plain = normalise(text)
    return not plain[:1].isdigit() and bool(":" in plain or source_of(text))


def _set_labels_aside(excerpt: Excerpt, found: dict[str, Cell], row: int) -> None:
    """A second label in the columns of amounts (按支出性质分：) is no amount; one that carries a figure is said."""
    for name in AMOUNTS:
        if name in found and found[name][0][0] not in _DIGITS and _is_label(found[name][0]):
            text, column = found.pop(name)
            excerpt.grid.read.discard((row, column))
            if re.search(r"\d", text):
                _note_hidden_amount(excerpt, text, row, column)


def _note_hidden_amount(excerpt: Excerpt, text: str, row: int, column: int) -> None:
    message = f"“{one_line(text)}”在一格里写了名称和金额，不能确定属于哪一列，金额未读取。"
    excerpt.note("warning", "amount-beside-label", address(row, column), message, "请把金额填入对应的列。", text, "名称与金额各占一格")


def _line(excerpt: Excerpt, columns: Columns, units: Mapping[str, str], row: int, label: str, label_column: int) -> Funding | None:
    text = one_line(label) or ""
    source = source_of(label)
    excerpt.hear_unit(label)
    cells = {"label": address(row, label_column)}
    found = columns.row(excerpt.grid, row, _UNUSED)
    _set_labels_aside(excerpt, found, row)
    if ":" in (plain := normalise(label)) and LABELLED_AMOUNT.match(plain):
        _note_hidden_amount(excerpt, label, row, label_column)
    amounts = [_amount(excerpt, columns, units, found, row, name, cells) for name in AMOUNTS]
    initial_budget, revised_budget, executed = (value for value, _ in amounts)
    base = revised_budget if "revised_budget" in columns.places else initial_budget
    weight = excerpt.points(found, row, "weight", cells)
    score = excerpt.points(found, row, "score", cells)
    rate = stated_rate(excerpt, found, row, cells, ratio(executed, base), ratio(score, weight))
    if source is None and all(value is None for value in (initial_budget, revised_budget, executed, weight, score)):
        return None
    if source is None:
        message = f"未识别的资金来源“{text}”，按其他资金读取。"
        excerpt.note("note", "funding-label-unknown", cells["label"], message, "请核对该行名称。", text, "资金来源名称")
    if _seems_shifted(found, weight, rate):
        place = address(row, min(column for _, column in found.values()))
        message = f"“{text}”一行疑似错列：分值或得分处是{'大于 100 的数' if weight and weight > 100 else '百分数'}，该行各列的数字均需核对。"
        excerpt.note("warning", "columns-shifted", place, message, "请把该行各数移到正确的列后重新上传。", text, "与表头对齐")
    return made(
        Funding,
        source=source or "other",
        label=text,
        initial_budget=initial_budget,
        revised_budget=revised_budget,
        executed=executed,
        weight=weight,
        execution_rate_stated=rate,
        score=score,
        applicable=not any(value is None and text is not None for value, text in amounts),
        initial_budget_printed=amounts[0][1],
        revised_budget_printed=amounts[1][1],
        executed_printed=amounts[2][1],
        cells=cells,
    )


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return part / whole if part is not None and whole else None


def _amount(
    excerpt: Excerpt, columns: Columns, units: Mapping[str, str], found: Mapping[str, Cell], row: int, name: str, cells: dict[str, str]
) -> tuple[Decimal | None, str | None]:
    """The figure in the unit of the block and its printed text; a unit in the cell itself is brought to the block's."""
    if name not in found:
        if name in columns.places:
            cells[name] = address(row, columns.places[name][0])
        return None, None
    text, column = found[name]
    cells[name] = address(row, column)
    try:
        value = number(text)
    except NotANumber:
        message = f"{FIELD_NAMES[name]}“{text}”不是可以读取的数字。"
        excerpt.note("error", "amount-unreadable", cells[name], message, "请在原表中改为数字后重新上传；确实没有金额的请留空。", text, "数字，如 12.5")
        return None, text
    unit = own_unit(text) or units.get(name)
    if value is not None and unit is not None:
        excerpt.printed_unit = excerpt.printed_unit or unit
        value = value * UNITS[unit] / UNITS[excerpt.printed_unit]
    return value, text


def _seems_shifted(found: Mapping[str, Cell], weight: Decimal | None, rate: Decimal | None) -> bool:
    """Weights reach 100 at most; a percentage among the points belongs to a rate that cannot be read in its own column."""
    if rate is None and any(name in found and normalise(found[name][0]).endswith("%") for name in ("weight", "score")):
        return True
    return weight is not None and weight > 100


def stated_rate(
    excerpt: Excerpt, found: Mapping[str, Cell], row: int, cells: dict[str, str], by_amounts: Decimal | None, by_score: Decimal | None
) -> Decimal | None:
    if "execution_rate_stated" not in found:
        return None
    text, column = found["execution_rate_stated"]
    cells["execution_rate_stated"] = address(row, column)
    try:
        rate, sure = settle_rate(text, by_amounts, by_score)
    except NotANumber:
        message = f"执行率“{text}”无法读取；本系统按执行数÷预算数另行计算。"
        excerpt.note("warning", "rate-unreadable", cells["execution_rate_stated"], message, "请改为百分数。", text, "百分数，如 93.5%")
        return None
    if not sure:
        message = f"执行率“{text}”没有百分号，与执行数÷预算数、得分÷分值都不相符，无法判断是比率还是百分数。"
        excerpt.note("warning", "rate-ambiguous", cells["execution_rate_stated"], message, "请写明百分号并核对。", text, "百分数，如 93.5%")
    return rate


def _check_blanks(excerpt: Excerpt, lines: list[Funding], columns: Columns) -> None:
    total = next((line for line in lines if line.source == "total"), None)
    if total is None:
        excerpt.note("warning", "funding-total-missing", None, "没有找到“年度资金总额”一行，执行率留空。", "请补填年度资金总额。")
        return
    for name in AMOUNTS:
        printed = getattr(total, f"{name}_printed")
        if name in columns.places and getattr(total, name) is None and (printed is None or (name != "initial_budget" and is_blank(printed))):
            severity = "note" if name == "initial_budget" and "revised_budget" in columns.places else "warning"
            message = f"年度资金总额的{FIELD_NAMES[name]}为空。"
            excerpt.note(severity, f"{name.replace('_', '-')}-blank", total.cells.get(name), message, "请补填；确为零的请填 0。", None, "金额")
