"""Whether Spark can be tried here: an extra that needs Java."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec


def _lacking() -> str:
    missing = [name for name in ("pyspark", "sqlglot") if find_spec(name) is None]
    java = [] if os.environ.get("JAVA_HOME") or shutil.which("java") else ["Java"]
    return ", ".join(missing + java)


WHAT_LACKS = _lacking()
"""What is missing, empty where nothing is."""
LEFT_OUT = f"没有在 Spark 上试过（tests/engine）：本机缺 {WHAT_LACKS}，见 docs/scaling.md。"
