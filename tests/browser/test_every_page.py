"""Every page in a real browser: drawn, silent on the console, alone on the network, in Chinese."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from analytics.access import Person, admitted

PAGES = Path(__file__).resolve().parents[2] / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.py") if not path.stem.startswith("_"))
# What may stand in Latin letters: names of formats and programs, n of a sample, cell addresses, codes.
LATIN = re.compile(
    r"^(?:[a-z]|n|xlsx|xlsm|xlsb|xls|ods|et|docx|zip|csv|pdf|png|word|excel|wps|mb|gb|kb|id|ppt|it|ctrl|enter|esc|sha|led|app|vpn|sql|ocr|gis|gps|ip|ups|kv|km|kw|idc|oa|pc|ai|cpi|gdp|http|https|www|html|javascript|json|ascii|web)$",
    re.IGNORECASE,
)

# Put in as a debugger does: the policy of the pages lets no other script in.
AXE = f"() => {{ {(files('axe_playwright_python') / 'axe.min.js').read_text(encoding='utf-8')}\n}}"
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What axe finds grave. Drawings are left to it as one picture each: tests/test_design_language.py measures their colours.
BARRIERS = """async (only) => {
  const found = await axe.run({ exclude: [['.js-plotly-plot']] }, { runOnly: only, resultTypes: ['violations'] });
  return found.violations.filter((each) => ['serious', 'critical'].includes(each.impact))
    .flatMap((each) => each.nodes.slice(0, 5).map((node) =>
      `${each.id}: ${node.target.join(' ')} ${node.html.slice(0, 120)} ${node.any.map((one) => one.message).join(' ').slice(0, 200)}`));
}"""
# Charts without a text alternative that is more than a word.
UNSAID = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
  .map((chart) => chart.getAttribute('aria-label') || '').filter((words) => words.length < 10)"""
DARK = """() => document.documentElement.dataset.theme === 'dark' && getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'
  && document.getAnimations().every((each) => each.playState !== 'running')"""
NOTHING_BESIDE = """() => document.documentElement.scrollWidth <= innerWidth
  && document.querySelector('[data-testid=stMain]').scrollWidth <= document.querySelector('[data-testid=stMain]').clientWidth + 1"""


def english(text: str) -> list[str]:
    """The lines that read as English: two words in a row, or one of three letters and more with nothing Chinese beside it."""
    found = []
    for line in text.splitlines():
        words = [word for word in re.findall(r"(?<![A-Za-z0-9_./:-])[A-Za-z]{2,}(?![A-Za-z0-9_./-])", line) if not LATIN.match(word)]
        chinese = re.search(r"[一-鿿]", line)
        if len(words) >= 2 or (words and not chinese and not words[0].isupper()):
            found.append(line.strip()[:120])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_opens_clean_in_chinese_and_for_everybody(name, visit, sample_server):
    """One visit: the words, the charts for who cannot see them, WCAG 2.2 AA on a light and a dark screen, 200 % and a telephone."""
    guest = visit(sample_server)
    page = guest.open(f"/{name}")
    assert page.locator("[data-testid=stException], .st-key-failure").count() == 0
    assert english(guest.words()) == []
    assert page.evaluate(UNSAID) == []
    page.evaluate(AXE)
    assert page.evaluate(BARRIERS, WCAG) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.wait_for_function(DARK)
    guest.settle()
    assert page.evaluate(BARRIERS, {"type": "rule", "values": ["color-contrast"]}) == []
    for width in (720, 390):
        page.set_viewport_size({"width": width, "height": 900})
        guest.settle()
        page.wait_for_function(NOTHING_BESIDE)
    assert guest.complaints == []


def test_all_pages_are_reached_from_the_sidebar(visit, sample_server):
    guest = visit(sample_server)
    guest.open()
    links = guest.page.get_by_test_id("stSidebarNavLink")
    assert links.count() == sum(admitted(Person("", "auditor"), "pages", name) for name in NAMES)  # whom the frame takes a guest for
    for place in range(links.count()):
        title = links.nth(place).inner_text().splitlines()[-1].strip()
        guest.go(title)
        assert guest.page.locator(".st-key-failure").count() == 0, title
    assert guest.complaints == []


def test_menus_and_boxes_speak_chinese(visit, sample_server):
    guest = visit(sample_server)
    guest.open("/execution")
    guest.page.get_by_test_id("stMultiSelect").first.click()
    guest.page.get_by_role("option").first.wait_for()
    assert english(guest.words()) == []
    guest.page.keyboard.press("Escape")
    guest.page.get_by_test_id("stDataFrame").first.hover()
    guest.page.get_by_test_id("stElementToolbar").first.wait_for()
    assert english(guest.words()) == []


def test_the_menu_speaks_chinese_and_its_dark_screen_holds_on_every_page(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/rules")
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id("stMainMenuList").wait_for()
    assert english(guest.words()) == []
    page.get_by_test_id("stMainMenuList").get_by_text("深色").click()
    page.wait_for_function(DARK)
    page.get_by_test_id("stMainMenuList").get_by_text("关于").click()
    page.get_by_role("dialog").filter(has_text="逐项重算").wait_for()
    assert english(guest.words()) == []
    guest.open("/self_check")
    page.wait_for_function(DARK)
    assert english(guest.words()) == []


def test_options_are_found_by_their_initials(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/scores")
    box = page.get_by_test_id("stMultiSelect").filter(has_text="部门").get_by_role("combobox")
    box.click()
    page.get_by_role("option").first.wait_for()
    box.press_sequentially("cyq")
    page.get_by_role("option", name="朝阳区城市管理指挥中心", exact=True).wait_for()
    page.wait_for_function("() => document.querySelectorAll('[role=option]').length < 4")
    assert english(guest.words()) == []


def test_says_in_chinese_that_a_page_does_not_exist(visit, sample_server):
    guest = visit(sample_server)
    guest.page.goto(f"{sample_server}/findings/nothing_here")
    guest.page.get_by_role("heading", name="没有这个地址").wait_for()
    assert english(guest.words()) == []
    guest.page.get_by_role("link", name="回到首页").click()
    guest.page.locator(".lens-page h1", has_text="总览").wait_for()


def test_the_document_is_chinese(visit, sample_server):
    guest = visit(sample_server)
    guest.open()
    assert guest.page.locator("html").get_attribute("lang") == "zh-CN"
    assert "Streamlit" not in guest.page.title()
