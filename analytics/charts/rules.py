"""Page 规则: the card of a rule and the tables of a rule set as HTML. Texts are escaped; they are ours, but findings quote files."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from analytics.audit.cards import CERTAINTIES, FAMILIES, SEVERITIES
from analytics.audit.right_wording import REMEDIES
from analytics.audit.rule_report import RuleReport, looked_at, verdicts
from analytics.audit.rule_sets import RuleSet
from analytics.wording import count, percent


def card(report: RuleReport) -> str:
    """Everything about one rule: what it is, what it rests on, how it fared."""
    own = report.card
    chips = (SEVERITIES[own.severity], FAMILIES[own.family], CERTAINTIES[own.certainty], report.standing)
    pairs = (
        ("依据", own.basis), ("看什么", looked_at(own)), ("容差", own.tolerance), ("现场核查", own.on_site), ("填报人怎么改", REMEDIES["rule"].get(own.id)),
        ("这次运行", ran(report)), ("核实结果", verdicts(report)),
    )  # fmt: skip
    told = "".join(f"<dt>{label}</dt><dd>{escape(words)}</dd>" for label, words in pairs if words)
    marks = "".join(f"<span>{escape(words)}</span>" for words in chips)
    return f'<article class="lens-rule"><h3>{escape(own.title)}</h3><p class="chips">{marks}</p><dl>{told}</dl></article>'


def ran(report: RuleReport) -> str:
    """What the last run looked at and found, or why there was none."""
    if not report.ran:
        return f"没有运行：{report.run.because}"
    found = "、".join(f"{SEVERITIES[severity]} {number} 处" for severity, number in report.severities.items())
    return f"查了 {count(report.run.examined)} 条，通过 {count(report.passed)} 条，{f'查出{found}' if found else '没有查出疑点'}"


def rule_set(rules: RuleSet) -> str:
    """A rule set as readable tables: weights, lines, bands, grades."""
    named = (*rules.departments, *rules.districts, *(f"名称以“{begin}”开头的部门" for begin in rules.begins))
    where = f"{rules.place}（{'、'.join(named)}）" if named else rules.place
    pairs = (
        ("适用", where), ("年度", years(rules)), ("表名", rules.title), ("依据", rules.basis),
        ("执行率", f"{rules.execution} 分：{rules.execution_rule}"), ("全年预算数", "有这一栏" if rules.revised_budget else "没有这一栏"),
    )  # fmt: skip
    told = "".join(f"<dt>{label}</dt><dd>{escape(words)}</dd>" for label, words in pairs)
    weights = [["预算执行率", rules.execution], *rules.weights.items()]
    bands = [[words, f"{percent(least)} 至 {percent(most)}"] for words, most, least in rules.bands]
    grades = [[grade, f"{points} 分以上" if points else "其余"] for grade, points in rules.grades.items()]
    tables = "".join(
        _table(title, heads, rows)
        for title, heads, rows in (
            ("一级指标分值", ("一级指标", "分值"), weights), ("表样各行", ("一级指标", "二级指标", "分值"), rules.lines),
            ("定性指标档次", ("完成情况", "得分占分值"), bands), ("等级", ("等级", "总分"), grades),
        )
    )  # fmt: skip
    free = () if rules.binding else ("只规定了指标分值的合计，上面的一级指标分值是起点，可以调整。",)
    notes = "".join(f"<li>{escape(note)}</li>" for note in (*free, *rules.notes))
    return f'<div class="lens-rule-set"><dl>{told}</dl><div class="tables">{tables}</div><ul>{notes}</ul></div>'


def years(rules: RuleSet) -> str:
    """The years in which a rule set is used."""
    if not rules.first_year and not rules.last_year:
        return "不限"
    if not rules.last_year:
        return f"{rules.first_year} 年起"
    return f"{rules.first_year} 至 {rules.last_year} 年" if rules.first_year else f"{rules.last_year} 年以前"


def _table(title: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(f"<th>{escape(words)}</th>" for words in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>" for row in rows)
    return f'<div class="lens-table"><h5>{escape(title)}</h5><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
