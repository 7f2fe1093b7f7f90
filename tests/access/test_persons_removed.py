"""Where persons are not kept, no byte of the store holds a name or a telephone number that stood in a file."""

from __future__ import annotations

import html
import io
import zipfile

import duckdb
import openpyxl
import pytest

from analytics import intake
from analytics.access import Person
from analytics.errors import OriginalNotKept
from analytics.reading import Source
from analytics.store import Store
from analytics.store.doctor import ERROR, examined
from tests.browser.conftest import ROOT

SAMPLE = "朝阳区城市管理指挥中心_2022年度_项目支出绩效自评表.xlsx"
NAMES, TELEPHONE = ("慕容晓霜", "慕容"), "65087766"
ADMIN = Person("管理员", "admin")


@pytest.fixture(scope="module")
def file():
    """A published form whose first project names a person, beside a label, in a line and with a telephone number."""
    workbook = openpyxl.load_workbook(ROOT / "data" / "samples" / SAMPLE)
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) == 2 and cell.value.endswith("某"):
                cell.value = NAMES[0]
            elif isinstance(cell.value, str) and "****" in cell.value:
                cell.value = TELEPHONE
    sheet.cell(sheet.max_row + 2, 1).value = f"填表人：{NAMES[0]}　联系电话：{TELEPHONE}"
    content = io.BytesIO()
    workbook.save(content)
    return Source(SAMPLE, content.getvalue())


def imported(directory, file):
    store = Store(directory)
    intake.accept(store, intake.examine(store, [file]), "甲")
    return store


def texts(file):
    """What a file says, packed or not."""
    if file.suffix == ".parquet":
        with duckdb.connect() as connection:
            yield str(connection.execute("select * from read_parquet($file)", {"file": str(file)}).fetchall())
    elif file.suffix == ".duckdb":
        with duckdb.connect(str(file), read_only=True) as connection:
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
                yield str(connection.execute(f'from "{name}"').fetchall())
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            yield from (html.unescape(archive.read(name).decode("utf-8", "replace")) for name in archive.namelist())
    content = file.read_bytes()
    yield from (content.decode(coding, "replace") for coding in ("utf-8", "utf-16-le", "gb18030"))


def found(directory):
    """The files that hold what nobody may keep."""
    files = [one for one in directory.rglob("*") if one.is_file()]
    return {one.parent.parent.name for one in files if any(word in text for text in texts(one) for word in (*NAMES, TELEPHONE))}


def test_no_byte_of_the_store_holds_a_person_where_none_is_kept(tmp_path, monkeypatch, file):
    monkeypatch.setenv("LENS_KEEP_PERSONS", "0")
    store = imported(tmp_path / "store", file)
    assert store.snapshot().table("select count(*) as projects from project")["projects"].to_pylist() != [0]
    (info,) = store.batches()
    with pytest.raises(OriginalNotKept):
        store.original(info.batch_id)
    assert not store.for_person(ADMIN).lends(info.batch_id)
    store.backup(tmp_path / "backup.zip")
    store.close()
    assert found(tmp_path) == set()
    assert [one.found for one in examined(tmp_path / "store") if one.state == ERROR] == []


def test_what_was_imported_without_persons_goes_out_and_comes_back(tmp_path, monkeypatch, file):
    monkeypatch.setenv("LENS_KEEP_PERSONS", "0")
    store = imported(tmp_path / "store", file)
    intake.withdraw(store, "1", "甲")
    intake.reinstate(store, "1", "甲")
    monkeypatch.setenv("LENS_KEEP_PERSONS", "1")  # the setting was changed since: what was not stored does not come back
    assert [info.status for info in store.batches()] == ["active"]
    assert not store.for_person(ADMIN).lends(store.batches()[0].batch_id)
    store.close()


def test_where_persons_are_kept_they_stand_in_the_original_alone(tmp_path, file):
    store = imported(tmp_path / "store", file)
    store.close()
    assert found(tmp_path) == {"batches"}
    assert store.for_person(ADMIN).lends(store.batches()[0].batch_id)
