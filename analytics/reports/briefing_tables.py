"""The lists of the briefing as plain tables: what its document sets in words, to calculate with. All lines, also those that paper leaves out."""

from __future__ import annotations

from analytics.audit import SEVERITIES
from analytics.audit.use_of_results import uses
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_paper import decision_words, doubt_words
from analytics.reports.briefing_words import templates
from analytics.reports.chart_tables import ReadTable
from analytics.reports.evidence import places
from analytics.wording import amount, percent

UNSPENT = ("项目", "责任单位", "年度", "预算（万元）", "未执行金额（万元）", "执行率", "印证", "表上所写的原因", "出处")
DOUBTS = ("程度", "区", "部门", "年度", "项目", "涉及金额（万元）", "疑点", "出处", "编号")
USES = ("用途", "项目", "部门", "年度", "金额（万元）", "规则", "计算方法", "依据", "事实与印证", "出处", "决定", "编号")


def briefing_tables(found: Briefing) -> tuple[ReadTable, ...]:
    """The projects that left most, the weightiest doubts, what the results suggest."""
    unspent = [
        (one.project, one.unit, _year(one.fiscal_year), amount(one.budget), amount(one.unspent), percent(one.execution_rate), one.standing, one.reason)
        + (_place(one.place),)
        for one in found.unspent
    ]
    doubts = [
        (SEVERITIES[one.severity], one.district or "", one.department or "", _year(one.fiscal_year), one.project or "", amount(one.amount_at_stake))
        + (one.message, "；".join(places(one)), one.key)
        for one in found.doubts
    ]
    used = [
        (uses()[one.use], one.project, one.department or "", _year(one.fiscal_year), amount(one.amount), one.rule.title, one.rule.formula, one.rule.basis)
        + (f"{one.why}；{doubt_words(one)}", _place(one.place), "，".join(decision_words(one, found)), one.key)
        for one in found.suggestions
    ]
    titled = (("unspent", UNSPENT, unspent), ("doubts", DOUBTS, doubts), ("use", USES, used))
    return tuple(ReadTable(templates()[name]["title"], heads, tuple(rows)) for name, heads, rows in titled)


def _year(fiscal_year: int | None) -> str:
    return "" if fiscal_year is None else str(fiscal_year)


def _place(place: tuple[str, str, str]) -> str:
    file, sheet, cell = place
    return f"《{file}》{sheet}!{cell}"
