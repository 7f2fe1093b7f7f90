"""The rows of a table as a workbook to take along: all of them, with what each column means and totals as formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pandas

from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from analytics.reports.table_workbook import table_workbook
from analytics.reports.totals import TOTALS
from pages._shared import current, download


def download_table(
    label: str, frame: pandas.DataFrame | Callable[[], pandas.DataFrame], columns: Sequence[str], metric: str, chosen: Filters, notes: Sequence[str] = ()
) -> None:
    """A button for these columns of a metric's rows (or of what makes them); the file is made when it is pressed, outside the session."""
    words, version = chosen.words(), current().version
    name = f"{label.removeprefix('导出')}_{date.today():%Y%m%d}.xlsx"

    def make() -> bytes:
        rows = (frame() if callable(frame) else frame)[list(columns)]
        return table_workbook(rows, cards_of(columns, metric), label.removeprefix("导出"), words, version, notes, totals=TOTALS.get(metric, {}))

    download(label, make, name)
