"""The 合计 row of a register against the projects listed above or below it, as its reader added them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, Place, hit, places

CODE = "register-total-differs"
FIGURES = re.compile(r"“(.*)”为 (-?[\d.]+) 万元，各项目相加为 (-?[\d.]+) 万元")
"""The heading, what the row states and what its projects add up to: the reader says both in 万元, whatever the unit of the cell."""
LONGEST = 60  # terms that a calculation can still show
DOUBTS = f"""
    select problem.cell, problem.message, problem.remedy, coalesce(problem.sheet, form.sheet) as sheet, form.batch_id, form.record_key, form.file,
           form.district, form.department, form.fiscal_year, form.form_id
    from problem join document as form using (form_id)
    where problem.code = '{CODE}'
    order by form.file, form.sheet, problem.cell
"""
LINES = "select * from line where kind = 'project_register' order by form_id, line_number"


def find(desk: Desk) -> Iterator[Hit]:
    doubts = [row for row in desk.rows(DOUBTS) if FIGURES.search(row["message"] or "")]
    lines = desk.rows(LINES) if doubts else []
    for row in doubts:
        heading, stated, added = FIGURES.search(row["message"]).groups()
        own = [line for line in lines if line["form_id"] == row["form_id"]]
        gap = Decimal(stated) - Decimal(added)
        yield hit(
            row,
            f"{heading}：{row['cell']}",
            f"{row['message']}{row['remedy'] or ''}",
            stated=Decimal(stated),
            recomputed=Decimal(added),
            difference=gap,
            amount_at_stake=abs(gap),
            project=None,
            places=[Place(row["batch_id"], row["file"], row["sheet"], row["cell"])],
            calculation=_added(own, row["cell"], heading, Decimal(added)),
        )


def _added(lines: list[Mapping[str, Any]], total: str, heading: str, added: Decimal) -> Calculation | None:
    """The figures of the lines in the column of the total; none where they are too many, or do not make the sum."""
    column = total.rstrip("0123456789")
    terms, whole = [], Decimal(0)
    for line in lines:
        field = next((name for name, cell in json.loads(line["cells"] or "{}").items() if cell.rstrip("0123456789") == column), None)
        if field is not None and line.get(field) is not None:
            whole += line[field]
            terms.append(term(line["name"] or line["line"] or "", line[field], "万元", places(line, field)))
    return calculated("SUM({all})", "各项目相加", f"合计行的{heading}", terms, "万元") if 1 < len(terms) <= LONGEST and whole == added else None
