"""A form of any layout comes back field by field, or a problem stands at the cell that differs."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from analytics.reading.records import Form
from tests.examples.files import file_of
from tests.examples.rows import Example
from tests.reading.generated_forms import sheets
from tests.reading.sheets import read


def found(form: Form, what: str, number: int, name: str) -> object:
    if what == "form":
        return form.project.name if name == "name" else getattr(form, name)
    records = form.funding if what == "funding" else form.indicators
    return getattr(records[number], name) if number < len(records) else None


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets())
def test_any_layout_comes_back_or_says_where_it_differs(generated):
    sheet, parts = generated
    reading = read(file_of(Example([sheet])))
    doubted = {problem.cell for problem in reading.problems}
    assert [form.project.name for form in reading.forms] == [part.says["form", 0, "name"][0] for part in parts]
    wrong = []
    for form, part in zip(reading.forms, parts, strict=True):
        wrong += [(place, key, meant, found(form, *key)) for key, (meant, place) in part.says.items() if found(form, *key) != meant and place not in doubted]
        numbers = {(what, number) for what, number, _ in part.says}
        assert len(form.funding) == sum(what == "funding" for what, _ in numbers)
        assert len(form.indicators) == sum(what == "indicator" for what, _ in numbers)
        assert form.fiscal_year == 2022
    assert wrong == []
