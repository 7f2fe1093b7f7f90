"""公开前自查 under AppTest: a draft is checked, mended and dropped again, and the store stays as it was."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import pytest

from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.reading import Source
from analytics.reading.apart import ReadingCancelled
from analytics.store import Store
from pages import _self_check_desk
from tests.reading.sheets import form_with, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTY = workbook(form_with(H14=99))
MENDED = workbook(form_with())


def put(app, *files: tuple[str, bytes]):
    app.file_uploader[0].set_value([(name, content, XLSX) for name, content in files]).run()
    return app


def settled(app):
    """Run again while a check is under way; the page itself waits for it."""
    assert [each.value for each in app.exception] == []
    return app


def contents(directory) -> dict[str, str]:
    """What is written in a store, but for the log that opening a ledger leaves."""
    found = sorted(path for path in directory.rglob("*") if path.is_file() and not path.name.endswith(("-wal", "-shm")))
    return {str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def checked(open_page, own_store):
    return lambda *files: settled(put(open_page("self_check", own_store), *files))


def test_an_empty_desk_says_what_it_is_for_and_that_nothing_is_stored(open_page, empty_store, shown):
    words = shown(open_page("self_check", empty_store))
    assert "放进来" in words
    assert "什么都不存" in words


def test_a_draft_shows_what_is_wrong_and_what_would_be_right(checked, shown):
    words = shown(checked(("自评表.xlsx", FAULTY)))
    assert "须改 1 处" in words
    assert "总分应为96.5" in words
    assert "道路清扫保洁" in words


def test_a_mended_draft_says_what_it_solved(checked, shown):
    app = checked(("自评表.xlsx", FAULTY))
    words = shown(settled(put(app, ("自评表.xlsx", MENDED))))
    assert "已解决 1 处" in words
    assert "须改" not in words.split("查了")[1].split("。")[0]


def test_a_mended_draft_under_another_name_is_held_against_the_first(checked, shown):
    app = settled(put(checked(("自评表.xlsx", FAULTY)), ("自评表（改）.xlsx", MENDED)))
    settled(app.button(key="mended_1").click().run())
    assert "已解决 1 处" in shown(app)
    assert "查了 1 个文件" in shown(app)


def test_a_file_that_cannot_be_read_is_told_beside_the_others(checked, shown):
    words = shown(checked(("自评表.xlsx", FAULTY), ("坏.xlsx", b"no workbook")))
    assert "1 个文件读不出来" in words
    assert "总分应为96.5" in words


def test_checking_leaves_the_store_untouched(open_page, own_store):
    app = open_page("self_check", own_store)
    before = contents(own_store)
    settled(put(settled(put(app, ("自评表.xlsx", FAULTY))), ("自评表.xlsx", MENDED)))
    assert contents(own_store) == before


def test_a_rule_switched_off_for_this_place_is_left_out(open_page, own_store, shown):
    store = Store(own_store)
    Casebook(store).switch_rule("score-total", False, Person("张三", "auditor"), "本区另有规定，见计分办法第三条")
    store.close()
    assert "总分应为96.5" not in shown(settled(put(open_page("self_check", own_store), ("自评表.xlsx", FAULTY))))


def test_clearing_takes_everything_away(checked, shown):
    app = checked(("自评表.xlsx", FAULTY))
    settled(app.button(key="clear_drafts").click().run())
    assert "道路清扫保洁" not in shown(app)
    assert "放进来" in shown(app)


def test_a_hostile_name_is_never_markup(checked, shown):
    words = shown(checked(("<img src=x>.xlsx", workbook(form_with(H14=99, B3="<script>x</script>")))))
    assert "<script>x" not in words
    assert "<img src=x>" not in words


def test_a_stopped_check_takes_the_drop_back(monkeypatch):
    def endless(*_sources, cancel, **_more):
        while not cancel():
            pass
        raise ReadingCancelled

    monkeypatch.setattr(_self_check_desk, "read_apart", endless)
    here = _self_check_desk.CheckDesk()
    here.take([Source("自评表.xlsx", FAULTY)])
    here.stop()
    here.finish()
    assert (here.files, here.check, here.job) == ({}, None, None)
    assert "已取消" in here.notes[0][1]


def test_the_same_content_is_checked_once():
    here = _self_check_desk.CheckDesk()
    here.take([Source("甲.xlsx", FAULTY), Source("乙.xlsx", FAULTY)])
    here.job.wait(60)
    here.finish()
    assert list(here.files) == ["甲.xlsx"]
    assert "内容相同" in here.notes[0][1]


def test_what_the_browser_hands_over_twice_is_taken_once():
    here = _self_check_desk.CheckDesk()
    one, again = SimpleNamespace(file_id="1"), SimpleNamespace(file_id="2")
    assert [here.uploads.new([one]), here.uploads.new([one]), here.uploads.new([one, again])] == [[one], [], [again]]
