"""What DuckDB writes one way and Spark another is met in one place, and what cannot be met is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.engine.dialect import NotCarried, banned, macros_of, spark_sql, tables_of
from analytics.metrics.filters import Filters
from analytics.metrics.runner import METRICS, SELECTIONS, compose

ROOT = Path(__file__).resolve().parents[2]
SHARED = [*sorted((ROOT / "analytics" / "audit" / "rules").glob("*.sql"))]


@pytest.mark.parametrize(
    ("duckdb", "spark"),
    [
        ("select $a", "SELECT :a"),
        ("select a / nullif(b, 0)", "SELECT CAST((`a`) AS DOUBLE) / CAST((NULLIF(`b`, 0)) AS DOUBLE)"),
        ("select percentile_cont(0.5) within group (order by a)", "SELECT PERCENTILE(`a`, 0.5)"),
        ("select concat(a, 1)", "SELECT CONCAT_WS('', `a`, 1)"),
        ("select strlen(a)", "SELECT OCTET_LENGTH(`a`)"),
        ("select c->>if(a, 'b', 'd')", "SELECT GET_JSON_OBJECT(`c`, CONCAT('$.', IF(`a`, 'b', 'd')))"),
        ("select [a, b][1:2]", "SELECT SLICE(ARRAY(`a`, `b`), 1, 2)"),
        ("select format('{:.2f}% of {}', a, b)", "SELECT CONCAT(LENS_PRINTED('.2f', CAST((`a`) AS DOUBLE)), '% of ', CAST(`b` AS STRING))"),
        ("select a from t order by a", "SELECT `a` FROM `t` ORDER BY `a` NULLS LAST"),
        ("select 1 as a union all by name select 2 as b", "SELECT 1 AS `a`, NULL AS `b` UNION ALL SELECT NULL AS `a`, 2 AS `b`"),
    ],
)
def test_differences_are_met(duckdb, spark):
    assert spark_sql(duckdb) == spark


def test_macros_stand_in_place():
    macros = macros_of("create temp macro half(a) as a / 2; create temp macro quarter(b) as half(half(b))")
    assert "HALF" not in spark_sql("select quarter(x + 1)", macros)
    assert "(`x` + 1)" in spark_sql("select quarter(x + 1)", macros)


def test_tables_that_a_statement_reads():
    assert tables_of("with a as (select * from project) select * from a join form using (form_id)") == {"project", "form"}


@pytest.mark.parametrize("sql", ["select quantile_cont(a, 0.5) from t", "select arg_max(a, b) from t", "select list_transform(a, x -> x) from t"])
def test_what_cannot_be_carried_over_is_refused_in_plain_words(sql):
    with pytest.raises(NotCarried, match="不能在 Spark 上运行"):
        spark_sql(sql)


def test_no_metric_and_no_rule_uses_what_cannot_be_carried_over():
    everything = Filters((2021,), ("丰台区",), ("某局",), 0, 1, 0, 1, "字")
    asked = {name: compose(metric, everything, metric.dimensions[-1] if metric.dimensions else None)[0] for name, metric in METRICS.items()}
    asked |= {path.stem: path.read_text("utf-8") for path in SHARED}
    assert SELECTIONS
    assert {name: [one.name for one in banned(sql)] for name, sql in asked.items() if banned(sql)} == {}
    assert [name for name, sql in asked.items() if not spark_sql(sql)] == []
