"""The command `views`, and `--view`: the views that persons keep on the pages (保存为我的视图), as filters of a command.

With --as the views of that account; the operator of the machine sees everybody's, and keeps new ones as 本机用户.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

from analytics.access import LOCAL_PERSON
from analytics.cli.acting import opened
from analytics.cli.history import printed
from analytics.cli.text import table
from analytics.errors import LensError
from analytics.metrics.addresses import KEYS, filters_at

if TYPE_CHECKING:
    from analytics.metrics import Filters
    from analytics.store.saved_views import SavedView, SavedViews

FINE = 0
VIEW_DEEDS = {"list": "列出", "save": "保存", "rename": "改名", "remove": "删去"}
HEADINGS = ("名字", "谁的", "筛选条件", "地址")


def views(arguments: argparse.Namespace) -> int:
    """List the views after the deed that was asked for."""
    _done(arguments)
    rows = _known(arguments)
    content = lambda: {"views": [_view_json(owner, view) for owner, view in rows]}  # noqa: E731
    shown = [(view.name, owner, filters_at(view.address).words(), unquote_plus(view.address)) for owner, view in rows]
    printed(arguments, content, lambda: table(HEADINGS, shown) if shown else "还没有保存的视图。")
    return FINE


def filters_of_view(arguments: argparse.Namespace) -> Filters:
    """The shared filters of the view that --view names, said on stderr with what of it is a page's own and does not count here."""
    view = _named(arguments, arguments.view)[1]
    found = filters_at(view.address)
    query = unquote_plus(urlsplit(view.address).query)
    own = [part for part in query.split("&") if part and part.partition("=")[0] not in KEYS]
    beside = f"；页面自己的选项（{'、'.join(own)}）不在内" if own else ""
    print(f"视图“{view.name}”：{found.words()}{beside}", file=sys.stderr)
    return found


def _done(arguments: argparse.Namespace) -> None:
    name, value = arguments.name, arguments.value
    if arguments.deed == "save":
        at = urlsplit(value)
        _own(arguments).save(name, f"{at.path or '/'}{f'?{at.query}' if at.query else ''}")
    elif arguments.deed == "rename":
        owner, view = _named(arguments, name)
        _own(arguments, owner).rename(view.view_id, value)
    elif arguments.deed == "remove":
        owner, view = _named(arguments, name)
        _own(arguments, owner).remove(view.view_id)


def _own(arguments: argparse.Namespace, owner: str = "") -> SavedViews:
    from analytics.store.saved_views import SavedViews

    return SavedViews(opened(arguments), arguments.acting.account if arguments.acting else owner or LOCAL_PERSON)


def _known(arguments: argparse.Namespace) -> list[tuple[str, SavedView]]:
    from analytics.store.saved_views import views_of_everybody

    if arguments.acting:
        return [(arguments.acting.account, view) for view in _own(arguments).all()]
    return list(views_of_everybody(opened(arguments)))


def _named(arguments: argparse.Namespace, name: str) -> tuple[str, SavedView]:
    """The view of this name, the own one first; raises LensError where there is none, or several persons have one."""
    known = _known(arguments)
    found = [(owner, view) for owner, view in known if view.name == name]
    own = [one for one in found if one[0] == LOCAL_PERSON]
    if len(found) == 1 or own:
        return (own or found)[0]
    if found:
        raise LensError(f"叫“{name}”的视图有{len(found)}个，分别是{'、'.join(owner for owner, _ in found)}的。", "请用 --as 写明是谁的，或先改名。")
    names = list(dict.fromkeys(view.name for _, view in known))
    near = difflib.get_close_matches(name, names, 1)
    raise LensError(f"没有叫“{name}”的视图。", f"您是否要用“{near[0]}”？" if near else f"有的是：{'、'.join(names) or '（还没有保存过）'}。")


def _view_json(owner: str, view: SavedView) -> dict[str, Any]:
    return {"name": view.name, "owner": owner, "address": view.address, "saved_at": view.saved_at.isoformat(), "filters": filters_at(view.address).as_mapping()}
