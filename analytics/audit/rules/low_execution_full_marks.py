"""Low execution beside nearly full output marks, full effect marks, or words that all was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Calculation, Hit, hit, percent, places, plain

LOW = 0.8
NEARLY = Decimal("0.95")


def find(desk: Desk) -> Iterator[Hit]:
    low = [row for row in desk.forms if row["execution_rate"] is not None and row["execution_rate"] < LOW]
    indicators = desk.indicators_of(low)
    for row in low:
        lines = [line for line in indicators.get(row["form_number"], []) if line["applicable"] and line["weight"] and line["score"] is not None]
        outputs = [line for line in lines if line["dimension"] == "产出" and line["facet"] not in ("成本", "时效")]
        effects = [line for line in lines if line["dimension"] in ("效益", "满意度")]
        said = _says_all_done(row["achievement"])
        parts = [part for part in (_marks("数量、质量产出", outputs, NEARLY), _marks("效益和满意度", effects, Decimal(1))) if part]
        if not parts and not said:
            continue
        words = "，".join([*parts, *([f"实际完成情况写“{said}”"] if said else [])])
        message = f"执行率只有 {percent(row['execution_rate'])}，{words}：钱没有花完而产出效益照旧，须说明原因或核实预算是否虚高。"
        at = [*places(row, "executed", "execution_rate_stated", "achievement"), *(place for line in (*outputs, *effects) for place in places(line, "score"))]
        yield hit(row, "执行率与完成情况", message, stated=percent(row["execution_rate"]), amount_at_stake=row["unspent"], places=at, calculation=_rate(row))


def _rate(row: Mapping[str, Any]) -> Calculation:
    own, words = ("revised_budget", "全年预算数") if row["has_revised_column"] else ("initial_budget", "年初预算数")
    terms = [term(words, row["budget_base"], "万元", places(row, own)), term("全年执行数", row["executed"], "万元", places(row, "executed"))]
    return calculated("ROUND(b / a, 4)", "执行率", "", terms, "%")


def _marks(words: str, lines: Sequence[Mapping[str, Any]], least: Decimal) -> str | None:
    weight, score = sum(line["weight"] for line in lines), sum(line["score"] for line in lines)
    return f"{words}得 {plain(score)} / {plain(weight)} 分" if weight and score >= least * weight else None


def _says_all_done(text: str | None) -> str | None:
    words = ("全部完成", "已完成预期目标", "完成预期目标", "达到预期目标", "完成了全部")
    found = next((word for word in words if word in (text or "")), None)
    return None if found and any(f"{no}{found}" in text for no in ("未", "未能", "没有", "尚未", "基本")) else found
