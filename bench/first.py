"""From the start of a server to its first page drawn in a browser, held against an empty Streamlit app that draws as much.

Each round is a new process and a browser that has nothing of the app yet; the browser itself is open already.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.pages import ARRIVED, at_rest, browsing, sample_store
from bench.results import Result, at_most
from bench.serving import Drawn, serving, write_empty_app
from bench.timing import ROOT

ROUNDS = 5
LIMIT = 2.0


def measure_first() -> list[Result]:
    """Medians in seconds by the clock: until the server answers, and until the first page is drawn."""
    with sample_store() as store, tempfile.TemporaryDirectory() as beside, browsing() as browser:
        title, drawn = _shown(browser, ROOT, store)
        write_empty_app(Path(beside), {title: drawn})
        ours, empty = [], []
        for _ in range(ROUNDS):
            ours.append(_cold(browser, ROOT, store))
            empty.append(_cold(browser, Path(beside), None))
    words = ("from the start of the server until it answers", "from the start of the server until the first page is drawn")
    pairs = zip(words, zip(*ours), zip(*empty))
    return [at_most("first", what, median(mine), "s", median(other), LIMIT, f"{drawn.charts} charts") for what, mine, other in pairs]


def _shown(browser: Browser, app: Path, store: Path) -> tuple[str, Drawn]:
    """The heading of the first page, and what is drawn on it."""
    with serving(app, store) as address, browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as visitor:
        page = visitor.new_page()
        page.goto(address)
        return page.wait_for_function(ARRIVED, arg=[]).json_value(), at_rest(page)


def _cold(browser: Browser, app: Path, store: Path | None) -> tuple[float, float]:
    """Seconds until a new server answers, and until a new visitor sees the first page."""
    began = time.perf_counter()
    with serving(app, store) as address, browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as visitor:
        answered = time.perf_counter() - began
        page = visitor.new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_function(ARRIVED, arg=[])
        return answered, time.perf_counter() - began
