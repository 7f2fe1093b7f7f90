"""The process that audits some departments of a snapshot; `in_parts` starts it and listens.

It is told once what to audit, as a frame (analytics.reading.worker), and answers with frames: how each rule fared, then
findings, worst first, some thousands at a time, then that it has done.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb

from analytics.audit.cards import RULES
from analytics.audit.desk import Desk
from analytics.audit.runner import findings, run_rule, uncollected, worst_first
from analytics.reading.worker import receive, send
from analytics.store.snapshot import READ_ONLY

FINDINGS_A_FRAME = 10_000
"""Few enough that what a pickle remembers of them stays small, many enough that cells and names are seldom told twice."""
DONE = "done"


@dataclass(frozen=True)
class Task:
    """The departments of a snapshot (an empty text: records of none) to which these rules, each of scope department, are put.

    `memory` is what the database may take, in its own words.
    """

    snapshot: Path
    departments: tuple[str, ...]
    rules: tuple[str, ...]
    memory: str


def main() -> None:
    """Audit what the task names. It comes from our own parent and is unpickled as it is."""
    outward = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    content = receive(sys.stdin.buffer)
    if content is not None:
        with uncollected():
            tell(pickle.loads(content), outward)
            os._exit(0)  # millions of objects need not be given back one by one


def tell(task: Task, outward: BinaryIO) -> None:
    """Audit, and send what is found."""
    own = READ_ONLY | {"threads": 1, "memory_limit": task.memory}
    with closing(duckdb.connect(str(task.snapshot), read_only=True, config=own)) as connection, closing(Desk(connection, task.departments)) as desk:
        outcomes = [run_rule(desk, RULES[name]) for name in task.rules]
        send(outward, tuple(run for run, _ in outcomes))
        found = sorted(findings(desk, [pair for _, hits in outcomes for pair in hits]), key=worst_first)
    for start in range(0, len(found), FINDINGS_A_FRAME):
        send(outward, found[start : start + FINDINGS_A_FRAME])
    send(outward, DONE)
