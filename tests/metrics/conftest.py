"""A snapshot small enough to add up by hand: the real tables and marts over a few rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.store.letters import keep_letters
from analytics.store.project_classes import classify_names

STORE = Path(__file__).parents[2] / "analytics" / "store"
SHARED_FORM = {"kind": "self_evaluation", "subject": "project", "batch_id": "b1", "file": "表.xlsx", "sheet": "表", "range": "A1:I9"}


class SmallSnapshot:
    """The part of a snapshot that a metric needs, over an in-memory database."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        self.connection.execute((STORE / "schema.sql").read_text(encoding="utf-8"))

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None):
        return self.connection.cursor().execute(sql, dict(parameters or {})).df()

    def kept(self, name: str, sql: str, parameters: Mapping[str, Any] | None = None) -> str:
        self.connection.execute(f"create or replace table {name} as {sql}", dict(parameters or {}))
        return name

    def insert(self, table: str, **values: Any) -> None:
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))

    def project(self, name: str, budget: float | None, executed: float | None, score: float | None = None, **more: Any) -> None:
        """One form with its total funding line and, where `indicators` is given, tuples (level1, level2, weight, score)."""
        funding = {"initial_budget": budget, "revised_budget": budget, "executed": executed, **more.pop("funding", {})}
        indicators = more.pop("indicators", ())
        self.insert(
            "form",
            form_id=name,
            record_key=name,
            project=name,
            total_score=score,
            **{"unit_status": "stated", "has_revised_column": True, "cells": "{}", **SHARED_FORM, **more},
        )
        self.insert("funding", form_id=name, line=1, source="total", label="年度资金总额", applicable=True, cells="{}", **funding)
        for line, (level1, level2, weight, points) in enumerate(indicators, start=1):
            self.insert(
                "indicator",
                form_id=name,
                line=line,
                level1=level1,
                level2=level2,
                level3=f"{name}{line}",
                weight=weight,
                score=points,
                applicable=True,
                cells="{}",
            )

    def build(self) -> SmallSnapshot:
        classify_names(self.connection)
        keep_letters(self.connection)
        self.connection.execute((STORE / "marts.sql").read_text(encoding="utf-8"))
        return self


@pytest.fixture
def make_snapshot():
    return SmallSnapshot


@pytest.fixture
def snapshot() -> SmallSnapshot:
    """Two districts, three departments, eight projects: one suspect, one without budget, one of zero budget, one of 2019."""
    small = SmallSnapshot()
    centre = {"district": "丰台区", "department": "丰台区指挥中心", "fiscal_year": 2021}
    bureau = {"district": "丰台区", "department": "丰台区政务局", "fiscal_year": 2021}
    sunny = {"district": "朝阳区", "department": "朝阳区指挥中心", "fiscal_year": 2022}
    full = [("产出指标", "数量指标", 50, 50), ("效益指标", "社会效益指标", 30, 27), ("满意度指标", "服务对象满意度", 10, 10)]
    half = [("产出指标", "数量指标", 50, 40), ("效益指标", "社会效益指标", 30, 24), ("满意度指标", "服务对象满意度", 10, None)]
    rate = "execution_rate_stated"
    small.project("平台运维", 100, 50, 92, funding={rate: 0.5, "score": 5}, indicators=full, **centre)
    small.project("监督员工资", 175.56, 113.08, 85.5, funding={"initial_budget": 532.28, rate: 0.9}, indicators=half, **centre)
    small.project("量级存疑", None, None, 95, unit_status="suspect", funding={"executed_printed": "9122160", "revised_budget_printed": "9122160"}, **centre)
    small.project("窗口服务", 200, 200, 97.5, unit_status="proven", funding={rate: 1.0, "score": 10}, indicators=full, **bureau)
    small.project("空白预算", None, 20, None, funding={"revised_budget_printed": ""}, **bureau)
    small.project("零预算", 0, 0, 78, **bureau)
    small.project("旧表项目", 126, 43.04202, 88, has_revised_column=False, funding={"revised_budget": None}, **{**centre, "fiscal_year": 2019})
    small.project("热线", 300, 296.4, None, unit_status="corrected", indicators=half, **sunny)
    small.insert("problem", batch_id="b1", form_id="热线", severity="error", code="sum-wrong", message="合计不符")
    return small.build()
