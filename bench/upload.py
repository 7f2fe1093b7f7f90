"""An upload in a real browser while others look at dashboards: from the confirmation until all of them show it."""

from __future__ import annotations

import time
from statistics import median

from playwright.sync_api import Browser, Page

from bench.forms import generated_forms
from bench.pages import browsing, sample_store
from bench.results import Result, absolute
from bench.serving import serving
from bench.timing import ROOT
from bench.workbooks import workbook_of

DASHBOARDS = ("", "execution", "scores", "compare")
SIZES = (12, 1000)
"""Forms in a workbook."""
ROUNDS = 3
SECONDS = 5
NOTE = ".lens-note"
"""Names the version that a page shows."""

# another version than before, and everything that belongs to the page is drawn
FOLLOWED = """before => document.querySelector('.lens-note').textContent !== before
  && document.querySelector('[data-testid=stApp]').getAttribute('data-test-script-state') === 'notRunning'
  && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))"""


def measure_upload() -> list[Result]:
    """Two lines a size of workbook, medians in seconds: until the last dashboard has followed, and how long after the upload was said to be done."""
    with sample_store() as store, serving(ROOT, store) as address, browsing() as browser:
        dashboards = [_opened(browser, f"{address}/{name}") for name in DASHBOARDS]
        clerk = _opened(browser, f"{address}/imports")
        times = {forms: [_followed(clerk, dashboards, forms, number) for number in range(ROUNDS)] for forms in SIZES}
    return [line for forms, taken in times.items() for line in _lines(forms, taken)]


def _lines(forms: int, taken: list[tuple[float, float]]) -> list[Result]:
    whole, since = ([one[at] for one in taken] for at in (0, 1))
    return [
        absolute(
            "upload", f"{forms} forms: from the confirmation until four open dashboards show them", median(whole), "s", SECONDS, f"at most {max(whole):.2g} s"
        ),
        absolute("upload", f"{forms} forms: from their being imported until then", median(since), "s", SECONDS, f"at most {max(since):.2g} s"),
    ]


def _opened(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.set_default_timeout(120_000)
    page.goto(address)
    page.wait_for_selector(NOTE)
    return page


def _followed(clerk: Page, dashboards: list[Page], forms: int, number: int) -> tuple[float, float]:
    """Seconds that one upload takes to be on every dashboard, and how many of them after the clerk was told that it is done."""
    content = workbook_of(generated_forms(forms, seed=forms + number))
    clerk.reload()
    clerk.wait_for_selector("input[type=file]", state="attached")
    clerk.locator("input[type=file]").set_input_files([{"name": f"自评表{forms}-{number}.xlsx", "mimeType": "application/octet-stream", "buffer": content}])
    confirm = clerk.get_by_role("button", name="确认导入")
    confirm.wait_for()
    before = [page.locator(NOTE).text_content() for page in dashboards]
    began = time.perf_counter()
    confirm.click()
    clerk.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    imported = time.perf_counter()
    for page, version in zip(dashboards, before, strict=True):
        page.wait_for_function(FOLLOWED, arg=version)
    shown = time.perf_counter()
    return shown - began, shown - imported
