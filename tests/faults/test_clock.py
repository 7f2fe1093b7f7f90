"""The clock is set back while people work: what came later stays later, nobody gets in by it and nobody is kept out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analytics.accounts import LONGEST_WAIT, TRIES, Accounts, SignInRefused, mark_of
from analytics.store import Store, backup, batch, ledger, trail
from analytics.store.backup import file_in, remove_older
from analytics.store.doctor import WARNING, examined
from tests.store.forms import form, reading

NOON = datetime(2026, 3, 2, 12)
DAY = timedelta(days=1)
PASSWORD = "correct horse battery"


@pytest.fixture
def clock(monkeypatch):
    """What every part of the store and the accounts takes for now; `back` sets it back."""

    class Clock(datetime):
        at = NOON

        @classmethod
        def now(cls, tz=None):
            return cls.at.replace(tzinfo=tz)

        @classmethod
        def back(cls, by):
            cls.at -= by

    for module in (ledger, trail, batch, backup):
        monkeypatch.setattr(module, "datetime", Clock)
    return Clock


@pytest.fixture
def store(tmp_path, clock):
    made = Store(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def accounts(store):
    made = Accounts(store)
    made.change_password("zhang", made.add("zhang", "张审", "auditor"), PASSWORD)
    return made


def files(store):
    return sorted(store.snapshot().table("select distinct file from project")["file"].to_pylist())


def test_the_newest_version_is_the_one_that_was_made_last(store, clock):
    store.commit([reading("甲", form("甲"))], {}, "测试")
    clock.back(DAY)
    store.commit([reading("乙", form("乙"))], {}, "测试")
    assert files(store) == sorted("甲乙")
    assert [one.version for one in store.versions()] == sorted(one.version for one in store.versions())
    again = Store(store.directory)
    assert files(again) == sorted("甲乙")
    again.close()


def test_of_two_files_about_one_project_the_one_that_came_last_counts(store, clock):
    store.commit([reading("先", form("甲", executed="10"))], {}, "测试")
    clock.back(DAY)
    store.commit([reading("后", form("甲", executed="20"))], {}, "测试")
    assert files(store) == ["后"]


def test_the_trail_keeps_its_order_and_its_chain(store, clock):
    store.note("export", "先")
    clock.back(DAY)
    store.note("export", "后")
    assert [one.subject for one in store.entries(trail.Wanted())][:2] == ["后", "先"]
    assert store.checked_trail().broken == ""


def test_the_operator_is_told(store, clock):
    clock.at = datetime(2400, 1, 1)
    store.commit([reading("甲", form("甲"))], {}, "测试")
    clock.at = NOON
    assert [one.state for one in examined(store.directory) if one.name == "时钟"] == [WARNING]


def test_a_session_does_not_grow_older_than_it_may_by_the_clock_going_back(accounts, clock):
    mark = mark_of(accounts.sign_in("zhang", PASSWORD))
    clock.back(timedelta(minutes=2))
    assert accounts.signed_in(mark) is not None
    clock.back(DAY)
    assert accounts.signed_in(mark) is None


def test_a_locked_account_stays_locked_and_not_longer_than_the_longest_wait(accounts, clock):
    for _ in range(TRIES):
        with pytest.raises(SignInRefused):
            accounts.sign_in("zhang", "wrong")
    clock.back(1000 * DAY)
    with pytest.raises(SignInRefused):
        accounts.sign_in("zhang", PASSWORD)
    clock.at += timedelta(seconds=LONGEST_WAIT + 1)
    assert accounts.sign_in("zhang", PASSWORD)


def test_the_backup_made_last_is_never_the_one_removed(store, clock, tmp_path):
    kept = []
    for _ in range(4):
        kept = [*kept, file_in(tmp_path)][-2:]
        store.backup(kept[-1])
        remove_older(tmp_path, 2)
        clock.back(DAY)
        assert sorted(tmp_path.glob("*.zip")) == kept
