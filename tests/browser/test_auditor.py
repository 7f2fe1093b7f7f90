"""The auditor's way: projects under a rate, a row, the project's own page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def test_filters_low_execution_and_follows_a_row_to_its_project(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/execution?district=丰台区&rate=低于50%25")
    assert "低于50%" in page.locator(".lens-scope").inner_text()
    assert "2个项目" in page.locator(".stMain").inner_text()
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 120, box["y"] + 52)  # the name in the first row: the table is painted, it has no elements
    page.wait_for_url("**/project?**")
    guest.settle()
    assert parse_qs(urlsplit(page.url).query)["project"][0].isalnum()
    assert "城指中心监管数据无线采集设备" in page.locator(".stMain").inner_text()
    assert "34.2%" in page.locator(".stMain").inner_text()
    assert guest.complaints == []


def test_the_filter_stays_in_the_address_and_on_the_next_page(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/?district=朝阳区")
    assert "朝阳区" in page.locator(".lens-scope").inner_text()
    guest.go("执行率")
    page.wait_for_url("**/execution?district=*")
    assert "朝阳区" in page.locator(".lens-scope").inner_text()
    page.get_by_role("button", name="重置").click()
    page.locator(".lens-scope", has_text="全部项目").wait_for()
    page.wait_for_url("**/execution")


def choose_fengtai(guest):
    guest.page.get_by_role("combobox", name="区").first.click()
    guest.page.get_by_role("option", name="丰台区").click()
    guest.page.locator(".lens-scope", has_text="丰台区").wait_for()
    guest.page.wait_for_url("**district=*")
    guest.settle()
    assert guest.page.locator(".st-key-district .react-aria-ComboBox [data-testid=stMultiSelectTagsContainer]").evaluate("box => box.scrollLeft") == 0


def back_to(guest, title, words):
    guest.page.go_back()
    guest.page.locator(".lens-page h1", has_text=title).wait_for()
    guest.page.locator(".lens-scope", has_text=words).wait_for()
    guest.settle()


def test_each_press_of_back_takes_one_deed_back(visit, sample_server):
    guest = visit(sample_server)
    guest.open("/")
    choose_fengtai(guest)
    guest.go("执行率")
    guest.page.wait_for_url("**/execution?district=*")
    guest.go("得分分布")
    guest.page.wait_for_url("**/scores?district=*")
    back_to(guest, "执行率", "丰台区")
    back_to(guest, "总览", "丰台区")
    back_to(guest, "总览", "全部项目")
    guest.page.go_forward()
    guest.page.locator(".lens-scope", has_text="丰台区").wait_for()
    assert "same_step" not in guest.page.url
    assert guest.complaints == []


def test_a_link_in_a_table_keeps_the_filters(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/variance?district=丰台区")
    page.locator(".lens-table a[href*='/project?']:visible").first.click()
    page.get_by_role("link", name="换一个项目").click()
    page.locator(".lens-scope", has_text="丰台区").wait_for()
    guest.settle()
    assert guest.complaints == []


def test_a_figure_leads_to_its_doubts_within_the_session(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/?district=丰台区")
    page.evaluate("window.sameDocument = true")
    page.locator(".lens-standing-bar").first.click()
    page.locator(".lens-page h1", has_text="疑点清单").wait_for()
    page.wait_for_url("**/findings?severity=error&district=*")
    assert page.evaluate("window.sameDocument")
    back_to(guest, "总览", "丰台区")
    assert page.evaluate("window.sameDocument")
    assert guest.complaints == []
