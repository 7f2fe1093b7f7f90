"""How every rule fared: whether it ran, on what, how many records passed, what it found, and what persons made of that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from analytics.audit.cards import RULES, SEVERITIES, RuleCard
from analytics.audit.case import RuleRecord
from analytics.audit.finding import Audit, Finding, Run
from analytics.audit.runner import need_words
from analytics.wording import percent


@dataclass(frozen=True)
class RuleReport:
    """One rule: its card, its last run, its findings worst first, its record with persons (None before there is any)."""

    card: RuleCard
    run: Run
    findings: tuple[Finding, ...] = ()
    record: RuleRecord | None = None

    @property
    def ran(self) -> bool:
        return self.run.because is None

    @property
    def off(self) -> bool:
        """Whether it is switched off for this place."""
        return bool(self.record and self.record.off)

    @property
    def passed(self) -> int:
        """Records looked at and found in order: forms, indicators or lines, as the rule needs them."""
        concerned = _rows(self.findings) if self.card.needs[0].startswith("measured.") else _records(self.findings)
        return max(self.run.examined - len(concerned), 0)

    @property
    def severities(self) -> Mapping[str, int]:
        """Findings by severity, those that there are."""
        counted = Counter(one.severity for one in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES if counted[severity]}

    @property
    def standing(self) -> str:
        """In a word: 已停用, 未运行, 已降为提示 or 已运行."""
        if self.off:
            return "已停用"
        if not self.ran:
            return "未运行"
        return "已降为提示" if self.record and self.record.hint else "已运行"


def rule_reports(audit: Audit, records: Iterable[RuleRecord] = ()) -> tuple[RuleReport, ...]:
    """Every rule, in the order of the cards."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in audit.findings:
        found[one.rule].append(one)
    runs = {run.rule: run for run in audit.runs}
    known = {record.rule: record for record in records}
    return tuple(RuleReport(card, runs.get(name, Run(name, because="没有运行")), tuple(found[name]), known.get(name)) for name, card in RULES.items())


def summary(reports: Iterable[RuleReport]) -> str:
    """The rules in one sentence."""
    listed = list(reports)
    found = [one for report in listed if not report.off for one in report.findings]
    errors = sum(one.severity == "error" for one in found)
    ran, off = sum(report.ran and not report.off for report in listed), [report.card.title for report in listed if report.off]
    parts = [
        f"{len(listed)} 条规则，{ran} 条已运行，查出 {len(found)} 处疑点，其中错误 {errors} 处",
        *([f"{len(off)} 条在本地停用（{'、'.join(off)}）"] if off else []),
        *(f"{count} 条{words}" for words in ("未运行", "已降为提示") if (count := sum(report.standing == words for report in listed))),
    ]
    return "；".join(parts) + "。"


def looked_at(card: RuleCard) -> str:
    """The data that a rule needs, in words."""
    return "、".join(dict.fromkeys(map(need_words, card.needs)))


def verdicts(report: RuleReport) -> str:
    """What persons made of the findings, in words."""
    record = report.record
    if record is None or record.precision is None:
        return "还没有核实过"
    return f"属实 {record.confirmed} 处，不属实 {record.rejected} 处，准确率 {percent(round(record.precision, 3))}"


def _records(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    """The records that findings are about; of one about a department its projects."""
    return {(one.record_key, name) for one in findings for name in (one.projects or ("",))}


def _rows(findings: Iterable[Finding]) -> set[tuple[str | None, str | None, str]]:
    """The rows of sheets in which findings stand: an indicator fills one."""
    return {(cell["file"], cell["sheet"], (cell["cell"] or "").lstrip(ascii_uppercase)) for one in findings for cell in one.cells}
