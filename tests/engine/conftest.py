"""Spark as the tests use it: two threads, little memory, nothing compiled for a handful of rows; ended with the last of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.spark_there import WHAT_LACKS

collect_ignore = ["test_spark.py", "test_dialect.py"] if WHAT_LACKS else []
os.environ["SPARK_CONF_DIR"] = str(Path(__file__).with_name("conf"))


@pytest.fixture(scope="session", autouse=True)
def no_java_left():
    yield
    if not WHAT_LACKS:
        from analytics.engine.spark import stop

        stop()
