"""By when an answer is asked for where nobody says otherwise."""

from __future__ import annotations

from datetime import date, timedelta

USUAL_DAYS = 15
FRIDAY = 4


def usual_due(today: date) -> date:
    """The usual number of days on; a Saturday or Sunday gives way to the Monday after. Public holidays are not known here."""
    due = today + timedelta(USUAL_DAYS)
    return due if due.weekday() <= FRIDAY else due + timedelta(7 - due.weekday())
