"""Who is acting. On 127.0.0.1 there is one person and no login."""

from __future__ import annotations

LOCAL_PERSON = "本机用户"


def actor() -> str:
    """The name under which changes are written to the ledger."""
    return LOCAL_PERSON
