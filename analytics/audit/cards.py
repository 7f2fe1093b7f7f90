"""The card of every rule: what it is called, what it rests on, what it needs. Data in cards.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FAMILIES = {
    "RECOMPUTE_RATIO": "比率重算",
    "FOOTING": "合计勾稽",
    "UNIT": "金额单位",
    "CROSS_DOCUMENT": "表间核对",
    "BUDGET_SCOPE": "预算口径",
    "YEAR": "年度",
    "MISSING": "缺项",
    "SCORING_RULE": "计分规则",
    "STATUS_CONTRADICTION": "完成情况矛盾",
    "TARGET_QUALITY": "指标质量",
    "COPIED": "雷同",
    "COLUMN_FORMAT": "填列格式",
    "INFLATION_EXPERT": "评分虚高与专家评分",
}
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
CERTAINTIES = {"arithmetic": "算术可证", "cross_reference": "两处不一", "rule_dependent": "依计分规则", "pattern": "异常迹象"}


@dataclass(frozen=True)
class RuleCard:
    """A rule in words. `needs` are table.column, or table:kind.column, that must hold at least one value.

    `scope` is what a finding rests on: "department", what the store holds of its own department, or "all".
    """

    id: str
    title: str
    family: str
    severity: str
    certainty: str
    basis: str
    needs: tuple[str, ...]
    scope: str
    tolerance: str
    on_site: str


def _read() -> dict[str, RuleCard]:
    entries = tomllib.loads(Path(__file__).with_name("cards.toml").read_text(encoding="utf-8"))
    return {key: RuleCard(id=key, **{**entry, "needs": tuple(entry["needs"])}) for key, entry in entries.items()}


RULES: Mapping[str, RuleCard] = _read()
"""Cards by rule id, in the order of the file."""
