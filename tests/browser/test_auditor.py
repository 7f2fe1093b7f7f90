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
    page.mouse.click(box["x"] + 16, box["y"] + 52)  # the mark before the first row: the table is painted, it has no elements
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
