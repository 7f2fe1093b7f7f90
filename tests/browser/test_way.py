"""The way through in a real browser: search, views, explanation, drill, big screen, first use, a lost connection."""

from __future__ import annotations

from analytics.store import Store
from tests.browser.conftest import serving


def asked(guest, words: str):
    """Open the search by its key, type, and wait for the answer to what was typed."""
    page = guest.page
    page.keyboard.press("Control+k")
    page.locator(".lens-way-card.search input").fill(words)
    return page.locator("#lens-found [role=option]")


def test_by_keyboard_from_the_search_to_the_project_and_back(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/?year=2021")
    found = asked(guest, "jdygz")
    found.filter(has_text="监督员工资").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".lens-dossier h2", has_text="监督员工资").wait_for()
    guest.settle()
    assert "year=2021" in page.url
    page.go_back()
    page.locator(".lens-page h1", has_text="总览").wait_for()
    guest.settle()
    found = asked(guest, "没有这样的名字啊")
    found.filter(has_text="疑点中含").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator(".lens-way-card.keys dl").wait_for()
    page.keyboard.press("Escape")
    page.locator(".lens-way-card").wait_for(state="detached")
    assert guest.complaints == []


def test_a_figure_is_explained_down_to_its_projects(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/?district=朝阳区")
    page.locator("[data-explain=unspent]").focus()
    page.keyboard.press("Enter")
    told = page.locator(".lens-way-card.explain")
    told.locator("dd", has_text="预算与执行之差").wait_for()
    told.locator("dd", has_text="朝阳区").wait_for()
    told.locator("li a").first.click()
    page.locator(".lens-dossier h2").wait_for()
    guest.settle()
    assert guest.complaints == []


def test_a_click_on_a_bar_leaves_its_department_and_the_cross_takes_it_back(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/scores")
    bar = page.locator(".st-key-grades .trace.bars .point path:visible").first
    bar.scroll_into_view_if_needed()
    guest.settle()
    bar.click(force=True)
    chip = page.locator("a.lens-chip").filter(has_text="中心")
    chip.wait_for()
    guest.settle()
    chip.click()
    page.locator("span.lens-chip", has_text="全部项目").wait_for()
    guest.settle()
    assert guest.complaints == []


def test_samples_a_click_away_views_kept_by_name_and_a_lost_connection_said(visit, tmp_path):
    Store(tmp_path / "new").close()
    with serving(tmp_path / "new") as address:
        guest = visit(address)
        page = guest.open("/execution")
        page.get_by_role("button", name="先用示例数据看看").click()
        page.locator(".st-key-filter_bar").wait_for()
        guest.open("/execution?district=丰台区")
        page.keyboard.press("v")
        card = page.locator(".lens-way-card.views")
        card.locator("form input").fill("丰台")
        page.keyboard.press("Enter")
        view = card.locator("li a")
        view.filter(has_text="丰台").wait_for()
        card.get_by_role("button", name="改名：丰台").click()
        card.get_by_role("textbox", name="新名称").fill("丰台执行")
        page.keyboard.press("Enter")
        view.filter(has_text="丰台执行").wait_for()
        card.get_by_role("button", name="删除：丰台执行").click()
        view.wait_for(state="detached")
        card.get_by_role("button", name="撤销").click()
        view.filter(has_text="丰台执行").wait_for()
        page.keyboard.press("Escape")
        guest.open("/scores")
        page.keyboard.press("v")
        view.filter(has_text="丰台执行").click()
        page.locator(".lens-page h1", has_text="执行率").wait_for()
        page.locator("a.lens-chip", has_text="丰台区").wait_for()
        guest.settle()
        assert guest.complaints == []
    page.locator(".lens-lost", has_text="连接断开").wait_for()


DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].map(chart =>
  [...chart.querySelectorAll('path, text')].map(each => each.getAttribute('d') || each.textContent).join('|'))"""


def test_charts_follow_the_filter_as_if_opened_anew(visit, sample_server):
    """They carry one revision for ever (analytics/charts/drawn_once.py): Streamlit must not hand other figures to a chart that stands."""
    guest = visit(sample_server)
    page = guest.open("/?district=丰台区")
    before = page.evaluate(DRAWN)
    page.locator("a.lens-chip").filter(has_text="丰台区").click()
    page.locator("span.lens-chip", has_text="全部项目").wait_for()
    guest.settle()
    after = page.evaluate(DRAWN)
    guest.open("/")
    assert page.evaluate(DRAWN) == after
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_the_big_screen_turns_its_pages_by_key_and_by_hand(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/screen?scenes=figures,unspent&seconds=60")
    page.locator("[data-play]").click()
    line = page.locator(".lens-screen-line")
    line.filter(has_text="第 1 屏，共 2 屏").wait_for()
    page.evaluate("document.querySelector('.st-key-refresh button').click()")  # new data: nobody's hand
    assert "第 1 屏" in line.inner_text()
    page.keyboard.press("ArrowRight")
    line.filter(has_text="第 2 屏").wait_for()
    page.keyboard.press("Space")
    line.filter(has_text="已暂停").wait_for()
    page.keyboard.press("Escape")
    line.wait_for(state="detached")
    assert "scenes=figures" in page.url
    page.locator("[data-play]").click()
    line.filter(has_text="第 1 屏").wait_for()
    page.mouse.click(1000, 300)  # without a keyboard
    line.filter(has_text="第 2 屏").wait_for()
    line.get_by_role("button", name="退出").click()
    line.wait_for(state="detached")
    assert guest.complaints == []


def test_a_mark_of_a_comparison_leads_to_its_projects_and_one_step_back(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/compare")
    mark = page.locator(".st-key-compare_intervals .scatterlayer .point").first
    mark.scroll_into_view_if_needed()
    mark.click(force=True)
    page.wait_for_url("**/execution?*district=*")
    page.locator(".lens-page h1", has_text="执行率").wait_for()
    guest.settle()
    page.go_back()
    page.locator(".lens-page h1", has_text="区际对比").wait_for()
    page.wait_for_function("() => !location.search.includes('district=')")
    guest.settle()
    assert guest.complaints == []
