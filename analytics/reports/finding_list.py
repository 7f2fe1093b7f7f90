"""The list of findings as an .xlsx: one row a finding, with the cells it rests on in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.audit import CERTAINTIES, FAMILIES, SEVERITIES
from analytics.audit.finding import shown_cell
from analytics.audit.listing import Case, Projects, about, cause_words, stake_of, title
from analytics.metrics.cards import Card
from analytics.reports.table_workbook import table_workbook
from analytics.wording import count, money

SOURCE = "预算绩效透视的审计规则，对已导入的表重算、勾稽和比对"
# name, label, format, unit, definition
COLUMNS = (
    ("severity", "程度", "text", "", "错误：与对外公布的数字直接矛盾；警告：削弱可信度；提示：填报上的小问题。"),
    ("title", "疑点", "text", "", "查出它的规则的名称。"),
    ("family", "类别", "text", "", "规则所属的类别。"),
    ("certainty", "把握", "text", "", "算术可证、两处不一、依计分规则、异常迹象。"),
    ("district", "区", "text", "", "项目所在的区。"),
    ("department", "预算部门", "text", "", "预算部门，按别名归并后的名称。"),
    ("fiscal_year", "年度", "year", "", "表所属的年度。"),
    ("about", "项目", "text", "", "疑点所在的项目；没有项目的为部门整体。"),
    ("field", "栏目", "text", "", "疑点所在的栏目或指标。"),
    ("stated", "表上所列", "text", "", "表上写的内容。"),
    ("recomputed", "应为或对照", "text", "", "按同表或其他表的数字重算、核对的结果。"),
    ("amount_at_stake", "涉及金额", "money", "万元", "疑点所涉及的金额；同一项目的多条疑点涉及同一笔钱，不能相加。"),
    ("message", "说明", "text", "", "疑点的完整说明。"),
    ("basis", "依据", "text", "", "规则的依据。"),
    ("rule_set", "计分规则", "text", "", "疑点在哪一套计分规则下成立；空白的与计分规则无关。"),
    ("cause", "共同原因", "text", "", "同一张表的几条疑点出自同一原因时，写明原因。"),
    ("cells", "单元格", "text", "", "疑点所依据的文件、工作表、单元格和原文。"),
    ("status", "状态", "text", "", "疑点走到了哪一步。"),
    ("verdict", "核实结论", "text", "", "属实、部分属实、不属实或口径差异。"),
    ("owner", "责任人", "text", "", "由谁跟进。"),
    ("due", "期限", "text", "", "要求办结的日期。"),
    ("key", "编号", "text", "", "疑点的编号，重新导入后不变。"),
)


def finding_cards() -> dict[str, Card]:
    """The meaning of each column, in their order."""
    return {name: Card(name, label, unit, form, "none", definition, "", SOURCE) for name, label, form, unit, definition in COLUMNS}


def finding_workbook(
    cases: Sequence[Case], words: str, version: str, statuses: Mapping[str, str], verdicts: Mapping[str, str], projects: Projects = ()
) -> bytes:
    """The cases in their order; `words` are the filters, `statuses` and `verdicts` the names of codes, `projects` those whose money is counted."""
    frame = pd.DataFrame([_row(case, statuses, verdicts) for case in cases], columns=[name for name, *_ in COLUMNS])
    stake = money(stake_of(cases, projects))
    notes = [
        f"共{count(len(cases))}条，涉及项目资金 {stake}；每个项目只计最大的一处，不超过其全年预算，部门整体的和已不在现有数据中的不计。",
        "疑点不是结论：须经核实，由单位说明后认定。",
    ]
    return table_workbook(frame, finding_cards(), "疑点清单", words, version, notes)


def _row(case: Case, statuses: Mapping[str, str], verdicts: Mapping[str, str]) -> dict[str, Any]:
    one = case.finding
    plain = {name: getattr(one, name) for name in ("district", "department", "fiscal_year", "field", "stated", "recomputed", "message", "basis", "key")}
    return {
        **plain,
        "severity": SEVERITIES[one.severity],
        "title": title(one),
        "family": FAMILIES[one.family],
        "certainty": CERTAINTIES[one.certainty],
        "about": about(one),
        "amount_at_stake": one.amount_at_stake,
        "rule_set": one.rule_set,
        "cause": cause_words(one) if one.cause else None,
        "cells": "\n".join(f"{cell['file']}　{cell['sheet']}!{shown_cell(cell)}：{cell['text'] or '（空）'}" for cell in one.cells),
        "status": statuses.get(case.status, case.status) + (f"（{case.gone}）" if case.gone else ""),
        "verdict": verdicts.get(case.verdict or "", ""),
        "owner": case.owner,
        "due": case.due.isoformat() if case.due else None,
    }
