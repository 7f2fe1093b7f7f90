"""A PostgreSQL server of the tests' own, reached through a socket in its folder, and in it tables of its own for each store."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from analytics.store.store import ledger_of

IN_FILE: set[Path] = set()  # stores that tests share: nobody moves their ledger
OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=300",
    "dynamic_shared_memory_type=mmap",
    "shared_buffers=32MB",
    "listen_addresses=",
)
START = 60  # seconds


def programs() -> Path | None:
    """Where the server's programs are; None where it is not installed, on Windows, and where root has no user to run it as."""
    if os.name == "nt" or (os.geteuid() == 0 and _user() is None):
        return None
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).parent if beside else None


def _user() -> tuple[int, int] | None:
    """User and group that the package made, which root lends to the server."""
    import pwd  # not on Windows

    try:
        found = pwd.getpwnam("postgres")
    except KeyError:
        return None
    return found.pw_uid, found.pw_gid


class Server:
    """The running server."""

    def __init__(self, folder: Path) -> None:
        self.address = f"postgresql+psycopg://lens@/postgres?host={folder}"
        self._made: set[str] = set()
        self._admin = sa.create_engine(self.address, isolation_level="AUTOCOMMIT")

    def of(self, directory: Path) -> str:
        """The address of the ledger of the store in this directory: tables of its own, none where it is new."""
        return ledger_of(directory) if directory in IN_FILE else self.named(hashlib.sha256(os.fsencode(directory)).hexdigest()[:24])

    def named(self, name: str) -> str:
        """The address of tables apart from all others."""
        if name not in self._made:
            with self._admin.connect() as connection:
                connection.execute(sa.text(f"create schema store_{name}"))
            self._made.add(name)
        return f"{self.address}&options=-csearch_path%3Dstore_{name}"

    def close(self) -> None:
        """Let go of the server."""
        self._admin.dispose()


@contextlib.contextmanager
def server(bin_directory: Path) -> Iterator[Server]:
    """A new server, gone afterwards. It refuses to run as root: then it runs as the user that its package made."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_user = {}
    if os.geteuid() == 0:
        user, group = _user()
        os.chown(folder, user, group)
        as_user = {"user": user, "group": group, "extra_groups": []}
    data = folder / "data"
    made = [bin_directory / "initdb", "-D", data, "-U", "lens", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **as_user)
    options = [part for option in OPTIONS for part in ("-c", option)]
    with open(folder / "log", "wb") as log:
        running = subprocess.Popen([bin_directory / "postgres", "-D", data, "-k", folder, *options], stdout=log, stderr=log, cwd=folder, **as_user)
    try:
        _wait(bin_directory, folder, running)
        one = Server(folder)
        yield one
        one.close()
    finally:
        running.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(bin_directory: Path, folder: Path, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START
    while subprocess.run([bin_directory / "pg_isready", "-q", "-h", folder], check=False).returncode != 0:
        if running.poll() is not None or time.monotonic() > end:
            raise RuntimeError((folder / "log").read_text("utf-8", "replace"))
        time.sleep(0.05)
