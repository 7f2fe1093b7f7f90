"""Open pages follow the data: what somebody else imports is on them without anybody doing anything; who is at work is asked first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from tests.browser.conftest import ROOT, serving
from tests.reading.sheets import form_with, workbook


def bring(store: Store, name: str, **cells: object) -> None:
    accept(store, examine(store, [Source(name, workbook(form_with(**cells)))], Answers(district="丰台区", fiscal_year=2023), apart=False), "测试")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A store of one form, and a server over it."""
    directory: Path = tmp_path_factory.mktemp("fresh") / "store"
    store = Store(directory)
    bring(store, "第一张.xlsx")
    with serving(directory) as address:
        yield store, address
    store.close()


def test_an_import_by_the_command_line_is_on_every_open_page(kept, visit, tmp_path):
    store, address = kept
    guests = [visit(address), visit(address)]
    guests[0].open("/")
    guests[1].open("/execution?threshold=60")
    (tmp_path / "第二张.xlsx").write_bytes(workbook(form_with(B3="路灯维护")))
    command = [sys.executable, "-m", "analytics", "import", str(tmp_path / "第二张.xlsx"), "--year", "2023", "--district", "丰台区", "--store"]
    subprocess.run([*command, str(store.directory)], cwd=ROOT, check=False, capture_output=True)
    for guest in guests:
        guest.page.locator(".lens-note").filter(has_text=store.snapshot().version).wait_for()
        guest.settle()
        assert guest.complaints == []
    assert "threshold=60" in guests[1].page.url


def test_who_has_a_dialog_open_is_asked_first(kept, visit):
    store, address = kept
    guest = visit(address)
    guest.open("/")
    before = store.snapshot().version
    guest.page.keyboard.press("?")
    guest.page.get_by_role("dialog").wait_for()
    bring(store, "第三张.xlsx", H14=99)
    guest.page.locator(".lens-fresh").wait_for()
    assert before in guest.page.locator(".lens-note").inner_text()
    guest.page.keyboard.press("Escape")
    guest.page.locator(".lens-note").filter(has_text=store.snapshot().version).wait_for()
