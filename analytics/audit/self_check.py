"""A clerk's check before publishing: the findings on files that are not stored, by file and form, and what a mended edition changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas

from analytics.audit.cards import RULES, SEVERITIES
from analytics.audit.drafts import check_readings
from analytics.audit.finding import Audit, Finding, shown_cell
from analytics.audit.right_wording import correction, printed, remedy
from analytics.audit.unread import checkable, is_unread, unread, unread_cells
from analytics.reading.records import KINDS, FileReading, Form, Problem
from analytics.store.keys import form_name, keyed

ASKED_OF_CLERKS = {"error": "须改", "warning": "请核对", "note": "提示"}
COLUMNS = ["文件", "表", "程度", "单元格", "问题", "表上", "应写为", "怎么改", "说明", "依据"]
SAID_WHILE_READING = {"reading-doubt", "register-footing", "unit-suspect", "unit-corrected"}  # they repeat the problems found while reading
WEIGHT = {severity: rank for rank, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True)
class CheckedForm:
    """A form with findings, worst first. `number` is its place in the reading, from 0."""

    number: int
    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CheckedFile:
    """A file: its forms with findings, worst first, how many are clean, and what concerns several forms at once.

    `superseded` forms stand in a later file again, as after an import: only the later one is judged.
    """

    reading: FileReading
    forms: tuple[CheckedForm, ...]
    clean: int
    together: tuple[Finding, ...]
    superseded: int = 0

    @property
    def refused(self) -> bool:
        """Whether it could not be checked at all."""
        return not checkable(self.reading)

    @property
    def gaps(self) -> int:
        """How many of its cells could not be read; the rest of it was checked."""
        return len(unread(self.reading)) if not self.refused else 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.together, *(one for form in self.forms for one in form.findings))


@dataclass(frozen=True)
class SelfCheck:
    """What the rules found on files that are not stored; files in the order in which they were given."""

    files: tuple[CheckedFile, ...]
    audit: Audit

    @property
    def worst_first(self) -> tuple[CheckedFile, ...]:
        """What could not be read at all, then by how much must be put right."""
        return tuple(sorted(self.files, key=lambda file: (not file.refused, *_worst_first(file.findings))))

    def sentence(self) -> str:
        """The outcome in plain words. Only what was read and checked whole may be called fit for publishing."""
        checked = [file for file in self.files if not file.refused]
        refused, gaps = len(self.files) - len(checked), sum(file.gaps for file in checked)
        if not checked:
            return f"{refused} 个文件读不出来，没有检查；改好后请再查一遍" if refused else "没有可查的文件"
        failed = sum(run.failed for run in self.audit.runs)
        whole = not (refused or gaps or failed)
        words = f"查了 {len(checked)} 个文件、{sum(len(file.reading.forms) for file in checked)} 张表："
        words += counted(self.audit.findings) or f"没有发现问题{'，可以公开' if whole else ''}"
        words += f"；{gaps} 处读不懂，暂按空缺核对，改好后请再查一遍" if gaps else ""
        words += f"；另有 {refused} 个文件读不出来，没有检查" if refused else ""
        return words + (f"；{failed} 条规则运行出错，没有查" if failed else "")


@dataclass(frozen=True)
class Change:
    """What a mended edition changed: findings solved, left and new."""

    solved: tuple[Finding, ...]
    left: tuple[Finding, ...]
    new: tuple[Finding, ...]

    def sentence(self) -> str:
        return f"已解决 {len(self.solved)} 处，仍有 {len(self.left)} 处，新出现 {len(self.new)} 处"


def counted(findings: Iterable[Finding]) -> str:
    """须改 2 处，请核对 5 处; empty where nothing was found."""
    numbers = Counter(one.severity for one in findings)
    return "，".join(f"{words} {numbers[severity]} 处" for severity, words in ASKED_OF_CLERKS.items() if numbers[severity])


def self_check(readings: Sequence[FileReading], off: Collection[str] = ()) -> SelfCheck:
    """Every rule that can run on these files alone, without what those find that are switched off (`off`). Nothing is kept."""
    audit = check_readings(readings)
    cells = unread_cells(readings)
    audit = replace(audit, findings=tuple(one for one in audit.findings if one.rule not in off or is_unread(one, cells)))
    return SelfCheck(tuple(_by_file(readings, audit.findings)), audit)


def _by_file(readings: Sequence[FileReading], findings: Iterable[Finding]) -> Iterator[CheckedFile]:
    places = {reading.file: _form_numbers(reading) for reading in readings if checkable(reading)}
    again = _superseded(places)
    held: dict[tuple[str, int | None], list[Finding]] = defaultdict(list)
    for one in findings:
        held[_place(one, places)].append(one)
    for reading in readings:
        numbers = range(len(reading.forms) if reading.file in places else 0)
        found = {number: tuple(held[reading.file, number]) for number in numbers}
        forms = [CheckedForm(number, form_title(reading.forms[number]), own) for number, own in found.items() if own]
        forms.sort(key=lambda form: _worst_first(form.findings))
        gone = again.get(reading.file, 0)
        yield CheckedFile(reading, tuple(forms), max(len(numbers) - len(forms) - gone, 0), tuple(held[reading.file, None]), gone)


def _superseded(places: dict[str, dict[str, int]]) -> dict[str, int]:
    """By file, how many of its forms a later file holds again."""
    later: set[str] = set()
    found = {}
    for file, keys in reversed(places.items()):
        found[file] = len({number for key, number in keys.items() if key in later})
        later |= keys.keys()
    return found


def _form_numbers(reading: FileReading) -> dict[str, int]:
    """The form of every record key, its own and those of its lines."""
    return {key: number for number, (_, own, rows) in enumerate(keyed(reading)) for key in (own, *(key for _, key in rows))}


def _place(finding: Finding, places: dict[str, dict[str, int]]) -> tuple[str, int | None]:
    """The file and the number of the form that a finding belongs to; no number where it is about several forms."""
    files = [cell["file"] for cell in finding.cells if cell["file"] in places]
    holders = [file for file in (*files, *places) if finding.record_key in places[file]]
    if holders:
        return holders[0], places[holders[0]][finding.record_key]
    return (files or list(places))[0], None


def _worst_first(findings: Sequence[Finding]) -> tuple[int, ...]:
    numbers = Counter(one.severity for one in findings)
    return tuple(-numbers[severity] for severity in SEVERITIES)


def beside_reading(file: CheckedFile) -> list[Finding]:
    """What the rules found in a file beside the problems of reading it, worst first."""
    return [one for severity in SEVERITIES for one in file.findings if one.severity == severity and one.rule not in SAID_WHILE_READING]


def form_title(form: Form) -> str:
    """What a form is called: its project, its title, or what kind of table it is."""
    return form_name(form) or KINDS.get(form.kind, form.sheet)


def cells_of(finding: Finding) -> str:
    """The cells of a finding, its sheet said once."""
    found: dict[str | None, list[str]] = {}
    for cell in finding.cells:
        found.setdefault(cell["sheet"], []).append(shown_cell(cell))
    return "；".join(f"{sheet} {'、'.join(dict.fromkeys(cells))}" for sheet, cells in found.items())


def as_problems(form: CheckedForm, reading: FileReading) -> list[Problem]:
    """The findings as doubts about cells of the form's own sheet, so that the form can be drawn with them marked; the worst come first."""
    sheet = reading.forms[form.number].sheet
    return [
        Problem(
            one.severity, one.rule, f"{RULES[one.rule].title}：{one.message}", sheet, cell["cell"], one.stated, correction(one), remedy(one), cell.get("place")
        )
        for one in form.findings
        for cell in one.cells
        if (cell["file"], cell["sheet"]) == (reading.file, sheet)
    ]


def changed(before: Iterable[Finding], after: Iterable[Finding]) -> Change:
    """What of the findings on one edition a later one solved, left and brought; a finding is known again by its key."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    return Change(
        tuple(one for key, one in old.items() if key not in new),
        tuple(one for key, one in new.items() if key in old),
        tuple(one for key, one in new.items() if key not in old),
    )


def to_do(check: SelfCheck) -> pandas.DataFrame:
    """The list to work through, one row a finding, worst file and form first; files that could not be read with why."""
    rows = [row for file in check.worst_first for row in (_unread(file.reading) if file.refused else _listed(file))]
    return pandas.DataFrame(rows, columns=COLUMNS)


def _unread(reading: FileReading) -> list[list[str | None]]:
    errors = unread(reading)
    places = [" ".join(part for part in (one.sheet, one.where) if part) for one in errors]
    return [
        [reading.file, None, ASKED_OF_CLERKS["error"], place, "读不出来，没有检查", one.found, one.expected, one.remedy, one.message, None]
        for place, one in zip(places, errors, strict=True)
    ]


def _listed(file: CheckedFile) -> list[list[str | None]]:
    pairs = [*((form.name, one) for form in file.forms for one in form.findings), *(("几张表之间", one) for one in file.together)]
    return [[file.reading.file, name, *told(one), one.message, one.basis] for name, one in pairs]


def told(finding: Finding) -> list[str | None]:
    """Severity in words, cells, rule, what is stated, the right wording, what to do."""
    return [
        ASKED_OF_CLERKS[finding.severity], cells_of(finding), RULES[finding.rule].title, printed(finding), correction(finding), remedy(finding),
    ]  # fmt: skip
