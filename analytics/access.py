"""Who is acting. On 127.0.0.1 there is one person and no login."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL_PERSON = "本机用户"
ROLES = {"auditor": "审计", "clerk": "填报", "viewer": "领导", "admin": "管理员"}


@dataclass(frozen=True)
class Person:
    """Who does something, and as what: a key of ROLES. A clerk speaks for `departments` and for no other."""

    name: str
    role: str
    departments: tuple[str, ...] = ()


def actor() -> str:
    """The name under which changes are written to the ledger."""
    return LOCAL_PERSON
