"""The only place that executes a metric: one .sql a question, filters in front, at most one dimension.

In a .sql, `{dimension}` stands for the column asked for, `{years}` and the like for bound values, `{summary}` for the
statement of that metric; a line that names a placeholder without a value is left out. `selected*` (one file each) are
the rows that pass the filters. What results is plain SQL over the marts; `analytics.engine` says where it runs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from rapidfuzz import process

from analytics.access import EVERYTHING
from analytics.engine import answering
from analytics.metrics.filters import NO_FILTERS, Filters
from analytics.metrics.parts import Part, cut
from analytics.store.marts import mart_over

HERE = Path(__file__).parent
LONGEST = 2000  # characters of a text parameter
BETWEEN = chr(31)  # stands between the texts of a parameter that is a list: bound as one, for binding tens of thousands takes long
Value = float | str | tuple[str, ...]

DIMENSIONS: dict[str, str] = {
    "district": "区",
    "department": "预算部门",
    "fiscal_year": "年度",
    "project_class": "项目类别",
    "subject": "评价对象",
    "unit_status": "单位认定",
    "grade": "等级",
    "rate_standing": "印证情况",
    "supervising_unit": "主管部门",
    "implementing_unit": "实施单位",
}
INDICATOR_DIMENSIONS = ("district", "department", "fiscal_year")


class UnknownName(ValueError):
    """A name that no metric, dimension or parameter bears. `name` as asked, `nearest` the nearest known one or None."""

    what = "名称"

    def __init__(self, name: str, known: list[str]):
        found = process.extractOne(str(name), known, score_cutoff=50) if known else None
        self.name, self.known, self.nearest = name, known, found[0] if found else None
        hint = f"，是否指“{self.nearest}”？" if self.nearest else f"，可用的有：{'、'.join(known) or '无'}"
        super().__init__(f"没有名为“{name}”的{self.what}{hint}")


class UnknownMetric(UnknownName):
    what = "指标"


class UnknownDimension(UnknownName):
    what = "分组维度"


class UnknownParameter(UnknownName):
    what = "参数"


class Snapshot(Protocol):
    """What a metric is asked of: a reader of the marts."""

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...

    def kept(self, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> str: ...


@dataclass(frozen=True)
class Metric:
    """One question, as its .sql states it (in English for who reads the SQL, and in Chinese).

    `parameters` holds defaults, `columns` a sentence for each column.
    """

    name: str
    question: str  # in Chinese
    grain: str
    formula: str
    dimensions: tuple[str, ...]
    parameters: Mapping[str, Value]
    columns: Mapping[str, str]
    sql: str


def _header(text: str) -> dict[str, str]:
    """The fields of the opening comment: `-- name: text`, continued on deeper lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        content = line[2:]
        opened = re.match(r" (\w+):\s*(.*)", content)
        if opened:
            name = opened[1]
            fields[name] = opened[2]
        elif name:
            fields[name] += "\n" + content.strip()
    return fields


def _pairs(text: str, separator: str) -> dict[str, str]:
    lines = (line.partition(separator) for line in text.splitlines() if separator in line)
    return {name.strip(): meaning.strip() for name, _, meaning in lines}


def _default(text: str) -> Value:
    """`0.8 ratio; …` is a number, `'' …` is text, `[] …` a list of texts."""
    return () if text.startswith("[]") else text.split("'")[1] if text.startswith("'") else float(text.split()[0])


def _dimensions(text: str) -> tuple[str, ...]:
    if text == "any":
        return tuple(DIMENSIONS)
    if text == "any of an indicator":
        return INDICATOR_DIMENSIONS
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _statement(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--")).strip()


def _metric(path: Path) -> Metric:
    text = path.read_text(encoding="utf-8")
    header = _header(text)
    return Metric(
        name=path.stem,
        question=header["question_zh"],
        grain=header["grain"],
        formula=header.get("formula", ""),
        dimensions=_dimensions(header.get("by", "")),
        parameters={name: _default(value) for name, value in _pairs(header.get("parameters", ""), "=").items()},
        columns=_pairs(header["columns"], " - "),
        sql=_statement(text),
    )


METRICS: dict[str, Metric] = {path.stem: _metric(path) for path in sorted((HERE / "sql").glob("*.sql"))}
PASSING = _statement((HERE / "passing.sql").read_text(encoding="utf-8"))
# What the filters leave, by the name under which a metric asks for it; one may rest on another.
_SELECTED: dict[str, str] = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("selected*.sql"))}
SINGLY = "_singly"  # how the name of a selection ends that gives the rows of another out of single projects
SELECTIONS: dict[str, str] = {name: _statement(text).replace("{passing}", PASSING) for name, text in _SELECTED.items()} | {
    name + SINGLY: mart_over(header["singly"], "selected") for name, text in _SELECTED.items() if "singly" in (header := _header(text))
}


@dataclass(frozen=True)
class Coarse:
    """What a selection out of sums can answer: the filters and dimensions it knows, and whether only for who sees every district."""

    filters: frozenset[str]
    dimensions: frozenset[str | None]
    whole: bool
    otherwise: str  # the name of what may answer where this does not

    def fits(self, filters: Filters, by: str | None, bounded: bool) -> bool:
        return set(filters.as_mapping()) <= self.filters and by in self.dimensions and not (bounded and self.whole)


def _coarse(text: str) -> Coarse:
    header = _header(text)
    known, by = (frozenset(one.strip() for one in header[name].split(",")) for name in ("filters", "by"))
    return Coarse(known, frozenset(None if one == "nothing" else one for one in by), header.get("scope") == "whole", header.get("else", ""))


COARSE: dict[str, Coarse] = {name: _coarse(text) for name, text in _SELECTED.items() if "by" in _header(text)}


@dataclass(frozen=True)
class Contradicted:
    """Ids of the projects whose figures a finding contradicts, as the audit says it: their money and rate, their scores."""

    money: tuple[str, ...] = ()
    score: tuple[str, ...] = ()

    @cached_property
    def name(self) -> str:
        """Under which the marked projects are kept beside a snapshot; equal marks have equal names."""
        said = "\n".join([*self.money, "", *self.score])
        return f"marked_{sha256(said.encode()).hexdigest()[:16]}"


def run(
    snapshot: Snapshot,
    name: str,
    filters: Filters = NO_FILTERS,
    by: str | None = None,
    contradicted: Contradicted | None = None,
    part: Part | None = None,
    **parameters: Value,
) -> pd.DataFrame:
    """The rows of a metric, or a `part` of them; columns as its .sql header and `Metric.columns` say, the dimension first when `by` is given.

    Without `contradicted` a standing rests on what each form says of itself alone. Raises UnknownMetric, UnknownDimension
    or UnknownParameter (each with the nearest known name), ValueError for a parameter that is not a finite number, or
    not text or a list of texts, as its default is.
    """
    metric = METRICS.get(name)
    if metric is None:
        raise UnknownMetric(name, list(METRICS))
    if by is not None and by not in metric.dimensions:
        raise UnknownDimension(by, list(metric.dimensions))
    asked, bounded = answering(snapshot), getattr(snapshot, "scope", EVERYTHING) != EVERYTHING
    sql, values = compose(metric, filters, by, contradicted, part, bounded)
    sql = with_marked(sql, asked, contradicted)
    values |= as_bound(metric.parameters | _checked(metric, parameters))
    named = set(re.findall(r"\$(\w+)", sql))
    bound = {key: value for key, value in values.items() if key in named}
    if part is not None and part.from_sample:
        sample = asked.frame(re.sub(r"\bfrom project\n", "from project_sample\n", sql), bound)
        if len(sample) == part.most:  # the smallest ids of all are among the smallest ones that the sample holds
            return sample
    return asked.frame(sql, bound)


def as_bound(parameters: Mapping[str, Value]) -> dict[str, float | str]:
    """The values of parameters as a statement binds them."""
    return {name: BETWEEN.join(value) if isinstance(value, tuple) else value for name, value in parameters.items()}


def with_marked(sql: str, asked: Snapshot, contradicted: Contradicted | None) -> str:
    """A composed statement that reads the contradicted projects from a table kept beside the snapshot: made once, a few rows in place of lists of ids."""
    if contradicted is None or contradicted.name not in sql:
        return sql
    words, values = _listed(contradicted)
    every = _with_steps(f"select * from selected_standing where {MARKED}", words)
    return sql.replace(contradicted.name, asked.kept(contradicted.name, every, values))


def compose(
    metric: Metric,
    filters: Filters,
    by: str | None = None,
    contradicted: Contradicted | None = None,
    part: Part | None = None,
    bounded: bool = False,
) -> tuple[str, dict[str, Any]]:
    """The full statement and the values its filters bind (parameters of the metric not among them).

    `bounded`: the reader sees some districts alone. The contradicted projects are read from a table of their name.
    """
    words, values = _bound(filters)
    words["marked"] = f"(select * from selected_standing where {MARKED}) as marked"
    if contradicted is not None:
        listed, ids = _listed(contradicted)
        words, values = words | listed | {"marked": contradicted.name}, values | ids
    if by:
        words["dimension"] = by
    body = _placed(_fine_enough(_included(metric.sql), filters, by, bounded), words)
    if part is not None:
        body, marks = _marked_late(body, part)
        body, cutting = cut(body, part, {name: _placed(text, words) for name, text in marks.items()})
        values |= cutting
    return _with_steps(body, words), values


MARKED = "'有矛盾' in (standing, score_standing)"
LATE = {
    "standing": "case when project_id in (select project_id from {marked} where standing = '有矛盾') then '有矛盾' else standing end",
    "score_standing": "case when project_id in (select project_id from {marked} where score_standing = '有矛盾') then '有矛盾' else score_standing end",
}
"""The marks of rows out of selected_unmarked."""


def _marked_late(body: str, part: Part) -> tuple[str, dict[str, str]]:
    """A part needs marks only of the rows that it shows, where neither it nor the metric chooses by them."""
    chosen, _, rest = body.partition("from selected_standing")
    chosen = re.sub(r"\b(score_)?standing(?=,|\s*$)", "", chosen)
    if not rest or {"standing", "score_standing"} & set(part.choosing) or "standing" in chosen + rest:
        return body, {}
    return body.replace("selected_standing", "selected_unmarked"), {name: LATE[name] for name in part.columns if name in LATE}


def _listed(contradicted: Contradicted) -> tuple[dict[str, str], dict[str, str]]:
    """The lists of ids as SQL has them, and as they are bound: as one text each, for binding tens of thousands of texts takes long."""
    texts = {f"contradicted_{name}": ",".join(getattr(contradicted, name)) for name in ("money", "score")}
    return {name: f"string_split(${name}, ',')" for name in texts}, texts


def _with_steps(body: str, words: Mapping[str, str]) -> str:
    """The statement with the selections it rests on before it."""
    steps = [f"{name} as {_again(name)}(\n{_placed(SELECTIONS[name], words)}\n)" for name in _needed(body, words)]
    if not steps:
        return body
    rest = ",\n" + body.removeprefix("with ") if body.startswith("with ") else "\n" + body
    return "with " + ",\n".join(steps) + rest


def _again(name: str) -> str:
    """Rows that are merely read are read again wherever they are named: DuckDB would keep every column of a million of them."""
    return "not materialized " if SELECTIONS[name].startswith("select *\nfrom ") else ""


def _fine_enough(sql: str, filters: Filters, by: str | None, bounded: bool) -> str:
    """The statement with sums of many projects replaced by those over single ones, where these know too little for the question."""

    def answering_one(found: re.Match[str]) -> str:
        name = found[0]
        while name and not COARSE[name].fits(filters, by, bounded):
            name = COARSE[name].otherwise
        return name or found[0] + SINGLY

    return re.sub(rf"\b({'|'.join(COARSE)})\b", answering_one, sql)


def _needed(sql: str, words: Mapping[str, str]) -> list[str]:
    """The selections that a statement names, those they rest on first."""
    names = [name for name in SELECTIONS if re.search(rf"\b{name}\b", sql)]
    below = [base for name in names for base in _needed(_placed(SELECTIONS[name], words), words)]
    return list(dict.fromkeys([*below, *names]))


def _included(sql: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: _included(METRICS[found[1]].sql) if found[1] in METRICS else found[0], sql)


def _placed(sql: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders filled, without the lines that name one which has no value."""
    kept = [line for line in sql.splitlines() if all(name in words for name in re.findall(r"\{(\w+)\}", line))]
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], "\n".join(kept))


def _bound(filters: Filters) -> tuple[dict[str, str], dict[str, Any]]:
    """For each filter that is set the names of its bound values as SQL wants them, and the values under those names."""
    words: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in filters.as_mapping().items():
        bound = {f"{name}_{index}": item for index, item in enumerate(value if isinstance(value, list) else [value])}
        values |= bound
        words[name] = ", ".join(f"${key}" for key in bound)
    return words, values


def _checked(metric: Metric, parameters: Mapping[str, Any]) -> dict[str, Value]:
    for name, value in parameters.items():
        if name not in metric.parameters:
            raise UnknownParameter(name, list(metric.parameters))
        kind = type(metric.parameters[name])
        if not FITTING[kind](value):
            raise ValueError(f"参数“{name}”须为{KINDS[kind]}")
    return {name: value if isinstance(value, (str, tuple)) else float(value) for name, value in parameters.items()}


KINDS = {str: "文字", tuple: "一串文字", float: "数字"}
FITTING: dict[type, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str) and len(value) <= LONGEST,
    tuple: lambda value: isinstance(value, tuple) and all(isinstance(one, str) and BETWEEN not in one for one in value),
    float: lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value),
}
