"""The operator's handbook names what there is: files, commands, settings, checks, figures, lines of the log."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.cli.options import COMMANDS
from analytics.figures import of_store
from analytics.settings import SETTINGS
from analytics.store import Store
from analytics.store.doctor import TITLES
from pages._watch import of_server

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "operator-handbook.md").read_text("utf-8")


def test_commands_and_files_exist():
    assert set(re.findall(r"(?:^    |`)lens ([a-z][a-z-]+)", TEXT, re.M)) <= set(COMMANDS)
    assert [path for path in set(re.findall(r"deploy/[\w.-]+", TEXT)) if not (ROOT / path).is_file()] == []


def test_settings_it_names_exist():
    named = set(re.findall(r"^\| `([a-z_]+)` \| .+", TEXT.partition("## 第一次启动")[0], re.M))
    assert named
    assert named | set(re.findall(r"`([a-z_]+) = ", TEXT)) <= {one.name for one in SETTINGS}


def test_every_check_of_doctor_is_explained():
    assert [title for title in TITLES.values() if f"\n| {title} |" not in TEXT] == []


def test_every_figure_is_explained(sample_store):
    told = [figure.name for figure in (*of_store(Store(sample_store)), *of_server())]
    assert [name for name in told if f"`{name}`" not in TEXT] == []


def test_every_line_of_the_log_is_explained():
    calls = re.compile(r"(?i)(?:logger|LOG|getLogger\([^)]*\))\.(?:error|warning|exception)\(f?\"([^\"\\]+)")
    said = {line for folder in ("analytics", "pages") for path in (ROOT / folder).rglob("*.py") for line in calls.findall(path.read_text("utf-8"))}
    assert said
    longest = {max((part.strip(" :;") for part in re.split("%[sr]", line)), key=len) for line in said}
    assert [words for words in longest if words.split(" beside")[0] not in TEXT] == []
