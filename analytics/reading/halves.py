"""A large workbook is read by two processes, each half of its sheets: what the halves tell each other, and how they become one reading.

A sheet is read by itself. What rests on all sheets of a call goes through `Told`, also where one process reads them all, so that both ways agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analytics.reading.records import Claim, Evidence, FileReading, Problem
from analytics.reading.years import OtherYear

HALVES = (0, 1)
QUESTIONS = ("fiscal_year", "district", "department")
"""What no place of a file may say and a person must answer, in the order in which it is asked."""


class NotHalved(Exception):
    """The file cannot be opened, or not be taken apart: it is for one process to say what it holds."""


@dataclass(frozen=True)
class Told:
    """What sheets tell all others that are read with them.

    `totals`: what a department spent in a year in all, in 万元; `budgets`: the largest amount of each form, by department;
    `years`: those that contradict the name of the file. `cells` filled in all; `results`: whether any form is one.
    """

    claims: tuple[Claim, ...] = ()
    totals: Mapping[tuple[str | None, int | None], tuple[Decimal, Evidence]] = field(default_factory=dict)
    budgets: Mapping[str | None, tuple[Decimal, ...]] = field(default_factory=dict)
    years: Mapping[int, OtherYear] = field(default_factory=dict)
    cells: int = 0
    results: bool = False


@dataclass(frozen=True)
class Part:
    """What came of some sheets of a file: their reading, and its problems stage by stage (file, sheets, units)."""

    reading: FileReading
    problems: tuple[tuple[Problem, ...], ...]


def joined(told: Sequence[Told]) -> Told:
    """What all of them tell, the first before the next: of two totals of a department the later one holds."""
    totals = {key: total for one in told for key, total in one.totals.items()}
    budgets: dict[str | None, tuple[Decimal, ...]] = {}
    years: dict[int, OtherYear] = {}
    for one in told:
        for department, amounts in one.budgets.items():
            budgets[department] = budgets.get(department, ()) + amounts
        for year, found in one.years.items():
            years[year] = replace(years[year], forms=years[year].forms + found.forms) if year in years else found
    claims = tuple(claim for one in told for claim in one.claims)
    return Told(claims, totals, budgets, years, sum(one.cells for one in told), any(one.results for one in told))


def merged(parts: Sequence[Part]) -> FileReading:
    """The reading of all parts of one file: sheets in their order, problems stage after stage."""
    readings = [part.reading for part in parts]
    problems = tuple(problem for stage in zip(*(part.problems for part in parts), strict=True) for found in stage for problem in found)
    return replace(
        readings[0],
        forms=tuple(form for reading in readings for form in reading.forms),
        unread=tuple(unread for reading in readings for unread in reading.unread),
        problems=problems,
        claims=tuple(claim for reading in readings for claim in reading.claims),
        drawings=tuple(drawing for reading in readings for drawing in reading.drawings),
        refused=any(problem.severity == "error" for problem in problems),
        questions=tuple(name for name in QUESTIONS if any(name in reading.questions for reading in readings)),
    )
