"""Try a bundle as a stranger would: unpack it elsewhere, install without any network, start, ask for a page, then spoil a file.

    python -m bundle.trial lens-bundle.zip

Prints a line for each step and leaves with 1 where one failed. As root on Linux the network is really away; elsewhere packages
are only looked for where there are none.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

PORT = 8719
PATIENCE = 900  # seconds until the first answer, on a slow machine
ALONE = "BUNDLE_TRIAL_ALONE"


def without_network(arguments: list[str]) -> int | None:
    """Run this again where there is no network but the machine itself; None where that cannot be done, or is done."""
    if os.environ.get(ALONE) or not hasattr(os, "geteuid") or os.geteuid() or not shutil.which("unshare"):
        return None
    inside = f'ip link set lo up && exec "{sys.executable}" -m bundle.trial "$@"'
    return subprocess.call(["unshare", "-n", "sh", "-c", inside, "sh", *arguments], env={**os.environ, ALONE: "1"})


def started(folder: Path) -> subprocess.Popen[bytes]:
    """What a person starts, in a session of its own."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "CI": "1"}
    return subprocess.Popen(["sh", str(folder / "启动.sh"), "--port", str(PORT)], env={**os.environ, **nowhere}, start_new_session=True)


def answer(address: str) -> str:
    """The text at an address; empty where nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/{address}", timeout=10) as found:
            return found.read().decode("utf-8", "replace")
    except OSError:
        return ""


def serves(folder: Path) -> bool:
    """Install and start; whether health, a page and the font are there."""
    server, begun = started(folder), time.monotonic()
    try:
        while server.poll() is None and answer("healthz") != "ok" and time.monotonic() - begun < PATIENCE:
            time.sleep(0.5)
        seen = {"/healthz": answer("healthz") == "ok", "页面": "预算绩效透视" in answer(""), "字体": len(answer("client/chinese.ttf")) > 1000}
        print(*(f"{name}：{'有' if there else '没有'}" for name, there in seen.items()), f"用了 {time.monotonic() - begun:.0f} 秒", flush=True)
        return all(seen.values())
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def refuses(folder: Path) -> bool:
    """Whether a bundle with one changed wheel is refused before anything is installed."""
    wheel = max((folder / "wheels").iterdir(), key=lambda file: file.stat().st_size)
    with open(wheel, "r+b") as file:
        file.seek(1000)
        file.write(b"changed")
    shutil.rmtree(folder / ".venv")
    done = subprocess.run(["sh", str(folder / "启动.sh"), "install"], capture_output=True, text=True, encoding="utf-8")
    refused = done.returncode == 1 and wheel.name in done.stdout and not (folder / ".venv").exists()
    print(f"改动一个文件后：{'不安装' if refused else '照样安装了'}", flush=True)
    return refused


def main(arguments: list[str]) -> int:
    """Try one archive."""
    again = without_network(arguments)
    if again is not None:
        return again
    with tempfile.TemporaryDirectory(prefix="试装 ") as place:
        shutil.unpack_archive(arguments[0], place)
        (folder,) = Path(place).iterdir()
        (folder / "启动.sh").chmod(0o755)
        return 0 if serves(folder) and refuses(folder) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
