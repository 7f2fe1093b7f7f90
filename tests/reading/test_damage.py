"""Damaged files never crash the reader and never yield a figure that is not in the cell it names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from analytics.reading import Answers, Source, read_files
from analytics.reading.grid import address
from analytics.reading.records import FUNDING_FIELDS, FileReading, Form
from tests.examples.files import file_of
from tests.examples.rows import Example, parse
from tests.reading.damage import ON_BYTES, ON_PARTS, ON_SHEETS, STRANGE, damage_sheets

EXAMPLES = [path.read_text("utf-8") for path in sorted((Path(__file__).parents[1] / "examples").glob("*.rows.txt"))]
SAMPLE = sorted((Path(__file__).parents[2] / "data" / "samples").glob("朝阳*.xlsx"))[0].read_bytes()
POINTS = ("weight", "score", "score_reviewed")
ANSWERS = Answers(fiscal_year=2022, district="青神县", department="青神县财政局", only_open=True)
WHOLE_BLOCK = {
    *("unit-suspect", "unit-not-printed", "unit-corrected"),  # the amounts of the form
    *("funding-missing", "funding-total-missing", "indicators-missing"),  # a block whose heading is gone
    *("total-label-unknown", "indicator-unnamed", "points-unread", "column-unknown"),  # a row or column that lost its name
}
"""Problems that speak of more than the cell they stand at."""
ONE_OF_EACH_TYPE = ["xlsx", "xls", "ods", "docx"]


def figures(form: Form) -> Iterator[tuple[str, Decimal, str | None]]:
    """Every figure of a form with the cell it claims to stand in."""
    for line in form.funding:
        yield from ((name, value, line.cells.get(name)) for name in FUNDING_FIELDS if (value := getattr(line, name)) is not None)
    for indicator in form.indicators:
        yield from ((name, value, indicator.cells.get(name)) for name in POINTS if (value := getattr(indicator, name)) is not None)
    for row in form.rows:
        yield from ((name, value, row.cells.get(name)) for name, value in row.values.items() if isinstance(value, Decimal))
        yield from ((f"score{at}", value, row.cells.get(f"score{at}")) for at, value in enumerate(row.scores, 1) if value is not None)
    totals = ("total_weight", "total_score", "total_score_reviewed")
    yield from ((name, value, form.cells.get(name)) for name in totals if (value := getattr(form, name)) is not None)


def stands_in(value: Decimal, text: str) -> bool:
    """The digits of the figure are those of the cell, whatever unit of money or percent scales them."""
    written = {Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?|\.\d+", unicodedata.normalize("NFKC", text.replace("\u200b", "")))}
    return any(abs(value) == number.scaleb(places) for number in written for places in range(-8, 9))


def invented(reading: FileReading) -> list[tuple]:
    """Figures that are not in the cell they name."""
    texts = {drawing.sheet: drawing.texts for drawing in reading.drawings}
    return [
        (form.sheet, name, value, cell, texts[form.sheet].get(cell))
        for form in reading.forms
        for name, value, cell in figures(form)
        if not stands_in(value, texts[form.sheet].get(cell) or "")
    ]


def by_cell(reading: FileReading) -> dict[tuple[str, str], tuple[str, Decimal]]:
    return {(form.sheet, cell): (name, value) for form in reading.forms for name, value, cell in figures(form)}


def misread(before: FileReading, after: FileReading, damaged: str | None) -> list[tuple]:
    """Figures that another cell's damage changed, moved or lost, and that neither a problem nor the list of unread texts names."""
    if {problem.code for problem in after.problems} & WHOLE_BLOCK:
        return []
    said = {(problem.sheet, problem.cell) for problem in after.problems} | {(unread.sheet, unread.cell) for unread in after.unread}
    was, now = by_cell(before), by_cell(after)
    differing = [place for place in was.keys() | now.keys() if was.get(place) != now.get(place) and place not in said and place[1] != damaged]
    return [(place, was.get(place), now.get(place)) for place in differing]


def read_example(example: Example) -> FileReading:
    return read_files([Source(f"自评表.{example.file_type}", file_of(example))], ANSWERS)[0]


def check(content: bytes, name: str) -> None:
    (reading,) = read_files([Source(name, content)], ANSWERS)
    assert invented(reading) == []
    assert reading.forms or reading.refused
    assert all(problem.message and problem.code for problem in reading.problems)


@pytest.mark.parametrize("damage", ON_SHEETS)
@pytest.mark.parametrize("seed", range(7))
def test_a_damaged_cell_yields_no_false_figure(damage, seed):
    dice = Random(f"{damage} {seed}")
    example = damage_sheets(parse(dice.choice(EXAMPLES)), [damage], dice)
    check(file_of(example), f"自评表.{example.file_type}")


@pytest.mark.parametrize("damage", [*STRANGE, "misspell", "stray_number"])
@pytest.mark.parametrize("seed", range(3))
def test_what_one_damaged_cell_does_to_other_figures_is_said(damage, seed):
    dice = Random(f"others {damage} {seed}")
    text = dice.choice(EXAMPLES)
    whole, example = parse(text), parse(text)
    sheet = dice.randrange(len(example.sheets))
    ON_SHEETS[damage](example.sheets[sheet], dice)
    own = {(row, column): cell for row, column, cell in whole.sheets[sheet].cells()}
    changed = {(row, column): cell for row, column, cell in example.sheets[sheet].cells()}
    damaged = next((address(*place) for place in own.keys() | changed.keys() if own.get(place) != changed.get(place)), None)
    assert misread(read_example(whole), read_example(example), damaged) == []


@pytest.mark.parametrize("seed", range(80))
def test_much_damage_at_once_yields_no_false_figure(seed):
    dice = Random(seed)
    example = damage_sheets(parse(dice.choice(EXAMPLES)), dice.choices(list(ON_SHEETS), k=dice.randint(2, 12)), dice)
    check(file_of(example), f"自评表.{example.file_type}")


@pytest.mark.parametrize("damage", [*ON_BYTES, *ON_PARTS], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_sample_is_read_or_refused(damage, seed):
    check(damage(SAMPLE, Random(f"{damage.__name__} {seed}")), "自评表.xlsx")


@pytest.mark.parametrize("damage", [*ON_BYTES, *ON_PARTS], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("file_type", ONE_OF_EACH_TYPE)
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_of_any_type_is_read_or_refused(damage, file_type, seed):
    dice = Random(f"{damage.__name__} {file_type} {seed}")
    example = parse(next(text for text in EXAMPLES if "national" in text or "@as" not in text or f"@as {file_type}" in text))
    example.file_type = file_type if file_type != "docx" else "xlsx"
    if file_type == "docx":
        example = parse(next(text for text in EXAMPLES if "@as docx" in text))
    content = file_of(example)
    check((dice.choice(ON_BYTES) if damage in ON_PARTS and not content.startswith(b"PK") else damage)(content, dice), f"自评表.{file_type}")
