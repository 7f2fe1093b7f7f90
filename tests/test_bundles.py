"""Folders and archives: the tables in them are found, all else is named with a word why, and no name leads anywhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from analytics.bundles import PassedOver, gather, safe_name, unpack
from tests.reading.sheets import FORM, form_with, workbook
from tests.test_cli import ask, call  # noqa: F401

BOOK = workbook(FORM)
OTHER = workbook(form_with(B3="河道保洁"))


def archive(*entries, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as written:
        for name, content in entries:
            written.writestr(name, content)
    return stream.getvalue()


def renamed(content, old, new):
    """The archive with a name replaced by bytes of the same length that no flag explains."""
    assert len(old) == len(new)
    return content.replace(old, new)


def names(bundle):
    return [source.name for source in bundle.sources]


def passed(bundle):
    return {one.path: one.fault for one in bundle.passed_over}


def test_a_single_workbook_is_itself():
    bundle = unpack("自评表.xlsx", BOOK)
    assert (names(bundle), bundle.sources[0].content, bundle.passed_over) == (["自评表.xlsx"], BOOK, ())


def test_a_workbook_that_calls_itself_zip_is_a_workbook():
    assert names(unpack("自评表.zip", BOOK)) == ["自评表.zip"]


def test_an_archive_gives_its_tables_in_order():
    bundle = unpack("全部.zip", archive(("2021/甲.xlsx", BOOK), ("2021/乙.xlsx", OTHER)))
    assert names(bundle) == ["甲.xlsx", "乙.xlsx"]
    assert [source.content for source in bundle.sources] == [BOOK, OTHER]


def test_what_is_no_table_is_named_and_what_may_hold_one_is_a_fault():
    junk = ["说明.pdf", "照片.JPG", "~$甲.xlsx", ".DS_Store", "__MACOSX/._甲.xlsx", "a/Thumbs.db", "读我.txt", "无后缀"]
    faults = ["旧表.doc", "更多.rar"]
    bundle = unpack("全部.zip", archive(("甲.xlsx", BOOK), *((name, b"x") for name in junk + faults)))
    assert names(bundle) == ["甲.xlsx"]
    assert passed(bundle) == {name: name in faults for name in junk + faults}
    assert all(one.why for one in bundle.passed_over)


def test_an_archive_in_an_archive_is_not_opened():
    bundle = unpack("外.zip", archive(("甲.xlsx", BOOK), ("内.zip", archive(("乙.xlsx", OTHER))), ("伪装.xlsx", archive(("丙.xlsx", OTHER)))))
    assert names(bundle) == ["甲.xlsx"]
    assert passed(bundle) == {"内.zip": True, "伪装.xlsx": True}


def test_chinese_names_of_old_archives_are_decoded():
    gbk = renamed(archive(("AAAAAAAA.xlsx", BOOK)), b"AAAAAAAA", "丰台区表".encode("gbk"))
    utf8 = renamed(archive(("AAAAAAAAA.xlsx", BOOK)), b"AAAAAAAAA", "自评表".encode())
    assert names(unpack("甲.zip", gbk)) == ["丰台区表.xlsx"]
    assert names(unpack("乙.zip", utf8)) == ["自评表.xlsx"]
    assert names(unpack("丙.zip", archive(("自评表.xlsx", BOOK)))) == ["自评表.xlsx"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("../../etc/甲.xlsx", "甲.xlsx"),
        ("C:\\Windows\\甲.xlsx", "甲.xlsx"),
        ("/甲.xlsx", "甲.xlsx"),
        ("a/..", "未命名"),
        ("甲\u202exslx.exe.xlsx", "甲_xslx.exe.xlsx"),
        ("甲\n乙.xlsx", "甲_乙.xlsx"),
        ('<b>"甲".xlsx', "_b__甲_.xlsx"),
    ],
)
def test_a_name_is_only_a_name(path, name):
    assert safe_name(path) == name


def test_a_long_name_keeps_its_ending():
    assert safe_name("长" * 500 + ".xlsx").endswith("长.xlsx")
    assert len(safe_name("长" * 500 + ".xlsx")) < 140


def test_paths_in_an_archive_lead_nowhere():
    bundle = unpack("坏.zip", archive(("../../甲.xlsx", BOOK), ("/tmp/乙.xlsx", OTHER)))
    assert names(bundle) == ["甲.xlsx", "乙.xlsx"]


def test_the_same_name_in_two_folders_is_told_apart_by_the_folder():
    content = archive(("丰台/自评表.xlsx", BOOK), ("朝阳/自评表.xlsx", OTHER), ("自评表.xlsx", BOOK), ("别的.xlsx", BOOK))
    assert names(unpack("全部.zip", content)) == ["自评表（丰台）.xlsx", "自评表（朝阳）.xlsx", "自评表（全部）.xlsx", "别的.xlsx"]


def test_the_same_path_twice_is_told_apart_by_a_number():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = archive(("a/甲.xlsx", BOOK), ("a/甲.xlsx", OTHER))
    assert names(unpack("全部.zip", content)) == ["甲（a）.xlsx", "甲（a） (2).xlsx"]


def test_a_broken_archive_is_said():
    content = archive(("甲.xlsx", BOOK), ("乙.xlsx", OTHER))
    bundle = unpack("坏.zip", content[: len(content) // 2])
    assert (names(bundle), passed(bundle)) == ([], {"坏.zip": True})


def test_a_broken_workbook_is_left_to_its_reader():
    content = b"PK\x03\x04" + b"nothing of a workbook" * 9
    assert names(unpack("坏.xlsx", content)) == ["坏.xlsx"]
    assert passed(unpack("坏.zip", content)) == {"坏.zip": True}


def test_what_is_passed_over_is_named_once_where_it_is_the_whole():
    assert PassedOver("坏.zip", "已损坏").said("坏.zip") == "“坏.zip”没有放入：已损坏。"
    assert PassedOver("图.png", "图片").said("全部.zip") == "“全部.zip”里的“图.png”没有放入：图片。"


def test_a_damaged_entry_costs_only_itself():
    content = archive(("甲.xlsx", BOOK), ("乙.xlsx", OTHER), method=zipfile.ZIP_STORED)
    at = content.index(BOOK) + len(BOOK) // 2
    bundle = unpack("坏.zip", content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert (names(bundle), passed(bundle)) == (["乙.xlsx"], {"甲.xlsx": True})


def test_an_encrypted_entry_is_said():
    content = bytearray(archive(("甲.xlsx", BOOK)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert passed(unpack("密.zip", bytes(content))) == {"甲.xlsx": True}


def test_a_bomb_is_not_unpacked():
    assert passed(unpack("炸.zip", archive(("甲.xlsx", b"\0" * 5_000_000)))) == {"甲.xlsx": True}


def test_count_and_size_are_bounded(monkeypatch):
    content = archive(*((f"{n}.xlsx", BOOK) for n in range(4)))
    monkeypatch.setenv("LENS_BUNDLE_FILES", "3")
    assert (names(unpack("多.zip", content)), passed(unpack("多.zip", content))) == (["0.xlsx", "1.xlsx", "2.xlsx"], {"3.xlsx": True})
    monkeypatch.setenv("LENS_BUNDLE_MEGABYTES", "0")
    assert (names(unpack("多.zip", content)), len(passed(unpack("多.zip", content)))) == ([], 4)


def test_a_folder_is_read_with_all_below_it_and_its_archives(tmp_path):
    for path, content in {"b/甲.xlsx": BOOK, "a.xlsx": OTHER, "包.zip": archive(("乙.xlsx", OTHER)), "x.pdf": b"%PDF", ".DS_Store": b""}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    bundle = gather([tmp_path])
    assert sorted(names(bundle)) == ["a.xlsx", "乙.xlsx", "甲.xlsx"]
    assert passed(bundle) == {"x.pdf": False, ".DS_Store": False}


def test_a_file_that_is_named_is_read_whatever_it_is(tmp_path):
    (tmp_path / "报告.pdf").write_bytes(b"%PDF-1.7")
    assert names(gather([tmp_path / "报告.pdf"])) == ["报告.pdf"]


def test_the_command_line_reads_archives_and_folders(ask, tmp_path):  # noqa: F811
    (tmp_path / "全部.zip").write_bytes(archive(("甲.xlsx", BOOK), ("乙.doc", b"x")))
    code, out = ask("read", tmp_path / "全部.zip")
    assert (code, [file["file"] for file in out["files"]]) == (1, ["甲.xlsx"])
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "甲.xlsx").write_bytes(BOOK)
    code, out = ask("read", tmp_path / "夹")
    assert (code, [len(file["forms"]) for file in out["files"]]) == (0, [1])
