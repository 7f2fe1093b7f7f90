"""The score of an indicator judged in words against the band of that wording in the rule set that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, percent, places
from analytics.audit.rule_sets import RULE_SETS, RuleSet, set_for

ROWS = """
    select form_number, actual, weight, score, cells from measured
    where weight > 0 and score is not null and applicable and length(actual) <= 30 and not regexp_matches(actual, '未|没有|[0-9]')
        and regexp_matches(actual, '基本达|部分达|基本完成|部分完成')
    order by form_number, line
"""
SLACK = Decimal("0.0001")


def find(desk: Desk) -> Iterator[Hit]:
    grouped: dict[tuple[int, str], list[Any]] = {}
    for row in desk.lines(ROWS):
        found = _band(row)
        if found is not None:
            rules, (words, most, least) = found
            share = row["score"] / row["weight"]
            if share > Decimal(str(most)) + SLACK or share < Decimal(str(least)) - SLACK:
                grouped.setdefault((row["form_number"], words), []).append((row, rules, most, least))
    for (_, words), hits in grouped.items():
        yield _hit(words, hits)


def _hit(words: str, hits: Sequence[Any]) -> Hit:
    row, rules, most, least = hits[0]
    shares = [one["score"] / one["weight"] for one, *_ in hits]
    held = f"{percent(min(shares), 0)}至{percent(max(shares), 0)}" if min(shares) != max(shares) else percent(shares[0], 0)
    above = all(share > Decimal(str(most)) for share in shares)
    own = set_for(row)
    other = "" if own.key == rules.key else f"（表中用的是该规则的措辞；本年度适用的“{own.name}”没有这一档）"
    message = f"{len(hits)} 项指标写“{words}”，得分为分值的 {held}；按“{rules.name}”应在 {percent(least, 0)} 至 {percent(most, 0)} 之间{other}。"
    at = [place for one, *_ in hits for place in places(one, "actual", "score")]
    return hit(
        row,
        f"{words}：得分",
        message,
        stated=held,
        recomputed=f"{percent(least, 0)}–{percent(most, 0)}",
        rule_set=rules.name,
        places=at,
        severity=None if above else "note",
        amount_at_stake=row["budget_base"],
    )


def _band(row: Any) -> tuple[RuleSet, tuple[str, float, float]] | None:
    """The band that the wording names, first in the form's own rule set, then in any other."""
    degree = re.search(r"基本|部分", row["actual"])
    return _band_of(set_for(row).key, degree.group()) if degree else None


@cache
def _band_of(own: str, degree: str) -> tuple[RuleSet, tuple[str, float, float]] | None:
    for rules in (RULE_SETS[own], *(one for one in RULE_SETS.values() if one.key != own)):
        for band in rules.bands:
            if band[0].startswith(degree):
                return rules, band
    return None
