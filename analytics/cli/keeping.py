"""The commands that keep a store alive: looking it over, mending it, backing it up."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from analytics.cli.acting import actor, opened
from analytics.cli.history import printed
from analytics.cli.text import table
from analytics.settings import SETTINGS, Setting, example, in_force, unknown_keys, unknown_variables
from analytics.store.backup import file_in, remove_older

FINE, REFUSED = 0, 1
MARKS = {"fine": "正常", "warning": "注意", "error": "错误"}


def doctor(arguments: argparse.Namespace) -> int:
    """Look everything over; with --repair read damaged batches again from their originals first."""
    from analytics.store.doctor import ERROR, examined

    if arguments.repair:
        _repair(arguments)
    checks = examined(Path(arguments.store))
    printed(
        arguments, lambda: {"checks": [asdict(one) for one in checks]}, lambda: "\n".join(f"[{MARKS[c.state]}] {c.name}：{c.found}{c.remedy}" for c in checks)
    )
    return REFUSED if any(one.state == ERROR for one in checks) else FINE


def _repair(arguments: argparse.Namespace) -> None:
    from analytics.intake import repair

    done = repair(opened(arguments), actor(arguments))
    for file in done.again:
        print(f"已由原文件重新读取：{file}", file=sys.stderr)
    for file, why in done.beyond:
        print(f"无法由原文件恢复：{file}（{why}）。请用备份恢复。", file=sys.stderr)


def backup(arguments: argparse.Namespace) -> int:
    """One archive of everything; in a folder it is named by its moment, and only the newest may be kept."""
    folder = arguments.file if arguments.file.is_dir() else None
    path = file_in(folder) if folder else arguments.file
    held = opened(arguments).backup(path)
    gone = remove_older(folder, arguments.keep) if folder and arguments.keep else ()
    content = lambda: {"file": str(path), "batches": held, "removed": [str(one) for one in gone]}  # noqa: E731
    printed(arguments, content, lambda: f"已备份 {held} 个批次到 {path}" + (f"，删去较早的 {len(gone)} 份" if gone else ""))
    return FINE


def settings(arguments: argparse.Namespace) -> int:
    """Every setting with its value and where it comes from; what must not be seen is only said to be set."""
    if arguments.example:
        print(example(), end="")
        return FINE
    rows = [(one.name, _shown(one), in_force(one.name).source, one.sentence) for one in SETTINGS]
    unknown = [*unknown_variables(), *unknown_keys()]
    names = ("name", "value", "source", "sentence")
    content = lambda: {"settings": [dict(zip(names, row, strict=True)) for row in rows], "unknown": unknown}  # noqa: E731
    printed(arguments, content, lambda: table(("设置", "现在的值", "来处", "说明"), rows))
    if unknown:
        print(f"不认识，没有起作用：{'、'.join(unknown)}。", file=sys.stderr)
    return FINE


def _shown(one: Setting) -> str | int:
    value = in_force(one.name).value
    return "（已设置，不显示）" if one.secret and value else value
