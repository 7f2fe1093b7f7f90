"""The parts of original sheets in which given cells stand: a whole form, or of a long table its head and the rows around the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from analytics.metrics.dossier import PARTS, SheetCell, Snapshot, address, area, drawn, place

WHOLE, WHOLE_TABLE = 70, 12  # rows up to which a form, or a table of many lines, is drawn whole
FORMS = ("self_evaluation", "targets")
HEAD, AROUND = 2, 2  # rows kept of a longer table: at its top, and on either side of a cell
Drawn = tuple[tuple[SheetCell, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """Part of a sheet as it stood; `pieces` are runs of rows, with a gap between one and the next."""

    file: str
    sheet: str
    batch_id: str
    cells: tuple[str, ...]  # those that were asked for
    pieces: tuple[Drawn, ...]


def sheets_of(snapshot: Snapshot, cells: Iterable[Mapping[str, str | None]], most: int | None = None) -> tuple[Sheet, ...]:
    """The sheets on which these cells ({file, sheet, cell}) stand, in the order in which they are named, `most` of them; those not stored are left out."""
    asked: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        if cell["file"] and cell["sheet"] and _is_cell(cell["cell"]):
            asked.setdefault((cell["file"], cell["sheet"]), []).append(str(cell["cell"]))
    found = (_sheet(snapshot, file, sheet, tuple(dict.fromkeys(wanted))) for (file, sheet), wanted in asked.items())
    return tuple(islice((one for one in found if one is not None), most))


def _is_cell(text: str | None) -> bool:
    try:
        return bool(place(text or ""))
    except ValueError:
        return False


def _sheet(snapshot: Snapshot, file: str, sheet: str, cells: tuple[str, ...]) -> Sheet | None:
    forms = snapshot.table(PARTS["sheet_forms"], {"file": file, "sheet": sheet}).to_pylist()
    if not forms:
        return None
    held = _extents([row for row in forms if row["batch_id"] == forms[0]["batch_id"]], cells)
    pieces = tuple(piece for kind, extent in held for piece in _pieces(snapshot, {"batch_id": forms[0]["batch_id"], "sheet": sheet}, kind, extent, cells))
    return Sheet(file, sheet, forms[0]["batch_id"], cells, pieces)


def _pieces(snapshot: Snapshot, where: Mapping[str, str], kind: str, extent: str, cells: Sequence[str]) -> Iterator[Drawn]:
    first, _, last, _ = area(extent)
    rows = {**where, "first": first, "last": last}
    texts = {row["cell"]: row["text"] for row in snapshot.table(PARTS["sheet_rows"], rows).to_pylist()}
    merges = [row["range"] for row in snapshot.table(PARTS["sheet_rows_merged"], rows).to_pylist()]
    return (drawn(part, texts, merges) for part in _parts(extent, cells, WHOLE if kind in FORMS else WHOLE_TABLE))


def _extents(forms: Sequence[Mapping[str, str]], cells: Sequence[str]) -> list[tuple[str, str]]:
    """Kind and range of the forms that hold one of the cells, all as wide as the widest; where none does, of the first, stretched to them."""
    ranges = dict.fromkeys((one["kind"], one["range"]) for one in forms)
    holding = [(kind, area(extent)) for kind, extent in ranges if any(_inside(extent, cell) for cell in cells)]
    if not holding:
        return [(forms[0]["kind"], _stretched(forms[0]["range"], cells))]
    left, right = min(extent[1] for _, extent in holding), max(extent[3] for _, extent in holding)
    return [(kind, f"{address(extent[0], left)}:{address(extent[2], right)}") for kind, extent in sorted(holding, key=lambda one: one[1])]


def _inside(extent: str, cell: str) -> bool:
    top, left, bottom, right = area(extent)
    row, column = place(cell)
    return top <= row <= bottom and left <= column <= right


def _stretched(extent: str, cells: Sequence[str]) -> str:
    top, left, bottom, right = area(extent)
    rows, columns = zip(*map(place, cells), strict=True)
    return f"{address(min(top, *rows), min(left, *columns))}:{address(max(bottom, *rows), max(right, *columns))}"


def _parts(extent: str, cells: Sequence[str], whole: int) -> list[str]:
    """The range itself, or of a long one the runs of rows that are shown."""
    top, left, bottom, right = area(extent)
    if bottom - top < whole:
        return [extent]
    wanted = {top + offset for offset in range(HEAD)}
    for row in (place(cell)[0] for cell in cells if _inside(extent, cell)):
        wanted |= set(range(max(top, row - AROUND), min(bottom, row + AROUND) + 1))
    return [f"{address(first, left)}:{address(last, right)}" for first, last in _runs(sorted(wanted))]


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
