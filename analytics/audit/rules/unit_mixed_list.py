"""Amounts of one list in several units: 8311195.2元 among rows in 万元."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, Place, hit, plain
from analytics.audit.rules.unit_mixed_row import in_wan
from analytics.reading.values import amounts_in

CLAIMS = """
    select claim.*, coalesce(batch.file, claim.file) as file, budget as amount, form.district,
           concat_ws('|', 'claim', claim.department, claim.fiscal_year, claim.project) as record_key
    from claim
    join batch using (batch_id)
    left join (select distinct batch_id, sheet, district from form) as form using (batch_id, sheet)
    where claim.text is not null and claim.cell is not null
    order by claim.batch_id, claim.sheet, claim.cell
"""


def find(desk: Desk) -> Iterator[Hit]:
    for _, group in groupby(desk.rows(CLAIMS), key=lambda row: (row["batch_id"], row["sheet"])):
        rows = list(group)
        units = Counter(_unit(row["text"]) for row in rows)
        usual, count = units.most_common(1)[0]
        if len(units) < 2 or count < 3:
            continue
        for row in rows:
            if _unit(row["text"]) != usual:
                message = f"同一张表多以{usual or '元'}列示，“{row['project']}”写作 {row['text']}（折合 {plain(row['budget'])} 万元），单位不一。"
                at, said = Place(row["batch_id"], row["file"], row["sheet"], row["cell"]), amounts_in(row["text"])
                yield hit(
                    row,
                    "金额单位",
                    message,
                    stated=row["text"],
                    recomputed=f"{plain(row['budget'])}万元",
                    amount_at_stake=row["budget"],
                    project=row["project"],
                    places=[at],
                    calculation=in_wan(said[0], row["project"], [at]) if len(said) == 1 else None,
                )


def _unit(text: str) -> str:
    found = re.search(r"[亿万千]?元|[亿万]", text or "")
    return found.group().rstrip("元") + "元" if found else ""
