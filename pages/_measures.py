"""Key figures: their words, what they leave out, how far they can be trusted, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics.charts.standing import Share
from analytics.metrics.cards import CARDS
from analytics.wording import rate
from pages._links import escaped, findings_link

Standings = Mapping[str, tuple[Share, ...]]  # by name of card
NO_STANDINGS: Standings = {}


def measure_row(measures: list[tuple[str, str, str | None]], standings: Standings = NO_STANDINGS, project: str | None = None) -> None:
    """Key figures side by side: (name of a card, the value in words, what it leaves out or None).

    A figure with `standings` carries them below it; they lead to the findings behind it (those of one `project`).
    """
    rows = " lens-four" if len(measures) in (7, 8) else ""
    link = findings_link(severity="error", project=project)
    drawn = (_measure(*measure, _standing(standings.get(measure[0], ()), link), project) for measure in measures)
    st.html(f'<div class="lens-measures{rows}">{"".join(drawn)}</div>')


def explain(card_names: list[str]) -> None:
    """A popover 口径说明 with the definition, formula and source of each measure."""
    with st.popover("口径说明", icon=":material/info:"):
        st.html("".join(_definition(CARDS[name]) for name in card_names if name in CARDS))


def _standing(found: tuple[Share, ...], link: str) -> str:
    """A thin bar of shares with the words of the worst one, as a link to the findings behind it."""
    if not found:
        return ""
    bar = "".join(f'<i data-standing="{each.standing}" style="flex-grow:{each.share:.4f}"></i>' for each in found)
    words = "；".join(each.words for each in found)
    worst = found[-1]
    said = worst.standing if len(found) == 1 else f"{worst.standing} {rate(worst.share)}"
    about = f'href="{escaped(link)}" target="_self" title="{escaped(words)}" aria-label="{escaped(words)}，查看疑点"'
    return f'<a class="lens-standing-bar" {about}><span>{bar}</span>{said}</a>'


def _measure(name: str, value: str, left_out: str | None = None, standing: str = "", project: str | None = None) -> str:
    card = CARDS.get(name)
    label, hint = (card.label, f"{card.definition}{'　' + card.formula if card.formula else ''}") if card else (name, "")
    about = f'role="button" tabindex="0" aria-label="解释这个数：{escaped(label)}" data-explain="{escaped(name)}" data-value="{escaped(value)}"'
    about += f' data-project="{escaped(project)}"' if project else ""
    help_mark = f'<span class="lens-help" {about} data-hint="{escaped(hint)}\n点一下：有哪些项目，没算哪些">?</span>' if hint else ""
    below = f'<div class="lens-left-out">{escaped(left_out)}</div>' if left_out else ""
    heading = f'<div class="lens-label">{escaped(label)}{help_mark}</div>'
    return f'<div class="lens-measure">{heading}<div class="lens-value">{escaped(value)}</div>{below}{standing}</div>'


def _definition(card: Any) -> str:
    lines = ((None, card.definition), ("算法", card.formula), ("来源", card.source))
    body = "".join(f"<p>{f'<i>{name}</i> ' if name else ''}{escaped(text)}</p>" for name, text in lines if text)
    unit = f"（{escaped(card.unit)}）" if card.unit else ""
    return f'<div class="lens-card"><b>{escaped(card.label)}{unit}</b>{body}</div>'
