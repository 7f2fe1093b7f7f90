"""A process that may not write files beyond a size, as on a full disk: tries an import and says what it was told."""

from __future__ import annotations

import resource
import signal
import sys

from analytics.errors import LensError
from analytics.store import Store
from tests.store.forms import form, reading


def main() -> int:
    """Arguments: the store, and the size in bytes. Exit code 1 where the import was refused in words."""
    store = Store(sys.argv[1])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
    try:
        store.commit([reading("乙", *(form(f"乙{number}", number=number) for number in range(40)))], {}, "测试")
    except LensError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
