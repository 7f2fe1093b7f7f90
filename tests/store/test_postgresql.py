"""A ledger that moves into PostgreSQL and back: nothing is lost, and what would be lost silently is refused."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from analytics.accounts import Accounts
from analytics.errors import StoreError
from analytics.store import Store, trail
from analytics.store.doctor import examined
from analytics.store.ledger import HEAD, Ledger
from analytics.store.ledger_copy import TABLES
from tests.store.forms import form, reading

PERSON = "测试"
pytestmark = pytest.mark.ledger_file


@pytest.fixture
def moved(tmp_path, postgresql):
    """A store of one batch, an account and a view, whose ledger was a file until now."""
    before = Store(tmp_path / "store")
    before.commit([reading("甲", form("甲"))], {"district": "丰台区"}, PERSON)
    Accounts(before).add("zhang", "张审", "auditor")
    before.close()
    kept = lines_of(before)
    after = Store(before.directory, postgresql.of(before.directory))
    yield kept, after
    after.close()


def lines_of(store):
    """Every row of every table."""
    with store.ledger.engine.connect() as connection:
        return {table.name: sorted(map(str, connection.execute(sa.select(table)))) for table in TABLES}


def chain(store):
    with store.ledger.engine.connect() as connection:
        return trail.verify(connection)


def test_a_database_without_tables_gets_every_table(postgresql):
    ledger = Ledger(postgresql.named("empty"))
    ledger.migrate()
    with ledger.engine.connect() as connection:
        assert connection.scalar(sa.text("select version_num from alembic_version")) == HEAD
        assert {table.name for table in TABLES} <= set(sa.inspect(connection).get_table_names())
    ledger.close()


def test_a_ledger_moves_from_its_file_with_every_row_and_goes_on(moved):
    kept, store = moved
    assert lines_of(store) == kept
    assert not (store.directory / "ledger.sqlite").exists()
    store.commit([reading("乙", form("乙"))], {}, PERSON)
    assert ([info.file for info in store.batches()], chain(store).broken) == (["甲", "乙"], "")


def test_a_backup_out_of_postgresql_fills_a_store_with_a_file_and_one_in_postgresql(moved, postgresql, tmp_path, monkeypatch):
    kept, store = moved
    store.backup(tmp_path / "backup.zip")
    in_file = Store.restore_backup(tmp_path / "in_file", tmp_path / "backup.zip")
    monkeypatch.setattr("analytics.store.store.ledger_of", postgresql.of)
    again = Store.restore_backup(tmp_path / "again", tmp_path / "backup.zip")
    for one in (in_file, again):
        assert lines_of(one)["account"] == kept["account"]
        assert ([info.file for info in one.batches()], chain(one).broken) == (["甲"], "")
        one.commit([reading("乙", form("乙"))], {}, PERSON)
        one.close()


def test_a_store_whose_ledger_is_elsewhere_gets_no_second_one(moved):
    _, store = moved
    with pytest.raises(StoreError, match="没有设"):
        Store(store.directory)
    assert not (store.directory / "ledger.sqlite").exists()


def test_writers_at_once_make_one_chain_and_lose_nothing(moved):
    _, store = moved

    def decide(name):
        for at in range(5):
            store.ledger.decide("project_link", [f"甲乙{at}"], name, name)

    before = chain(store).entries
    writers = [threading.Thread(target=decide, args=(f"w{n}",)) for n in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert (chain(store).entries, chain(store).broken) == (before + 20, "")
    assert len(store.ledger.decisions("project_link")) == 5


@pytest.mark.parametrize("statement", ["update trail set actor = 'x'", "delete from trail", "truncate trail"])
def test_postgresql_refuses_to_change_the_trail_also_after_a_restore(moved, statement):
    _, store = moved
    with pytest.raises(sa.exc.IntegrityError), store.ledger.engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_the_doctor_counts_it_and_a_database_that_is_away_is_told(moved, postgresql, monkeypatch):
    _, store = moved
    monkeypatch.setattr("analytics.store.store.ledger_of", postgresql.of)
    monkeypatch.setattr("analytics.store.doctor.ledger_of", postgresql.of)
    (said,) = (one for one in examined(store.directory) if one.name == "台账")
    assert (said.state, "postgresql" in said.found) == ("fine", True)
    with pytest.raises(StoreError, match="台账数据库"):
        Store(store.directory, "postgresql+psycopg://lens@127.0.0.1:9/lens")
    with pytest.raises(StoreError, match="ledger_url"):
        Store(store.directory, "postgres://lens@127.0.0.1:9/lens")
