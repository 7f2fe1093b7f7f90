"""The questions and answers of 帮助 and the definitions of every measure: data, searched and drawn as light HTML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.metrics.cards import CARDS, Card
from analytics.metrics.typed import Typed, best
from pages._links import escaped

FILE = Path(__file__).with_name("_help.toml")
MOST = 60


@dataclass(frozen=True)
class Question:
    """What somebody asks, the answer, and the pages it leads to: (what the link says, address without the slash)."""

    asked: str
    answer: str
    links: tuple[tuple[str, str], ...]


@cache
def questions() -> Mapping[str, tuple[Question, ...]]:
    """The questions of each kind of user, by what that kind is called."""
    kinds = tomllib.loads(FILE.read_text("utf-8")).values()
    return {kind["title"]: tuple(Question(one["q"], one["a"], tuple(map(tuple, one["to"]))) for one in kind["questions"]) for kind in kinds}


def asked_like(words: str, kind: str | None = None) -> list[Question]:
    """The questions that hold these words, of one kind of user or of all."""
    offered = [one for title, several in questions().items() if kind in (None, title) for one in several]
    typed = Typed.of(words)
    return best(typed, ((one, one.asked, (one.answer,)) for one in offered), MOST) if typed else offered


@cache
def measures() -> tuple[Card, ...]:
    """The measures of the glossary: what is a figure, not a name or a mark."""
    return tuple(card for name, card in CARDS.items() if "." not in name and card.format not in ("text", "year", "yes_no"))


def defined_like(words: str) -> list[Card]:
    """The measures that bear these words or whose own name they are, else all of them."""
    own = [card for card in measures() if card.name == words]
    typed = Typed.of(words)
    return own or (best(typed, ((card, card.label, (card.definition,)) for card in measures()), MOST) if typed else list(measures()))


def questions_html(listed: Sequence[Question], opened: bool) -> str:
    """Questions that open on a click."""
    return "".join(
        f"<details{' open' if opened else ''}><summary>{escaped(one.asked)}</summary><p>{escaped(one.answer)}{_links(one)}</p></details>" for one in listed
    )


def _links(one: Question) -> str:
    return "".join(f'　<a href="/{"" if page == "overview" else escaped(page)}" target="_self">{escaped(words)} →</a>' for words, page in one.links)


def measures_html(listed: Sequence[Card]) -> str:
    """The glossary: name, unit, what it means, how it is made, where it comes from."""
    return "".join(
        f"<dt>{escaped(card.label)}{f'<small>{escaped(card.unit)}</small>' if card.unit else ''}</dt>"
        f"<dd>{escaped(card.definition)}{_said('算法', card.formula)}{_said('来源', card.source)}</dd>"
        for card in listed
    )


def _said(name: str, words: str) -> str:
    return f"<span><i>{name}</i>{escaped(words)}</span>" if words else ""
