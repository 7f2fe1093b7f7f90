"""The clerk's way in a real browser: a new year comes in, is seen everywhere, and is taken back; bad files store nothing."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analytics.store import Store
from tests.browser.conftest import serving
from tests.reading.sheets import form_with, workbook


@pytest.fixture
def own_server(own_store):
    """A server over a copy of the samples that the test may change."""
    with serving(own_store) as address:
        yield address


def of_year(content: bytes, old: str, new: str) -> bytes:
    """The workbook with one year written for another wherever it stands in words."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str):
            cell.value = cell.value.replace(old, new)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def drop(guest, name: str, content: bytes) -> None:
    """Hand a file to the uploader and wait for its card."""
    guest.page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": "application/octet-stream", "buffer": content}])
    guest.page.locator(".lens-file", has_text=name).wait_for()
    guest.settle()


def test_a_new_year_comes_in_is_seen_and_is_taken_back(visit, own_server, samples):
    (source,) = [one for one in samples if "监督指挥中心_2021" in one.name]
    name = source.name.replace("2021", "2023")
    guest = visit(own_server)
    page = guest.open("/imports")
    drop(guest, name, of_year(source.content, "2021", "2023"))
    assert "新增 12 条" in page.locator(".lens-plan").inner_text()
    page.get_by_role("button", name="确认导入").dblclick()  # a second click must not import twice
    page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    guest.settle()
    assert page.locator("[class*=st-key-batch_] .lens-batch", has_text=name).count() == 1
    page.get_by_role("link", name="看总览").click()
    page.locator(".lens-page h1", has_text="总览").wait_for()
    guest.settle()
    assert "2023年度" in page.locator(".lens-scope").inner_text()
    assert page.locator(".lens-measure .lens-value").first.inner_text().startswith("12")
    guest.go("执行率")
    assert "2023年度" in page.locator(".lens-scope").inner_text()
    assert page.get_by_test_id("stPlotlyChart").count() > 0
    guest.go("数据导入")
    page.get_by_role("button", name="撤销这次导入").click()
    page.locator(".lens-said", has_text="已撤销").wait_for()
    guest.settle()
    guest.open("/?year=2023")
    assert "2023" not in page.locator(".lens-scope").inner_text()  # no such year any more: the address is not followed
    assert guest.complaints == []


def test_a_text_file_with_the_ending_of_a_workbook_stores_nothing(visit, own_server, own_store):
    before = Store(own_store).snapshot().version
    guest = visit(own_server)
    page = guest.open("/imports")
    drop(guest, "假的.xlsx", "这只是一段文字".encode())
    refusal = page.locator(".lens-refused").inner_text()
    assert "不是有效的电子表格" in refusal
    assert "文本文件" in refusal
    assert "另存为" in refusal
    assert page.get_by_role("button", name="没有可以导入的文件").is_disabled()
    assert Store(own_store).snapshot().version == before
    assert guest.complaints == []


def test_a_form_without_a_year_asks_and_then_imports(visit, own_server, own_store):
    guest = visit(own_server)
    page = guest.open("/imports")
    drop(guest, "自评表.xlsx", workbook(form_with(A2=None)))
    assert "等您回答" in page.locator(".lens-file").inner_text()
    page.get_by_role("combobox", name="年度（").click()
    page.get_by_role("option", name="2020年度").click()
    page.locator(".lens-file", has_text="可以导入").wait_for()
    guest.settle()
    page.get_by_role("button", name="确认导入").click()
    page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    found = Store(own_store).snapshot().table("select fiscal_year from project where name = '道路清扫保洁'")
    assert found["fiscal_year"].to_pylist() == [2020]
    assert guest.complaints == []
