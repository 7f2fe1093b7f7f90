"""Names on a chart: broken into lines or shortened, never cut off by the edge; the full name goes on hover.

Names come from files of others, and plotly reads a few tags in any text: all but `cut` (for a title, which the theme
escapes itself) leaves here escaped.
"""

from __future__ import annotations

import unicodedata
from html import escape

from analytics.wording import count

BREAK = "<br>"
NAMELESS = "（无名称）"


def width(text: str) -> int:
    """Columns a text takes on screen: two for a Chinese character, one for a Latin letter."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def plain(text: object) -> str:
    """The text with its angle brackets and ampersands made harmless; a missing one is said to be missing."""
    return escape(text, quote=False) if isinstance(text, str) else NAMELESS


def cut(text: str | None, columns: int) -> str:
    """The text, or its beginning and an ellipsis within `columns`; not escaped. A missing name is said to be missing."""
    text = text if isinstance(text, str) and text else NAMELESS
    if width(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if width(kept) + width(letter) > columns - 2:
            break
        kept += letter
    return kept + "…"


def sampled(shown: int, whole: int | None) -> str:
    """How many points a chart shows, and of how many where it shows a sample."""
    return f"n={count(shown)}" if whole is None or whole <= shown else f"抽样显示 {count(shown)}/{count(whole)} 个点"


def shortened(text: str | None, columns: int = 24) -> str:
    """The text cut to `columns`, escaped."""
    return plain(cut(text, columns))


def wrapped(text: str | None, columns: int = 20, lines: int = 2) -> str:
    """The text over at most `lines` lines of about equal length; what does not fit is shortened."""
    text = cut(text, columns * lines)
    needed = -(-width(text) // columns)
    target, rows, row = width(text) / max(needed, 1), [], ""
    for letter in text:
        if row and len(rows) < needed - 1 and width(row) + width(letter) / 2 >= target:
            rows.append(row)
            row = ""
        row += letter
    return BREAK.join(plain(each) for each in [*rows, row])
