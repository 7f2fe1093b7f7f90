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
    from analytics.audit.case import Case

CLEAN, ERRORS_FOUND = 0, 1


def shown(
    arguments: argparse.Namespace,
    found: Sequence[Finding],
    audit: Audit,
    more: dict[str, Any],
    say: Callable[[str], None],
    cases: Sequence[Case] = (),
) -> int:
    """Print findings, with where they stand where `cases` tell it; 1 where one of those that are still doubts is an error."""
    from analytics.audit import RULES, SEVERITIES
    from analytics.audit.case import counted

    if arguments.json:
        print(json.dumps(findings_json(found, audit, cases) | more, ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(findings_text(found, cases))
    severities = Counter(one.severity for one in found)
    say("、".join(f"{word} {severities[name]} 条" for name, word in SEVERITIES.items()) + f"；{len(audit.runs) - len(audit.not_run)} 条规则已运行")
    doubts = counted(cases) if cases else found
    if len(doubts) < len(found):
        say(f"其中 {len(found) - len(doubts)} 条已了结（已销号、不属实或数据中已没有）")
    for run in audit.not_run:
        say(f"未能运行“{RULES[run.rule].title}”[{run.rule}]：{run.because}")
    sys.stdout.flush()
    return ERRORS_FOUND if any(one.severity == "error" for one in doubts) else CLEAN


def findings_json(found: Sequence[Finding], audit: Audit, cases: Sequence[Case] = ()) -> dict[str, Any]:
    """The fixed format of `findings --json` and `check --json`; of stored findings also how they stand."""
    from analytics.audit import as_row
    from analytics.cli.cases import case_json

    standing = {case.key: case_json(case) for case in cases}
    rows = [as_row(one) | standing.get(one.key, {}) for one in found]
    return {"findings": rows, "not_run": [{"rule": run.rule, "because": run.because} for run in audit.not_run]}


def findings_text(found: Sequence[Finding], cases: Sequence[Case] = ()) -> str:
    """Findings for people: every one with its figures and its cells, those of the store with number, status and owner."""
    from analytics.audit import CERTAINTIES, FAMILIES, RULES, SEVERITIES

    standing = {case.key: (case.key, _standing(case), case.owner) for case in cases}
    rows = [
        (
            *standing.get(one.key, ()),
            *(
                SEVERITIES[one.severity],
                FAMILIES[one.family],
                f"{RULES[one.rule].title} [{one.rule}]",
                CERTAINTIES[one.certainty],
                one.fiscal_year,
                one.department,
            ),
            *(one.project or "、".join(one.projects), one.field, one.stated, one.recomputed, one.message),
            _places(one),
        )
        for one in found
    ]
    own = ("编号", "状态", "责任人") if cases else ()
    return table((*own, "程度", "类别", "规则", "把握", "年度", "预算部门", "项目", "字段", "所列", "重算", "说明", "单元格"), rows)


def _standing(case: Case) -> str:
    from analytics.audit.case import STATUSES, VERDICTS

    return STATUSES[case.status] + (f"（{VERDICTS[case.verdict]}）" if case.verdict else "")


def _places(finding: Finding) -> str:
    """The cells, file and sheet said once for those that share them."""
    from analytics.audit.finding import shown_cell

    found: dict[tuple[str | None, str | None], list[str]] = {}
    for cell in finding.cells:
        found.setdefault((cell["file"], cell["sheet"]), []).append(shown_cell(cell))
    return "；".join(f"{file} {sheet}!{'、'.join(dict.fromkeys(cells))}" for (file, sheet), cells in found.items())
