"""Who may what: roles are data (roles.toml), and every page, command, address and query asks here. What is not granted is refused.

A person is bound twice: the role says which actions, `departments` and `districts` say on which part of the data.
On 127.0.0.1 there may be no sign-in; then whoever sits there picks a name and a role.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analytics.errors import LensError
from analytics.settings import setting

LOCAL_PERSON = "本机用户"
TABLE = Path(__file__).with_name("roles.toml")
ANYONE = "anyone"  # what an address asks for that is open to whoever has not signed in


class Forbidden(LensError):
    """A person wanted what the role or its scope does not hold: says why, and whom to ask."""


@dataclass(frozen=True)
class Role:
    """A row of roles.toml: its title, its actions, and whether it holds for the person's own departments alone."""

    name: str
    title: str
    actions: frozenset[str]
    own: bool


@dataclass(frozen=True)
class Scope:
    """The part of the data that a query may see: these districts; none named means all of them."""

    districts: tuple[str, ...] = ()

    def holds(self, district: str | None) -> bool:
        """Whether what belongs to this district may be seen; what belongs to none only where no district is named."""
        return not self.districts or district in self.districts


EVERYTHING = Scope()
Place = tuple[str | None, str | None]
"""District and department of something that is kept."""


@dataclass(frozen=True)
class Person:
    """Who does something, and as what: a key of ROLES. A clerk speaks for `departments` and for no other; `districts` bound every role."""

    name: str
    role: str
    departments: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    account: str = ""  # under which name the person signed in; empty where there is no sign-in

    @property
    def scope(self) -> Scope:
        """The part of the published data that this person sees."""
        return Scope(self.districts)

    @property
    def bounds(self) -> Person:
        """What decides what this person sees, without who it is: the key under which answers are kept for all alike."""
        return Person("", self.role, self.departments, self.districts)

    @property
    def own_only(self) -> bool:
        """Whether what is kept of imports and findings is seen of the own departments alone."""
        return role_of(self).own


@cache
def _table() -> Mapping[str, Mapping]:
    return tomllib.loads(TABLE.read_text("utf-8"))


@cache
def _roles() -> Mapping[str, Role]:
    return {name: Role(name, row["title"], frozenset(row["actions"]), row["scope"] == "own") for name, row in _table()["roles"].items()}


NOBODY = Role("", "没有身份的人", frozenset(), True)
ROLES: Mapping[str, str] = {name: role.title for name, role in _roles().items()}
ACTIONS: Mapping[str, str] = _table()["actions"]
OPERATOR = Person(LOCAL_PERSON, "admin")
"""Whoever runs a command on the machine itself without naming an account: the files of the store are open to them anyway."""


def role_of(person: Person) -> Role:
    """The role of a person; one that nobody knows may nothing."""
    return _roles().get(person.role, NOBODY)


def roles_with(action: str) -> tuple[str, ...]:
    """The names of the roles that hold an action."""
    return tuple(name for name, role in _roles().items() if action in role.actions)


def may(person: Person | None, action: str) -> bool:
    """Whether this person may do this at all; None is the program itself, which may everything."""
    return person is None or (action in role_of(person).actions and not (person.districts and action in _table()["whole"]))


def demand(person: Person | None, action: str, places: Iterable[Place] | None = None) -> None:
    """Raise Forbidden unless the person may do this, and do it to what belongs to all these places."""
    if person is None:
        return
    if not may(person, action):
        raise _refused(person, action)
    if places is not None and not speaks_for(person, places):
        raise Forbidden(f"{ACTIONS[action]}只能办理您负责范围内的内容（{_range_words(person)}）。", whom_to_ask())


def bound(person: Person | None) -> bool:
    """Whether there is anything in the store that this person does not stand for."""
    return person is not None and (person.own_only or bool(person.districts))


def speaks_for(person: Person | None, places: Iterable[Place]) -> bool:
    """Whether all of these places lie within what the person stands for; for who is bound at all there must be one."""
    if not bound(person):
        return True
    held = set(places)
    districts = all(person.scope.holds(district) for district, _ in held)
    return bool(held) and districts and (not person.own_only or {department for _, department in held} <= set(person.departments))


def _range_words(person: Person) -> str:
    bound = [*person.districts, *(person.departments if person.own_only else ())]
    return "、".join(bound) or "还没有分到任何部门"


def needs(kind: str, name: str) -> str | None:
    """The action that a page, a command or a route asks for (`kind`: pages, commands, routes); None: nobody said, so nobody may."""
    return _table().get(kind, {}).get(name)


def admitted(person: Person | None, kind: str, name: str) -> bool:
    """Whether a person may open this page, run this command or ask for this address."""
    asked = needs(kind, name)
    return asked == ANYONE or (asked is not None and may(person, asked))


def demand_entry(person: Person | None, kind: str, name: str) -> None:
    """Raise Forbidden unless `admitted`."""
    if admitted(person, kind, name):
        return
    action = needs(kind, name)
    if action is None or person is None:
        raise Forbidden("这里还没有规定谁可以进入，所以不开放。", whom_to_ask())
    raise _refused(person, action)


def listed(kind: str) -> Collection[str]:
    """Every page, command or route that has a rule."""
    return _table().get(kind, {}).keys()


def route_of(path: str) -> str | None:
    """The longest of the addresses in [routes] that this one falls under; None: nobody said who may ask for it, so nobody may."""
    fitting = (name for name in listed("routes") if path == name or (name != "/" and name.endswith("/") and path.startswith(name)))
    return max(fitting, key=len, default=None)


def whom_to_ask() -> str:
    """Who can grant a right, as an operator has set it."""
    named = str(setting("administrator")).strip()
    return f"需要的话，请找系统管理员{f'（{named}）' if named else ''}开通。"


def _refused(person: Person, action: str) -> Forbidden:
    if action in role_of(person).actions:
        return Forbidden(f"{ACTIONS[action]}涉及全部数据，您只负责{'、'.join(person.districts)}。", whom_to_ask())
    holders = "、".join(ROLES[name] for name in roles_with(action)) or "谁也不"
    title = role_of(person).title
    return Forbidden(f"您的身份是“{title}”，不能{ACTIONS.get(action, action)}；{holders}可以。", whom_to_ask())


def name_of(person: Person | None) -> str:
    """The name under which this person's changes are written."""
    return person.name if person else LOCAL_PERSON


def actor() -> str:
    """The name under which the program's own changes are written to the ledger."""
    return LOCAL_PERSON
