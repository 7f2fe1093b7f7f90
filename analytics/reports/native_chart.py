"""A picture of bars as a chart of the document itself: sharp on paper, in the fonts of the document, without a picture file.

Stacked bars in four series: what stands before the bar (unseen), its two parts, and an unseen one that carries the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from analytics.charts.labels import cut, width
from analytics.charts.picture import COLOURS, SOFT, Bar, Picture
from analytics.reports.document_styles import HEAD_FONT, LATIN_FONT, TEXT_WIDTH, printable

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
ROW, AROUND = 0.66, 0.3  # cm
INK = "1F2933"
NAMES_SHARE, LETTER = 0.36, 0.0105  # of the width of the chart: the names of the bars, and one column of words
LONGEST_NAME = 44


def add_chart(document: Document, picture: Picture, alt: str) -> None:
    """Add the picture as a paragraph of its own; `alt` is read to who cannot see it."""
    number = 1 + sum(str(part.partname).startswith("/word/charts/") for part in document.part.package.iter_parts())
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, _chart(picture).encode(), document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    size = f'cx="{int(Cm(TEXT_WIDTH))}" cy="{int(Cm(AROUND + ROW * max(len(picture.bars), 2)))}"'
    described = escape(printable(alt), {'"': "&quot;"})
    inline = (
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" {SPACES}>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{100 + number}" name="图{number}" descr="{described}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    document.add_paragraph().add_run()._element.append(parse_xml(inline))


def _chart(picture: Picture) -> str:
    """The chart part: no title (it stands above as text), no axis of values (the words carry them), bars from top to bottom."""
    bars = picture.bars
    most = max((bar.start + bar.length + bar.rest for bar in bars), default=1) or 1
    room = max(LETTER * max((width(bar.words) for bar in bars), default=1) / (1 - NAMES_SHARE), 0.05)
    full = most / max(1 - room, 0.3)
    series = (
        _series(0, bars, lambda bar: bar.start, lambda bar: None),
        _series(1, bars, lambda bar: bar.length, lambda bar: COLOURS[bar.tone]),
        _series(2, bars, lambda bar: bar.rest, lambda bar: SOFT[bar.rest_tone]),
        _series(3, bars, lambda bar: full - bar.start - bar.length - bar.rest, lambda bar: None, _labels(bars)),
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {SPACES}><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{NAMES_SHARE}"/><c:y val="0.02"/><c:w val="{1 - NAMES_SHARE}"/><c:h val="0.96"/></c:manualLayout></c:layout>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{"".join(series)}<c:gapWidth val="70"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D5DADE"/></a:solidFill></a:ln></c:spPr>'
        f"<c:txPr><a:bodyPr/><a:p><a:pPr>{_font('defRPr', 900)}</a:pPr></a:p></c:txPr>"
        '<c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{full:.6f}"/><c:min val="0"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
        '<c:plotVisOnly val="1"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>'
    )


def _series(index: int, bars: Iterable[Bar], length: Callable[[Bar], float], colour: Callable[[Bar], str | None], labels: str = "") -> str:
    listed = list(bars)
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_fill(colour(bar))}</c:dPt>' for at, bar in enumerate(listed)
    )
    names = "".join(f'<c:pt idx="{at}"><c:v>{escape(printable(cut(bar.label, LONGEST_NAME)))}</c:v></c:pt>' for at, bar in enumerate(listed))
    values = "".join(f'<c:pt idx="{at}"><c:v>{length(bar):.6f}</c:v></c:pt>' for at, bar in enumerate(listed))
    count = f'<c:ptCount val="{len(listed)}"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{_fill(None)}<c:invertIfNegative val="0"/>{points}{labels}'
        f"<c:cat><c:strLit>{count}{names}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>General</c:formatCode>{count}{values}</c:numLit></c:val></c:ser>"
    )


def _labels(bars: Iterable[Bar]) -> str:
    shows = '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    single = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r>{_font("rPr", 900)}'
        f"<a:t>{escape(printable(bar.words))}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="inBase"/>{shows}</c:dLbl>'
        for at, bar in enumerate(bars)
    )
    return f'<c:dLbls>{single}<c:dLblPos val="inBase"/>{shows}</c:dLbls>'


def _fill(colour: str | None) -> str:
    inside = f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>' if colour else "<a:noFill/>"
    return f"<c:spPr>{inside}<a:ln><a:noFill/></a:ln></c:spPr>"


def _font(tag: str, size: int) -> str:
    colour = f'<a:solidFill><a:srgbClr val="{INK}"/></a:solidFill>'
    return f'<a:{tag} lang="zh-CN" sz="{size}">{colour}<a:latin typeface="{LATIN_FONT}"/><a:ea typeface="{HEAD_FONT}"/></a:{tag}>'
