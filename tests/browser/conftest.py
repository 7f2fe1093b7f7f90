"""A freshly started server over a store of its own, and a real browser before it."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bench.serving import serving as served

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000  # milliseconds the browser waits for a condition; a busy machine may need them

# Streamlit says when a run has ended; a chart is drawn when its svg is there; a skeleton stands where something is still coming.
# All this must hold for a while without a break: a click takes a moment to start its run.
QUIET = 200  # milliseconds
CALLS = itertools.count()
SETTLED = """({ quiet, call }) => {
  const app = document.querySelector('[data-testid=stApp]');
  const settled = app && app.getAttribute('data-test-script-state') === 'notRunning' && document.querySelector('.lens-page')
    && !document.querySelector('[data-testid=stSkeleton]') && !document.querySelector('[data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'));
  if (!settled || window.settleCall !== call) window.settledSince = null;
  window.settleCall = call;
  if (settled) window.settledSince ??= performance.now();
  return settled && performance.now() - window.settledSince >= quiet;
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark `browser`; what fails is tried once more, and both are reported: a machine may be too busy to draw in time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


def browser_path() -> str | None:
    """The installed Chromium, Chrome or Edge that `run.py test` names (LENS_BROWSER) or finds."""
    specification = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.find_browser()


@contextmanager
def serving(store: Path, port: int = 0, **settings: str) -> Iterator[str]:
    """A server over this store, just started, with these settings (environment variables); yields its address."""
    with served(ROOT, store, port, **settings) as address:
        yield address


# No browser of 2023 is at hand: what Chrome 109 does not have is taken out of this one before a page loads, so that every visit is made at its level.
CHROME_109 = """(() => {
  const lists = [Array.prototype, Object.getPrototypeOf(Int8Array.prototype)];
  const later = [
    ...lists.map((list) => [list, 'toSorted toReversed toSpliced with']), [Array, 'fromAsync'], [Object, 'groupBy'], [Map, 'groupBy'],
    [Map.prototype, 'getOrInsert getOrInsertComputed'], [Promise, 'withResolvers try'], [URL, 'canParse parse'], [RegExp, 'escape'], [Error, 'isError'],
    [Set.prototype, 'union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom'],
    [String.prototype, 'isWellFormed toWellFormed'], [AbortSignal, 'any'], [Intl, 'DurationFormat'], [Math, 'f16round sumPrecise'],
    [Uint8Array, 'fromBase64 fromHex'], [Uint8Array.prototype, 'toBase64 toHex setFromBase64 setFromHex'], [ArrayBuffer.prototype, 'transfer resize'],
    [Document, 'parseHTMLUnsafe'], [Document.prototype, 'startViewTransition caretPositionFromPoint'], [Element.prototype, 'setHTMLUnsafe getHTML moveBefore'],
    [HTMLElement.prototype, 'popover showPopover hidePopover togglePopover'], [HTMLDialogElement.prototype, 'requestClose closedBy'],
    [Navigation.prototype, 'activation'], [window, 'Iterator Float16Array CloseWatcher ToggleEvent EditContext scheduler'],
  ];
  for (const [owner, names] of later) for (const name of names.split(' ')) delete owner[name];
})()"""


@dataclass
class Visit:
    """One person's browser page on one server. `complaints` collects console errors, failed requests and requests that leave the machine."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("request", self._left)

    def _heard(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _left(self, request) -> None:
        if not request.url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:", "about:")):
            self.complaints.append(f"left the machine: {request.url}")

    def open(self, path: str = "/") -> Page:
        """Ask for an address and wait until everything on it is drawn."""
        self.page.goto(self.address + path)
        return self.settle()

    def go(self, title: str) -> Page:
        """Follow the sidebar to the page of this title."""
        self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
        self.page.locator(".lens-page h1", has_text=title).wait_for()
        return self.settle()

    def settle(self) -> Page:
        """Wait until the run has ended and everything is drawn."""
        self.page.wait_for_function(SETTLED, arg={"quiet": QUIET, "call": next(CALLS)})
        return self.page

    def words(self) -> str:
        """The visible text, without the names of icons, which are drawn by a font."""
        return self.page.evaluate(
            """() => {
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const parent = node.parentElement;
                if (!parent || parent.closest('[data-testid=stIconMaterial], script, style, noscript, canvas')) continue;
                if (parent.checkVisibility && !parent.checkVisibility({ visibilityProperty: true })) continue;
                if (node.data.trim()) found.push(node.data.trim());
              }
              for (const element of document.querySelectorAll('[placeholder], [title], [aria-label]')) {
                if (element.closest('[data-testid=stIconMaterial], .modebar-btn svg')) continue;
                for (const name of ['placeholder', 'title', 'aria-label']) if (element.getAttribute(name)) found.push(element.getAttribute(name));
              }
              return found.join('\\n');
            }"""
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    path = browser_path()
    assert path, "no browser found: run the tests with `python3 run.py test`"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_server(sample_store: Path) -> Iterator[str]:
    """One server over the samples for all tests that only read."""
    with serving(sample_store) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Visit]]:
    """visit(address) opens a fresh page of a fresh person, in a browser with the interfaces of Chrome 109."""
    contexts = []

    def opened(address: str) -> Visit:
        contexts.append(browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True))
        contexts[-1].add_init_script(CHROME_109)
        return Visit(contexts[-1].new_page(), address)

    yield opened
    for context in contexts:
        context.close()
