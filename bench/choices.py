"""Choosing in the filter bar in a real browser, held against an empty Streamlit app with one choice that changes as many charts and tables."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from bench.pages import LIMIT, REPETITIONS, at_rest, browsing, sample_store
from bench.results import Result, at_most
from bench.serving import Drawn, serving, write_empty_app
from bench.timing import ROOT

PAGES = {"overview": "总览", "execution": "执行率", "variance": "预决算差异", "scores": "得分分布", "findings": "疑点清单", "likeness": "雷同自评表"}
"""Pages with the bar, by address."""
BOX = "[data-testid=stMain] [data-testid=stSelectbox] input"
"""Ours begins with the amount of money, the empty app has no other."""

# from the release of the mouse on a choice until nothing on the page changes any more; a promise that is asked for afterwards
ARM = """() => {
  let began = 0, last = 0;
  const main = document.querySelector('[data-testid=stMain]');
  window.chosen = new Promise((resolve, reject) => {
    document.addEventListener('pointerup', () => {
      began = last = performance.now();
      const watch = new MutationObserver(() => { last = performance.now(); });
      watch.observe(main, { subtree: true, childList: true, attributes: true, characterData: true });
      const look = () => {
        if (performance.now() - last > 700) { watch.disconnect(); resolve(last - began); }
        else if (performance.now() - began > 60000) reject(new Error('still changing after a minute'));
        else setTimeout(look, 50);
      };
      look();
    }, { once: true, capture: true });
  });
}"""


def measure_choices() -> list[Result]:
    """One line a page, medians in milliseconds, and one for all of them together."""
    with sample_store() as store, serving(ROOT, store) as ours, tempfile.TemporaryDirectory() as beside, browsing() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        drawn = {title: _open(context.new_page(), f"{ours}/{address}") for address, title in PAGES.items()}
        write_empty_app(Path(beside), {title: screen for title, (_, screen) in drawn.items()}, choice=True)
        with serving(Path(beside)) as empty:
            beside_it = {title: _open(context.new_page(), f"{empty}/{f'page{number}' if number else ''}")[0] for number, title in enumerate(drawn)}
            lines = [(title, *_in_turns(page, beside_it[title]), screen) for title, (page, screen) in drawn.items()]
    results = [
        at_most("choices", f"choose an amount on {title}", mine, "ms", other, LIMIT, f"{screen.charts} charts, {screen.frames} interactive tables")
        for title, mine, other, screen in lines
    ]
    mine, other = (sum(line[at] for line in lines) for at in (1, 2))
    return [*results, at_most("choices", "all of these together", mine, "ms", other, LIMIT, f"{len(lines)} pages")]


def _open(page: Page, address: str) -> tuple[Page, Drawn]:
    page.set_default_timeout(60_000)
    page.goto(address)
    page.wait_for_selector(BOX)
    return page, at_rest(page)


def _in_turns(ours: Page, empty: Page) -> tuple[float, float]:
    """Medians in milliseconds; a first round of both fills the caches."""
    times = [[_choose(page, 1 + number % 2) for page in (ours, empty)] for number in range(2 * REPETITIONS + 2)][2:]
    return median(one for one, _ in times), median(other for _, other in times)


def _choose(page: Page, number: int) -> float:
    """Milliseconds that a choice takes: the list is opened by hand, then one of it is clicked."""
    page.bring_to_front()
    page.locator(BOX).first.click()
    choice = page.locator("[role=option]").nth(number)
    choice.wait_for()
    page.evaluate(ARM)
    choice.click()
    return page.evaluate("() => window.chosen")
