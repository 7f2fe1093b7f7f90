"""The current fails between writing and renaming: what was not yet on the disk is gone, and the store is as before or as after."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analytics.store import Store
from analytics.store.doctor import ERROR, examined
from tests.store.forms import form, reading

OWN_CARE = ("ledger.sqlite", "lock")  # SQLite syncs its files by itself


class PowerCuts:
    """Copies of a directory as a power cut would leave it: around every renaming, without the bytes that nobody had synced."""

    def __init__(self, store: Path, copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.copies, self.number = store, copies, 0
        self._synced = {_mark(os.stat(file)) for file in store.rglob("*") if file.is_file()}
        self._fsync, self._replace = os.fsync, os.replace
        monkeypatch.setattr(os, "fsync", self.fsync)
        monkeypatch.setattr(os, "replace", self.replace)

    def fsync(self, handle: int) -> None:
        self._fsync(handle)
        self._synced.add(_mark(os.fstat(handle)))

    def replace(self, source, target) -> None:
        self.cut()
        self._replace(source, target)
        self.cut()

    def cut(self) -> None:
        """One more copy."""
        self.number += 1
        copy = Path(shutil.copytree(self.store, self.copies / str(self.number)))
        for file in (file for file in self.store.rglob("*") if file.is_file() and not file.name.startswith(OWN_CARE)):
            if _mark(os.stat(file)) not in self._synced:
                (copy / file.relative_to(self.store)).write_bytes(b"")


def _mark(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_mtime_ns, found.st_size


def names(store: Store) -> list[str]:
    return sorted(store.snapshot().table("select name from project")["name"].to_pylist())


def test_a_power_cut_around_any_renaming_leaves_the_store_as_before_or_as_after(tmp_path, monkeypatch):
    store = Store(tmp_path / "store")
    store.commit([reading("甲", form("甲"))], {}, "测试")
    with monkeypatch.context() as patched:
        cuts = PowerCuts(store.directory, tmp_path / "cuts", patched)
        store.commit([reading("乙", form("乙"))], {}, "测试")
        store.withdraw("1", "测试")
    found = []
    for number in range(1, cuts.number + 1):
        left = Store(cuts.copies / str(number))
        found.append(names(left))
        assert [one.found for one in examined(left.directory) if one.state == ERROR] == []
        assert sorted(info.file for info in left.batches() if info.status == "active") == found[-1]
        left.close()
    assert [one for at, one in enumerate(found) if at == 0 or one != found[at - 1]] == [["甲"], sorted("甲乙"), ["乙"]]


def test_the_copies_of_the_power_cut_lose_what_was_not_synced(tmp_path, monkeypatch):
    (tmp_path / "store").mkdir()
    with monkeypatch.context() as patched:
        PowerCuts(tmp_path / "store", tmp_path / "cuts", patched)
        (tmp_path / "store" / "a").write_text("not synced")
        os.replace(tmp_path / "store" / "a", tmp_path / "store" / "b")
    assert [(tmp_path / "cuts" / one).read_bytes() for one in ("1/a", "2/b")] == [b"", b""]
