"""The briefing on A4 (.docx), laid out as government papers are, with charts of the document itself and every line's source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from docx.document import Document

from analytics.audit import SEVERITIES, Finding
from analytics.audit.use_decisions import DECISIONS, UNDECIDED
from analytics.audit.use_of_results import Suggestion, uses
from analytics.charts.picture import in_words
from analytics.reports.briefing import Briefing, Unspent
from analytics.reports.briefing_words import THRESHOLD, say, templates
from analytics.reports.document_styles import BODY_FONT, CENTRE, HEAD_FONT, SMALL, TINY, gap, grid, line, new_document, row, saved, title, written
from analytics.reports.evidence import places, said, scope, subject
from analytics.reports.native_chart import add_chart
from analytics.wording import NOTHING, amount, count, money, percent, rate

NUMERALS = "一二三四五"
MOST_LINES = 30  # of each suggestion: the rest is counted, and stands on the page
QUOTE = 30
MOST_PLACES = 3  # of a doubt
UNSPENT_WIDTHS = (4.3, 3.5, 1.8, 1.5, 1.5, 4.4)
USE_WIDTHS = (4.2, 1.9, 5.1, 3.2, 2.6)


def briefing_document(found: Briefing, on: date, author: str = "") -> bytes:
    """The document (.docx) of this day."""
    name = templates()["document"]["title"]
    basis = say("document", "basis", threshold=percent(THRESHOLD))
    moment = datetime(on.year, on.month, on.day)
    document = new_document(name, author, (basis, f"数据版本 {found.version}　范围：{found.filters_words}"), written_at=moment)
    title(document, name)
    line(document, f"范围：{found.filters_words}　　{on.year}年{on.month}月{on.day}日", SMALL, align=CENTRE, after=8)
    _head(document, 0, "概况")
    for sentence in found.sentences:
        paragraph = line(document, "", indent=True, after=3)
        paragraph.paragraph_format.line_spacing = 1.15
        written(paragraph, f"{sentence.topic}。", HEAD_FONT)
        written(paragraph, said(sentence.text), BODY_FONT)
    _unspent(document, found.unspent)
    _doubts(document, found.doubts)
    _pictures(document, found)
    _uses(document, found)
    return saved(document)


def _head(document: Document, number: int, text: str) -> None:
    paragraph = line(document, f"{NUMERALS[number]}、{text}", font=HEAD_FONT, after=4)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = 120000, True


def _pictures(document: Document, found: Briefing) -> None:
    _head(document, 3, "四张图")
    for number, picture in enumerate(found.pictures, start=1):
        paragraph = line(document, f"图{number}　{picture.title}", SMALL, HEAD_FONT)
        paragraph.paragraph_format.keep_with_next = True
        key = line(document, f"{picture.key}；单位：{'执行率' if picture.unit == '%' else picture.unit}", TINY)
        if picture.bars:
            key.paragraph_format.keep_with_next = True
            add_chart(document, picture, f"{picture.title}：{'；'.join('，'.join(each) for each in in_words(picture))}")
        else:
            key.paragraph_format.space_after = 60000


def _unspent(document: Document, listed: Sequence[Unspent]) -> None:
    _head(document, 1, templates()["unspent"]["title"])
    if not listed:
        line(document, templates()["unspent"]["nothing"], indent=True)
        return
    table = grid(document, UNSPENT_WIDTHS)
    row(table, ("项目", "责任单位", ("未执行", "万元"), "执行率", "印证", "表上所写的原因"), labels=range(6), size=TINY, repeated=True)
    for one in listed:
        year = f"（{one.fiscal_year}年度）" if one.fiscal_year else ""
        texts = (said(f"{one.project}{year}"), one.unit, amount(one.unspent), rate(one.execution_rate), one.standing, one.reason)
        row(table, texts, size=TINY, centred=(2, 3, 4), whole=True, middle=True)
    _sources(document, [one.place for one in listed])


def _sources(document: Document, found: Sequence[tuple[str, str, str]]) -> None:
    """The files and sheets, each file named once."""
    files: dict[str, list[str]] = {}
    for file, sheet, at in found:
        files.setdefault(file, []).append(f"{sheet}!{at}")
    line(document, say("document", "evidence", places=said("；".join(f"《{file}》{'、'.join(at)}" for file, at in files.items()))), TINY, after=4)


def _doubts(document: Document, listed: Sequence[Finding]) -> None:
    _head(document, 2, templates()["doubts"]["title"])
    if not listed:
        line(document, templates()["doubts"]["nothing"], indent=True)
    for number, one in enumerate(listed, start=1):
        where = " · ".join(dict.fromkeys(part for part in (subject(one), scope(one)) if part != NOTHING))
        paragraph = line(document, "", indent=True)
        paragraph.paragraph_format.line_spacing = 1.15
        written(paragraph, f"{number}．{said(where)}（{SEVERITIES[one.severity]}，涉及 {money(one.amount_at_stake)}）：", HEAD_FONT)
        written(paragraph, said(one.message), BODY_FONT)
        if one.cells:
            found = places(one, QUOTE)
            more = f"；等{count(len(found))}处" if len(found) > MOST_PLACES else ""
            line(document, say("document", "evidence", places=f"{'；'.join(found[:MOST_PLACES])}{more}。疑点编号 {one.key}"), TINY, after=3)


def _uses(document: Document, found: Briefing) -> None:
    _head(document, 4, templates()["use"]["title"])
    line(document, templates()["use"]["note"], SMALL, indent=True, after=4)
    if not found.suggestions:
        line(document, templates()["use"]["nothing"], indent=True)
        return
    files = list(dict.fromkeys(one.place[0] for one in found.suggestions))
    for use, name in uses().items():
        own = [one for one in found.suggestions if one.use == use]
        if own:
            _use(document, name, own, found, files)
    line(document, "出处所在的文件：", TINY)
    for number, file in enumerate(files, start=1):
        line(document, f"［{number}］《{said(file)}》", TINY)


def _use(document: Document, name: str, own: Sequence[Suggestion], found: Briefing, files: Sequence[str]) -> None:
    """One table of a use: under each of its rules the lines that follow from it."""
    head = line(document, f"{name}：{count(len(own))}项，{money(sum(one.amount for one in own))}", SMALL, HEAD_FONT, after=2)
    head.paragraph_format.keep_with_next = True
    table = grid(document, USE_WIDTHS)
    row(table, ("项目", ("金额", "万元"), "事实与印证", "出处", "决定"), labels=range(5), size=TINY, repeated=True)
    shown = own[:MOST_LINES]
    for rule in dict.fromkeys(one.rule for one in shown):
        row(table, (f"规则：{rule.title}。金额＝{rule.formula}。依据：{rule.basis}。",), (5,), size=TINY, whole=True)
        for one in (each for each in shown if each.rule == rule):
            whose = [said(one.project), f"{said(one.department or NOTHING)}{f'，{one.fiscal_year}年度' if one.fiscal_year else ''}"]
            place = f"［{files.index(one.place[0]) + 1}］{said(one.place[1])}!{one.place[2]}"
            texts = (whose, amount(one.amount), f"{said(one.why)}；{doubt_words(one)}", place, decision_words(one, found))
            row(table, texts, size=TINY, centred=(1, 4), whole=True)
    if len(own) > MOST_LINES:
        line(document, f"另有{count(len(own) - MOST_LINES)}项金额较小的，见系统“简报”页。", TINY)
    gap(document, 6)


def doubt_words(one: Suggestion) -> str:
    """How far the figures of a line can be trusted."""
    found = [f"{count(number)}条{word}级疑点" for number, word in ((one.errors, "错误"), (one.warnings, "警告")) if number]
    return f"金额{one.standing}" + (f"，另有{'、'.join(found)}" if found else "，没有错误或警告级疑点")


def decision_words(one: Suggestion, found: Briefing) -> list[str]:
    """What was decided, by whom and when; with what was suggested then where that has changed since."""
    decision = found.decisions.get(one.key)
    if decision is None:
        return [UNDECIDED]
    told = [DECISIONS[decision.decision], f"{decision.actor}，{decision.at:%Y-%m-%d}", *([decision.note] if decision.note else [])]
    return told if one.key not in found.open_keys else [UNDECIDED, f"数字已变，原为 {money(decision.amount)}，{'，'.join(told)}"]
