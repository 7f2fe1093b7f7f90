"""A target that belongs to another project: the same target stands in another form whose indicator speaks of it, and this one's does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.figures import masked
from analytics.audit.finding import Hit, hit, places

SHORTEST, OWN, FOREIGN = 15, 0.9, 0.55
"""Characters a target must have; share of its triples of characters in the indicator's own name where it belongs, and where it does not."""
ROWS = """
    select form_number, group_number, level3, target, cells from measured
    where applicable and length(target) >= 15 and length(level3) >= 15 and level3 <> target
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    same: dict[tuple, list[Mapping[str, Any]]] = defaultdict(list)
    for row in desk.lines(ROWS):
        same[(row["group_number"], masked(row["target"]))].append(row)
    for (_, target), rows in same.items():
        if len({row["form_number"] for row in rows}) < 2 or len(target) < SHORTEST:
            continue
        fits = {id(row): _covered(target, masked(row["level3"])) for row in rows}
        home = max(rows, key=lambda row: fits[id(row)])
        for row in rows:
            if fits[id(home)] >= OWN and fits[id(row)] <= FOREIGN:
                message = f"指标值“{row['target'][:30]}”与本行指标所述不符，而与“{home['name']}”的一字不差，疑为抄自该项目。"
                yield hit(
                    row,
                    f"{row['level3'][:20]}：指标值",
                    message,
                    stated=row["target"][:40],
                    projects=(row["name"], home["name"]),
                    places=[*places(row, "level3", "target"), *places(home, "target")],
                )


def _covered(target: str, name: str) -> float:
    """Share of the target's neighbouring triples of characters that stand in the indicator's name."""
    triples = {target[at : at + 3] for at in range(len(target) - 2)}
    return sum(triple in name for triple in triples) / (len(triples) or 1)
