"""The starter: parses on old Pythons, and says in Chinese what is missing instead of failing."""

from __future__ import annotations

import ast
import importlib.util
import socket
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run():
    specification = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_parses_on_old_pythons():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_imports_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= set(sys.stdlib_module_names)


def test_an_old_python_is_told_which_one_is_needed(run, monkeypatch, capsys):
    monkeypatch.setattr(run, "OLDEST", (9, 1))
    assert run.main([]) == 1
    assert "9.1" in capsys.readouterr().out


def test_a_port_in_use_names_another(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(run.Stop) as stopped:
            run.check_port(port)
    assert f"--port {port + 1}" in str(stopped.value)


def test_a_browser_that_is_named_comes_first(run, monkeypatch, tmp_path):
    named = tmp_path / "browser"
    named.touch()
    monkeypatch.setenv("LENS_BROWSER", str(named))
    assert run.find_browser() == str(named)
    named.unlink()
    with pytest.raises(run.Stop):
        run.find_browser()


def test_requirements_are_installed_again_only_when_they_change(run, monkeypatch, tmp_path):
    (tmp_path / "requirements.lock").write_text("first")
    calls = []
    monkeypatch.setattr(run, "ROOT", str(tmp_path))
    monkeypatch.setattr(run, "VENV", str(tmp_path))
    monkeypatch.setattr(run, "works", lambda python: True)
    monkeypatch.setattr(run.subprocess, "call", lambda command, **more: calls.append(command) or 0)
    run.prepare("requirements.lock")
    run.prepare("requirements.lock")
    assert len(calls) == 1
    (tmp_path / "requirements.lock").write_text("second")
    run.prepare("requirements.lock")
    assert len(calls) == 2


def test_a_network_that_is_away_is_said_in_chinese(run, monkeypatch, tmp_path):
    (tmp_path / "requirements.lock").write_text("first")
    monkeypatch.setattr(run, "ROOT", str(tmp_path))
    monkeypatch.setattr(run, "VENV", str(tmp_path))
    monkeypatch.setattr(run, "works", lambda python: True)
    monkeypatch.setattr(run.subprocess, "call", lambda command, **more: 1)
    with pytest.raises(run.Stop) as stopped:
        run.prepare("requirements.lock")
    assert "网络" in str(stopped.value)


@pytest.mark.parametrize(("wrong", "words"), [(["--prot", "1"], "不认识的参数：--prot 1"), (["--port", "x"], "不是整数"), (["--port"], "要有一个值")])
def test_options_that_make_no_sense_are_told_in_chinese(run, wrong, words, capsys):
    with pytest.raises(SystemExit) as left:
        run.parse(wrong)
    talk = capsys.readouterr().err
    assert (left.value.code, words in talk, talk.startswith("用法：")) == (2, True, True)
