"""The commands of the audit: what the rules found in the store, and in files that are not stored."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from analytics.cli.text import table

if TYPE_CHECKING:
    from analytics.audit import Audit, Finding

CLEAN, ERRORS_FOUND = 0, 1


def shown(arguments: argparse.Namespace, found: Sequence[Finding], audit: Audit, more: dict[str, Any], say: Callable[[str], None]) -> int:
    """Print findings; 1 where one of them is an error."""
    if arguments.json:
        print(json.dumps(findings_json(found, audit) | more, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(findings_text(found))
    from analytics.audit import RULES, SEVERITIES

    counted = Counter(one.severity for one in found)
    say("、".join(f"{word} {counted[name]} 条" for name, word in SEVERITIES.items()) + f"；{len(audit.runs) - len(audit.not_run)} 条规则已运行")
    for run in audit.not_run:
        say(f"未能运行“{RULES[run.rule].title}”（{run.rule}）：{run.because}")
    sys.stdout.flush()
    return ERRORS_FOUND if counted["error"] else CLEAN


def findings_json(found: Sequence[Finding], audit: Audit) -> dict[str, Any]:
    """The fixed format of `findings --json` and `check --json`."""
    from analytics.audit import as_row

    return {"findings": [as_row(one) for one in found], "not_run": [{"rule": run.rule, "because": run.because} for run in audit.not_run]}


def findings_text(found: Sequence[Finding]) -> str:
    """Findings for people: every one with its figures and its cells."""
    from analytics.audit import CERTAINTIES, FAMILIES, SEVERITIES

    rows = [
        (
            *(SEVERITIES[one.severity], FAMILIES[one.family], one.rule, CERTAINTIES[one.certainty], one.fiscal_year, one.department),
            *(one.project or "、".join(one.projects), one.field, one.stated, one.recomputed, one.message),
            _places(one),
        )
        for one in found
    ]
    return table(("程度", "类别", "规则", "把握", "年度", "预算部门", "项目", "字段", "所列", "重算", "说明", "单元格"), rows)


def _places(finding: Finding) -> str:
    """The cells, file and sheet said once for those that share them."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for cell in finding.cells:
        found.setdefault((cell["file"], cell["sheet"]), []).append(cell["cell"] or "")
    return "；".join(f"{file} {sheet}!{'、'.join(dict.fromkeys(cells))}" for (file, sheet), cells in found.items())
