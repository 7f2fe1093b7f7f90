"""Forms with a cell that could not be read: the rules run on the rest of them, what only follows from the gap is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from analytics.audit.finding import Finding
from analytics.reading.records import FileReading, Problem

Cell = tuple[str, str, str]
"""File, sheet, address."""

UNREADABLE = re.compile(r"^(amount|points)-unreadable$")
CELL = re.compile(r"([A-Z]+)(\d+)")
DOUBT = "reading-doubt"
SUMMED = {"weights-off-frame"}  # beside the rules of the family FOOTING
OVER_FORMS = {"projects-against-department", "last-year-accounts", "budget-equals-spending"}


def unread(reading: FileReading) -> tuple[Problem, ...]:
    """The errors for which a file cannot be stored."""
    return tuple(one for one in reading.problems if one.severity == "error")


def checkable(reading: FileReading) -> bool:
    """Whether the rules can run on the forms of a file: it was read, or all but single cells of it."""
    return bool(reading.forms) and (not reading.refused or all(UNREADABLE.search(one.code) and one.cell for one in unread(reading)))


def unread_cells(readings: Iterable[FileReading]) -> frozenset[Cell]:
    """The cells without a readable figure."""
    return frozenset((reading.file, one.sheet or "", one.cell or "") for reading in readings if reading.refused for one in unread(reading))


def is_unread(finding: Finding, cells: Collection[Cell]) -> bool:
    """Whether a finding says of one of these cells that it cannot be read."""
    return finding.rule == DOUBT and bool(UNREADABLE.search(finding.field.partition("：")[0])) and not _cited(finding).isdisjoint(cells)


def follows(finding: Finding, cells: Collection[Cell]) -> bool:
    """Whether a finding may only be there because these cells could not be read: it goes once they are mended, or is found then."""
    if not cells or is_unread(finding, cells):
        return False
    cited = _cited(finding)
    if not cited.isdisjoint(cells) or finding.rule in OVER_FORMS:
        return True
    if finding.family == "MISSING":
        return bool(cited) and all(_beside(one, cells, of_row=True) for one in cited)
    if finding.family == "FOOTING" or finding.rule in SUMMED:
        return any(_beside(one, cells, of_row=False) for one in cited)
    return False


def _cited(finding: Finding) -> set[Cell]:
    return {(one["file"] or "", one["sheet"] or "", one["cell"] or "") for one in finding.cells}


def _beside(place: Cell, cells: Collection[Cell], of_row: bool) -> bool:
    """Whether one of the cells stands in the row, or in the column, of a place."""
    own = _part(place[2], of_row)
    return own is not None and any(other[:2] == place[:2] and _part(other[2], of_row) == own for other in cells)


def _part(address: str, of_row: bool) -> str | None:
    found = CELL.match(address)
    return found and found[2 if of_row else 1]
