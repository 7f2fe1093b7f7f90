"""What goes to the unit: 审计取证单, which it confirms with its seal, and 疑点核实函, which asks it to explain. One unit a paper.

A unit is shown its own findings alone, and no person's name or number in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from docx.document import Document

from analytics.audit import Finding
from analytics.audit.case import Case
from analytics.audit.right_wording import remedy
from analytics.errors import LensError
from analytics.reports.document_styles import HEAD_FONT, LABELLED, RIGHT, TINY, gap, grid, line, new_document, row, saved, title
from analytics.reports.evidence import Entry, difference_words, entries, places, provenance, rule_title, said, subject
from analytics.reports.workpaper import TO_FILL_IN, Paper, calculation_words, day_words, matter_of
from analytics.store import Snapshot

QUOTE = 60  # characters of a quote
UNKNOWN_DAY = "　　年　　月　　日"


def evidence_record(cases_or_findings: Iterable[Finding | Case], snapshot: Snapshot, unit: str, paper: Paper | None = None, pages: int = 0) -> bytes:
    """审计取证单 (.docx): the facts in brief, for one unit to confirm with opinion, seal, signature and date. `pages` are 附件页数."""
    listed, paper = _of_unit(cases_or_findings, unit), paper or Paper()
    source, matter = provenance(listed, snapshot), paper.matter or matter_of(listed)
    document = new_document(f"审计取证单：{matter}", paper.prepared_by, source.foot(), f"索引号：{paper.index or TO_FILL_IN}")
    title(document, "审计取证单")
    head = grid(document, LABELLED)
    row(head, ("项目名称", said(paper.project) if paper.project else ""), (1, 3), {0}, height=0.9, middle=True)
    row(head, ("被审计单位", unit), (1, 3), {0}, height=0.9, middle=True)
    row(head, (("审计（调查）", "事项"), said(matter)), (1, 3), {0}, height=0.9, middle=True)
    row(head, ("审计事项摘要",), (4,), {0})
    for one in listed:
        row(head, (_fact(one),), (4,), whole=True)
    row(head, ("审计人员", paper.prepared_by, "编制日期", day_words(paper.prepared_on)), None, {0, 2}, height=0.9, middle=True, centred={3}, whole=True)
    gap(document)
    _opinion(document, pages)
    return saved(document)


def _fact(entry: Entry) -> list[str]:
    """A finding as the record states it: what, stated and recomputed, how, where."""
    finding = entry.finding
    figures = [f"表列 {said(finding.stated)}", f"重算 {said(finding.recomputed)}"] if finding.recomputed is not None else []
    figures += [f"差额 {difference_words(finding)}"] if finding.difference is not None else []
    lines = (
        f"{entry.number}．{said(subject(finding))}：{said(finding.message)}",
        f"{'；'.join(figures)}。" if figures else None,
        calculation_words(finding),
        f"出处：{'；'.join(places(finding, QUOTE))}。" if finding.cells else None,
    )
    return [text for text in lines if text]


def _opinion(document: Document, pages: int) -> None:
    """What the unit fills in: opinion with seal, signature of the person in charge, date."""
    table = grid(document, LABELLED)
    row(table, (("证据提供", "单位意见"), ["", "", "", "（盖章）　　　　"]), (1, 3), {0}, height=4.0, whole=True)
    seal = table.rows[-1].cells[1].paragraphs[-1]
    seal.alignment = RIGHT
    row(table, (("证据提供单位", "负责人"), "（签名）", "日　　期", UNKNOWN_DAY), None, {0, 2}, height=1.1, whole=True, middle=True, centred={3})
    row(table, ("附　　件", f"共 {pages or '　　'} 页"), (1, 3), {0}, height=0.9, whole=True, middle=True)
    line(document, "注：对所列事实无异议的，请写明“情况属实”；有异议的，请写明理由并附证明材料，本页不够可另附页。", TINY)


def inquiry_letter(cases_or_findings: Iterable[Finding | Case], snapshot: Snapshot, unit: str, paper: Paper | None = None, due: date | None = None) -> bytes:
    """疑点核实函 (.docx) to one unit: what was found, what is asked, by when, and a table in which the unit answers; closed cases are left out."""
    listed, paper = _of_unit(still_asked(cases_or_findings), unit), paper or Paper()
    source = provenance(listed, snapshot)
    document = new_document(f"关于核实绩效自评疑点的函：{unit}", paper.prepared_by, source.foot(), f"编号：{paper.index or TO_FILL_IN}")
    title(document, "关于核实绩效自评疑点的函")
    line(document, f"{unit}：", after=4)
    for text in _letter(listed, paper, due):
        line(document, text, indent=True)
    for text in ("（单位盖章）　　　　", f"{day_words(paper.prepared_on)}　　"):
        line(document, text, align=RIGHT)
    _questions(document, listed)
    _answers(document, listed, unit)
    return saved(document)


def closed_by_person(one: Finding | Case) -> bool:
    """Whether a person closed the case: the unit has nothing left to explain."""
    return isinstance(one, Case) and one.present and one.status == "closed"


def still_asked(found: Iterable[Finding | Case]) -> list[Finding | Case]:
    """Those that a unit may still be asked about; raises where all of them are closed."""
    listed = list(found)
    kept = [one for one in listed if not closed_by_person(one)]
    if listed and not kept:
        raise LensError(f"所选{len(listed)}条疑点都已销号，不能再请单位核实。", "需要再核实的，请先重新打开疑点。")
    return kept


def left_out_words(found: Iterable[Finding | Case]) -> str | None:
    """What a person who asks for the letter is told of the cases it leaves out."""
    closed = sum(map(closed_by_person, found))
    return f"其中{closed}条已销号，不列入疑点核实函。" if closed else None


def _letter(listed: Sequence[Entry], paper: Paper, due: date | None) -> tuple[str, ...]:
    by = day_words(due) if due else UNKNOWN_DAY
    contact = f"联系人：{paper.prepared_by}。" if paper.prepared_by else "联系人：　　　　　联系电话：　　　　　　　"
    return (
        f"在{f'“{paper.project}”' if paper.project else '绩效自评复核'}中，对你单位报送或公开的绩效自评材料进行了重算和核对，"
        f"发现需要核实的疑点{len(listed)}条，详见附件1。",
        f"请逐条核对原始资料，在附件2中写明是否属实、原因和处理办法，附证明材料，由负责人签字并加盖公章，于{by}前反馈。所列疑点未经核实不作为审计结论。",
        contact,
        "附件：1．疑点清单　2．单位说明表",
    )


def _questions(document: Document, listed: Sequence[Entry]) -> None:
    """附件1: a finding a row, with what the unit is asked to do."""
    _attachment(document, "附件1　疑点清单")
    table = grid(document, (1.3, 3.2, 7.2, 5.3))
    row(table, ("序号", "项目", "疑点及出处", "请核实的内容"), None, range(4), repeated=True, whole=True)
    for one in listed:
        facts = (
            f"{rule_title(one.finding.rule)}：{said(one.finding.message)}",
            f"出处：{'；'.join(places(one.finding, QUOTE))}。" if one.finding.cells else "",
        )
        asked = f"请说明原因，提供依据；属实的：{remedy(one.finding)}"
        about = (said(subject(one.finding)), f"{one.finding.fiscal_year}年度" if one.finding.fiscal_year else "")
        row(table, (str(one.number), [text for text in about if text], [text for text in facts if text], asked), size=TINY, centred={0}, whole=True)


def _answers(document: Document, listed: Sequence[Entry], unit: str) -> None:
    """附件2: the same findings in brief, with empty columns for the unit."""
    _attachment(document, "附件2　单位说明表")
    table = grid(document, (1.3, 5.2, 2.2, 5.8, 2.5))
    row(table, ("序号", "疑点", "是否属实", "单位说明（原因、处理办法）", "证明材料"), None, range(5), repeated=True, whole=True)
    for one in listed:
        brief = f"{said(subject(one.finding))}：{rule_title(one.finding.rule)}"
        row(table, (str(one.number), brief, "", "", ""), size=TINY, centred={0}, height=1.5, whole=True)
    gap(document)
    signed = grid(document, LABELLED)
    row(signed, ("填报单位", f"{unit}（盖章）", "日　　期", UNKNOWN_DAY), None, {0, 2}, height=1.1, whole=True, middle=True, centred={3})
    row(signed, ("负责人", "（签名）", ("填报人", "及电话"), ""), None, {0, 2}, height=1.1, whole=True, middle=True)


def _attachment(document: Document, words: str) -> None:
    """The head of an attachment, on a page of its own."""
    line(document, words, font=HEAD_FONT, after=6).paragraph_format.page_break_before = True


def _of_unit(cases_or_findings: Iterable[Finding | Case], unit: str) -> tuple[Entry, ...]:
    """The findings of this unit, numbered; raises where there is none."""
    own = [one for one in cases_or_findings if (one.finding if isinstance(one, Case) else one).department == unit]
    if not own:
        raise LensError(f"所选疑点中没有“{unit}”的。", "请核对部门名称和筛选条件。")
    found = entries(own)
    if gone := next((one for one in found if one.gone), None):
        raise LensError(f"“{rule_title(gone.finding.rule)}”（{said(subject(gone.finding))}）{gone.gone}，不能再请单位核实。", "请去掉已不在现有数据中的疑点。")
    return found
