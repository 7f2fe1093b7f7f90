"""Runs a task in a process of its own, so that no task warms the caches of another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Timing:
    """Seconds by the clock, seconds of processor, peak memory of the process in MB, and what the task answered."""

    wall: float
    process: float
    peak: float
    answer: Any = None


def timed(task: Callable[[], Any]) -> Timing:
    """One run of a task in this process."""
    wall, process = time.perf_counter(), time.process_time()
    answer = task()
    return Timing(time.perf_counter() - wall, time.process_time() - process, peak_memory(), answer)


def interleaved(commands: Mapping[str, Sequence[str]], repetitions: int) -> dict[str, Timing]:
    """Medians of each command, run in turns: what slows the machine for a while slows all of them."""
    runs: dict[str, list[Timing]] = {name: [] for name in commands}
    for _ in range(repetitions):
        for name, arguments in commands.items():
            runs[name].append(in_a_child(arguments))
    return {name: _median(timings) for name, timings in runs.items()}


def in_a_child(arguments: Sequence[str]) -> Timing:
    """Runs `python -m bench.task …` and takes the timing from the last line it prints."""
    done = subprocess.run([sys.executable, "-m", "bench.task", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"bench.task {' '.join(arguments)} failed:\n{done.stderr}")
    return Timing(**json.loads(done.stdout.splitlines()[-1]))


def as_line(timing: Timing) -> str:
    return json.dumps(asdict(timing))


def _median(timings: Sequence[Timing]) -> Timing:
    return Timing(*(median(getattr(one, name) for one in timings) for name in ("wall", "process", "peak")), timings[-1].answer)


def peak_memory() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss of a child starts at what its parent held
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    import psutil

    memory = psutil.Process().memory_info()
    return getattr(memory, "peak_wset", memory.rss) / 2**20
