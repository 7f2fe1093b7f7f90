"""The folder that installs without internet: which systems it takes, what it checks, how it starts. The whole of it is tried by `python -m bundle.trial`."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from analytics import fonts
from analytics.store import Store
from bundle import audit, make, systems

ROOT = Path(__file__).resolve().parents[1]
HERE = ("Linux", "x86_64", 64, "glibc 2.36", "Debian GNU/Linux 12 (bookworm)")


@pytest.fixture
def unpacked(tmp_path):
    """A bundle with two files and no packages."""
    folder = tmp_path / "bundle"
    (folder / "wheels").mkdir(parents=True)
    (folder / "wheels" / "pip-1-py3-none-any.whl").write_text("a wheel")
    (folder / "requirements.lock").write_text("first")
    (folder / systems.LIST).write_text(json.dumps({"platforms": [systems.X86], "pythons": ["3.11"]}))
    make.add_sums(folder)
    return folder


@pytest.fixture
def run(unpacked, monkeypatch):
    """run.py as it stands in that bundle, with what it would call."""
    specification = importlib.util.spec_from_file_location("run_of_bundle", ROOT / "run.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name, path in (("ROOT", unpacked), ("VENV", unpacked / ".venv"), ("WHEELS", unpacked / "wheels"), ("PYTHON", unpacked / "python")):
        monkeypatch.setattr(module, name, str(path))
    module.called = []

    def call(command, **_more):
        module.called.append(command)
        (unpacked / ".venv").mkdir(exist_ok=True)
        return 0

    monkeypatch.setattr(module.subprocess, "call", call)
    return module


@pytest.mark.parametrize(
    ("system", "named"),
    [
        (("Linux", "x86_64", 64, "glibc 2.17", "CentOS Linux 7 (Core)"), "CentOS Linux 7 (Core)"),
        (("Linux", "loongarch64", 64, "glibc 2.38", "Loongnix"), "LoongArch"),
        (("Linux", "x86_64", 64, "", "Alpine Linux v3.20"), "musl"),
        (("Linux", "i686", 32, "glibc 2.36", ""), "32 位"),
        (("Windows", "AMD64", 32, "", ""), "32 位"),
        (("Windows", "ARM64", 64, "", ""), "ARM64"),
        (("Darwin", "arm64", 64, "", ""), "macOS"),
        (("FreeBSD", "amd64", 64, "", ""), "FreeBSD"),
    ],
)
def test_a_system_that_cannot_be_served_is_refused_by_name(system, named, unpacked):
    assert named in systems.unfit(unpacked, system, (3, 11))


def test_a_bundle_fits_the_systems_and_pythons_it_was_made_for(unpacked):
    assert systems.unfit(unpacked, HERE, (3, 11)) is None
    assert "3.11" in systems.unfit(unpacked, HERE, (3, 9))
    assert systems.ARM in systems.unfit(unpacked, ("Linux", "aarch64", 64, "glibc 2.28", "openEuler"), (3, 11))
    assert systems.refusal("Windows", "AMD64", 64, "", "") is None


@pytest.mark.parametrize("name", ["systems.py", "options.py"])
def test_what_looks_at_the_system_parses_on_old_pythons(name):
    ast.parse((ROOT / "bundle" / name).read_text("utf-8"), feature_version=(3, 4))


def test_files_that_are_missing_or_changed_are_named(unpacked):
    assert systems.changed(unpacked) == []
    (unpacked / "requirements.lock").write_text("second")
    (unpacked / "wheels" / "pip-1-py3-none-any.whl").unlink()
    assert set(systems.changed(unpacked)) == {"requirements.lock", "wheels/pip-1-py3-none-any.whl"}


def test_a_bundle_installs_from_its_own_wheels_by_hash_and_asks_no_index(run):
    run.prepare("requirements.lock")
    made, installed = run.called
    assert "--without-pip" in made
    assert {"--no-index", "--require-hashes", "--isolated", run.WHEELS} <= set(installed)


def test_a_changed_bundle_is_not_installed(run, unpacked):
    (unpacked / "wheels" / "pip-1-py3-none-any.whl").write_text("another wheel")
    with pytest.raises(run.Stop) as stopped:
        run.prepare("requirements.lock")
    assert "pip-1-py3-none-any.whl" in str(stopped.value)
    assert run.called == []


def test_conditions_are_those_of_the_machine_the_wheels_are_for():
    lock = "# head\nuvloop==1 ; sys_platform != 'win32' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nplain==2 \\\n    --hash=sha256:cc\n"
    assert list(make.needed(lock, systems.WINDOWS, "3.12")) == ["plain==2 --hash=sha256:cc"]
    assert list(make.needed(lock, systems.ARM, "3.12")) == ["uvloop==1 --hash=sha256:aa --hash=sha256:bb", "plain==2 --hash=sha256:cc"]
    assert "manylinux_2_28_aarch64" in make.tags(systems.ARM)
    assert "manylinux_2_31_x86_64" not in make.tags(systems.X86)


@pytest.mark.parametrize("name", ["requirements", "requirements-postgresql", "requirements-spark", "requirements-dev"])
def test_a_lock_names_every_package_that_is_asked_for_with_its_hashes(name):
    """Where this fails, run `.venv/bin/python -m bundle.lock`."""
    asked = re.findall(r"^([A-Za-z0-9-]+)(?:\[\w+\])?==(\S+?);?\s", (ROOT / f"{name}.txt").read_text("utf-8"), re.M)
    entries = [one for one in (ROOT / f"{name}.lock").read_text("utf-8").replace("\\\n", " ").splitlines() if one[:1] not in "#"]
    locked = {one.split("==")[0].partition("[")[0]: one.split()[0].partition("==")[2] for one in entries}
    assert {package: locked.get(package.lower()) for package, _ in asked} == dict(asked)
    assert [one for one in entries if "--hash=sha256:" not in one] == []


def test_what_a_person_starts_finds_python_or_says_which_is_needed(tmp_path):
    (tmp_path / "bundle").mkdir()
    make.add_launchers(tmp_path, ["3.11", "3.12"])
    batch = (tmp_path / "启动.bat").read_bytes()
    assert batch.isascii()
    assert batch.count(b"\n") == batch.count(b"\r\n")
    (tmp_path / "empty").mkdir()
    for program in ("dirname", "cat"):
        (tmp_path / "empty" / program).symlink_to(shutil.which(program))
    found = subprocess.run(["/bin/sh", str(tmp_path / "启动.sh")], env={"PATH": str(tmp_path / "empty")}, capture_output=True, check=False)
    assert (found.returncode, "没有找到 Python。请先安装 Python 3.12 或 3.11" in found.stdout.decode("utf-8")) == (1, True)


@pytest.mark.parametrize("as_zip", [True, False])
def test_a_packed_bundle_holds_every_file_and_its_own_checksum(unpacked, as_zip):
    packed = make.packed(unpacked, as_zip)
    with zipfile.ZipFile(packed) if as_zip else tarfile.open(packed) as archive:
        names = archive.namelist() if as_zip else archive.getnames()
    assert {"bundle/requirements.lock", "bundle/SHA256SUMS"} <= set(names)
    assert systems.sha256_of(packed) in packed.with_name(f"{packed.name}.sha256").read_text("utf-8")


@pytest.fixture
def packed(tmp_path):
    """The program as a bundle holds it."""
    (tmp_path / "packed").mkdir()
    make.copy_project(tmp_path / "packed")
    return tmp_path / "packed"


def files_of(folder):
    return {str(file.relative_to(folder)) for file in folder.rglob("*.*") if "__pycache__" not in file.parts}


@pytest.mark.parametrize("part", ["analytics", "pages", "bundle", "deploy"])
def test_every_file_of_the_program_is_packed(packed, part):
    assert files_of(packed / part) == files_of(ROOT / part)


def test_what_is_packed_runs(packed, tmp_path):
    Store(tmp_path / "store").close()
    command = [sys.executable, "-m", "analytics", "batches", "--store", str(tmp_path / "store"), "--json"]
    done = subprocess.run(command, cwd=packed, env=os.environ | {"PYTHONPATH": ""}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_nobodys_data_is_packed(packed, tmp_path):
    (packed / "data" / "store").mkdir()
    (packed / ".streamlit" / "secrets.toml").touch()
    (tmp_path / "again").mkdir()
    make.copy_project(tmp_path / "again", packed)
    assert {file.name for file in (tmp_path / "again" / "data").iterdir()} == {"samples", "templates", "README.md"}
    assert {file.name for file in (tmp_path / "again" / ".streamlit").iterdir()} == {"config.toml"}


def test_pages_and_papers_use_the_font_that_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FILE", tmp_path / "font.ttf")
    assert (fonts.font_face(), fonts.font_folders()) == ("", [])
    fonts.FILE.touch()
    assert (f"./client/{fonts.NAME}" in fonts.font_face("./client"), fonts.font_folders()) == (True, [fonts.FOLDER])


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([], 0, "没有核对"),
        ([{"name": "a", "skip_reason": "not found"}], 0, "没有核对"),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"}], 0, "1 个依赖没有已知漏洞。另有 1 个查不到。"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}], 1, "a 1：CVE-1，已修复于 2"),
    ],
)
def test_what_is_not_known_of_packages_is_said_and_a_weakness_fails(packages, code, words):
    found = audit.sentence(packages)
    assert (found[0], words in found[1]) == (code, True)
