"""The parts of a zipped file (.xlsx, .ods, .docx), none of them believed before its checksum is right."""

from __future__ import annotations

import io
import zipfile

PIECE = 1024 * 1024


class Archive:
    """A part that a reader asks for is inflated and checked once; `check` does so for those that none has asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises BadZipFile and what else zipfile raises for damaged files."""
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self.entries = self._archive.infolist()
        self.names = frozenset(self._archive.namelist())
        self._unchecked = set(self.names)

    def read(self, name: str) -> bytes:
        """Raises BadZipFile where the part is damaged."""
        content = self._archive.read(name)
        self._unchecked.discard(name)
        return content

    def check(self, later: str | None = None) -> None:
        """Raises BadZipFile where a part is damaged; those whose names begin with `later` are left for another time."""
        for name in [name for name in self._unchecked if later is None or not name.startswith(later)]:
            with self._archive.open(name) as part:
                while part.read(PIECE):
                    pass
            self._unchecked.discard(name)
