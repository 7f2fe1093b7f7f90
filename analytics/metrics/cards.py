"""The card of every column that a metric returns: label, unit, format, good direction, definition, formula, source."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

UNITS = {"money": "万元", "change": "万元", "score": "分", "count": "个", "rate": "%", "points": "百分点", "growth": "%"}


@dataclass(frozen=True)
class Card:
    """What a column is. `format` is one of analytics.wording.FORMATS; rates are stored as ratios and shown as %."""

    name: str
    label: str
    unit: str
    format: str
    good: str  # up | down | none
    definition: str
    formula: str
    source: str

    @property
    def heading(self) -> str:
        """The label with the unit of its amounts: 全年预算（万元）. Rates carry their sign in every cell."""
        return f"{self.label}（{self.unit}）" if self.unit in ("万元", "分", "百分点") else self.label


def _card(name: str, fields: dict[str, str]) -> Card:
    return Card(
        name=name,
        label=fields["label"],
        unit=fields.get("unit", UNITS.get(fields["format"], "")),
        format=fields["format"],
        good=fields.get("good", "none"),
        definition=fields["definition"],
        formula=fields.get("formula", ""),
        source=fields["source"],
    )


def _cards() -> dict[str, Card]:
    entries = tomllib.loads((Path(__file__).parent / "cards.toml").read_text(encoding="utf-8"))
    return {name: _card(name.rpartition(".")[2], fields) for name, fields in entries.items()}


CARDS: dict[str, Card] = _cards()


def card_of(column: str, metric: str | None = None) -> Card:
    """The card of a column as that metric means it; raises KeyError where there is none."""
    return CARDS.get(f"{metric}.{column}") or CARDS[column]


def cards_of(columns: Iterable[str], metric: str | None = None) -> dict[str, Card]:
    """The cards of several columns by column name, in their order; raises KeyError for a column without one."""
    return {column: card_of(column, metric) for column in columns}
