"""The whole dashboard under one set of filters, page after page: the sentences, figures and tables that the pages show, as data for paper.

A part is made when it is asked for, so that whoever waits sees how far it is and can stop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.audit.case import Case
from analytics.audit.finding import Finding
from analytics.audit.selection import selected
from analytics.audit.standing import contradicted, upheld
from analytics.audit.use_decisions import Decision
from analytics.charts.standing import marked
from analytics.metrics import Filters, run
from analytics.metrics.cards import CARDS, cards_of
from analytics.metrics.runner import Contradicted
from analytics.store import Snapshot
from analytics.wording import count, shown

THRESHOLD = 0.8
MOST_ROWS = 60  # of a table on paper: the rest is counted and stands in the .xlsx of the page
NUMBERS = ("money", "rate", "points", "score", "count", "change", "growth")
FORMS = "项目支出绩效自评表"


@dataclass(frozen=True)
class Table:
    """Rows of words; `numbers` are the places of columns set to the right, `widths` the shares of the columns."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Part:
    """One page: its question, what it says, its key figures (name, value, what they leave out), pictures and tables."""

    title: str
    question: str
    sentences: tuple[str, ...] = ()
    measures: tuple[tuple[str, str, str], ...] = ()
    figures: tuple[go.Figure, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What every part is made from; `threshold` is that of low execution, strict.

    Doubts are counted, and told one by one where `listed`; pages in `closed` (titles) are left out.
    """

    snapshot: Snapshot
    filters: Filters
    cases: tuple[Case, ...]
    upheld: tuple[Finding, ...]
    doubted: Contradicted
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    threshold: float = THRESHOLD
    listed: bool = True
    closed: frozenset[str] = frozenset()

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """What the rules found in these projects, but what somebody judged to be no fault."""
        return tuple(selected(self.upheld, self.snapshot, self.filters))

    def rows(self, metric: str, by: str | None = None, filters: Filters | None = None, **parameters: Any) -> pd.DataFrame:
        """The rows of a metric under these filters, or others."""
        return run(self.snapshot, metric, filters or self.filters, by, self.doubted, **parameters)

    def source(self, document: str = FORMS) -> str:
        """The line under a chart."""
        return f"来源：{document}；范围：{self.filters.words()}；数据版本 {self.snapshot.version}"


def asked(
    snapshot: Snapshot,
    filters: Filters,
    cases: Iterable[Case],
    decisions: Mapping[str, Decision],
    listed: bool = True,
    closed: frozenset[str] = frozenset(),
) -> Asked:
    """What the parts are made from; `cases` are those the reader may see."""
    held = tuple(cases)
    doubts = tuple(upheld([case for case in held if case.present]))
    return Asked(snapshot, filters, held, doubts, contradicted(snapshot, doubts), decisions, listed=listed, closed=closed)


Maker = Callable[[Asked], Iterable[Part]]


def parts(given: Asked, makers: Sequence[tuple[str, Maker]]) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The parts one after another with the name of their page; stop asking to stop making."""
    for name, make in makers:
        yield name, tuple(make(given)) if name not in given.closed else ()


def words_of(frame: pd.DataFrame, columns: Sequence[str], metric: str, **labels: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Rows of a metric in words: headings (of the cards, or those given), cells, the places of numbers."""
    cards = cards_of(columns, metric)
    rows = [[marked(shown(row[name], card.format)) for name, card in cards.items()] for row in frame.to_dict("records")]
    numbers = [place for place, (name, card) in enumerate(cards.items()) if card.format in NUMBERS or name.endswith("_standing")]
    return [labels.get(name, card.label) for name, card in cards.items()], rows, numbers


def table_of(title: str, frame: pd.DataFrame, columns: Sequence[str], metric: str, widths: Sequence[float] = (), note: str = "", **labels: str) -> Table:
    """The first rows of a metric as a table; how many are left out is said below."""
    headers, rows, numbers = words_of(frame.head(MOST_ROWS), columns, metric, **labels)
    return cut_table(Table(title, tuple(headers), tuple(map(tuple, rows)), tuple(numbers), tuple(widths), note), len(frame))


def cut_table(table: Table, whole: int) -> Table:
    """The table with a word on how many of `whole` rows it leaves out."""
    left = whole - min(len(table.rows), MOST_ROWS)
    more = f"另有{count(left)}行没有印出，见系统页面或导出的表格。" if left > 0 else ""
    return replace(table, rows=table.rows[:MOST_ROWS], note="　".join(each for each in (table.note, more) if each))


def definitions(names: Iterable[str]) -> Table:
    """What measures mean."""
    cards = [CARDS[name] for name in names if name in CARDS]
    rows = tuple((card.label, card.unit, card.definition, card.formula) for card in cards)
    return Table("口径", ("指标", "单位", "含义", "计算方法"), rows, widths=(1.6, 0.7, 4.2, 3.5))
