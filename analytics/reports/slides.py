"""The briefing as slides (.pptx): one finding a slide as its title, a chart that can be edited, what it rests on below, what to say in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as PresentationObject
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Cm, Pt

from analytics.charts.picture import Picture, in_words
from analytics.reports import briefing_paper as paper
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_words import templates
from analytics.reports.document_styles import printable
from analytics.reports.slide_chart import add_picture
from analytics.wording import count

WIDE, HIGH, EDGE = 33.867, 19.05, 1.6  # cm
FONT = "Microsoft YaHei"
INK, ACCENT, QUIET = "1F2933", "0F5C73", "555F66"
TITLE_ONLY = 5  # of the layouts of the empty presentation
FOOT = (EDGE, HIGH - 3.5, WIDE - 2 * EDGE, 2.2)
SAID_OF = {"spent": "spent", "lag": "lag", "change": "change", "compare": "compare"}  # picture -> sentence


def briefing_slides(found: Briefing, on: date, author: str = "") -> bytes:
    """The presentation (.pptx) of this day."""
    made = _empty(templates()["document"]["title"], author, datetime(on.year, on.month, on.day))
    said = {one.name: one for one in found.sentences}
    _cover(made, found, on)
    for number, picture in enumerate(found.pictures, start=1):
        _picture(made, found, picture, said[SAID_OF[picture.name]].text, number)
    _decisions(made, found, said["decide"].text)
    _doubts(made, found)
    for number, slide in enumerate(made.slides, start=1):
        _text(slide, (WIDE - EDGE - 4, HIGH - 1.15, 4, 0.8), [f"{number} / {len(made.slides)}"], 11, QUIET, PP_ALIGN.RIGHT)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _empty(title: str, author: str, moment: datetime) -> PresentationObject:
    made = Presentation()
    made.slide_width, made.slide_height = Cm(WIDE), Cm(HIGH)
    facts = made.core_properties
    facts.title, facts.author, facts.last_modified_by, facts.comments = title, printable(author), printable(author), ""
    facts.created = facts.modified = moment
    for part in made.part.package.iter_parts():
        if "/theme/" in str(part.partname):
            part._blob = part.blob.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{FONT}"/>'.encode()).replace(
                b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>'.encode()
            )
    return made


def _cover(made: PresentationObject, found: Briefing, on: date) -> None:
    slide = _slide(made, templates()["document"]["title"], 40, (EDGE, 5.2, WIDE - 2 * EDGE, 2.4))
    _text(slide, (EDGE, 7.9, WIDE - 2 * EDGE, 2.6), [f"范围：{found.filters_words}", paper.day_words(on)], 20, INK)
    _text(slide, (EDGE, HIGH - 3.2, WIDE - 4 - 2 * EDGE, 2.4), [paper.basis(), f"数据版本 {found.version}；n={count(found.projects)}个项目"], 12, QUIET)
    _notes(slide, [f"{one.topic}：{one.text}" for one in found.sentences])


def _picture(made: PresentationObject, found: Briefing, picture: Picture, sentence: str, number: int) -> None:
    slide = _slide(made, picture.title, 28)
    rows = [f"{label}：{words}" for label, words in in_words(picture)]
    if picture.bars:
        add_picture(slide, picture, (EDGE, 3.3, WIDE - 2 * EDGE, 11.6), f"图{number}　{picture.title}：{'；'.join(rows)}")
        unit = "执行率" if picture.unit == "%" else picture.unit
        key = [f"{picture.key}；单位：{unit}"]
    else:
        _text(slide, (EDGE, 3.3, WIDE - 2 * EDGE, 8.0), [sentence], 20, INK)
        key = []
    _text(slide, FOOT, [*key, paper.foot(found), paper.basis()], 12, QUIET)
    _notes(slide, [sentence, *rows])


def _decisions(made: PresentationObject, found: Briefing, sentence: str) -> None:
    """What is to decide, use after use."""
    slide = _slide(made, found.sentences[-1].topic, 28)
    tables = list(paper.use_tables(found))
    lines = [words for table in tables for words in (table.title, f"　　{_largest(table)}")] or [templates()["use"]["nothing"]]
    _text(slide, (EDGE, 3.3, WIDE - 2 * EDGE, 11), lines, 18, INK)
    _text(slide, FOOT, [templates()["use"]["note"], paper.foot(found)], 12, QUIET)
    every = [f"{line.project[0]}，{line.amount} 万元，{line.facts}，{'，'.join(line.decision)}" for table in tables for line in _lines(table)]
    _notes(slide, [sentence, *every])


def _doubts(made: PresentationObject, found: Briefing) -> None:
    """The doubts worth most money; their cells stand in the notes."""
    slide = _slide(made, templates()["doubts"]["title"], 28)
    doubts = list(paper.doubt_lines(found))
    lines = [f"{one.head}{one.message}" for one in doubts] or [templates()["doubts"]["nothing"]]
    _text(slide, (EDGE, 3.3, WIDE - 2 * EDGE, 11), lines, 18, INK)
    _text(slide, FOOT, [paper.foot(found)], 12, QUIET)
    _notes(slide, [f"{one.head}{one.message}{one.evidence}" for one in doubts] or lines)


def _lines(table: paper.UseTable) -> list[paper.UseLine]:
    return [line for _, lines in table.rules for line in lines]


def _largest(table: paper.UseTable) -> str:
    first = _lines(table)[0]
    return f"如 {first.project[0]}，{first.amount} 万元：{first.facts}"


def _slide(made: PresentationObject, title: str, size: float, box: tuple[float, float, float, float] = (EDGE, 0.9, WIDE - 2 * EDGE, 2.2)) -> Slide:
    slide = made.slides.add_slide(made.slide_layouts[TITLE_ONLY])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Cm, box)
    _fill(shape.text_frame, [title], size, ACCENT, PP_ALIGN.LEFT, bold=True)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    return slide


def _text(slide: Slide, box: tuple[float, float, float, float], lines: Sequence[str], size: float, colour: str, align: PP_ALIGN = PP_ALIGN.LEFT) -> None:
    _fill(slide.shapes.add_textbox(*map(Cm, box)).text_frame, lines, size, colour, align)


def _fill(frame: TextFrame, lines: Sequence[str], size: float, colour: str, align: PP_ALIGN, bold: bool = False) -> None:
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = align, Pt(size / 4)
        run = paragraph.add_run()
        run.text = printable(line) if line.strip() == line else f"\u3000{printable(line)}"
        run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)


def _notes(slide: Slide, lines: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(printable(line) for line in lines)
