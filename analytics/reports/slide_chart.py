"""A picture of bars as a chart of the presentation: whoever opens it can change its figures in the workbook within."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide
from pptx.util import Cm, Pt
from xlsxwriter import Workbook

from analytics.charts.labels import cut, width
from analytics.charts.picture import COLOURS, SOFT, Picture
from analytics.reports.document_styles import printable
from analytics.reports.table_workbook import TEXT_STAYS_TEXT

LONGEST_NAME = 44
NAMES_SHARE, LETTER = 0.34, 0.0085  # of the width of the chart: the names, and one column of words
FORMATS = {"%": "0.0%", "万元": "#,##0.00"}


class _TextWriter(CategoryWorkbookWriter):
    """The workbook within a chart; a name that begins with = stays a name."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Workbook, Any]]:
        workbook = Workbook(xlsx_file, TEXT_STAYS_TEXT)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Data(CategoryChartData):
    @property
    def _workbook_writer(self) -> _TextWriter:
        return _TextWriter(self)


def add_picture(slide: Slide, picture: Picture, box: tuple[float, float, float, float], alt: str) -> None:
    """Put the picture on a slide, `box` (left, top, width, height) in cm; `alt` is read to who cannot see it."""
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *map(Cm, box), _data(picture))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", printable(alt))
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(14)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    _axes(chart, picture)
    start, main, rest, words = plot.series
    for series in (start, words):
        series.format.fill.background()
    for place, bar in enumerate(picture.bars):
        _coloured(main.points[place], COLOURS[bar.tone])
        _coloured(rest.points[place], SOFT[bar.rest_tone])
        label = words.points[place].data_label
        label.text_frame.text = printable(bar.words)
        label.text_frame.word_wrap = False
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def _data(picture: Picture) -> _Data:
    """Four series: what stands before the bar (unseen), its two parts, and an unseen one that carries the words."""
    bars = picture.bars
    data = _Data(number_format=FORMATS.get(picture.unit, "General"))
    data.categories = [printable(cut(bar.label, LONGEST_NAME)) for bar in bars]
    room = _full(picture) - max((bar.start + bar.length + bar.rest for bar in bars), default=0)
    data.add_series("起点", [round(bar.start, 6) for bar in bars])
    data.add_series("数值", [round(bar.length, 6) for bar in bars])
    data.add_series("其余", [round(bar.rest, 6) for bar in bars])
    data.add_series("文字", [round(room, 6)] * len(bars))
    return data


def _full(picture: Picture) -> float:
    """How far the axis reaches: beyond the longest bar there is room for words."""
    most = max((bar.start + bar.length + bar.rest for bar in picture.bars), default=1) or 1
    room = max(LETTER * max((width(bar.words) for bar in picture.bars), default=1) / (1 - NAMES_SHARE), 0.05)
    return most / max(1 - room, 0.3)


def _axes(chart: Chart, picture: Picture) -> None:
    names, lengths = chart.category_axis, chart.value_axis
    names.reverse_order, names.tick_label_position, names.major_tick_mark = True, XL_TICK_LABEL_POSITION.LOW, XL_TICK_MARK.NONE
    names.format.line.color.rgb = RGBColor.from_string("D5DADE")
    names.has_major_gridlines = lengths.has_major_gridlines = False
    lengths.minimum_scale, lengths.maximum_scale, lengths.visible = 0, round(_full(picture), 6), False


def _coloured(point: Any, colour: str) -> None:
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
