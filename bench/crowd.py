"""People on a server: they open their page, they click, and what came of it is noted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field

from bench.guest import Guest, GuestError

OPENING = 4
"""People who open their first page at the same time."""


@dataclass
class Story:
    """What happened: each click with its moment (seconds since the start), seconds to the end of its run, and what it was; each fault in words."""

    clicks: list[tuple[float, float, str]] = field(default_factory=list)
    imports: list[tuple[float, float]] = field(default_factory=list)
    memory: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        return time.monotonic() - self.began


async def open_all(guests: Sequence[Guest], story: Story) -> None:
    """Have everybody open a page, a few at a time."""
    door = asyncio.Semaphore(OPENING)

    async def one(guest: Guest) -> None:
        async with door:
            await counted(guest.open(), "open", story)

    await asyncio.gather(*(one(guest) for guest in guests))


async def counted(waiting: Awaitable[float | tuple[str, float]], what: str, story: Story) -> bool:
    """Note what came of a click; False where the person cannot go on."""
    try:
        came = await waiting
    except Exception as error:
        story.faults.append(f"{story.now():.0f} s: {what}: {type(error).__name__} {error}")
        return isinstance(error, GuestError)
    said, seconds = came if isinstance(came, tuple) else (what, came)
    story.clicks.append((story.now(), seconds, said))
    return True


def percentile(seconds: Sequence[float], share: float) -> float:
    """The least value that so many of them do not exceed; 0 where there is none."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
