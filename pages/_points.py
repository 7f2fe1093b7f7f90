"""The points of a chart: all of them where a chart can hold them, else a sample that is always the same, with how many it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas

from analytics.compare.funnel import LIMITS, Funnel, Numbers, funnel_of, funnel_of_spread, numbers_of_spread
from analytics.metrics import METRICS, Filters, Part
from pages._shared import answer, how_many

MOST = 3000  # points; a chart has fewer places to put them
NAMED = 12  # of those that a title or a name on the chart speaks of
MOVED_COLUMNS = (
    "project_id", "name", "department", "fiscal_year", "initial_budget", "revised_budget", "executed", "revision", "execution_rate", "rate_on_initial",
    "outturn_difference", "outturn_deviation",
)  # fmt: skip
RATED = (("execution_rate", ">", -1e9), ("budget_base", ">", 0))
RATE_COLUMNS = ("project_id", "name", "department", "district", "budget_base", "executed", "unspent", "execution_rate", "backwards")
SCORE_COLUMNS = ("project_id", "name", "department", "district", "execution_rate", "score_stated")
STRIP_COLUMNS = ("project_id", "name", "department", "district", "execution_rate", "score_stated")
HIGH_SCORE = 90
DEPARTMENTS = Part(("department", "projects", "counted", "budget", "executed", "unspent", "execution_rate", "backwards", "backwards_budget"))
"""Of `summary` by department what charts and sentences of many departments draw."""
FUNNEL_COLUMNS = ("project_id", "name", "district", "department", "fiscal_year", "budget_base", "executed", "execution_rate", "backwards")
LANE_COLUMNS = ("project_id", "name", "district", "department", "budget_base", "execution_rate")
SCORING_COLUMNS = (
    "project_id", "name", "district", "department", "execution_rate", "execution_score", "execution_weight", "score_share", "score_gap", "follows_rate",
)  # fmt: skip

NO_ROWS = Part(tuple(METRICS["compared_projects"].columns), 0)


def points(
    metric: str, chosen: Filters, columns: Sequence[str], beside: Sequence[tuple[Filters, Part]] = (), whole: int | None = None
) -> tuple[pandas.DataFrame, int | None]:
    """The rows of a metric of projects, and None; or of very many a sample with those that `beside` asks for, and how many there are (`whole` where known)."""
    whole = how_many(metric, chosen) if whole is None else whole
    if whole <= MOST:
        return answer(metric, chosen, part=Part(tuple(columns))), None
    parts = [answer(metric, filters, part=replace(part, columns=tuple(columns))) for filters, part in beside]
    sample = answer(metric, chosen, part=Part(tuple(columns), MOST, sampled=whole))
    return pandas.concat([*parts, sample]).drop_duplicates("project_id").reset_index(drop=True), whole


def rate_points(chosen: Filters, below: Filters) -> tuple[pandas.DataFrame, int | None]:
    """Budget and rate of projects; in a sample always those of `below` that left most and the largest of them."""
    beside = [(below, Part(most=NAMED, foremost="unspent", where=RATED)), (below, Part(most=1, foremost="budget_base", where=RATED))]
    rows, whole = points("project_list", chosen, RATE_COLUMNS, beside)
    return rows, whole and how_many("project_list", chosen, where=RATED)


def unspent_projects(chosen: Filters, most: int) -> tuple[pandas.DataFrame, tuple[int, float]]:
    """The projects that left most money; how many left any, and how much they left together (万元)."""
    left = (("unspent", ">", 0.0),)
    rows = answer("project_list", chosen, part=Part(RATE_COLUMNS, most, where=left, foremost="unspent"))
    whole = answer("project_list", chosen, part=Part(where=left, sums=("unspent",))).iloc[0]
    return rows, (int(whole["rows"]), float(whole["unspent"]) if whole["rows"] else 0.0)


def score_points(chosen: Filters, threshold: float) -> tuple[pandas.DataFrame, tuple[int, int] | None]:
    """Score and rate of projects; of a sample also how many there are, and how many of them score high under the threshold."""
    low = replace(chosen, rate_max=threshold if chosen.rate_max is None else min(threshold, chosen.rate_max))
    odd = (("score_stated", ">=", float(HIGH_SCORE)),)
    rows, whole = points("score_against_execution", chosen, SCORE_COLUMNS, [(low, Part(most=NAMED, foremost="score_stated"))])
    return rows, whole and (whole, how_many("score_against_execution", low, where=odd))


def score_strips(chosen: Filters, grades: pandas.DataFrame, most: int) -> tuple[pandas.DataFrame, pandas.DataFrame | None]:
    """Scores of all projects; of very many those of the `most` departments with most projects, and their numbers by department and grade."""
    if how_many("project_list", chosen) <= MOST:
        return answer("project_list", chosen, part=Part(STRIP_COLUMNS)), None
    largest = grades.groupby("department")["projects"].sum().nlargest(most).index
    narrow = replace(chosen, departments=tuple(largest))
    return points("project_list", narrow, STRIP_COLUMNS)[0], grades


def moved_projects(chosen: Filters, most: int) -> tuple[pandas.DataFrame, tuple[int, int]]:
    """The projects that ended farthest from their initial budget; how many have one, and how many of them ended elsewhere."""
    rows = answer("variance_projects", chosen, part=Part(MOVED_COLUMNS, most))
    return rows, (how_many("variance_projects", chosen), how_many("variance_projects", chosen, where=(("moved", ">", 0.005),)))


def funnel_points(chosen: Filters) -> tuple[Funnel, pandas.DataFrame, Numbers | None]:
    """The funnel and its projects; of very many those beyond its limits and the largest, half a chart of each at least, and how many there are."""
    if int(answer("rate_lanes", chosen)["rated"].sum()) <= MOST:
        rows = answer("compare_rates", chosen)
        return funnel_of(rows), rows, None
    row = answer("funnel_spread", chosen, **LIMITS).iloc[0].to_dict()
    found = funnel_of_spread(row)
    asked = {"rate": found.rate, "dispersion": found.dispersion}
    numbers, half = numbers_of_spread(row), Part(FUNNEL_COLUMNS, MOST // 2)
    if numbers.alarm <= half.most:
        return found, answer("funnel_projects", chosen, part=replace(half, most=MOST), alarm=LIMITS["alarm"], **asked), numbers
    beyond = replace(half, where=(("away", ">", LIMITS["alarm"]),))
    parts = [answer("funnel_projects", chosen, part=part, **asked) for part in (beyond, half)]
    return found, pandas.concat(parts).drop_duplicates("project_id").reset_index(drop=True), numbers


def scoring_points(chosen: Filters) -> tuple[pandas.DataFrame, pandas.DataFrame | None]:
    """How the execution score follows the rate, a point a project; of a sample also the numbers of every district."""
    widest = [(chosen, Part(most=NAMED, foremost="score_distance"))]
    rules = answer("scoring_rules", chosen)
    rows, whole = points("compare_scoring", chosen, SCORING_COLUMNS, widest, int(rules["scored"].sum()))
    return rows, rules if whole else None


def lane_points(chosen: Filters) -> tuple[pandas.DataFrame, pandas.DataFrame | None]:
    """Execution rates, a point a project; of a sample also the numbers of every district."""
    lanes = answer("rate_lanes", chosen)
    rows, whole = points("compare_rates", chosen, LANE_COLUMNS, whole=int(lanes["rated"].sum()))
    return rows, lanes if whole else None


def drawn_projects(chosen: Filters, districts: Sequence[str]) -> pandas.DataFrame:
    """The projects of those districts whose intervals are drawn, which may be none; what all others need is in their sums."""
    if not districts:
        return answer("compared_projects", chosen, part=NO_ROWS)
    return answer("compared_projects", replace(chosen, districts=tuple(districts)))
