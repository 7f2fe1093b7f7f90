"""What is taken along from 简报 beside the .docx: the .pdf and the slides say the same words; text of files is text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pptx
import pypdf
import pytest

from analytics.audit.casebook import Casebook
from analytics.charts.picture import Bar, Picture, in_words
from analytics.metrics import Filters
from analytics.reports import briefing_paper
from analytics.reports.briefing import briefing
from analytics.reports.briefing_pdf import briefing_pdf
from analytics.reports.slides import briefing_slides
from analytics.reports.typeset import NoChineseFont, fonts_of, machine_fonts
from analytics.store import Store

ON = date(2026, 3, 1)
HOSTILE = '=1+1 #let x = [*坏*] <b>&"名"</b> $y$ \\ @here'


@pytest.fixture(scope="module")
def found(sample_store):
    store = Store(sample_store)
    yield briefing(store.snapshot(), Filters(), Casebook(store).cases(), {})
    store.close()


@pytest.fixture(scope="module")
def hostile(found):
    picture = replace(found.pictures[0], title=HOSTILE, bars=(Bar(HOSTILE, 3.0, HOSTILE, rest=1.0),))
    return replace(found, sentences=(*found.sentences[:-1], replace(found.sentences[-1], text=HOSTILE)), pictures=(picture, *found.pictures[1:]))


def pdf_text(content):
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def bare(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def written(found):
    return briefing_pdf(found, ON, "办公室")


@pytest.fixture(scope="module")
def text(written):
    return pdf_text(written)


def test_the_pdf_says_what_the_page_says(found, text):
    assert all(bare(one.text)[:40] in text for one in found.sentences)
    assert all(bare(heading) in text for heading in briefing_paper.headings())
    assert all(word in text for word in ("—1—", "口径：", "数据版本000002", "建议收回：4项", "待决定", "所用字体：", machine_fonts().body.replace(" ", "")))


def test_the_pictures_of_the_pdf_are_vectors_with_their_words(found, written, text):
    reader = pypdf.PdfReader(io.BytesIO(written))
    assert [image for page in reader.pages for image in page.images] == []
    assert all(bare(bar.words) in text for picture in found.pictures for bar in picture.bars)
    assert reader.metadata.title == "预算绩效简报"


def test_fonts_are_the_best_that_the_machine_has():
    both = fonts_of(["Noto Serif CJK SC", "simhei", "FangSong", "Times New Roman"])
    assert (both.title, both.head, both.body, both.latin) == ("Noto Serif CJK SC", "simhei", "FangSong", "Times New Roman")
    only = fonts_of(["Noto Sans CJK SC"])
    assert {only.title, only.head, only.body, only.sans, only.latin} == {"Noto Sans CJK SC"}
    with pytest.raises(NoChineseFont, match="中文字体"):
        fonts_of(["Libertinus Serif", "DejaVu Sans Mono"])


def test_each_finding_is_the_title_of_a_slide_with_its_chart(found):
    slides = list(pptx.Presentation(io.BytesIO(briefing_slides(found, ON))).slides)
    assert [slide.shapes.title.text for slide in slides] == [
        "预算绩效简报",
        *(picture.title for picture in found.pictures),
        "需要决定什么",
        "涉及金额最大的三条疑点",
    ]
    for slide, picture in zip(slides[1:5], found.pictures, strict=True):
        chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
        assert [list(series.values) for series in chart.plots[0].series][1] == [round(bar.length, 6) for bar in picture.bars]
        held = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert [held.cell(place + 2, 3).value for place in range(len(picture.bars))] == [pytest.approx(bar.length, abs=1e-6) for bar in picture.bars]
        below = "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert all(words in below for words in (picture.key, "口径：", "数据版本 000002"))
        assert all(words in slide.notes_slide.notes_text_frame.text for _, words in in_words(picture))


def test_text_of_files_is_never_markup_nor_formula(hostile):
    assert pdf_text(briefing_pdf(hostile, ON)).count(bare(HOSTILE)) >= 1
    content = briefing_slides(hostile, ON)
    chart = next(shape.chart for shape in pptx.Presentation(io.BytesIO(content)).slides[1].shapes if shape.has_chart)
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active["A2"].data_type == "s"


def test_a_picture_without_bars_is_said_in_words(found):
    empty = replace(found, pictures=(Picture("spent", "没有可以计入的预算", "键", "万元", ()), *found.pictures[1:]), unspent=(), doubts=(), suggestions=())
    assert "没有可以计入的预算" in pdf_text(briefing_pdf(empty, ON))
    assert len(pptx.Presentation(io.BytesIO(briefing_slides(empty, ON))).slides) == 7
