"""Write the locks: every package that requirements*.txt bring along, in one exact version, with the hashes of its files.

Run it after changing a requirements file: `.venv/bin/python -m bundle.lock`. Versions that a lock names already stay.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ("requirements", "requirements-postgresql", "requirements-spark", "requirements-dev")  # each may hold to what those before it chose
HEAD = "# Written by bundle/lock.py out of {name}.txt: change that file and run `.venv/bin/python -m bundle.lock`.\n"


def lock(name: str, before: tuple[str, ...]) -> None:
    """Write one lock, for every system and every Python from 3.11 on."""
    path = ROOT / f"{name}.lock"
    held = [argument for other in before for argument in ("--constraint", f"{other}.lock")]
    command = ["-m", "uv", "pip", "compile", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-annotate", "--no-header", "--quiet"]
    subprocess.run([sys.executable, *command, *held, f"{name}.txt", "--output-file", path.name], cwd=ROOT, check=True)
    path.write_text(HEAD.format(name=name) + path.read_text("utf-8"), "utf-8")


def main() -> None:
    """Write them all."""
    for at, name in enumerate(REQUIREMENTS):
        lock(name, REQUIREMENTS[:at])


if __name__ == "__main__":
    main()
