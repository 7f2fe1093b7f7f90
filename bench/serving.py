"""Two servers side by side: the dashboard over the samples, and an empty Streamlit app that draws as much."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.timing import ROOT

START = 120
"""Seconds a server may take to answer."""


@dataclass(frozen=True)
class Drawn:
    """What a page shows: plotly charts, interactive tables and plain HTML tables."""

    charts: int
    frames: int
    tables: int


EMPTY_APP = """
import gc
from contextlib import asynccontextmanager
import streamlit as st

@asynccontextmanager
async def lifespan(_app):
    import pandas, plotly.graph_objects, pyarrow
    gc.collect()
    gc.freeze()
    yield None

app = st.App("frame.py", lifespan=lifespan)
"""

EMPTY_FRAME = """
import json
from pathlib import Path
import pandas
import plotly.graph_objects as go
import streamlit as st

SCREENS = json.loads(Path(__file__).with_name("screens.json").read_text("utf-8"))
CHOICE = Path(__file__).with_name("choice").exists()

def draw(title, drawn):
    st.html(f"<h1>{title}</h1>")
    last = st.selectbox("last", [3, 2, 1]) if CHOICE else 3
    rows = pandas.DataFrame({"name": ["a", "b", "c"], "value": [1, 2, last]})
    for number in range(drawn["charts"]):
        st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2, last])), key=f"chart{number}", theme=None)
    for number in range(drawn["frames"]):
        st.dataframe(rows, key=f"frame{number}")
    for number in range(drawn["tables"]):
        st.html(rows.to_html())

st.set_page_config(layout="wide")

def screen(number, title, drawn):
    return st.Page(lambda: draw(title, drawn), title=title, url_path=f"page{number}")

st.navigation([screen(number, *named) for number, named in enumerate(SCREENS.items())]).run()
"""


def write_empty_app(directory: Path, screens: Mapping[str, Drawn], choice: bool = False) -> None:
    """An app with a page of each title that draws as many charts and tables, of three points each, under our settings.

    With `choice` each page has a box to choose from, and what is chosen changes all of them.
    """
    if choice:
        (directory / "choice").touch()
    (directory / "app.py").write_text(EMPTY_APP, "utf-8")
    (directory / "frame.py").write_text(EMPTY_FRAME, "utf-8")
    (directory / "screens.json").write_text(json.dumps({title: asdict(drawn) for title, drawn in screens.items()}), "utf-8")
    shutil.copytree(ROOT / ".streamlit", directory / ".streamlit")


@contextmanager
def serving(directory: Path, store: Path | None = None, port: int = 0, **settings: str) -> Iterator[str]:
    """Serves the app of a directory as `run.py` does, with these settings (environment variables); yields its address."""
    port = port or free_port()
    asked = f"-m uvicorn app:app --host 127.0.0.1 --port {port} --log-level warning --no-access-log --no-proxy-headers"
    own = {"LENS_STORE": str(store)} if store else {}
    environment = {**os.environ, **own, "PYTHONUTF8": "1", **settings}
    with running([sys.executable, *asked.split()], f"http://127.0.0.1:{port}/_stcore/health", cwd=directory, env=environment):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running(command: list[str], answers: str, **options: Any) -> Iterator[subprocess.Popen]:
    """A server (`options` are those of Popen) from when it answers at this address until the block is left."""
    server = subprocess.Popen(command, **options)
    try:
        awaited(answers, server)
        yield server
    finally:
        ended(server)


def ended(server: subprocess.Popen) -> None:
    """Ask a server to stop; make it, where it does not."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def awaited(address: str, server: subprocess.Popen) -> None:
    """Wait until this address answers; raises RuntimeError where it does not."""
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {address}, exit code {server.poll()}")
