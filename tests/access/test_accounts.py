"""Accounts: signing in and out, waiting after wrong passwords, sessions that end, and what administrators change."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from analytics.accounts import AccountError, Accounts, SignInRefused, mark_of
from analytics.store import Store, trail
from analytics.store.account_tables import account_table, sign_in_table

NEW = "correct horse battery"


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store")
    yield made
    made.close()


@pytest.fixture
def accounts(store):
    return Accounts(store)


@pytest.fixture
def password(accounts):
    return accounts.add("Zhang", "张审", "auditor")


def lines(store, action):
    with store.ledger.engine.connect() as connection:
        return trail.entries(connection, trail.Wanted(action=action))


def test_a_person_signs_in_under_any_case_of_the_name(accounts, password):
    account = accounts.signed_in(mark_of(accounts.sign_in("ZHANG ", password)))
    assert (account.name, account.person.name, account.role, account.must_change) == ("zhang", "张审", "auditor", True)


def test_a_wrong_password_and_an_unknown_name_are_refused_alike(accounts, password):
    said = set()
    for name, tried in (("zhang", "wrong"), ("nobody", password)):
        with pytest.raises(SignInRefused) as refused:
            accounts.sign_in(name, tried)
        said.add(str(refused.value))
    assert len(said) == 1


@pytest.mark.each_ledger
def test_after_five_wrong_ones_even_the_right_one_waits_and_longer_each_time(accounts, password, store):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            accounts.sign_in("zhang", "wrong")
    with pytest.raises(SignInRefused, match="后再试"):
        accounts.sign_in("zhang", password)
    first = accounts.find("zhang").waits_until
    with store.ledger.engine.begin() as connection:
        connection.execute(account_table.update().values(locked_until=None))
    with pytest.raises(SignInRefused):
        accounts.sign_in("zhang", "wrong")
    assert accounts.find("zhang").waits_until > first
    assert len(lines(store, "sign-in-refused")) == 7


def test_the_first_password_must_be_changed_and_changing_ends_other_sessions(accounts, password):
    token = accounts.sign_in("zhang", password)
    accounts.change_password("zhang", password, NEW)
    assert accounts.signed_in(mark_of(token)) is None
    assert accounts.signed_in(mark_of(accounts.sign_in("zhang", NEW))).must_change is False


@pytest.mark.parametrize("plain", ["short", "aaaaaaaaaaaaaaa", "zhang-zhang-1"])
def test_a_plain_password_is_refused(accounts, password, plain):
    with pytest.raises(AccountError):
        accounts.change_password("zhang", password, plain)


def test_signing_out_ends_the_sessions_on_every_machine(accounts, password):
    here, there = accounts.sign_in("zhang", password), accounts.sign_in("zhang", password)
    accounts.sign_out(mark_of(here))
    assert accounts.signed_in(mark_of(there)) is None


@pytest.mark.parametrize(("column", "minutes"), [("seen_at", 61), ("opened_at", 721)])
def test_a_session_ends_unused_and_old(accounts, password, store, column, minutes):
    token = accounts.sign_in("zhang", password)
    with store.ledger.engine.begin() as connection:
        at = connection.scalar(sa.select(sign_in_table.c.opened_at))
        connection.execute(sign_in_table.update().values({column: at - timedelta(minutes=minutes)}))
    assert accounts.signed_in(mark_of(token)) is None


@pytest.mark.each_ledger
def test_another_role_holds_for_open_sessions_and_a_closed_account_ends_them(accounts, password):
    token = accounts.sign_in("zhang", password)
    accounts.set_role("zhang", "clerk", ["环卫中心"], [])
    assert accounts.signed_in(mark_of(token)).person.departments == ("环卫中心",)
    accounts.disable("zhang")
    assert accounts.signed_in(mark_of(token)) is None
    assert accounts.person("zhang") is None
    with pytest.raises(SignInRefused):
        accounts.sign_in("zhang", password)


def test_a_clerk_needs_a_department_and_the_last_admin_stays(accounts):
    with pytest.raises(AccountError):
        accounts.add("li", "李填", "clerk")
    accounts.add("root", "管理", "admin")
    with pytest.raises(AccountError, match="最后一个管理员"):
        accounts.disable("root")


def test_no_password_stands_in_the_ledger_or_the_trail(accounts, password, store):
    accounts.sign_in("zhang", password)
    accounts.change_password("zhang", password, NEW)
    with store.ledger.engine.connect() as connection:
        rows = [str(row) for table in (account_table, sign_in_table, trail.trail_table) for row in connection.execute(sa.select(table))]
    assert not any(secret in row for row in rows for secret in (password, NEW))
