"""The same reason for a deduction, word for word, in several forms of a department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.figures import masked
from analytics.audit.finding import Hit, group_hit, places

FEWEST, SHORTEST = 3, 6
ROWS = r"""
    select * from measured
    where length(deviation_reason) >= 6
    qualify count(distinct form_id) over (
        partition by district, department, fiscal_year, regexp_replace(deviation_reason, '[\p{P}\p{S}\p{Z}\p{N}\s]+', '', 'g')) >= 3
    order by district, department, fiscal_year, name, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    said: dict[tuple, list] = defaultdict(list)
    for row in desk.rows(ROWS):
        reason = masked(row["deviation_reason"])
        if len(reason) >= SHORTEST:
            said[(row["district"], row["department"], row["fiscal_year"], reason)].append(row)
    for rows in said.values():
        forms = {row["form_id"] for row in rows}
        if len(forms) >= FEWEST:
            reason = rows[0]["deviation_reason"].strip()
            message = f"“{reason[:40]}”在 {len(forms)} 张自评表中一字不差，没有说明各自的原因。"
            yield group_hit(
                rows, f"偏差原因：{reason[:20]}", message, stated=str(len(forms)), places=[place for row in rows for place in places(row, "deviation_reason")]
            )
