"""By when an answer is asked for."""

from __future__ import annotations

from datetime import date, timedelta

from analytics.audit.due import usual_due


def test_no_usual_due_date_falls_on_a_weekend():
    found = [usual_due(date(2026, 3, 2) + timedelta(days)) for days in range(14)]
    assert {one.weekday() for one in found} == {0, 1, 2, 3, 4}
    assert usual_due(date(2026, 3, 6)) == date(2026, 3, 23)
