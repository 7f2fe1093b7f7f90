"""A large snapshot audited in several processes at once, each for some of the departments; rules that look beyond one run here.

Sound for the reason given in `again`: a rule of scope "department" says of a department what it says of it alone. What
comes out is the same as in one process, to the last finding, and one process does it all where another fails.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from analytics.audit import part
from analytics.audit.cards import RULES
from analytics.audit.desk import Desk
from analytics.audit.finding import Audit, Finding, Run
from analytics.audit.runner import audit, findings, in_sql, run_rule, uncollected, worst_first
from analytics.engine import on_spark
from analytics.reading.apart import PASSED_ON, ROOT
from analytics.reading.worker import receive, send
from analytics.store import Snapshot

logger = logging.getLogger(__name__)
SIZES = Path(__file__).with_name("department_sizes.sql").read_text("utf-8")
COMMAND = (sys.executable, "-c", f"from {part.__name__} import main; main()")
LEAST_FORMS = 10_000
"""Self-evaluations from which on several processes pay: to start them and to hand findings over costs about two seconds."""
MEMORY = "select current_setting('memory_limit') as most"


class PartFailed(Exception):
    """A process that audits a part did not get to its end."""

    def __init__(self, departments: int, exit_code: int) -> None:
        super().__init__(f"the process that audits {departments} departments ended with exit code {exit_code}")


def audit_snapshot(snapshot: Snapshot, processes: int | None = None, least: int = LEAST_FORMS) -> Audit:
    """Run every rule on a stored snapshot, in as many processes as there are processors where it holds `least` forms."""
    shares = _shares(snapshot, processes or _processors(), least)
    if len(shares) > 1:
        try:
            return _in_parts(snapshot, shares)
        except Exception as error:  # whatever went wrong between processes, this one can answer alone
            logger.error("%r; everything is audited again in this process", error)
    return audit(snapshot.connection)


def _processors() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shares(snapshot: Snapshot, processes: int, least: int) -> list[tuple[str, ...]]:
    """The departments of each process, about as much to do in each; nothing where one process is to do it all."""
    sizes = snapshot.table(SIZES)
    if processes < 2 or (sum(sizes["forms"].to_pylist()) < least):
        return []
    shares: list[list[str]] = [[] for _ in range(processes)]
    loads = [0] * processes
    for department, size in zip(sizes["department"].to_pylist(), sizes["size"].to_pylist()):
        lightest = loads.index(min(loads))
        shares[lightest].append(department)
        loads[lightest] += size
    return [tuple(share) for share in shares if share]


def _in_parts(snapshot: Snapshot, shares: Sequence[tuple[str, ...]]) -> Audit:
    """Rules that fail in a part are run here over everything, as they would have been: what they tell then holds for all."""
    whole = {name for name in RULES if on_spark() and in_sql(name)}  # Spark has workers of its own
    apart = tuple(name for name, card in RULES.items() if card.scope == "department" and name not in whole)
    with uncollected():
        runs, found = _joined(_heard(snapshot, shares, apart))
        here = {name for name in RULES if name not in runs or runs[name].failed}
        own_runs, own = _here(snapshot, here)
        every = [one for one in found if one.rule not in here] + own
        every.sort(key=worst_first)  # parts in order one after the other: sorting merges them
        return Audit(tuple(every), tuple((runs | own_runs)[name] for name in RULES))


def _here(snapshot: Snapshot, rules: Iterable[str]) -> tuple[dict[str, Run], list[Finding]]:
    """What some rules say of the whole snapshot."""
    with closing(Desk(snapshot.connection, ready=False)) as desk:
        outcomes = [run_rule(desk, card) for name, card in RULES.items() if name in rules]
        return {run.rule: run for run, _ in outcomes}, list(findings(desk, [pair for _, hits in outcomes for pair in hits]))


def _joined(parts: Iterable[tuple[Sequence[Run], list[Finding]]]) -> tuple[dict[str, Run], list[Finding]]:
    """Runs by rule, with the hits of all parts, and the findings of one part after those of the other."""
    runs: dict[str, Run] = {}
    hits: Counter[str] = Counter()
    every: list[Finding] = []
    for part_runs, found in parts:
        for run in part_runs:
            hits[run.rule] += run.hits
            if not (run.rule in runs and runs[run.rule].failed):
                runs[run.rule] = run
        every += found
    return {name: replace(run, hits=hits[name]) for name, run in runs.items()}, every


# ---- the processes


def _heard(snapshot: Snapshot, shares: Sequence[tuple[str, ...]], rules: tuple[str, ...]) -> list[tuple[Sequence[Run], list[Finding]]]:
    """What each part finds, all at work at once. Raises PartFailed as soon as one ends before its time."""
    number, unit = snapshot.table(MEMORY)["most"][0].as_py().split()
    memory = f"{float(number) / len(shares):.3f} {unit}"  # all databases together what one alone may take
    processes: list[subprocess.Popen[bytes]] = []
    with ThreadPoolExecutor(len(shares), "audit") as listeners:
        try:
            for _ in shares:
                processes.append(_started())
            tasks = [part.Task(snapshot.path.resolve(), share, rules, memory) for share in shares]
            answers = [listeners.submit(_conversation, process, task) for process, task in zip(processes, tasks)]
            for answer in as_completed(answers):
                answer.result()
            return [answer.result() for answer in answers]
        finally:
            for process in processes:
                _end(process)


def _started() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _conversation(process: subprocess.Popen[bytes], task: part.Task) -> tuple[Sequence[Run], list[Finding]]:
    """Hand the task over and listen to the end."""
    send(process.stdin, task)
    found: list[Finding] = []
    runs = None
    while (frame := receive(process.stdout)) is not None:
        told = pickle.loads(frame)
        if told == part.DONE:
            return runs, found
        if runs is None:
            runs = told
        else:
            found += told
    raise PartFailed(len(task.departments), process.wait())


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        try:
            stream.close()
        except OSError:
            logger.debug("the pipe of an ended process was still full")
