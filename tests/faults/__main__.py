"""`python -m tests.faults --rounds 200`: the fault rounds at length; prints what happened, exit code 1 where anything was lost."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analytics.store import doctor
from analytics.store import store as store_module
from tests import ledgers
from tests.faults.rounds import killed


@contextlib.contextmanager
def on_postgresql() -> Iterator[None]:
    """Every ledger that is opened meanwhile stands in a server of our own."""
    with ledgers.server(ledgers.programs()) as running:
        store_module.ledger_of = doctor.ledger_of = running.of
        yield


def main() -> int:
    """Run the rounds and print their story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="keep the ledgers there")
    given = parser.parse_args()
    with on_postgresql() if given.postgresql else contextlib.nullcontext(), tempfile.TemporaryDirectory() as directory:
        story = killed(Path(directory), given.rounds, given.seed)
    print(f"{story.rounds} processes killed; {sum(story.acknowledged.values())} changes acknowledged: {dict(story.acknowledged)}")
    for (what, step, how), times in sorted(story.pending.items()):
        print(f"under way: {what}, last step {step}: {times} times, found {how}")
    print(f"{story.restored} backups brought back elsewhere")
    print("\n".join(story.faults) or "nothing lost, nothing half visible")
    return 1 if story.faults else 0


if __name__ == "__main__":
    sys.exit(main())
