"""Finds the forms on a sheet by their words and hands each region to its reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from analytics.reading import accounts, expert_scores, indicator_lists, names, self_evaluation, table_headings, tables
from analytics.reading.excerpt import Excerpt, OwnStatement
from analytics.reading.grid import Grid, address, is_one_text
from analytics.reading.headings import funding_headings, indicator_headings
from analytics.reading.parts import parts_of
from analytics.reading.records import OTHER, PROJECT_REGISTER, Claim, Form, Funding, Indicator, Problem, changed
from analytics.reading.regions import regions
from analytics.reading.values import normalise, one_line
from analytics.reading.vocabulary import HEAD_LABELS

DECOYS = (
    ("绩效运行监控表", r"运行监控|监控表"),
    ("绩效评价基础数据表", r"基础(?:数据|信息)表"),
    ("绩效评价指标体系表", r"指标体系|评价指标(?:表|体系)|指标评分表|评分标准|评价标准|评分细则"),
)
"""Tables that look like self-evaluations and are none: name, wording of the title."""

SUBJECTS = (
    ("department", r"部门整体|整体支出|整体绩效"),
    ("transfer", r"转移支付"),
    ("special_fund", r"专项资金"),
    ("bond", r"债券"),
)


_HEAD_ROWS = 4  # in which a year may stand among other words
BLANK_FORM = "form-blank"
_PLACEHOLDER = re.compile(r"^(?:指标\d*:?|[.…]+)$")  # what printed forms put where an indicator belongs
_RECALCULATE = "请用 Excel 或 WPS 打开并保存一次，使公式算出结果后重新上传。"


@dataclass
class SheetReading:
    """What one sheet yielded: forms as printed, each with what it states of its own amounts."""

    forms: list[Form] = field(default_factory=list)
    statements: list[list[OwnStatement]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, form: Form, statements: Sequence[OwnStatement] = ()) -> None:
        self.forms.append(form)
        self.statements.append(list(statements))


def read_sheet(grid: Grid, file: str) -> SheetReading:
    """All forms of a sheet; its texts that no reader used stay unmarked in the grid."""
    reading = SheetReading()
    if not any(grid.entries):
        return reading
    if grid.hidden:
        reading.problems.append(Problem("note", "sheet-hidden", f"工作表“{grid.sheet}”是隐藏的，已照常读取。", grid.sheet, remedy="请确认它应当一并导入。"))
    for row, column in sorted(grid.uncalculated):
        message = f"工作表“{grid.sheet}”{address(row, column)} 的公式没有计算结果，按空白读取，不当作零。"
        reading.problems.append(Problem("warning", "formula-not-calculated", message, grid.sheet, address(row, column), "公式", "数字", _RECALCULATE))
    for part in parts_of(grid):
        _read_part(reading, part, file)
    return reading


def _read_part(reading: SheetReading, grid: Grid, file: str) -> None:
    decoy = _decoy(grid)
    expert_heading = None if decoy else expert_scores.find_heading(grid)
    if decoy:
        _add_other(reading, grid, _whole_sheet(grid, decoy))
    elif expert_heading is not None:
        _add_experts(reading, grid, expert_heading)
    elif (listed := indicator_lists.find_heading(grid)) is not None:
        for form, excerpt in indicator_lists.read_list(grid, listed):
            reading.add(form, excerpt.statements)
            reading.problems += excerpt.problems
    elif indicator_headings(grid):
        for top, bottom in regions(grid):
            _add_self_evaluation(reading, grid, top, bottom)
    elif (heading := accounts.find_heading(grid)) is not None:
        form, problems = accounts.read_accounts(grid, heading)
        reading.add(replace(form, fiscal_year=tables.year_of(grid, heading) or form.fiscal_year))
        reading.problems += problems
    elif (flat := table_headings.find_heading(grid)) is not None:
        _add_table(reading, grid, flat, file)
    else:
        for top, bottom in regions(grid):
            _add_self_evaluation(reading, grid, top, bottom)


def _titles(grid: Grid, top: int, bottom: int) -> list[tuple[int, int, str]]:
    """The texts above the head of a form: rows of one or two cells before the first labelled one."""
    found = []
    for row in range(top, min(bottom, len(grid.entries) - 1) + 1):
        entries = grid.entries[row]
        titled = {min(entries): entries[min(entries)]} if is_one_text(entries) else entries
        if len(titled) > 2 or len(found) > 8 or "name" in HEAD_LABELS.roles(titled.values()):
            break
        found += [(row, column, text) for column, text in sorted(titled.items())]
    return found


def _decoy(grid: Grid) -> str | None:
    found = _decoy_named(tuple(text for _, _, text in _titles(grid, grid.top, grid.first_row + 6)))
    return None if found == DECOYS[-1][0] and funding_headings(grid, range(len(grid.entries))) else found


@lru_cache(maxsize=1024)
def _decoy_named(texts: tuple[str, ...]) -> str | None:
    titles = list(map(normalise, texts))
    return next((name for name, pattern in DECOYS for title in titles if len(title) < 60 and re.search(pattern, title)), None)


def _whole_sheet(grid: Grid, recognised_as: str) -> Form:
    title = next((one_line(text) for _, _, text in _titles(grid, grid.top, grid.first_row + 6)), None)
    for row, entries in enumerate(grid.entries):
        grid.read.update((row, column) for column in entries)
    return Form(OTHER, grid.sheet, Excerpt(grid, grid.top, len(grid.entries) - 1).range, title=title, recognised_as=recognised_as)


def _add_other(reading: SheetReading, grid: Grid, form: Form) -> None:
    """Keeps that the table was recognised, without its figures: they are no results."""
    reading.add(replace(form, funding=(), indicators=(), total_weight=None, total_score=None))
    message = f"工作表“{grid.sheet}”是{form.recognised_as}，不是绩效自评结果，未作为结果导入。"
    place = form.range.split(":")[0]
    reading.problems.append(
        Problem("note", "not-a-result", message, grid.sheet, place, form.title, "绩效自评表、部门决算表等结果表", "如需导入结果，请上传自评表。")
    )


def _add_experts(reading: SheetReading, grid: Grid, heading: int) -> None:
    title = tables.title_above(grid, heading)
    form, problems = expert_scores.read_expert_scores(grid, heading, title)
    reading.add(replace(form, fiscal_year=tables.year_of(grid, heading)))
    reading.problems += problems


def _add_table(reading: SheetReading, grid: Grid, flat: tuple[int, dict[str, int], str], file: str) -> None:
    heading, roles, kind = flat
    table = tables.TableReader(grid, heading, roles, kind, tables.title_above(grid, heading), file).read()
    if not table.form.rows:
        if kind == PROJECT_REGISTER:
            _note_blank(reading, Excerpt(grid, grid.top, len(grid.entries) - 1), heading)
        return
    reading.add(replace(table.form, fiscal_year=tables.year_of(grid, heading)))
    reading.claims += table.claims
    reading.problems += table.problems


def _add_self_evaluation(reading: SheetReading, grid: Grid, top: int, bottom: int) -> None:
    excerpt = Excerpt(grid, top, bottom)
    form = self_evaluation.read_self_evaluation(excerpt)
    if not form.funding and not form.indicators:
        _doubt_lost_form(reading, excerpt, form)
        return
    titles = _titles(grid, top, bottom)
    title = _title(tuple(text for _, _, text in titles if not names.year_of_line(text)))
    grid.read.update((row, column) for row, column, text in titles if "表" in text or names.year_of_line(text) or re.match(r"附[件表]", text))
    line_years = [year for _, _, text in titles if (year := names.year_of_line(text))]
    title_years = [year for _, _, text in titles if (year := names.year_of_title(text))]
    form = changed(form, title=title, subject=_subject(title, form), fiscal_year=next(iter(line_years), form.fiscal_year or next(iter(title_years), None)))
    form = _with_name_above(form, titles, grid)
    if form.fiscal_year is None:
        form = changed(form, fiscal_year=_year_in_head(grid, range(top, min(top + _HEAD_ROWS, bottom + 1))))
    if form.kind == OTHER:
        _add_other(reading, grid, form)
        return
    if _nothing_filled_in(form):
        _note_blank(reading, excerpt, top)
        return
    reading.add(form, excerpt.statements)
    reading.problems += excerpt.problems


_NUMBERED_NAME = re.compile(r"^\s*(?:[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十\d]{1,2}[、.．])\s*(?P<name>[\u4e00-\u9fff].{2,39})$")


def _with_name_above(form: Form, titles: Sequence[tuple[int, int, str]], grid: Grid) -> Form:
    """A project that only the numbered line above its form names (2.免费开放经费), as in documents of several; said by its cell."""
    if form.project is None or form.project.name or form.department_printed or form.subject == "department":
        return form
    for row, column, text in reversed(titles):
        match = _NUMBERED_NAME.match(text)
        if match:
            name = re.sub(r"(?:项目支出|支出)?(?:绩效)?自评(?:表|情况)?$", "", match.group("name").strip())
            if len(name) > 3 and not re.search(r"情况$|概况$|[:：。]", name):
                project = changed(form.project, name=name, cells={**form.project.cells, "name": address(row, column)})
                grid.read.add((row, column))
                return changed(form, project=project)
    return form


def _year_in_head(grid: Grid, rows: range) -> int | None:
    """2022年度 in a cell of its own among other words above the form: 填报单位：… | 2022年度 | 单位：万元."""
    found = [(row, column, year) for row in rows for column, text in grid.entries[row].items() if (year := names.year_of_line(text))]
    if len({year for _, _, year in found}) != 1:
        return None
    grid.read.update((row, column) for row, column, _ in found)
    return found[0][2]


def _nothing_filled_in(form: Form) -> bool:
    """A blank form: no name, no goal, no amount but zeros, no indicator beyond its levels and weights."""
    project = form.project
    named = project is not None and any((project.name, project.goal, project.achievement))
    return not (named or any(map(_any_amount, form.funding)) or any(map(_says_anything, form.indicators)))


def _any_amount(line: Funding) -> bool:
    return bool(line.initial_budget or line.revised_budget or line.executed)


def _says_anything(line: Indicator) -> bool:
    named = line.level3 is not None and not _PLACEHOLDER.match(normalise(line.level3))
    return bool(named or line.target or line.actual or line.score or line.deviation_reason)


def _note_blank(reading: SheetReading, excerpt: Excerpt, heading: int) -> None:
    """A form that nobody filled in is no project: said, not stored."""
    grid = excerpt.grid
    grid.read.update((row, column) for row in range(excerpt.top, excerpt.bottom + 1) for column in grid.entries[row])
    message = f"工作表“{grid.sheet}”是没有填写的空白表样（没有项目名称、金额和指标内容），未导入。"
    place = address(heading, min(grid.entries[heading], default=0))
    reading.problems.append(Problem("note", BLANK_FORM, message, grid.sheet, place, "空白表样", "填写后的表", "请填写后重新上传；不用的空白表可以删除。"))


def _doubt_lost_form(reading: SheetReading, excerpt: Excerpt, form: Form) -> None:
    """A project is named and nothing follows that could be read: said, not dropped."""
    if form.project and form.project.name:
        place = form.project.cells.get("name")
        message = f"“{form.project.name}”之后没有找到资金和绩效指标的表头，该表未读取。"
        remedy = "请核对表头文字（预算数、执行数、一级指标、指标值等）是否完整。"
        reading.problems.append(Problem("warning", "indicators-missing", message, excerpt.grid.sheet, place, form.project.name, "资金表头、指标表头", remedy))


@lru_cache(maxsize=1024)
def _title(texts: tuple[str, ...]) -> str | None:
    """The text that names the form: one that says 自评 or 评价 before one that merely ends in 表."""
    for wanted in (r"自评|绩效评价", r"表$", ""):
        found = next((text for text in texts if re.search(wanted, normalise(text))), None)
        if found is not None:
            return one_line(found)
    return None


@lru_cache(maxsize=1024)
def _subject_named(title: str) -> str | None:
    return next((subject for subject, pattern in SUBJECTS if re.search(pattern, title)), None)


def _subject(title: str | None, form: Form) -> str:
    found = _subject_named(title or "")
    if found and not (found != "department" and form.project and form.project.name and "项目支出" in (title or "")):
        return found
    return "project"
