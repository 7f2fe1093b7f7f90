"""Working papers of several matters in one archive: one matter a paper, as each is signed and filed on its own."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analytics.audit import FAMILIES, Finding, Run
from analytics.audit.case import CONFIRMED, Case
from analytics.reports.evidence import History, entries
from analytics.reports.workpaper import Paper, matter_of, working_paper
from analytics.reports.workpaper_annex import annex
from analytics.store import Snapshot

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST_NAME = 60


def matters(cases_or_findings: Iterable[Finding | Case]) -> list[list[Finding | Case]]:
    """What belongs on one paper: a department, a year, a family of doubts. In the order of the families."""
    found: dict[tuple[str, int, int], list[Finding | Case]] = {}
    order = list(FAMILIES)
    for one in cases_or_findings:
        finding = one.finding if isinstance(one, Case) else one
        found.setdefault((finding.department or "", finding.fiscal_year or 0, order.index(finding.family)), []).append(one)
    return [found[key] for key in sorted(found)]


def matter_key(one: Finding | Case) -> tuple[str, int, str]:
    """Names the matter that a finding belongs to: department, year, family."""
    finding = one.finding if isinstance(one, Case) else one
    return finding.department or "", finding.fiscal_year or 0, finding.family


def confirmed_beside(chosen: Sequence[Case], everything: Iterable[Case]) -> list[Case]:
    """The cases of the same matters that persons found true and closed, and that are not among the chosen: they belong on the paper too."""
    keys, wanted = {one.key for one in chosen}, {matter_key(one) for one in chosen}
    closed = (one for one in everything if one.present and one.status == "closed" and one.verdict in CONFIRMED)
    return [one for one in closed if one.key not in keys and matter_key(one) in wanted]


def paper_bundle(
    cases_or_findings: Iterable[Finding | Case], snapshot: Snapshot, paper: Paper, not_run: Sequence[Run] = (), history: History | None = None
) -> bytes:
    """An archive (.zip) with the paper and the annex of every matter; indexes are numbered on from that of `paper`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, found in enumerate(matters(cases_or_findings), start=1):
            matter = paper.matter or matter_of(entries(found))
            one = replace(paper, matter=matter, index=f"{paper.index}-{number:02d}" if paper.index else f"{number:02d}")
            name = f"{number:02d} {_NOT_IN_NAMES.sub('', matter)[:LONGEST_NAME]}"
            archive.writestr(f"{name}.docx", working_paper(found, snapshot, one, history))
            archive.writestr(f"{name} 附表.xlsx", annex(found, snapshot, paper.filters_words, one, not_run))
    return content.getvalue()
