"""The briefing on A4 (.docx), laid out as government papers are, with charts of the document itself and every line's source."""

from __future__ import annotations

from datetime import date, datetime

from docx.document import Document

from analytics.charts.picture import in_words
from analytics.reports import briefing_paper as paper
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_words import templates
from analytics.reports.document_styles import BODY_FONT, CENTRE, HEAD_FONT, SMALL, TINY, gap, grid, line, new_document, row, saved, title, written
from analytics.reports.evidence import said
from analytics.reports.native_chart import add_chart

UNSPENT_WIDTHS = (4.3, 3.5, 1.8, 1.5, 1.5, 4.4)
USE_WIDTHS = (4.2, 1.9, 5.1, 3.2, 2.6)


def briefing_document(found: Briefing, on: date, author: str = "") -> bytes:
    """The document (.docx) of this day."""
    name = templates()["document"]["title"]
    moment = datetime(on.year, on.month, on.day)
    document = new_document(name, author, (paper.basis(), paper.foot(found)), written_at=moment)
    title(document, name)
    line(document, f"范围：{found.filters_words}　　{paper.day_words(on)}", SMALL, align=CENTRE, after=8)
    _head(document, 0)
    for sentence in found.sentences:
        paragraph = line(document, "", indent=True, after=3)
        paragraph.paragraph_format.line_spacing = 1.15
        written(paragraph, f"{sentence.topic}。", HEAD_FONT)
        written(paragraph, said(sentence.text), BODY_FONT)
    _unspent(document, found)
    _doubts(document, found)
    _pictures(document, found)
    _uses(document, found)
    return saved(document)


def _head(document: Document, number: int) -> None:
    paragraph = line(document, paper.headings()[number], font=HEAD_FONT, after=4)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = 120000, True


def _pictures(document: Document, found: Briefing) -> None:
    _head(document, 3)
    for number, picture in enumerate(found.pictures, start=1):
        paragraph = line(document, f"图{number}　{picture.title}", SMALL, HEAD_FONT)
        paragraph.paragraph_format.keep_with_next = True
        key = line(document, f"{picture.key}；单位：{'执行率' if picture.unit == '%' else picture.unit}", TINY)
        if picture.bars:
            key.paragraph_format.keep_with_next = True
            add_chart(document, picture, f"{picture.title}：{'；'.join('，'.join(each) for each in in_words(picture))}")
        else:
            key.paragraph_format.space_after = 60000


def _unspent(document: Document, found: Briefing) -> None:
    _head(document, 1)
    if not found.unspent:
        line(document, templates()["unspent"]["nothing"], indent=True)
        return
    table = grid(document, UNSPENT_WIDTHS)
    row(table, paper.UNSPENT_HEADS, labels=range(6), size=TINY, repeated=True)
    for texts in paper.unspent_rows(found.unspent):
        row(table, texts, size=TINY, centred=(2, 3, 4), whole=True, middle=True)
    line(document, paper.source_words([one.place for one in found.unspent]), TINY, after=4)


def _doubts(document: Document, found: Briefing) -> None:
    _head(document, 2)
    if not found.doubts:
        line(document, templates()["doubts"]["nothing"], indent=True)
    for doubt in paper.doubt_lines(found):
        paragraph = line(document, "", indent=True)
        paragraph.paragraph_format.line_spacing = 1.15
        written(paragraph, doubt.head, HEAD_FONT)
        written(paragraph, doubt.message, BODY_FONT)
        if doubt.evidence:
            line(document, doubt.evidence, TINY, after=3)


def _uses(document: Document, found: Briefing) -> None:
    _head(document, 4)
    line(document, templates()["use"]["note"], SMALL, indent=True, after=4)
    if not found.suggestions:
        line(document, templates()["use"]["nothing"], indent=True)
        return
    for made in paper.use_tables(found):
        _use(document, made)
    line(document, "出处所在的文件：", TINY)
    for number, file in enumerate(paper.use_files(found), start=1):
        line(document, f"［{number}］《{said(file)}》", TINY)


def _use(document: Document, made: paper.UseTable) -> None:
    """One table of a use: under each of its rules the lines that follow from it."""
    head = line(document, made.title, SMALL, HEAD_FONT, after=2)
    head.paragraph_format.keep_with_next = True
    table = grid(document, USE_WIDTHS)
    row(table, paper.USE_HEADS, labels=range(5), size=TINY, repeated=True)
    for rule, lines in made.rules:
        row(table, (rule,), (5,), size=TINY, whole=True)
        for one in lines:
            row(table, (one.project, one.amount, one.facts, one.place, one.decision), size=TINY, centred=(1, 4), whole=True)
    if made.left_out:
        line(document, made.left_out, TINY)
    gap(document, 6)
