"""Self scores of a department against the score that an outside evaluation, reported or on a panel's own sheet, gave to one of its projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, hit, places, plain

OUTSIDE = """  -- a panel whose score a report tells is heard once, from the report
select line.*, coalesce(form.project, '') as evaluated_project, line.kind = 'expert_scores' as by_panel
from line left join form using (form_id)
where line.score is not null
    and (line.kind = 'project_claims' and line.note like '%项目支出绩效评价%'
        or line.kind = 'expert_scores' and line.level in ('合计', '总计') and line.weight = 100 and not exists (
            select 1 from line as told where told.kind = 'project_claims' and told.department = line.department and told.fiscal_year = line.fiscal_year
                and told.score = line.score))
order by line.batch_id, line.line_number
"""
OWN = "select department, fiscal_year, score, cells, batch_id, file, sheet from line where kind = 'department_evaluation' and score is not null"
GAP = 5
"""Points between self scores and the outside score from which on it is a sign."""


def find(desk: Desk) -> Iterator[Hit]:
    whole = {(row["department"], row["fiscal_year"]): row for row in desk.rows(OWN)}
    for row in desk.rows(OUTSIDE):
        scope = (row["department"], row["fiscal_year"])
        forms = [form for form in desk.forms if (form["department"], form["fiscal_year"]) == scope and form["score_stated"] is not None]
        name = row["evaluated_project"] if row["by_panel"] else row["name"]
        same = [form for form in forms if name and normalised(form["name"]) == normalised(name)]
        mean = sum(form["score_stated"] for form in forms) / len(forms) if forms else None
        own = whole.get(scope)
        highest = max((value for value in (mean, own and own["score"], same and same[0]["score_stated"]) if value), default=None)
        if highest is None or highest - row["score"] < GAP:
            continue
        parts = [*([f"{len(forms)} 个项目自评平均 {mean:.2f} 分"] if forms else []), *([f"部门整体自评 {plain(own['score'])} 分"] if own else [])]
        yield hit(
            row,
            "自评与外部评价",
            f"{'、'.join(parts)}；{_outside(row, name)}，自评可能虚高。",
            stated=f"{mean:.2f}" if mean is not None else own["score"],
            recomputed=row["score"],
            difference=highest - row["score"],
            amount_at_stake=row["executed"] or row["revised_budget"],
            project=None,
            projects=(name,) if name else (),
            places=[*places(row, "score"), *(places(own, "score") if own else ())],
            calculation=calculated("a - b", "高出", "", [term("自评分", highest, "分"), term("外部评价得分", row["score"], "分", places(row, "score"))], "分"),
        )


def _outside(row: Mapping[str, Any], name: str) -> str:
    """Who else gave points, and how many."""
    if row["by_panel"]:
        return f"专家组对{f'“{name}”' if name else '其所评项目'}只评了 {plain(row['score'])} 分"
    return f"唯一由外部评价的“{name}”只得 {plain(row['score'])} 分"
