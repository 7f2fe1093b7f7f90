"""Accounts: who may sign in, with what role and scope; passwords, locks, and the sessions that are open.

What a browser holds is a random text; the ledger keeps its sha256. A session ends when nobody used it for a while, when
it is old, when its person signs out anywhere, and when the account is closed. Role and scope are read at every click.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from analytics.access import OPERATOR, ROLES, Person
from analytics.errors import LensError
from analytics.settings import setting
from analytics.store import trail
from analytics.store.account_tables import account_table, sign_in_table
from analytics.store.ledger import now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from analytics.store import Store

NAME = re.compile(r"[\w.@-]{1,80}")
SHORTEST, LONGEST = 10, 200  # characters of a password
TRIES = 5  # wrong ones before the account waits
FIRST_WAIT, LONGEST_WAIT = 30, 3600  # seconds; doubled with every further wrong one
SEEN_EVERY = timedelta(seconds=60)  # a session's last use is kept this exactly
CLOCKS = timedelta(minutes=5)  # by which clocks may differ or be set back without ending sessions
WRONG = "用户名或密码不对。"


class AccountError(LensError):
    """An account cannot be made or changed as asked."""


class SignInRefused(LensError):
    """Nobody is let in: the same words whether the name or the password is wrong."""


@dataclass(frozen=True)
class Account:
    """Who may sign in. `waits_until` is UTC: after wrong passwords; `must_change`: the first password was given by somebody else."""

    name: str
    title: str
    role: str
    departments: tuple[str, ...]
    districts: tuple[str, ...]
    must_change: bool
    disabled: bool
    waits_until: datetime | None
    local: bool  # has a password here

    @property
    def person(self) -> Person:
        """Who that is to everything else."""
        return Person(self.title, self.role, self.departments, self.districts, self.name)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))


def mark_of(token: str) -> str:
    """Under what the ledger knows a session."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """The accounts of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store.whole
        self.engine = self.store.ledger.engine

    # Reading

    def all(self) -> tuple[Account, ...]:
        """All accounts by name, closed ones too."""
        with self.store.understandable(), self.engine.connect() as connection:
            rows = connection.execute(sa.select(account_table).order_by(account_table.c.name)).mappings()
            return tuple(_account(row) for row in rows)

    def find(self, name: str) -> Account | None:
        """The account of this name, closed or not."""
        with self.store.understandable(), self.engine.connect() as connection:
            row = _row(connection, name)
        return _account(row) if row else None

    def person(self, name: str) -> Person | None:
        """Who signs in under this name somewhere else; None where nobody opened an account, or it is closed."""
        found = self.find(name)
        return None if found is None or found.disabled else found.person

    # Signing in and out

    def sign_in(self, name: str, password: str) -> str:
        """What the browser is to hold; raises SignInRefused. Every try is in the trail."""
        with self.store.understandable(), self.engine.connect() as connection:
            row = _row(connection, name)
        waits = self._wait(row) if row else None
        if waits and waits > now():
            self._note(name, "sign-in-refused", "还在等待")
            raise SignInRefused(f"输错次数太多，请 {_waiting(waits)}后再试。", "忘了密码，请找系统管理员重设。")
        right = _right(row["password"] if row and row["password"] else None, password)
        if row is None or row["disabled"] or not right:
            self._wrong(name)
            raise SignInRefused(WRONG, "输错五次要等一会儿再试；忘了密码，请找系统管理员重设。")
        return self.open(row["name"], row["password"], password)

    def open(self, name: str, kept: str = "", password: str = "", token: str = "") -> str:
        """Open a session for a person who is known; `token` where another service gave the browser something to hold."""
        token = token or secrets.token_urlsafe(32)
        with self._changing() as connection:
            values: dict[str, Any] = {"failures": 0, "locked_until": None}
            if kept and _hasher().check_needs_rehash(kept):
                values["password"] = _hasher().hash(password)
            connection.execute(account_table.update().where(account_table.c.name == name).values(values))
            at = now()
            connection.execute(sign_in_table.insert().values(mark=mark_of(token), account=name, origin=trail.acting.get().place, opened_at=at, seen_at=at))
            row = _row(connection, name)
            trail.append(connection, row["title"] if row else name, "sign-in", name, None, {"role": row["role"]} if row else None)
        return token

    def signed_in(self, mark: str) -> Account | None:
        """Whose session this is, as the account stands now; None where it has ended."""
        with self.store.understandable(), self.engine.connect() as connection:
            session = connection.execute(sa.select(sign_in_table).where(sign_in_table.c.mark == mark)).mappings().first()
            row = _row(connection, session["account"]) if session else None
        if session is None or row is None or row["disabled"] or _over(session):
            return None
        if now() - session["seen_at"] > SEEN_EVERY:
            with self.store.understandable(), self.engine.begin() as connection:
                connection.execute(sign_in_table.update().where(sign_in_table.c.mark == mark).values(seen_at=now()))
        return _account(row)

    def known_mark(self, mark: str) -> bool:
        """Whether a session was ever opened under this mark, ended or not."""
        with self.store.understandable(), self.engine.connect() as connection:
            return connection.scalar(sa.select(sign_in_table.c.mark).where(sign_in_table.c.mark == mark)) is not None

    def sign_out(self, mark: str) -> None:
        """End all sessions of whoever this session belongs to: on every machine."""
        with self._changing() as connection:
            name = connection.scalar(sa.select(sign_in_table.c.account).where(sign_in_table.c.mark == mark))
            if name:
                _end(connection, name)
                trail.append(connection, name, "sign-out", name)

    # Changing

    def add(
        self, name: str, title: str, role: str, departments: Sequence[str] = (), districts: Sequence[str] = (), local: bool = True, by: Person = OPERATOR
    ) -> str:
        """Open an account; returns the first password, which must be changed (empty where another service knows the person)."""
        name, title = name.strip().lower(), " ".join(title.split())
        if not NAME.fullmatch(name):
            raise AccountError("用户名只能用字母、数字、汉字和 . _ @ -，最多 80 个字。")
        if not title:
            raise AccountError("请写明姓名。")
        _demand_role(role, departments)
        password = _first_password() if local else ""
        values = {"title": title, "role": role, "departments": sorted(set(departments)), "districts": sorted(set(districts))}
        with self._changing() as connection:
            if _row(connection, name):
                raise AccountError(f"已有名为“{name}”的用户。")
            kept = _hasher().hash(password) if local else ""
            row = {**values, "name": name, "password": kept, "must_change": local, "disabled": False, "failures": 0, "changed_at": now()}
            connection.execute(account_table.insert().values(row))
            trail.append(connection, by.name, "user-add", name, None, values)
        return password

    def reset(self, name: str, by: Person = OPERATOR) -> str:
        """Give a new first password; open sessions end. Returns it."""
        password = _first_password()
        self._set(name, {"password": _hasher().hash(password), "must_change": True, "failures": 0, "locked_until": None}, "user-reset", by, ends=True)
        return password

    def set_role(self, name: str, role: str, departments: Sequence[str], districts: Sequence[str], by: Person = OPERATOR) -> None:
        """Another role or scope, from the person's next click on."""
        _demand_role(role, departments)
        values = {"role": role, "departments": sorted(set(departments)), "districts": sorted(set(districts))}
        self._keep_an_admin(name, role == "admin")
        self._set(name, values, "user-role", by)

    def disable(self, name: str, disabled: bool = True, by: Person = OPERATOR) -> None:
        """Close an account, which ends its sessions, or open it again. It is never removed: the trail names it."""
        if disabled:
            self._keep_an_admin(name, False)
        self._set(name, {"disabled": disabled}, "user-disable" if disabled else "user-enable", by, ends=disabled)

    def change_password(self, name: str, old: str, new: str) -> None:
        """By the person; raises AccountError where the new one is too plain, SignInRefused where the old one is wrong. All sessions end."""
        with self.store.understandable(), self.engine.connect() as connection:
            row = _row(connection, name)
        if row is None or not _right(row["password"], old):
            self._wrong(name)
            raise SignInRefused("原密码不对。")
        _demand_password(new, old, row)
        self._set(name, {"password": _hasher().hash(new), "must_change": False}, "password-change", Person(row["title"], row["role"]), ends=True)

    # Inside

    def _changing(self):
        return _Changing(self)

    def _set(self, name: str, values: dict[str, Any], action: str, by: Person, ends: bool = False) -> None:
        name = name.strip().lower()
        with self._changing() as connection:
            row = _row(connection, name)
            if row is None:
                raise AccountError(f"没有名为“{name}”的用户。")
            told = {key: (row[key], value) for key, value in values.items() if key in ("role", "departments", "districts", "disabled")}
            connection.execute(account_table.update().where(account_table.c.name == name).values(**values, changed_at=now()))
            if ends:
                _end(connection, name)
            before, after = ({key: pair[at] for key, pair in told.items()} or None for at in (0, 1))
            trail.append(connection, by.name, action, name, before, after)

    def _keep_an_admin(self, name: str, stays: bool) -> None:
        left = [one for one in self.all() if one.role == "admin" and not one.disabled and one.name != name.strip().lower()]
        own = self.find(name)
        if not stays and not left and own and own.role == "admin" and not own.disabled:
            raise AccountError("这是最后一个管理员，不能停用或改作别的身份。", "请先开通另一个管理员。")

    def _wait(self, row: Any) -> datetime | None:
        """Until when this account waits: never longer than the longest wait, though the clock was set back since."""
        latest = now() + timedelta(seconds=LONGEST_WAIT)
        if row["locked_until"] is None or row["locked_until"] <= latest:
            return row["locked_until"]
        with self.store.understandable(), self.engine.begin() as connection:
            connection.execute(account_table.update().where(account_table.c.name == row["name"]).values(locked_until=latest))
        return latest

    def _wrong(self, name: str) -> None:
        with self._changing() as connection:
            row = _row(connection, name)
            if row is not None:
                failures = row["failures"] + 1
                wait = min(FIRST_WAIT * 2 ** (failures - TRIES), LONGEST_WAIT) if failures >= TRIES else 0
                until = now() + timedelta(seconds=wait) if wait else None
                changed = {"failures": failures, "locked_until": until}
                connection.execute(account_table.update().where(account_table.c.name == row["name"]).values(changed))
            trail.append(connection, name[:80], "sign-in-refused", name[:80], None, {"because": WRONG})

    def refuse(self, name: str, because: str) -> None:
        """Keep in the trail that somebody was not let in."""
        self._note(name, "sign-in-refused", because)

    def _note(self, name: str, action: str, because: str) -> None:
        with self._changing() as connection:
            trail.append(connection, name[:80], action, name[:80], None, {"because": because})


class _Changing:
    """A transaction whose faults are told as StoreError."""

    def __init__(self, accounts: Accounts) -> None:
        self._told, self._begun = accounts.store.understandable(), accounts.store.ledger.changing()

    def __enter__(self) -> sa.Connection:
        self._told.__enter__()
        return self._begun.__enter__()

    def __exit__(self, *error: Any) -> None:
        try:
            self._begun.__exit__(*error)
        finally:
            self._told.__exit__(*error)


def _row(connection: sa.Connection, name: str) -> Any:
    if not name.isprintable():
        return None
    return connection.execute(sa.select(account_table).where(account_table.c.name == name.strip().lower())).mappings().first()


def _account(row: Any) -> Account:
    lists = {key: tuple(row[key]) for key in ("departments", "districts")}
    plain = {key: row[key] for key in ("name", "title", "role", "must_change", "disabled")}
    return Account(**plain, **lists, waits_until=row["locked_until"], local=bool(row["password"]))


def _end(connection: sa.Connection, name: str) -> None:
    open_ones = (sign_in_table.c.account == name) & sign_in_table.c.ended_at.is_(None)
    connection.execute(sign_in_table.update().where(open_ones).values(ended_at=now()))


def _over(session: Any) -> bool:
    idle, whole = (timedelta(minutes=int(setting(name))) for name in ("session_idle_minutes", "session_minutes"))
    at = now()
    ahead = session["opened_at"] - at > CLOCKS or session["seen_at"] - at > CLOCKS  # the clock was set back: nobody knows how old the session is
    return session["ended_at"] is not None or ahead or at - session["seen_at"] > idle or at - session["opened_at"] > whole


def _right(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes as long where there is none to compare with."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(kept or _nobody(), password[:LONGEST]) and bool(kept)
    except (Argon2Error, InvalidHashError):
        return False


def _waiting(until: datetime) -> str:
    seconds = max(int((until - now()).total_seconds()) + 1, 1)
    return f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"


def _first_password() -> str:
    """Twelve characters without those that are mistaken for others."""
    signs = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(3))


def _demand_role(role: str, departments: Sequence[str]) -> None:
    if role not in ROLES:
        raise AccountError(f"没有“{role}”这种身份，可用的有：{'、'.join(f'{key} {title}' for key, title in ROLES.items())}。")
    if role == "clerk" and not departments:
        raise AccountError("填报人员要写明所属的预算部门。", "用 --department，可重复。")


def _demand_password(new: str, old: str, row: Any) -> None:
    if not SHORTEST <= len(new) <= LONGEST:
        raise AccountError(f"新密码至少 {SHORTEST} 个字符。")
    if new == old:
        raise AccountError("新密码不能与原密码相同。")
    if row["name"] in new.lower() or len(set(new)) < 5:
        raise AccountError("新密码太容易猜到：不要含用户名，也不要总是同几个字符。")
