"""The shape of the code, as design demands it: each contract of pyproject.toml under its plain sentence, and what a linter cannot see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "pages").glob("*.py"))
ANALYTICS = sorted((ROOT / "analytics").rglob("*.py"))


def test_import_contracts_hold():
    """Judged by a process of its own: the linter would silence every logger of this one."""
    judge = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    judged = subprocess.run([sys.executable, "-c", judge], cwd=ROOT, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stdout.decode("utf-8")


def test_contracts_have_sentences_for_names():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if len(contract["name"].split()) < 5] == []


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


def _texts(path: Path) -> list[str]:
    return [node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


@pytest.mark.parametrize("path", ANALYTICS, ids=lambda path: str(path.relative_to(ROOT)))
def test_analytics_never_imports_streamlit(path):
    assert not {name for name in _imported(path) if name.split(".")[0] == "streamlit"}


@pytest.mark.parametrize("path", [*PAGES, *ANALYTICS], ids=lambda path: str(path.relative_to(ROOT)))
def test_charts_are_made_without_plotly_express(path):
    assert not {name for name in _imported(path) if name.startswith("plotly.express")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_hold_no_sql(path):
    assert [text for text in _texts(path) if re.search(r"\bselect\b.+\bfrom\b|\b(insert into|update|delete from)\b", text, re.IGNORECASE | re.DOTALL)] == []


@pytest.mark.parametrize("path", [path for path in PAGES if not path.stem.startswith("_")], ids=lambda path: path.name)
def test_a_page_calls_the_guard_before_anything_else(path):
    """The first call that a page makes, at its top or in the function that it runs, is `page(…)`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    calls = [node.value for node in tree.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)]
    name = ast.unparse(calls[0].func)
    if name in functions:
        first = next(node for node in functions[name].body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)))
        name = ast.unparse(first.value.func)
    assert name.split(".")[-1] == "page"


CHANGES = {"commit", "commit_files", "withdraw", "reinstate", "restore", "rebuild", "restore_backup", "fill"}


def _calls(path: Path) -> set[str]:
    """What is called on a value, as `value.name`."""
    called = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {ast.unparse(func) for func in called if isinstance(func, ast.Attribute) and func.attr in CHANGES}


@pytest.mark.parametrize("path", [*PAGES, *ANALYTICS], ids=lambda path: str(path.relative_to(ROOT)))
def test_data_are_changed_through_intake_alone(path):
    """So that nobody forgets the cases of findings, which must follow every change."""
    if path.parent.name == "store" or path.name == "intake.py":
        return
    assert {call for call in _calls(path) if not call.startswith("intake.")} - {"connection.commit"} == set()
