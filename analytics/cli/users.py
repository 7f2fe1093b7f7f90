"""The commands `users` and `audit-log`: who may sign in, and the trail of what everybody did."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from analytics.access import OPERATOR, ROLES
from analytics.cli.acting import opened
from analytics.cli.history import printed, written
from analytics.cli.text import table
from analytics.errors import LensError
from analytics.reports.trail_list import FIELDS, HEADINGS, trail_list

FINE, BROKEN = 0, 1
USER_DEEDS = {"list": "列出", "add": "开通", "reset": "重设密码", "disable": "停用", "enable": "重新启用", "role": "改身份和范围"}
LOG_DEEDS = {"list": "列出", "verify": "核对有没有被改动", "export": "写成文件"}


def users(arguments: argparse.Namespace) -> int:
    """List accounts, or change one."""
    from analytics.accounts import Accounts

    accounts, by = Accounts(opened(arguments)), arguments.acting or OPERATOR
    password = ""
    if arguments.deed != "list":
        if not arguments.name:
            raise LensError("请写明用户名。", "如 users add zhangsan --title 张三 --role auditor。")
        password = _DEEDS[arguments.deed](accounts, arguments, by) or ""
    found = [one for one in accounts.all() if arguments.name in (None, "") or one.name == arguments.name.strip().lower()]
    facts = {"users": [_user_json(one) for one in found], **({"first_password": password} if password else {})}
    printed(arguments, lambda: facts, lambda: _users_text(found))
    if password:
        print(f"初始密码：{password}　请当面交给本人；第一次登录时要改掉。", file=sys.stderr)
    return FINE


_DEEDS: dict[str, Any] = {
    "add": lambda accounts, given, by: accounts.add(
        given.name, given.title or "", given.role or "viewer", given.department, given.district, not given.elsewhere, by
    ),
    "reset": lambda accounts, given, by: accounts.reset(given.name, by),
    "disable": lambda accounts, given, by: accounts.disable(given.name, True, by),
    "enable": lambda accounts, given, by: accounts.disable(given.name, False, by),
    "role": lambda accounts, given, by: accounts.set_role(given.name, given.role or "", given.department, given.district, by),
}


def _user_json(one: Any) -> dict[str, Any]:
    plain = {name: getattr(one, name) for name in ("name", "title", "role", "disabled", "must_change", "local")}
    return {**plain, "departments": list(one.departments), "districts": list(one.districts)}


def _users_text(found: Any) -> str:
    rows = [
        (one.name, one.title, ROLES.get(one.role, one.role), "、".join(one.departments), "、".join(one.districts) or "全部", "已停用" if one.disabled else "")
        for one in found
    ]
    return table(("用户名", "姓名", "身份", "预算部门", "区", "状态"), rows)


def audit_log(arguments: argparse.Namespace) -> int:
    """List, check or take along the trail."""
    from analytics.store import trail

    store = opened(arguments)
    store.demand("trail")
    with store.understandable(), store.ledger.engine.connect() as connection:
        if arguments.deed == "verify":
            return _verified(arguments, trail.verify(connection))
        wanted = trail.Wanted(arguments.actor, arguments.action, arguments.search, arguments.since, arguments.until)
        found = trail.entries(connection, wanted, None if arguments.deed == "export" else arguments.limit)
    if arguments.deed == "export":
        if arguments.out is None:
            raise LensError("请用 --out 写明文件名。", "如 audit-log export --out log.csv。")
        written(arguments.out, trail_list(found))
        return FINE
    rows = [[getattr(one, name) for name in FIELDS] for one in found]
    printed(arguments, lambda: {"entries": [vars(one) for one in found]}, lambda: table(HEADINGS, rows))
    return FINE


def _verified(arguments: argparse.Namespace, checked: Any) -> int:
    said = f"{checked.entries} 条操作记录首尾相接，没有改动。最新一条的校验值 {checked.hash}" if not checked.broken else f"操作记录被动过：{checked.broken}"
    printed(arguments, lambda: vars(checked), lambda: said)
    return BROKEN if checked.broken else FINE
