"""One line a measurement: ours, what it is held against, their ratio and the limit it must keep."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).resolve().parent / "out"


@dataclass(frozen=True)
class Result:
    """`ours` and `against` in `unit`. `ratio` is what the limit speaks of; where nothing is compared it is ours / limit."""

    part: str
    what: str
    ours: float
    unit: str
    against: float | None
    ratio: float
    limit: str
    met: bool
    note: str = ""

    def cells(self) -> list[str]:
        """The words of a line: by how much a limit is missed stands in the last."""
        against = "" if self.against is None else f"{self.against:.3g} {self.unit}"
        return [self.what, f"{self.ours:.3g} {self.unit}", against, f"{self.ratio:.2f}", self.limit, "yes" if self.met else "no", self.note]


def at_most(part: str, what: str, ours: float, unit: str, against: float, limit: float, note: str = "") -> Result:
    """Ours may take `limit` times as much as the other."""
    ratio = ours / against
    return Result(part, what, ours, unit, against, ratio, f"≤ {limit:g} ×", ratio <= limit, note)


def at_least(part: str, what: str, ours: float, unit: str, against: float, limit: float, note: str = "") -> Result:
    """The other must take `limit` times as much as ours."""
    ratio = against / ours
    return Result(part, what, ours, unit, against, ratio, f"≥ {limit:g} × faster", ratio >= limit, note)


def absolute(part: str, what: str, ours: float, unit: str, limit: float, note: str = "") -> Result:
    """A figure of this machine alone."""
    return Result(part, what, ours, unit, None, ours / limit, f"≤ {limit:g} {unit}", ours <= limit, note)


HEADINGS = ["what", "ours", "against", "ratio", "limit", "met", "note"]


def as_table(results: Sequence[Result]) -> str:
    """A Markdown table."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(result.cells() for result in results)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def machine() -> str:
    """What was measured on, and how busy it was: a ratio survives a busy machine, a time does not."""
    processor = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores {processor}, {platform.system()}, Python {platform.python_version()}{load}"


def keep(results: Sequence[Result], name: str) -> Path:
    """Writes the results as JSON under bench/out."""
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), "results": [asdict(result) for result in results]}, ensure_ascii=False, indent=1), "utf-8")
    return path


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []
