"""Settings: the environment before the file before the default; what is misspelt is said; the example names them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.errors import LensError
from analytics.settings import SETTINGS, example, setting, unknown_keys

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def file(tmp_path, monkeypatch):
    """file(text) puts a file of settings in force."""

    def written(text):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, "utf-8")
        monkeypatch.setenv("LENS_CONFIG", str(path))
        return path

    return written


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(file, monkeypatch):
    file("upload_files = 7\nupload_megabytes = 8")
    monkeypatch.setenv("LENS_UPLOAD_FILES", "9")
    assert (setting("upload_files"), setting("upload_megabytes"), setting("reading_sheets")) == (9, 8, 2000)


def test_a_file_beside_the_store_is_found(tmp_path, monkeypatch):
    (tmp_path / "lens.toml").write_text('hosts = ["a.example", "b.example"]\nhttps = true\n', "utf-8")
    monkeypatch.delenv("LENS_CONFIG", raising=False)
    monkeypatch.setenv("LENS_STORE", str(tmp_path / "store"))
    assert (setting("hosts"), setting("https")) == ("a.example,b.example", 1)


@pytest.mark.parametrize(("text", "named"), [('https = "yes"', "https"), ("hosts = 3", "hosts"), ("https = ", "TOML")])
def test_what_cannot_be_used_is_refused_with_its_place(file, text, named):
    path = file(text)
    with pytest.raises(LensError) as refused:
        setting("https" if named != "hosts" else "hosts")
    assert named in str(refused.value)
    assert str(path) in str(refused.value)


def test_the_command_line_says_what_is_wrong_with_the_file_and_no_stack(file, capsys):
    file("https = ")
    assert main(["batches"]) == 2
    assert "TOML" in capsys.readouterr().err


def test_the_command_shows_value_and_source_and_no_secret(file, monkeypatch, capsys, empty_store):
    path = file('upload_files = 7\nuplaod_files = 8\nledger_url = "postgresql://u:hidden@db/l"')
    monkeypatch.setenv("LENS_UPLOAD_MEGABYTES", "9")
    assert unknown_keys() == ("uplaod_files",)
    assert main(["settings", "--json", "--store", str(empty_store)]) == 0
    told = capsys.readouterr()
    shown = {one["name"]: (one["value"], one["source"]) for one in json.loads(told.out)["settings"]}
    assert shown["upload_files"] == (7, f"文件 {path}")
    assert shown["upload_megabytes"] == (9, "环境变量 LENS_UPLOAD_MEGABYTES")
    assert shown["reading_sheets"] == (2000, "默认值")
    assert "hidden" not in told.out
    assert "uplaod_files" in told.err


def test_the_example_holds_every_setting_as_it_is_and_can_be_used(file):
    """`python -m analytics settings --example > deploy/lens.toml` writes it anew."""
    text = (ROOT / "deploy" / "lens.toml").read_text("utf-8")
    assert text == example()
    file("\n".join(line.removeprefix("# ") if " = " in line and line[2:3].islower() else line for line in text.splitlines()))
    assert [one.name for one in SETTINGS if setting(one.name) != one.default] == []
