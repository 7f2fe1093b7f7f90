"""The eight figures of 总览 in words, each with what it leaves out."""

from __future__ import annotations

from typing import Any

from analytics.wording import count, money, rate, score

MEASURES = ["projects", "budget", "executed", "unspent", "execution_rate", "score_mean", "below", "in_doubt"]


def measures(summary: Any) -> list[tuple[str, str, str]]:
    """The key figures in words, each with what it leaves out."""
    left_out = f"不含{count(summary['not_counted'])}个金额未能认定的项目" if summary["not_counted"] else "所有项目都已计入"
    no_rate = f"另有{count(summary['zero_budget'])}个预算为零，无执行率" if summary["zero_budget"] else left_out
    unscored = f"不含{count(summary['unscored'])}个没有总分的项目" if summary["unscored"] else "所有项目都有总分"
    return [
        ("projects", count(summary["projects"]), f"其中{count(summary['counted'])}个计入金额合计"),
        ("budget", money(summary["budget"]), left_out),
        ("executed", money(summary["executed"]), left_out),
        ("unspent", money(summary["unspent"]), left_out),
        ("execution_rate", rate(summary["execution_rate"]), no_rate),
        ("score_mean", score(summary["score_mean"]), unscored),
        ("below", count(summary["below"]), f"执行率低于80%，涉及预算 {money(summary['below_budget'])}"),
        ("in_doubt", count(summary["in_doubt"]), "单位更正或存疑、金额或得分矛盾、读取有误"),
    ]
