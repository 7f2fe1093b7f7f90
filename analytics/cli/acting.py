"""Who acts on the command line: an account named with --as, bound as on the pages; else the operator, to whom the files are open anyway."""

from __future__ import annotations

import argparse
from pathlib import Path

from analytics.access import Forbidden, Person, demand_entry, name_of, whom_to_ask
from analytics.errors import StoreError
from analytics.settings import setting
from analytics.store import Store, trail

NEED_NO_STORE = ("import", "restore-backup", "users", "check")
"""Commands that may begin a store where there is none, or do without."""


def demand_store(arguments: argparse.Namespace) -> None:
    """Refuse a folder that was typed and does not exist, or an empty store would be made in silence; raises StoreError."""
    named = arguments.store != Path(str(setting("store")))
    if named and arguments.command not in NEED_NO_STORE and not arguments.store.exists():
        raise StoreError(f"目录“{arguments.store}”不存在。", "请看 --store 是否写错；要新建一个，请先用 import 导入文件。")


def admit(arguments: argparse.Namespace) -> None:
    """Find out who acts and whether the command is theirs; raises Forbidden. Every command passes here."""
    arguments.acting = _named(arguments) if arguments.account else None
    person = arguments.acting
    trail.acting.set(trail.Origin("命令行", person.role if person else "admin", person.account if person else ""))
    try:
        demand_entry(person, "commands", arguments.command)
    except Forbidden as refused:
        with Store(arguments.store).ledger.engine.begin() as connection:
            trail.append(connection, name_of(person), "refused", f"命令 {arguments.command}", None, {"because": refused.message})
        raise


def opened(arguments: argparse.Namespace) -> Store:
    """The store as who acts sees it."""
    return Store(arguments.store).for_person(arguments.acting)


def actor(arguments: argparse.Namespace) -> str:
    """The name that stands beside what is changed."""
    return name_of(arguments.acting)


def person(arguments: argparse.Namespace) -> Person:
    """Who makes a move: the account, or whom the operator names with --person, --role and --department."""
    named = getattr(arguments, "department", None)
    return arguments.acting or Person(arguments.person, arguments.role, tuple(named) if isinstance(named, list) else ())


def note_taken(arguments: argparse.Namespace) -> None:
    """Keep in the trail which file was taken out of the store."""
    given = vars(arguments)
    takes = {"report": "out", "batch": "original", "backup": "file", "case": "out" if given.get("evidence") else "", "audit-log": "out"}
    path = given.get(takes.get(arguments.command, ""))
    if path is not None:
        what = " ".join(str(given[name]) for name in ("kind", "batch", "evidence") if given.get(name))
        with Store(arguments.store).ledger.engine.begin() as connection:
            trail.append(connection, actor(arguments), "export", path.name, None, {"command": arguments.command, "what": what})


def _named(arguments: argparse.Namespace) -> Person:
    from analytics.accounts import Accounts

    found = Accounts(Store(arguments.store)).person(arguments.account)
    if found is None:
        raise Forbidden(f"没有名为“{arguments.account}”的用户，或已停用。", whom_to_ask())
    return found
