"""Kill a working process at a random moment, look at what it left, let another go on; again and again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from analytics.audit.casebook import Casebook
from analytics.store import Store
from analytics.store import store as store_module
from analytics.store.backup import LIST
from analytics.store.doctor import ERROR, examined
from analytics.store.workplace import FOLDER
from tests.faults.victim import AUDITOR

ROOT = Path(__file__).parents[2]
MOST_LINES = 40  # of its journal that a victim writes before it is killed: two to nine a change
LONGEST = 0.15  # seconds from the last of them to its end; in half of the rounds none
OF_A_STORE = 25  # rounds; then a new store, so that building it stays quick


@dataclass
class Known:
    """What was acknowledged: figures by file, versions and what they held, classes, owners, evidence, backups."""

    held: dict[str, int] = field(default_factory=dict)
    every: dict[str, int] = field(default_factory=dict)
    versions: dict[str, dict[str, int]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    backups: dict[str, dict[str, int]] = field(default_factory=dict)

    def after(self, line: dict) -> Known:
        """What is known when this is acknowledged as well."""
        new = Known(*(dict(getattr(self, name)) for name in self.__dataclass_fields__))
        what = line["what"]
        if what == "import":
            new.every[line["name"]] = new.held[line["name"]] = line["executed"]
        elif what == "withdraw":
            new.held.pop(line["name"], None)
        elif what == "reinstate":
            new.held[line["name"]] = new.every[line["name"]]
        elif what == "restore":
            new.held = dict(new.versions[line["version"]])
        elif what == "classify":
            new.classes[line["project"]] = line["class"]
        elif what == "assign":
            new.owners[line["case"]] = line["owner"]
        elif what == "evidence" and "sha256" in line:
            new.evidence[line["sha256"]] = line["content"]
        elif what == "backup" and "batches" in line:
            new.backups[line["file"]] = dict(new.held)
        return new


@dataclass
class Story:
    """What happened over all rounds: `pending` counts what was under way when it was killed, by how far it had come and whether it came true."""

    rounds: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    pending: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    restored: int = 0
    faults: list[str] = field(default_factory=list)


def killed(directory: Path, rounds: int, seed: int) -> Story:
    """So many rounds; every deviation is a sentence in `faults`."""
    story, chance = Story(), random.Random(seed)
    for number in range(rounds):
        if number % OF_A_STORE == 0:
            place = directory / f"store-{number}"
            place.mkdir(parents=True)
            known = Known(versions={Store(place / "store").versions()[-1].version: {}})
        known = _round(place, known, story, chance)
        story.rounds += 1
    return story


def _round(place: Path, known: Known, story: Story, chance: random.Random) -> Known:
    journal = place / f"journal-{story.rounds}"
    _work_until_killed(place / "store", journal, chance)
    pending = None
    for line in journal.read_text("utf-8").splitlines():
        told = json.loads(line)
        if told["word"] == "begin":
            pending = told
        elif told["word"] == "step" and pending is not None:
            pending["step"] = told["step"]
        elif told["word"] == "done":
            known, pending = known.after(told), None
            story.acknowledged[told["what"]] += 1
            if "now" in told:
                known.versions[told["now"]] = dict(known.held)
    return _looked_at(place, known, pending, story)


def _work_until_killed(store: Path, journal: Path, chance: random.Random) -> None:
    journal.touch()
    command = [sys.executable, "-m", "tests.faults.victim", str(store), str(journal), str(chance.randrange(2**31))]
    victim = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "LENS_LEDGER_URL": store_module.ledger_of(store)})
    lines = chance.randint(2, MOST_LINES)
    while journal.read_bytes().count(b"\n") < lines and victim.poll() is None:
        time.sleep(0.005)
    time.sleep(chance.choice((0, chance.uniform(0, LONGEST))))
    if victim.poll() is not None:
        raise AssertionError(f"the victim died by itself, exit code {victim.returncode}")
    victim.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    victim.wait()


def _looked_at(place: Path, known: Known, pending: dict | None, story: Story) -> Known:
    """Open the store as the next process would and compare; returns what is known from now on."""
    store = Store(place / "store")
    told = lambda words: story.faults.append(f"round {story.rounds}, {pending and pending['what']} under way: {words}")  # noqa: E731
    possible = [known] if pending is None else [known, known.after(pending)]
    held = figures(store)
    true = [one for one in possible if one.held == held and _decided(store, one)]
    if not true:
        told(f"the store holds {held}, acknowledged was {known.held}")
        true = [known]
    now = true[0]
    if pending is not None:
        story.pending[pending["what"], pending.get("step", "begun"), "stored" if now is possible[-1] else "not stored"] += 1
    for fault in _faults(place, store, now):
        told(fault)
    files = {info.batch_id: info.file for info in store.batches()}
    for version in store.versions():
        now.versions.setdefault(version.version, {files[one]: now.every.get(files[one], known.every.get(files[one], 0)) for one in version.batches})
    if story.rounds % 10 == 0:
        story.restored += _restored(place, now, told)
    store.close()
    return now


def figures(store: Store) -> dict[str, int]:
    """Execution (万元) by file, as a reader sees it."""
    rows = store.snapshot().table("select file, executed from project").to_pylist()
    return {row["file"]: int(row["executed"]) for row in rows}


def _decided(store: Store, known: Known) -> bool:
    """Whether the decisions are those known."""
    owners = {case.finding.key: case.owner for case in Casebook(store).cases()}
    return store.classes() == known.classes and all(owners.get(key) == owner for key, owner in known.owners.items())


def _faults(place: Path, store: Store, known: Known) -> list[str]:
    """What is half there, lost or damaged."""
    found = [f"doctor: {one.name}: {one.found}" for one in examined(store.directory) if one.state == ERROR]
    ids = sorted(info.batch_id for info in store.batches())
    if sorted(path.name for path in store.batch_directory.iterdir()) != ids:
        found.append("folders of batches differ from the ledger")
    if {info.file for info in store.batches() if info.status == "active"} != set(known.held):
        found.append("the ledger's active batches are not those of the snapshot")
    found += [f"left over: {path.name}" for path in store.directory.iterdir() if "building" in path.name or path.name.startswith("damaged-")]
    found += [f"half a backup: {path.name}" for path in place.glob("backup-*.zip") if not _whole(path)]
    found += [f"left over: {path.name}" for path in (*place.glob("*.new"), *store.directory.glob(FOLDER))]
    book = Casebook(store)
    found += [f"evidence {sha256[:8]} lost" for sha256, content in known.evidence.items() if book.evidence(sha256, AUDITOR)[1] != content.encode()]
    return found


def _whole(backup: Path) -> bool:
    """Whether a file that has a backup's name is one from end to end."""
    try:
        with zipfile.ZipFile(backup) as archive:
            return LIST in archive.namelist() and archive.testzip() is None
    except zipfile.BadZipFile:
        return False


def _restored(place: Path, known: Known, told: Callable[[str], None]) -> int:
    """Bring back the newest acknowledged backup elsewhere; returns how many were brought back."""
    if not known.backups:
        return 0
    file, held = list(known.backups.items())[-1]
    again = Store.restore_backup(place / f"again-{file}", place / file)
    if figures(again) != held:
        told(f"backup {file} brings back {figures(again)} instead of {held}")
    again.close()
    return 1
