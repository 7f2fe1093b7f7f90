"""Two tables: one to work in (sort, search, open a row) and one to read, light and static."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

import pandas
import streamlit as st

from analytics.metrics.cards import Card
from analytics.reports.chart_tables import ReadTable
from analytics.wording import shown as in_words
from pages._links import escaped, open_project, plain_markdown
from pages._on_paper import MOST, on_paper
from pages._telephone import on_telephone

# format of a card -> how the browser prints the figure (thousands separated, fixed decimals)
PRINTED = {"money": "%,.2f", "rate": "%.1f%%", "points": "%.1f", "growth": "%.1f%%", "change": "%,.2f", "score": "localized", "count": "%,d", "year": "%d"}
RATIOS = ("rate", "points", "growth")
NO_WIDTHS: Mapping[str, int] = {}
BESIDE_NAME = 172
"""Pixels that the first column has on a telephone, so that the next ones are in sight."""
_read: ContextVar[list[ReadTable] | None] = ContextVar("read", default=None)


def begin_tables() -> None:
    """A run of a page begins: it has drawn no table yet."""
    _read.set([])


def note_table(title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Keep a table that is drawn, to be taken along in the workbook of the page."""
    if (held := _read.get()) is not None:
        held.append(ReadTable(title, tuple(headers), tuple(map(tuple, rows))))


def read_tables() -> tuple[ReadTable, ...]:
    """The light tables that this run of the page has drawn so far, in their order."""
    return tuple(_read.get() or ())


def table(
    frame: pandas.DataFrame,
    cards: Mapping[str, Card],
    key: str,
    link: str | None = "project_id",
    search: bool = True,
    height: int | None = None,
    widths: Mapping[str, int] = NO_WIDTHS,
) -> int | None:
    """Draw a table to work in; with `link` (the column that holds project ids) a click on a row opens its project.

    Only columns with a card are shown, under the card's label, as wide as `widths` (pixels) or their text.
    Returns the position in `frame` of the chosen row, or None.
    """
    rows = searched(frame, key) if search else frame
    shown = [name for name in frame.columns if name in cards and name != link]
    if on_telephone() and shown and cards[shown[0]].format not in PRINTED:
        widths = {**widths, shown[0]: BESIDE_NAME}
    chosen = clicked_row(_scaled(rows[shown], cards), key, {name: _column(cards[name], widths.get(name)) for name in shown}, height)
    _print(rows[shown], {name: cards[name] for name in shown})
    if chosen is None:
        return None
    if link and link in frame.columns:
        open_project(rows[link].iloc[chosen])
    return frame.index.get_loc(rows.index[chosen])


def clicked_row(rows: pandas.DataFrame, key: str, columns: Mapping[str, Any], height: int | None = None) -> int | None:
    """Draw rows of which a click anywhere on one chooses it; returns its position, or None.

    Streamlit offers its box alone, or cells, which arrow keys would choose too: `_client/links.js` hands a click on a row to its box.
    """
    with st.container(key=f"opens_{key}"):
        state = st.dataframe(
            rows,
            key=key,
            hide_index=True,
            on_select="rerun",
            selection_mode="single-row",
            height=height or "auto",
            placeholder="—",
            column_config=columns,
        )
    chosen = state["selection"]["rows"]
    return chosen[0] if chosen and chosen[0] < len(rows) else None


def _print(rows: pandas.DataFrame, cards: Mapping[str, Card]) -> None:
    said = [[in_words(value, card.format) for value, card in zip(row, cards.values())] for row in rows.head(MOST).itertuples(index=False)]
    numbers = [at for at, card in enumerate(cards.values()) if card.format in PRINTED]
    on_paper([card.label for card in cards.values()], said, numbers, len(rows))


def searched(frame: pandas.DataFrame, key: str) -> pandas.DataFrame:
    """Draw a search box and return the rows of which any word column holds what was typed; an export takes the same rows."""
    wanted = typed_words(key).casefold()
    words = frame.select_dtypes(include=["object", "string", "str"])
    if not wanted or words.empty:
        return frame
    hit = words.apply(lambda column: column.astype(str).str.casefold().str.contains(wanted, regex=False))
    return frame[hit.any(axis=1)]


def typed_words(key: str) -> str:
    """Draw the search box of a table and return what was typed."""
    typed = st.text_input(
        "搜索", key=f"{key}_search", placeholder="搜索项目、单位……", label_visibility="collapsed", icon=":material/search:", max_chars=100, bind="query-params"
    )
    return (typed or "").strip()


def html_table(rows: Iterable[Sequence[Any]], headers: Sequence[str], numbers: Iterable[int] = (), links: Sequence[str | None] = (), title: str = "") -> None:
    """Draw a small static table. Every text is escaped.

    `numbers` are the positions of columns set to the right; `links` gives each row's address (or None), put on its first cell; `title` is what it is
    called in the workbook of the page, where nothing is said its heads.
    """
    rows, right = [tuple("" if text is None else str(text) for text in row) for row in rows], set(numbers)
    note_table(title or "、".join(filter(None, headers)), headers, rows)
    head = "".join(f'<th scope="col"{_class(at in right)}>{escaped(text)}</th>' for at, text in enumerate(headers))
    body = "".join(_row(row, right, links[line] if line < len(links) else None) for line, row in enumerate(rows))
    st.html(f'<div class="lens-table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _row(row: Sequence[Any], right: set[int], link: str | None) -> str:
    cells = [escaped(text) for text in row]
    if link:
        cells[0] = f'<a href="{escaped(link)}" target="_self">{cells[0]}</a>'
    return "<tr>" + "".join(f"<td{_class(at in right)}>{cell}</td>" for at, cell in enumerate(cells)) + "</tr>"


def _class(right: bool) -> str:
    return ' class="number"' if right else ""


def _scaled(frame: pandas.DataFrame, cards: Mapping[str, Card]) -> pandas.DataFrame:
    """Ratios as percent figures: the browser's own percent format knows no fixed number of decimals; scores to two places, printed as they are."""
    rates = {name: frame[name].astype(float) * 100 for name in frame.columns if cards[name].format in RATIOS}
    scores = {name: frame[name].astype(float).round(2) for name in frame.columns if cards[name].format == "score"}
    return frame.assign(**rates, **scores) if rates or scores else frame


def _column(card: Card, width: int | None = None) -> Any:
    hint = plain_markdown(card.definition) or None
    if card.format in PRINTED:
        return st.column_config.NumberColumn(card.heading, help=hint, format=PRINTED[card.format], width=width)
    if card.format == "yes_no":
        return st.column_config.CheckboxColumn(card.heading, help=hint, width=width)
    return st.column_config.TextColumn(card.heading, help=hint, width=width)
