"""What a person typed into a search box, as a database and as Python can look for it: words, initials of sounds, one sign wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from analytics.store.letters import letters_of

LONGEST = 40
MOST_FORGIVEN = 8  # signs of a word in which one may be wrong: the pattern grows with their square
LEAST_FORGIVEN = 3
One = TypeVar("One")
PLAIN = re.compile(r"[0-9a-z一-鿿]+")


@dataclass(frozen=True)
class Typed:
    """A search. Several words parted by blanks must all be there."""

    text: str

    @classmethod
    def of(cls, text: str) -> Typed:
        """What was typed, brought to one writing."""
        printable = "".join(sign if sign.isprintable() else " " for sign in text)
        return cls(" ".join(printable.lower().split())[:LONGEST])

    def __bool__(self) -> bool:
        return bool(self.text)

    @cached_property
    def words(self) -> dict[str, str]:
        """The first three words, as parameters of the metric search_names."""
        typed = [*self.text.split(), "", "", ""]
        return {"word": typed[0], "second": typed[1], "third": typed[2]}

    @cached_property
    def letters(self) -> str:
        """Initials, where nothing but Latin letters and digits was typed."""
        whole = self.text.replace(" ", "")
        return whole if whole.isascii() and whole.isalnum() else ""

    @cached_property
    def near(self) -> str:
        """A regular expression that forgives one sign wrong, missing or too many; empty where that would find anything."""
        whole = self.text.replace(" ", "")
        if not (LEAST_FORGIVEN <= len(whole) <= MOST_FORGIVEN and PLAIN.fullmatch(whole)):
            return ""
        return "|".join(f"{whole[:at]}.?{whole[at + 1 :]}" for at in range(len(whole)))

    def place(self, name: str, *beside: str) -> int | None:
        """How well a name is meant: 0 its beginning or initials, 1 within it, 2 beside it; None not at all."""
        pattern = re.compile(".*".join(map(re.escape, self.text.split())))
        letters = letters_of(name)
        if pattern.match(name.lower()) or (self.letters and letters.startswith(self.letters)):
            return 0
        if pattern.search(name.lower()) or (self.letters and self.letters in letters):
            return 1
        return 2 if any(pattern.search(text.lower()) for text in beside) else None

    def nearly(self, name: str) -> bool:
        """Whether a name is meant but for one sign."""
        return bool(self.near) and any(re.search(self.near, text) for text in (name.lower(), letters_of(name)))


def best(typed: Typed, offered: Iterable[tuple[One, str, tuple[str, ...]]], rows: int) -> list[One]:
    """Of (thing, its name, texts beside it) those that are meant, best first; those that are nearly meant where none is."""
    listed = list(offered)
    placed = [(typed.place(name, *beside), at) for at, (_, name, beside) in enumerate(listed)]
    meant = [at for place, at in sorted((place, at) for place, at in placed if place is not None)]
    near = meant or [at for at, (_, name, _) in enumerate(listed) if typed.nearly(name)]
    return [listed[at][0] for at in near[:rows]]
