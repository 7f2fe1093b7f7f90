"""The process in which untrusted files are parsed; `apart` starts it, feeds it and listens.

Tasks come in and readings go out as frames: eight bytes of length, then a pickle. It ends when its input ends.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from analytics.reading import Answers, Source, read_files, read_half
from analytics.reading.halves import NotHalved, Part, Told
from analytics.reading.records import Claim

LENGTH = struct.Struct("<Q")
OPENED, TOLD, DONE, FAILED, NO_MEMORY = "opened", "told", "done", "failed", "no-memory"


@dataclass(frozen=True)
class Task:
    """What `read_files` is to be called with, and the limits of the process. `environment` holds settings in force.

    `half` 0 or 1 asks for that half of the sheets of the one source, by `read_half`.
    """

    sources: tuple[Source, ...]
    answers: tuple[Answers, ...]
    claims: tuple[Claim, ...]
    aliases: dict[str, str]
    environment: dict[str, str]
    megabytes: int
    processor_seconds: int
    half: int | None = None


def send(stream: BinaryIO, message: Any) -> None:
    """One frame. Raises OSError when the other side has gone."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO, longest: int | None = None) -> bytes | None:
    """The pickle of the next frame; None when the other side has gone, or sends more than `longest` bytes."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if longest is not None and length > longest:
        return None
    content = stream.read(length)
    return content if len(content) == length else None


def main() -> None:
    """Work off tasks until the input ends; a task that ran out of memory is the last one."""
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not land among the frames
    while (content := receive(inward)) is not None:
        kind = _carry_out(content, inward, outward)
        del content
        if kind == NO_MEMORY:
            return


def _carry_out(content: bytes, inward: BinaryIO, outward: BinaryIO) -> str:
    """Reads, and tells what came of it. The task comes from our own parent and is unpickled as it is."""
    try:
        kind, found = _read(pickle.loads(content), inward, outward)
        send(outward, (kind, found))
        return kind
    except MemoryError:
        send(outward, (NO_MEMORY, None))
        return NO_MEMORY


def _read(task: Task, inward: BinaryIO, outward: BinaryIO) -> tuple[str, Sequence[Any] | Part | str | None]:
    os.environ.update(task.environment)
    limit(task.megabytes, task.processor_seconds)
    try:
        if task.half is not None:
            return DONE, _read_half(task, task.half, inward, outward)
        return DONE, read_files(task.sources, task.answers, task.claims, task.aliases, lambda _name: send(outward, (OPENED, None)))
    except MemoryError:
        raise
    except NotHalved:
        return FAILED, None
    except Exception:
        return FAILED, traceback.format_exc()


def _read_half(task: Task, half: int, inward: BinaryIO, outward: BinaryIO) -> Part:
    """Between its sheets and its figures it waits for what the other half tells. Raises NotHalved."""

    def exchange(told: Told) -> Told:
        send(outward, (TOLD, told))
        answer = receive(inward)
        if answer is None:
            raise NotHalved
        return pickle.loads(answer)

    return read_half(task.sources[0], task.answers[0], task.claims, task.aliases, half, exchange)


def can_limit() -> bool:
    """Whether the platform can bound memory and processor time of a process. On Windows the parent's clock and the bounds on the content remain."""
    try:
        import resource  # noqa: F401
    except ImportError:
        return False
    return True


def limit(megabytes: int, processor_seconds: int) -> None:
    """Bounds this process where the platform can.

    The limit of processor time ends a reader whose parent was killed and can no longer watch the clock.
    """
    if not can_limit():
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_AS, megabytes * 1024 * 1024)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + processor_seconds)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, wanted: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    within = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(kind, (within, hard))
    except (ValueError, OSError):  # macOS refuses RLIMIT_AS below what the process already maps
        return
