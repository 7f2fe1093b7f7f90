"""The form's own amount quoted in a text with another unit: 1121.6239元 where the funding block says 1121.6239 万元."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain

AMOUNTS = ("initial_budget", "revised_budget", "executed")
YUAN = re.compile(r"(\d+(?:\.\d+)?)元(?![/每人件个])")


def find(desk: Desk) -> Iterator[Hit]:
    indicators = {row["form_number"]: lines for row, lines in desk.forms_with("regexp_matches(concat_ws('|', level3, target, actual), '[0-9０-９]元')")}
    for row in desk.forms:
        own = {row[name] for name in AMOUNTS if row[name]}
        if not own or row["unit_used"] != "万元":
            continue
        texts = [(line, name) for line in indicators.get(row["form_number"], []) for name in ("level3", "target", "actual")]
        yield from (one for line, name in [*texts, (row, "goal"), (row, "achievement")] for one in _text(line, name, own))


def _text(row: Mapping[str, Any], name: str, own: set[Decimal]) -> Iterator[Hit]:
    text = row[name] or ""
    for digits in YUAN.findall(unicodedata.normalize("NFKC", text).replace(",", "")) if "元" in text else ():
        if Decimal(digits) in own:
            message = f"文字中写作 {digits}元，与资金栏的 {digits} 万元数字相同而单位不同，疑为单位误写。"
            yield hit(
                row,
                f"{digits}元：单位",
                message,
                stated=f"{digits}元",
                recomputed=f"{digits}万元",
                amount_at_stake=plain(Decimal(digits)),
                places=places(row, name),
            )
