"""Every layout that the product promises to read: `<name>.rows.txt` is the sheet, `<name>.expected.txt` what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.reading import Answers, Source, read_files
from analytics.reading.records import FileReading
from tests.examples.files import file_of
from tests.examples.rows import parse
from tests.reading.as_text import reading_as_text

EXAMPLES = sorted(Path(__file__).parent.glob("*.rows.txt"))


def read_example(path: Path) -> FileReading:
    example = parse(path.read_text("utf-8"))
    given = {name: example.answers[name] for name in ("district", "department") if name in example.answers}
    answers = Answers(**given, fiscal_year=int(example.answers["year"]) if "year" in example.answers else None, only_open=True)
    return read_files([Source(f"例表.{example.file_type}", file_of(example))], answers)[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.removesuffix(".rows.txt"))
def test_an_example_is_read_as_its_text_says(path):
    assert reading_as_text(read_example(path)) == path.with_name(path.name.replace(".rows.", ".expected.")).read_text("utf-8")
