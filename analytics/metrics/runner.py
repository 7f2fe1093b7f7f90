"""The only place that executes a metric: one .sql a question, filters in front, at most one dimension.

A line of a .sql that names a placeholder without a value is left out; values are always bound. The text that results
is plain SQL over `project` and `project_indicator`, so a second engine is a second small runner.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
from rapidfuzz import process

from analytics.metrics.filters import NO_FILTERS, Filters

HERE = Path(__file__).parent

DIMENSIONS: dict[str, str] = {
    "district": "区",
    "department": "预算部门",
    "fiscal_year": "年度",
    "subject": "评价对象",
    "unit_status": "单位认定",
    "grade": "等级",
    "rate_standing": "印证情况",
    "supervising_unit": "主管部门",
    "implementing_unit": "实施单位",
}
INDICATOR_DIMENSIONS = ("district", "department", "fiscal_year", "subject", "unit_status", "grade", "rate_standing")


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
    """What a metric is asked of: a reader of `project` and `project_indicator`."""

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Metric:
    """One question, as its .sql states it. `parameters` holds defaults, `columns` a sentence for each column."""

    name: str
    question: str
    grain: str
    formula: str
    dimensions: tuple[str, ...]
    parameters: Mapping[str, float]
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
        question=header["question"],
        grain=header["grain"],
        formula=header.get("formula", ""),
        dimensions=_dimensions(header.get("by", "")),
        parameters={name: float(value.split()[0]) for name, value in _pairs(header.get("parameters", ""), "=").items()},
        columns=_pairs(header["columns"], " - "),
        sql=_statement(text),
    )


METRICS: dict[str, Metric] = {path.stem: _metric(path) for path in sorted((HERE / "sql").glob("*.sql"))}
# What the filters leave, by the name under which a metric asks for it; selected_indicator rests on selected.
SELECTIONS: dict[str, str] = {
    name: _statement((HERE / f"{name}.sql").read_text(encoding="utf-8")) for name in ("selected", "selected_indicator", "selected_line", "selected_row")
}


def run(snapshot: Snapshot, name: str, filters: Filters = NO_FILTERS, by: str | None = None, **parameters: float) -> pd.DataFrame:
    """The rows of a metric; columns as its .sql header and `Metric.columns` say, the dimension first when `by` is given.

    Raises UnknownMetric, UnknownDimension or UnknownParameter (each with the nearest known name), ValueError for a
    parameter that is not a finite number.
    """
    metric = METRICS.get(name)
    if metric is None:
        raise UnknownMetric(name, list(METRICS))
    if by is not None and by not in metric.dimensions:
        raise UnknownDimension(by, list(metric.dimensions))
    sql, values = compose(metric, filters, by)
    values |= metric.parameters | _checked(metric, parameters)
    return snapshot.frame(sql, {key: value for key, value in values.items() if f"${key}" in sql})


def compose(metric: Metric, filters: Filters, by: str | None = None) -> tuple[str, dict[str, Any]]:
    """The full statement and the values its filters bind (parameters of the metric not among them)."""
    values: dict[str, Any] = {}
    steps = []
    for name in _needed(metric.sql):
        selection, bound = _bound(SELECTIONS[name], filters)
        values |= bound
        steps.append(f"{name} as (\n{selection}\n)")
    body = _placed(metric.sql, {"dimension": by} if by else {})
    if not steps:
        return body, {}
    own_steps = body.startswith("with ")
    return "with " + ",\n".join(steps) + (",\n" + body.removeprefix("with ") if own_steps else "\n" + body), values


def _needed(sql: str) -> list[str]:
    named = [name for name in SELECTIONS if re.search(rf"\b{name}\b", sql)]
    return ["selected", *named] if "selected_indicator" in named and "selected" not in named else named


def _placed(sql: str, words: Mapping[str, str]) -> str:
    """The text with its placeholders filled, without the lines that name one which has no value."""
    kept = [line for line in sql.splitlines() if all(name in words for name in re.findall(r"\{(\w+)\}", line))]
    return re.sub(r"\{(\w+)\}", lambda found: words[found[1]], "\n".join(kept))


def _bound(sql: str, filters: Filters) -> tuple[str, dict[str, Any]]:
    words: dict[str, str] = {}
    values: dict[str, Any] = {}
    for name, value in filters.as_mapping().items():
        several = value if isinstance(value, list) else [value]
        bound = {f"{name}_{index}": item for index, item in enumerate(several)}
        values |= bound
        words[name] = ", ".join(f"${key}" for key in bound)
    return _placed(sql, words), values


def _checked(metric: Metric, parameters: Mapping[str, Any]) -> dict[str, float]:
    for name, value in parameters.items():
        if name not in metric.parameters:
            raise UnknownParameter(name, list(metric.parameters))
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"参数“{name}”须为数字")
    return {name: float(value) for name, value in parameters.items()}
