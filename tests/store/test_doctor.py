"""The doctor finds what is wrong with a store, changes nothing, and damaged batches are read again from their originals."""

import json
import os
import shutil
import sys

import pytest

from analytics import intake
from analytics.cli import main
from analytics.store import Store
from analytics.store.doctor import examined
from tests.audit.cases import bring

PERSON = "测试"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    bring(store)
    yield store
    store.close()


def said(store):
    """What is not fine, by name."""
    return {one.name: one.state for one in examined(store.directory) if one.state != "fine"}


def active(store):
    return [info for info in store.batches() if info.status == "active"]


def figures(store):
    return store.snapshot().table("select name, budget_base, executed, score_stated from project order by name").to_pylist()


def test_a_sound_store_is_fine(store):
    assert said(store) == {}


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda store: (store.directory / "evidence").mkdir() or (store.directory / "evidence" / ("a" * 64)).write_bytes(b"other"), {"证据文件": "error"}),
        (lambda store: (store.batch_directory / active(store)[0].batch_id / active(store)[0].sha256).write_bytes(b""), {"批次": "error"}),
        (lambda store: shutil.copytree(store.batch_directory / active(store)[0].batch_id, store.directory / "unacknowledged" / "x"), {"遗留文件": "warning"}),
        (lambda store: os.truncate(store.snapshot().path, 300_000), {"数据快照": "error"}),
    ],
    ids=["evidence", "original", "left over", "snapshot"],
)
def test_each_harm_is_found(store, harm, expected):
    harm(store)
    assert said(store).items() >= expected.items()


def test_originals_kept_before_persons_were_not_are_told(store, monkeypatch):
    monkeypatch.setenv("LENS_KEEP_PERSONS", "0")
    (told,) = (one for one in examined(store.directory) if one.name == "填表人")
    assert (told.state, active(store)[0].batch_id in told.found) == ("warning", True)


def test_originals_that_were_never_kept_are_nothing_to_tell(tmp_path, monkeypatch):
    monkeypatch.setenv("LENS_KEEP_PERSONS", "0")
    store = Store(tmp_path / "new")
    bring(store)
    assert said(store) == {}
    store.close()


@pytest.mark.parametrize(("sign_in", "state"), [("none", "fine"), ("accounts", "warning")])
def test_where_nothing_bounds_the_reading_process_it_is_told(store, monkeypatch, sign_in, state):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setenv("LENS_SIGN_IN", sign_in)
    (told,) = (one for one in examined(store.directory) if one.name == "读取程序")
    assert (told.state, "Windows" in told.found) == (state, True)


@pytest.mark.ledger_file
def test_a_damaged_ledger_is_told(store):
    store.close()
    for file in store.directory.glob("ledger.sqlite-*"):
        file.unlink()
    content = bytearray((store.directory / "ledger.sqlite").read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    (store.directory / "ledger.sqlite").write_bytes(content)
    assert said(store)["台账"] == "error"


def test_no_store_is_told_and_none_is_made(tmp_path):
    (check,) = examined(tmp_path / "none")
    assert (check.state, (tmp_path / "none").exists()) == ("error", False)


def test_a_damaged_batch_is_read_again_from_its_original(store, capsys):
    before = figures(store)
    (info,) = active(store)
    (store.batch_directory / info.batch_id / "funding.parquet").write_bytes(b"PAR1")
    assert main(["doctor", "--store", str(store.directory), "--json"]) == 1
    assert [one["name"] for one in json.loads(capsys.readouterr().out)["checks"] if one["state"] == "error"] == ["批次"]
    assert main(["doctor", "--store", str(store.directory), "--repair"]) == 0
    assert (figures(store), store.snapshot().damaged) == (before, [])
    assert active(store)[0].instead_of == info.batch_id


def test_what_the_original_cannot_mend_is_told(store):
    (info,) = active(store)
    shutil.rmtree(store.batch_directory / info.batch_id)
    done = intake.repair(store, PERSON)
    assert (done.again, [file for file, _ in done.beyond]) == ((), [info.file])


def test_backups_in_a_folder_are_named_by_time_and_only_the_newest_stay(store, tmp_path, capsys):
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "other.zip").write_bytes(b"not ours")
    for _ in range(3):
        assert main(["backup", str(tmp_path / "backups"), "--keep", "2", "--store", str(store.directory)]) == 0
    ours = sorted((tmp_path / "backups").glob("lens-backup-*.zip"))
    assert (len(ours), (tmp_path / "backups" / "other.zip").exists()) == (2, True)
    assert figures(Store.restore_backup(tmp_path / "again", ours[-1])) == figures(store)
