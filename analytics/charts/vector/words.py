"""Words of a figure: what plotly reads as markup (<b>, <br>, a colour) becomes runs of text, measured and broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from xml.sax.saxutils import escape

from analytics.charts import theme

LEADING = 1.36  # of a line, in its size
_TOKEN = re.compile(r"<(/?)(b|br|span)\b([^>]*?)/?>", re.I)
_COLOUR = re.compile(r"color:\s*(#[0-9a-fA-F]{3,8})")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIGURE = re.compile(r"[0-9A-Za-z.,%+−-]{2}")  # two letters of one figure or word
_BREAKS = "，；。：、　 "
_CLOSING = "，。；：、）》”！？…%"  # begin no line


@dataclass(frozen=True)
class Run:
    """A piece of text in one look; `colour` empty is that of what it stands in."""

    text: str
    bold: bool = False
    colour: str = ""


Line = tuple[Run, ...]


def lines_of(text: object) -> list[Line]:
    """The lines of a text with plotly's tags; anything else stays text."""
    whole, lines, line, bold, colours, at = str(text), [], [], False, [""], 0
    for found in _TOKEN.finditer(whole):
        line.append(Run(_clean(whole[at : found.start()]), bold, colours[-1]))
        closing, tag, rest = found[1], found[2].lower(), found[3]
        at = found.end()
        if tag == "br":
            lines, line = [*lines, tuple(line)], []
        elif tag == "b":
            bold = not closing
        elif closing:
            colours = colours[:-1] or [""]
        else:
            colours = [*colours, (_COLOUR.search(rest) or ["", ""])[1]]
    line.append(Run(_clean(whole[at:]), bold, colours[-1]))
    return [tuple(run for run in each if run.text) for each in [*lines, tuple(line)]]


def _clean(text: str) -> str:
    return _UNFIT.sub("", unescape(text))


def wide(letters: str, size: float) -> float:
    """About how wide letters are: a Chinese one is a square, others a little over half."""
    return sum(1.0 if ord(letter) > 0x2E7F or letter in "\u2003■□●○◆│" else 0.3 if letter in ".,:;'|il " else 0.58 for letter in letters) * size


def width_of(line: Iterable[Run], size: float) -> float:
    """How wide a line is."""
    return sum(wide(run.text, size) * (1.04 if run.bold else 1) for run in line)


def wrapped(text: object, size: float, room: float) -> list[Line]:
    """A text broken anew for `room`: as titles and notes, whose own breaks were made for another width."""
    letters = [replace(run, text=letter) for line in lines_of(text) for run in line for letter in run.text]
    lines: list[Line] = []
    while letters:
        fits, used = 0, 0.0
        while fits < len(letters) and (used := used + width_of(letters[fits : fits + 1], size)) <= room:
            fits += 1
        end = _end("".join(run.text for run in letters), max(fits, 1))
        lines.append(tuple(letters[:end]))
        letters = letters[end:]
    return lines


def _end(text: str, fits: int) -> int:
    """Where a line of at most so many letters ends: at a mark of punctuation, else not within a figure nor before a closing mark."""
    if fits >= len(text):
        return fits
    at_mark = next((at for at in range(fits, fits * 2 // 3, -1) if text[at - 1] in _BREAKS and text[at] not in _CLOSING), None)
    if at_mark:
        return at_mark
    end = fits
    while end > 1 and (text[end] in _CLOSING or _FIGURE.fullmatch(text[end - 1 : end + 1])):
        end -= 1
    return end if end > 1 else fits


def drawn(
    lines: Sequence[Line], x: float, y: float, size: float = 12, anchor: str = "start", colour: str = theme.INK, valign: str = "middle", bold: bool = False
) -> str:
    """Lines of text at a point: `anchor` start, middle or end across; `valign` top, middle or bottom of the whole."""
    high = size * LEADING
    top = y - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[valign] * high * len(lines)
    return "".join(_line(line, x, top + high * place + size * 1.05, size, anchor, colour, bold) for place, line in enumerate(lines) if line)


def _line(line: Line, x: float, y: float, size: float, anchor: str, colour: str, bold: bool) -> str:
    spans = "".join(_span(run, bold) for run in _joined(line))
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}" xml:space="preserve">{spans}</text>'


def _span(run: Run, bold: bool) -> str:
    look = (' font-weight="bold"' if run.bold or bold else "") + (f' fill="{run.colour}"' if run.colour else "")
    return f"<tspan{look}>{escape(run.text)}</tspan>"


def _joined(line: Line) -> list[Run]:
    runs: list[Run] = []
    for run in line:
        if runs and (runs[-1].bold, runs[-1].colour) == (run.bold, run.colour):
            runs[-1] = replace(run, text=runs[-1].text + run.text)
        else:
            runs.append(run)
    return runs
