"""Documents cannot lie: the two READMEs agree, every link leads somewhere, every page and command stands in them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = [*READMES, "CONTRIBUTING.md", "data/README.md"]


def text_of(name):
    return (ROOT / name).read_text("utf-8")


def commands_of(text):
    return [line for block in re.findall(r"```bash\n(.*?)```", text, re.S) for line in block.splitlines()]


def test_the_two_readmes_have_the_same_headings_and_commands():
    english, chinese = (text_of(name) for name in READMES)
    levels = [re.findall(r"^(#+) ", text, re.M) for text in (english, chinese)]
    assert levels[0] == levels[1]
    assert commands_of(english) == commands_of(chinese)


def test_the_two_readmes_name_the_same_pages_in_the_same_order():
    pages = [re.findall(r"^\| ([\u4e00-\u9fff]+) \|", text_of(name), re.M) for name in READMES]
    assert [page for page in pages[1] if page != "页面"] == pages[0]


def test_every_page_of_the_navigation_stands_in_the_readme():
    named = set(re.findall(r"^\| ([\u4e00-\u9fff]+) \|", text_of("README.md"), re.M))
    assert {path.stem for path in (ROOT / "pages").glob("[!_]*.py")} == {
        "overview",
        "briefing",
        "compare",
        "experts",
        "accounts",
        "execution",
        "scores",
        "variance",
        "project",
        "imports",
        "self_check",
        "findings",
        "explanations",
        "rules",
        "likeness",
        "uneven",
        "users",
        "trail",
        "screen",
        "help",
    }
    frame = text_of("pages/_frame_screens.py")
    assert all(f'"{page}"' in frame for page in named)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_named_files_exist(name):
    text = text_of(name)
    base = (ROOT / name).parent
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (base / target).exists(), target
    for path in re.findall(r"`((?:analytics|pages|tests|data|docs)/[\w./]+\.(?:py|sql|toml|md))`", text):
        assert (ROOT / path).exists(), path


def test_every_sample_is_described():
    described = text_of("data/README.md")
    assert [path.name for path in (ROOT / "data" / "samples").iterdir() if path.name not in described] == []


def test_commands_of_the_readme_are_commands_of_the_program():
    shown = subprocess.run([sys.executable, "-m", "analytics", "--help"], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    named = {line.split(" -m analytics ")[1].split()[0] for line in commands_of(text_of("README.md")) if " -m analytics " in line}
    assert named <= set(re.findall(r"^ {4}([a-z-]+)", shown, re.M))
