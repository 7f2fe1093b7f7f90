"""The key under which a newer record replaces an older one. It is computed once, when a batch is written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from analytics.reading.records import EXPERT_SCORES, FileReading, Form, Row


def normalised(text: str | None) -> str:
    """The text as it is compared: full-width folded, white space gone."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def _join(parts: Iterable[object]) -> str:
    return "|".join("" if part is None else str(part) for part in parts)


def form_name(form: Form) -> str | None:
    """What a form is about: its project, else its title."""
    return (form.project.name if form.project else None) or form.title


def keyed(reading: FileReading) -> Iterator[tuple[Form, str, list[tuple[Row, str]]]]:
    """Every form of a file with its key, and every row of it with its own."""
    keys = Keys()
    for form in reading.forms:
        yield form, keys.of_form(form), [(row, keys.of_row(form, row)) for row in form.rows]


class Keys:
    """Keys of the records of one file, in its order: what occurs again gets the next number."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def _numbered(self, base: str) -> str:
        self._seen[base] += 1
        return f"{base}|{self._seen[base]}"

    def of_form(self, form: Form) -> str:
        """kind|subject|district|department|fiscal_year|name|occurrence."""
        scope = (form.kind, form.subject, form.district, form.department, form.fiscal_year)
        return self._numbered(_join((*scope, normalised(form_name(form)))))

    def of_row(self, form: Form, row: Row) -> str:
        """kind|district|department|fiscal_year|whose|table|side|name|occurrence; `whose` is the project an expert scored."""
        whose = normalised(form_name(form)) if form.kind == EXPERT_SCORES else ""
        scope = (form.kind, row.district or form.district, row.department or form.department, row.fiscal_year or form.fiscal_year)
        return self._numbered(_join((*scope, whose, normalised(row.table), row.side, normalised(row.name or row.line))))
