"""Apache Spark as the engine: the same statements over the Parquet of a snapshot, on one machine or on a cluster.

One Spark session a process, made when the first question comes and ended with the process; a session of its own names for each snapshot and scope.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import threading
import warnings
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType

from analytics.access import EVERYTHING, Scope
from analytics.engine import EngineFailed, dialect
from analytics.engine.exported import Exported, exported
from analytics.errors import LensError
from analytics.settings import setting

logger = logging.getLogger(__name__)
LOCAL = "127.0.0.1"
SPARK_TYPES = {"VARCHAR": "string", "JSON": "string", "INTEGER": "int", "UBIGINT": "decimal(20,0)"}
BOUND = (("district", "`district` in ({districts})"), ("form_id", "`form_id` in (select `form_id` from `form`)"))
"""How a table is bound to districts: by its own, else by the form it belongs to; one that has neither is seen empty."""
_starting = threading.RLock()


class SparkTables:
    """A snapshot as Spark sees it; answers as `Snapshot` does. `folder` holds its Parquet, where every machine of a cluster sees it."""

    def __init__(self, snapshot: Path, folder: Path, scope: Scope = EVERYTHING) -> None:
        self._snapshot, self._folder, self._scope = snapshot, folder, scope
        self._session = session().newSession()
        self._known: set[str] = set()
        self._macros: dialect.Macros = ()
        self._adding = threading.RLock()
        self._session.udf.register(dialect.PRINTED, lambda pattern, value: None if value is None else format(value, pattern), StringType())

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of a query of DuckDB as an Arrow table, decimals exact; values are bound as $name."""
        with _understandable():
            return self._asked(sql, parameters).toArrow()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """The rows of a query as a pandas frame of the types that DuckDB gives; decimals become floats."""
        with duckdb.connect() as connection:
            return connection.from_arrow(self.table(sql, parameters)).df()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """The rows of a query as mappings, lists and structs too."""
        with _understandable():
            return [row.asDict(recursive=True) for row in self._asked(sql).collect()]

    def view(self, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Keep the rows of a query under a name for as long as these tables live, in memory as far as it goes."""
        kept = self._asked(sql, parameters).cache()
        weakref.finalize(self, kept.unpersist).atexit = False
        kept.createOrReplaceTempView(name)
        self._known.add(name)

    def kept(self, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> str:
        """Know the rows of a query by a name, once; returns the name. They are worked out where they are asked for."""
        with _understandable(), self._adding:
            if name not in self._known:
                self._asked(sql, parameters).createOrReplaceTempView(name)
                self._known.add(name)
        return name

    def write(self, name: str, sql: str, folder: Path) -> None:
        """Write the rows of a query to a folder as Parquet, and know them by this name."""
        with _understandable():
            self._asked(sql).write.parquet(str(folder))
            self._session.read.parquet(str(folder)).createOrReplaceTempView(name)
        self._known.add(name)

    def script(self, text: str) -> None:
        """The macros and views of a script of DuckDB: from now on they are known."""
        self._macros += dialect.macros_of(text)
        for name, query in dialect.views_of(text):
            self._asked(query).createOrReplaceTempView(name)
            self._known.add(name)

    def _asked(self, sql: str, parameters: Mapping[str, Any] | None = None) -> DataFrame:
        for name in sorted(dialect.tables_of(sql)):
            self._add(name)
        return self._session.sql(dialect.spark_sql(sql, self._macros), args=dict(parameters) if parameters else None)

    def _add(self, name: str) -> None:
        with self._adding:
            if name in self._known:
                return
            found = exported(self._snapshot, name, self._folder)
            if not found.columns:
                return  # Spark says that it knows no such table
            read = self._session.read.schema(_schema(found)).parquet(str(found.folder)).select(*(column for column, _ in found.columns))
            self._known.add(name)
            if self._scope == EVERYTHING:
                read.createOrReplaceTempView(name)
                return
            read.createOrReplaceTempView(f"whole_{name}")
            self._session.sql(f"select * from `whole_{name}` where {self._bound(found)}").createOrReplaceTempView(name)

    def _bound(self, found: Exported) -> str:
        columns = {name for name, _ in found.columns}
        districts = ", ".join("'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'" for name in self._scope.districts)
        for column, words in BOUND:
            if column in columns:
                if column == "form_id":
                    self._add("form")
                return words.format(districts=districts)
        return "false"


@contextmanager
def _understandable() -> Iterator[None]:
    try:
        yield
    except (PySparkException, Py4JError) as error:
        logger.error("Spark did not answer: %s", error)
        raise EngineFailed(f"Spark 没有算出来：{str(error).splitlines()[0]}", "请核对集群是否可用；也可以把设置 engine 改回 duckdb。") from error


def _schema(found: Exported) -> str:
    return ", ".join(f"`{name}` {SPARK_TYPES.get(kind, kind)}" for name, kind in found.columns)


@lru_cache(maxsize=64)
def tables(snapshot: Path, folder: Path, scope: Scope) -> SparkTables:
    """The snapshot as Spark sees it, made once a process."""
    return SparkTables(snapshot, folder, scope)


def session() -> SparkSession:
    """The session of this process. Raises LensError where there is no Java."""
    with _starting:
        running = SparkSession.getActiveSession()
        return running or _started()


def _started() -> SparkSession:
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise LensError("engine 设为 spark，但这台机器上没有 Java。", "请安装 Java 17 或 21，或把设置 engine 改回 duckdb。")
    master = str(setting("spark_master"))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"pyspark\..*")  # about pandas, which is not used on the way
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # would print whole stacks of Java beside the error raised
    builder = SparkSession.builder.master(master).appName("预算绩效透视")
    for name, value in _options(master).items():
        builder = builder.config(name, value)
    with _understandable():
        made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    atexit.register(stop)
    return made


def stop() -> None:
    """End Spark in this process, its Java too."""
    running = SparkSession.getActiveSession()
    gateway = SparkContext._gateway
    if running is not None:
        running.stop()
    if gateway is not None:
        SparkContext._gateway = SparkContext._jvm = None
        gateway.shutdown()
        gateway.proc.stdin.close()
        gateway.proc.wait()


def _options(master: str) -> dict[str, str]:
    memory = f"{setting('spark_megabytes')}m"
    shared = {
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.mapKeyDedupPolicy": "LAST_WIN",
    }
    if not master.startswith("local"):
        return shared
    os.environ.setdefault("SPARK_LOCAL_IP", LOCAL)
    return shared | {"spark.driver.host": LOCAL, "spark.driver.bindAddress": LOCAL, "spark.sql.shuffle.partitions": "2"}
