"""Several files handed over as one: a folder or a .zip becomes the tables in it, and a word on all that was passed over.

Nothing is ever written to disk, so a path inside an archive is only a name. What a file is, its content decides where its ending does not.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analytics.reading import Source
from analytics.settings import setting

BYTES_A_MEGABYTE = 1024 * 1024
MAXIMUM_ENTRIES = 20_000
MAXIMUM_RATIO = 500  # a sheet full of one word comes to about 100
_LONGEST_NAME = 120
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1  # flags of an archive's entry
_OFFICE_PARTS = {"[Content_Types].xml", "mimetype", "xl/workbook.xml", "word/document.xml"}
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')

TABLES = {"xlsx", "xlsm", "xltx", "xltm", "xls", "xlt", "xlsb", "ods", "et", "ett", "docx", "docm"}
OFFERED = ["xlsx", "xlsm", "xls", "xlsb", "et", "ods", "docx", "zip"]
"""Endings that a dialog for choosing files offers."""
_SYSTEM = {".ds_store", "thumbs.db", "desktop.ini", "__macosx"}
_ARCHIVES = {"rar", "7z", "gz", "tgz", "tar", "bz2", "xz"}
_OTHERS = {
    "PDF 文件，请提供它的电子表格或 Word 原件": {"pdf", "ofd"},
    "图片，请提供它的电子表格或 Word 原件": {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg"},
    "旧版 Word 文件，请另存为 .docx": {"doc", "wps", "rtf"},
    "文本文件，不是电子表格": {"txt", "md", "csv", "json", "xml", "log"},
    "网页文件，不是电子表格": {"htm", "html", "mht", "mhtml"},
    "演示文稿，不是电子表格": {"ppt", "pptx", "dps"},
}
_WHY = {ending: why for why, endings in _OTHERS.items() for ending in endings}
_COULD_BE_A_TABLE = {"doc", "wps", "rtf"}


@dataclass(frozen=True)
class PassedOver:
    """A file that is not read, with its path inside the bundle and a Chinese word why.

    `fault`: it may well hold a table, so a person should do something about it.
    """

    path: str
    why: str
    fault: bool = False

    def said(self, bundle: str) -> str:
        """What a person reads of it: a bundle that is not read itself is not named twice."""
        return f"“{bundle}”{'' if self.path == bundle else f'里的“{self.path}”'}没有放入：{self.why}。"


@dataclass(frozen=True)
class Bundle:
    """The tables of what was handed over, each under a name of its own, and what was passed over."""

    sources: tuple[Source, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


def unpack(name: str, content: bytes) -> Bundle:
    """One uploaded file: the tables of an archive, or the file itself where it is none."""
    if not is_archive(name, content):
        return Bundle((Source(safe_name(name), content),))
    return _named(_Gathering().archive(safe_name(name), content))


def gather(paths: Iterable[Path]) -> Bundle:
    """Files, folders with all below them, and archives. Raises OSError for a path that cannot be read."""
    gathering = _Gathering()
    for path in paths:
        if path.is_dir():
            gathering.folder(path)
        else:
            gathering.file(path)
    return _named(gathering)


def is_archive(name: str, content: bytes) -> bool:
    """Whether this is a .zip of files; workbooks and documents, which are zipped too, are not. Of what is broken the name decides, then what can be seen."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return not _OFFICE_PARTS & set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return _ending(name) not in TABLES and _names_no_part(content)


def _names_no_part(content: bytes) -> bool:
    """Of a broken archive only the first entries can still be seen."""
    return not any(part.encode() in content[:4096] for part in ("[Content_Types].xml", "mimetype", "docProps/", "_rels/", "xl/", "word/"))


def safe_name(name: str) -> str:
    """The last part of a path as a plain file name: no folders, no control or direction marks, not too long."""
    last = _UNSAFE.sub("_", re.split(r"[/\\]", name.rstrip("/\\"))[-1]).strip(" .") or "未命名"
    stem, dot, ending = last.rpartition(".")
    return last if len(last) <= _LONGEST_NAME else f"{(stem or ending)[:_LONGEST_NAME]}{dot}{ending[:10]}" if stem else last[:_LONGEST_NAME]


# ---- sifting


@dataclass(frozen=True)
class _Found:
    """A table, and the folders it stood in, outermost first."""

    source: Source
    folders: tuple[str, ...]


class _Gathering:
    """What has been found so far, within the bounds of one bundle."""

    def __init__(self) -> None:
        self.found: list[_Found] = []
        self.passed_over: list[PassedOver] = []
        self.room = int(setting("bundle_megabytes")) * BYTES_A_MEGABYTE
        self.places = int(setting("bundle_files"))

    def file(self, path: Path) -> None:
        """A file that a person named is read whatever its ending says."""
        content = path.read_bytes()
        if is_archive(path.name, content):
            self.archive(path.name, content)
        else:
            self.found.append(_Found(Source(safe_name(path.name), content), (path.resolve().parent.name,)))

    def folder(self, folder: Path) -> None:
        """All files below, in the order of their names; links to other folders are not followed."""
        for path in _files_below(folder):
            inside = path.relative_to(folder).as_posix()
            why = _unwanted(inside)
            if why:
                self._pass_over(inside, *why)
            elif self._fits(inside, path.stat().st_size):
                content = path.read_bytes()
                if is_archive(inside, content):
                    self.archive(inside, content)
                else:
                    self._keep(folder.name, inside, content)

    def archive(self, name: str, content: bytes) -> _Gathering:
        """All entries of a .zip; those of archives inside it are not looked at."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir()]
                if len(entries) > MAXIMUM_ENTRIES:
                    self._pass_over(name, f"压缩包里有 {len(entries)} 个文件，未展开", True)
                    return self
                for entry in entries:
                    self._entry(name, archive, entry)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            self._pass_over(name, "压缩包已损坏，请重新压缩后再上传", True)
        return self

    def _entry(self, name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        inside = _entry_name(entry)
        why = _unwanted(inside) or _unreadable(entry)
        if why:
            self._pass_over(inside, *why)
        elif self._fits(inside, entry.file_size):
            try:
                content = archive.read(entry)  # no more than the size that was declared
            except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError):
                self._pass_over(inside, "在压缩包里已损坏", True)
                return
            if is_archive(inside, content):
                self._pass_over(inside, "压缩包里的压缩包不展开，请单独上传", True)
            else:
                self._keep(PurePosixPath(name).stem, inside, content)

    def _fits(self, inside: str, size: int) -> bool:
        if size > int(setting("upload_megabytes")) * BYTES_A_MEGABYTE:
            self._pass_over(inside, f"超过 {setting('upload_megabytes')} MB", True)
        elif not self.places:
            self._pass_over(inside, f"一次最多读 {setting('bundle_files')} 个文件，请分几次", True)
        elif size > self.room:
            self._pass_over(inside, f"合计超过 {setting('bundle_megabytes')} MB，请分几次", True)
        else:
            return True
        return False

    def _keep(self, outermost: str, inside: str, content: bytes) -> None:
        if _ending(inside) not in TABLES and not content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            self._pass_over(inside, "不是电子表格或 Word 文件")
        else:
            folders = PurePosixPath(inside).parts[:-1] or (outermost,)
            self.room, self.places = self.room - len(content), self.places - 1
            self.found.append(_Found(Source(safe_name(inside), content), tuple(_UNSAFE.sub("_", part) for part in folders)))

    def _pass_over(self, inside: str, why: str, fault: bool = False) -> None:
        self.passed_over.append(PassedOver(inside, why, fault))


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(files) if (path := Path(place, name)).is_file())


def _unwanted(inside: str) -> tuple[str, bool] | None:
    """Why a file is passed over for its name alone, and whether that is a pity."""
    parts = PurePosixPath(inside).parts
    name, ending = parts[-1] if parts else "", _ending(inside)
    if name.lower() in _SYSTEM or any(part.lower() in _SYSTEM for part in parts) or name.startswith("._"):
        return "系统文件", False
    if name.startswith(("~$", ".~")):
        return "正在打开的表格留下的临时文件", False
    if ending in _ARCHIVES:
        return f"不支持 .{ending} 压缩包，请改用 .zip", True
    return (_WHY[ending], ending in _COULD_BE_A_TABLE) if ending in _WHY else None


def _unreadable(entry: zipfile.ZipInfo) -> tuple[str, bool] | None:
    if entry.flag_bits & _ENCRYPTED:
        return "压缩包设有密码，请去掉密码后再上传", True
    if entry.file_size > MAXIMUM_RATIO * max(entry.compress_size, 1) and entry.file_size > BYTES_A_MEGABYTE:
        return f"压缩比超过 {MAXIMUM_RATIO} 倍，不像真实文件，未展开", True
    return None


def _ending(inside: str) -> str:
    return inside.rpartition(".")[2].lower() if "." in inside else ""


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The path as its author saw it: archives made on Chinese Windows hold GBK and do not say so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in re.split(r"[/\\]", name.split("\0")[0]) if part not in ("", ".", "..")]
    return "/".join(parts) or "未命名"


# ---- names


def _named(gathering: _Gathering) -> Bundle:
    """Names that occur twice carry their folders: 自评表（丰台区）.xlsx. The beginning of a name stays, for it may name the department."""
    often = Counter(one.source.name for one in gathering.found)
    sources: dict[str, Source] = {}
    for one in gathering.found:
        folders = "-".join(one.folders)
        name = _with(one.source.name, f"（{folders}）") if often[one.source.name] > 1 and folders else one.source.name
        free = next(candidate for candidate in _numbered(name) if candidate not in sources)
        sources[free] = Source(free, one.source.content)
    return Bundle(tuple(sources.values()), tuple(gathering.passed_over))


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield _with(name, f" ({number})")
        number += 1


def _with(name: str, addition: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}{addition}{dot}{ending}" if dot else f"{name}{addition}"
