"""The trail: only added to, chained, written with the change it tells of."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from analytics import intake
from analytics.audit.casebook import Casebook
from analytics.store import Store, trail
from analytics.store.ledger import alias_table
from tests.access.persons import AUDITOR

pytestmark = pytest.mark.each_ledger


@pytest.fixture
def store(own_store):
    made = Store(own_store)
    yield made
    made.close()


def checked(store):
    with store.ledger.engine.connect() as connection:
        return trail.verify(connection)


def newest(store):
    with store.ledger.engine.connect() as connection:
        return trail.entries(connection, trail.Wanted(), 1)[0]


def tampered(store, statement):
    """What somebody does who goes round the program: the triggers first."""
    with store.ledger.engine.begin() as connection:
        for verb in ("update", "delete"):
            of_table = "" if store.ledger.in_file else "on trail"
            connection.execute(sa.text(f"drop trigger trail_no_{verb} {of_table}"))
        connection.execute(sa.text(statement))


def test_every_change_of_data_and_findings_is_a_line_and_the_chain_holds(store):
    before = checked(store).entries
    as_before = trail.acting.set(trail.Origin("10.0.0.7", "auditor", "zhang"))
    batch = store.batches()[0].batch_id
    intake.withdraw(store, batch, AUDITOR.name)
    book = Casebook(store)
    book.issue([next(case.key for case in book.cases() if case.status == "open")], AUDITOR)
    trail.acting.reset(as_before)
    line = newest(store)
    assert (line.actor, line.origin, line.role, line.account, line.action) == ("张审", "10.0.0.7", "auditor", "zhang", "case-issue")
    assert checked(store).entries > before + 1
    assert checked(store).broken == ""


@pytest.mark.parametrize("statement", ["update trail set actor = 'x'", "delete from trail"])
def test_the_database_refuses_to_change_a_line(store, statement):
    with pytest.raises(sa.exc.IntegrityError), store.ledger.engine.begin() as connection:
        connection.execute(sa.text(statement))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("update trail set actor = 'x' where number = 2", "第 2 条"),
        ("delete from trail where number = 2", "第 2 条不见了"),
        ("delete from trail where number = (select max(number) from trail)", "最后的记录被删去了"),
    ],
)
def test_who_goes_round_the_database_is_found(store, statement, said):
    tampered(store, statement)
    assert said in checked(store).broken


def test_many_writers_make_one_chain(store):
    def write(name):
        for _ in range(10):
            with store.ledger.engine.begin() as connection:
                trail.append(connection, name, "sign-in", name)

    before = checked(store).entries
    writers = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert checked(store) == trail.Checked(before + 40, newest(store).hash)


def _write_and_fail(connection, values):
    trail.append(connection, "张审", "alias", "印名")
    connection.execute(alias_table.insert().values(values))


def test_a_change_that_fails_leaves_no_line(store):
    before = checked(store).entries
    broken = {"printed": "印名", "department": "环卫", "actor": "张审", "remembered_at": None}  # a column that must not be empty
    with pytest.raises(sa.exc.IntegrityError), store.ledger.engine.begin() as connection:
        _write_and_fail(connection, broken)
    assert checked(store).entries == before
