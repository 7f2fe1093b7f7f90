"""The indicator block of a form (绩效指标) and its total row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from analytics.reading.column_pairs import pairs_of, parted
from analytics.reading.doubts import doubt_columns, doubt_indicator, doubt_left_over, doubt_merged_points
from analytics.reading.excerpt import Excerpt
from analytics.reading.grid import address
from analytics.reading.headings import Cell, Columns, heading_columns, indicator_headings
from analytics.reading.records import Indicator, made
from analytics.reading.values import is_blank, is_number, join_target, normalise, number, one_line, says_not_applicable, target_of
from analytics.reading.vocabulary import GRADE_LABEL, INDICATOR_COLUMNS, NOTE_LABEL, PAGE_FURNITURE, SUBTOTAL_LABEL, TOTAL_INLINE, TOTAL_LABEL

_TEXTS = ("level3", "target", "actual", "deviation_reason", "direction", "unit", "method")
_NO_TEXTS: dict[str, str | None] = dict.fromkeys(_TEXTS)
_UNUSED = frozenset({"aside"})
_BEGINS_A_LABEL = frozenset("一二三四五六七八九十综总合小自得分注备说填评联项单财负审其需须存下改偏绩目或未原")
_PLACEHOLDER = re.compile(r"^(?:指标\d*:?[/—-]*|[.…·]+)$")
"""What printed forms put where an indicator belongs."""
_BONUS = re.compile(r"^(?:附加|奖励?|加|减|扣|惩罚?)分(?:项|指标|事项)?(?:\(.*\))?$|^加减分|^奖惩")
_EXECUTION = re.compile(r"^(?:预算|资金)?(?:预算)?(?:执行|支出)率(?:\(.*\))?$")
_BEGINS_A_BONUS = frozenset("附奖加减扣惩")
_TOTAL_WORDS = (("total_weight", re.compile(r"^总分值$|^分值(?:合计)?$")), ("total_score", re.compile(r"^(?:自评)?总?得分$|^自评(?:总)?分$")))
_WEIGHT_BEHIND = re.compile(r"\((\d{1,2}(?:\.\d+)?)分\)$")
_DIGIT = re.compile(r"\d")
GRADES = {"优", "良", "中", "差", "优秀", "良好", "一般", "较差", "合格", "不合格"}


@dataclass
class IndicatorBlock:
    """What the block yielded; `totals` holds the figures of the total row under total_weight, total_score, total_score_reviewed."""

    columns: frozenset[str] = frozenset()
    pairs: tuple[str, ...] = ()
    indicators: list[Indicator] = field(default_factory=list)
    totals: dict[str, Decimal | None] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    grade: str | None = None
    levels: list[tuple[str | None, str | None, str | None]] = field(default_factory=list)
    """Where no column gives weights: for each indicator its 一级 and 二级指标 as printed, and the cell of the latter."""
    stray: list[tuple[str, Decimal, str]] = field(default_factory=list)
    """Numbers of the total row in columns of neither weights nor scores: the words before each, its value and its cell."""


def read_indicators(excerpt: Excerpt, heading: int) -> IndicatorBlock:
    """The rows from the heading to the total row, a note, or the end of the form."""
    grid = excerpt.grid
    columns = heading_columns(grid, heading, INDICATOR_COLUMNS, excerpt.bottom)
    block = IndicatorBlock(frozenset(columns.places))
    start: int | None = columns.bottom + 1
    levels: list[str | None] = [None, None]
    while start is not None:
        rows: list[int] = []
        again = _read_rows(excerpt, columns, block, rows, start, levels)
        doubt_columns(excerpt, columns, columns.top, rows, columns.left)
        doubt_merged_points(excerpt, columns, rows)
        doubt_left_over(excerpt, columns, again or excerpt.bottom + 1)
        start = None
        if again is not None:
            columns = heading_columns(grid, again, INDICATOR_COLUMNS, excerpt.bottom)
            block.columns |= columns.places.keys()
            start = columns.bottom + 1
    if "weight" not in block.columns:
        block.indicators = _with_weights_of_names(block)
    return block


def read_below(excerpt: Excerpt, columns: Columns) -> IndicatorBlock:
    """The indicators of rows whose heading stands above other projects' rows too."""
    block = IndicatorBlock(frozenset(columns.places))
    _read_rows(excerpt, columns, block, [], excerpt.top, [None, None])
    return block


def _with_weights_of_names(block: IndicatorBlock) -> list[Indicator]:
    """The weight behind the name (污水处理量（20分）), or behind the 二级指标 of a single indicator, where no score exceeds it or lacks one."""
    indicators = block.indicators
    behind = [(indicator.level3, indicator.cells.get("level3")) for indicator in indicators]
    for names in (behind, _single_levels(block)):
        matches = [_WEIGHT_BEHIND.search(normalise(text or "")) for text, _ in names]
        known = [Decimal(match.group(1)) if match else None for match in matches]
        scored = [(weight, indicator.score) for weight, indicator in zip(known, indicators, strict=True) if indicator.score is not None]
        if scored and all(weight is not None and score <= weight for weight, score in scored):
            return [
                replace(indicator, weight=weight, cells={**indicator.cells, "weight": place}) if weight is not None else indicator
                for indicator, weight, (_, place) in zip(indicators, known, names, strict=True)
            ]
    return indicators


def _single_levels(block: IndicatorBlock) -> list[tuple[str | None, str | None]]:
    """For each indicator the 二级指标 above it with its cell, where no other indicator shares it."""
    found: list[tuple[str | None, str | None]] = []
    for (_, text), group in itertools.groupby(block.levels, key=lambda level: level[:2]):
        places = [place for _, _, place in group]
        found += [(text if len(places) == 1 else None, place) for place in places]
    return found


def _read_rows(excerpt: Excerpt, columns: Columns, block: IndicatorBlock, rows: list[int], start: int, levels: list[str | None]) -> int | None:
    """Fills the block; the rows of indicators are left in `rows`. Returns the row of another heading where one follows.

    `levels` holds the 一级 and 二级指标 that go on below a heading repeated on the next page.
    """
    grid = excerpt.grid
    headings = indicator_headings(grid)
    level1, level2 = levels
    place: str | None = None
    unweighted = "weight" not in columns.places
    block.pairs = pairs_of(grid, columns)
    block.columns |= set(block.pairs)
    for row in range(start, excerpt.bottom + 1):
        entries = grid.entries[row]
        if not entries:
            continue
        begins = next(iter(entries.values()))
        lead = normalise(begins[:1])  # nothing where the text begins with a character of no width
        first = normalise(begins) if len(entries) == 1 or not lead or lead[0] in _BEGINS_A_LABEL else ""
        if first[:1] in _BEGINS_A_LABEL:
            if SUBTOTAL_LABEL.match(first) or (TOTAL_LABEL.match(first) and _another_total_follows(excerpt, columns, row)):
                grid.read.update((row, column) for column in entries)
                continue
            if TOTAL_LABEL.match(first):
                _read_totals(excerpt, columns, row, block)
                return None
            if (inline := TOTAL_INLINE.match(first)) and len(entries) == 1:
                _read_inline_total(excerpt, inline, row, block)
                return None
            if NOTE_LABEL.match(first):
                grid.read.update((row, column) for column, text in entries.items() if not is_number(text))
                continue
        if row == columns.bottom + 1 and _divides_results(columns, entries):
            grid.read.update((row, column) for column in entries)
            continue
        if row in headings:
            levels[:] = level1, level2
            return row
        if len(entries) == 1 and (PAGE_FURNITURE.match(first) or _is_lone_number(columns, min(entries), first)):
            grid.read.update((row, column) for column in entries if not first.isdecimal())
            continue
        rows.append(row)
        found = parted(excerpt, row, columns.row(grid, row, _UNUSED), block.pairs)
        if "target_adjusted" in found:
            _prefer(excerpt, found, row, "target_adjusted", "target")
        if "level4" in found:
            _prefer(excerpt, found, row, "level4", "level3")
        if "level1" in found:
            level1, level2 = found["level1"][0], None
        elif (not lead or lead[0] in _BEGINS_A_BONUS) and _BONUS.match(normalise(begins)) and columns.row(grid, row).get("level1") is None:
            level1, level2 = begins, None
            grid.read.add((row, min(entries)))
            if "level3" not in found and "level2" in found:
                found["level3"] = found.pop("level2")
        if _names_execution(found, begins):
            level1, level2, found["level3"] = begins, None, (begins, min(entries))
            grid.read.add((row, min(entries)))
        if "level2" in found:
            level2 = found["level2"][0]
            place = address(row, found["level2"][1])
        _read_row(excerpt, columns, found, row, block, (level1, level2))
        if unweighted:
            block.levels += [(level1, level2, place)] * (len(block.indicators) - len(block.levels))
    return None


def _divides_results(columns: Columns, entries: Mapping[int, str]) -> bool:
    """全市 | 安定区 | 陇西县 below 实际完成值: whose result each column gives, where nothing else stands in the row."""
    if "actual" not in columns.places:
        return False
    first = columns.places["actual"][0]
    others = [column for name, (column, _) in columns.places.items() if name != "actual"]
    return len(entries) > 1 and min(entries) == first and not any(column in entries for column in others) and not any(map(_DIGIT.search, entries.values()))


def _names_execution(found: Mapping[str, Cell], begins: str) -> bool:
    """预算执行率 at the left of a row of points that names no other indicator."""
    return "level3" not in found and "level2" not in found and bool(_EXECUTION.match(normalise(begins)))


def _prefer(excerpt: Excerpt, found: dict[str, Cell], row: int, better: str, name: str) -> None:
    """The target as adjusted during the year, the indicator of the deepest level: where filled in they hold, and the other is listed as unread."""
    taken = found.pop(better)
    if not is_blank(taken[0]):
        if name in found:
            excerpt.grid.read.discard((row, found[name][1]))
        found[name] = taken


def _another_total_follows(excerpt: Excerpt, columns: Columns, row: int) -> bool:
    """A 合计 below each level is a subtotal: the last total row with points is the total."""
    places = [columns.places[name][0] for name in ("weight", "score") if name in columns.places]
    later = [entries for entries in excerpt.grid.entries[row + 1 : excerpt.bottom + 1] if entries and TOTAL_LABEL.match(normalise(entries[min(entries)]))]
    return any(is_number(entries.get(column)) for entries in later for column in places)


def _is_lone_number(columns: Columns, column: int, text: str) -> bool:
    """A bare page number where the words of a level stand."""
    return text.isdecimal() and any(first <= column <= last for name, (first, last) in columns.places.items() if name in ("level1", "level2", "level3"))


def _read_row(excerpt: Excerpt, columns: Columns, found: Mapping[str, Cell], row: int, block: IndicatorBlock, levels: tuple[str | None, str | None]) -> None:
    cells: dict[str, str] = {}
    own_level2 = "level2" in found
    texts = _texts(excerpt, found, row, cells, _is_cost(levels))
    level3, target, actual, reason = texts["level3"], texts["target"], texts["actual"], texts["deviation_reason"]
    weight, score = excerpt.points(found, row, "weight", cells), excerpt.points(found, row, "score", cells)
    reviewed = excerpt.points(found, row, "score_reviewed", cells)
    if level3 is not None and is_blank(target) and is_blank(actual) and _PLACEHOLDER.match(normalise(level3)):
        level3 = target = actual = texts["level3"] = None
    blank = level3 is None and target is None and actual is None and reason is None
    unscored = weight is None and score is None and reviewed is None
    if blank and not own_level2 and weight is not None and weight == _sum_of_weights(block):
        excerpt.note("warning", "total-label-unknown", cells["weight"], "该行没有名称，分值等于以上各项之和：按总分行读取。", "请写明“总分”。", None, "总分")
        _read_totals(excerpt, columns, row, block)
        return
    if blank and unscored:
        if own_level2:
            block.indicators.append(Indicator(*map(level_name, levels), cells=cells))
        return
    if block.indicators and level3 is None and not own_level2 and unscored:
        block.indicators[-1] = _continued(block.indicators[-1], texts)
        return
    target_value, direction = target_of(target)
    indicator = made(
        Indicator,
        level1=level_name(levels[0]),
        level2=level_name(levels[1]),
        level3=level3,
        target=None if is_blank(target) else target,
        actual=None if is_blank(actual) else actual,
        target_value=target_value,
        actual_value=_in_unit_of_target(actual, found, target_of(actual)[0]),
        direction=direction,
        weight=weight,
        score=score,
        score_reviewed=reviewed,
        applicable=score is not None or not any(map(says_not_applicable, (level3, target, actual))),
        deviation_reason=None if is_blank(reason) else reason,
        cells=cells,
    )
    block.indicators.append(indicator)
    doubt_indicator(excerpt, indicator)


def _in_unit_of_target(actual: str | None, found: Mapping[str, Cell], value: Decimal | None) -> Decimal | None:
    """1.62 beside ≥ | 1.5 | 万人次 counts in 万 too: a bare result of the size of the printed target has the unit of its column."""
    if value is None or "unit" not in found or not is_number(found.get("target", ("", 0))[0]) or not is_number(actual):
        return value
    printed, unit = number(found["target"][0]), normalise(found["unit"][0])
    if not printed or not unit.startswith(("万", "亿", "%", "‰")) or not Decimal("0.1") <= value / printed <= 10:
        return value
    return target_of(f"{value:f}{unit}")[0]


def _sum_of_weights(block: IndicatorBlock) -> Decimal:
    """What a total row would hold: 100, or the weights so far; nothing before the second indicator."""
    weights = sum((indicator.weight for indicator in block.indicators if indicator.weight is not None), Decimal(0))
    return Decimal(100) if 80 <= weights <= 100 else weights if len(block.indicators) > 1 else Decimal(-1)


def _texts(excerpt: Excerpt, found: Mapping[str, Cell], row: int, cells: dict[str, str], cost: bool) -> dict[str, str | None]:
    """The words of a row; sign, value and unit of a target that stand in three columns are joined."""
    texts = _NO_TEXTS.copy()
    for name in _TEXTS:
        if name in found:
            texts[name], column = found[name]
            cells[name] = address(row, column)
    for name in ("level3", "target", "actual") if cost or "成本" in (texts["level3"] or "") else ("level3",):
        if name in found:
            text, column = found[name]
            excerpt.state(text, row, column)
    if texts["direction"] or texts["unit"]:
        texts["target"] = join_target(texts["direction"], texts["target"], texts["unit"])
    return texts


@lru_cache(maxsize=4096)
def _is_cost(levels: tuple[str | None, ...]) -> bool:
    return any("成本" in (one_line(level) or "") for level in levels)


def _continued(indicator: Indicator, texts: Mapping[str, str | None]) -> Indicator:
    """The indicator with the rest of its texts from the row below it."""
    joined = {name: "".join(part for part in (getattr(indicator, name), texts[name]) if part) or None for name in ("target", "actual", "deviation_reason")}
    return replace(indicator, **joined)


@lru_cache(maxsize=4096)
def level_name(text: str | None) -> str | None:
    """`产出指标`: a level without its line breaks and without the weight in brackets after it."""
    if text is None:
        return None
    return re.sub(r"[（(︵]\s*\d+(?:\.\d+)?\s*分?\s*[)）︶]$", "", one_line(text) or "") or None


def _read_totals(excerpt: Excerpt, columns: Columns, row: int, block: IndicatorBlock) -> None:
    entries = excerpt.grid.entries[row]
    found = parted(excerpt, row, columns.row(excerpt.grid, row), block.pairs)
    for name in ("weight", "score", "score_reviewed"):
        if name in found and _DIGIT.search(found[name][0]):
            block.totals[f"total_{name}"] = excerpt.point(*found[name], row, f"total_{name}", block.cells)
    if not block.totals:
        _read_totals_below(excerpt, row, block)
    before = ""
    for column, text in sorted(entries.items()):
        if is_number(text) and address(row, column) not in block.cells.values():
            block.stray.append((before, number(text) or Decimal(0), address(row, column)))
        before = normalise(text)
        excerpt.grid.read.add((row, column))
    for below in range(row, min(row + 3, excerpt.bottom + 1)):
        _read_grade(excerpt, below, block, below == row)


def _read_totals_below(excerpt: Excerpt, row: int, block: IndicatorBlock) -> None:
    """总分 | 总分值 | 总得分 | 自评等级 above a row of their figures."""
    if row + 1 > excerpt.bottom:
        return
    figures = excerpt.grid.entries[row + 1]
    for column, text in excerpt.grid.entries[row].items():
        plain = normalise(text)
        name = next((name for name, words in _TOTAL_WORDS if words.match(plain)), None)
        if name and is_number(figures.get(column)):
            block.totals[name] = excerpt.point(figures[column], column, row + 1, name, block.cells)
            excerpt.grid.read.add((row + 1, column))
        elif GRADE_LABEL.match(plain) and normalise(figures.get(column, "")) in GRADES:
            block.grade, block.cells["grade"] = normalise(figures[column]), address(row + 1, column)
            excerpt.grid.read.add((row + 1, column))


def _read_grade(excerpt: Excerpt, row: int, block: IndicatorBlock, total: bool) -> None:
    """The grade beside the total, or behind its label in one of the next rows."""
    before = ""
    for column, text in sorted(excerpt.grid.entries[row].items()):
        plain = normalise(text)
        label, _, behind = plain.partition(":")
        if behind and GRADE_LABEL.match(label):  # 自评等级：优
            before, plain = label, behind
        if plain in GRADES and block.grade is None and (total or GRADE_LABEL.match(before)):
            block.grade, block.cells["grade"] = plain, address(row, column)
            excerpt.grid.read.update((row, used) for used in excerpt.grid.entries[row] if used <= column)
        before = plain


def _read_inline_total(excerpt: Excerpt, match: re.Match[str], row: int, block: IndicatorBlock) -> None:
    column = min(excerpt.grid.entries[row])
    block.stray.append((match.group("label"), Decimal(match.group("value")), address(row, column)))
    excerpt.grid.read.add((row, column))
