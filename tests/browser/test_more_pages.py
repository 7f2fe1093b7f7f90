"""In a real browser: a clerk's draft is checked and mended, a cell of the map opens its two forms, a rule is switched off and on."""

from __future__ import annotations

import pytest

from tests.browser.conftest import serving
from tests.browser.test_every_page import english
from tests.pages.test_self_check import FAULTY, MENDED


@pytest.fixture
def own_server(own_store):
    """A server over a copy of the samples that the test may change."""
    with serving(own_store) as address:
        yield address


def drop(guest, content: bytes) -> None:
    guest.page.locator("input[type=file]").set_input_files([{"name": "自评表.xlsx", "mimeType": "application/octet-stream", "buffer": content}])


def test_a_draft_is_checked_marked_on_the_sheet_and_mended(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/self_check")
    drop(guest, FAULTY)
    page.locator(".lens-doubt .right", has_text="总分应为96.5").wait_for()
    page.locator(".lens-doubt.error [data-cell=H14]").hover()
    assert "here" in page.locator(".lens-original [data-cell=H14]").get_attribute("class")
    assert english(guest.words()) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载问题清单").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    guest.settle()
    drop(guest, MENDED)
    page.locator(".lens-solved", has_text="已解决 1 处").wait_for()
    guest.settle()
    assert page.locator(".lens-doubt.error").count() == 0
    assert guest.complaints == []


def test_a_click_on_the_map_opens_its_two_forms(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/likeness")
    before = page.locator(".lens-two thead").inner_text()
    mark = page.locator(".scatterlayer .points path").last  # unseen marks lie over the cells; the last one is the least alike pair
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("before => document.querySelector('.lens-two thead').innerText !== before", arg=before)
    guest.settle()
    assert guest.complaints == []


def test_a_rule_is_switched_off_with_a_reason_and_on_again(visit, own_server):
    guest = visit(own_server)
    page = guest.open("/rules")
    page.get_by_role("button", name="在本地停用这条规则").click()
    page.get_by_role("button", name="停用", exact=True).click()
    page.get_by_role("alert").filter(has_text="停用规则要写明理由").wait_for()
    page.get_by_role("textbox", name="停用的理由").fill("本区另有规定，见计分办法第三条")
    page.keyboard.press("Tab")  # the card stays open although what was refused is no longer said
    page.get_by_role("alert").filter(has_text="停用规则要写明理由").wait_for(state="detached")
    page.get_by_role("button", name="停用", exact=True).click()
    page.locator(".lens-finding", has_text="1 条在本地停用").wait_for()
    guest.settle()
    assert "本区另有规定，见计分办法第三条" in page.locator(".stMain").inner_text()
    page.get_by_role("button", name="重新启用").click()
    page.locator(".lens-finding:not(:has-text('已停用'))").wait_for()
    assert guest.complaints == []
