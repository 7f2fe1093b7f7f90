"""The briefing as .pdf: the words of the .docx, its pictures as vectors, A4 as 公文格式 (GB/T 9704) has it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from analytics.charts.picture import Picture, drawn, in_words
from analytics.charts.vector import vector
from analytics.reports import briefing_paper as paper
from analytics.reports.briefing import Briefing
from analytics.reports.briefing_words import templates
from analytics.reports.evidence import said
from analytics.reports.typeset import Fonts, machine_fonts, typeset

PICTURE_WIDTH = 350  # pixels: two stand side by side


def briefing_pdf(found: Briefing, on: date, author: str = "", fonts: Fonts | None = None) -> bytes:
    """The document (.pdf) of this day; raises NoChineseFont where the machine has none."""
    chosen = fonts or machine_fonts()
    words = templates()
    data = {
        "title": words["document"]["title"],
        "author": author,
        "day": [on.year, on.month, on.day],
        "under": f"范围：{found.filters_words}　　{paper.day_words(on)}",
        "foot": [paper.basis(), paper.foot(found)],
        "headings": paper.headings(),
        "sentences": [[one.topic, said(one.text)] for one in found.sentences],
        "unspent": {
            "heads": ["\n".join(each) if isinstance(each, tuple) else each for each in paper.UNSPENT_HEADS],
            "rows": paper.unspent_rows(found.unspent),
            "source": paper.source_words([one.place for one in found.unspent]) if found.unspent else "",
            "nothing": words["unspent"]["nothing"],
        },
        "doubts": {"lines": [asdict(one) for one in paper.doubt_lines(found)], "nothing": words["doubts"]["nothing"]},
        "pictures": [_picture(number, one, chosen) for number, one in enumerate(found.pictures, start=1)],
        "uses": _uses(found),
    }
    return typeset("briefing", data, chosen)


def _picture(number: int, picture: Picture, fonts: Fonts) -> dict[str, Any]:
    alt = f"{picture.title}：{'；'.join('，'.join(each) for each in in_words(picture))}"
    svg = vector(drawn(picture, ""), PICTURE_WIDTH, (fonts.sans,)).svg if picture.bars else ""
    return {"svg": svg, "alt": alt, "name": f"图{number}", "title": picture.title}


def _uses(found: Briefing) -> dict[str, Any]:
    words = templates()["use"]
    return {
        "note": words["note"],
        "nothing": "" if found.suggestions else words["nothing"],
        "heads": ["\n".join(each) if isinstance(each, tuple) else each for each in paper.USE_HEADS],
        "tables": [asdict(one) for one in paper.use_tables(found)],
        "files": [f"［{number}］《{said(file)}》" for number, file in enumerate(paper.use_files(found), start=1)],
    }
