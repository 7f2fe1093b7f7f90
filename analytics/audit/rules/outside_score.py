"""Self scores of a department against the score that an outside evaluation gave to one of its projects."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places, plain

OUTSIDE = "select * from line where kind = 'project_claims' and score is not null and note like '%项目支出绩效评价%' order by batch_id, line_number"
OWN = "select department, fiscal_year, score, cells, batch_id, file, sheet from line where kind = 'department_evaluation' and score is not null"
GAP = 5
"""Points between self scores and the outside score from which on it is a sign."""


def find(desk: Desk) -> Iterator[Hit]:
    whole = {(row["department"], row["fiscal_year"]): row for row in desk.rows(OWN)}
    for row in desk.rows(OUTSIDE):
        scope = (row["department"], row["fiscal_year"])
        forms = [form for form in desk.forms if (form["department"], form["fiscal_year"]) == scope and form["score_stated"] is not None]
        same = [form for form in forms if normalised(form["name"]) == normalised(row["name"])]
        mean = sum(form["score_stated"] for form in forms) / len(forms) if forms else None
        own = whole.get(scope)
        parts = [*([f"{len(forms)} 个项目自评平均 {mean:.2f} 分"] if forms else []), *([f"部门整体自评 {plain(own['score'])} 分"] if own else [])]
        highest = max((value for value in (mean, own and own["score"], same and same[0]["score_stated"]) if value), default=None)
        if highest is None or highest - row["score"] < GAP:
            continue
        message = f"{'、'.join(parts)}；唯一由外部评价的“{row['name']}”只得 {plain(row['score'])} 分，自评可能虚高。"
        at = [*places(row, "score"), *(places(own, "score") if own else ())]
        yield hit(
            row,
            "自评与外部评价",
            message,
            stated=f"{mean:.2f}" if mean is not None else own["score"],
            recomputed=row["score"],
            difference=highest - row["score"],
            amount_at_stake=row["executed"] or row["revised_budget"],
            project=None,
            projects=(row["name"],),
            places=at,
            calculation=calculated("a - b", "高出", "", [term("自评分", highest, "分"), term("外部评价得分", row["score"], "分", places(row, "score"))], "分"),
        )
