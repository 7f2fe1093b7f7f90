"""Findings to write papers about: one with a calculation, one with hostile text and persons, over a snapshot that knows their file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analytics.audit import Finding
from analytics.audit.calculation import calculated, term
from analytics.store import Snapshot
from tests.metrics.conftest import SmallSnapshot

FILE, SHEET, SHA256 = "自评表.xlsx", "平台运维", "ab12" * 16
PERSONS = ("张三丰", "63812345")
HOSTILE = "=cmd|'/c calc'!A1 <b>粗</b> &amp; \x07联系人：张三丰，电话：63812345"


def cell(address, text):
    return {"file": FILE, "sheet": SHEET, "cell": address, "text": text}


EXECUTION = Finding(
    key="k1", rule="execution-score-above-rate", family="SCORING_RULE", severity="error", certainty="rule_dependent",
    district="丰台区", department="丰台区指挥中心", fiscal_year=2021, project="平台运维", projects=(), field="执行率得分",
    stated="9", recomputed="3.42", difference=5.583967, amount_at_stake=126.0, message="执行率 34.16%，应得 3.42 分，自评 9 分。",
    basis="执行率得分＝执行率×分值", cells=(cell("E7", "126"), cell("F7", "43.04202"), cell("I7", "9")), record_key="r1",
    rule_set="national",
    calculation=calculated("ROUND(b / a * c, 2)", "执行率得分", "所列得分", [
        replace(term("全年预算数", 126, "万元"), cell=cell("E7", "126")),
        replace(term("全年执行数", 43.04202, "万元"), cell=cell("F7", "43.04202")),
        replace(term("分值", 10, "分"), cell=cell("G7", "10")),
    ], "分"),
)  # fmt: skip
REASON = Finding(
    key="k2", rule="repeated-reason", family="COPIED", severity="note", certainty="pattern",
    district="丰台区", department="丰台区指挥中心", fiscal_year=2021, project=None, projects=("平台运维", HOSTILE), field="偏差原因",
    stated=HOSTILE, recomputed=None, difference=None, amount_at_stake=None, message=f"“{HOSTILE}”一字不差。",
    basis="偏差原因应逐项说明", cells=(cell("I23", HOSTILE),), record_key="r2",
)  # fmt: skip
ELSEWHERE = replace(EXECUTION, key="k3", department="朝阳区指挥中心", district="朝阳区", project="热线", record_key="r3")


def snapshot() -> Snapshot:
    """A snapshot that holds the file of the findings."""
    small = SmallSnapshot()
    small.insert(
        "batch",
        batch_id="000001-ab12",
        sequence=1,
        sha256=SHA256,
        file=FILE,
        imported_at="2026-03-01 08:00:00",
        imported_by="",
        forms=1,
        problems=0,
        place=1,
        replace_whole=False,
    )
    small.insert(
        "form", form_id="f1", batch_id="000001-ab12", record_key="r1", kind="self_evaluation", file=FILE, sheet=SHEET, range="A1:I9",
        unit_status="stated", has_revised_column=True, cells="{}",
    )  # fmt: skip
    return Snapshot("000007", 1, Path("snapshot-000007.duckdb"), small.connection)
