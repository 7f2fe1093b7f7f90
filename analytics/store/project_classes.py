"""The classes of projects and the words that tell them: data in project_classes.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import duckdb

WORDS = Path(__file__).with_name("project_classes.toml")
STATEMENT = Path(__file__).with_name("name_class.sql")
REST = "其他"


@cache
def _classes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((one["name"], tuple(one["words"])) for one in tomllib.loads(WORDS.read_text("utf-8"))["class"])


def class_names() -> tuple[str, ...]:
    """The classes in the order in which they are tried, 其他 last."""
    return (*(name for name, _ in _classes()), REST)


def classify_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table name_class from the names of all self-evaluations."""
    names = {f"class_{at}": name for at, (name, _) in enumerate(_classes())}
    patterns = {f"words_{at}": "|".join(map(re.escape, words)) for at, (_, words) in enumerate(_classes())}
    tried = " ".join(f"when regexp_matches(name, $words_{at}) then {at}" for at in range(len(names)))
    called = " ".join(f"when {at} then $class_{at}" for at in range(len(names)))
    found = " ".join(f"when {at} then regexp_extract(name, $words_{at})" for at in range(len(names)))
    connection.execute(STATEMENT.read_text("utf-8").format(tried=tried, called=called, found=found), names | patterns)
