"""Look every package of the locks up among known weaknesses: `.venv/bin/python -m bundle.audit`.

Leaves with 1 where one has a known weakness. Where the data cannot be had (no network, an index that is a mirror) it says so and leaves with 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bundle.make import LOCKS, ROOT

SECONDS = 60


def asked() -> list[dict[str, Any]]:
    """What pip-audit tells of each package; nothing where it came to nothing."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        locks = [argument for lock in LOCKS for argument in ("-r", str(ROOT / lock))]
        command = [sys.executable, "-m", "pip_audit", *locks, "--require-hashes", "--disable-pip", "--format", "json", "--output", str(told)]
        try:
            subprocess.run([*command, "--progress-spinner", "off", "--timeout", "5"], capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return []
        return json.loads(told.read_text("utf-8"))["dependencies"] if told.exists() else []


def sentence(packages: list[dict[str, Any]]) -> tuple[int, str]:
    """Exit code and words for what was found."""
    looked_up = [one for one in packages if "vulns" in one]
    weak = [_line(one, weakness) for one in looked_up for weakness in one["vulns"]]
    if weak:
        return 1, "\n".join([f"依赖中有 {len(weak)} 个已知漏洞：", *weak])
    if not looked_up:
        return 0, "依赖没有核对已知漏洞：取不到漏洞数据（没有网络，或软件源不提供）。"
    left = len(packages) - len(looked_up)
    return 0, f"{len(looked_up)} 个依赖没有已知漏洞。" + (f"另有 {left} 个查不到。" if left else "")


def _line(package: dict[str, Any], weakness: dict[str, Any]) -> str:
    return f"  {package['name']} {package['version']}：{weakness['id']}，已修复于 {'、'.join(weakness['fix_versions']) or '（尚无）'}"


if __name__ == "__main__":
    code, words = sentence(asked())
    print(words)
    sys.exit(code)
