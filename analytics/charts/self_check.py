"""Page 公开前自查: the findings of a form beside its sheet, the cells of each marked. Every text of a file is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from analytics.audit.calculation import steps
from analytics.audit.cards import RULES
from analytics.audit.finding import Finding
from analytics.audit.right_wording import correction, printed, remedy
from analytics.audit.self_check import ASKED_OF_CLERKS, CheckedForm, as_problems
from analytics.charts.form_beside import original
from analytics.charts.form_html import cell_mark
from analytics.reading.records import FileReading

MOST_CELLS = 12


def findings_beside(reading: FileReading, form: CheckedForm) -> str:
    """The findings of a form on the left, worst first; its sheet on the right with their cells marked."""
    own = reading.forms[form.number].sheet
    told = finding_cards(form.findings, own)
    return (
        f'<div class="lens-beside lens-checked"><section class="lens-read">{told}</section>{original(reading, form.number, as_problems(form, reading))}</div>'
    )


def finding_cards(findings: Iterable[Finding], sheet: str | None = None) -> str:
    """Each finding with what is stated, the right wording and what to do; cells outside `sheet` carry the name of theirs."""
    return "".join(_card(one, sheet) for one in findings)


def _card(finding: Finding, sheet: str | None) -> str:
    title = f'<span class="asked">{ASKED_OF_CLERKS[finding.severity]}</span>{escape(RULES[finding.rule].title)}{_cells(finding.cells, sheet)}'
    right = correction(finding)
    pairs = (("表上", printed(finding), ""), ("应写为", right, ' class="right"'), ("怎么改", remedy(finding), ""))
    told = "".join(f"<dt>{label}</dt><dd{kind}>{escape(words)}</dd>" for label, words, kind in pairs if words)
    return f'<article class="lens-doubt {escape(finding.severity)}"><h6>{title}</h6><p>{escape(finding.message)}</p><dl>{told}</dl>{_steps(finding)}</article>'


def _steps(finding: Finding) -> str:
    """The calculation line by line, folded away; nothing where a finding has none."""
    lines = steps(finding.calculation) if finding.calculation else ()
    return f"<details><summary>怎么算的</summary>{''.join(f'<div>{escape(line)}</div>' for line in lines)}</details>" if lines else ""


def _cells(cells: Sequence, sheet: str | None) -> str:
    """The addresses, each once: those of the drawn sheet lead to their cells, others carry the name of theirs."""
    names = list(dict.fromkeys((cell["sheet"], cell["cell"]) for cell in cells if cell["cell"]))
    shown = [cell_mark(cell) if other == sheet else f'<small class="address">{escape(f"{other} {cell}")}</small>' for other, cell in names[:MOST_CELLS]]
    more = f'<small class="address">等 {len(names)} 格</small>' if len(names) > MOST_CELLS else ""
    return "".join(shown) + more
