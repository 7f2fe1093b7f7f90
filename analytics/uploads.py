"""What a clerk is told about examined files before anything is stored: what was recognised, what is open, what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
from rapidfuzz import fuzz, process

from analytics.audit.cards import RULES
from analytics.audit.finding import Finding, shown_cell
from analytics.audit.right_wording import correction, printed, remedy
from analytics.audit.self_check import CheckedFile, beside_reading, cells_of
from analytics.intake import Examination
from analytics.reading import Source
from analytics.reading.names import district_of, known_aliases
from analytics.reading.records import KINDS, OTHER, SELF_EVALUATION, TARGETS, Evidence, FileReading, Form, Funding, Problem
from analytics.reading.values import UNITS, NotANumber, normalise, number
from analytics.store import BatchInfo, FilePlan, Record, Replacement, Store
from analytics.store.batch import counted_rows, problems
from analytics.store.plan import Difference, records
from analytics.wording import amount, listed, money, score, text

SEVERITY = {"error": "错误", "warning": "警告", "note": "提示"}
UNIT_STATUS = {"stated": "按表所写", "proven": "已印证", "corrected": "已按依据更正", "suspect": "存疑"}
UNIT_MEANINGS = {
    "stated": "没有别的数可以核对，照表头的单位读", "proven": "文中另有带单位的数与资金栏一致",
    "corrected": "文中另有带单位的数表明表头单位写错，已折合万元", "suspect": "金额大得不成比例又没有依据，认定之前不计入合计",
}  # fmt: skip
FIGURES = {
    "name": ("名称", text), "initial_budget": ("年初预算（万元）", amount), "budget": ("预算（万元）", amount),
    "executed": ("执行（万元）", amount), "score": ("得分", score),
}  # fmt: skip
POINTS = {"weight": "分值", "score": "得分"}
COLUMN_MEANINGS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", "年度指标值", "实际完成值", "偏差原因分析及改进措施")
NO_HEADING = "表头"  # what the readers expect where a column has none
PROBLEM_COLUMNS = ["文件", "程度", "工作表", "单元格", "问题", "现为", "应为", "处理办法"]
SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
SETTLED_BY_HAND = ("元", "万元")
UNSETTLED = ("suspect", "corrected")


@dataclass(frozen=True)
class Recognised:
    """A file in figures. Amounts in 万元, of projects whose unit is not in doubt; `units` {status in words: forms}.

    `without_budget` and `without_executed` count projects whose unit is clear and whose figure is missing all the same;
    `declared` is the budget of forms that only set targets.
    """

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
    without_budget: int = 0
    without_executed: int = 0
    declared: Decimal = Decimal(0)


@dataclass(frozen=True)
class OpenDepartment:
    """A printed name that no table explains (None: the form prints none), and the forms that wait for it."""

    printed: str | None
    forms: int


@dataclass(frozen=True)
class OpenUnit:
    """A project whose unit is in doubt, or was corrected to `used`; `proofs` are the places that prove it.

    `either` {unit: (the project's budget, total of the file with it)}, in 万元.
    """

    project: str
    place: str
    printed: str
    unit_printed: str | None
    either: dict[str, tuple[Decimal, Decimal]]
    used: str | None = None
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenColumn:
    """A heading that no reader knows, though figures stand below it; `sample` is the first of them."""

    heading: str
    place: str
    sample: str | None


@dataclass(frozen=True)
class Open:
    """What a file leaves open: how many forms wait for a year and a district, which names and units are unclear."""

    forms: int = 0
    fiscal_year: int = 0
    district: int = 0
    departments: tuple[OpenDepartment, ...] = ()
    units: tuple[OpenUnit, ...] = ()
    columns: tuple[OpenColumn, ...] = ()


def samples() -> list[Source]:
    """The real forms that come with the project."""
    return [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]


# ---- one file in words


def recognised(reading: FileReading) -> Recognised:
    """What was read of a file."""
    own, declared = ([record for record in records(reading) if record.kind == kind] for kind in (SELF_EVALUATION, TARGETS))
    forms = [form for form in reading.forms if form.kind != OTHER]
    places = [place for form in forms for place in (form.rows if form.rows else (form,))]
    in_doubt = sum(form.kind == SELF_EVALUATION and form.amount_unit.status == "suspect" for form in forms)
    return Recognised(
        kinds=dict(Counter(KINDS.get(form.kind, form.kind) for form in reading.forms)),
        projects=sum(form.kind == SELF_EVALUATION for form in forms),
        indicators=sum(len(form.indicators) for form in forms),
        budget=sum((record.budget for record in own if record.budget is not None), Decimal(0)),
        executed=sum((record.executed for record in own if record.executed is not None), Decimal(0)),
        in_doubt=in_doubt,
        years=tuple(sorted({place.fiscal_year for place in places if place.fiscal_year})),
        districts=tuple(sorted({place.district for place in places if place.district})),
        departments=tuple(sorted({place.department for place in places if place.department})),
        units=dict(Counter(UNIT_STATUS.get(form.amount_unit.status, form.amount_unit.status) for form in forms)),
        without_budget=sum(record.budget is None for record in own) - in_doubt,
        without_executed=sum(record.executed is None for record in own) - in_doubt,
        declared=sum((record.budget for record in declared if record.budget is not None), Decimal(0)),
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
    return (problem.sheet, problem.where, problem.message, problem.found, problem.expected, problem.remedy)


def problem_table(readings: Iterable[FileReading]) -> pandas.DataFrame:
    """The problems of files for a workbook, one row a problem."""
    rows = [[reading.file, *row] for reading in readings for row in problem_rows(reading.problems)]
    return pandas.DataFrame(rows, columns=PROBLEM_COLUMNS)


def whole_problem_table(readings: Iterable[FileReading], checked: Iterable[CheckedFile]) -> pandas.DataFrame:
    """The problems of files and what the audit rules found in them, file by file, each with its source."""
    found = {file.reading.file: beside_reading(file) for file in checked}
    rows = [row for reading in readings for row in (*_sourced(reading), *(_of_rule(reading.file, one) for one in found.get(reading.file, ())))]
    return pandas.DataFrame(rows, columns=[*PROBLEM_COLUMNS, "来源"])


def _sourced(reading: FileReading) -> Iterator[list[str | None]]:
    yield from ([reading.file, *row, "读取"] for row in problem_rows(reading.problems))


def _of_rule(file: str, one: Finding) -> list[str | None]:
    sheets = "、".join(dict.fromkeys(cell["sheet"] or "" for cell in one.cells))
    cells = "、".join(dict.fromkeys(map(shown_cell, one.cells))) if "、" not in sheets else cells_of(one)
    title = RULES[one.rule].title
    return [file, SEVERITY[one.severity], sheets, cells, f"{title}：{one.message}", printed(one), correction(one), remedy(one), f"审计规则“{title}”"]


# ---- what is open


def open_questions(reading: FileReading) -> Open:
    """What a person must (year, district, department) or may (unit) answer about a file."""
    if not reading.forms:
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
        tuple(_open_unit(form, known) for form in forms if form.amount_unit.status in UNSETTLED),
        _open_columns(reading),
    )


def _open_columns(reading: FileReading) -> tuple[OpenColumn, ...]:
    """Headings to be explained, each once however many forms carry it."""
    unknown = [one for one in reading.problems if one.code == "column-unknown" and one.expected not in (None, NO_HEADING)]
    found = {normalise(one.expected): OpenColumn(one.expected or "", f"{one.sheet} {one.where}", one.found) for one in reversed(unknown)}
    return tuple(reversed(found.values()))


def _open_unit(form: Form, known: Decimal) -> OpenUnit:
    """What the project and the file would come to in either unit; `known` is the file's total as read."""
    total = next((line for line in form.funding if line.source == "total"), form.funding[0] if form.funding else Funding("total", ""))
    name = "revised_budget" if form.has_revised_column else "initial_budget"
    printed = getattr(total, f"{name}_printed") or total.executed_printed or ""
    figure = _figure(printed)
    others = known - (getattr(total, name) or 0)
    either = {unit: (figure * UNITS[unit], others + figure * UNITS[unit]) for unit in SETTLED_BY_HAND} if figure is not None else {}
    project = (form.project.name if form.project else None) or ""
    unit = form.amount_unit
    place = f"{form.sheet} {total.cells.get(name, '')}".strip()
    return OpenUnit(project, place, printed, unit.printed, either, unit.used, tuple(map(_proof, unit.evidence)))


def _figure(printed: str) -> Decimal | None:
    try:
        return number(printed)
    except NotANumber:
        return None


def _proof(evidence: Evidence) -> str:
    place = " ".join(part for part in (evidence.file, evidence.sheet, evidence.cell) if part)
    return f"{place} 写“{evidence.text}”"


def remembered_columns(store: Store) -> dict[str, str]:
    """What persons said of headings when they imported earlier files: normalised heading -> meaning, the latest wins."""
    said = [info.decisions.get("columns", {}) for info in store.batches()]
    return {normalise(heading): meaning for columns in said for heading, meaning in columns.items()}


def recalled_columns(asked: Open, known: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Of the headings asked about, those that are known from earlier and were not answered: heading -> meaning."""
    unsaid = [one.heading for one in asked.columns if one.heading not in said]
    return {heading: known[normalise(heading)] for heading in unsaid if normalise(heading) in known}


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
    same = "按本文件更新（金额、分值、得分未变）"
    counted = {"新增": len(plan.added), "数字有变": changed, same: len(plan.replaced) - changed, "去掉旧记录": len(plan.removed)}
    return "，".join(f"{words} {n} 条" for words, n in counted.items() if n) or "没有变化"


def difference_words(found: Difference) -> str:
    """What one version of the data holds against another, in one sentence."""
    counted = {"新增": found.added, "去掉": found.gone, "数字有变": found.changed}
    return ("，".join(f"{words} {len(rows)} 条" for words, rows in counted.items() if rows) or "没有不同") + f"；{found.same} 条相同"


def changed_rows(replaced: Iterable[Replacement]) -> list[list[str]]:
    """One row a changed figure: name, department, year, what, old, new."""
    return [
        [text(one.new.name), text(one.new.department), text(one.new.fiscal_year), *_changed(name, old, new)]
        for one in replaced
        for name, (old, new) in one.changes.items()
    ]


def _changed(name: str, old: Any, new: Any) -> list[str]:
    """`score:清扫面积`, of an indicator, is 清扫面积 得分."""
    what, _, indicator = name.partition(":")
    label, words = (f"{indicator} {POINTS[what]}", score) if indicator else FIGURES[name]
    return [label, words(old), words(new)]


def record_rows(found: Iterable[Record]) -> list[list[str]]:
    """One row a record: name, department, year, budget, executed, score."""
    return [_record_row(record) for record in found]


def _record_row(record: Record) -> list[str]:
    figures = (amount(record.budget), amount(record.executed), score(record.score))
    return [text(record.name), text(record.department), text(record.fiscal_year), *figures]


def facts(found: Recognised, waiting: bool = False) -> list[tuple[str, str]]:
    """The facts of a card: label and words. Of a file that waits for an answer the amounts are not settled: claims find it by its year."""
    kinds = "、".join(f"{kind} {n} 张" for kind, n in found.kinds.items()) or "—"
    counted = {"个项目": found.projects, "条指标": found.indicators}
    content = "、".join(f"{n} {words}" for words, n in counted.items() if n) or "—"
    units = "、".join(f"{words} {n} 张" for words, n in found.units.items()) or "—"
    declared = f"申报预算 {money(found.declared)}" if found.declared else ""
    own = f"预算 {money(found.budget)}，执行 {money(found.executed)}" if found.projects else ""
    total = "；".join(part for part in (own, declared) if part) or "—"
    missing = "".join(f"；{n} 个项目没有{what}" for n, what in ((found.without_budget, "预算数"), (found.without_executed, "执行数")) if n)
    doubt = f"；另有 {found.in_doubt} 个项目单位存疑，未计入" if found.in_doubt else ""
    unsettled = "（暂按表上单位，回答后再核定）" if waiting and found.projects else ""
    return [
        ("表格", kinds),
        ("内容", content),
        ("金额合计", total + unsettled + missing + doubt),
        ("年度", "、".join(map(str, found.years)) or "未写明"),
        ("区", "、".join(found.districts) or "未写明"),
        ("预算部门", listed(found.departments) or "未写明"),
        ("金额单位", units),
    ]


def units_explained(found: Recognised) -> str:
    """What the words for the units of a file mean, those alone that it needs."""
    told = [f"{words}：{UNIT_MEANINGS[status]}" for status, words in UNIT_STATUS.items() if words in found.units]
    return f"金额单位——{'；'.join(told)}。" if told else ""


# ---- what was stored


def kinds_words(kinds: Mapping[str, int]) -> str:
    """Forms by kind in words: 绩效自评表 12 张."""
    return "、".join(f"{KINDS.get(kind, kind)} {n} 张" for kind, n in kinds.items()) or "没有表格"


DECISIONS = {"fiscal_year": "年度", "district": "区", "department": "预算部门"}


def decision_words(info: BatchInfo) -> list[str]:
    """What a person decided about a file when it was imported, a decision a line."""
    given = info.decisions
    lines = [f"{label}：{given[name]}" for name, label in DECISIONS.items() if given.get(name)]
    lines += [f"“{printed}”归入 {department}" for printed, department in given.get("departments", {}).items()]
    lines += [f"“{project}”的金额按{unit}" for project, unit in given.get("units", {}).items()]
    lines += [f"更正 {place.replace('!', ' ')} 为 {right}" for place, right in given.get("cells", {}).items()]
    lines += [f"表头“{heading}”读作“{meaning}”" for heading, meaning in given.get("columns", {}).items()]
    return [*lines, "整体替换"] if info.replace_whole else lines


def table_rows(store: Store, info: BatchInfo) -> int:
    """How many lines of flat tables a batch holds, beside its forms."""
    return counted_rows(store.batch_directory, info.batch_id)


def batch_problems(store: Store, info: BatchInfo) -> pandas.DataFrame:
    """The problems found when a batch was read, one row a problem."""
    rows = [[info.file, *row] for row in problem_rows(problems(store.batch_directory, info.batch_id))]
    return pandas.DataFrame(rows, columns=PROBLEM_COLUMNS)
