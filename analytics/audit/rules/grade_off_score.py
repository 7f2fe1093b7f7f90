"""The grade that a form or a department gives itself, against its own score and the grades of its rule set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain
from analytics.audit.rule_sets import set_for

WORDS = {"优": "优", "良": "良", "中": "中", "一": "中", "合": "中", "差": "差", "较": "差", "不": "差"}
"""First letters of 优秀, 良好, 中等, 一般, 合格, 差, 较差, 不合格."""
DEPARTMENTS = "select *, grade as grade_stated, score as score_stated from line where kind in ('department_evaluation', 'project_register')"


def find(desk: Desk) -> Iterator[Hit]:
    for row in (*desk.forms, *desk.rows(DEPARTMENTS)):
        stated, score = WORDS.get((row["grade_stated"] or "").strip()[:1]), row["score_stated"]
        if stated and score is not None:
            yield from _graded(row, stated)


def _graded(row: Mapping[str, Any], stated: str) -> Iterator[Hit]:
    rules, score = set_for(row), row["score_stated"]
    due = next((grade for grade, least in sorted(rules.grades.items(), key=lambda one: -one[1]) if score >= least), stated)
    if due != stated:
        message = f"自评得分 {plain(score)} 分，等级填“{row['grade_stated'].strip()}”；按“{rules.name}”{plain(score)} 分为“{due}”。"
        found = {"stated": row["grade_stated"].strip(), "recomputed": due, "amount_at_stake": row.get("budget_base"), "rule_set": rules.name}
        yield hit(row, "等级", message, **found, places=places(row, "total_score", "score", "grade"))
