"""What a reader hands on: frozen records in the words of the forms.

Amounts are 万元 as `Decimal`, exactly as printed after the unit is settled; rates are ratios; blanks are None.
Every record carries `cells`, the address of each of its fields, so that a figure can always be led back to the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from analytics.reading.grid import address
from analytics.reading.masking import mask_text

SELF_EVALUATION = "self_evaluation"
PROJECT_REGISTER = "project_register"
DEPARTMENT_ACCOUNTS = "department_accounts"
DEPARTMENT_EVALUATION = "department_evaluation"
PROJECT_CLAIMS = "project_claims"
EXPERT_SCORES = "expert_scores"
TARGETS = "targets"
OTHER = "other"

FUNDING_FIELDS = ("initial_budget", "revised_budget", "executed", "weight", "execution_rate_stated", "score")
"""The figures of one funding line, in the order of the forms."""

KINDS = {
    SELF_EVALUATION: "绩效自评表",
    PROJECT_REGISTER: "项目汇总表",
    DEPARTMENT_ACCOUNTS: "部门决算表",
    DEPARTMENT_EVALUATION: "部门整体绩效",
    PROJECT_CLAIMS: "报告所述项目",
    EXPERT_SCORES: "专家评分表",
    TARGETS: "绩效目标申报表",
    OTHER: "其他表格",
}

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """One doubt about a file: where it stands, what was found, what was expected, what to do."""

    severity: str  # error | warning | note
    code: str  # stable, kebab-case: amount-unreadable
    message: str  # one Chinese sentence
    sheet: str | None = None
    cell: str | None = None
    found: str | None = None
    expected: str | None = None
    remedy: str | None = None
    place: str | None = None  # the cell as it is found in a Word document: 表2 第4行第2列

    @property
    def where(self) -> str | None:
        """The cell as people are told it."""
        return self.place or self.cell


@dataclass(frozen=True)
class Unread:
    """Text in the file that no reader used."""

    sheet: str
    cell: str
    text: str
    place: str | None = None  # the cell as it is found in a Word document

    @property
    def where(self) -> str:
        """The cell as people are told it."""
        return self.place or self.cell


@dataclass(frozen=True)
class Evidence:
    """A place that states an amount in a unit of its own, and so proves or disproves a form's unit."""

    sheet: str | None
    cell: str | None
    text: str
    file: str | None = None


@dataclass(frozen=True)
class Claim:
    """An amount that one document states about a project of another: evidence for units, material for cross-checks."""

    project: str
    department: str | None  # after aliases are resolved
    fiscal_year: int | None
    budget: Decimal | None  # 万元
    executed: Decimal | None  # 万元
    evidence: Evidence


@dataclass(frozen=True)
class AmountUnit:
    """The unit of a form's amounts: `printed` as the form says, `used` after the document was heard.

    `status`: stated (believed, nothing checked it), proven (evidence agrees), corrected (evidence disproves the
    printed unit), suspect (out of all proportion and no evidence: amounts are None until a person decides).
    """

    printed: str | None
    used: str | None
    status: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Project:
    """Whose form it is. `name` is without the code printed before it; None where a form names only its department."""

    name: str | None
    code: str | None = None
    supervising_unit: str | None = None
    implementing_unit: str | None = None
    goal: str | None = None
    achievement: str | None = None
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Funding:
    """One row of the funding block. Amounts in 万元, `execution_rate_stated` a ratio, `weight` and `score` in points."""

    source: str  # total, fiscal, carry_over, special_account, own, central, province, upper, county, local, other
    label: str
    initial_budget: Decimal | None = None
    revised_budget: Decimal | None = None
    executed: Decimal | None = None
    weight: Decimal | None = None
    execution_rate_stated: Decimal | None = None
    score: Decimal | None = None
    applicable: bool = True
    initial_budget_printed: str | None = None
    revised_budget_printed: str | None = None
    executed_printed: str | None = None
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Indicator:
    """One row of the indicator block. `target` and `actual` are the text as the sheet displays it."""

    level1: str | None = None
    level2: str | None = None
    level3: str | None = None
    target: str | None = None
    actual: str | None = None
    target_value: Decimal | None = None
    actual_value: Decimal | None = None
    direction: str | None = None  # ≥ ≤ =
    weight: Decimal | None = None
    score: Decimal | None = None
    score_reviewed: Decimal | None = None
    applicable: bool = True
    deviation_reason: str | None = None
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row of a flat table: accounts line, project of a register or report, evaluated department, expert item.

    `values` holds figures and words under the names of the field (initial_budget, revised_budget, executed, amount,
    final_accounts, execution_rate_stated, score, grade, note …); amounts in 万元, rates as ratios.
    """

    name: str | None
    table: str | None = None
    side: str | None = None  # 收入 | 支出
    line: str | None = None
    level: str | None = None  # 总计 合计 类 款 项 其中
    district: str | None = None
    department: str | None = None
    department_printed: str | None = None
    fiscal_year: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)
    scores: tuple[Decimal | None, ...] = ()
    cells: Cells = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """One form as it stands on a sheet."""

    kind: str
    sheet: str
    range: str
    title: str | None = None
    subject: str | None = None  # project | department | transfer | special_fund | bond
    recognised_as: str | None = None  # for kind other
    district: str | None = None
    department: str | None = None  # after aliases are resolved
    department_printed: str | None = None
    fiscal_year: int | None = None
    amount_unit: AmountUnit = AmountUnit(None, None, "stated")
    project: Project | None = None
    funding: tuple[Funding, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    rows: tuple[Row, ...] = ()
    has_revised_column: bool = True  # False: budget_base is initial_budget
    total_weight: Decimal | None = None
    total_score: Decimal | None = None
    total_score_reviewed: Decimal | None = None
    grade: str | None = None
    persons: Mapping[str, str] = field(default_factory=dict)  # masked
    cells: Cells = field(default_factory=dict)


_MAY_NAME = re.compile(r"人|电话|手机|联系|\d{11}|0\d{2,3}-")


def _unnamed(text: str) -> str:
    return mask_text(text) if _MAY_NAME.search(text) else text


@dataclass(frozen=True, eq=False)
class SheetTexts(Mapping[str, str]):
    """Displayed text by address. The rows of a sheet are kept as they were read: most are never drawn, and spelling out addresses takes long.

    `corrected` holds what stands there instead: the print where a person put something right, masked names. Other texts are
    masked where they may name a person.
    """

    rows: Sequence[Mapping[int, str]]
    corrected: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_address(self) -> dict[str, str]:
        shown = {address(row, column): _unnamed(text) for row, entries in enumerate(self.rows) for column, text in entries.items()}
        return shown | {**self.corrected}

    def __getitem__(self, place: str) -> str:
        return self._by_address[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_address)

    def __len__(self) -> int:
        return len(self._by_address)


@dataclass(frozen=True)
class Drawing:
    """A sheet as it stood, for drawing a form beside its figures: displayed text by address, merged ranges."""

    sheet: str
    texts: Mapping[str, str]
    merges: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileReading:
    """Everything one file yielded. `refused` when it cannot be stored as it is (an error of the file itself)."""

    file: str
    sha256: str
    forms: tuple[Form, ...] = ()
    unread: tuple[Unread, ...] = ()
    problems: tuple[Problem, ...] = ()
    claims: tuple[Claim, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    refused: bool = False
    questions: tuple[str, ...] = ()  # what a person must answer first: fiscal_year, district, department


Record = TypeVar("Record")


def made(kind: type[Record], **values: Any) -> Record:
    """What calling the class gives where every field is given, at a third of the cost: a frozen record sets its fields one by one."""
    record = object.__new__(kind)
    object.__setattr__(record, "__dict__", values)
    return record


def changed(record: Record, **values: Any) -> Record:
    """What dataclasses.replace gives, at a fifth of its cost for a record of many fields."""
    copy = object.__new__(type(record))
    copy.__dict__.update(record.__dict__, **values)
    return copy


def as_json(value: Any) -> Any:
    """The record as plain JSON data in the fixed format of `read --json`.

    Decimals become numbers, tuples lists; the values of a table's row stand beside its name; what only the store
    needs (claims, drawings) is left out.
    """
    if isinstance(value, Row):
        return _row_as_json(value)
    if isinstance(value, FileReading):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value) if f.name not in ("claims", "drawings")}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value


def _row_as_json(row: Row) -> dict[str, Any]:
    plain = {f.name: as_json(getattr(row, f.name)) for f in fields(row) if f.name not in ("values", "printed")}
    return plain | as_json(row.values) | {f"{name}_printed": text for name, text in row.printed.items()}
