"""What the search above every page offers: pages, projects, departments, indicators, rules, definitions. Each row leads somewhere, filters kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from analytics.audit import FAMILIES, RULES
from analytics.metrics import Filters
from analytics.metrics.cards import CARDS
from analytics.metrics.typed import Typed, best
from analytics.wording import amount, count
from pages import _filters
from pages._links import findings_link, page_link, project_link
from pages._shared import answer, current, store

__all__ = ["groups", "store"]

ROWS = 6
FEW = 4


def groups(typed: Typed, titles: dict[str, str]) -> list[dict[str, Any]]:
    """The groups that have something, each with a title, how many there are besides, and its rows of words, note and address."""
    if not typed:
        return [_group("页面", [_row(title, "", page_link(name, {})) for name, title in titles.items()])]
    found = [] if current().empty else [*_named(typed, near=False)]
    if typed.near and not any(each["rows"] for each in found) and not current().empty:
        found = [*_named(typed, near=True)]
    listed = [_pages(typed, titles), *found, *([_rules(typed)] if "rules" in titles else []), _cards(typed, titles)]
    if "findings" in titles and not current().empty:
        listed.append(_group("在疑点清单里找", [_row(f"疑点中含“{typed.text}”的", "疑点清单", findings_link(search=typed.text))]))
    return [each for each in listed if each["rows"]]


def _named(typed: Typed, near: bool):
    asked = {**typed.words, "letters": typed.letters, "near": typed.near if near else ""}
    for kind, title, row in (("project", "项目", _project), ("department", "部门", _department), ("indicator", "三级指标", _indicator)):
        rows = answer("search_names", Filters(), kind=kind, rows=ROWS, **asked).to_dict("records")
        more = f"共{count(rows[0]['found'])}个" if rows and rows[0]["found"] > len(rows) else ""
        yield _group(f"{title}（相近）" if near else title, [row(one) for one in rows], more)


def _project(one: dict[str, Any]) -> dict[str, str]:
    year = f"{int(one['fiscal_year'])}年度" if one["fiscal_year"] == one["fiscal_year"] else ""
    return _row(one["name"], " · ".join(part for part in (one["department"], year, f"{amount(one['budget'])} 万元") if part), project_link(one["project_id"]))


def _department(one: dict[str, Any]) -> dict[str, str]:
    kept = {key: values for key, values in _filters.kept().items() if key not in ("district", "department")}
    if not one["projects"]:
        return _row(one["name"], "部门决算", f"/accounts?{urlencode({'account_department': one['name']})}")
    return _row(
        one["name"],
        f"{count(one['projects'])}个项目 · {amount(one['budget'])} 万元",
        f"/execution?{urlencode({**kept, 'department': one['name'], 'all_projects': 'true'}, doseq=True)}",
    )


def _indicator(one: dict[str, Any]) -> dict[str, str]:
    return _row(one["name"], f"{count(one['projects'])}个项目", page_link("project", {"indicator": one["name"]}))


def _pages(typed: Typed, titles: dict[str, str]) -> dict[str, Any]:
    meant = best(typed, ((name, title, ()) for name, title in titles.items()), FEW)
    return _group("页面", [_row(titles[name], "打开页面", page_link(name, {})) for name in meant])


def _rules(typed: Typed) -> dict[str, Any]:
    rules = best(typed, ((rule, rule.title, (rule.basis, FAMILIES[rule.family])) for rule in RULES.values()), FEW)
    return _group("规则", [_row(rule.title, FAMILIES[rule.family], page_link("rules", {"rule": rule.id})) for rule in rules])


def _cards(typed: Typed, titles: dict[str, str]) -> dict[str, Any]:
    if "help" not in titles:
        return _group("口径", [])
    cards = best(typed, ((card, card.label, ()) for name, card in CARDS.items() if "." not in name and card.format not in ("text", "year")), FEW)
    return _group("口径", [_row(card.label, card.definition, page_link("help", {"word": card.name})) for card in cards])


def _row(words: str, note: str, href: str) -> dict[str, str]:
    return {"words": words, "note": note, "href": href}


def _group(title: str, rows: list[dict[str, str]], more: str = "") -> dict[str, Any]:
    return {"title": title, "rows": rows, "more": more}
