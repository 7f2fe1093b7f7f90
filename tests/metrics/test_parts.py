"""A part of an answer: cut, searched, sampled and counted by the engine, the same rows as the whole holds."""

import pytest

from analytics.metrics import METRICS, Filters, Part, run
from analytics.metrics.runner import compose

COLUMNS = ("project_id", "name", "unspent")


def test_pages_put_together_are_the_whole_in_its_order(snapshot):
    whole = run(snapshot, "project_list")[list(COLUMNS)]
    pages = [run(snapshot, "project_list", part=Part(COLUMNS, 3, first)) for first in (0, 3, 6)]
    assert [name for page in pages for name in page["name"]] == list(whole["name"])


def test_without_columns_a_part_is_how_many_rows_there_are_and_their_sums(snapshot):
    whole = run(snapshot, "project_list").query("unspent > 0")
    found = run(snapshot, "project_list", part=Part(where=(("unspent", ">", 0.0),), sums=("unspent",))).iloc[0]
    assert (found["rows"], found["unspent"]) == (len(whole), pytest.approx(whole["unspent"].sum()))


def test_what_is_typed_is_looked_for_in_any_letter_case_and_never_run(snapshot):
    names = list(run(snapshot, "project_list")["name"])
    typed = names[0][:2]
    found = run(snapshot, "project_list", part=Part(COLUMNS, typed=typed, words=("name",)))
    assert sorted(found["name"]) == sorted(name for name in names if typed in name)
    assert run(snapshot, "project_list", part=Part(COLUMNS, typed="' or true --", words=("name",))).empty


def test_the_foremost_are_the_largest_of_a_column(snapshot):
    whole = run(snapshot, "project_list").sort_values("unspent", ascending=False)
    assert list(run(snapshot, "project_list", part=Part(COLUMNS, 2, foremost="unspent"))["unspent"]) == list(whole["unspent"].head(2))


def test_a_sample_is_always_the_same_and_grows_with_what_is_asked_for(snapshot):
    few, more = (list(run(snapshot, "project_list", part=Part(COLUMNS, most, sampled=1))["project_id"]) for most in (3, 5))
    assert more[:3] == few


def test_a_part_reads_the_filters(snapshot):
    filters = Filters(districts=("丰台区",))
    assert run(snapshot, "project_list", filters, part=Part()).iloc[0]["rows"] == len(run(snapshot, "project_list", filters))


@pytest.mark.parametrize("part", [{"columns": ("name; drop table project",)}, {"where": (("name", "or", 1),)}, {"foremost": "1 desc, name"}])
def test_what_is_no_name_of_a_column_is_refused(part):
    with pytest.raises(ValueError):
        Part(**part)


def test_every_metric_can_be_counted(snapshot):
    for name in METRICS:
        assert run(snapshot, name, part=Part()).iloc[0]["rows"] == len(run(snapshot, name))


def test_words_are_bound():
    sql, values = compose(METRICS["project_list"], Filters(), part=Part(COLUMNS, typed="甲", words=("name",)))
    assert "甲" not in sql
    assert values["part_typed"] == "甲"
