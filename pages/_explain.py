"""解释这个数: what the browser shows when somebody asks what stands behind a key figure."""

from __future__ import annotations

from typing import Any

from analytics.charts.standing import FIGURES as STANDINGS
from analytics.charts.standing import shares
from analytics.metrics.explain import FIGURES, explained
from analytics.wording import count, money, rate, score
from pages import _filters
from pages._links import findings_link, page_link, project_link
from pages._shared import answer

SCORES = ("scored", "unscored")


def said(measure: str, project: object = None) -> dict[str, Any]:
    """The lines (name, words), the projects that weigh most and where to go on; nothing but text."""
    filters = _filters.last()
    found = explained(answer, measure, filters)
    if found is None:
        return {"label": measure, "lines": [["含义", "没有这个指标的说明。"]], "projects": [], "links": [], "heading": ""}
    card, own = found.card, isinstance(project, str)
    lines = [["含义", card.definition], ["算法", card.formula], ["来源", card.source]]
    if not own:
        lines += [["范围", filters.words()], ["算进去的", found.included], ["没算的", "；".join(found.left_out)], ["印证", _standing(measure, filters)]]
    scored = FIGURES.get(measure, ("",))[0] in SCORES
    return {
        "label": f"{card.label}（{card.unit}）" if card.unit else card.label,
        "lines": [line for line in lines if line[1]],
        "heading": f"最大的{count(len(found.projects))}个，共{count(found.found)}个" if found.found > len(found.projects) else f"{count(found.found)}个项目",
        "projects": [] if own else [_row(one, scored) for one in found.projects],
        "links": _links(measure, own),
    }


def _standing(measure: str, filters: Any) -> str:
    if measure not in STANDINGS:
        return ""
    return "；".join(share.words for share in shares(answer("summary", filters).iloc[0], measure))


def _row(one: Any, scored: bool) -> dict[str, str]:
    figures = f"{score(one['score_stated'])}分" if scored else f"预算 {money(one['budget_base'])} · 执行率 {rate(one['execution_rate'])} · {one['standing']}"
    return {"words": one["name"], "note": f"{one['department']} · {figures}", "href": project_link(one["project_id"])}


def _links(measure: str, own: bool) -> list[dict[str, str]]:
    asked = {} if measure == "below" else {"all_projects": "true"}
    every = [] if own or measure not in FIGURES else [{"words": "全部项目", "href": page_link("execution", asked)}]
    return [*every, {"words": "有关的疑点", "href": findings_link(severity="error")}, {"words": "口径", "href": page_link("help", {"word": measure})}]
