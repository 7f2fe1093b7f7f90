"""What each command does. Data goes to stdout, talk to stderr; the number returned is the exit code."""

from __future__ import annotations

import argparse
import glob
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analytics.cli import acting, cases, formats, functions, history, keeping, links, listing, users, uses, views
from analytics.cli.acting import actor, opened
from analytics.cli.asking import filters_of, say_unknown
from analytics.errors import LensError, StoreError, reason
from analytics.store import STEPS, Store

FINE, REFUSED, USAGE, NO_STORE = 0, 1, 2, 3


def say(text: str) -> None:
    """Talk: what a person wants to know beside the data."""
    print(text, file=sys.stderr)


def _print(arguments: argparse.Namespace, content: Callable[[], Any], text: Callable[[], str]) -> None:
    print(json.dumps(content(), ensure_ascii=False, indent=1, allow_nan=False) if arguments.json else text())


def _sources(names: list[str]) -> tuple[list[Any], bool]:
    """The tables of files, folders and archives, and whether all could be taken; wildcards are resolved where no shell did."""
    from analytics.bundles import gather

    paths = [Path(path) for name in names for path in (sorted(glob.glob(name)) if not Path(name).exists() else []) or [name]]
    readable = [path for path in paths if _can_be_opened(path)]
    bundle = gather(readable)
    for one in bundle.passed_over:
        say(f"{'未能读取' if one.fault else '略过'} {one.path}：{one.why}。")
    if not bundle.sources and not bundle.passed_over and readable:
        say("没有找到电子表格或 Word 文件。")
    return list(bundle.sources), len(readable) == len(paths) and not any(one.fault for one in bundle.passed_over)


def _can_be_opened(path: Path) -> bool:
    try:
        if not path.is_dir():
            path.open("rb").close()
    except OSError as error:
        say(f"无法打开 {path}：{reason(error)}。请核对路径。")
        return False
    return True


def _answers(arguments: argparse.Namespace) -> Any:
    from analytics.reading import Answers

    place = (arguments.district, arguments.department, arguments.year)
    given = {"units": arguments.unit, "departments": arguments.alias, "cells": arguments.cell, "columns": arguments.column}
    return Answers(*place, only_open=not arguments.override, **{name: dict(pairs) for name, pairs in given.items()})


def read(arguments: argparse.Namespace) -> int:
    """Parse only."""
    from analytics.reading.apart import read_apart

    sources, complete = _sources(arguments.files)
    readings = read_apart(sources, _answers(arguments))
    content = lambda: {"files": [formats.file_json(reading) for reading in readings]}  # noqa: E731
    _print(arguments, content, lambda: "\n\n".join(listing.reading_text(reading) for reading in readings))
    _keep_problems(arguments, readings)
    if arguments.json:
        errors = ((reading.file, problem) for reading in readings for problem in reading.problems if problem.severity == "error")
        for file, problem in errors:
            say(f"{file}：{problem.message}{problem.remedy or ''}")
    return FINE if complete and not any(reading.refused for reading in readings) else REFUSED


def import_(arguments: argparse.Namespace) -> int:
    """Read, decide, store."""
    from analytics.intake import accept, foreseen

    sources, complete = _sources(arguments.files)
    store = opened(arguments)
    if sources:
        say(f"正在读取 {len(sources)} 个文件……")
    examination = _examination(arguments, store, sources)
    if arguments.dry_run:
        outcome = foreseen(store, examination)
    else:
        outcome = accept(store, examination, actor(arguments), _progress())
        if arguments.remember:
            _remember(arguments, store)
    _print(arguments, lambda: _import_json(examination, outcome), lambda: listing.import_text(outcome, examination.readings, arguments.dry_run))
    _keep_problems(arguments, examination.readings, rules=True)
    for file, questions in examination.questions.items():
        say(listing.question_text(file, questions))
    return FINE if complete and not outcome.refused and not outcome.waiting else REFUSED


def _examination(arguments: argparse.Namespace, store: Store, sources: list[Any]) -> Any:
    """The files examined; headings that a person explained in an earlier import mean the same again."""
    from analytics.intake import examine
    from analytics.uploads import open_questions, recalled_columns, remembered_columns

    answers = _answers(arguments)
    examination = examine(store, sources, answers, arguments.replace_whole)
    known = remembered_columns(store)
    recalled = [recalled_columns(open_questions(reading), known, answers.columns) for reading in examination.readings]
    if not any(recalled):
        return examination
    for reading, columns in zip(examination.readings, recalled, strict=True):
        for heading, meaning in columns.items():
            say(f"{reading.file}：表头“{heading}”按以前的说明读作“{meaning}”；不对请用 --column 另行指定。")
    return examine(store, sources, [replace(answers, columns={**answers.columns, **columns}) for columns in recalled], arguments.replace_whole)


def _remember(arguments: argparse.Namespace, store: Store) -> None:
    for printed, department in arguments.alias:
        store.remember_alias(printed, department, actor(arguments))
        say(f"已记住：“{printed}”归入 {department}。")


def _keep_problems(arguments: argparse.Namespace, readings: Sequence[Any], rules: bool = False) -> None:
    """The list of problems as a workbook, where it was asked for; with what the rules find in the files where `rules` says so."""
    from analytics.audit.self_check import self_check
    from analytics.uploads import problem_table, whole_problem_table

    if arguments.problems:
        about = "、".join(reading.file for reading in readings) or "没有文件"
        note = "读取时发现的问题；改好原表后重新导入，同一项目的记录会被更新。"
        found = whole_problem_table(readings, self_check(readings).files) if rules else problem_table(readings)
        history.written(arguments.problems, history.problem_workbook(found, about, "—", note))


def _progress() -> Callable[[str], None]:
    said: set[str] = set()

    def hear(step: str) -> None:
        if STEPS[step] not in said:
            said.add(STEPS[step])
            say(f"  {STEPS[step]}")

    return hear


def _import_json(examination: Any, outcome: Any) -> dict[str, Any]:
    return {
        "batches": [formats.batch_json(info) for info in outcome.batches],
        "problems": formats.problems_json(examination.readings),
        "snapshot": outcome.version,
        "unchanged": list(outcome.unchanged),
        "refused": [{"file": file, "reason": reason} for file, reason in outcome.refused],
        "questions": [{"file": file, "fields": list(fields)} for file, fields in examination.questions.items()],
        "reread": list(outcome.reread),
        **{what: getattr(outcome, what) for what in ("added", "replaced", "left", "removed")},
        "files": formats.plan_json(outcome.plan),
    }


def projects(arguments: argparse.Namespace) -> int:
    """The filtered list of projects."""
    from analytics.audit.case import counted
    from analytics.audit.casebook import Casebook
    from analytics.audit.selection import finding_counts
    from analytics.metrics import run

    store, filters = opened(arguments), filters_of(arguments)
    snapshot = store.snapshot()
    say_unknown(snapshot, filters)
    frame, left_out = run(snapshot, "project_list", filters), run(snapshot, "left_out", filters)
    counts = lambda: finding_counts(counted(Casebook(store).cases()), frame.to_dict("records"))  # noqa: E731
    content = lambda: formats.projects_json(frame, left_out, snapshot.version, filters.as_mapping(), counts())  # noqa: E731
    _print(arguments, content, lambda: listing.projects_text(frame))
    say(f"{filters.words()}：{len(frame)} 个项目，数据版本 {snapshot.version}")
    for row in formats.rows_json(left_out):
        say(f"其中 {row['projects']} 个不计入金额合计：{row['label']}")
    return FINE


def findings(arguments: argparse.Namespace) -> int:
    """What the rules found in the store."""
    say_unknown(opened(arguments).snapshot(), filters := filters_of(arguments))
    return cases.findings(arguments, filters)


def report(arguments: argparse.Namespace) -> int:
    """Papers to carry away."""
    from analytics.cli.report import report as write

    return write(arguments, filters_of(arguments))


def check(arguments: argparse.Namespace) -> int:
    """Every rule that can run on the files alone; nothing is stored."""
    from analytics.audit.self_check import self_check, to_do
    from analytics.audit.unread import unread
    from analytics.cli.audit import shown
    from analytics.reading.apart import read_apart

    sources, complete = _sources(arguments.files)
    if not sources:
        return REFUSED
    readings = read_apart(sources, _answers(arguments))
    checked = self_check(readings)
    audit = checked.audit
    code = shown(arguments, audit.findings, audit, {"problems": formats.problems_json(tuple(readings))}, say)
    if arguments.problems:
        history.written(arguments.problems, history.problem_workbook(to_do(checked), checked.sentence(), "没有存储", "公开前自查：应写为什么、怎么改。"))
    for file in checked.files:
        if file.refused or file.gaps:
            standing = "未能读取，没有检查。" if file.refused else f"{file.gaps} 处读不懂，其余已按空缺核对，改好后请再查一遍。"
            say(f"{file.reading.file}：{standing}{''.join(one.message for one in unread(file.reading))}")
    return code if complete and not any(reading.refused for reading in readings) else REFUSED


def use_list(arguments: argparse.Namespace) -> int:
    """What the results suggest for the money, and what was decided."""
    return uses.uses(arguments, filters_of(arguments))


def metric(arguments: argparse.Namespace) -> int:
    """Any metric of the dashboard; without a name the list of them."""
    from analytics.audit.standing import contradicted_in
    from analytics.metrics import run

    if arguments.name is None:
        return _metric_list(arguments)
    store, filters = opened(arguments), filters_of(arguments)
    snapshot = store.snapshot()
    say_unknown(snapshot, filters)
    frame = run(snapshot, arguments.name, filters, arguments.by, contradicted_in(store), **dict(arguments.set))
    content = lambda: {  # noqa: E731
        "snapshot": snapshot.version,
        "metric": arguments.name,
        "by": arguments.by,
        "filters": filters.as_mapping(),
        "rows": formats.rows_json(frame),
    }
    _print(arguments, content, lambda: listing.frame_text(frame))
    say(f"{filters.words()}，数据版本 {snapshot.version}")
    if arguments.out:
        _write_metric(arguments, frame, filters.words(), snapshot.version)
    return FINE


def _write_metric(arguments: argparse.Namespace, frame: Any, words: str, version: str) -> None:
    """The rows as a workbook with what each column means."""
    from analytics.metrics import METRICS
    from analytics.metrics.cards import cards_of
    from analytics.reports.table_workbook import table_workbook
    from analytics.reports.totals import TOTALS

    if arguments.out.suffix.lower() != ".xlsx":
        raise LensError(f"指标不能写成“{arguments.out.suffix or arguments.out.name}”。", "请让 --out 的文件名以 .xlsx 结尾。")
    totals = TOTALS.get(arguments.name, {})
    asked = METRICS[arguments.name].question
    history.written(arguments.out, table_workbook(frame, cards_of(frame.columns, arguments.name), asked, words, version, totals=totals))


def _metric_list(arguments: argparse.Namespace) -> int:
    from analytics.cli.text import table
    from analytics.metrics import METRICS

    known = [(one.name, list(one.dimensions), dict(one.parameters), one.question) for one in METRICS.values()]
    names = ("metric", "dimensions", "parameters", "question")
    rows = [(name, "、".join(by), "、".join(f"{key}={value}" for key, value in given.items()), asked) for name, by, given, asked in known]
    content = lambda: {"metrics": [dict(zip(names, one, strict=True)) for one in known]}  # noqa: E731
    _print(arguments, content, lambda: table(("指标", "可用维度", "参数", "回答的问题"), rows))
    return FINE


def templates(arguments: argparse.Namespace) -> int:
    """Blank forms to fill in."""
    from analytics.reports.templates import write_templates

    try:
        written = write_templates(arguments.directory, arguments.district, arguments.department, arguments.year)
    except OSError as error:
        say(f"无法写入 {arguments.directory}：{reason(error)}。请换一个文件夹。")
        return USAGE
    _print(arguments, lambda: {"files": [str(path) for path in written]}, lambda: "\n".join(f"已写出 {path}" for path in written))
    return FINE


def batches(arguments: argparse.Namespace) -> int:
    """All batches and versions."""
    store = opened(arguments)
    stored, built, damaged = store.batches(), store.versions(), store.snapshot().damaged
    content = lambda: {"batches": list(map(formats.batch_json, stored)), "versions": list(map(formats.version_json, built)), "damaged": damaged}  # noqa: E731
    _print(arguments, content, lambda: listing.batches_text(stored, built, {one["batch_id"] for one in damaged}))
    for one in damaged:
        say(f"批次 {one['batch_id']}（{one['file']}）已损坏，未计入：{one['why']}。请用备份恢复，或运行 doctor --repair 由原文件重新读取。")
    return FINE


def classify(arguments: argparse.Namespace) -> int:
    """Say which class a project is of."""
    from analytics import intake

    version = intake.classify(opened(arguments), arguments.project, arguments.project_class, actor(arguments))
    return _now_at(arguments, version, f"项目 {arguments.project} 已归入{arguments.project_class}", project=arguments.project)


def withdraw(arguments: argparse.Namespace) -> int:
    """Take a batch out, or put it back."""
    from analytics import intake

    store = opened(arguments)
    info = store.batch(arguments.batch)
    if info.status == ("active" if arguments.undo else "withdrawn"):
        already = "本来就有效" if arguments.undo else "早已撤回"
        return _now_at(arguments, store.snapshot().version, f"{info.batch_id}（{info.file}）{already}，没有改变", batch=info.batch_id)
    turned = (intake.reinstate if arguments.undo else intake.withdraw)(store, info.batch_id, actor(arguments))
    for file in turned.reread:
        say(f"重新读取 {file}：它的金额单位的依据有了变化")
    sentence = f"{'已恢复' if arguments.undo else '已撤回'} {info.batch_id}（{info.file}）"
    return _now_at(arguments, turned.version, sentence, batch=info.batch_id, reread=list(turned.reread))


def restore(arguments: argparse.Namespace) -> int:
    """Go back to the batches of an earlier version."""
    from analytics import intake

    version = intake.restore(opened(arguments), arguments.version, actor(arguments))
    return _now_at(arguments, version, f"已回到版本 {arguments.version.zfill(6)} 的批次")


def rebuild(arguments: argparse.Namespace) -> int:
    """Build the snapshot anew."""
    from analytics import intake

    return _now_at(arguments, intake.rebuild(opened(arguments), actor(arguments)), "已由批次重建数据快照")


def restore_backup(arguments: argparse.Namespace) -> int:
    """Fill the store from an archive."""
    from analytics import intake

    saved = lambda copy: say(f"原有数据已另存为 {copy}；要退回去，用它再运行一次 restore-backup --force。")  # noqa: E731
    store = intake.restore_backup(arguments.store, arguments.file, arguments.force, actor(arguments), saved)
    return _now_at(arguments, store.snapshot().version, f"已由 {arguments.file} 恢复 {len(store.batches())} 个批次")


def _now_at(arguments: argparse.Namespace, version: str, sentence: str, **more: Any) -> int:
    _print(arguments, lambda: {"snapshot": version, **more}, lambda: f"{sentence}；数据版本 {version}")
    return FINE


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "read": read,
    "check": check,
    "import": import_,
    "projects": projects,
    "findings": findings,
    "case": cases.case,
    "rules": cases.rules,
    "uses": use_list,
    "views": views.views,
    "report": report,
    "metric": metric,
    "templates": templates,
    "batches": batches,
    "batch": history.batch,
    "compare": history.compare,
    "editions": history.editions,
    "classify": classify,
    "links": lambda arguments: links.links(arguments, filters_of(arguments)),
    "department-function": functions.department_function,
    "withdraw": withdraw,
    "restore": restore,
    "rebuild": rebuild,
    "doctor": keeping.doctor,
    "settings": keeping.settings,
    "backup": keeping.backup,
    "restore-backup": restore_backup,
    "users": users.users,
    "audit-log": users.audit_log,
}


def run(arguments: argparse.Namespace) -> int:
    """Run the chosen command; what a person did wrong becomes a sentence and an exit code, never a stack."""
    from analytics.metrics import UnknownName

    try:
        acting.demand_store(arguments)
        acting.admit(arguments)
        code = arguments.run(arguments)
        acting.note_taken(arguments)
        return code
    except StoreError as error:
        say(str(error))
        return NO_STORE
    except (LensError, UnknownName) as error:
        say(str(error))
        return USAGE
