"""The total score and the grade that a form states elsewhere than in its total row: in the head, the title or a sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from analytics.reading.excerpt import Excerpt
from analytics.reading.grid import address
from analytics.reading.headings import indicator_headings
from analytics.reading.indicators import GRADES, IndicatorBlock
from analytics.reading.meanings import LABELS_RESULT, SAYS_RESULT, meaning_of, meanings
from analytics.reading.values import is_number, normalise, number
from analytics.reading.vocabulary import GRADE_LABEL, GRADE_SAID, SCORE_LABEL, SCORE_SAID, label_and_inline

_BOXES = frozenset("□☐○√✓✔☑■")
_BOX_AND_GRADE = re.compile(r"[√✓✔☑■](优秀|良好|一般|较差|优|良|中|差)")
_GRADE_AND_BOX = re.compile(r"(优秀|良好|一般|较差|优|良|中|差)\(?[√✓✔☑■]")
_OF_A_PART = re.compile(r"(?:指标|部分|执行|产出|效益|满意度|管理|决策|过程)[^,。;]{0,8}$")
_OF_ANOTHER = re.compile(r"上年|去年|平均|部门整体|20\d\d年.*20\d\d年")


def read_stated_results(excerpt: Excerpt, block: IndicatorBlock) -> None:
    """Fills the total score and the grade of a block that has none; labels count above the indicators only."""
    rows = range(excerpt.top, excerpt.bottom + 1)
    heading = next((row for row in indicator_headings(excerpt.grid) if row in rows), rows.stop)
    meant = meanings(excerpt.grid)
    for row in range(excerpt.top, heading):
        for column, text in sorted(excerpt.grid.entries[row].items()) if meant[row] & LABELS_RESULT else ():
            if meaning_of(text) & LABELS_RESULT:
                _take_labelled(excerpt, row, column, block)
    doubted = {place for _, _, place in block.stray}
    for row in rows:
        for column, text in excerpt.grid.entries[row].items() if meant[row] & SAYS_RESULT else ():
            if meaning_of(text) & SAYS_RESULT and address(row, column) not in doubted:
                _take_said(excerpt, text, row, column, block)


def _take_labelled(excerpt: Excerpt, row: int, column: int, block: IndicatorBlock) -> None:
    """绩效等级 | 优, 自评总分 | 97.8, each beside its label, behind its colon, or below it where the words beside are another label."""
    entries = excerpt.grid.entries[row]
    label, inline = label_and_inline(entries[column])
    plain = normalise(label)
    scores, grades = SCORE_LABEL.match(plain), GRADE_LABEL.match(plain)
    if not scores and not grades:
        return
    place = _place_of_value(excerpt, row, column, inline is not None)
    text = inline or (excerpt.grid.text(*place) if place else None)
    if text is None or place is None or (place != (row, column) and place in excerpt.grid.read):
        return
    if scores and is_number(text):
        _keep(excerpt, block, "total_score", number(text), place)
    elif grades and (grade := _grade_in(normalise(text))):
        _keep(excerpt, block, "grade", grade, place)
    else:
        return
    excerpt.grid.read.add((row, column))


def _grade_in(plain: str) -> str | None:
    """优, or the one that is ticked of 优□ 良√ 中□ 差□, the boxes all before or all behind their words."""
    if plain in GRADES:
        return plain
    ticked = (_BOX_AND_GRADE if plain[:1] in _BOXES else _GRADE_AND_BOX).findall(plain)
    return ticked[0] if len(ticked) == 1 else None


def _place_of_value(excerpt: Excerpt, row: int, column: int, inline: bool) -> tuple[int, int] | None:
    if inline:
        return row, column
    beside = min((at for at in excerpt.grid.entries[row] if at > column), default=None)
    if beside is not None:
        return row, beside
    return (row + 1, column) if row < excerpt.bottom and column in excerpt.grid.entries[row + 1] else None


def _take_said(excerpt: Excerpt, text: str, row: int, column: int, block: IndicatorBlock) -> None:
    """本项目自评得分96.5分，等级为“优”: in a title or a sentence that speaks of one score only."""
    plain = normalise(text) if "分" in text or "等" in text else ""
    scores = list(SCORE_SAID.finditer(plain))
    if not plain or _OF_ANOTHER.search(plain) or len(scores) > 1 or (scores and _OF_A_PART.search(plain[: scores[0].start()])):
        return
    if scores:
        _keep(excerpt, block, "total_score", Decimal(scores[0].group(1)), (row, column))
    if grade := GRADE_SAID.search(plain):
        _keep(excerpt, block, "grade", grade.group(1), (row, column))


def _keep(excerpt: Excerpt, block: IndicatorBlock, name: str, value: Decimal | str | None, place: tuple[int, int]) -> None:
    known = block.grade if name == "grade" else block.totals.get(name)
    if known is not None:
        return
    if isinstance(value, str):
        block.grade = value
    else:
        block.totals[name] = value
    block.cells[name] = address(*place)
    excerpt.grid.read.add(place)
