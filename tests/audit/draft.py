"""A department without a fault: two forms, its accounts, its own evaluation, a report and an expert sheet. Tests break one thing each."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from analytics.audit import Audit, audit
from tests.metrics.conftest import SmallSnapshot

PLACE = {"district": "丰台区", "department": "丰台区环卫中心", "fiscal_year": 2023}
FUNDING = {"initial_budget": "100", "revised_budget": "100", "executed": "85"}
INDICATORS = (
    {"level1": "产出指标", "level2": "数量指标", "level3": "清扫面积", "target": "≥500平方米", "actual": "520平方米", "weight": 20, "score": 20},
    {"level1": "产出指标", "level2": "质量指标", "level3": "道路清洁程度", "target": "路面无积存垃圾", "actual": "个别路段有积存", "weight": 15, "score": 13},
    {"level1": "产出指标", "level2": "时效指标", "level3": "完成时间", "target": "2023年12月前", "actual": "2023年11月完成", "weight": 10, "score": 10},
    {"level1": "产出指标", "level2": "成本指标", "level3": "项目成本", "target": "不超过100万元", "actual": "85万元", "weight": 5, "score": 5},
    {"level1": "效益指标", "level2": "社会效益指标", "level3": "环境改善", "target": "投诉明显减少", "actual": "投诉减少不多", "weight": 30, "score": 27},
    {"level1": "满意度指标", "level2": "服务对象满意度指标", "level3": "居民满意度", "target": "≥90%", "actual": "95%", "weight": 10, "score": 10},
)
TARGETS = {"≥500平方米": (500, 520, "≥"), "≥90%": (0.9, 0.95, "≥"), "不超过100万元": (1_000_000, 850_000, "≤")}


def indicators(*changes: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The indicators above with some of them changed, by number."""
    rows = [{**row, "deviation_reason": f"{row['level3']}还需努力" if row["score"] < row["weight"] else None} for row in INDICATORS]
    for number, change in changes:
        rows[number] |= change
    return rows


class Department(SmallSnapshot):
    """Rows of a department, inserted into the real tables of a snapshot."""

    def __init__(self) -> None:
        super().__init__()
        self.insert(
            "batch",
            batch_id="b1",
            sequence=1,
            sha256="0",
            file="表.xlsx",
            imported_at="2024-01-01",
            imported_by="",
            forms=1,
            problems=0,
            place=1,
            replace_whole=False,
        )

    def evaluate(self, name: str, rows: list[dict[str, Any]] | None = None, funding: dict[str, Any] | None = None, parts: tuple = (), **form: Any) -> None:
        """A self-evaluation; `funding` changes its total line, `parts` are (source, label, values)."""
        rows = indicators() if rows is None else rows
        values = {**FUNDING, **(funding or {})}
        budget, executed = values["revised_budget"], values["executed"]
        rate = Decimal(executed) / Decimal(budget) if budget and executed and Decimal(budget) else None
        line = {"weight": 10, "score": None if rate is None else min(rate, 1) * 10, "execution_rate_stated": rate, **(funding or {}), **values}
        points = [row["score"] for row in rows if row["score"] is not None]
        total = None if line["score"] is None else Decimal(str(line["score"])) + sum(map(Decimal, map(str, points)))
        whole = {
            "form_id": name, "record_key": name, "batch_id": "b1", "project": name, "kind": "self_evaluation", "subject": "project", "file": "表.xlsx",
            "sheet": name, "range": "A1:I9", "unit_printed": "万元", "unit_used": "万元", "unit_status": "stated", "has_revised_column": True,
            "total_weight": 100, "total_score": total, "persons": '{"负责人":"张某"}', "cells": '{"name":"B2","total_score":"H20"}',
            "supervising_unit": PLACE["department"], "goal": f"保障{name}", "achievement": f"{name}进展正常", **PLACE, **form,
        }  # fmt: skip
        self.insert("form", **whole)
        cells = json.dumps({field: f"{column}6" for field, column in zip(("initial_budget", "revised_budget", "executed", "weight", "score"), "DEFGH")})
        printed = {f"{field}_printed": values[field] for field in FUNDING}
        self.insert("funding", form_id=name, line=1, source="total", label="年度资金总额", applicable=True, cells=cells, **line, **printed)
        for number, (source, label, given) in enumerate(parts, start=2):
            printed = {f"{field}_printed": given[field] for field in FUNDING if field in given}
            row = {"line": number, "source": source, "label": label, "applicable": True, "cells": '{"executed":"F7","score":"H7"}'}
            self.insert("funding", form_id=name, **row, **given, **printed)
        for number, row in enumerate(rows, start=1):
            self._indicator(name, number, row)

    def _indicator(self, form_id: str, number: int, row: dict[str, Any]) -> None:
        target, actual, direction = TARGETS.get(row["target"] or "", (None, None, None))
        values = {"target_value": target, "actual_value": actual, "direction": direction, "applicable": True, **row}
        places = ("level3", "target", "actual", "weight", "score")
        cells = json.dumps({field: f"{column}{number + 8}" for field, column in zip(places, "DEFGH")})
        self.insert("indicator", form_id=form_id, line=number, cells=cells, **values)

    def table(self, kind: str, name: str | None, **values: Any) -> None:
        """A line of a flat table; figures are printed as they are given."""
        number = self.connection.execute("select count(*) from table_row").fetchone()[0] + 1
        if not self.connection.execute("select 1 from form where form_id = ?", [kind]).fetchone():
            form = {"form_id": kind, "record_key": kind, "batch_id": "b1", "kind": kind, "file": "决算.xlsx", "sheet": kind, "range": "A1:I9"}
            self.insert("form", **form, unit_status="stated", has_revised_column=True, cells="{}", **PLACE)
        printed = {field: str(value) for field, value in values.items() if field not in ("level", "table_name", "note", "more", "scores")}
        rates = {field: float(text.rstrip("%")) / 100 for field, text in printed.items() if text.endswith("%")}
        more = values.pop("more", {})
        cells = {field: f"{chr(68 + at % 20)}{number}" for at, field in enumerate([*printed, *more, "name"])}
        self.insert(
            "table_row", row_id=f"{kind}{number}", form_id=kind, batch_id="b1", record_key=f"{kind}|{number}", line_number=number, kind=kind, name=name,
            more=json.dumps(more), printed=json.dumps(printed), cells=json.dumps(cells), **{**PLACE, **values, **rates},
        )  # fmt: skip

    def audit(self, *rules: str) -> Audit:
        """What these rules find, or all of them."""
        self.build()
        return audit(self.connection, rules or None)

    def found(self, rule: str) -> list[tuple[str, str | None, str | None]]:
        """Severity, stated and recomputed of every finding of one rule."""
        return [(one.severity, one.stated, one.recomputed) for one in self.audit(rule).findings]


def accounts(department: Department, **changes: dict[str, Any]) -> None:
    """收支总计 and a table of two classes, the second of two items; `changes` by name of line."""
    lines = (
        ("收支总计", {"level": "总计", "table_name": "收入支出决算总表", "final_accounts": "310.00", "change_amount": "10.00", "change_rate_stated": "3.33%"}),
        ("合计", {"level": "合计", "table_name": "一般公共预算财政拨款支出决算表", "final_accounts": "300.00"}),
        ("教育支出", {"level": "类", "final_accounts": "100.00", "variance_amount": "10.00", "variance_rate_stated": "11.11%", "share_stated": "33.33%"}),
        ("城乡社区支出", {"level": "类", "final_accounts": "200.00", "variance_amount": "-20.00", "variance_rate_stated": "-9.09%", "share_stated": "66.67%"}),
        ("环境卫生", {"level": "款", "final_accounts": "150.00"}),
        ("管理事务", {"level": "款", "final_accounts": "50.00"}),
    )
    for name, values in lines:
        department.table("department_accounts", name, **{"table_name": "一般公共预算财政拨款支出决算表", **values, **changes.get(name, {})})


def evaluation(department: Department, **changes: Any) -> None:
    """The department's own evaluation, in accord with the accounts above and with two clean forms."""
    more = {
        "basic_budget": 105, "project_budget": 200, "other_budget": 0, "basic_executed": 130, "project_executed": 170, "other_executed": 0,
        "balance": 6.1, "balance_rate_stated": 0.02, "outturn_deviation_stated": -0.0164,
    }  # fmt: skip
    whole = {"revised_budget": 305, "executed": 300, "score": 93}
    department.table("department_evaluation", PLACE["department"], **{k: changes.pop(k, v) for k, v in whole.items()}, more={**more, **changes})
