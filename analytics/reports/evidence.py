"""What a paper may say of a finding and of where it comes from: figures, calculation, cells and quotes, with persons masked.

Every paper carries the version of the data, the checksums of its files and the mark of the rules, so that it can be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from analytics.audit import CERTAINTIES, FAMILIES, RULES, SEVERITIES, Finding
from analytics.audit.case import STATUSES, VERDICTS, Case, Step
from analytics.audit.finding import shown_cell
from analytics.audit.rule_sets import RULE_SETS
from analytics.audit.runner import rules_mark
from analytics.reading.masking import mask_text
from analytics.store import Snapshot
from analytics.wording import NOTHING, money

TOLD = {"explain": "单位说明", "dispute": "单位异议", "answer": "审计答复", "verify": "核实", "rectify": "整改要求", "close": "销号"}
"""Steps of a case that belong into a paper; internal notes do not."""
SHORT_SUM = 12
History = Mapping[str, Sequence[Step]]
QUERY = Path(__file__).with_name("evidence.sql").read_text("utf-8")


@dataclass(frozen=True)
class Entry:
    """A finding in a paper, with its number there and where it stands."""

    number: int
    finding: Finding
    status: str = STATUSES["open"]
    verdict: str | None = None
    owner: str | None = None
    due: date | None = None
    gone: str | None = None  # why the current data do not hold it any more, in words
    told: tuple[str, ...] = ()  # what the unit and the auditors said, oldest first


@dataclass(frozen=True)
class SourceFile:
    """A file that the findings of a paper rest on. `imported` is UTC."""

    name: str
    sha256: str
    batches: str
    imported: datetime
    findings: int


@dataclass(frozen=True)
class Provenance:
    """Where a paper comes from."""

    version: str
    mark: str  # of the rules
    files: tuple[SourceFile, ...]
    rules: tuple[str, ...]  # ids, in the order of their findings
    rule_sets: tuple[str, ...]
    as_of: date | None  # newest import among the files

    def foot(self) -> tuple[str, ...]:
        """One line for the foot of every page."""
        files = "、".join(dict.fromkeys(one.sha256[:SHORT_SUM] for one in self.files[:3])) + (f" 等{len(self.files)}个" if len(self.files) > 3 else "")
        return (f"数据版本 {self.version}　规则版本 {self.mark}　文件校验码 {files or NOTHING}",)


def entries(found: Iterable[Finding | Case], history: History | None = None) -> tuple[Entry, ...]:
    """Findings, or cases of a casebook, numbered; those of one rule stand together, in the order of the first of each.

    `history` are the steps of the cases by key, where the paper shall tell what was said.
    """
    by_rule: dict[str, list[Finding | Case]] = {}
    for one in found:
        by_rule.setdefault((one.finding if isinstance(one, Case) else one).rule, []).append(one)
    return tuple(_entry(number, one, history or {}) for number, one in enumerate(chain.from_iterable(by_rule.values()), start=1))


def _entry(number: int, one: Finding | Case, history: History) -> Entry:
    if isinstance(one, Finding):
        return Entry(number, one, STATUSES.get(one.status, one.status))
    told = tuple(f"{step.at:%Y-%m-%d} {TOLD[step.action]}：{said(step.note)}" for step in history.get(one.key, ()) if step.action in TOLD and step.note)
    return Entry(number, one.finding, STATUSES[one.status], VERDICTS.get(one.verdict or ""), one.owner, one.due, one.gone, told)


def provenance(listed: Sequence[Entry], snapshot: Snapshot) -> Provenance:
    """The files, rules and data behind the entries."""
    cited = [{cell["file"] for cell in one.finding.cells if cell["file"]} for one in listed]
    names = sorted(set().union(*cited))
    rows = snapshot.table(QUERY, {"files": names}).to_pylist() if names else []
    files = tuple(SourceFile(row["file"], row["sha256"], row["batches"], row["imported"], sum(row["file"] in one for one in cited)) for row in rows)
    rules = tuple(dict.fromkeys(one.finding.rule for one in listed))
    sets = tuple(dict.fromkeys(one.finding.rule_set for one in listed if one.finding.rule_set))
    return Provenance(snapshot.version, rules_mark(), files, rules, sets, max((one.imported.date() for one in files), default=None))


def said(text: Any) -> str:
    """Text out of a file or a finding as a paper may show it; blanks as a dash."""
    return NOTHING if text in (None, "") else mask_text(str(text))


def shortened(text: str, limit: int) -> str:
    """Text for a narrow column; what is cut stands whole in the annex, and the mark says that something was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def subject(finding: Finding) -> str:
    """The project, projects or department that a finding is about."""
    if finding.project:
        return finding.project
    names = finding.projects
    return f"{'、'.join(names[:3])}{f'等{len(names)}个项目' if len(names) > 3 else ''}" if names else (finding.department or NOTHING)


def scope(finding: Finding) -> str:
    """`朝阳区 · 朝阳区城市管理指挥中心 · 2022年度`; a department that is itself the subject is not said twice."""
    parts = (
        finding.district,
        finding.department if subject(finding) != finding.department else None,
        f"{finding.fiscal_year}年度" if finding.fiscal_year else None,
    )
    return " · ".join(part for part in parts if part) or NOTHING


def standing(finding: Finding) -> str:
    """`错误 · 算术可证`: what the finding does to a figure and how sure it is."""
    return f"{SEVERITIES[finding.severity]} · {CERTAINTIES[finding.certainty]}"


def rule_title(rule: str) -> str:
    return RULES[rule].title if rule in RULES else rule


def family_title(finding: Finding) -> str:
    return FAMILIES.get(finding.family, finding.family)


def basis(finding: Finding) -> str:
    """What the finding rests on, with the scoring rule under which it holds."""
    named = RULE_SETS.get(finding.rule_set or "")
    return f"{finding.basis}（适用计分规则：{named.name}，{named.basis}）" if named else finding.basis


def is_share(finding: Finding) -> bool:
    """Whether its figures are ratios printed as percentages; a rate worked out beside two amounts (no `stated_label`) does not make them so."""
    if finding.stated and finding.stated.rstrip().endswith(("%", "％")):
        return True
    return bool(finding.calculation and finding.calculation.unit == "%" and finding.calculation.stated_label)


def difference_words(finding: Finding) -> str:
    """Stated less recomputed, with its sign: `+1.42`, `−36.12个百分点`."""
    if finding.difference is None:
        return NOTHING
    value = finding.difference * (100 if is_share(finding) else 1)
    digits = next((digits for digits in (2, 4, 6) if round(value, digits)), 2)
    return f"{value:+,.{digits}f}".replace("-", "−") + ("个百分点" if is_share(finding) else "")


def stake_words(finding: Finding) -> str:
    return NOTHING if finding.amount_at_stake is None else money(finding.amount_at_stake)


def cited(finding: Finding) -> list[Mapping[str, str | None]]:
    """The cells of a finding and of its calculation, each once."""
    terms = finding.calculation.terms if finding.calculation else ()
    cells = [*finding.cells, *(term.cell for term in terms if term.cell)]
    return list({(cell["file"], cell["sheet"], cell["cell"]): cell for cell in cells}.values())


def places(finding: Finding, limit: int | None = None) -> list[str]:
    """Where it stands, one text a sheet, the file named once: `《表.xlsx》工作表“自评表”：E7、F7“126”`, `工作表“汇总”：B2“126”`."""
    found: dict[tuple[Any, Any], list[Mapping[str, str | None]]] = {}
    for cell in cited(finding):
        found.setdefault((cell["file"], cell["sheet"]), []).append(cell)
    files = [None, *(file for file, _ in found)]
    named = ((f"《{file}》" if file != before else "", sheet, cells) for before, ((file, sheet), cells) in zip(files, found.items()))
    return [f"{file}工作表“{sheet}”：{'、'.join(_quotes(cells, limit))}" for file, sheet, cells in named]


def _quotes(cells: Sequence[Mapping[str, str | None]], limit: int | None) -> Iterator[str]:
    """Cells with what they show; neighbours that show the same share the quote."""
    for text, same in groupby(cells, key=lambda cell: cell["text"]):
        quote = said(text) if limit is None else shortened(said(text), limit)
        yield f"{'、'.join(map(shown_cell, same))}“{quote}”"


def addresses(finding: Finding) -> str:
    """The cells alone, under their sheets: `自评表!E7、F7`."""
    found: dict[tuple[Any, Any], list[str]] = {}
    for cell in cited(finding):
        found.setdefault((cell["file"], cell["sheet"]), []).append(shown_cell(cell))
    return "；".join(f"{sheet}!{'、'.join(cells)}" for (_, sheet), cells in found.items())


def standing_words(entry: Entry) -> str | None:
    """Where the case stands, in words; nothing for what is merely found."""
    parts = (
        f"状态：{entry.status}" if entry.status != STATUSES["open"] else None,
        f"现有数据：{entry.gone}" if entry.gone else None,
        f"核实结果：{entry.verdict}" if entry.verdict else None,
        f"责任人：{entry.owner}" if entry.owner else None,
        f"期限：{entry.due:%Y-%m-%d}" if entry.due else None,
    )
    return "；".join(part for part in parts if part) or None
