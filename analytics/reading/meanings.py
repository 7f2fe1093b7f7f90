"""What the texts of a sheet may mean to a reader, one bit a meaning: worked out once for each distinct text, then summed up row by row.

Readers ask of every row whether it heads indicators, heads money, names a project …; the bits of a row answer for all of them at once, and a
closer look is taken only at the few rows that hold the words for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_

from analytics.reading.grid import Grid
from analytics.reading.values import normalise, normalised_within
from analytics.reading.vocabulary import (
    FUNDING_COLUMNS,
    GOAL_COLUMNS,
    GRADE_LABEL,
    GRADE_SAID,
    HEAD_LABELS,
    INDICATOR_COLUMNS,
    MANAGEMENT_LABEL,
    SCORE_LABEL,
    SCORE_SAID,
    Vocabulary,
    label_and_inline,
    names_anything,
)

_PART_OF_YEAR = re.compile(
    r"^(?:\d{4}年)?(?:1月?[-~—–至到]|(?:截至|截止)(?:\d{4}年)?)(?:[1-9]|1[01])月(?:底|末|份)?.{0,4}(?:执行|支出|完成|支付)"
    r"|^(?:上半年|前?[一二三]季度|第[一二三]季度).{0,4}(?:执行|支出|完成|支付)|^(?:全年预计|预计全年)(?:执行|支出|完成|支付)"
)
"""Headings of a monitoring form: what had been spent or done by some month."""
_MAY_NAME_PART_OF_YEAR = re.compile(r"[月⽉半季计]")
"""One of these stands in every such heading as it is printed; ⽉ is what some PDF files have for 月."""
_TITLE = re.compile(r"(?<!续)表(?:\(.{1,20}\))?$|^公开\d\d表$")
LONGEST_TITLE = 60
_LONGEST_WORDS = 20
"""More characters than the label of a score, a grade or of how money was managed has."""
_MAY_SAY_A_RESULT = re.compile(r"[评综级次果论]")
_VOCABULARIES = (INDICATOR_COLUMNS, FUNDING_COLUMNS, GOAL_COLUMNS)

PART_OF_YEAR, EXPERT, SUBJECT, LABELS_RESULT, SAYS_RESULT, TITLE, MANAGED = 1, 2, 4, 8, 16, 32, 64
"""A heading of a monitoring form; a word of experts; the label 项目名称 or 部门名称, perhaps with its value behind a colon; the label of a score or
a grade; a sentence that says one; the title of a table; the label of how money was managed."""
_BITS: dict[tuple[int, str], int] = {}
for _at, _vocabulary in enumerate(_VOCABULARIES):
    for _role in _vocabulary.names:
        _BITS[_at, _role] = 128 << len(_BITS)


def meaning(vocabulary: Vocabulary, *roles: str) -> int:
    """The bits of headings of a vocabulary."""
    return sum(_BITS[_VOCABULARIES.index(vocabulary), role] for role in roles)


def meanings(grid: Grid) -> Sequence[int]:
    """What the texts of each row may mean together, looked for once a sheet."""
    if grid.meanings is None:
        grid.meanings = [reduce(or_, map(meaning_of, entries.values()), 0) for entries in grid.entries]
    return grid.meanings


class _Known(dict):
    """Text -> bits, worked out when first asked: figures and sentences, which are most texts, mean nothing."""

    def __missing__(self, text: str) -> int:
        found = 0 if text.isascii() else _worked_out(text)
        if len(self) < 100_000:
            self[text] = found
        return found


meaning_of = _Known().__getitem__
"""What one text may mean."""


def _worked_out(text: str) -> int:
    found = EXPERT if "专" in text and "专家" in normalise(text) else 0
    label, _ = label_and_inline(text)
    known = names_anything(text)
    if (known or label is not text) and HEAD_LABELS.role(label) in ("name", "department_name"):
        found |= SUBJECT
    if len(text) < 30 and _MAY_NAME_PART_OF_YEAR.search(text) and _PART_OF_YEAR.search(normalise(text)):
        found |= PART_OF_YEAR
    if "分" in text or "等" in text or "果" in text:
        found |= _of_result(label, text)
    if "性" in text or "情" in text or "管" in text:
        found |= MANAGED if MANAGEMENT_LABEL.match(normalised_within(text, _LONGEST_WORDS) or "") else 0
    if len(text) <= LONGEST_TITLE and "表" in text and _TITLE.search(normalise(text)):
        found |= TITLE
    if known:
        found |= sum(_BITS.get((at, vocabulary.role(text)), 0) for at, vocabulary in enumerate(_VOCABULARIES))
    return found


def _of_result(label: str, text: str) -> int:
    """Whether a text is the label of a score or grade, or says one: no other character is 分, 等 or 果 once normalised."""
    name = normalised_within(label, _LONGEST_WORDS) or ""
    found = LABELS_RESULT if SCORE_LABEL.match(name) or GRADE_LABEL.match(name) else 0
    if _MAY_SAY_A_RESULT.search(text) and (SCORE_SAID.search(said := normalise(text)) or GRADE_SAID.search(said)):
        found |= SAYS_RESULT
    return found
