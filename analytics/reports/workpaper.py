"""审计工作底稿: what one matter of an audit (事项) is signed on, as a Word document on A4.

It holds what the national standard asks of a working paper: index, project, matter, process, facts and conclusion,
basis, opinion of the reviewer, annexes, and two persons who sign. What nobody has said yet stays an empty line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from docx.document import Document
from docx.table import Table

from analytics.audit import FAMILIES, RULES, SEVERITIES, Finding
from analytics.audit.calculation import steps
from analytics.audit.case import Case
from analytics.audit.moves import same_person
from analytics.errors import LensError
from analytics.reports.document_styles import LABELLED, SMALL, TINY, gap, grid, kept_with_next, new_document, row, saved, title
from analytics.reports.evidence import (
    Entry,
    History,
    Provenance,
    basis,
    difference_words,
    entries,
    family_title,
    places,
    provenance,
    rule_title,
    said,
    scope,
    shortened,
    stake_words,
    standing,
    standing_words,
    subject,
)
from analytics.store import Snapshot

TO_FILL_IN = "＿＿＿＿＿＿"
OPINIONS = ("□ 予以认可。", "□ 责成采取进一步审计措施，获取适当、充分的审计证据。", "□ 纠正或者责成纠正不恰当的审计结论。")
FIGURE, QUOTE = 36, 90  # characters of a figure and of a quote that fit their columns
FEW_FILES = 20  # lines about files that are kept on one page
WHOLE = 1200  # characters of a finding that are kept on one page
FACTS = (1.3, 8.9, 2.05, 2.05, 2.7)  # 差额 has room for −36.12个百分点 on one line
FACT_HEADS = ("序号", "认定的事实、计算过程和出处", "表列", "重算", "差额")


@dataclass(frozen=True)
class Paper:
    """What people say of a working paper. What is left empty is written from the findings, or stays a line to fill in by hand."""

    project: str = ""  # 项目名称
    matter: str = ""  # 审计（检查）事项
    process: str = ""  # 实施过程
    conclusion: str = ""  # 审计结论
    basis: str = ""  # 定性依据
    opinion: str = ""  # 审核意见
    index: str = ""  # 索引号
    prepared_by: str = ""
    prepared_on: date | None = None
    reviewed_by: str = ""
    reviewed_on: date | None = None
    filters_words: str = ""
    annexes: int = 0  # 附件数; 0 leaves it to the hand

    def __post_init__(self) -> None:
        if same_person(self.prepared_by, self.reviewed_by):
            raise LensError(f"编制人和审核人都是“{self.prepared_by}”。", "底稿须由另一人审核。")


def working_paper(cases_or_findings: Iterable[Finding | Case], snapshot: Snapshot, paper: Paper, history: History | None = None) -> bytes:
    """The working paper (.docx) of one matter: every finding given, with figures, calculation, cells and quotes.

    `history` are the steps of the cases by key, for what the unit replied.
    """
    listed = entries(cases_or_findings, history)
    source = provenance(listed, snapshot)
    paper = _completed(paper, listed, source)
    document = new_document(f"审计工作底稿：{paper.matter}", paper.prepared_by, source.foot(), f"索引号：{paper.index or TO_FILL_IN}")
    title(document, "审计工作底稿")
    _head(document, paper, listed)
    _facts(document, listed)
    _foot(document, paper, source)
    return saved(document)


def matter_of(listed: Sequence[Entry]) -> str:
    """The matter in words where nobody named it: whose forms, and the family of doubts where it is one."""
    departments = sorted({one.finding.department for one in listed if one.finding.department})
    years = sorted({one.finding.fiscal_year for one in listed if one.finding.fiscal_year})
    families = {one.finding.family for one in listed}
    whose = departments[0] if len(departments) == 1 else f"{len(departments)}个预算部门" if departments else ""
    when = "" if not years else f"{years[0]}年度" if len(years) == 1 else f"{years[0]}至{years[-1]}年度"
    return f"{whose}{when}绩效自评复核" + (f"（{FAMILIES[families.pop()]}）" if len(families) == 1 else "")


def _completed(paper: Paper, listed: Sequence[Entry], source: Provenance) -> Paper:
    """The paper with what its findings themselves say in the places that people left empty."""
    return replace(
        paper,
        matter=paper.matter or matter_of(listed),
        process=paper.process or _process(paper, listed, source),
        conclusion=paper.conclusion or _conclusion(listed),
        basis=paper.basis or "\n".join(f"{number}．{text}" for number, text in enumerate(dict.fromkeys(basis(one.finding) for one in listed), start=1)),
    )


def _process(paper: Paper, listed: Sequence[Entry], source: Provenance) -> str:
    titles = "、".join(f"“{rule_title(rule)}”" for rule in source.rules)
    cells = sum(len(one.finding.cells) for one in listed)
    got = (
        f"1．取得被审计单位报送或公开的绩效自评表、部门决算等文件{len(source.files)}个（见“取得的证据”），"
        "按文件校验码留存原件后读入，每个数字保留所在的文件、工作表和单元格。"
        if source.files or not _gone_words(listed)
        else "1．所列疑点当时引用的文件已不在现有数据中。"
    )
    lines = (
        got,
        f"2．范围：{paper.filters_words or '全部项目'}；数据版本 {source.version}。",
        f"3．按规则逐表重算、勾稽和比对，查出本事项疑点的规则{len(source.rules)}条：{titles}。"
        if source.rules
        else "3．按规则逐表重算、勾稽和比对，没有查出疑点。",
        f"4．疑点引用原表单元格{cells}处，单元格地址、原文和计算过程见下表，可复算的算式见附表。",
    )
    return "\n".join(lines)


def _gone_words(listed: Sequence[Entry]) -> str:
    """How many of the entries rest on what the current data do not hold any more, and why: `数据已撤回2条、已改正1条`."""
    return "、".join(f"{why}{number}条" for why, number in Counter(one.gone for one in listed if one.gone).items())


def _conclusion(listed: Sequence[Entry]) -> str:
    if not listed:
        return "在上述范围内没有查出疑点。"
    held, gone = [one for one in listed if not one.gone], _gone_words(listed)
    if not held:
        return f"所列疑点{len(listed)}条都已不在现有数据中（{gone}），列出只为说明经过，不再认定，也不需被审计单位核实。"
    return _held_conclusion(held) + (f"另列{len(listed) - len(held)}条已不在现有数据中（{gone}），只为说明经过，不再认定。" if gone else "")


def _held_conclusion(listed: Sequence[Entry]) -> str:
    severities, families = Counter(one.finding.severity for one in listed), Counter(family_title(one.finding) for one in listed)
    counted = "、".join(f"{word}{severities[key]}条" for key, word in SEVERITIES.items() if severities[key])
    kinds = "、".join(f"{name}{count}条" for name, count in families.most_common())
    projects = {name for one in listed for name in (one.finding.project, *one.finding.projects) if name}
    verdicts = Counter(one.verdict for one in listed if one.verdict)
    waiting = len(listed) - verdicts.total()
    rest = f"，其余{waiting}条尚待被审计单位核实确认" if waiting else ""
    judged = (
        f"已核实{verdicts.total()}条（{'、'.join(f'{word}{count}条' for word, count in verdicts.items())}）{rest}。" if verdicts else "尚待被审计单位核实确认。"
    )
    return f"共认定疑点{len(listed)}条（{counted}），涉及项目{len(projects)}个：{kinds}。{judged}同一项目可能涉及多条疑点，所涉金额不作加总。"


def _head(document: Document, paper: Paper, listed: Sequence[Entry]) -> None:
    units = "、".join(sorted({one.finding.department for one in listed if one.finding.department}))
    years = "、".join(str(year) for year in sorted({one.finding.fiscal_year for one in listed if one.finding.fiscal_year}))
    table = grid(document, LABELLED)
    row(table, ("项目名称", paper.project), (1, 3), {0}, height=0.65, middle=True)
    row(table, (("审计（检查）", "事项"), said(paper.matter)), (1, 3), {0}, height=0.65, middle=True)
    row(table, ("被审计单位", said(units), "会计年度", f"{years}年度" if years else "—"), None, {0, 2}, height=0.65, middle=True, centred={3})
    row(table, ("编制人", _name(paper.prepared_by), "编制日期", day_words(paper.prepared_on)), None, {0, 2}, height=0.65, middle=True, centred={3})
    row(table, ("实施过程", _lines(paper.process)), (1, 3), {0})
    row(table, ("审计结论", _lines(paper.conclusion)), (1, 3), {0})
    gap(document)


def _facts(document: Document, listed: Sequence[Entry]) -> None:
    """Every finding with its figures, under its rule, the heading on every page."""
    table = grid(document, FACTS)
    row(table, FACT_HEADS, None, range(len(FACT_HEADS)), repeated=True, whole=True)
    for rule, group in groupby(listed, key=lambda one: one.finding.rule):
        _rule_facts(table, rule, tuple(group))
    gap(document)


def _rule_facts(table: Table, rule: str, group: Sequence[Entry]) -> None:
    severities = Counter(one.finding.severity for one in group)
    counted = "、".join(f"{word}{severities[key]}条" for key, word in SEVERITIES.items() if severities[key])
    headed = row(table, (f"{rule_title(rule)}（{family_title(group[0].finding)}，{counted}）",), (len(FACTS),), {0}, whole=True)
    kept_with_next(headed)
    for one in group:
        figures = (shortened(said(value), FIGURE) for value in (one.finding.stated, one.finding.recomputed))
        lines = fact_lines(one)
        row(table, (str(one.number), lines, *figures, difference_words(one.finding)), size=TINY, centred={0, 2, 3, 4}, whole=sum(map(len, lines)) < WHOLE)


def fact_lines(entry: Entry) -> list[str]:
    """A finding in paragraphs: about what, the doubt, the calculation, the cells with their quotes, where it stands."""
    finding = entry.finding
    stake = f"　涉及金额 {stake_words(finding)}" if finding.amount_at_stake is not None else ""
    lines = (
        f"【{said(subject(finding))}】{scope(finding)}",
        said(finding.message),
        f"程度：{standing(finding)}{stake}",
        calculation_words(finding),
        f"出处：{'；'.join(places(finding, QUOTE))}。" if finding.cells else None,
        standing_words(entry),
        *entry.told,
    )
    return [text for text in lines if text]


def calculation_words(finding: Finding) -> str | None:
    """The operands with their cells and the sum, in one sentence."""
    return f"计算：{'；'.join(map(said, steps(finding.calculation)))}。" if finding.calculation else None


def _foot(document: Document, paper: Paper, source: Provenance) -> None:
    table = grid(document, LABELLED)
    row(table, ("定性依据", _lines(paper.basis)), (1, 3), {0})
    row(
        table,
        ("判断标准", [f"“{rule_title(rule)}”：允许误差 {RULES[rule].tolerance}" for rule in source.rules if rule in RULES] or ["—"]),
        (1, 3),
        {0},
        size=TINY,
    )
    files = [text for one in source.files for text in (f"{one.name}（{one.imported:%Y-%m-%d}导入，疑点{one.findings}条）", f"文件校验码 {one.sha256}")]
    files_row = row(table, ("取得的证据", files or ["—"]), (1, 3), {0}, size=TINY, whole=len(files) < FEW_FILES)
    opinion = row(table, ("审核意见", _lines(paper.opinion) if paper.opinion else OPINIONS), (1, 3), {0}, height=1.8, whole=True)
    reviewed = row(
        table, ("审核人", _name(paper.reviewed_by), "审核日期", day_words(paper.reviewed_on)), None, {0, 2}, height=0.65, whole=True, middle=True, centred={3}
    )
    annexes = f"{paper.annexes}份" if paper.annexes else "　　份（附表：疑点清单及重算算式）"
    row(table, ("附件", annexes, "规则版本", source.mark), None, {0, 2}, height=0.65, whole=True, middle=True, centred={3}, size=SMALL)
    for added in (*([files_row] if len(files) < FEW_FILES else []), opinion, reviewed):
        kept_with_next(added)  # nobody signs on a page that holds the signatures alone


def _lines(text: str) -> list[str]:
    return [said(one) for one in text.splitlines() if one.strip()] or [""]


def _name(name: str) -> str:
    """A name beside which to sign, or nothing but the place for it."""
    return f"{name}（签名）" if name else "（签名）"


def day_words(day: date | None) -> str:
    """`2026年3月1日`, or the places to write one."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　　月　　日"
