"""Rows of metrics as one plain Chinese sentence each. A sentence says only what its rows carry, and never ranks districts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.wording import amount, change, count, growth, left_over, listed, money, percent, portion, rate, rate_fine, score

TEMPLATES: dict[str, str] = {
    "nothing": "所选范围内没有项目。",
    "no_money": "{projects}个项目的金额均未计入合计（单位存疑或数字缺失），暂不能说明执行情况。",
    "no_budget": "{counted}个项目的预算均为零，没有执行率。",
    "executed": "{across}{counted}个项目共执行 {executed}，占全年预算的 {execution_rate}",
    "across_years": "{fiscal_years}个年度的",
    "none_below": "没有项目低于{threshold}",
    "one_below": "{name}低于{threshold}，{left_over}",
    "some_below": "{below}个项目低于{threshold}",
    "largest_unspent": "其中{name}未执行 {unspent}最多",
    "largest_unspent_of_all": "{name}未执行 {unspent}最多",
    "not_counted": "另有{not_counted}个项目未计入",
    "fullest_bin": "{rated}个有执行率的项目中，{full}个恰好执行100%，{below}个低于{threshold}",
    "over": "{over}个超过100%",
    "no_scores": "{projects}个项目都没有填写总分，不能说明得分情况（未评分不等于零分）。",
    "one_score": "只有{name}填写了总分，为 {mean} 分",
    "one_score_unnamed": "只有1个项目填写了总分，为 {mean} 分",
    "scores": "{scored}个项目平均自评得分 {mean} 分，在 {lowest} 至 {highest} 分之间",
    "same_scores": "{scored}个项目的自评得分都是 {mean} 分",
    "excellent": "{share}为优（90分及以上）",
    "unscored": "{unscored}个未评分，不按零分计",
    "weakest": "得分率最低的一级指标是{dimension}，为 {attainment}",
    "one_district": "所选范围只有{basis}，选择两个以上的区才能并列对照。",
    "district": "{basis}执行 {execution_rate}",
    "district_unknown": "{basis}没有可用的执行率",
    "comparison_doubt": "{reasons}，以下只作并列，不作排名",
    "comparison": "以下只作并列，不作排名",
    "none_uneven": "没有发现同样的情形得了不同的分。",
    "uneven": "{facts}种同样的情形得了不同的分",
    "widest_apart": "相差最大的是{label}，{indicators}项指标的得分率从 {lowest} 到 {highest}",
    "no_way": "没有可以算出执行率的数字。",
    "one_way": "只能算出一个执行率：{way}为 {rate}",
    "ways": "能算出{ways}个执行率，从 {lowest}（{lowest_way}）到 {highest}（{highest_way}），都有出处，不能混用",
    "way_used": "报告写 {stated}，用的是“{way}”",
    "way_near": "报告写 {stated}，哪种算法都对不上，最接近的是“{way}”（{rate}）",
    "costs": "{projects}个项目写明了数量和费用，可以算出单位成本",
    "costs_alike": "同类、同单位能并列的有{groups}组，如{project_class}按{unit}从 {lowest} 元到 {highest} 元",
    "costs_alone": "没有两个同类、同单位的项目，不能并列",
    "revised": "年初预算 {initial}，年中{revision}（{revision_rate}），全年预算 {revised}，执行 {executed}",
}
REASONS = {
    "years": "年度不同",
    "departments": "部门数不同",
    "few": "项目少",
    "unscored": "有未评分项目",
    "rules": "计分规则不同",
    "left_out": "有金额未计入",
}
FEW = 10


def _say(template: str, /, **words: Any) -> str:
    return TEMPLATES[template].format(**words)


def _joined(*parts: str) -> str:
    return "；".join(part for part in parts if part) + "。"


def _known(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _first(frame: pd.DataFrame | None, kind: str) -> dict[str, Any] | None:
    rows = [] if frame is None or frame.empty else frame[(frame["kind"] == kind) & (frame["rank"] == 1)].to_dict("records")
    return rows[0] if rows else None


def _without_money(row: dict[str, Any]) -> str | None:
    if row["projects"] == 0:
        return _say("nothing")
    if row["counted"] == 0:
        return _say("no_money", projects=count(row["projects"]))
    if not _known(row["execution_rate"]):
        return _say("no_budget", counted=count(row["counted"]))
    return None


def _below(row: dict[str, Any], standouts: pd.DataFrame | None, threshold: float) -> str:
    most, lowest = _first(standouts, "largest_unspent"), _first(standouts, "lowest_rate")
    if row["below"] == 0:
        said = _say("none_below", threshold=percent(threshold))
    elif row["below"] == 1 and lowest is not None and lowest["execution_rate"] < threshold:
        return _say("one_below", name=lowest["name"], threshold=percent(threshold), left_over=left_over(lowest["unspent"]))
    else:
        said = _say("some_below", below=count(row["below"]), threshold=percent(threshold))
    if most is None:
        return said
    among = _known(most["execution_rate"]) and most["execution_rate"] < threshold and row["below"] > 0
    return f"{said}，{_say('largest_unspent' if among else 'largest_unspent_of_all', name=most['name'], unspent=money(most['unspent']))}"


def overview_sentence(summary: pd.DataFrame, standouts: pd.DataFrame | None = None, threshold: float = 0.8) -> str:
    """What stands out of one row of `summary` and the rows of `standouts`: spending, low execution, what is left out."""
    row = summary.iloc[0].to_dict()
    said = _without_money(row)
    if said:
        return said
    across = _say("across_years", fiscal_years=count(row["fiscal_years"])) if row["fiscal_years"] > 1 else ""
    executed = _say("executed", across=across, counted=count(row["counted"]), executed=money(row["executed"]), execution_rate=portion(row["execution_rate"]))
    return _joined(executed, _below(row, standouts, threshold), _not_counted(row))


def _not_counted(row: dict[str, Any]) -> str:
    return _say("not_counted", not_counted=count(row["not_counted"])) if row["not_counted"] else ""


def execution_sentence(summary: pd.DataFrame, distribution: pd.DataFrame, threshold: float = 0.8) -> str:
    """How the projects are spread, of one row of `summary` and the whole `execution_distribution`."""
    row = summary.iloc[0].to_dict()
    said = _without_money(row)
    if said:
        return said
    projects = distribution.groupby("bin")["projects"].sum()
    over = int(projects.get(11, 0))
    spread = _say("fullest_bin", rated=count(projects.sum()), full=count(projects.get(10, 0)), below=count(row["below"]), threshold=percent(threshold))
    return _joined(f"{spread}，{_say('over', over=count(over))}" if over else spread, _not_counted(row))


def scores_sentence(scores: pd.DataFrame, grades: pd.DataFrame | None = None, attainment: pd.DataFrame | None = None, name: str | None = None) -> str:
    """How the scores stand, of one row of `score_summary`, the rows of `grades` and of `attainment_dimension`; `name` of the only scored project."""
    row = scores.iloc[0].to_dict()
    if row["scored"] + row["unscored"] == 0:
        return _say("nothing")
    if row["scored"] == 0:
        return _say("no_scores", projects=count(row["unscored"]))
    unscored = _say("unscored", unscored=count(row["unscored"])) if row["unscored"] else ""
    return _joined(_score_part(row, name) + _excellent(row, grades), _weakest(attainment), unscored)


def _score_part(row: dict[str, Any], name: str | None) -> str:
    words = {key: score(row[key]) for key in ("mean", "lowest", "highest")} | {"scored": count(row["scored"])}
    if row["scored"] == 1:
        return _say("one_score", name=name, **words) if name else _say("one_score_unnamed", **words)
    return _say("same_scores" if row["lowest"] == row["highest"] else "scores", **words)


def _excellent(row: dict[str, Any], grades: pd.DataFrame | None) -> str:
    if grades is None or row["scored"] < 2:
        return ""
    excellent = int(grades.loc[grades["grade"] == "优", "projects"].sum())
    whole = "全部" if excellent == row["scored"] else f"{count(excellent)}个"
    return f"，{_say('excellent', share=whole)}"


def _weakest(attainment: pd.DataFrame | None) -> str:
    if attainment is None:
        return ""
    known = attainment[attainment["attainment"].notna() & (attainment["attainment"] < 1) & (attainment["dimension"] != "其他")]
    if known.empty:
        return ""
    lowest = known.loc[known["attainment"].idxmin()]
    return _say("weakest", dimension=lowest["dimension"], attainment=rate(lowest["attainment"]))


def comparison_sentence(comparison: pd.DataFrame, basis: pd.DataFrame) -> str:
    """Districts side by side in the order given, of `comparison` by district and `comparison_basis`, with what forbids a ranking."""
    if comparison.empty:
        return _say("nothing")
    words = dict(zip(basis["district"], basis["basis"], strict=True))
    rows = [row | {"basis": words.get(row["district"], row["district"])} for row in comparison.to_dict("records")]
    if len(rows) == 1:
        return _say("one_district", basis=rows[0]["basis"])
    reasons = comparison_reasons(comparison)
    caution = _say("comparison_doubt", reasons=listed(reasons, len(REASONS))) if reasons else _say("comparison")
    return _joined(*(_district(row) for row in rows), caution)


def _district(row: dict[str, Any]) -> str:
    if not _known(row["execution_rate"]):
        return _say("district_unknown", basis=row["basis"])
    return _say("district", basis=row["basis"], execution_rate=rate(row["execution_rate"]))


def comparison_reasons(comparison: pd.DataFrame) -> list[str]:
    """What makes the rows of `comparison` by district hard to compare, in a few words each; empty where nothing is known."""
    rows: Sequence[dict[str, Any]] = comparison.to_dict("records")
    found = {
        "years": len({row["years"] for row in rows}) > 1,
        "departments": len({row["departments"] for row in rows}) > 1,
        "few": any(row["n"] < FEW for row in rows),
        "unscored": any(row["unscored"] > 0 for row in rows),
        "rules": any(row["by_other_rule"] > 0 for row in rows) and any(row["by_ratio"] > 0 for row in rows),
        "left_out": any(row["not_counted"] > 0 for row in rows),
    }
    return [REASONS[name] for name, holds in found.items() if holds]


def revision_sentence(initial: Any, revised: Any, executed: Any, revision_rate: Any) -> str:
    """Budget at the start, its revision, budget of the year and spending, of one project or a sum; amounts in 万元."""
    revision = None if not (_known(initial) and _known(revised)) else revised - initial
    return _joined(
        _say(
            "revised", initial=money(initial), revision=change(revision), revision_rate=growth(revision_rate), revised=money(revised), executed=money(executed)
        )
    )


def uneven_sentence(facts: pd.DataFrame, number: int | None = None) -> str:
    """How many equal facts earned different marks, and which is widest apart (of `uneven_marks`); `number` where `facts` are not all."""
    if facts.empty:
        return _say("none_uneven")
    widest = facts.iloc[0]
    figures = {"lowest": rate(widest["lowest"]), "highest": rate(widest["highest"]), "indicators": count(widest["indicators"])}
    return _joined(_say("uneven", facts=count(len(facts) if number is None else number)), _say("widest_apart", label=widest["fact_label"], **figures))


STATED_DIGITS = 0.00051  # half a unit of the tenth of a percent that a report prints


def ways_sentence(ways: pd.DataFrame) -> str:
    """How many execution rates the figures of one department and year give, and which one its report used (of `execution_ways`)."""
    rows = ways.sort_values("execution_rate").to_dict("records")
    if not rows:
        return _say("no_way")
    first, last = rows[0], rows[-1]
    said = _say("one_way", way=first["way"], rate=rate_fine(first["execution_rate"]))
    if len(rows) > 1:
        ends = {"lowest": first, "highest": last}
        words = {name: rate_fine(row["execution_rate"]) for name, row in ends.items()} | {f"{name}_way": row["way"] for name, row in ends.items()}
        said = _say("ways", ways=count(len(rows)), **words)
    used = next((row for row in rows if row["used"]), None)
    if used is None:
        return _joined(said)
    template = "way_used" if abs(used["rate_gap"]) <= STATED_DIGITS else "way_near"
    return _joined(said, _say(template, stated=rate_fine(used["execution_rate_stated"]), way=used["way"], rate=rate_fine(used["execution_rate"])))


def costs_sentence(projects: int, spans: pd.DataFrame) -> str:
    """How many unit costs there are, and the widest span among like ones (of `unit_cost_spans`)."""
    said = _say("costs", projects=count(projects))
    if spans.empty:
        return _joined(said, _say("costs_alone"))
    widest = spans.iloc[0]
    ends = {"lowest": amount(widest["lowest"]), "highest": amount(widest["highest"])}
    return _joined(said, _say("costs_alike", groups=count(len(spans)), project_class=widest["project_class"], unit=widest["quantity_unit"], **ends))
