"""Which projects a command is asked about, and what of it is not in the data."""

from __future__ import annotations

import argparse
import difflib
import sys
from dataclasses import fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.metrics import Filters
    from analytics.store import Snapshot


def filters_of(arguments: argparse.Namespace) -> Filters:
    """The filters of the dashboard as options; those of a saved view hold where an option says nothing."""
    typed = _typed(arguments)
    if not arguments.view:
        return typed
    from analytics.cli.views import filters_of_view

    kept = filters_of_view(arguments)
    return replace(kept, **{field.name: value for field in fields(typed) if (value := getattr(typed, field.name)) not in ((), None, "")})


def _typed(arguments: argparse.Namespace) -> Filters:
    from analytics.metrics import Filters

    below = [bound for bound in (arguments.rate_max, arguments.below) if bound is not None]
    return Filters(
        years=tuple(arguments.year),
        districts=tuple(arguments.district),
        departments=tuple(arguments.department),
        budget_min=arguments.budget_min,
        budget_max=arguments.budget_max,
        rate_min=arguments.rate_min,
        rate_max=min(below, default=None),
        search=arguments.search,
    )


def say_unknown(snapshot: Snapshot, filters: Filters) -> None:
    """Name what was asked for and is not there: an empty answer alone would pass for a finding."""
    from analytics.metrics import Filters, run

    offered = run(snapshot, "filter_options", Filters())
    for kind, words, chosen in (("year", "年度", filters.years), ("district", "区", filters.districts), ("department", "部门", filters.departments)):
        known = list(offered.loc[offered["kind"] == kind, "value"])
        for one in map(str, chosen):
            if one not in known:
                near = difflib.get_close_matches(one, known, 1)
                remedy = f"您是否要找“{near[0]}”？" if near else f"有的是：{'、'.join(known) or '（还没有数据）'}。"
                print(f"数据中没有{words}“{one}”。{remedy}", file=sys.stderr)
