"""What a clerk is told about examined files before anything is stored: what was recognised, what is open, what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas
from rapidfuzz import fuzz, process

from analytics.intake import Examination
from analytics.reading import Source
from analytics.reading.names import district_of, known_aliases
from analytics.reading.records import KINDS, OTHER, SELF_EVALUATION, FileReading, Form, Funding, Problem
from analytics.reading.values import UNITS, NotANumber, normalise, number
from analytics.store import BatchInfo, FilePlan, Record, Store
from analytics.store.batch import problems
from analytics.store.plan import records
from analytics.wording import amount, listed, money, score, text

SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}
UNIT_STATUS = {"stated": "按表所写", "proven": "已印证", "corrected": "已按依据更正", "suspect": "存疑"}
FIGURES = {"name": ("名称", text), "budget": ("预算（万元）", amount), "executed": ("执行（万元）", amount), "score": ("得分", score)}
PROBLEM_COLUMNS = ["文件", "程度", "工作表", "单元格", "问题", "现为", "应为", "处理办法"]
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
SETTLED_BY_HAND = ("元", "万元")


@dataclass(frozen=True)
class Recognised:
    """A file in figures. Amounts in 万元, of projects whose unit is not in doubt; `units` {status in words: forms}."""

    kinds: dict[str, int]
    projects: int
    indicators: int
    budget: Decimal
    executed: Decimal
    in_doubt: int
    years: tuple[int, ...]
    districts: tuple[str, ...]
    departments: tuple[str, ...]
    units: dict[str, int]


@dataclass(frozen=True)
class OpenDepartment:
    """A printed name that no table explains (None: the form prints none), and the forms that wait for it."""

    printed: str | None
    forms: int


@dataclass(frozen=True)
class OpenUnit:
    """A project whose unit is in doubt. `either` {unit: (the project's budget, total of the file with it)}, in 万元."""

    project: str
    place: str
    printed: str
    unit_printed: str | None
    either: dict[str, tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Open:
    """What a file leaves open: how many forms wait for a year and a district, which names and units are unclear."""

    forms: int = 0
    fiscal_year: int = 0
    district: int = 0
    departments: tuple[OpenDepartment, ...] = ()
    units: tuple[OpenUnit, ...] = ()


def samples() -> list[Source]:
    """The real forms that come with the project."""
    return [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]


# ---- one file in words


def recognised(reading: FileReading) -> Recognised:
    """What was read of a file."""
    own = [record for record in records(reading) if record.kind == SELF_EVALUATION]
    forms = [form for form in reading.forms if form.kind != OTHER]
    places = [place for form in forms for place in (form.rows if form.rows else (form,))]
    return Recognised(
        kinds=dict(Counter(KINDS.get(form.kind, form.kind) for form in reading.forms)),
        projects=sum(form.kind == SELF_EVALUATION for form in forms),
        indicators=sum(len(form.indicators) for form in forms),
        budget=sum((record.budget for record in own if record.budget is not None), Decimal(0)),
        executed=sum((record.executed for record in own if record.executed is not None), Decimal(0)),
        in_doubt=sum(form.amount_unit.status == "suspect" for form in forms),
        years=tuple(sorted({place.fiscal_year for place in places if place.fiscal_year})),
        districts=tuple(sorted({place.district for place in places if place.district})),
        departments=tuple(sorted({place.department for place in places if place.department})),
        units=dict(Counter(UNIT_STATUS.get(form.amount_unit.status, form.amount_unit.status) for form in forms)),
    )


def standing(examination: Examination, reading: FileReading) -> str:
    """Where a file stands: refused, unchanged, waiting (for an answer) or ready."""
    if reading.refused or not reading.forms:
        return "refused"
    if reading.file in examination.duplicates:
        return "unchanged"
    return "waiting" if reading.questions else "ready"


def problem_rows(problems: Iterable[Problem]) -> list[list[str]]:
    """Severity in words, sheet, cell, message, found, expected, remedy; the worst first."""
    order = list(SEVERITY)
    worst_first = sorted(problems, key=lambda one: order.index(one.severity) if one.severity in order else len(order))
    return [[SEVERITY.get(one.severity, one.severity), *map(text, _told(one))] for one in worst_first]


def _told(problem: Problem) -> tuple[str | None, ...]:
    return (problem.sheet, problem.cell, problem.message, problem.found, problem.expected, problem.remedy)


def problem_table(readings: Iterable[FileReading]) -> pandas.DataFrame:
    """The problems of files for a workbook, one row a problem."""
    rows = [[reading.file, *row] for reading in readings for row in problem_rows(reading.problems)]
    return pandas.DataFrame(rows, columns=PROBLEM_COLUMNS)


# ---- what is open


def open_questions(reading: FileReading) -> Open:
    """What a person must (year, district, department) or may (unit) answer about a file."""
    if reading.refused:
        return Open()
    forms = [form for form in reading.forms if form.kind != OTHER]
    places = [place for form in forms for place in (form.rows if form.rows else (form,))]
    unnamed = Counter(place.department_printed for place in places if place.department is None)
    known = recognised(reading).budget
    return Open(
        len(places),
        sum(place.fiscal_year is None for place in places) if "fiscal_year" in reading.questions else 0,
        sum(place.district is None for place in places) if "district" in reading.questions else 0,
        tuple(OpenDepartment(printed, forms) for printed, forms in unnamed.items()) if "department" in reading.questions else (),
        tuple(_open_unit(form, known) for form in forms if form.amount_unit.status == "suspect"),
    )


def _open_unit(form: Form, known: Decimal) -> OpenUnit:
    total = next((line for line in form.funding if line.source == "total"), form.funding[0] if form.funding else Funding("total", ""))
    name = "revised_budget" if form.has_revised_column else "initial_budget"
    printed = getattr(total, f"{name}_printed") or total.executed_printed or ""
    try:
        figure = number(printed)
    except NotANumber:
        figure = None
    either = {unit: (figure * UNITS[unit], known + figure * UNITS[unit]) for unit in SETTLED_BY_HAND} if figure is not None else {}
    project = (form.project.name if form.project else None) or ""
    return OpenUnit(project, f"{form.sheet} {total.cells.get(name, '')}".strip(), printed, form.amount_unit.printed, either)


def nearest(printed: str | None, known: Iterable[str], district: str | None = None) -> list[str]:
    """The known names, those of the district first, then those most like the printed one."""
    names = sorted(set(known))
    if printed:
        names = [name for name, _, _ in process.extract(printed, names, scorer=_likeness, limit=None)]
    return sorted(names, key=lambda name: district is not None and district_of(name) != district)


def _likeness(printed: str, name: str, **_more: object) -> float:
    """Parts of a name in their order weigh most: an office carries a piece of its department's name."""
    one, other = normalise(printed), normalise(name)
    return fuzz.WRatio(one, other) + fuzz.partial_ratio(one, other) / 10


def departments_known(stored: Iterable[str], readings: Sequence[FileReading]) -> list[str]:
    """Names of departments: stored ones, those of the files at hand, those of the table of aliases."""
    at_hand = {form.department for reading in readings for form in reading.forms if form.department}
    return sorted({*stored, *at_hand, *known_aliases().values()})


def is_district(name: str | None) -> bool:
    """Whether this is the bare name of a 区 or 县."""
    return bool(name) and district_of(name) == normalise(name)


# ---- what would change


def plan_of(examination: Examination, reading: FileReading) -> FilePlan | None:
    """The plan of one of the examined files; None where it would not be stored."""
    return next((plan for plan in examination.plan.files if (plan.file, plan.sha256) == (reading.file, reading.sha256)), None)


def plan_words(plan: FilePlan) -> str:
    """What storing the file does, in one sentence."""
    changed = sum(bool(one.changes) for one in plan.replaced)
    same = "按本文件更新（预算、执行、总分未变）"
    counted = {"新增": len(plan.added), "数字有变": changed, same: len(plan.replaced) - changed, "去掉旧记录": len(plan.removed)}
    return "，".join(f"{words} {n} 条" for words, n in counted.items() if n) or "没有变化"


def added_rows(plan: FilePlan) -> list[list[str]]:
    """New records: name, department, year, budget, executed, score."""
    return [_record_row(record) for record in plan.added]


def left_rows(plan: FilePlan) -> list[list[str]]:
    """Stored records that the file does not hold: they stay, or go with 整体替换."""
    return [_record_row(record) for record in (*plan.left, *plan.removed)]


def changed_rows(plan: FilePlan) -> list[list[str]]:
    """One row a changed figure: name, department, year, what, old, new."""
    return [
        [text(one.new.name), text(one.new.department), text(one.new.fiscal_year), FIGURES[name][0], FIGURES[name][1](old), FIGURES[name][1](new)]
        for one in plan.replaced
        for name, (old, new) in one.changes.items()
    ]


def _record_row(record: Record) -> list[str]:
    figures = (amount(record.budget), amount(record.executed), score(record.score))
    return [text(record.name), text(record.department), text(record.fiscal_year), *figures]


def facts(found: Recognised) -> list[tuple[str, str]]:
    """The facts of a card: label and words."""
    kinds = "、".join(f"{kind} {n} 张" for kind, n in found.kinds.items()) or "—"
    content = f"{found.projects} 个项目、{found.indicators} 条指标" if found.projects else "—"
    units = "、".join(f"{words} {n} 张" for words, n in found.units.items()) or "—"
    total = f"预算 {money(found.budget)}，执行 {money(found.executed)}" if found.projects else "—"
    doubt = f"；另有 {found.in_doubt} 个项目单位存疑，未计入" if found.in_doubt else ""
    return [
        ("表格", kinds),
        ("内容", content),
        ("金额合计", total + doubt),
        ("年度", "、".join(map(str, found.years)) or "未写明"),
        ("区", "、".join(found.districts) or "未写明"),
        ("预算部门", listed(found.departments) or "未写明"),
        ("金额单位", units),
    ]


# ---- what was stored


def kinds_words(kinds: Mapping[str, int]) -> str:
    """Forms by kind in words: 绩效自评表 12 张."""
    return "、".join(f"{KINDS.get(kind, kind)} {n} 张" for kind, n in kinds.items()) or "没有表格"


def batch_problems(store: Store, info: BatchInfo) -> pandas.DataFrame:
    """The problems found when a batch was read, one row a problem."""
    rows = [[info.file, *row] for row in problem_rows(problems(store.batch_directory, info.batch_id))]
    return pandas.DataFrame(rows, columns=PROBLEM_COLUMNS)
