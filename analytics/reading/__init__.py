"""Reads published forms: files become records, in the words of the forms, every figure with its cell.

`read_files` is the only door (`read_half` its wing for one large workbook). Files handed over together are evidence for one another's units.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from analytics.reading import names, units
from analytics.reading.collector import collector_paused
from analytics.reading.corrections import Corrections, as_printed, lay_over
from analytics.reading.files import Source, UnreadableFile, open_grids
from analytics.reading.forms import BLANK_FORM, SheetReading, read_sheet
from analytics.reading.grid import Grid, address
from analytics.reading.halves import QUESTIONS, NotHalved, Part, Told, joined, merged
from analytics.reading.masking import mask_text
from analytics.reading.records import (
    DEPARTMENT_ACCOUNTS,
    DEPARTMENT_EVALUATION,
    OTHER,
    PROJECT_REGISTER,
    SELF_EVALUATION,
    TARGETS,
    Claim,
    Drawing,
    Evidence,
    FileReading,
    Form,
    Problem,
    Row,
    SheetTexts,
    Unread,
    changed,
)
from analytics.reading.values import normalise
from analytics.reading.word_places import told_in_words
from analytics.reading.years import OtherYear, doubt_lent_years, doubt_other_years, only_year_of, other_years, year_of_form

__all__ = ["Answers", "Source", "read_files", "read_half"]


@dataclass(frozen=True)
class Answers:
    """What a person answered. `units`: project name -> 元, 万元 or 亿元; `departments`: printed name -> department.

    `cells`: sheet!cell -> the right text (空 for no figure); `columns`: heading as printed -> heading as meant.
    With `only_open` an answer fills what a form leaves open; without it district, department and year hold for every form.
    """

    district: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    only_open: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Opened:
    """A file on its way: its sheets read, its units not yet settled; `years` that contradict its name."""

    source: Source
    grids: list[Grid]
    sheets: list[SheetReading]
    problems: list[Problem]
    corrections: Corrections = field(default_factory=Corrections)
    years: dict[int, OtherYear] = field(default_factory=dict)


NO_ANSWERS = Answers()
Heard = Callable[[str], None]


@collector_paused()
def read_files(
    sources: Sequence[Source],
    answers: Answers | Sequence[Answers] = NO_ANSWERS,
    claims: Sequence[Claim] = (),
    aliases: Mapping[str, str] | None = None,
    progress: Heard | None = None,
) -> list[FileReading]:
    """One reading a file, in order. `claims` is evidence already stored, `aliases` printed names a person has resolved.

    `answers` holds for all files, or is one a file; `progress` hears the name of each file when it has been opened.
    """
    given = [answers] * len(sources) if isinstance(answers, Answers) else list(answers)
    opened = []
    for source, own in zip(sources, given, strict=True):
        opened.append(_open(source, own))
        if progress:
            progress(source.name)
    for file, own in zip(opened, given, strict=True):
        _place_forms(file, own, aliases or {})
        file.problems += doubt_other_years(file.source.name, file.years)
    around = _around(claims, joined([_told(file) for file in opened]))
    return [_concluded(file, _finish(file, around, own)) for file, own in zip(opened, given, strict=True)]


@collector_paused()
def read_half(source: Source, answers: Answers, claims: Sequence[Claim], aliases: Mapping[str, str], half: int, exchange: Callable[[Told], Told]) -> Part:
    """What the first (0) or second (1) half of the sheets of a workbook yields; `merged` makes one reading of both halves.

    `exchange` is given what these sheets tell the others and answers with what all of them tell. Raises NotHalved.
    """
    file = _open(source, answers, half)
    if file.problems:
        raise NotHalved
    _place_forms(file, answers, aliases)
    told = exchange(_told(file))
    if half == 0:
        file.problems += doubt_other_years(source.name, told.years)
    return _finish(file, _around(claims, told), answers)


def _told(file: _Opened) -> Told:
    forms = [form for sheet in file.sheets for form in sheet.forms]
    return Told(
        tuple(claim for sheet in file.sheets for claim in sheet.claims),
        _department_totals(file.source.name, forms),
        units.largest_amounts(form for form in forms if form.kind != TARGETS),
        file.years,
        sum(len(entries) for grid in file.grids for entries in grid.entries),
        any(form.kind != OTHER for form in forms),
    )


def _around(claims: Sequence[Claim], told: Told) -> units.Surroundings:
    return units.surroundings([*claims, *told.claims], told.totals, told.budgets)


def _taught(aliases: Mapping[str, str], answers: Answers) -> dict[str, str]:
    return {normalise(printed): department for printed, department in {**aliases, **answers.departments}.items()}


def _open(source: Source, answers: Answers, half: int | None = None) -> _Opened:
    try:
        grids = open_grids(source, half)
    except UnreadableFile as error:
        return _Opened(source, [], [], [error.problem])
    done = lay_over(grids, answers.cells, answers.columns)
    return _Opened(source, grids, [read_sheet(grid, source.name) for grid in grids], list(done.notes), done)


def _place_forms(file: _Opened, answers: Answers, aliases: Mapping[str, str]) -> None:
    """Gives every form its district, department and year: options first, then sheet, title, file name, department name."""
    taught = _taught(aliases, answers)
    if answers.only_open or answers.fiscal_year is None:
        forms = [form for sheet in file.sheets for form in sheet.forms]
        file.problems += doubt_lent_years(file.source.name, forms)
        file.years = other_years(file.source.name, forms, file.grids)
    for sheet in file.sheets:
        only_year = only_year_of(sheet.forms)
        sheet.forms = [_placed(form, file.source.name, answers, taught, only_year) for form in sheet.forms]
        known = {(row.name, row.fiscal_year): row.department for form in sheet.forms for row in form.rows}
        sheet.claims = [replace(claim, department=known.get((claim.project, claim.fiscal_year))) for claim in sheet.claims]


def _placed(form: Form, file: str, answers: Answers, taught: Mapping[str, str], only_year: int | None) -> Form:
    """`only_year` is the one year that the forms of the sheet name, for those among them that name none."""
    printed_units = _printed_units(form)
    district = _settled(answers, answers.district, _first_district(form, file, printed_units))
    found_year = year_of_form(form) or names.year_of_file_name(file) or only_year
    year = _settled(answers, answers.fiscal_year, found_year)
    department, printed = _department(printed_units, district, file, answers, taught)
    rows = tuple(_placed_row(row, district, department, year, taught) for row in form.rows)
    subject_of = {row.department for row in rows}
    if form.rows and len(subject_of) == 1:
        department = next(iter(subject_of))
    district = district or next((row.district for row in rows if row.district), None)
    return changed(form, district=district, department=department, department_printed=printed, fiscal_year=year, rows=rows)


def _settled(answers: Answers, answered: Any, found: Any) -> Any:
    return (found or answered) if answers.only_open else (answered or found)


def _printed_units(form: Form) -> list[str]:
    project = form.project
    supervising, implementing = (project.supervising_unit, project.implementing_unit) if project else (None, None)
    own = form.department_printed
    found = [own, supervising, implementing] if form.subject == "department" else [supervising, own, implementing]
    return [name for name in found if name]


def _first_district(form: Form, file: str, printed_units: Sequence[str]) -> str | None:
    places = [form.title, file, *printed_units] if form.title else [file, *printed_units]
    return next((found for text in places if (found := names.district_of(text))), None)


def _department(printed_units: Sequence[str], district: str | None, file: str, answers: Answers, taught: Mapping[str, str]) -> tuple[str | None, str | None]:
    printed = printed_units[0] if printed_units else None
    answered = (names.department_of(answers.department, district, taught) or answers.department) if answers.department else None
    return _settled(answers, answered, _department_found(printed_units, district, file, taught)), printed


def _department_found(printed_units: Sequence[str], district: str | None, file: str, taught: Mapping[str, str]) -> str | None:
    for name in sorted(printed_units, key=lambda name: normalise(name) not in taught and _is_from_elsewhere(name, district)):
        resolved = names.department_of(name, district, taught)
        if resolved:
            return resolved
    beginning = file.split("_")[0].rsplit(".", 1)[0]
    return names.department_of(beginning, district, taught) if names.district_of(beginning) and len(beginning) > 5 else None


def _is_from_elsewhere(name: str, district: str | None) -> bool:
    """省农业农村厅, or the office of another 县, is no department of this district."""
    own = names.district_of(name)
    return district is not None and own != district and (own is not None or "省" in name or "自治区" in name)


def _placed_row(row: Row, district: str | None, department: str | None, year: int | None, taught: Mapping[str, str]) -> Row:
    own_district = row.district or names.district_of(row.department_printed) or district
    own_department = names.department_of(row.department_printed, own_district, taught) or row.department_printed or department
    return replace(row, district=own_district, department=own_department, fiscal_year=row.fiscal_year or year)


def _department_totals(file: str, forms: Sequence[Form]) -> dict[tuple[str | None, int | None], tuple[Decimal, Evidence]]:
    """What each department spent in all that year, where a file of the call says so: no project can be larger."""
    totals: dict[tuple[str | None, int | None], tuple[Decimal, Evidence]] = {}
    for form in (form for form in forms if form.kind == DEPARTMENT_EVALUATION):
        for row in form.rows:
            total = row.values.get("revised_budget")
            if isinstance(total, Decimal) and total > 0:
                text = f"{row.printed.get('revised_budget', total)}{form.amount_unit.used}"
                totals[row.department, row.fiscal_year] = (total, Evidence(form.sheet, row.cells.get("revised_budget"), text, file))
    return totals


def _finish(file: _Opened, around: units.Surroundings, answers: Answers) -> Part:
    forms: list[Form] = []
    doubted: list[Problem] = []
    for sheet in file.sheets:
        for form, statements in zip(sheet.forms, sheet.statements, strict=True):
            if form.kind in (SELF_EVALUATION, TARGETS):
                name = form.project.name if form.project else None
                form, doubts = units.settle(form, statements, around, answers.units.get(name or ""))
                doubted += doubts
            forms.append(form)
    drawn = {form.sheet for form in forms}
    reading = FileReading(
        file.source.name,
        hashlib.sha256(file.source.content).hexdigest(),
        tuple(as_printed(forms, file.corrections.printed)),
        tuple(_unread(file.grids, drawn)),
        claims=tuple(claim for sheet in file.sheets for claim in sheet.claims),
        drawings=tuple(_drawing(grid, file.corrections.printed) for grid in file.grids if grid.sheet in drawn),
        questions=_questions([form for form in forms if form.kind != OTHER]),
    )
    return Part(reading, (tuple(file.problems), tuple(problem for sheet in file.sheets for problem in sheet.problems), tuple(doubted)))


def _concluded(file: _Opened, part: Part) -> FileReading:
    """The reading of a whole file, which is refused where nothing in it is a result."""
    reading = told_in_words(merged([part]), next((grid.tables for grid in file.grids if grid.tables), ()))
    if any(form.kind != OTHER for form in reading.forms):
        return reading
    problems = [replace(problem, severity="error") if problem.code == BLANK_FORM else problem for problem in reading.problems]
    if not any(problem.severity == "error" for problem in file.problems) and not any(problem.code == BLANK_FORM for problem in problems):
        problems.append(_no_form(file, bool(reading.forms)))
    return replace(reading, problems=tuple(problems), refused=any(problem.severity == "error" for problem in problems))


def _unread(grids: Sequence[Grid], drawn: AbstractSet[str]) -> Iterator[Unread]:
    """What no reader used; who filled in the form often stands there, and stays masked."""
    for grid in grids:
        if not _only_instructs(grid, drawn):
            yield from (Unread(grid.sheet, address(row, column), mask_text(text)) for row, column, text in grid.unread())


def _only_instructs(grid: Grid, drawn: AbstractSet[str]) -> bool:
    """A sheet that explains how to fill in the form, and holds none: its text is nothing that should have been read."""
    return grid.sheet not in drawn and normalise(grid.sheet) in _INSTRUCTIONS


_INSTRUCTIONS = {"填表说明", "填报说明", "填写说明"}


def _no_form(file: _Opened, recognised: bool) -> Problem:
    if recognised:
        message = f"文件“{file.source.name}”里只有不作为结果的表格，没有可以导入的内容。"
        return Problem("error", "no-result", message, remedy="请上传绩效自评表、部门决算表或项目汇总表。")
    sheet = file.grids[0].sheet if file.grids else None
    seen = next((text for grid in file.grids for entries in grid.entries for text in entries.values()), None)
    return Problem(
        "error",
        "no-form",
        f"文件“{file.source.name}”里没有找到可以识别的表格。",
        sheet,
        found=(seen or "空白工作簿")[:60],
        expected="含“项目名称”、预算数、执行数、绩效指标的自评表，或部门决算表、项目汇总表、专家评分表",
        remedy="请核对是否选错了文件；表样见“数据导入”页的模板。",
    )


def _questions(forms: Sequence[Form]) -> tuple[str, ...]:
    """What no place of the file says and a person must answer."""
    records = [record for form in forms for record in (form.rows if form.rows and form.kind in _ROW_KINDS else (form,))]
    return tuple(name for name in QUESTIONS if any(getattr(record, name) is None for record in records))


_ROW_KINDS = {DEPARTMENT_ACCOUNTS, DEPARTMENT_EVALUATION, PROJECT_REGISTER, "project_claims"}


def _drawing(grid: Grid, printed: Mapping[tuple[str, str], str | None]) -> Drawing:
    """The sheet as printed, without what a person put right; persons masked."""
    corrected = {cell: text or "" for (sheet, cell), text in printed.items() if sheet == grid.sheet}
    masked = {address(row, column): text for (row, column), text in grid.masked.items()}
    return Drawing(
        grid.sheet,
        SheetTexts(grid.entries, corrected | masked),
        grid.merged.ranges,
    )
