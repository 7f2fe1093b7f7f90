"""The five sentences of the briefing, out of rows of metrics by the templates of briefing.toml. Same data, same words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.audit.use_of_results import Suggestion, uses
from analytics.metrics.backwards import SHORT
from analytics.wording import change, count, growth, listed, money, percent, rate

FILE = Path(__file__).with_name("briefing.toml")
TOPICS = ("spent", "lag", "change", "compare", "decide")
THRESHOLD = 0.8


@cache
def templates() -> Mapping[str, Mapping[str, str]]:
    """All templates, by sentence and name."""
    return tomllib.loads(FILE.read_text("utf-8"))


def say(sentence: str, template: str, /, **words: Any) -> str:
    """One template filled in; raises KeyError where a word is missing."""
    return templates()[sentence][template].format(**words)


def joined(parts: Sequence[str]) -> str:
    """The parts as one sentence."""
    return "；".join(part.rstrip("。；") for part in parts if part) + "。"


def known(value: Any) -> bool:
    """Whether there is a value at all."""
    return value is not None and not pd.isna(value)


def spent_sentence(summary: Mapping[str, Any], years: Sequence[int], backwards: Sequence[str] = ()) -> str:
    """What was spent, of one row of `summary`; `years` are those of the projects, `backwards` departments whose budgets were written backwards."""
    if not summary["projects"]:
        return joined([say("spent", "nothing")])
    if not summary["counted"]:
        return joined([say("spent", "no_money", projects=count(summary["projects"]))])
    left_out = say("spent", "left_out", projects=count(summary["not_counted"])) if summary["not_counted"] else ""
    if not known(summary["execution_rate"]):
        return joined([say("spent", "zero", counted=count(summary["counted"])), left_out])
    words = {name: money(summary[name]) for name in ("budget", "executed", "unspent")}
    words |= {"counted": count(summary["counted"]), "execution_rate": rate(summary["execution_rate"]), "across": _across(years)}
    contradicted = summary["contradicted_budget"] or 0
    return joined(
        [
            say("spent", "spent", **words),
            say("spent", "verified", verified=rate(float(summary["verified_budget"]) / float(summary["budget"]))) if summary["verified_budget"] else "",
            say("spent", "contradicted", money=money(contradicted)) if contradicted else "",
            say("spent", "backwards", departments=listed(backwards), short=SHORT) if backwards else "",
            left_out,
        ]
    )


def _across(years: Sequence[int]) -> str:
    if not years:
        return ""
    if len(years) == 1:
        return say("spent", "across", years=years[0])
    return say("spent", "across_years", first=years[0], last=years[-1], years=count(len(years)))


def lag_sentence(lagging: pd.DataFrame) -> str:
    """Who lags and since when, of `lagging`: the department whose low projects left most, then how many others."""
    low = lagging[lagging["below"] > 0].to_dict("records")
    if not low:
        return joined([say("lag", "none", threshold=percent(THRESHOLD))])
    first, whole = low[0], sum(float(row["low_unspent"]) for row in low)
    words = {"below": count(first["below"]), "low_unspent": money(first["low_unspent"]), "threshold": percent(THRESHOLD)}
    share = rate(float(first["low_unspent"]) / whole) if whole else rate(0)
    others = (
        say("lag", "others", threshold=percent(THRESHOLD), departments=count(len(low) - 1), below=count(sum(row["below"] for row in low[1:])))
        if len(low) > 1
        else ""
    )
    most = say("lag", "most", department=first["department"], fiscal_year=first["fiscal_year"], share=share, **words)
    return joined([most, _since(first), others])


def _since(row: Mapping[str, Any]) -> str:
    """From which year on, or why that cannot be known."""
    words = {"fiscal_year": row["fiscal_year"], "threshold": percent(THRESHOLD)}
    if row["low_years"] > 1:
        return say("lag", "again", low_since=int(row["low_since"]), low_years=count(row["low_years"]))
    if not known(row["earlier_year"]):
        return say("lag", "unknown")
    words |= {"earlier_year": int(row["earlier_year"]), "earlier_below": count(row["earlier_below"])}
    if row["earlier_below"]:
        return say("lag", "before_gap", **words)
    return say("lag", "new" if row["earlier_year"] == row["fiscal_year"] - 1 else "new_after_gap", **words)


def change_sentence(steps: Mapping[str, Any], largest: Mapping[str, Any] | None, lagging: pd.DataFrame) -> str:
    """What changed within the year, of one row of `variance_steps`, and from year to year, of `lagging`."""
    parts = [_revision(steps)]
    if largest is not None:
        parts.append(say("change", "largest", name=largest["name"], change=change(largest["revision"]), rate=growth(largest["revision_rate"])))
    earlier = lagging[lagging["earlier_rate"].notna() & lagging["execution_rate"].notna()].to_dict("records")
    for row in earlier[:1]:
        words = {"department": row["department"], "fiscal_year": row["fiscal_year"], "earlier_year": int(row["earlier_year"])}
        parts.append(say("change", "years", **words, execution_rate=rate(row["execution_rate"]), earlier_rate=rate(row["earlier_rate"])))
    return joined(parts)


def _revision(steps: Mapping[str, Any]) -> str:
    if not steps["projects"]:
        return say("change", "none")
    if not steps["revised_projects"]:
        return say("change", "same", projects=count(steps["projects"]))
    words = {"initial": money(steps["initial_budget"]), "revised": money(steps["revised_budget"]), "revision": change(steps["revision"])}
    return say("change", "revised", **words, revision_rate=growth(steps["revision_rate"]), revised_projects=count(steps["revised_projects"]))


def decide_sentence(lines: Sequence[Suggestion], open_keys: frozenset[str], errors: int, error_projects: int, suspect: int) -> str:
    """What a person must decide: suggestions whose keys are open, errors that are not settled, units in doubt."""
    waiting = [one for one in lines if one.key in open_keys]
    parts = [_waiting(waiting) if waiting else say("decide", "all_decided", lines=count(len(lines))) if lines else say("decide", "none")]
    if waiting and len(waiting) < len(lines):
        parts.append(say("decide", "decided", lines=count(len(lines) - len(waiting))))
    parts.append(say("decide", "errors", errors=count(errors), projects=count(error_projects)) if errors else say("decide", "no_errors"))
    if suspect:
        parts.append(say("decide", "units", projects=count(suspect)))
    return joined(parts)


def _waiting(lines: Sequence[Suggestion]) -> str:
    said = []
    for use, name in uses().items():
        own = [one for one in lines if one.use == use]
        if own:
            said.append(say("decide", "use", use=name, lines=count(len(own)), amount=money(sum(one.amount for one in own))))
    return say("decide", "lines", lines=count(len(lines)), uses="，".join(said))
