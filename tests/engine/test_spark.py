"""Spark gives the answers that DuckDB gives, over the samples. Runs where PySpark and Java are; elsewhere the last lines of a run say so."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from analytics.access import Scope
from analytics.engine.dialect import tables_made
from analytics.engine.marts import build_marts
from analytics.engine.spark import SparkTables
from analytics.metrics import run
from analytics.store import Store, build
from analytics.store.snapshot import apart
from bench.parity import compare_metrics, compare_rules, differing


@pytest.fixture(scope="module")
def snapshot(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("spark")


def test_every_metric_gives_the_same_figures(snapshot, folder):
    found = compare_metrics(snapshot, SparkTables(snapshot.path.resolve(), folder), short=True)
    assert found.differences == []
    assert found.rows > 500


def test_every_rule_in_sql_finds_the_same(snapshot, folder):
    found = compare_rules(snapshot, folder)
    assert found.differences == []
    assert found.rows > 0


def test_who_is_bound_to_a_district_sees_nothing_else(snapshot, folder):
    bound = SparkTables(snapshot.path.resolve(), folder, Scope(districts=("丰台区",)))
    seen = bound.table("select district, count(*) as projects from project group by district").to_pylist()
    assert [row["district"] for row in seen] == ["丰台区"]
    forms = set(bound.table("select form_id from form where district = '丰台区'")["form_id"].to_pylist())
    assert set(bound.table("select form_id from funding")["form_id"].to_pylist()) <= forms
    assert bound.table("select * from batch").num_rows == 0


def test_marts_built_on_spark_are_read_by_the_dashboard(snapshot, tmp_path, monkeypatch):
    monkeypatch.setenv("LENS_SPARK_FOLDER", str(tmp_path / "spark"))
    script = build.MARTS
    names = [name for name, _ in tables_made(script)]
    path = Path(shutil.copyfile(snapshot.path, tmp_path / "snapshot.duckdb"))
    with duckdb.connect(str(path)) as connection:
        for name in names:
            connection.execute(f'drop table "{name}"')
    build_marts(path, script)
    with apart(path, "built") as built:
        assert [differing(snapshot.table(f'select * from "{name}"'), built.table(f'select * from "{name}"'), []) for name in names] == [[]] * len(names)
        assert run(built, "summary")["projects"].tolist() == run(snapshot, "summary")["projects"].tolist()
