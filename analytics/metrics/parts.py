"""Some rows of an answer in place of all: a page of a table, the points a chart can hold, or only how many there are.

A browser shows a thousand rows and some thousand points; the engine sorts and cuts, so that no page is handed a million rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAME = re.compile(r"[a-z_][a-z0-9_]*")
SIGNS = (">", ">=", "<", "<=", "=")
EVERY = 100_000_000
"""More rows than any answer has."""
SHARE = 16
"""Every so many projects one is in the mart `project_sample`."""


@dataclass(frozen=True)
class Part:
    """Which rows and columns: `most` of them from `first` on, those that hold `typed` in one of `words` and fulfil every one of `where`.

    Without `columns` the answer is one row: `rows`, how many there are, and the sums of `sums`. `foremost`: largest of this
    column first, in place of the metric's own order. `sampled`: by chance, always the same ones, of so many there are: a project's id is
    a hash, so that its order says nothing else; asked of rows that each come out of one project. Names of columns come from the program, never from a person.
    """

    columns: tuple[str, ...] = ()
    most: int = EVERY
    first: int = 0
    typed: str = ""
    words: tuple[str, ...] = ()
    where: tuple[tuple[str, str, float | str], ...] = ()
    sums: tuple[str, ...] = ()
    foremost: str = ""
    sampled: int = 0

    def __post_init__(self) -> None:
        names = (*self.columns, *self.words, *self.sums, *(name for name, _, _ in self.where), *filter(None, [self.foremost]))
        unknown = [name for name in names if not NAME.fullmatch(name)] + [sign for _, sign, _ in self.where if sign not in SIGNS]
        if unknown:
            raise ValueError(f"no name of a column: {', '.join(unknown)}")

    @property
    def from_sample(self) -> bool:
        """Whether the mart `project_sample`, a sixteenth of all projects, surely holds more than are wanted."""
        return self.sampled > 2 * SHARE * self.most

    @property
    def choosing(self) -> tuple[str, ...]:
        """The columns by which rows are chosen, put in order or added up."""
        return (*(name for name, _, _ in self.where), *(self.words if self.typed else ()), *self.sums, self.foremost)


def cut(body: str, part: Part, marks: Mapping[str, str] | None = None) -> tuple[str, dict[str, Any]]:
    """The statement that gives this part of what `body` gives, and the values it binds. The last `order by` goes on to the end.

    `marks`: of columns that are worked out for the rows shown alone, how.
    """
    rows, order = _split(body)
    held, values = _held(part)
    shown = ", ".join(part.columns) or ", ".join(["count(*) as rows", *(f"sum({name}) as {name}" for name in part.sums)])
    asked = f"with answer as (\n{rows}\n)\nselect {shown}\nfrom answer\nwhere true{held}"
    if not part.columns:
        return asked, values
    if part.foremost or part.sampled:
        order = f"order by {part.foremost} desc nulls last, project_id" if part.foremost else "order by project_id"
    limit = "limit cast($part_most as integer) offset cast($part_first as integer)"
    values |= {"part_most": part.most, "part_first": part.first}
    if not marks:
        return f"{asked}\n{order}\n{limit}", values
    finished = ", ".join(f"{marks[name]} as {name}" if name in marks else name for name in part.columns)
    first = f"with answer as (\n{rows}\n),\nshown as (\nselect *\nfrom answer\nwhere true{held}\n{order}\n{limit}\n)"
    return f"{first}\nselect {finished}\nfrom shown\n{order}", values


def _held(part: Part) -> tuple[str, dict[str, Any]]:
    """What a row must fulfil; what was typed is looked for in any letter case."""
    values: dict[str, Any] = {f"part_{at}": value for at, (_, _, value) in enumerate(part.where)}
    held = "".join(f"\n    and {name} {sign} $part_{at}" for at, (name, sign, _) in enumerate(part.where))
    if part.typed and part.words:
        held += f"\n    and position(lower($part_typed) in lower(concat_ws(' ', {', '.join(part.words)}))) > 0"
        values["part_typed"] = part.typed
    return held, values


def _split(body: str) -> tuple[str, str]:
    """The statement without its last order, and that order."""
    found = body.rfind("\norder by ")
    return (body[:found], body[found + 1 :]) if found >= 0 else (body, "")
