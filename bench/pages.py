"""Switching page in a real browser, held against an empty Streamlit app that draws the same number of charts and tables."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from analytics.access import actor
from analytics.intake import accept, examine
from analytics.reading import Source
from analytics.store import Store
from bench.results import Result, at_most
from bench.serving import Drawn, serving, write_empty_app
from bench.timing import ROOT
from run import find_browser

LIMIT = 1.3
REPETITIONS = 5
LINK = "[data-testid=stSidebarNavLink]"

DRAWN = """() => ({
  charts: document.querySelectorAll('[data-testid=stPlotlyChart] .js-plotly-plot').length,
  frames: document.querySelectorAll('[data-testid=stDataFrame]:has(canvas)').length,
  tables: document.querySelectorAll('[data-testid=stHtml] table').length,
})"""

# the heading of a page not seen before, once its run has ended and its charts are drawn
ARRIVED = """seen => {
  const heading = document.querySelector('h1');
  return heading && !seen.includes(heading.textContent) && document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg')) && heading.textContent;
}"""

# from the click until the run has ended, the heading is the new one and everything that belongs to the page is drawn
SWITCH = """([title, drawn]) => new Promise((resolve, reject) => {
  const all = selector => [...document.querySelectorAll(selector)];
  const done = () => all('h1').some(heading => heading.textContent === title)
    && document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    && all('[data-testid=stPlotlyChart] .js-plotly-plot .main-svg').length >= drawn.charts
    && all('[data-testid=stPlotlyChart] .js-plotly-plot').length === drawn.charts
    && all('[data-testid=stDataFrame]:has(canvas)').length === drawn.frames;
  const start = performance.now();
  const look = () => done() ? resolve(performance.now() - start)
    : performance.now() - start > 60000
    ? reject(new Error(`not drawn in a minute: ${title}, ${document.title}, ${JSON.stringify(drawn)}`)) : setTimeout(look, 4);
  all('[data-testid=stSidebarNavLink]').find(link => link.textContent.trim().endsWith(title)).click();
  look();
})"""


def measure_pages() -> list[Result]:
    """One line a page, medians in milliseconds, and one for all pages together."""
    with sample_store() as store, serving(ROOT, store) as ours, tempfile.TemporaryDirectory() as beside, browsing() as browser:
        our_page = _opened(browser, ours)
        screens = _survey(our_page)
        write_empty_app(Path(beside), screens)
        with serving(Path(beside)) as empty:
            empty_page = _opened(browser, empty)
            _survey(empty_page)
            times = _in_turns({"ours": our_page, "empty": empty_page}, screens)
    lines = [(title, *(median(times[name, title]) for name in ("ours", "empty")), _words(drawn)) for title, drawn in screens.items()]
    lines.append(("all pages together", sum(line[1] for line in lines), sum(line[2] for line in lines), f"{len(screens)} pages"))
    return [at_most("pages", f"switch to {title}", ours_ms, "ms", empty_ms, LIMIT, words) for title, ours_ms, empty_ms, words in lines]


@contextmanager
def sample_store() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        store = Store(Path(directory))
        sources = [Source(path.name, path.read_bytes()) for path in sorted((ROOT / "data" / "samples").glob("*.xlsx"))]
        accept(store, examine(store, sources), actor())
        store.close()
        yield Path(directory)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser without a window."""
    path = find_browser()
    if path is None:
        raise RuntimeError("no browser found; install Chromium, Chrome or Edge, or name one in LENS_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page.set_default_timeout(60_000)
    page.goto(address)
    page.wait_for_selector(LINK)
    return page


def _survey(page: Page) -> dict[str, Drawn]:
    """Visits every page once, which also fills the caches; says what each shows when it has come to rest."""
    found = {}
    for number in range(page.locator(LINK).count()):
        page.evaluate("([links, number]) => document.querySelectorAll(links)[number].click()", [LINK, number])
        heading = page.wait_for_function(ARRIVED, arg=list(found)).json_value()
        found[heading] = at_rest(page)
    return found


def at_rest(page: Page) -> Drawn:
    """What is drawn once nothing new has appeared for two seconds."""
    seen, quiet = None, 0
    while quiet < 4:
        page.wait_for_timeout(500)
        now = page.evaluate(DRAWN)
        quiet = quiet + 1 if now == seen else 0
        seen = now
    return Drawn(**seen)


def _in_turns(pages: dict[str, Page], screens: dict[str, Drawn]) -> dict[tuple[str, str], list[float]]:
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(REPETITIONS):
        for title, drawn in screens.items():
            for name, page in pages.items():
                page.bring_to_front()
                times.setdefault((name, title), []).append(page.evaluate(SWITCH, [title, drawn.__dict__]))
    return times


def _words(drawn: Drawn) -> str:
    return f"{drawn.charts} charts, {drawn.frames} interactive and {drawn.tables} plain tables"
