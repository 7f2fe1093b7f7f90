"""The commands of what was stored and what changed: one batch, two versions of the data, a file against its mended edition."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.cli import formats
from analytics.cli.acting import opened
from analytics.cli.listing import STATUS, problem_lines
from analytics.cli.text import table
from analytics.errors import LensError, reason
from analytics.reading.records import as_json

if TYPE_CHECKING:
    import pandas

    from analytics.editions import EditionChange
    from analytics.reading.records import FileReading, Problem
    from analytics.store import BatchInfo, Store
    from analytics.store.plan import Difference

FINE, REFUSED = 0, 1
CHANGED = ("名称", "预算部门", "年度", "哪个数", "原来", "现在")
RECORD = ("名称", "预算部门", "年度", "预算（万元）", "执行（万元）", "得分")


def printed(arguments: argparse.Namespace, content: Callable[[], Any], text: Callable[[], str]) -> None:
    """JSON where it was asked for, text for people otherwise."""
    print(json.dumps(content(), ensure_ascii=False, indent=1, allow_nan=False) if arguments.json else text())


def written(path: Path, content: bytes) -> None:
    """Write a file the person named; a path that cannot be written is told in words."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise LensError(f"无法写入 {path}：{reason(error)}。", "请换一个位置。") from error
    print(f"已写出 {path}", file=sys.stderr)


def problem_workbook(frame: pandas.DataFrame, about: str, version: str, note: str) -> bytes:
    """The list of problems with the cells to mend."""
    from analytics.reports.table_workbook import table_workbook

    return table_workbook(frame, {}, "问题清单", about, version, [note])


# ---- one batch


def batch(arguments: argparse.Namespace) -> int:
    """Everything that is kept of one batch; its file and its problems as files where asked for."""
    from analytics.store.batch import problems
    from analytics.uploads import batch_problems

    store = opened(arguments)
    info = store.batch(arguments.batch)
    found = problems(store.batch_directory, info.batch_id)
    printed(arguments, lambda: _batch_json(store, info, found), lambda: _batch_text(store, info, found))
    if arguments.original:
        written(arguments.original, store.original(info.batch_id)[1])
    if arguments.problems:
        note = f"批次 {info.batch_id} 读取时发现的问题。"
        written(arguments.problems, problem_workbook(batch_problems(store, info), info.file, store.snapshot().version, note))
    return FINE


def _batch_json(store: Store, info: BatchInfo, found: Sequence[Problem]) -> dict[str, Any]:
    from analytics.store.batch import counted_rows, kinds

    holds = {"kinds": dict(kinds(store.batch_directory, info.batch_id)), "rows": counted_rows(store.batch_directory, info.batch_id)}
    return {"batch": formats.batch_json(info), **holds, "problems": [as_json(one) for one in found]}


def _batch_text(store: Store, info: BatchInfo, found: Sequence[Problem]) -> str:
    from analytics.store.batch import kinds
    from analytics.uploads import decision_words, kinds_words, table_rows

    rows = table_rows(store, info)
    lines = [
        f"批次 {info.batch_id}：{info.file}（{STATUS[info.status]}）",
        f"  {info.imported_at:%Y-%m-%d %H:%M}（UTC）由 {info.imported_by} 导入；{kinds_words(kinds(store.batch_directory, info.batch_id))}"
        + (f"；{info.projects} 个项目" if info.projects else "")
        + (f"；{rows} 行" if rows else ""),
        *([f"  重新读取，替代批次 {info.instead_of}"] if info.instead_of else []),
        *(f"  决定：{words}" for words in decision_words(info)),
    ]
    return "\n".join(lines) + ("\n\n问题：\n" + problem_lines((info.file, one) for one in found) if found else "\n  没有问题")


# ---- two versions


def compare(arguments: argparse.Namespace) -> int:
    """Two versions of the data: which records came, went or have other figures."""
    from analytics.store.plan import difference

    store = opened(arguments)
    old, new = arguments.old.zfill(6), arguments.new.zfill(6)
    with store.version(old) as before, store.version(new) as after:
        found = difference(before, after)
    printed(arguments, lambda: {"old": old, "new": new, **formats.difference_json(found)}, lambda: _difference_text(old, new, found))
    return FINE


def _difference_text(old: str, new: str, found: Difference) -> str:
    from analytics.uploads import changed_rows, difference_words, record_rows

    parts = [f"{old} → {new}：{difference_words(found)}"]
    if found.changed:
        parts.append("数字有变：\n" + table((*CHANGED[:4], old, new), changed_rows(found.changed), right=(4, 5)))
    for word, records in (("新增", found.added), ("去掉", found.gone)):
        if records:
            parts.append(f"{word}：\n" + table(RECORD, record_rows(records), right=(3, 4, 5)))
    return "\n\n".join(parts)


# ---- two editions of a file


def editions(arguments: argparse.Namespace) -> int:
    """A file against its mended edition: problems gone, new and left, figures old and new. Nothing is stored."""
    from analytics.editions import edition_change
    from analytics.reading import Source
    from analytics.reading.apart import read_apart

    try:
        sources = [Source(path.name, path.read_bytes()) for path in (arguments.old, arguments.new)]
    except OSError as error:
        raise LensError(f"无法打开 {error.filename}：{reason(error)}。请核对路径。") from error
    before, after = read_apart(sources)
    change = edition_change(before, after)
    printed(arguments, lambda: _edition_json(before, after, change), lambda: _edition_text(before, after, change))
    return REFUSED if after.refused else FINE


def _edition_json(before: FileReading, after: FileReading, change: EditionChange) -> dict[str, Any]:
    problems = {name: [as_json(one) for one in getattr(change, name)] for name in ("gone", "still", "new")}
    figures = [{name: as_json(getattr(one, name)) for name in ("form", "field", "old", "new", "cell")} for one in change.figures]
    forms = {name: list(getattr(change, name)) for name in ("forms_added", "forms_gone")}
    return {"old": before.file, "new": after.file, "problems": problems, "figures": figures, **forms, "common": change.common}


def _edition_text(before: FileReading, after: FileReading, change: EditionChange) -> str:
    from analytics.editions import edition_words, figure_words

    parts = [f"{before.file} → {after.file}：{edition_words(before, change)}"]
    if change.figures:
        rows = [(one.form, one.field, figure_words(one.old), figure_words(one.new), one.cell) for one in change.figures]
        parts.append(table(("表", "哪个数", "改前", "改后", "单元格"), rows, right=(2, 3)))
    for words, names in (("多出的表", change.forms_added), ("少了的表", change.forms_gone)):
        if names:
            parts.append(f"{words}：{'、'.join(names)}")
    parts += [f"{words}的问题：\n{_lines(file, found)}" for words, file, found in _labelled(before, after, change) if found]
    return "\n\n".join(parts)


def _labelled(before: FileReading, after: FileReading, change: EditionChange) -> Iterable[tuple[str, str, Sequence[Problem]]]:
    return (("已解决", before.file, change.gone), ("仍在", after.file, change.still), ("新出现", after.file, change.new))


def _lines(file: str, found: Sequence[Problem]) -> str:
    return problem_lines((file, one) for one in found)
