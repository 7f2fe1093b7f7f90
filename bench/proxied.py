"""Several server processes behind nginx, set up as deploy/nginx.conf says but for names, ports and certificates."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.serving import running
from bench.timing import ROOT

DEPLOY = ROOT / "deploy"
INCLUDED = "/etc/lens/nginx-proxy.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
OURS = {"LENS_SIGN_IN": "accounts", "LENS_GATEWAY_ADDRESSES": "127.0.0.1", "LENS_LOG_FORMAT": "json", "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Served:
    """Where people go (`addresses`: one where there is a proxy, else one a process), the processes, and the files they log to."""

    addresses: tuple[str, ...]
    processes: tuple[psutil.Process, ...]
    logs: tuple[Path, ...]
    proxied: bool

    def memory(self) -> dict[str, float]:
        """MB that each process holds, and all the processes that it started."""
        found = {}
        for number, process in enumerate(self.processes, 1):
            found[f"server {number}"] = process.memory_info().rss / 2**20
            found[f"its readers {number}"] = sum(_held(child) for child in process.children(recursive=True))
        return found

    def complaints(self) -> list[str]:
        """What the processes logged as an error."""
        lines = [line for log in self.logs for line in log.read_text("utf-8").splitlines()]
        return [line for line in lines if _level(line) in ("error", "critical")]


def _held(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def _level(line: str) -> str:
    """A line that is no record comes from a process that broke."""
    try:
        return json.loads(line)["level"]
    except (ValueError, KeyError, TypeError):
        return "error"


@contextmanager
def proxied(store: Path, count: int, folder: Path, first_port: int = 0) -> Iterator[Served]:
    """So many processes over one store, and nginx before them where it is installed."""
    ports = _ports(count + 1, first_port)
    with ExitStack() as stack:
        logs = tuple(folder / f"server-{number}.log" for number in range(1, count + 1))
        servers = [stack.enter_context(_server(store, port, log)) for port, log in zip(ports[1:], logs, strict=True)]
        if NGINX:
            configuration = nginx_configuration((DEPLOY / "nginx.conf").read_text("utf-8"), folder, ports)
            stack.enter_context(nginx(folder, configuration, f"http://127.0.0.1:{ports[0]}/healthz"))
        addresses = tuple(f"http://127.0.0.1:{port}" for port in (ports[:1] if NGINX else ports[1:]))
        yield Served(addresses, tuple(psutil.Process(one.pid) for one in servers), logs, bool(NGINX))


def _ports(count: int, first: int) -> list[int]:
    if first:
        return list(range(first, first + count))
    with ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


@contextmanager
def _server(store: Path, port: int, log: Path) -> Iterator[subprocess.Popen]:
    asked = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning", "--no-access-log", "--no-proxy-headers", "--no-server-header"]
    command, environment = [sys.executable, "-m", "uvicorn", "app:app", *asked], {**os.environ, **OURS, "LENS_STORE": str(store)}
    with open(log, "wb") as file, running(command, f"http://127.0.0.1:{port}/readyz", cwd=ROOT, env=environment, stdout=file, stderr=file) as server:
        yield server


def nginx(folder: Path, configuration: str, answers: str) -> AbstractContextManager[subprocess.Popen]:
    """An nginx that keeps its files in this folder, once it answers at this address."""
    file = folder / "nginx.conf"
    file.write_text(configuration, "utf-8")
    return running([NGINX, "-p", str(folder), "-c", str(file), "-e", str(folder / "nginx-error.log"), "-g", "daemon off;"], answers)


def nginx_configuration(deployed: str, folder: Path, ports: Sequence[int]) -> str:
    """What deploy/nginx.conf says, listening on the first port without TLS, before servers on the others."""
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", deployed, flags=re.S)
    text = re.sub(r"    ssl_.*\n", "", text)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{ports[0]};").replace(INCLUDED, str(DEPLOY / "nginx-proxy.conf"))
    text = re.sub(r"    server 127\.0\.0\.1:\d+;\n", "".join(f"    server 127.0.0.1:{port};\n" for port in ports[1:]), text)
    kept = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if hasattr(os, "getuid") and os.getuid() == 0 else ""
    return f"{user}pid {folder}/nginx.pid;\nworker_processes 1;\nevents {{ worker_connections 4096; }}\nhttp {{\naccess_log off;\n{kept}{text}}}\n"
