"""Works on a store without end, and writes down what it begins and what was acknowledged. Somebody kills it."""

from __future__ import annotations

import json
import os
import random
import sys
from decimal import Decimal
from pathlib import Path

from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.store import Store
from tests.store.forms import form, reading

AUDITOR = Person("甲", "auditor")
WEIGHTS = {"import": 6, "withdraw": 3, "reinstate": 2, "restore": 2, "classify": 2, "assign": 2, "evidence": 1, "backup": 3}


class Journal:
    """Lines that are on the disk before anything goes on. `step` is one of them: how far a change has come."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def step(self, step: str) -> None:
        """As a store tells its steps."""
        self.write("step", step=step)

    def write(self, word: str, **what: object) -> None:
        """One line: begin or done, and of what."""
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"word": word, **what}, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def watch_backups(journal: Journal) -> None:
    """A backup tells no steps: the interpreter tells them."""

    def hear(event: str, told: tuple) -> None:
        if event == "tempfile.mkdtemp":
            journal.step("folder-beside-made")
        elif event == "open" and str(told[0]).endswith(".new") and "backup-" in str(told[0]) and "w" in str(told[1]):
            journal.step("archive-begun")
        elif event == "os.rename" and str(told[1]).endswith(".zip"):
            journal.step("archive-written")

    sys.addaudithook(hear)


def work(directory: Path, journal: Journal, chance: random.Random) -> None:
    """One thing after another, for ever."""
    store, book, number = Store(directory), None, 0
    book = Casebook(store)
    journal.write("ready")
    while True:
        number += 1
        what = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        todo = _chosen(what, store, book, chance, f"{os.getpid()}-{number}")
        if todo is None:
            continue
        journal.write("begin", what=what, **todo)
        journal.write("done", what=what, **todo, **(_do(what, todo, store, book, journal) or {}))


def _chosen(what: str, store: Store, book: Casebook, chance: random.Random, name: str) -> dict | None:
    """What is to be done, all chosen before it begins; None where there is nothing to do it to."""
    batches = store.batches()
    if what == "import":
        return {"name": name, "executed": chance.randint(1, 99)}
    if what in ("withdraw", "reinstate"):
        wanted = [info for info in batches if info.status == ("active" if what == "withdraw" else "withdrawn")]
        return _one(chance, [{"batch": info.batch_id, "name": info.file} for info in wanted])
    if what == "restore":
        return _one(chance, [{"version": info.version} for info in store.versions()])
    if what == "classify":
        ids = store.snapshot().table("select project_id from project order by name")["project_id"].to_pylist()
        return _one(chance, [{"project": one, "class": chance.choice(["运维", "设备"])} for one in ids])
    if what == "assign":
        return _one(chance, [{"case": case.finding.key, "owner": name} for case in book.cases() if case.present])
    if what == "evidence":
        return _one(chance, [{"case": case.finding.key, "content": name} for case in book.cases()])
    return {"file": f"backup-{name}.zip"}


def _one(chance: random.Random, among: list[dict]) -> dict | None:
    return chance.choice(among) if among else None


def _do(what: str, todo: dict, store: Store, book: Casebook, journal: Journal) -> dict | None:
    if what == "import":
        version = store.commit([reading(todo["name"], form(todo["name"], executed=str(Decimal(todo["executed"]))))], {}, "甲", progress=journal.step).version
        book.retest("甲")
        return {"now": version}
    if what in ("withdraw", "reinstate"):
        return {"now": getattr(store, what)(todo["batch"], "甲", journal.step)}
    if what == "restore":
        return {"now": store.restore(todo["version"], "甲", journal.step)}
    if what == "classify":
        return {"now": store.classify(todo["project"], todo["class"], "甲")}
    if what == "assign":
        return book.assign([todo["case"]], AUDITOR, todo["owner"])
    if what == "evidence":
        return {"sha256": book.attach(todo["case"], AUDITOR, "证据.txt", todo["content"].encode())}
    return {"batches": store.backup(store.directory.parent / todo["file"])}


if __name__ == "__main__":
    told = Journal(Path(sys.argv[2]))
    watch_backups(told)
    work(Path(sys.argv[1]), told, random.Random(int(sys.argv[3])))
