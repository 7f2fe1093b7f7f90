"""The first visit to a large store in a real browser: pages are drawn while the audit that is owed goes on beside them."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Browser

from analytics.audit.awaited import known
from bench.pages import ARRIVED, browsing
from bench.results import Result, absolute
from bench.rules import FORMS, stored
from bench.serving import serving
from bench.timing import ROOT

EVERY = 100_000
SECONDS = 1
PAGES = {"总览": "", "执行率": "execution", "得分分布": "scores", "预决算差异": "variance", "区际对比": "compare"}
"""Pages that need no findings, by title; the first one also waits for what a new browser loads."""


def measure_visit(forms: int = EVERY) -> list[Result]:
    """One line a page: seconds of its first visit, each by a visitor of its own, while the audit is under way, and again when it has been made."""
    with stored(max(2, forms // FORMS), FORMS) as store, browsing() as browser:
        directory = store.directory
        during = _visited(browser, directory)
        with serving(ROOT, directory):
            while not known(store.snapshot().path):
                time.sleep(1)
        after = _visited(browser, directory)
    return [
        absolute("visit", f"{title}, {forms} projects, {when}", seconds, "s", SECONDS, "a new browser each, the server new to the first")
        for when, times in (("the audit under way", during), ("the audit made", after))
        for title, seconds in times.items()
    ]


def _visited(browser: Browser, directory: Path) -> dict[str, float]:
    """Seconds until each page is drawn, on a server that has just been started."""
    with serving(ROOT, directory) as address:
        return {title: _seconds(browser, f"{address}/{name}") for title, name in PAGES.items()}


def _seconds(browser: Browser, address: str) -> float:
    with browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN") as visitor:
        page = visitor.new_page()
        page.set_default_timeout(300_000)
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_function(ARRIVED, arg=[])
        return time.perf_counter() - began
