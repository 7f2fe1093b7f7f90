"""Lines of the trail as a file to take along."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from analytics.store.trail import Entry

HEADINGS = ("序号", "时间（UTC）", "何人", "身份", "用户名", "从哪里", "做了什么", "对象", "原来", "后来")
FIELDS = ("number", "happened_at", "actor", "role", "account", "origin", "action", "subject", "before", "after")


def trail_list(found: Iterable[Entry]) -> bytes:
    """Lines of the trail as a table for a spreadsheet (.csv, UTF-8 with its mark): no text of it is ever a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow((*HEADINGS, "校验值"))
    writer.writerows([_plain(getattr(one, name)) for name in (*FIELDS, "hash")] for one in found)
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
