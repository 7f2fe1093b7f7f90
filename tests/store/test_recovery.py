"""Crashes, lost files, two writers at once, backups: nothing acknowledged is lost, nothing half stored is seen."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from analytics.errors import SnapshotDamaged, StoreError
from analytics.store import STEPS, Store, case_ledger, upkeep
from analytics.store import store as store_module
from analytics.store.ledger import HEAD, MIGRATIONS
from analytics.store.workplace import note, workplace
from tests.store.forms import form, reading

PERSON = "测试"
ACKNOWLEDGED = ("ledger-committed", "pointer-flipped")
ROOT = Path(__file__).parents[2]
IMPORT = """
import os, sys
from tests.store.forms import form, reading
from analytics.store import Store

def hear(step):
    if step == sys.argv[2]:
        os._exit(9)

Store(sys.argv[1]).commit([reading(sys.argv[3], form(sys.argv[3]))], {}, "x", progress=hear)
"""


def start(directory, step, name):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LENS_LEDGER_URL": store_module.ledger_of(directory)}
    return subprocess.Popen([sys.executable, "-c", IMPORT, str(directory), step, name], cwd=ROOT, env=environment)


def names(store):
    return store.snapshot().table("select name from project order by name")["name"].to_pylist()


@pytest.mark.each_ledger
@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_all_or_nothing(tmp_path, step):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    store.close()
    assert start(tmp_path, step, "乙").wait() == 9
    before_healing = (tmp_path / "current").read_text()
    assert before_healing == ("000003\n" if step == "pointer-flipped" else "000002\n")
    reopened = Store(tmp_path)
    stored = ["乙", "甲"] if step in ACKNOWLEDGED else ["甲"]
    assert sorted(names(reopened)) == sorted(stored)
    assert sorted(path.name for path in (tmp_path / "batches").iterdir()) == [info.batch_id for info in reopened.batches()]
    assert not [path for path in tmp_path.iterdir() if "building" in path.name]
    outcome = reopened.commit([reading("乙", form("乙"))], {}, PERSON)
    assert outcome.unchanged == (("乙",) if step in ACKNOWLEDGED else ())
    assert sorted(names(reopened)) == sorted(["乙", "甲"])


@pytest.mark.each_ledger
def test_two_imports_at_once_both_land(tmp_path):
    Store(tmp_path).close()
    running = [start(tmp_path, "never", name) for name in "甲乙丙"]
    assert [process.wait() for process in running] == [0, 0, 0]
    store = Store(tmp_path)
    assert sorted(names(store)) == sorted("甲乙丙")
    assert [info.sequence for info in store.batches()] == [1, 2, 3]


def test_a_missing_snapshot_is_built_again(tmp_path):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    store.close()
    for file in tmp_path.glob("snapshot-*"):
        file.unlink()
    assert names(store) == ["甲"]


def test_a_lost_ledger_is_made_again_from_the_batches_and_the_log_says_so(tmp_path, caplog):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {"fiscal_year": 2021}, PERSON)
    before = store.batches()
    store.close()
    for file in [*tmp_path.glob("ledger.sqlite*"), *tmp_path.glob("snapshot-*"), tmp_path / "current"]:
        file.unlink(missing_ok=True)
    again = Store(tmp_path)
    assert names(again) == ["甲"]
    assert again.batches() == before
    assert "the ledger was gone" in caplog.text


def gone(batch):
    shutil.rmtree(batch)


def altered(batch):
    with open(batch / "form.parquet", "r+b") as file:
        file.seek(40)
        byte = file.read(1)
        file.seek(40)
        file.write(bytes([byte[0] ^ 1]))


def cut(batch):
    (batch / "funding.parquet").write_bytes((batch / "funding.parquet").read_bytes()[:-9])


def without_manifest(batch):
    (batch / "manifest.json").write_text("{")


@pytest.mark.parametrize("harm", [gone, altered, cut, without_manifest])
def test_a_damaged_batch_is_named_and_left_out_and_the_rest_goes_on(tmp_path, harm):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    (info,) = store.batches()
    kept = shutil.copytree(tmp_path / "batches" / info.batch_id, tmp_path / "kept")
    harm(tmp_path / "batches" / info.batch_id)
    outcome = store.commit([reading("乙", form("乙"))], {}, PERSON)
    assert (outcome.added, names(store)) == (1, ["乙"])
    (told,) = store.snapshot().damaged
    assert (told["batch_id"], told["file"], bool(told["why"])) == (info.batch_id, "甲", True)
    assert [event.subject for event in store.events() if event.action == "damaged"] == [info.batch_id]
    shutil.rmtree(tmp_path / "batches" / info.batch_id, ignore_errors=True)
    shutil.copytree(kept, tmp_path / "batches" / info.batch_id)
    store.rebuild(PERSON)
    assert (sorted(names(store)), store.snapshot().damaged) == (sorted("甲乙"), [])


def zeros(file):
    with open(file, "r+b") as opened:
        opened.write(bytes(12_288))


def half(file):
    with open(file, "r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def blocks(file):
    with open(file, "r+b") as opened:
        for at in range(12_288 + 100, file.stat().st_size, 4096):
            opened.seek(at)
            opened.write(b"damage")


@pytest.mark.parametrize("harm", [zeros, half, blocks])
def test_a_damaged_snapshot_is_put_aside_and_built_again(tmp_path, harm):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    store.close()
    harm(store._path(store.versions()[-1].version))
    try:
        assert names(store) == ["甲"]  # found when it is opened
    except SnapshotDamaged:
        assert names(store) == ["甲"]  # found when it is read: the next opening has a new one
    assert len(list(tmp_path.glob("damaged-snapshot-*"))) == 1


@pytest.mark.parametrize("harm", [zeros, half])
def test_a_change_that_meets_a_damaged_snapshot_heals_it_and_goes_on(tmp_path, monkeypatch, harm):
    monkeypatch.setenv("LENS_LOCK_SECONDS", "1")
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    store.close()
    harm(store._path(store.versions()[-1].version))
    store.commit([reading("乙", form("乙"))], {}, PERSON)
    assert sorted(names(store)) == sorted("甲乙")


def test_a_snapshot_of_another_layout_is_built_anew_when_opened(tmp_path, monkeypatch):
    store = Store(tmp_path)
    version = store.commit([reading("甲", form("甲"))], {}, PERSON).version
    store.close()
    for module in (store_module, upkeep):
        monkeypatch.setattr(module, "schema_mark", lambda: "another")
    again = Store(tmp_path)
    assert again.snapshot().version > version
    assert names(again) == ["甲"]


def test_a_reader_cannot_reach_outside_the_snapshot(tmp_path):
    import duckdb

    (tmp_path / "secret.csv").write_text("a\n1\n")
    snapshot = Store(tmp_path / "store").snapshot()
    for sql in (f"select * from read_csv('{tmp_path / 'secret.csv'}')", "create table x (a integer)", "set enable_external_access = true"):
        with pytest.raises(duckdb.Error):
            snapshot.table(sql)


def test_threads_get_their_own_rows(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    snapshot = Store(tmp_path).snapshot()
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda number: snapshot.table("select $number as number from range(100)", {"number": number})["number"].to_pylist(), range(200))
        assert all(rows == [number] * 100 for number, rows in enumerate(found))


def test_the_newest_migration_is_the_one_the_program_expects():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_migrations_make_the_tables_of_the_program(tmp_path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from analytics.store import trail
    from analytics.store.ledger import metadata

    with Store(tmp_path).ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), [metadata, trail.own]) == []


@pytest.mark.ledger_file
def test_a_ledger_of_the_layout_before_is_migrated_when_opened(tmp_path):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    with store.ledger.engine.begin() as connection:
        later = set(sa.inspect(connection).get_table_names()) - {"batch", "version", "version_batch", "alias", "event", "alembic_version"}
        connection.exec_driver_sql("pragma defer_foreign_keys=on")
        for statement in (*(f"drop table {name}" for name in later), "update alembic_version set version_num = '0001'"):
            connection.exec_driver_sql(statement)
    store.close()
    again = Store(tmp_path)
    assert names(again) == ["甲"]
    with case_ledger.turn(again.ledger) as connection:
        assert (case_ledger.in_line_with(connection), case_ledger.all_rows(connection)) == (("", ""), [])


BACKUP = """
import os, signal, sys
from analytics.store import Store

def killed(event, told):
    if event == "os.rename" and str(told[1]).endswith("backup.zip"):
        os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

sys.addaudithook(killed)
Store(sys.argv[1]).backup(sys.argv[2])
"""


@pytest.fixture(params=["opened", "backed up"])
def go_on(request):
    """What the next process does with the store."""
    return {"opened": lambda store, _: store.close(), "backed up": lambda store, other: store.backup(other)}[request.param]


def test_a_backup_killed_before_its_last_step_leaves_nothing_for_long(tmp_path, go_on):
    store = Store(tmp_path / "store")
    store.commit([reading("甲", form("甲"))], {}, PERSON)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LENS_LEDGER_URL": store_module.ledger_of(store.directory)}
    (tmp_path / "kept").mkdir()
    command = [sys.executable, "-c", BACKUP, str(store.directory), str(tmp_path / "kept" / "backup.zip")]
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode != 0
    (beside,) = (tmp_path / "kept").iterdir()
    assert (beside.suffix, (store.directory / ".archiving" / "ledger.sqlite").exists()) == (".new", True)
    go_on(Store(store.directory), tmp_path / "other.zip")
    assert list((tmp_path / "kept").iterdir()) == []
    assert not (store.directory / ".archiving").exists()


def test_whoever_opens_the_store_takes_nothing_from_a_backup_at_work(tmp_path):
    Store(tmp_path).close()
    with workplace(tmp_path) as folder:
        note(folder, tmp_path / "backup.zip.1.new")
        (tmp_path / "backup.zip.1.new").touch()
        Store(tmp_path).close()
        assert ((folder / "goal").exists(), (tmp_path / "backup.zip.1.new").exists()) == (True, True)
    assert not folder.exists()


@pytest.fixture
def archive(tmp_path):
    store = Store(tmp_path / "first")
    store.commit([reading("甲", form("甲")), reading("乙", form("乙"))], {}, PERSON)
    store.withdraw("1", PERSON)
    assert store.backup(tmp_path / "backup.zip") == 2
    return tmp_path / "backup.zip"


def test_a_backup_brings_everything_back_elsewhere(tmp_path, archive):
    store = Store.restore_backup(tmp_path / "second", archive, actor=PERSON)
    assert names(store) == ["乙"]
    assert store.batches() == Store(tmp_path / "first").batches()
    assert store.original("2") == Store(tmp_path / "first").original("2")
    assert store.reinstate("1", PERSON)
    assert sorted(names(store)) == sorted(["乙", "甲"])


def test_a_full_store_is_not_overwritten_unless_forced(tmp_path, archive):
    target = Store(tmp_path / "second")
    target.commit([reading("丙", form("丙"))], {}, PERSON)
    held = target.snapshot()
    with pytest.raises(StoreError):
        Store.restore_backup(tmp_path / "second", archive)
    assert names(target) == ["丙"]
    Store.restore_backup(tmp_path / "second", archive, force=True)
    assert names(target) == ["乙"]
    assert target.snapshot().version > held.version
    (saved,) = (tmp_path / "second").glob("before-restore-*.zip")
    assert names(Store.restore_backup(tmp_path / "third", saved)) == ["丙"]


def changed(archive, target, change):
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            for kept, content in change(name, old.read(name)):
                new.writestr(kept, content)


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: [(name, content + b" " if name.endswith("manifest.json") else content)],
        lambda name, content: [] if name.endswith("form.parquet") else [(name, content)],
        lambda name, content: [(name, content.replace(b"batches/000001", b"batches/../../1") if name == "backup.json" else content)],
        lambda name, content: [] if name == "backup.json" else [(name, content)],
    ],
    ids=["changed", "missing", "outside", "not ours"],
)
def test_a_damaged_backup_is_refused_and_leaves_no_trace(tmp_path, archive, change):
    changed(archive, tmp_path / "bad.zip", change)
    with pytest.raises(StoreError):
        Store.restore_backup(tmp_path / "second", tmp_path / "bad.zip")
    assert [file.name for file in (tmp_path / "second").iterdir()] == ["archive-lock"]
