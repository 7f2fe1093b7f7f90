"""Where metrics and the rules in SQL run: DuckDB in this process, or Apache Spark, as the setting `engine` says.

Spark is an extra (requirements-spark.txt): nothing of it is imported unless it is asked for.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analytics.errors import LensError
from analytics.settings import setting

DUCKDB, SPARK = "duckdb", "spark"


class EngineFailed(LensError):
    """Spark did not answer; the message tells what it said."""


def answering(snapshot: Any) -> Any:
    """Who answers questions about this snapshot: the snapshot itself, or its tables on Spark. Raises LensError where Spark is asked for and not installed."""
    if not on_spark():
        return snapshot
    from analytics.engine.spark import tables

    return tables(snapshot.path.resolve(), folder_of(snapshot.path), snapshot.scope)


def tables_of_file(snapshot: Path) -> Any:
    """A snapshot file on Spark with names of its own: what is made there under a name is seen by nobody else."""
    from analytics.engine.spark import SparkTables

    return SparkTables(snapshot.resolve(), folder_of(snapshot))


def build_marts(snapshot: Path, script: str) -> None:
    """Fill a snapshot file that holds every table with the marts of a script, worked out on Spark."""
    from analytics.engine import marts

    marts.build_marts(snapshot, script)


def on_spark() -> bool:
    """Whether the setting asks for Spark."""
    named = str(setting("engine"))
    if named not in (DUCKDB, SPARK):
        raise LensError(f"设置 engine 应为 {DUCKDB} 或 {SPARK}，现为“{named}”。")
    if named == SPARK and not (find_spec("pyspark") and find_spec("sqlglot")):
        raise LensError("engine 设为 spark，但没有安装 PySpark。", "请运行 python3 run.py install --spark，或把设置 engine 改回 duckdb。")
    return named == SPARK


def folder_of(snapshot: Path) -> Path:
    """Where the Parquet of snapshots goes: the folder that the setting names, else one beside the snapshots."""
    named = str(setting("spark_folder"))
    return Path(named).resolve() if named else snapshot.parent.resolve() / "spark"
