"""Page 项目档案: a form as HTML: figures with their cells, and the sheet as it stood. Every text of a file is escaped.

Colours and widths are in the page's style sheet, by class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from analytics.metrics.dossier import Dossier, SheetCell, address, place
from analytics.reading.records import Funding, Indicator
from analytics.wording import MINUS, NOTHING, percent, score

SEVERITY = {"error": "错误", "warning": "提醒", "note": "提示"}
AMOUNTS = (("initial_budget", "年初预算数"), ("revised_budget", "全年预算数"), ("executed", "全年执行数"))
NO_MARKS: Mapping[str, tuple[str, str]] = {}
Drawn = tuple[tuple[SheetCell, ...], ...]
WIDE = 10  # columns from which on a sheet is a table of many, not a form
NARROW = 2  # columns that a short text may span before it is a cell of its own width


def exact(value: Decimal | float | None) -> str:
    """An amount with all its digits, thousands separated, no needless zeros: `43.04202`."""
    if value is None:
        return NOTHING
    text = f"{abs(Decimal(str(value))):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if value < 0 else text


def funding_table(dossier: Dossier) -> str:
    """The funding block: each amount with its cell, the printed text below it where the unit was corrected or nothing could be used."""
    shown = [(field, label) for field, label in AMOUNTS if field != "revised_budget" or dossier.facts["has_revised_column"]]
    heads = ["资金来源", *(f"{label}（万元）" for _, label in shown), "分值", "执行率（表述）", "得分"]
    rows = [_funding_row(line, [field for field, _ in shown], dossier.unit_corrected) for line in dossier.funding]
    return table(heads, rows, numbers=range(1, len(heads)))


def _funding_row(line: Funding, fields: list[str], corrected: bool) -> list[str]:
    amounts = [_amount(getattr(line, field), getattr(line, f"{field}_printed"), line.cells.get(field), corrected) for field in fields]
    return [
        _text(line.label),
        *amounts,
        _figure(score(line.weight), line.cells.get("weight")),
        _figure(percent(line.execution_rate_stated), line.cells.get("execution_rate_stated")),
        _figure(score(line.score), line.cells.get("score")),
    ]


def _amount(value: Any, printed: str | None, cell: str | None, corrected: bool) -> str:
    printed_too = printed and (corrected or value is None)
    beside = f'<div class="printed">表上写 {escape(printed)}</div>' if printed_too else ""
    return _figure(exact(value), cell) + beside


def indicator_table(indicators: Iterable[Indicator]) -> str:
    """The indicator block; levels are written where they change, deviations under the actual value."""
    heads = ["一级", "二级", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    rows, before = [], (None, None)
    for line in indicators:
        level1 = "" if line.level1 == before[0] else _text(line.level1)
        level2 = "" if (line.level1, line.level2) == before else _text(line.level2)
        before = (line.level1, line.level2)
        rows.append([level1, level2, *_indicator_row(line)])
    return table(heads, rows, numbers=(5, 6))


def _indicator_row(line: Indicator) -> list[str]:
    reason = f'<div class="reason">偏差原因：{_text(line.deviation_reason)}</div>' if line.deviation_reason else ""
    if not line.applicable:
        return [_text(line.level3) + cell_mark(line.cells.get("level3")), '<span class="quiet">不涉及</span>', "", "", ""]
    missing = '<span class="quiet">未填</span>'
    lost = line.weight is not None and line.score is not None and line.score < line.weight
    return [
        _text(line.level3) + cell_mark(line.cells.get("level3")),
        (_text(line.target) or missing) + cell_mark(line.cells.get("target")),
        (_text(line.actual) or missing) + cell_mark(line.cells.get("actual")) + reason,
        _figure(score(line.weight), line.cells.get("weight")),
        f'<span class="{"lost" if lost else "kept"}">{_figure(score(line.score), line.cells.get("score"))}</span>',
    ]


def problem_list(dossier: Dossier) -> str:
    """What was doubtful: severity, cell, found, expected, what to do."""
    heads = ["程度", "单元格", "问题", "表上", "应为", "处理"]
    rows = [
        [
            f'<span class="mark {escape(each.severity)}">{SEVERITY.get(each.severity, "提示")}</span>',
            cell_mark(each.cell),
            *map(_text, (each.message, each.found, each.expected, each.remedy)),
        ]
        for each in dossier.problems
    ]
    return table(heads, rows)


def sheet(dossier: Dossier, others: Mapping[str, tuple[str, str]] = NO_MARKS) -> str:
    """The form as it stood on its sheet: merged cells, row and column names; doubtful cells and those that prove the unit are marked.

    `others` {cell: (class, hint)} marks cells that are neither.
    """
    return sheet_pieces([dossier.drawing], {**others, **_marks(dossier)})


def sheet_pieces(pieces: Sequence[Drawn], marks: Mapping[str, tuple[str, str]]) -> str:
    """Runs of rows of a sheet in one table, a gap between one and the next; `marks` are {cell: (class, hint)}."""
    gap = '<tr class="gap"><th scope="row">⋮</th></tr>'
    body = gap.join("".join(_sheet_row(number, row, marks) for number, row in _numbered(piece)) for piece in pieces)
    wide = " wide" if pieces and pieces[0] and sum(cell.columns for cell in pieces[0][0]) > WIDE else ""
    return f'<div class="lens-sheet{wide}"><table>{_letters(pieces[0]) if pieces else ""}<tbody>{body}</tbody></table></div>'


def _numbered(drawing: Drawn) -> Iterator[tuple[int, tuple[SheetCell, ...]]]:
    """Rows with their numbers on the sheet; one that merged cells cover whole has none of its own."""
    number = 0
    for row in drawing:
        number = place(row[0].address)[0] if row else number + 1
        yield number, row


def _letters(drawing: Drawn) -> str:
    """The row of column letters over the drawing."""
    spans = [(place(cell.address)[1], cell.columns) for row in drawing for cell in row]
    if not spans:
        return ""
    columns = range(min(first for first, _ in spans), max(first + width for first, width in spans))
    heads = "".join(f'<th scope="col">{address(1, column)[:-1]}</th>' for column in columns)
    return f"<thead><tr><th></th>{heads}</tr></thead>"


def _sheet_row(number: int, row: tuple[SheetCell, ...], marks: Mapping[str, tuple[str, str]]) -> str:
    return f'<tr><th scope="row">{number}</th>{"".join(_sheet_cell(cell, marks.get(cell.address)) for cell in row)}</tr>'


def linked(html: str, dossier: Dossier) -> str:
    """The same HTML with every small address a link to its cell in the drawing that stands on the same page."""
    drawn = {cell.address for row in dossier.drawing for cell in row}

    def link(found: re.Match[str]) -> str:
        cell = found[1]
        return f'<a class="address" href="#cell-{cell}" target="_self" data-cell="{cell}" title="看原表中的这一格">{cell}</a>' if cell in drawn else found[0]

    return re.sub(r'<small class="address" data-cell="([A-Z]{1,3}\d+)">\1</small>', link, html)


def _sheet_cell(cell: SheetCell, mark: tuple[str, str] | None) -> str:
    kinds = " ".join(kind for kind in (mark[0] if mark else "", "short" if cell.columns <= NARROW and len(cell.text) <= 12 else "") if kind)
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    hint = f"{cell.address}　{mark[1]}" if mark else cell.address
    shown = escape(cell.text).replace("\n", "<br>")
    name = f'<b class="address">{cell.address}</b>' if mark else ""
    return f'<td class="{kinds}" data-cell="{cell.address}" id="cell-{cell.address}" title="{escape(hint, quote=True)}"{spans}>{shown}{name}</td>'


def _marks(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """Address -> (class, message): evidence of the unit first, so that a problem in the same cell wins."""
    own = dossier.facts["sheet"]
    marks = {each.cell: ("proof", "单位的依据") for each in dossier.evidence if each.cell and each.sheet == own and each.file in (None, dossier.facts["file"])}
    for each in reversed(dossier.problems):
        if each.cell and each.sheet in (None, own):
            marks[each.cell.partition(":")[0]] = (each.severity, each.message)
    return marks


def table(heads: list[str], rows: Iterable[list[str]], numbers: Iterable[int] = ()) -> str:
    """A table; its cells are HTML already, its heads text; `numbers` are the columns set to the right."""
    right = set(numbers)
    head = "".join(f"<th{_side(at in right)}>{escape(text)}</th>" for at, text in enumerate(heads))
    body = "".join("<tr>" + "".join(f"<td{_side(at in right)}>{cell}</td>" for at, cell in enumerate(row)) + "</tr>" for row in rows)
    return f'<div class="lens-table lens-form"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _side(right: bool) -> str:
    return ' class="number"' if right else ""


def _text(text: str | None) -> str:
    return escape(text or "").replace("\n", "<br>")


def _figure(words: str, cell: str | None) -> str:
    return f"{escape(words)}{cell_mark(cell)}"


def cell_mark(cell: str | None) -> str:
    """The address of a figure, small beside it; nothing where it stands in no cell."""
    return f'<small class="address" data-cell="{escape(cell, quote=True)}">{escape(cell)}</small>' if cell else ""


def goals(dossier: Dossier) -> str:
    """What was meant to be done and what was, as the form says."""
    pairs = (("预期目标", "goal"), ("实际完成情况", "achievement"))
    parts = [f"<dt>{label}{cell_mark(dossier.cells.get(name))}</dt><dd>{_text(dossier.facts[name]) or '未填'}</dd>" for label, name in pairs]
    return f'<dl class="lens-goals">{"".join(parts)}</dl>'
