"""The command line: the other face of the same core. `python -m analytics COMMAND`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from analytics.cli import commands
from analytics.cli.options import parse
from analytics.errors import LensError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 refused or errors found, 2 usage, 3 the store cannot be used."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        chosen = parse(commands.RUN, arguments)
    except LensError as error:  # the file of settings cannot be read
        commands.say(str(error))
        return commands.USAGE
    try:
        code = commands.run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has gone; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return commands.FINE
    return code
