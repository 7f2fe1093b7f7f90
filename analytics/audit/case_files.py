"""Evidence files: what may be attached, under which name, and who may have it back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from analytics.access import Person
from analytics.audit import moves
from analytics.audit.case import CaseError
from analytics.settings import setting
from analytics.store import Store, attachments, case_ledger

LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


def kept_name(name: str, content: bytes) -> str:
    """The name under which a file is kept; raises CaseError for one that is empty or too large."""
    most = int(setting("evidence_megabytes"))
    if not content:
        raise CaseError("这个文件是空的。", "请核对后重新选择。")
    if len(content) > most << 20:
        raise CaseError(f"证据文件最大 {most} MB，这个文件有 {len(content) / (1 << 20):.1f} MB。", "请压缩或拆分后再附上。")
    return plain_name(name)


def plain_name(name: str) -> str:
    """A file name without folders, control and direction marks, and what some systems do not allow; never empty."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = _NOT_IN_NAMES.sub("", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        return plain[:LONGEST_NAME] or "证据"
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or '证据'}.{ending}"


def stored(store: Store, sha256: str, person: Person | None, within: Collection[str] | None = None) -> tuple[str, bytes]:
    """Name and bytes of a kept file, of the cases `within` where those are told; raises CaseError where this person may have no such file."""
    with store.understandable(), store.ledger.engine.connect() as connection:
        attached = case_ledger.evidence(connection, sha256)
        rows = case_ledger.rows(connection, [key for key, _, _ in attached])
    trusted = person is None or person.role in moves.AUDITORS
    names = [name for key, name, role in attached if moves.sees(rows[key], person) and (trusted or role in moves.UNITS) and (within is None or key in within)]
    if not names:
        raise CaseError("没有这份证据文件。")
    with store.understandable():
        return names[0], attachments.content_of(store.directory, sha256)
