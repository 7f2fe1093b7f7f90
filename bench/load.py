"""Many people at once: `python -m bench load` holds sessions open, lets some of them click while forms are imported, and counts by the minute.

`--people N` instead holds N people who click on one process against the same on an empty page that draws as much.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.crowd import Story, counted, open_all, percentile
from bench.forms import generated_forms
from bench.guest import Guest
from bench.pages import sample_store
from bench.people import against_empty
from bench.proxied import Served, proxied
from bench.results import OUT, machine
from bench.timing import ROOT
from bench.workbooks import workbook_of

ROLES = ("viewer", "auditor", "admin")


@dataclass(frozen=True)
class Asked:
    """How much: `every` seconds from one click of a person to the next, `pause` from the end of an import to the next one."""

    sessions: int = 200
    clicking: int = 20
    minutes: float = 30
    processes: int = 2
    forms: int = 1000
    every: float = 2
    pause: float = 60
    port: int = 0
    seed: int = 1


QUICK = Asked(sessions=6, clicking=3, minutes=0.15, forms=5, every=0.3, pause=0)


def run(asked: Asked) -> dict:
    """The whole measurement; returns what is written to bench/out/load.json."""
    with sample_store() as store, tempfile.TemporaryDirectory() as folder:
        cookies = _sessions(store, asked.sessions)
        books = _workbooks(Path(folder), asked.forms)
        with proxied(store, asked.processes, Path(folder), asked.port) as served:
            told = asyncio.run(_together(asked, served, cookies, store, books))
            told.faults += served.complaints()
    return {"asked": asdict(asked), "machine": machine(), "proxied": served.proxied, **summary(told)}


def _sessions(store: Path, count: int) -> list[str]:
    """Cookies of so many sessions that were opened, as signing in would have."""
    from analytics.accounts import Accounts
    from analytics.store import Store

    opened = Store(store)
    accounts = Accounts(opened)
    for role in ROLES:
        accounts.add(role, role, role, local=False)
    tokens = [accounts.open(ROLES[number % len(ROLES)]) for number in range(count)]
    opened.close()
    return [f"lens_session={token}" for token in tokens]


def _workbooks(folder: Path, forms: int) -> list[Path]:
    """Two workbooks of the same department and year: each import takes the place of the one before, and the store does not grow."""
    made = [folder / f"海淀区城市管理指挥中心_2023年度_{number}.xlsx" for number in (1, 2)]
    for number, path in enumerate(made, 1):
        path.write_bytes(workbook_of(generated_forms(forms, seed=number)))
    return made


async def _together(asked: Asked, served: Served, cookies: Sequence[str], store: Path, books: Sequence[Path]) -> Story:
    guests = [Guest(served.addresses[number % len(served.addresses)], cookie) for number, cookie in enumerate(cookies)]
    opening = Story()
    await open_all(guests, opening)
    print(f"{asked.sessions} sessions open after {opening.now():.0f} s", file=sys.stderr, flush=True)
    story = Story(faults=opening.faults)
    end = story.began + asked.minutes * 60
    held = [asyncio.create_task(_hold(guest, story)) for guest in guests[asked.clicking :]]
    work = [_click(guest, random.Random(asked.seed * 1000 + number), asked.every, end, story) for number, guest in enumerate(guests[: asked.clicking])]
    await asyncio.gather(*work, _import(store, books, asked.pause, end, story), _watch(served, end, story))
    for task in held:
        task.cancel()
    await asyncio.gather(*held, *(guest.close() for guest in guests), return_exceptions=True)
    return story


async def _click(guest: Guest, chance: random.Random, every: float, end: float, story: Story) -> None:
    await asyncio.sleep(chance.uniform(0, every))
    while time.monotonic() < end:
        began = time.monotonic()
        if not await counted(guest.click(chance), "click", story):
            return
        await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))


async def _hold(guest: Guest, story: Story) -> None:
    await guest.hold()
    story.faults.append(f"{story.now():.0f} s: the server hung up on an open page")


async def _import(store: Path, books: Sequence[Path], pause: float, end: float, story: Story) -> None:
    number = 0
    while time.monotonic() < end:
        began = story.now()
        command = [sys.executable, "-m", "analytics", "import", str(books[number % len(books)]), "--store", str(store), "--json"]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE)
        said = (await process.communicate())[1].decode("utf-8", "replace")
        if process.returncode != 0:
            story.faults.append(f"{began:.0f} s: an import ended with {process.returncode}: {said[-400:]}")
        story.imports.append((began, story.now() - began))
        number += 1
        await asyncio.sleep(min(pause, max(0.0, end - time.monotonic())))


async def _watch(served: Served, end: float, story: Story) -> None:
    while True:
        story.memory.append((story.now(), served.memory()))
        left = end - time.monotonic()
        if left <= 0:
            return
        await asyncio.sleep(min(10.0, left))


# ---- what it came to


def summary(story: Story) -> dict:
    """By the minute and as a whole. `growth` is what each process holds at the end more than at the middle, MB."""
    minutes = [_minute(story, number) for number in range(int(story.memory[-1][0] // 60) + 1)]
    middle, last = story.memory[len(story.memory) // 2][1], story.memory[-1][1]
    seconds = [one for _, one, _ in story.clicks]
    pages = sorted({said for *_, said in story.clicks})
    return {
        "clicks": len(seconds),
        "p50": percentile(seconds, 0.5),
        "p95": percentile(seconds, 0.95),
        "longest": max(seconds, default=0.0),
        "imports": story.imports,
        "growth": {name: last[name] - middle[name] for name in last},
        "faults": story.faults,
        "minutes": minutes,
        "pages": {page: _page([one for _, one, said in story.clicks if said == page]) for page in pages},
    }


def _page(seconds: Sequence[float]) -> dict:
    return {"clicks": len(seconds), "p50": percentile(seconds, 0.5), "p95": percentile(seconds, 0.95)}


def _minute(story: Story, number: int) -> dict:
    within = [seconds for at, seconds, _ in story.clicks if number * 60 <= at < number * 60 + 60]
    held = [memory for at, memory in story.memory if number * 60 <= at < number * 60 + 60]
    return {"minute": number + 1, **_page(within), "memory": {name: round(held[-1][name]) for name in held[-1]} if held else {}}


def as_words(found: dict) -> str:
    """A Markdown table, a line a minute, and the whole below it."""
    names = list(found["minutes"][0]["memory"])
    lines = [["minute", "clicks", "p50 ms", "p95 ms", *(f"{name} MB" for name in names)]]
    lines.append(["---"] * len(lines[0]))
    for one in found["minutes"]:
        figures = [one["minute"], one["clicks"], round(one["p50"] * 1000), round(one["p95"] * 1000), *(one["memory"].get(name, "") for name in names)]
        lines.append([str(figure) for figure in figures])
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    took = ", ".join(f"{seconds:.1f}" for _, seconds in found["imports"])
    whole = f"{found['clicks']} clicks, p50 {found['p50'] * 1000:.0f} ms, p95 {found['p95'] * 1000:.0f} ms, longest {found['longest'] * 1000:.0f} ms"
    grown = ", ".join(f"{name} {grown:+.0f} MB" for name, grown in found["growth"].items())
    faults = "\n".join(found["faults"]) or "no errors"
    proxy = "behind nginx" if found["proxied"] else "without a proxy: nginx is not installed"
    return f"{table}\n\n{whole}; {proxy}\nimports, seconds each: {took}\nfrom the middle to the end: {grown}\n{faults}\n{found['machine']}"


# ---- the command


def main(arguments: list[str]) -> int:
    """Exit code 1 where anything went wrong; a time is never wrong."""
    usual = Asked()
    parser = argparse.ArgumentParser(prog="python -m bench load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=usual.sessions, help="pages that are open")
    parser.add_argument("--clicking", type=int, default=usual.clicking, help="how many of them click")
    parser.add_argument("--minutes", type=float, default=None, help="30; with --people 2 for each of both")
    parser.add_argument("--processes", type=int, default=usual.processes, help="server processes behind the proxy")
    parser.add_argument("--every", type=float, default=usual.every, help="seconds from one click of a person to the next")
    parser.add_argument("--pause", type=float, default=usual.pause, help="seconds from the end of an import to the next")
    parser.add_argument("--forms", type=int, default=usual.forms, help="forms in each import")
    parser.add_argument("--port", type=int, default=usual.port, help="the proxy's port, the processes take the next ones; free ones when left out")
    parser.add_argument("--people", type=int, help="instead: so many people who click on one process, against an empty page")
    parser.add_argument("--quick", action="store_true", help="a few sessions for some seconds: only what fails counts")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers are then stopped too
    if given.people:
        return _people(given)
    named = {name: getattr(given, name) for name in ("sessions", "clicking", "processes", "every", "pause", "forms", "port")}
    found = run(QUICK if given.quick else Asked(minutes=usual.minutes if given.minutes is None else given.minutes, **named))
    _keep(found, "load")
    print(as_words(found))
    return 1 if found["faults"] else 0


def _people(given: argparse.Namespace) -> int:
    found = against_empty(given.people, 2 if given.minutes is None else given.minutes, given.every)
    _keep(found, "people")
    print(found["table"], *found["faults"], found["machine"], sep="\n")
    return 1 if found["faults"] else 0


def _keep(found: dict, name: str) -> None:
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
