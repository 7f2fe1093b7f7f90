"""The same reason for a deduction, word for word, in several forms of a department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import masked
from analytics.audit.finding import Hit, group_hit, places

FEWEST, SHORTEST = 3, 6
ROWS = r"""
    with said as (
        select form_number, group_number, line, deviation_reason, cells,
            regexp_replace(deviation_reason, '[\p{P}\p{S}\p{Z}\p{N}\s]+', '', 'g') as words
        from measured
        where length(deviation_reason) >= 6
    ),
    repeated as (
        select group_number, words from said group by group_number, words having count(distinct form_number) >= 3
    )
    select form_number, group_number, deviation_reason, cells from said semi join repeated using (group_number, words)
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    said: dict[tuple, list] = defaultdict(list)
    for row in desk.lines(ROWS):
        reason = masked(row["deviation_reason"])
        if len(reason) >= SHORTEST:
            said[(row["group_number"], reason)].append(row)
    for rows in said.values():
        forms = {row["form_number"] for row in rows}
        if len(forms) >= FEWEST:
            reason = rows[0]["deviation_reason"].strip()
            message = f"“{reason[:40]}”在 {len(forms)} 张自评表中一字不差，没有说明各自的原因。"
            yield group_hit(
                rows, f"偏差原因：{reason[:20]}", message, stated=str(len(forms)), places=[place for row in rows for place in places(row, "deviation_reason")]
            )
