"""A mended file against the one before: problems gone, new and left, figures old and new, without anything stored."""

from __future__ import annotations

from decimal import Decimal

from analytics.audit.self_check import changed, self_check
from analytics.editions import edition_change, edition_words, figure_words, mends
from analytics.reading import Answers
from tests.reading.sheets import form_with, read, workbook


def test_unreadable_figures_can_be_mended_in_place():
    found = mends(read(workbook(form_with(E6="约85万", H12="廿八"))), {})
    assert [(one.place, one.printed, one.corrected, one.open) for one in found] == [("表1!E6", "约85万", None, True), ("表1!H12", "廿八", None, True)]


def test_a_mended_cell_stays_listed_with_what_was_printed():
    cells = {"表1!E6": "85"}
    (one,) = mends(read(workbook(form_with(E6="约85万")), answers=Answers(cells=cells)), cells)
    assert (one.printed, one.corrected, one.open) == ("约85万", "85", False)


def test_a_wrong_correction_stays_open():
    cells = {"表1!E6": "很多"}
    (one,) = mends(read(workbook(form_with(E6="约85万")), answers=Answers(cells=cells)), cells)
    assert (one.printed, one.corrected, one.open) == ("约85万", "很多", True)


def test_what_a_mended_edition_changed():
    before = read(workbook(form_with(A2=None, E6="约85万", H12="廿八"), form_with(B3="旧项目")))
    after = read(workbook(form_with(E6=85, H12="约三十"), form_with(B3="新项目")))
    change = edition_change(before, after)
    assert [(one.code, one.cell) for one in change.gone] == [("amount-unreadable", "E6")]
    assert [(one.code, one.found) for one in change.still] == [("points-unreadable", "约三十")]
    assert (change.new, change.common, change.forms_added, change.forms_gone) == ((), 1, ("新项目",), ("旧项目",))
    assert [(one.field, one.old, one.new, one.cell) for one in change.figures] == [
        ("年度", None, 2023, None),
        ("年度资金总额 全年执行数（万元）", None, Decimal(85), "E6"),
    ]


def test_files_without_a_common_form_are_no_editions_of_each_other():
    assert edition_change(read(workbook(form_with())), read(workbook(form_with(B3="别的项目")))).common == 0


def test_compared_figures_keep_all_their_digits():
    assert [figure_words(value) for value in (Decimal("1043.042020"), Decimal(100), 2023, None, "良好")] == ["1,043.04202", "100", "2023", "—", "良好"]


def test_a_unit_that_a_person_chose_is_no_change_of_the_file():
    content = workbook(*(form_with(B3=f"项目{n}") for n in range(4)), form_with(B3="巨大项目", C6=9122160, D6=9122160, E6=9000000, C7=None, D7=None, E7=None))
    before, after = read(content), read(content, answers=Answers(units={"巨大项目": "元"}))
    assert edition_change(before, after).figures
    assert edition_change(before, after, {"巨大项目"}).figures == ()


def test_what_the_rules_found_counts_as_solved_too():
    before, after = (read(workbook(form_with(H14=total))) for total in (99, 96.5))
    rules = changed(*(self_check([one]).files[0].findings for one in (before, after)))
    assert edition_words(before, edition_change(before, after), rules).startswith("已解决 1 处")
