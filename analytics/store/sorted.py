"""Which of the files handed over are stored, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.reading.records import FileReading
from analytics.store.batch import BatchInfo, Incoming


class Sorted:
    """Files to store, and the names of those that are stored already, wait for an answer or cannot be stored."""

    def __init__(self, active: Mapping[str, BatchInfo]) -> None:
        self._active = active
        self.fresh: list[Incoming] = []
        self.unchanged: list[str] = []
        self.waiting: list[str] = []
        self.refused: list[tuple[str, str]] = []

    def add(self, one: Incoming) -> None:
        """Put one file where it belongs; a file to be read again only as long as its batch is active."""
        file = one.reading.file
        if one.instead_of is not None:
            self.fresh += [one] if one.instead_of in self._active else []
        elif stored_already(one, self._active.values()) or any(_same(one, other) for other in self.fresh):
            self.unchanged.append(file)
        elif one.reading.refused or not one.reading.forms:
            self.refused.append((file, _why_refused(one.reading)))
        elif one.reading.questions:
            self.waiting.append(file)
        else:
            self.fresh.append(one)


def stored_already(one: Incoming, active: Iterable[BatchInfo]) -> BatchInfo | None:
    """The active batch of the same bytes, where no other answer is given than it was stored with."""
    for info in active:
        new_answers = one.decisions and dict(one.decisions) != dict(info.decisions)
        if info.sha256 == one.reading.sha256 and not new_answers and one.replace_whole <= info.replace_whole:
            return info
    return None


def _same(one: Incoming, other: Incoming) -> bool:
    return (one.reading.sha256, dict(one.decisions)) == (other.reading.sha256, dict(other.decisions))


def _why_refused(reading: FileReading) -> str:
    errors = [problem.message for problem in reading.problems if problem.severity == "error"]
    return errors[0] if errors else "没有读到可以存储的表。"
