"""The parts of a zipped file (.xlsx, .ods, .docx), none of them believed before its checksum is right."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

PIECE = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s2xH18xHH")  # signature, flags, length of the name, length of what follows it
_USUAL_FLAGS = 0x0E  # how hard it was packed, and that sizes stand behind the part


class Archive:
    """A part that a reader asks for is inflated and checked once; `check` does so for those that none has asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises BadZipFile and what else zipfile raises for damaged files."""
        self._content = content
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self.entries = self._archive.infolist()
        self.names = frozenset(self._archive.namelist())
        self._unchecked = set(self.names)

    def read(self, name: str) -> bytes:
        """Raises BadZipFile where the part is damaged."""
        content = self._inflated(self._archive.getinfo(name))
        self._unchecked.discard(name)
        return content

    def _inflated(self, entry: zipfile.ZipInfo) -> bytes:
        """The part as zipfile gives it. One that is packed in the usual way and whole is unpacked at once: zipfile takes three times as long for it."""
        start = entry.header_offset + _LOCAL_HEADER.size
        head = self._content[entry.header_offset : start]
        if entry.compress_type == zipfile.ZIP_DEFLATED and entry.orig_filename.isascii() and len(head) == _LOCAL_HEADER.size:
            signature, flags, name_length, extra_length = _LOCAL_HEADER.unpack(head)
            name = self._content[start : start + name_length]
            start += name_length + extra_length
            if signature == b"PK\3\4" and not (flags | entry.flag_bits) & ~_USUAL_FLAGS and name == entry.orig_filename.encode():
                packed = zlib.decompressobj(-zlib.MAX_WBITS)
                content = packed.decompress(self._content[start : start + entry.compress_size], entry.file_size + 1)
                if packed.eof and len(content) == entry.file_size and zlib.crc32(content) == entry.CRC:
                    return content
        return self._archive.read(entry)

    def leave(self, names: Iterable[str]) -> None:
        """Someone else inflates and checks these parts."""
        self._unchecked.difference_update(names)

    def check(self, later: str | None = None) -> None:
        """Raises BadZipFile where a part is damaged; those whose names begin with `later` are left for another time."""
        for name in [name for name in self._unchecked if later is None or not name.startswith(later)]:
            with self._archive.open(name) as part:
                while part.read(PIECE):
                    pass
            self._unchecked.discard(name)
