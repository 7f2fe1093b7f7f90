"""From the bytes of a file to its grids. Files are hostile until checked: size, zip ratio and what lies inside are bounded."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import xlrd
from python_calamine import PasswordError

from analytics.reading.archive import Archive
from analytics.reading.cell_styles import SHEETS
from analytics.reading.grid import Grid
from analytics.reading.records import Problem
from analytics.reading.spreadsheet import SheetTooLarge, TooManySheets, grids_of_workbook
from analytics.reading.word import grid_of_document
from analytics.settings import setting

BYTES_A_MEGABYTE = 1024 * 1024
MAXIMUM_PARTS = 20_000
TREE_OF_A_TEXT = 10  # memory that a Word text takes when parsed, for each byte of it
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED_WORKBOOK = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"
_SAVE_AGAIN = "请用 Excel 或 WPS 打开原文件，另存为 .xlsx 后再上传。"


@dataclass(frozen=True)
class Source:
    """A file as it was handed over: its bare name and its bytes."""

    name: str
    content: bytes


class UnreadableFile(Exception):
    """The file cannot be opened; `problem` says so in words for people."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def open_grids(source: Source, half: int | None = None) -> list[Grid]:
    """All sheets of a workbook (or its first or second `half`), or the one grid of a Word document. Raises UnreadableFile with words for people."""
    if not source.content:
        raise _unreadable("file-empty", f"文件“{source.name}”是空的（0 字节）。", "请重新导出或重新下载后再上传。")
    archive = _archive(source)
    if source.content.startswith(_OLD_OFFICE) and _LOCKED_WORKBOOK in source.content:
        raise _locked(source)
    try:
        return [_document(source, half)] if archive and "word/document.xml" in archive.names else _grids(source, archive, half)
    except PasswordError as error:
        raise _locked(source) from error
    except SheetTooLarge as error:
        message = f"文件“{source.name}”的工作表“{error.sheet}”{error.found}，超出可读范围，未读取。"
        raise _unreadable("sheet-too-large", message, "请删去表格以外的行、列和单元格格式，或拆分为较小的文件后再上传。") from error
    except TooManySheets as error:
        message = f"文件“{source.name}”有 {error.sheets} 张工作表，最多读 {setting('reading_sheets')} 张，未读取。"
        raise _unreadable("file-too-many-sheets", message, "请拆分为几个文件后再上传。") from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a damaged file can fail anywhere in the libraries, even as a panic of theirs
        if source.content.startswith(_OLD_OFFICE) and _is_encrypted(source.content):
            raise _locked(source) from error
        raise _not_a_workbook(source) from error


def _archive(source: Source) -> Archive | None:
    """A zipped file after its size when unpacked was found bearable and its checksums right; those of the sheets are left to their reader."""
    if len(source.content) > int(setting("upload_megabytes")) * BYTES_A_MEGABYTE:
        raise _unreadable("file-too-large", f"文件“{source.name}”超过 {setting('upload_megabytes')} MB，未读取。", "请拆分为较小的文件后再上传。")
    if not source.content.startswith(b"PK"):
        return None
    try:
        archive = Archive(source.content)
        _check_size(source, archive.entries)
        archive.check(later=SHEETS)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise _not_a_workbook(source) from error
    return archive


def _document(source: Source, half: int | None) -> Grid:
    if half is not None:
        raise ValueError("a document has one grid and no halves")
    return grid_of_document(source.content)


def _grids(source: Source, archive: Archive | None, half: int | None) -> list[Grid]:
    """calamine reads on past a flipped bit, and another figure would come out without a word: no grid before all parts are checked."""
    grids = grids_of_workbook(source.content, archive, half)
    if archive:
        archive.check()
    return grids


def _check_size(source: Source, entries: Sequence[zipfile.ZipInfo]) -> None:
    room = int(setting("reading_unpacked_megabytes")) * BYTES_A_MEGABYTE
    largest_text = max((entry.file_size for entry in entries if entry.filename == "word/document.xml"), default=0) * TREE_OF_A_TEXT
    if max(sum(entry.file_size for entry in entries), largest_text) > room or len(entries) > MAXIMUM_PARTS:
        message = f"文件“{source.name}”解压后过大（最多 {setting('reading_unpacked_megabytes')} MB），或内含的部分过多，未读取。"
        raise _unreadable("file-too-large", message, "请拆分为较小的文件后再上传。")


def _unreadable(code: str, message: str, remedy: str) -> UnreadableFile:
    return UnreadableFile(Problem("error", code, message, remedy=remedy))


def _locked(source: Source) -> UnreadableFile:
    return _unreadable("file-locked", f"文件“{source.name}”设有打开密码，无法读取。", "请去掉密码另存后再上传。")


def _is_encrypted(content: bytes) -> bool:
    """Whether an old workbook asks for a password; calamine says only that it knows no such format."""
    try:
        xlrd.open_workbook(file_contents=content, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        return "encrypted" in str(error)
    except Exception:  # damaged in one of the many ways that end in a lookup or an assertion
        return False
    return False


def _not_a_workbook(source: Source) -> UnreadableFile:
    message = f"文件“{source.name}”不是有效的电子表格或 Word 文档，可能已损坏，或只是改了扩展名。"
    found = _kind_by_content(source.content)
    return UnreadableFile(Problem("error", "file-not-a-workbook", message, found=found, expected=".xlsx、.xls、.ods 或 .docx 文件", remedy=_SAVE_AGAIN))


def _kind_by_content(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "损坏的压缩格式文件"
    if content.startswith(b"%PDF"):
        return "PDF 文件"
    if content.startswith(_OLD_OFFICE):
        return "旧版 Office 文件（可能是 .doc，或已损坏）"
    if content.lstrip()[:1] == b"<":
        return "网页文件"
    return "文本文件" if b"\0" not in content[:4096] else "未知格式的文件"
