"""Mending a file: which cells a person can put right in place, and what a mended edition changed against the one before.

Nothing need be stored: two readings are compared as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from analytics.audit.self_check import Change
from analytics.charts.form_beside import label as value_label
from analytics.reading.corrections import CORRECTED
from analytics.reading.headings import AMOUNTS
from analytics.reading.records import OTHER, FileReading, Form, Funding, Problem
from analytics.store.keys import form_name, normalised
from analytics.wording import text

MENDABLE = re.compile(r"-unreadable$|-blank$|^rate-ambiguous$|^formula-not-calculated$|^year-differs-from-file-name$")
"""Codes of problems that one right figure (or year) in their cell resolves."""
ONE_CELL = re.compile(r"[A-Z]{1,3}\d+")

FUNDING_NAMES = {
    "initial_budget": "年初预算数（万元）", "revised_budget": "全年预算数（万元）", "executed": "全年执行数（万元）", "weight": "分值",
    "execution_rate_stated": "执行率", "score": "得分",
}  # fmt: skip
INDICATOR_NAMES = {"target": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分"}
FORM_NAMES = {"district": "区", "department": "预算部门", "fiscal_year": "年度", "total_weight": "总分值", "total_score": "总分"}


@dataclass(frozen=True)
class Mend:
    """A cell that a person may put right: what is wrong with it, what stands there, what was put right already."""

    place: str  # sheet!cell
    sheet: str
    cell: str
    message: str
    printed: str | None
    corrected: str | None = None
    open: bool = True  # the problem is still there
    where: str | None = None  # the cell as people are told it


def mends(reading: FileReading, corrected: Mapping[str, str]) -> tuple[Mend, ...]:
    """The cells of the problem list that one figure would mend, and those mended already."""
    printed = {f"{one.sheet}!{one.cell}": one.found for one in reading.problems if one.code == CORRECTED}
    doubts = {f"{one.sheet}!{one.cell}": one for one in reading.problems if mendable(one)}
    places = dict.fromkeys([*doubts, *corrected])
    return tuple(_mend(place, doubts.get(place), printed, corrected) for place in places)


def mendable(problem: Problem) -> bool:
    """Whether one right figure in its cell resolves a problem."""
    return bool(problem.sheet and problem.cell and ONE_CELL.fullmatch(problem.cell) and MENDABLE.search(problem.code))


def _mend(place: str, doubt: Problem | None, printed: Mapping[str, str | None], corrected: Mapping[str, str]) -> Mend:
    sheet, _, cell = place.rpartition("!")
    stands = printed.get(place, doubt.found if doubt else None)
    return Mend(
        place,
        sheet,
        cell,
        doubt.message if doubt else "按更正读取，原表的文字仍保留。",
        stands,
        corrected.get(place),
        doubt is not None,
        doubt.where if doubt else cell,
    )


# ---- two editions


@dataclass(frozen=True)
class ChangedFigure:
    """One figure or word that differs: of which form, its name, old and new, the cell in the new edition."""

    form: str
    field: str
    old: Any
    new: Any
    cell: str | None


@dataclass(frozen=True)
class EditionChange:
    """What a mended edition changed. Problems are those of the edition that has them; forms are named."""

    gone: tuple[Problem, ...]
    new: tuple[Problem, ...]
    still: tuple[Problem, ...]
    figures: tuple[ChangedFigure, ...]
    forms_added: tuple[str, ...]
    forms_gone: tuple[str, ...]
    common: int  # forms in both; with none, one is no edition of the other


def edition_change(before: FileReading, after: FileReading, settled: Collection[str] = ()) -> EditionChange:
    """What `after` has otherwise than `before`, form by form; a form is known again by its kind and its name.

    `settled` names projects whose unit a person chose: what differs for that alone is no change of the file.
    """
    old, new = _named(before), _named(after)
    gone, came, still = _problems(before.problems, after.problems)
    alike = {key: _settled_alike(old[key], form, settled) for key, form in new.items() if key in old}
    figures = [figure for key, form in new.items() if key in old for figure in _figures(key[1], alike[key], form)]
    added, lost = (tuple(key[1] for key in one if key not in other) for one, other in ((new, old), (old, new)))
    return EditionChange(gone, came, still, tuple(figures), added, lost, common=len(old.keys() & new.keys()))


def edition_words(before: FileReading, change: EditionChange, rules: Change | None = None) -> str:
    """What the mended edition did, in one sentence; the problems of reading and, where `rules` tells them, the findings together."""
    if before.forms and not change.common:
        return "两份文件没有相同的表，请核对是否选错了文件"
    gone, still, new = (len(found) for found in (change.gone, change.still, change.new))
    if rules:
        gone, still, new = gone + len(rules.solved), still + len(rules.left), new + len(rules.new)
    return f"已解决 {gone} 处问题，仍有 {still} 处，新出现 {new} 处；{len(change.figures)} 个数有变"


def _named(reading: FileReading) -> dict[tuple[str, str], Form]:
    """Forms by kind and name; a second one of the same name gets a number."""
    seen: Counter[tuple[str, str]] = Counter()
    found = {}
    for form in reading.forms:
        if form.kind == OTHER:
            continue
        name = normalised(form_name(form)) or form.sheet
        seen[form.kind, name] += 1
        times = seen[form.kind, name]
        found[form.kind, name if times == 1 else f"{name}（{times}）"] = form
    return found


def _problems(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...], tuple[Problem, ...]]:
    """Gone, new and remaining; the same doubt about the same cell is one problem even when the text there changed."""
    old, new = list(before), list(after)
    known, present = ({_identity(one) for one in each} for each in (old, new))
    return (
        tuple(one for one in old if _identity(one) not in present),
        tuple(one for one in new if _identity(one) not in known),
        tuple(one for one in new if _identity(one) in known),
    )


def _identity(problem: Problem) -> tuple[str, str | None, str | None]:
    return (problem.code, problem.sheet, problem.cell or problem.message)


def _settled_alike(old: Form, new: Form, settled: Collection[str]) -> Form:
    """The old form with the amounts as they are read now, where the file prints the same and a person said in which unit."""
    if not (new.project and new.project.name in settled) or old.amount_unit.printed != new.amount_unit.printed:
        return old
    now = {line.label: line for line in new.funding}
    return replace(old, amount_unit=new.amount_unit, funding=tuple(_read_alike(line, now.get(line.label)) for line in old.funding))


def _read_alike(old: Funding, new: Funding | None) -> Funding:
    same = [name for name in AMOUNTS if new and getattr(old, f"{name}_printed") == getattr(new, f"{name}_printed")]
    return replace(old, **{name: getattr(new, name) for name in same})


def _figures(name: str, old: Form, new: Form) -> Iterator[ChangedFigure]:
    before, after = _flat(old), _flat(new)
    for field in dict.fromkeys([*before, *after]):
        (was, _), (now, cell) = before.get(field, (None, None)), after.get(field, (None, None))
        if not _equal(was, now):
            yield ChangedFigure(name, field, was, now, cell)


def _flat(form: Form) -> dict[str, tuple[Any, str | None]]:
    """Everything of a form that people compare, by a name of its own, with its cell."""
    found = {label: (getattr(form, name), form.cells.get(name)) for name, label in FORM_NAMES.items()}
    found["金额单位"] = (form.amount_unit.used, None)
    _put(found, ((line.label, FUNDING_NAMES, line) for line in form.funding))
    _put(found, ((line.level3 or line.level2 or "", INDICATOR_NAMES, line) for line in form.indicators))
    rows: Counter[str] = Counter()
    for row in form.rows:
        name = f"{row.side or ''}{row.name or row.line or ''}"
        rows[name] += 1
        name = name if rows[name] == 1 else f"{name}（{rows[name]}）"
        found |= {f"{name} {value_label(field)}": (value, row.cells.get(field)) for field, value in row.values.items()}
    return {label: pair for label, pair in found.items() if pair[0] is not None}


def _put(found: dict[str, tuple[Any, str | None]], lines: Iterable[tuple[str, Mapping[str, str], Any]]) -> None:
    seen: Counter[str] = Counter()
    for name, labels, line in lines:
        seen[name] += 1
        numbered = name if seen[name] == 1 else f"{name}（{seen[name]}）"
        found.update({f"{numbered} {label}": (getattr(line, field), line.cells.get(field)) for field, label in labels.items()})


def _equal(one: Any, other: Any) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) < Decimal("0.000001")
    return one == other


def figure_words(value: Any) -> str:
    """A compared figure in words, with all its digits."""
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else text(value)
