"""Deductions all of one size in a department: 48 of 57 are exactly 0.5."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, group_hit, places, plain

FEWEST, SHARE = 20, 0.7
"""Deductions that a department must have, and the share of one size, before it is a sign."""
ROWS = """
    with deducted as (
        select form_number, group_number, line, cells, weight - score as lost, count(*) over department as times, count(*) over (department_size) as alike
        from measured
        where score < weight and score > 0 and applicable and facet <> '成本'
        window department as (partition by group_number),
            department_size as (partition by group_number, weight - score)
    )
    select * exclude (times, alike) from deducted
    qualify times >= 20 and max(alike) over (partition by group_number) >= 0.7 * times
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.lines(ROWS), key=itemgetter("group_number")):
        rows = list(group)
        size, count = Counter(row["lost"] for row in rows).most_common(1)[0]
        if len(rows) >= FEWEST and count >= SHARE * len(rows):
            message = f"{len(rows)} 处扣分中 {count} 处恰为 {plain(size)} 分，看不出按完成情况计分。"
            alike = [row for row in rows if row["lost"] == size]
            yield group_hit(alike, "扣分", message, stated=f"{count}/{len(rows)}", places=[place for row in alike for place in places(row, "score")])
