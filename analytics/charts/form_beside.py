"""Page 数据导入: a form as it was read, beside the sheet it was read from. Nothing needs to be stored for it.

Left and right carry the same `data-cell`, so that the page's script can lead from a figure to its cell and back.
Every text of a file is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from analytics.charts import form_html
from analytics.metrics.cards import CARDS
from analytics.metrics.dossier import Dossier, area, drawn
from analytics.reading.corrections import CORRECTED
from analytics.reading.records import Drawing, FileReading, Form, Problem, Row, Unread
from analytics.wording import score, text

MOST_ROWS = 300
WORDS = {
    "amount": "金额", "final_accounts": "决算数", "change_amount": "比上年增减", "change_rate_stated": "比上年增减率（表述）",
    "variance_amount": "比年初预算增减", "variance_rate_stated": "预决算差异率（表述）", "share_stated": "占比（表述）", "grade": "等级", "note": "备注",
    "weight": "分值", "score": "得分", "initial_budget": "年初预算数", "revised_budget": "全年预算数", "executed": "全年执行数",
    "execution_rate_stated": "执行率（表述）", "outturn_deviation_stated": "预决算差异率（表述）",
    "balance": "结转结余", "balance_rate_stated": "结转结余率（表述）",
    "basic_budget": "基本支出预算", "project_budget": "项目支出预算", "other_budget": "其他支出预算", "basic_executed": "基本支出执行",
    "project_executed": "项目支出执行", "other_executed": "其他支出执行", "administrative_posts": "行政编制", "institution_posts": "事业编制",
    "administrative_staff": "行政在职", "institution_staff": "事业在职", "level1": "一级指标", "level2": "二级指标", "sum": "合计",
}  # fmt: skip
MARKS = (
    ("error", "须改正"), ("warning", "请核对"), ("corrected", "已更正"), ("proof", "单位的依据"), ("unread", "没有用到"),
)  # fmt: skip


def beside(reading: FileReading, number: int, problems: Sequence[Problem]) -> str:
    """What was read of a form on the left, the sheet on the right: doubtful (`problems`), corrected and unread cells are marked."""
    form = reading.forms[number]
    found = _as_dossier(reading, form, problems)
    read = f'<section class="lens-read"><h5>读到的</h5>{_head(form)}{_body(found, form)}</section>'
    return f'<div class="lens-beside">{read}{original(reading, number, problems)}</div>'


def original(reading: FileReading, number: int, problems: Sequence[Problem]) -> str:
    """The sheet of a form as it stands, with the cells of `problems` marked; to be put beside something in a .lens-beside."""
    form = reading.forms[number]
    sheet = form_html.sheet(_as_dossier(reading, form, problems), _extra_marks(reading, form, problems))
    legend = "".join(f'<span class="{kind}">{words}</span>' for kind, words in MARKS if f'<td class="{kind}' in sheet)
    title = f"<h5>原表　<small>{escape(form.sheet)}　{escape(form.range)}</small></h5>"
    return f'<section class="lens-original">{title}<p class="lens-legend">{legend}</p>{sheet}</section>'


class Places:
    """Which form of a file a cell stands in, found by its row: a workbook may hold a thousand forms."""

    def __init__(self, reading: FileReading) -> None:
        self._rows: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
        for number, form in enumerate(reading.forms):
            top, left, bottom, right = area(form.range)
            for row in range(top, bottom + 1):
                self._rows.setdefault((form.sheet, row), []).append((left, right, number))

    def form_at(self, sheet: str | None, cell: str | None) -> int | None:
        """The number of the form, from 0; None outside every form."""
        try:
            row, column, _, _ = area(cell or "")
        except ValueError:
            return None
        return next((number for left, right, number in self._rows.get((sheet or "", row), ()) if left <= column <= right), None)


def problems_by_form(reading: FileReading) -> list[list[Problem]]:
    """For each form of a file the problems that stand in it; those without a cell count for the first form of their sheet."""
    places = Places(reading)
    first = {form.sheet: number for number, form in reversed(list(enumerate(reading.forms)))}
    found: list[list[Problem]] = [[] for _ in reading.forms]
    for one in reading.problems:
        number = places.form_at(one.sheet, one.cell) if one.cell else first.get(one.sheet or "")
        if number is not None:
            found[number].append(one)
    return found


def unread_outside(reading: FileReading) -> list[Unread]:
    """Unread text that stands in no form."""
    places = Places(reading)
    return [one for one in reading.unread if places.form_at(one.sheet, one.cell) is None]


def _as_dossier(reading: FileReading, form: Form, problems: Sequence[Problem]) -> Dossier:
    project = form.project
    drawing = next((one for one in reading.drawings if one.sheet == form.sheet), Drawing(form.sheet, {}))
    facts = {
        "has_revised_column": form.has_revised_column, "unit_status": form.amount_unit.status, "sheet": form.sheet, "file": reading.file,
        "goal": project.goal if project else None, "achievement": project.achievement if project else None,
    }  # fmt: skip
    cells = {**form.cells, **(project.cells if project else {})}
    return Dossier(
        project_id="", facts=facts, cells=cells, persons=form.persons, evidence=form.amount_unit.evidence, funding=form.funding, indicators=form.indicators,
        problems=tuple(one for one in problems if one.code != CORRECTED), mentions=(),
        drawing=drawn(form.range, drawing.texts, list(drawing.merges)),
    )  # fmt: skip


def _extra_marks(reading: FileReading, form: Form, problems: Sequence[Problem]) -> dict[str, tuple[str, str]]:
    marks = {one.cell: ("unread", "没有用到的文字") for one in reading.unread if one.sheet == form.sheet}
    marks |= {one.cell: ("corrected", one.message) for one in problems if one.code == CORRECTED and one.cell}
    return marks


def _head(form: Form) -> str:
    project = form.project
    unit = form.amount_unit
    used = "存疑" if unit.status == "suspect" else text(unit.used)
    pairs = [
        ("项目名称" if form.subject in (None, "project") else "名称", project.name if project else form.title, (project.cells if project else {}).get("name")),
        ("年度", form.fiscal_year, form.cells.get("fiscal_year")),
        ("区", form.district, None),
        ("预算部门", form.department, None),
        ("金额单位", used if unit.printed in (None, unit.used) else f"{used}（表上写{unit.printed}）", None),
        ("总分", score(form.total_score) if form.total_score is not None else None, form.cells.get("total_score")),
    ]
    shown = [pair for pair in pairs if pair[1] is not None or pair[0] in ("年度", "区", "预算部门")]
    return f'<dl class="lens-head">{"".join(_pair(*pair) for pair in shown)}</dl>'


def _pair(name: str, value: Any, cell: str | None) -> str:
    words = escape(str(value)) if value is not None else '<b class="open">未写明</b>'
    return f"<div><dt>{name}</dt><dd>{words}{form_html.cell_mark(cell)}</dd></div>"


def _body(found: Dossier, form: Form) -> str:
    parts = [form_html.funding_table(found)] if form.funding else []
    parts += [form_html.goals(found)] if form.project and (form.project.goal or form.project.achievement) else []
    parts += [form_html.indicator_table(form.indicators)] if form.indicators else []
    parts += [_rows(form.rows)] if form.rows else []
    return "".join(parts) or '<p class="quiet">这张表不作为结果导入，只认出了它是什么。</p>'


def _rows(rows: Iterable[Row]) -> str:
    """A flat table: what names a line, and its figures with their cells."""
    shown = list(rows)[:MOST_ROWS]
    names = list(dict.fromkeys(name for row in shown for name, value in row.values.items() if value is not None))
    body = [[_named(row), *(_value(row, name) for name in names)] for row in shown]
    return form_html.table(["名称", *(label(name) for name in names)], body, numbers=range(1, len(names) + 1))


def _named(row: Row) -> str:
    words = row.name or row.line or ""
    return escape(f"{row.side}　{words}" if row.side else words) + form_html.cell_mark(row.cells.get("name"))


def label(name: str) -> str:
    """What a value of a table's line is called."""
    card = CARDS.get(name)
    return WORDS.get(name) or (card.label if card else name)


def _value(row: Row, name: str) -> str:
    value = row.values.get(name)
    words = "" if value is None else value if isinstance(value, str) else f"{float(value):.2%}" if name.endswith("_stated") else form_html.exact(value)
    return escape(words) + form_html.cell_mark(row.cells.get(name))
