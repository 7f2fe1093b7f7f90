"""The strip of families and one finding as HTML."""

from __future__ import annotations

from analytics.charts.finding_html import difference_words, figures, grounds, head, quotes, steps
from analytics.charts.findings import families
from tests.audit.test_listing import finding

HOSTILE = "<script>alert(1)</script>"


def test_families_with_errors_come_first_and_carry_their_name():
    fig = families({"MISSING": {"warning": 9}, "FOOTING": {"error": 1, "note": 2}})
    errors = fig.data[0]
    assert list(errors.x) == ["合计勾稽", "缺项"]
    assert list(errors.y) == [1, 0]
    assert [list(one) for one in errors.customdata] == [["FOOTING"], ["MISSING"]]
    assert "缺项的疑点最多（9条），错误最多的是合计勾稽（1条）" in fig.layout.title.text.replace("<br>", "")


def test_families_that_are_not_chosen_fade():
    assert list(families({"MISSING": {"note": 1}, "FOOTING": {"note": 1}}, ["FOOTING"]).data[0].marker.opacity) == [1, 0.35]


def test_no_findings_draw_an_empty_strip():
    assert "没有疑点" in families({}).layout.title.text


def test_nothing_of_a_file_is_markup():
    one = finding("a", project=HOSTILE, field=HOSTILE, message=HOSTILE, stated=HOSTILE, recomputed=HOSTILE, department=HOSTILE, basis=HOSTILE, rule=HOSTILE)
    cells = [{"file": HOSTILE, "sheet": HOSTILE, "cell": HOSTILE, "text": HOSTILE}]
    drawn = head(one, HOSTILE) + figures(one) + grounds(one) + quotes(cells) + steps([HOSTILE])
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") >= 10


def test_differences_of_percentages_are_points():
    assert difference_words(finding("a", stated="44.69%", recomputed="80.81%", difference=-0.36117)) == "36.12 个百分点"
    assert difference_words(finding("a", stated="97", recomputed="95", difference=2.0)) == "2"
    assert difference_words(finding("a", difference=None)) == "—"


def test_what_a_finding_does_not_have_is_left_out():
    assert "应为" not in figures(finding("a", recomputed=None))


def test_cells_of_one_sheet_are_quoted_together():
    cells = [{"file": "甲.xlsx", "sheet": "表1", "cell": name, "text": text} for name, text in (("A1", "1"), ("A1", "1"), ("B2", ""))]
    assert quotes(cells).count("<figure") == 1
    assert quotes(cells).count("<li>") == 2
    assert "（空）" in quotes(cells)
