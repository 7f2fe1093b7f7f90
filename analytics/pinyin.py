"""Chinese names in the order of their sounds, and found by the letters that people type for them.

The dictionary takes a third of a second to read: it is opened by the first name that is asked about, not on import.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

# Places whose usual reading the dictionary does not know, syllable by syllable.
OWN_READINGS = {"长辛店": "chang2 xin1 dian4", "长阳": "chang2 yang2", "长沟": "chang2 gou1", "大栅栏": "da4 shi2 lan4"}
BEFORE_THE_LETTERS = "\u2063"
"""Parts a name from the letters that find it, in a list that is searched in the browser (pages/_client/chinese.js hides what follows)."""


@cache
def _dictionary():
    import pypinyin

    pypinyin.load_phrases_dict({name: [[syllable] for syllable in reading.split()] for name, reading in OWN_READINGS.items()}, style="tone2")
    return pypinyin


@lru_cache(maxsize=16_384)
def _syllables(text: str) -> tuple[str, ...]:
    """One syllable with its tone a Chinese character (`cai2`); other characters are lower case, one each."""
    pypinyin = _dictionary()
    return tuple(pypinyin.lazy_pinyin(text.lower(), style=pypinyin.Style.TONE3, errors=list, v_to_u=False))


@lru_cache(maxsize=16_384)
def initials(text: str) -> str:
    """The first letter of each syllable, digits and Latin letters as they are: 财政局 is `czj`."""
    return "".join(each[0] for each in _syllables(text) if each[0].isalnum())


@lru_cache(maxsize=16_384)
def spelled(text: str) -> str:
    """All syllables without tones in one word: 财政局 is `caizhengju`."""
    return "".join(each if len(each) == 1 else each.rstrip("012345") for each in _syllables(text) if each[0].isalnum())


def sort_key(text: str) -> tuple[tuple[str, ...], str]:
    """What to sort names by: their sounds, tones after letters, then the characters themselves."""
    return _syllables(text), text


def in_order(names: Iterable[str]) -> list[str]:
    """The names in the order of their sounds, as a Chinese directory has them."""
    return sorted(names, key=sort_key)


def searchable(name: str) -> str:
    """The name with the letters that find it behind `BEFORE_THE_LETTERS`, for lists that the browser itself searches."""
    return f"{name}{BEFORE_THE_LETTERS}{initials(name)} {spelled(name)}"


def closeness(query: str, text: str) -> int:
    """How well `query` names `text`: 4 its own characters, 3 its initials, 2 its spelling, 1 initials with one letter wrong, 0 not at all.

    One wrong letter is forgiven in three and more: people write cjj for 财政局, whose second sound is zh.
    """
    wanted = "".join(query.lower().split())
    if not wanted:
        return 0
    if wanted in text.lower():
        return 4
    if not wanted.isascii():
        return 0
    letters = initials(text)
    if wanted in letters:
        return 3
    if wanted in spelled(text):
        return 2
    return int(len(wanted) >= 3 and _nearly_in(wanted, letters))


def _nearly_in(wanted: str, letters: str) -> bool:
    """Whether the letters hold `wanted` with one of them another."""
    places = range(len(letters) - len(wanted) + 1)
    return any(sum(one != other for one, other in zip(wanted, letters[place:])) == 1 for place in places)
