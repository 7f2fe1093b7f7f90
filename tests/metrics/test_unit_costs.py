"""Unit costs only where quantity, unit and cost are certain."""

import pytest

from analytics.metrics import run
from analytics.metrics.sentences import costs_sentence
from tests.metrics.conftest import SmallSnapshot


def project(small, name, executed, *quantities):
    small.project(name, executed, executed, district="甲区", department="甲局", fiscal_year=2021)
    for line, (target, actual) in enumerate(quantities, 1):
        kind = {"level1": "产出指标", "level2": "数量指标", "level3": "数量", "weight": 10, "score": 10, "applicable": True, "cells": "{}"}
        small.insert("indicator", form_id=name, line=line, target=target, actual=actual, **kind)


def built(*projects):
    small = SmallSnapshot()
    for one in projects:
        project(small, *one)
    return small.build()


def costs(*projects):
    return run(built(*projects), "unit_costs")


@pytest.mark.parametrize(
    ("target", "actual", "cost"),
    [
        ("144人", "完成", 2000), ("150人", "144人", 2000), ("达到150人", "现144人", 2000), ("开通144部号码", "144部号码通信服务正常", 2000),
        ("144名", "完成。", 2000), ("1,440人次", "1,440人次", 200),
    ],
)  # fmt: skip
def test_a_number_with_a_unit_has_a_cost(target, actual, cost):
    assert list(costs(("经费", 28.8, (target, actual)))["unit_cost"].round(6)) == [cost]


@pytest.mark.parametrize(
    "quantities",
    [
        [("144人", "完成"), ("12次", "12次")],  # which of the two was paid?
        [("1名软件工程师、硬件工程师驻场", "达到预期指标")],
        [("20余台主机", "完成")],
        [("聘用144人管理费，培训73次", "完成")],
        [("144人", "未完成")],
        [("按人数", "完成")],
        [("0人", "0人")],
        [],
    ],
)
def test_what_is_not_certain_has_none(quantities):
    assert costs(("经费", 28.8, *quantities)).empty


def test_like_ones_stand_beside_each_other():
    """Wages beside wages; a health check is of the same class and unit, and yet another service."""
    small = built(
        ("甲工资", 10, ("10人", "10人")), ("乙工资", 10, ("20人", "20人")), ("体检", 1, ("20人", "20人")), ("会", 1, ("2次", "2次")), ("议", 1, ("2次", "2次"))
    )
    rows, spans = run(small, "unit_costs"), run(small, "unit_cost_spans")
    assert dict(zip(rows["name"], rows["alike"], strict=True)) == {"甲工资": 2, "乙工资": 2, "体检": 1, "会": 1, "议": 1}
    assert "同类、同单位能并列的有1组，如人员按人从 5,000.00 元到 10,000.00 元" in costs_sentence(5, spans)
    assert "不能并列" in costs_sentence(5, spans.head(0))
