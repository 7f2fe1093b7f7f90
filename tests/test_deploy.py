"""What stands in deploy/ agrees with the program: addresses, ports, sizes, names of settings and commands."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path

import pytest

from analytics.cli.options import COMMANDS
from analytics.settings import BESIDE_SETTINGS, SETTINGS

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(DEPLOY.iterdir())


def text_of(name):
    return (DEPLOY / name).read_text("utf-8")


def unit(name):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name, "utf-8")
    return parser["Service"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file):
    known = {*BESIDE_SETTINGS, *(one.variable for one in SETTINGS)}
    assert set(re.findall(r"LENS_[A-Z_]+[A-Z]", file.read_text("utf-8"))) <= known


def test_everything_speaks_of_the_same_port():
    ports = {
        re.search(r"upstream lens \{[^}]*?\bserver 127\.0\.0\.1:(\d+);", text_of("nginx.conf"))[1],
        re.search(r"--port (\d+)", unit("lens.service")["ExecStart"])[1],
        re.search(r'"--port", "(\d+)"', text_of("Containerfile"))[1],
        re.search(r"EXPOSE (\d+)", text_of("Containerfile"))[1],
        re.search(r"127\.0\.0\.1:(\d+)/healthz", text_of("Containerfile"))[1],
        *re.search(r'"127\.0\.0\.1:(\d+):(\d+)"', text_of("compose.yaml")).groups(),
        re.search(r'"--port", metavar="端口", type=int, default=(\d+)', (ROOT / "run.py").read_text("utf-8"))[1],
    }
    assert len(ports) == 1


def test_the_proxy_takes_uploads_as_large_as_the_server():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert re.search(r"client_max_body_size (\d+)m;", text_of("nginx-proxy.conf"))[1] == str(config["server"]["maxUploadSize"])


def test_the_service_listens_as_run_py_has_it_listen():
    asked = set(unit("lens.service")["ExecStart"].split())
    for option in ("--no-proxy-headers", "--no-server-header", "--no-access-log", "app:app"):
        assert option in asked
        assert f'"{option}"' in (ROOT / "run.py").read_text("utf-8")
        assert f'"{option}"' in text_of("Containerfile")
    assert "127.0.0.1" in asked


def test_the_backup_is_a_command_over_the_store_of_the_service():
    backup, service = unit("lens-backup.service"), unit("lens.service")
    command, folder = re.search(r"-m analytics (\S+) (\S+) --keep \d+", backup["ExecStart"]).groups()
    assert command in COMMANDS
    assert folder in backup["ReadWritePaths"].split()
    store = re.search(r"LENS_STORE=(\S+)", service["Environment"])[1]
    assert store in backup["Environment"]
    assert Path(store).parent.as_posix() in backup["ReadWritePaths"].split()
    assert f"LENS_STORE={store}" in text_of("Containerfile")


def test_what_the_container_needs_is_copied_and_it_runs_as_nobody_special():
    text = text_of("Containerfile")
    copied = re.findall(r"^COPY (\S+) \./", text, re.M)
    assert {"app.py", "analytics", "pages", ".streamlit", "requirements.lock"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert re.search(r"^USER (\d+)$", text, re.M)[1] == re.search(r"useradd .*--uid (\d+)", text)[1] != "0"
    assert "read_only: true" in text_of("compose.yaml")


def test_nobody_can_name_himself_through_the_proxy():
    text = text_of("nginx-proxy.conf")
    header = next(one.default for one in SETTINGS if one.name == "gateway_header")
    assert f'proxy_set_header {header} "";' in text
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
