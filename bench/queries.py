"""What the questions of every page take on a generated snapshot, held against one scan of the columns and against pandas with everything in memory."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.metrics import run
from analytics.metrics.runner import Contradicted
from analytics.store import Snapshot
from analytics.store.snapshot import apart
from bench.questions import PAGES, Question
from bench.results import Result, absolute, at_least
from bench.wide import KEPT, wide_snapshot

PROJECTS = 1_000_000
MILLISECONDS = 150
FASTER = 5
ROUNDS = 3
SCANNED = "select sum(budget_base), sum(executed), sum(execution_rate), avg(score_stated), count(case when counted then 1 end) from project"
HELD = "select district, department, fiscal_year, budget_base, executed, execution_rate, counted, unspent, score_stated from project"
HELD_INDICATORS = "select dimension, facet, weight::double as weight, score::double as score, applicable from project_indicator"


@dataclass(frozen=True)
class Cost:
    """Least milliseconds of several rounds: by the clock, and of processor (all threads together)."""

    clock: float
    processor: float


def least(task: Callable[[], object], rounds: int = ROUNDS) -> Cost:
    """What a task costs where nothing else gets in its way."""
    costs = []
    for _ in range(rounds):
        clock, processor = time.perf_counter(), time.process_time()
        task()
        costs.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)))
    return Cost(min(clock for clock, _ in costs), min(processor for _, processor in costs))


@dataclass(frozen=True)
class Wide:
    """A generated snapshot, the districts in it and the projects whose figures a finding would contradict."""

    snapshot: Snapshot

    @cached_property
    def districts(self) -> tuple[str, ...]:
        return tuple(self.snapshot.table("select distinct district from project order by district")["district"].to_pylist())

    @cached_property
    def departments(self) -> tuple[str, ...]:
        return tuple(self.snapshot.table("select distinct department from project order by department limit 50")["department"].to_pylist())

    @cached_property
    def contradicted(self) -> Contradicted:
        """Those whose printed rate does not follow from the amounts, and whose printed total not from its parts."""
        money = self.snapshot.table("select project_id from project where rate_standing = '有矛盾'")
        score = self.snapshot.table("select project_id from project where abs(score_recomputed - score_stated) > 0.5")
        return Contradicted(*(tuple(rows["project_id"].to_pylist()) for rows in (money, score)))

    def ask(self, question: Question) -> pd.DataFrame:
        return question.ask(self.snapshot, self.districts, self.departments, self.contradicted)


@contextmanager
def wide(projects: int) -> Iterator[Wide]:
    """A generated snapshot of so many projects, open."""
    with apart(wide_snapshot(projects, KEPT), f"{projects}") as snapshot:
        yield Wide(snapshot)


def measure_queries(projects: int = PROJECTS) -> list[Result]:
    """Every page: all its questions one after the other, the cost of each in the note, dearest first."""
    with wide(projects) as asked:
        cores = os.cpu_count() or 1
        scan = least(lambda: asked.snapshot.table(SCANNED))
        costs: dict[Question, Cost] = {}
        results = [_page(name, questions, asked, costs, cores) for name, questions in PAGES.items()]
        everything = sum(cost.processor for cost in costs.values())
        note = "against one scan of five columns"
        ratio = everything / scan.processor
        whole = Result("queries", f"all {len(costs)} questions, processor time", everything, "ms", scan.processor, ratio, "", True, note)
        return [*results, whole, *_against_pandas(asked)]


def _page(name: str, questions: tuple[Question, ...], asked: Wide, costs: dict[Question, Cost], cores: int) -> Result:
    for question in questions:
        if question not in costs:
            costs[question] = least(lambda: asked.ask(question))  # noqa: B023
    own = sorted(((costs[question], question.words) for question in questions), key=lambda one: -one[0].processor)
    processor = sum(cost.processor for cost, _ in own)
    clock = sum(cost.clock for cost, _ in own)
    told = ", ".join(f"{words} {cost.processor:.0f}" for cost, words in own if cost.processor >= 10)
    note = f"{processor:.0f} ms of processor, {clock:.0f} ms by the clock of this run; {told}"
    return absolute("queries", name, processor / cores, "ms", MILLISECONDS, note)


def _against_pandas(asked: Wide) -> list[Result]:
    frames = {"project": asked.snapshot.frame(HELD), "indicator": asked.snapshot.frame(HELD_INDICATORS)}
    frames = {name: _categorical(frame) for name, frame in frames.items()}
    lines = []
    for question, answer in TWINS.items():
        ours, theirs = least(lambda: asked.ask(question)), least(lambda: answer(frames))  # noqa: B023
        lines.append(at_least("queries", f"{question.words}, pandas with all in memory", ours.processor, "ms", theirs.processor, FASTER))
    return lines


def _categorical(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: "category" for name in ("district", "department", "dimension", "facet") if name in frame})


# ---- the same answers out of pandas


def _summary(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return _sums(frames["project"].assign(all=1).groupby("all"))


def _summary_by_department(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return _sums(frames["project"].groupby("department", observed=True)).sort_index()


def _sums(groups: pd.api.typing.DataFrameGroupBy) -> pd.DataFrame:
    def one(rows: pd.DataFrame) -> pd.Series:
        known = rows[rows["counted"]]
        budget, executed = known["budget_base"].sum(), known["executed"].sum()
        low = (known["execution_rate"] < 0.8).sum()
        figures = (len(rows), len(known), budget, executed, executed / budget, rows["score_stated"].mean(), rows["score_stated"].median(), low)
        return pd.Series(figures, ["projects", "counted", "budget", "executed", "execution_rate", "score_mean", "score_median", "below"])

    return groups.apply(one)


def _distribution(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = frames["project"]
    rates = rows.loc[rows["counted"], "execution_rate"].dropna()
    bins = (rates * 10 // 1).clip(0, 9).where(rates < 1, 10).where(rates <= 1, 11)
    return bins.value_counts().reindex(range(12), fill_value=0).to_frame("projects")


def _attainment(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = frames["indicator"]
    rows = rows[rows["applicable"] & (rows["weight"] > 0)]
    scored = rows[rows["score"].notna()]
    groups = scored.groupby(["dimension", "facet"], observed=True)
    return pd.DataFrame({"score": groups["score"].sum(), "attainment": groups["score"].sum() / groups["weight"].sum()})


TWINS: dict[Question, Callable[[Mapping[str, pd.DataFrame]], pd.DataFrame]] = {
    Question("summary"): _summary,
    Question("summary", "department"): _summary_by_department,
    Question("execution_distribution"): _distribution,
    Question("attainment"): _attainment,
}


def check_answers(projects: int = 2000) -> None:
    """Raises RuntimeError where DuckDB and pandas answer differently, or a page asks what has no answer."""
    with wide(projects) as asked:
        for questions in PAGES.values():
            for question in questions:
                asked.ask(question)
        frames = {"project": asked.snapshot.frame(HELD), "indicator": asked.snapshot.frame(HELD_INDICATORS)}
        for question, answer in TWINS.items():
            ours, theirs = run(asked.snapshot, question.metric, by=question.by), answer(frames)
            keys = [name for name in theirs.index.names if name in ours]
            ours = ours.set_index(keys).loc[theirs.index] if keys else ours
            if not all((abs(ours[name].to_numpy(float) - theirs[name].to_numpy(float)) < 1e-6).all() for name in theirs):
                raise RuntimeError(f"{question.words}: DuckDB and pandas answer differently")
