"""What the reader could not make sense of in a form's layout: a column off, a heading unknown, a total in another column."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, Place, hit

OWN = "^(unit-|register-total-differs$|initial-budget-blank|.*-blank$)"
ROWS = f"""
    select problem.severity as doubt, problem.code, problem.cell, problem.found, problem.expected, problem.message, problem.remedy,
           coalesce(problem.sheet, form.sheet) as sheet, form.batch_id, form.record_key, form.file, form.district, form.department, form.fiscal_year,
           form.form_id, form.project as name
    from problem join document as form using (form_id)
    where not regexp_matches(problem.code, '{OWN}')
    order by form.file, form.sheet, problem.code, problem.cell
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.rows(ROWS):
        at = [Place(row["batch_id"], row["file"], row["sheet"], row["cell"])] if row["cell"] else []
        severity = "note" if row["doubt"] == "note" else "warning"
        yield hit(
            row,
            f"{row['code']}：{row['cell'] or ''}",
            f"{row['message']}{row['remedy'] or ''}",
            stated=row["found"],
            recomputed=row["expected"],
            severity=severity,
            places=at,
            cause="layout" if "column" in row["code"] else None,
        )
