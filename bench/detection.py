"""What share of planted errors the audit finds, kind by kind, and what it raises on forms without a fault."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analytics.audit import Audit, Finding, check_readings
from analytics.reading import Source, read_files
from bench.clean import YEAR, clean_forms
from bench.forms import GeneratedForm
from bench.planted import KINDS, Planting
from bench.workbooks import workbook_of

FORMS, SEEDS = 8, 40
"""Forms of a department; departments a kind in the table."""
SEVERE = ("error", "warning")


@dataclass(frozen=True)
class Detected:
    """How one kind fared: departments in which it was planted and found, findings by severity, what was said of forms without a fault.

    A kind that no rule is for counts as found where any error or warning speaks of the wrong form.
    """

    kind: str
    planted: int
    found: int
    severities: Counter[str]
    beside: tuple[Finding, ...]


def audited(departments: Mapping[str, Planting]) -> Audit:
    """Each department as a workbook of its own, read and judged together."""
    sources = [
        Source(f"{name}_{YEAR}年度_项目支出绩效自评表.xlsx", workbook_of(one.forms, other=[one.cells.get(at, {}) for at in range(len(one.forms))]))
        for name, one in departments.items()
    ]
    return check_readings(read_files(sources))


def raised_on_clean(seeds: Sequence[int]) -> list[Finding]:
    """Errors and warnings on forms without a fault: each would be a false alarm."""
    found = audited({_department(seed): Planting(_clean(seed), frozenset()) for seed in seeds})
    return [one for one in found.findings if one.severity in SEVERE]


def detected(seeds: Sequence[int], kinds: Iterable[str] = KINDS) -> list[Detected]:
    """Plant each kind into a department a seed, and judge all of them together."""
    planted = {kind: _plantings(kind, seeds) for kind in kinds}
    findings: dict[str | None, list[Finding]] = {}
    for one in audited({name: planting for departments in planted.values() for name, planting in departments.items()}).findings:
        findings.setdefault(one.department, []).append(one)
    return [_fared(kind, departments, findings) for kind, departments in planted.items()]


def _fared(kind: str, departments: Mapping[str, Planting], findings: Mapping[str | None, list[Finding]]) -> Detected:
    said = [(one, _names(one) & planting.about) for name, planting in departments.items() for one in findings.get(name, [])]
    rules = KINDS[kind].rules
    hits = [one for one, about in said if about and (one.rule in rules if rules else one.severity in SEVERE)]
    beside = tuple(one for one, about in said if not about and one.severity in SEVERE)
    return Detected(kind, len(departments), len({one.department for one in hits}), Counter(one.severity for one in hits), beside)


def _plantings(kind: str, seeds: Sequence[int]) -> dict[str, Planting]:
    numbers = [1000 * (list(KINDS).index(kind) + 1) + seed for seed in seeds]
    return {_department(number): KINDS[kind].plant(_clean(number), random.Random(number)) for number in numbers}


def _clean(number: int) -> tuple[GeneratedForm, ...]:
    return tuple(clean_forms(FORMS, _department(number), number))


def _department(number: int) -> str:
    return f"第{number}城市运行中心"


def _names(finding: Finding) -> set[str | None]:
    return {finding.project, *finding.projects}


def table(seeds: Sequence[int] = range(1, SEEDS + 1)) -> Iterator[str]:
    """The lines of a Markdown table, one a kind, and what was raised on forms without a fault."""
    yield "| Planted error | Departments | Found | As | By |"
    yield "| --- | --- | --- | --- | --- |"
    beside = 0
    for kind in KINDS:
        (result,) = detected(seeds, [kind])
        beside += len(result.beside)
        found = f"{result.found / result.planted:.0%}"
        severities, rules = ", ".join(sorted(result.severities)) or "—", ", ".join(KINDS[kind].rules) or "any rule"
        yield f"| {KINDS[kind].words} | {result.planted} | {found} | {severities} | {rules} |"
    yield ""
    yield f"Errors and warnings raised on {FORMS * len(seeds)} forms without a fault: {len(raised_on_clean(seeds))}; on those beside planted ones: {beside}."
