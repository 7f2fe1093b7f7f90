"""How an official document on A4 looks, and how text is put into it: as text, never as markup or a field.

Fonts are those that government papers name (方正小标宋, 黑体, 仿宋_GB2312); where one is not installed, the font table
names what may stand in for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import product
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
LATIN_FONT = "Times New Roman"
STAND_INS = {
    TITLE_FONT: "方正小标宋_GBK,STZhongsong,华文中宋,SimSun,宋体,Noto Serif CJK SC",
    HEAD_FONT: "SimHei,Microsoft YaHei,Noto Sans CJK SC",
    BODY_FONT: "仿宋,FangSong,STFangsong,华文仿宋,SimSun,Noto Serif CJK SC",
}
TEXT_WIDTH = 17.0  # cm between the margins
BODY, SMALL, TINY = 12.0, 10.5, 9.0  # 小四, 五号, 小五
CENTRE, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
LABELLED = (2.8, 6.0, 2.6, 5.6)  # columns of a form: label, text, label, text
SHADE = "EEF2F4"
_BREAKS = re.compile(r"[ \t\r\n]+")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """One line without characters that no document may hold."""
    return _BREAKS.sub(" ", _NOT_IN_XML.sub("", text)).strip(" ")


def new_document(title: str, author: str, foot: Sequence[str], head: str = "", written_at: datetime | None = None) -> DocumentObject:
    """An empty A4 document; `head` stands above every page at the right, the lines of `foot` and 第X页 共Y页 below."""
    document = Document()
    moment = written_at or datetime.now()
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.last_modified_by = printable(title), printable(author), "", printable(author)
    properties.created = properties.modified = moment
    _name_fonts(document)
    _page(document)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY)
    normal.font.name = LATIN_FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    normal.element.rPr.append(_element("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}))
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    _name_styles(document)
    _header_and_footer(document, head, foot)
    return document


def saved(document: DocumentObject) -> bytes:
    """The document as a file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def title(document: DocumentObject, text: str) -> None:
    """The name of the paper in the middle of the page."""
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(4), Pt(10)
    written(paragraph, text, TITLE_FONT, 22)


def line(
    document: DocumentObject,
    text: str,
    size: float = BODY,
    font: str = BODY_FONT,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    indent: bool = False,
    after: float = 0,
) -> Paragraph:
    """A paragraph of running text; `indent` leaves two characters free, as paragraphs of a letter do."""
    added = _filled(document.add_paragraph(), text, size, font, align)
    added.paragraph_format.space_after = Pt(after) if after else None
    added.paragraph_format.first_line_indent = Pt(2 * size) if indent else None
    return added


def grid(document: DocumentObject, widths: Sequence[float]) -> Table:
    """A table with lines all around and columns of these widths in cm, without rows yet."""
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def row(
    table: Table,
    texts: Sequence[str | Iterable[str]],
    spans: Sequence[int] | None = None,
    labels: Iterable[int] = (),
    size: float = SMALL,
    height: float = 0,
    centred: Iterable[int] = (),
    middle: bool = False,
    whole: bool = False,
    repeated: bool = False,
) -> _Row:
    """A row of texts (several paragraphs where one is a list), each over as many columns as `spans` says; `labels` are shaded heads.

    `height` in cm keeps at least that much free, `whole` keeps the row on one page, `repeated` prints it on every page,
    `centred` names cells, `middle` puts all halfway down.
    """
    added = table.add_row()
    cells = _merged(added, spans or [1] * len(texts))
    labels, centred = set(labels), set(centred)
    for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if position in labels:
            cell._tc.get_or_add_tcPr().append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": SHADE}))  # must stand before vAlign
        halfway = middle or position in labels or position in centred
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if halfway else WD_CELL_VERTICAL_ALIGNMENT.TOP
        font, align = (HEAD_FONT, CENTRE) if position in labels else (BODY_FONT, CENTRE if position in centred else LEFT)
        fill(cell, [text] if isinstance(text, str) else list(text), size, font, align)
    if height:
        added.height = Cm(height)
    if whole:
        added._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    if repeated:
        added._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    return added


def kept_with_next(added: _Row) -> None:
    """Keep a row on one page with the row below."""
    for cell in added.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def fill(cell: _Cell, texts: Sequence[str], size: float = SMALL, font: str = BODY_FONT, align: WD_ALIGN_PARAGRAPH = LEFT) -> None:
    """Paragraphs into a cell, in place of what it holds."""
    for number, text in enumerate(texts or [""]):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        _filled(paragraph, text, size, font, align)


def written(paragraph: Paragraph, text: str, font: str = BODY_FONT, size: float = BODY, bold: bool = False, grey: bool = False) -> Run:
    """Text added to a paragraph in one font."""
    run = paragraph.add_run(printable(text) if text.strip() else text)
    run.font.name, run.font.size, run.font.bold = LATIN_FONT, Pt(size), bold or None
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if grey:
        run.font.color.rgb = RGBColor(0x55, 0x5F, 0x66)
    return run


def gap(document: DocumentObject, points: float = 1) -> None:
    """The least paragraph that keeps two tables apart."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)
    written(paragraph, " ", size=1)


def _filled(paragraph: Paragraph, text: str, size: float, font: str, align: WD_ALIGN_PARAGRAPH) -> Paragraph:
    paragraph._p.get_or_add_pPr().style = _style_name(font, size, align)
    paragraph.add_run(printable(text) if text.strip() else text)
    return paragraph


def _style_name(font: str, size: float, align: WD_ALIGN_PARAGRAPH) -> str:
    """The name of a paragraph style, without spaces because then it is its id as well."""
    return f"{font}-{size:g}-{align.name.lower()}"


def _name_styles(document: DocumentObject) -> None:
    """A paragraph style for every font, size and alignment: properties on each run instead cost more than twice the time."""
    for font, size, align in product((HEAD_FONT, BODY_FONT), (BODY, SMALL, TINY), (LEFT, CENTRE, RIGHT)):
        made = document.styles.add_style(_style_name(font, size, align), WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = document.styles["Normal"]
        made.font.name, made.font.size = LATIN_FONT, Pt(size)
        made.element.rPr.rFonts.set(qn("w:eastAsia"), font)
        made.paragraph_format.alignment, made.paragraph_format.line_spacing = align, 1.08 if size < BODY else 1.35


def _merged(added: _Row, spans: Sequence[int]) -> list[_Cell]:
    cells, position, found = added.cells, 0, []
    for span in spans:
        found.append(cells[position].merge(cells[position + span - 1]) if span > 1 else cells[position])
        position += span
    return found


def _page(document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.1), Cm(2.1)
    section.header_distance, section.footer_distance = Cm(1.3), Cm(0.9)


def _header_and_footer(document: DocumentObject, head: str, foot: Sequence[str]) -> None:
    section = document.sections[0]
    if head:
        above = section.header.paragraphs[0]
        above.alignment = RIGHT
        written(above, head, size=SMALL)
    below = section.footer.paragraphs[0]
    below.alignment = CENTRE
    for before, field, after in (("第", "PAGE", "页　"), ("共", "NUMPAGES", "页")):
        written(below, before, size=SMALL)
        _field(below, field)
        written(below, after, size=SMALL)
    for text in foot:
        added = section.footer.add_paragraph()
        added.alignment = CENTRE
        written(added, text, size=7.5, grey=True)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that the program which prints works out, with 1 until then."""
    for kind, text in (("begin", None), (None, name), ("separate", None), ("shown", "1"), ("end", None)):
        run = written(paragraph, text if kind == "shown" else "", size=SMALL)
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {name} "
            run._element.append(instruction)
        elif kind != "shown":
            run._element.append(_element("w:fldChar", {"w:fldCharType": kind}))


def _name_fonts(document: DocumentObject) -> None:
    """The fonts of the paper with what may stand in for them; the picture of the empty template goes."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        f'<w:charset w:val="86"/><w:family w:val="{"swiss" if name == HEAD_FONT else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in STAND_INS.items()
    )
    package = document.part.package
    table = next(part for part in package.iter_parts() if str(part.partname) == "/word/fontTable.xml")
    table._blob = table.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
    for key in [key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(key)


def _element(name: str, values: dict[str, str] | None = None) -> OxmlElement:
    made = OxmlElement(name)
    for key, value in (values or {}).items():
        made.set(qn(key), value)
    return made
