"""Small readings made by hand, so that the store is tested without a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from analytics.reading.records import (
    DEPARTMENT_ACCOUNTS,
    SELF_EVALUATION,
    AmountUnit,
    Claim,
    Drawing,
    Evidence,
    FileReading,
    Form,
    Funding,
    Indicator,
    Problem,
    Project,
    Row,
)

DEPARTMENT = "丰台区城市管理监督指挥中心"


def form(name: str, budget: str | None = "100", executed: str | None = "80", year: int = 2021, number: int = 1, **more) -> Form:
    """A self-evaluation with one funding line and two indicators, on the sheet `number`."""
    amount = Decimal(budget) if budget is not None else None
    spent = Decimal(executed) if executed is not None else None
    given = {"kind": SELF_EVALUATION, "subject": "project", "district": "丰台区", "department": DEPARTMENT, "fiscal_year": year}
    given |= dict(  # noqa: C408
        sheet=f"表{number}",
        range="A1:I22",
        project=Project(name, cells={"name": "B3"}),
        amount_unit=AmountUnit("万元", "万元", "stated"),
        funding=(
            Funding(
                *("total", "年度资金总额", amount, amount, spent, Decimal(10), Decimal("0.8"), Decimal("8")),
                executed_printed=executed,
                cells={"executed": "F7"},
            ),
        ),
        indicators=(
            Indicator("产出指标", "数量指标", "台数", "≥10台", "12台", weight=Decimal(50), score=Decimal(50), cells={"score": "H12"}),
            Indicator("效益指标", "社会效益指标", "好", "好", "好", weight=Decimal(40), score=Decimal("38.5"), cells={"score": "H13"}),
        ),
        total_weight=Decimal(100),
        total_score=Decimal("96.5"),
        cells={"total_score": "H22"},
    )
    return Form(**(given | more))


def accounts(lines: dict[str, str], year: int = 2021) -> Form:
    """Final accounts of the department: {item: amount}."""
    rows = tuple(
        Row(name, table="支出决算表", side="支出", level="类", values={"final_accounts": Decimal(amount), "note": "决算"}, cells={"name": f"E{at}"})
        for at, (name, amount) in enumerate(lines.items(), 2)
    )
    return Form(DEPARTMENT_ACCOUNTS, "部门决算", "A1:N49", district="丰台区", department=DEPARTMENT, fiscal_year=year, rows=rows)


def reading(file: str, *forms: Form, content: bytes | None = None, claims: Sequence[Claim] = (), problems: Sequence[Problem] = ()) -> tuple[FileReading, bytes]:
    """A file that holds these forms, and its bytes."""
    content = content if content is not None else repr((file, forms)).encode()
    drawings = tuple(Drawing(one.sheet, {"A1": "项目支出绩效自评表"}, ("A1:I1",)) for one in forms)
    return FileReading(file, hashlib.sha256(content).hexdigest(), forms, (), tuple(problems), tuple(claims), drawings), content


def claim(project: str, budget: str, cell: str = "D24") -> Claim:
    """A report's statement about the budget of a project, 万元."""
    return Claim(project, DEPARTMENT, 2021, Decimal(budget), None, Evidence("报告", cell, f"{budget}万元"))
