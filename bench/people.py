"""People who go from page to page on one process, held against the same on an empty Streamlit app that draws as much."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from bench.crowd import Story, counted, open_all, percentile
from bench.guest import Guest
from bench.pages import sample_store
from bench.results import as_table, at_most, machine
from bench.serving import Drawn, serving, write_empty_app
from bench.timing import ROOT

LIMIT = 1.5


def against_empty(people: int, minutes: float, every: float = 2) -> dict:
    """The same people on ours and on an empty app that draws as many charts and tables: p95 of both, in turns."""
    with sample_store() as store, serving(ROOT, store) as ours, tempfile.TemporaryDirectory() as beside:
        write_empty_app(Path(beside), asyncio.run(_survey(ours)))
        with serving(Path(beside)) as empty:
            asyncio.run(_survey(empty))
            turns = {name: asyncio.run(_visits(address, people, minutes * 60, every)) for name, address in (("ours", ours), ("empty", empty))}
    times = {name: [seconds for _, seconds, _ in story.clicks] for name, story in turns.items()}
    results = [
        at_most("people", f"{people} people, {words}", 1000 * percentile(times["ours"], share), "ms", 1000 * percentile(times["empty"], share), LIMIT)
        for words, share in (("p50", 0.5), ("p95", 0.95))
    ]
    faults = [f"{name}: {fault}" for name, story in turns.items() for fault in story.faults]
    counts = {name: len(one) for name, one in times.items()}
    return {"machine": machine(), "clicks": counts, "faults": faults, "results": [asdict(one) for one in results], "table": as_table(results)}


async def _survey(address: str) -> dict[str, Drawn]:
    """Visit every page once, which also fills the caches; says what each draws."""
    guest = Guest(address)
    await guest.open()
    found = {}
    for page in guest.pages:
        await guest.visit(page)
        found[page or "overview"] = Drawn(guest.drawn["plotly_chart"], guest.drawn["dataframe"], guest.drawn["table"])
    await guest.close()
    return found


async def _visits(address: str, people: int, seconds: float, every: float) -> Story:
    """So many people who go from page to page."""
    guests, opening = [Guest(address) for _ in range(people)], Story()
    await open_all(guests, opening)
    story = Story(faults=opening.faults)
    end = story.began + seconds

    async def walk(guest: Guest, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, every))
        while time.monotonic() < end:
            began = time.monotonic()
            page = chance.choice([one for one in guest.pages if one != guest.at])
            if not await counted(guest.visit(page), page, story):
                return
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))

    await asyncio.gather(*(walk(guest, random.Random(number)) for number, guest in enumerate(guests)))
    await asyncio.gather(*(guest.close() for guest in guests), return_exceptions=True)
    return story
