"""A doubt from the list to its end in a real browser: auditor, unit, second auditor, and a form that was mended."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from analytics.audit.casebook import Casebook
from analytics.store import Store
from tests.browser.conftest import PATIENCE, serving
from tests.browser.test_every_page import english

DEPARTMENT = "朝阳区城市管理指挥中心"
LAWYER, HOTLINE = "常年聘请律师费", "政府热线团结湖办公区后勤保障"


@pytest.fixture
def own_server(own_store):
    """A server over a copy of the samples that the test may change."""
    with serving(own_store) as address:
        yield address


def become(guest, name: str, role: str, department: str | None = None) -> None:
    """Pick name and role in the sidebar."""
    page = guest.page
    page.locator(".st-key-identity button").first.click()
    page.get_by_label("姓名").fill(name)
    page.get_by_label("姓名").press("Enter")
    page.locator(".st-key-identity button", has_text=name).wait_for()
    page.locator(".st-key-identity_role button", has_text=role).click()
    guest.settle()
    if department:
        page.locator(".st-key-identity_departments input").click()
        page.get_by_role("option", name=department).click()
        guest.settle()
        page.keyboard.press("Escape")
    page.locator(".st-key-identity button", has_text=f"{name} · {role}").wait_for()
    page.keyboard.press("Escape")
    page.locator(".lens-page h1").click()
    guest.settle()


def fill_in(guest, way: str, words: str, press: str, choice: str = "", why: str = "") -> None:
    """Open the card of an action, choose and write in it, press its button; `why` is for a second field."""
    page = guest.page
    page.locator(".st-key-doubt_actions").get_by_role("button", name=way, exact=False).first.click()
    card = page.get_by_test_id("stPopoverBody")
    if choice:
        card.get_by_text(choice, exact=True).click()
    card.locator("textarea").first.fill(words)
    if why:
        card.locator("textarea").last.fill(why)
    card.get_by_role("button", name=press).click()


def status(guest, words: str) -> None:
    shown = guest.page.locator(".lens-doubt .mark.status")
    shown.filter(has_text=words).wait_for()  # while a run draws anew, the old card may still stand beside the new one
    guest.settle()
    expect(shown).to_have_count(1, timeout=PATIENCE)
    expect(shown).to_have_text(words)


def test_a_doubt_is_assigned_issued_explained_verified_and_closed(visit, own_server):
    auditor = visit(own_server)
    page = auditor.open("/findings")
    become(auditor, "张审", "审计")
    page.locator(".st-key-doubts_severity button", has_text="错误").click()
    page.wait_for_url("**severity=error*")
    page.get_by_label("搜索").first.fill("律师")
    page.get_by_label("搜索").first.press("Enter")
    page.wait_for_url("**search=*")
    auditor.settle()
    assert "列出1条" in page.locator(".lens-listed").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载清单").click()
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))["数据"]
    assert [cell.value for cell in sheet[2]][:2] == ["错误", "执行率得分与执行率不符"]

    page.locator("body").press("o")
    status(auditor, "疑点")
    assert page.locator(".lens-sheet td.error[data-cell=I55]").is_visible()
    link = page.url
    page.get_by_role("button", name="指派").last.click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox").first.fill("张审")
    page.get_by_role("option", name="张审").first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="保存").click()
    page.locator(".lens-keeping", has_text="责任人：张审").wait_for()
    auditor.settle()
    page.locator("body").press("i")
    status(auditor, "已下发")

    clerk = visit(own_server)
    clerk.open("/explanations")
    become(clerk, "李填", "填报", DEPARTMENT)
    clerk.page.locator(".lens-doubt", has_text=LAWYER).wait_for()
    clerk.page.get_by_label("说明", exact=True).fill("按本区计分办法给分")
    clerk.page.get_by_role("button", name="提交给审计").click()
    status(clerk, "单位已说明")

    page.reload()
    auditor.settle()
    page.locator(".st-key-identity button", has_text="张审 · 审计").wait_for()
    page.locator(".lens-step", has_text="按本区计分办法给分").wait_for()
    fill_in(auditor, "核实", "计分办法不支持", "记下结论", choice="属实")
    status(auditor, "已核实·属实")
    assert page.locator(".st-key-doubt_actions").get_by_role("button", name="销号").count() == 0

    second = visit(own_server)
    second.open(link.removeprefix(own_server))
    become(second, "王审", "审计")
    fill_in(second, "销号", "已复核", "销号", why="数额很小")
    status(second, "已销号·属实")
    assert [*auditor.complaints, *clerk.complaints, *second.complaints] == []


def test_a_mended_form_closes_its_doubt(visit, own_server, own_store, samples):
    (source,) = [one for one in samples if "朝阳区" in one.name]
    book = openpyxl.load_workbook(io.BytesIO(source.content))
    book["自评表"]["I127"].value = 7.58
    mended = io.BytesIO()
    book.save(mended)
    guest = visit(own_server)
    page = guest.open("/imports")
    page.locator("input[type=file]").set_input_files([{"name": source.name, "mimeType": "application/octet-stream", "buffer": mended.getvalue()}])
    page.get_by_role("button", name="确认导入").click()
    page.locator(".lens-result", has_text="已导入 1 个文件").wait_for()
    guest.settle()
    closed = [case for case in Casebook(Store(own_store)).cases() if case.finding.project == HOTLINE and case.finding.rule == "execution-score-above-rate"]
    assert [(case.status, case.closed_how) for case in closed] == [("closed", "mended")]
    guest.open(f"/findings?status=closed&finding={closed[0].finding.key}")
    status(guest, "已改正")
    assert "改正后自动销号" in page.locator(".lens-step").first.inner_text()
    assert guest.complaints == []


def test_keys_go_through_the_list(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/findings?severity=error")
    box = page.get_by_placeholder("项目、规则、说明")
    box.fill("得分")
    box.press("Enter")
    page.wait_for_function("() => document.activeElement.tagName !== 'INPUT'")
    guest.settle()
    page.keyboard.press("o")
    page.wait_for_url("**finding=*")
    guest.settle()
    first = page.url
    page.locator("body").press("j")
    page.wait_for_function("before => location.href !== before", arg=first)
    guest.settle()
    second = page.url
    page.locator("body").press("k")
    page.wait_for_function("before => location.href === before", arg=first)
    guest.settle()
    page.go_back()
    page.wait_for_function("before => location.href === before", arg=second)
    guest.settle()
    assert page.locator(".lens-doubt").is_visible()
    page.go_back()
    page.wait_for_function("before => location.href === before", arg=first)
    guest.settle()
    page.locator("body").press("x")
    page.locator(".lens-doubt").wait_for(state="detached")
    assert guest.complaints == []


def test_an_opened_finding_and_its_cards_speak_chinese(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/findings?severity=error")
    page.locator("body").press("o")
    page.locator(".lens-doubt").wait_for()
    guest.settle()
    for way in ("附言下发", "核实", "证据", "文书"):
        page.locator(".st-key-doubt_actions").get_by_role("button", name=way).click()
        page.get_by_test_id("stPopoverBody").wait_for()
        assert english(guest.words()) == []
        page.keyboard.press("Escape")
        page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    assert guest.complaints == []


def test_a_click_on_a_line_opens_it_beside_the_list(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/findings?severity=error&district=朝阳区")
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 200, box["y"] + 37 + 17)  # the table is painted, it has no elements
    page.locator(".lens-doubt", has_text="执行率得分与执行率不符").wait_for()
    assert "finding=" in page.url
    assert guest.complaints == []
