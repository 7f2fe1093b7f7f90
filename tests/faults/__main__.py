"""`python -m tests.faults --rounds 200`: the fault rounds at length; prints what happened, exit code 1 where anything was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.rounds import killed


def main() -> int:
    """Run the rounds and print their story."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        story = killed(Path(directory), given.rounds, given.seed)
    print(f"{story.rounds} processes killed; {sum(story.acknowledged.values())} changes acknowledged: {dict(story.acknowledged)}")
    for (what, step, how), times in sorted(story.pending.items()):
        print(f"under way: {what}, last step {step}: {times} times, found {how}")
    print(f"{story.restored} backups brought back elsewhere")
    print("\n".join(story.faults) or "nothing lost, nothing half visible")
    return 1 if story.faults else 0


if __name__ == "__main__":
    sys.exit(main())
