"""Runs every rule on a snapshot. A rule that lacks its fields says so: "could not check" is never silence."""

from __future__ import annotations

import gc
import hashlib
import importlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from analytics.audit.calculation import calculated, term
from analytics.audit.cards import RULES, SEVERITIES, RuleCard
from analytics.audit.desk import Desk
from analytics.audit.finding import Audit, Calculation, Finding, Hit, Place, Run, Term, hit, key_of, places
from analytics.engine import EngineFailed
from analytics.reading.word_places import SHEET, word_place

logger = logging.getLogger(__name__)
HERE = Path(__file__).parent
FOLDER = HERE / "rules"
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
FIELD_NAMES = {
    "execution_rate_stated": "自评表所列执行率",
    "execution_score": "执行率得分",
    "score_stated": "总分",
    "change_rate_stated": "与上年相比的增减率",
    "variance_rate_stated": "与预算相比的差异率",
    "share_stated": "所占比重",
    "final_accounts": "决算数",
    "revised_budget": "全年预算数",
    "initial_budget": "年初预算数",
    "executed": "执行数",
    "budget_base": "预算数",
    "score": "得分",
    "scores": "各专家评分",
    "more": "整体绩效数据",
    "deviation_reason": "偏差原因",
    "unit_used": "金额单位",
}
SOURCE_NAMES = {
    "evaluated": "项目自评表",
    "measured": "绩效指标",
    "funding": "项目资金",
    "problem": "读取问题",
    "claim": "报告所述金额",
    "line": "决算、整体绩效等表",
    "line:department_accounts": "部门决算表",
    "line:department_evaluation": "部门整体绩效",
    "line:project_claims": "报告所述项目",
    "line:project_register": "项目汇总表",
    "line:expert_scores": "专家评分表",
}


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for cycles, of which an audit makes none: among millions of objects it takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def audit(connection: duckdb.DuckDBPyConnection, rules: Iterable[str] | None = None) -> Audit:
    """Run the rules (all of them, or those named) on the snapshot behind a connection; nothing is written."""
    with closing(Desk(connection)) as desk, uncollected():
        chosen = [RULES[name] for name in rules] if rules is not None else list(RULES.values())
        outcomes = [run_rule(desk, card) for card in chosen]
        found = [pair for _, hits in outcomes for pair in hits]
        return Audit(tuple(sorted(findings(desk, found), key=worst_first)), tuple(run for run, _ in outcomes))


def run_rule(desk: Desk, card: RuleCard) -> tuple[Run, list[tuple[RuleCard, Hit]]]:
    """How a rule fares on a desk, and what it finds there."""
    filled = {need: max(map(desk.filled, need.split("|"))) for need in card.needs}
    lacking = [need for need, count in filled.items() if not count]
    if lacking:
        return Run(card.id, because=f"数据中没有{'、'.join(map(need_words, lacking))}"), []
    try:
        hits = [(card, one) for one in rule(card.id)(desk)]
    except (ArithmeticError, LookupError, TypeError, ValueError, duckdb.Error, EngineFailed) as error:
        logger.exception("rule %s failed", card.id)  # one rule that trips over odd data must not hide what the others found
        return Run(card.id, because=f"规则运行出错（{type(error).__name__}），请把文件交给维护人员", failed=True), []
    return Run(card.id, min(filled.values(), default=0), len(hits)), hits


def need_words(need: str) -> str:
    """What a need of a card is called: 项目自评表的得分; alternatives stand between bars."""
    if "|" in need:
        return "或".join(dict.fromkeys(map(need_words, need.split("|"))))
    source, _, column = need.partition(".")
    return f"{SOURCE_NAMES.get(source, source)}的{FIELD_NAMES[column]}" if column in FIELD_NAMES else SOURCE_NAMES.get(source, source)


@cache
def rule(name: str) -> Callable[[Desk], Iterable[Hit]]:
    """The rule of this id: `find` of its module, or its query."""
    query = FOLDER / f"{name}.sql"
    if query.exists():
        return lambda desk: hits_of(name, desk.asked)
    return importlib.import_module(f"analytics.audit.rules.{name.replace('-', '_')}").find


def hits_of(name: str, rows: Callable[[str], Iterable[Mapping[str, Any]]]) -> Iterator[Hit]:
    """What the query of a rule finds, asked of whoever gives rows."""
    return map(_hit_of_row, rows((FOLDER / f"{name}.sql").read_text("utf-8")))


def in_sql(name: str) -> bool:
    """Whether the rule of this id is a query."""
    return (FOLDER / f"{name}.sql").exists()


def _hit_of_row(row: Mapping[str, Any]) -> Hit:
    """A row of an SQL rule: the columns of a finding, with `at`, the fields whose cells matter, in place of cells."""
    taken = ("stated", "recomputed", "difference", "amount_at_stake", "severity", "certainty", "cause")
    more = {name: row[name] for name in taken if row.get(name) is not None}
    more["calculation"] = _calculation_of_row(row) if row.get("formula") else None
    return hit(row, row["field"], row["message"], project=row.get("project"), projects=tuple(row.get("projects") or ()), places=places(row, *row["at"]), **more)


def _calculation_of_row(row: Mapping[str, Any]) -> Calculation:
    """`terms`, a list of structs {label, value, unit, at} with `at` a field of the row, and `formula` over a, b, … in their order.

    A term that stands in another row has a `place` {batch_id, file, sheet, cell} in place of `at`.
    """
    terms = [term(one["label"], one["value"], one["unit"], [Place(**one["place"])] if one.get("place") else places(row, one["at"])) for one in row["terms"]]
    return calculated(row["formula"], row["result_label"], row.get("stated_label") or "", terms, row.get("result_unit"))


def _places_of(one: Hit) -> Iterator[Place]:
    """Every place a hit speaks of, those of its calculation too."""
    yield from one.places
    yield from (term.cell for term in (one.calculation.terms if one.calculation else ()) if isinstance(term.cell, Place))


def findings(desk: Desk, found: list[tuple[RuleCard, Hit]]) -> Iterator[Finding]:
    """What the audit makes of hits: their keys, and the texts of their cells."""
    shown = _shown(desk, {place for _, one in found for place in _places_of(one)})
    seen: Counter[tuple[str, str, str]] = Counter()
    for card, one in found:
        same = (card.id, one.record_key, one.field)
        seen[same] += 1
        yield Finding(
            key=key_of(*same, seen[same]),
            rule=card.id,
            family=card.family,
            severity=one.severity or card.severity,
            certainty=one.certainty or card.certainty,
            district=one.district,
            department=one.department,
            fiscal_year=one.fiscal_year,
            project=one.project,
            projects=one.projects,
            field=one.field,
            stated=one.stated,
            recomputed=one.recomputed,
            difference=one.difference,
            amount_at_stake=one.amount_at_stake,
            message=one.message,
            basis=card.basis,
            cells=tuple([shown[place] for place in one.places]),
            record_key=one.record_key,
            rule_set=one.rule_set,
            cause=one.cause,
            calculation=one.calculation and _with_cells(one.calculation, shown),
        )


def _shown(desk: Desk, wanted: set[Place]) -> dict[Place, dict[str, str | None]]:
    """Each place as a finding tells it, with the text of its cell. Findings about one cell share it."""
    silent = [place for place in wanted if place.text is None]
    known = ((place, place.text) for place in wanted if place.text is not None)
    tables = desk.word_tables() if any(one.sheet == SHEET for one in wanted) else {}
    return {one: _cell(one, text, tables) for one, text in chain(known, zip(silent, desk.texts(silent)))}


def _cell(one: Place, text: str | None, tables: Mapping[tuple[str, str], str]) -> dict[str, str | None]:
    """{file, sheet, cell, text}, and for a Word document the `place` in words."""
    plain = {"file": one.file, "sheet": one.sheet, "cell": one.cell, "text": text}
    rows = tables.get((one.batch_id, one.sheet)) if one.sheet == SHEET else None
    return plain if rows is None else {**plain, "place": word_place(rows, one.cell)}


def _with_cells(calculation: Calculation, shown: Mapping[Place, Mapping[str, str | None]]) -> Calculation:
    terms = (Term(one.name, one.label, one.value, one.unit, one.cell and shown[one.cell]) for one in calculation.terms)
    return replace(calculation, terms=tuple(terms))


def worst_first(finding: Finding) -> tuple[Any, ...]:
    """The order of findings: severest first, then the most money at stake."""
    return (RANK[finding.severity], -(finding.amount_at_stake or 0), finding.department or "", finding.project or "", finding.rule, finding.key)


def with_status(finding: Finding, status: str) -> Finding:
    """The finding at another point of its life."""
    return replace(finding, status=status)


def as_row(finding: Finding) -> dict[str, Any]:
    """A finding in the fixed JSON format, and what this program adds to it (cause, rule_set, calculation)."""
    plain = asdict(finding)
    plain["projects"], plain["cells"] = list(finding.projects), [dict(cell) for cell in finding.cells]
    return {name: value for name, value in plain.items() if name != "record_key"}


@cache
def rules_mark() -> str:
    """Names the rules as they are: findings kept under another mark are found anew."""
    files = sorted(path for path in HERE.rglob("*") if path.suffix in (".py", ".sql", ".toml"))
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()[:12]
