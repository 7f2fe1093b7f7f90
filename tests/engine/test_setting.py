"""The setting that says where questions are answered."""

from __future__ import annotations

import pytest

from analytics import engine
from analytics.errors import LensError


def test_duckdb_answers_unless_something_else_is_said():
    snapshot = object()
    assert engine.answering(snapshot) is snapshot


def test_an_unknown_engine_is_named(monkeypatch):
    monkeypatch.setenv("LENS_ENGINE", "oracle")
    with pytest.raises(LensError, match="oracle"):
        engine.on_spark()


def test_spark_that_is_not_installed_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setenv("LENS_ENGINE", "spark")
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(LensError, match=r"install --spark"):
        engine.on_spark()
