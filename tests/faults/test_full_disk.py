"""Writing fails at any place, because the disk is full: a sentence, nothing half stored, and the next import works."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.store import Store
from analytics.store.doctor import ERROR, examined
from tests.store.forms import form, reading

ROOT = Path(__file__).parents[2]
SIZES = (0, 2_000, 12_000, 60_000, 600_000) if os.name != "nt" else ()  # bytes; Windows knows no such limit


def files(store):
    return sorted(store.snapshot().table("select distinct file from project")["file"].to_pylist())


@pytest.mark.parametrize("size", SIZES)
def test_a_full_disk_refuses_the_import_in_words_and_loses_nothing(tmp_path, size):
    store = Store(tmp_path)
    store.commit([reading("甲", form("甲"))], {}, "测试")
    command = [sys.executable, "-m", "tests.faults.full_disk", str(tmp_path), str(size)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1, done.stderr
    assert "无法读写" in done.stdout
    assert "文件超过了磁盘允许的大小" in done.stdout
    again = Store(tmp_path)
    assert files(again) == ["甲"]
    assert [one.found for one in examined(tmp_path) if one.state == ERROR] == []
    assert again.commit([reading("乙", form("乙"))], {}, "测试").added == 1
    assert files(again) == sorted("甲乙")


READ = """
import os, sys
from analytics.errors import LensError
from analytics.store import Store
if not os.getuid():
    os.setuid(65534)  # to root nothing is read-only
try:
    store = Store(sys.argv[1])
    print(store.snapshot().table("select name from project")["name"].to_pylist())
    store.rebuild("x")
except LensError as error:
    print(error)
"""


@pytest.mark.parametrize("place", ["."] if os.name != "nt" else [])
def test_a_store_that_may_only_be_read_says_so(tmp_path, place):
    store = Store(tmp_path / place)
    store.commit([reading("甲", form("甲"))], {}, "测试")
    store.close()
    for folder in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, encoding="utf-8"
    )
    assert "只读" in done.stdout or "没有权限" in done.stdout, done.stdout + done.stderr
    assert files(Store(tmp_path)) == ["甲"]
