"""All audit rules on generated forms of many departments: what a snapshot costs to judge."""

from __future__ import annotations

from analytics.audit import audit
from analytics.audit.drafts import drafted
from analytics.reading import Source, read_files
from bench.clean import YEAR
from bench.forms import generated_forms
from bench.results import Result, absolute
from bench.timing import timed
from bench.workbooks import workbook_of

DEPARTMENTS, FORMS = 100, 20
SECONDS = 1.2
"""A minute for 100,000 forms, for as many as are judged here."""


def measure_rules() -> list[Result]:
    """Processor time of every rule on a snapshot that is there already."""
    names = [f"第{number}城市管理指挥中心" for number in range(DEPARTMENTS)]
    sources = [
        Source(f"{name}_{YEAR}年度_项目支出绩效自评表.xlsx", workbook_of(generated_forms(FORMS, number, YEAR, name))) for number, name in enumerate(names)
    ]
    with drafted(read_files(sources)) as connection:
        audit(connection)  # loads the rules
        timing = timed(lambda: len(audit(connection).findings))
    what = f"all rules on {DEPARTMENTS * FORMS} forms, processor time"
    return [absolute("rules", what, timing.process, "s", SECONDS, f"{timing.answer} findings, {timing.wall:.1f} s by the clock")]
