"""The five steps of 数据导入 in a real browser; what is stored is checked after each of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.store import Store
from tests.browser.conftest import serving
from tests.browser.test_upload import drop
from tests.examples.files import file_of
from tests.examples.rows import parse
from tests.reading.sheets import form_with, workbook
from tests.reading.test_word import document

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LARGE = {"B3": "巨大项目", "G6": None, "C7": None, "D7": None, "E7": None}
OTHERS = [form_with(B3=f"项目{number}") for number in range(4)]
THREE_FAULTS = workbook(form_with(A2=None, E6="约85万"), form_with(**LARGE, C6=9122160, D6=9122160, E6=9000000), *OTHERS)
MENDED = workbook(form_with(E6=85), form_with(**LARGE, C6="912.216", D6=912.216, E6=900), *OTHERS)


@pytest.fixture
def clerk(visit, own_store):
    """A clerk before the import page of a server of its own, and the store behind it."""
    with serving(own_store) as address:
        guest = visit(address)
        guest.open("/imports")
        yield guest, Store(own_store)
        assert guest.complaints == []


def figures(store: Store, year: int) -> dict[str, tuple]:
    """Budget and execution (万元) of the stored projects of a year."""
    rows = store.snapshot().table("select name, budget_base, executed from project where fiscal_year = $year", {"year": year}).to_pylist()
    return {row["name"]: (row["budget_base"], row["executed"]) for row in rows}


def step(page) -> str:
    return page.locator(".lens-way li.now").inner_text()


def press(guest, name: str) -> None:
    guest.page.get_by_role("button", name=name).click()


def confirm_and_undo(guest, store: Store, year: int, expected: dict[str, tuple]) -> None:
    """Confirm, look at the store, take it back, look again."""
    before = {info.batch_id for info in store.batches()}
    press(guest, "确认导入")
    guest.page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    guest.settle()
    assert figures(store, year) == expected
    press(guest, "撤销这次导入")
    guest.page.locator(".lens-said", has_text="已撤销").wait_for()
    guest.settle()
    assert figures(store, year) == {}
    assert {info.status for info in store.batches() if info.batch_id not in before} == {"withdrawn"}


def test_a_good_file_goes_through_the_five_steps(clerk):
    guest, store = clerk
    page = guest.page
    assert step(page) == "放入文件"
    drop(guest, "好.xlsx", workbook(form_with(), form_with(B3="河道保洁")))
    assert (step(page), figures(store, 2023)) == ("确认导入", {})
    figure = page.locator(".lens-read [data-cell=E6]").first
    figure.click()
    cell = page.locator(".lens-original td.here")
    assert (cell.count(), cell.get_attribute("data-cell"), cell.inner_text()) == (1, "E6", "85")
    page.get_by_role("combobox", name="看哪张表").click()
    page.get_by_role("option", name="河道保洁").click()
    page.locator(".lens-head", has_text="河道保洁").wait_for()
    guest.settle()
    confirm_and_undo(guest, store, 2023, {"道路清扫保洁": (Decimal(100), Decimal(85)), "河道保洁": (Decimal(100), Decimal(85))})


def test_three_faults_are_mended_in_the_file_compared_imported_and_undone(clerk):
    guest, store = clerk
    page = guest.page
    drop(guest, "三错.xlsx", THREE_FAULTS)
    assert step(page) == "更正"
    assert page.locator(".lens-original td.error").inner_text().startswith("约85万")
    with page.expect_download() as handed_over:
        page.locator("[class*=st-key-import_bar]").get_by_role("button", name="下载问题清单").click()
    assert handed_over.value.suggested_filename.endswith(".xlsx")
    assert figures(store, 2023) == {}
    page.locator("input[type=file]").set_input_files([{"name": "三错.xlsx", "mimeType": "application/octet-stream", "buffer": MENDED}])
    change = page.locator("[class*=st-key-edition_]")
    change.wait_for()
    guest.settle()
    assert "已解决 2 处问题，仍有 0 处，新出现 0 处" in change.inner_text()
    assert "912.216" in change.inner_text()
    assert (step(page), figures(store, 2023)) == ("确认导入", {})
    others = {f"项目{number}": (Decimal(100), Decimal(85)) for number in range(4)}
    expected = {"道路清扫保洁": (Decimal(100), Decimal(85)), "巨大项目": (Decimal("912.216"), Decimal(900)), **others}
    confirm_and_undo(guest, store, 2023, expected)


def test_three_faults_are_mended_in_place_and_answered(clerk):
    guest, store = clerk
    page = guest.page
    drop(guest, "三错.xlsx", THREE_FAULTS)
    page.get_by_placeholder("更正为").fill("85")
    press(guest, "按更正重新识别")
    page.locator(".lens-file", has_text="等您回答").wait_for()
    guest.settle()
    assert (step(page), figures(store, 2020)) == ("回答未写明的", {})
    page.get_by_role("combobox", name="年度（").click()
    page.get_by_role("option", name="2023年度").click()
    page.locator(".lens-file", has_text="可以导入").wait_for()
    guest.settle()
    page.get_by_text("是元：该项目预算 912.22 万元").click()
    page.locator(".lens-facts", has_text="已按依据更正 1 张").wait_for()
    guest.settle()
    press(guest, "确认导入")
    page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    stored = figures(store, 2023)
    assert (stored["道路清扫保洁"], stored["巨大项目"]) == ((Decimal(100), Decimal(85)), (Decimal("912.216"), Decimal(900)))
    decisions = store.batches()[-1].decisions
    assert (decisions["cells"], decisions["units"], decisions["fiscal_year"]) == ({"表1!E6": "85"}, {"巨大项目": "元"}, 2023)
    assert "更正 表1 E6 为 85" in page.locator(".lens-batch").first.inner_text()


@pytest.mark.parametrize("kind", ["docx", "xls"])
def test_word_and_old_excel_go_the_same_way(clerk, kind):
    guest, store = clerk
    if kind == "docx":
        content, name, year, expected = document(form_with()), "道路清扫保洁", 2023, (Decimal(100), Decimal(85))
    else:
        content = file_of(parse((EXAMPLES / "old_excel.rows.txt").read_text("utf-8")))
        name, year, expected = "委托业务项目", 2022, (Decimal("89.974"), Decimal("89.974"))
    before = figures(store, year)
    drop(guest, f"自评表.{kind}", content)
    assert (step(guest.page), figures(store, year)) == ("确认导入", before)
    assert guest.page.locator(".lens-original td").count() > 20
    press(guest, "确认导入")
    guest.page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    guest.settle()
    assert figures(store, year) == {**before, name: expected}
    press(guest, "撤销这次导入")
    guest.page.locator(".lens-said", has_text="已撤销").wait_for()
    guest.settle()
    assert figures(store, year) == before
