from analytics.charts.form_beside import beside, problems_by_form, unread_outside
from analytics.reading import Answers
from tests.reading.sheets import form_with, read, workbook


def drawn(reading, number=0):
    return beside(reading, number, problems_by_form(reading)[number])


def test_a_figure_and_its_cell_carry_the_same_address():
    html = drawn(read(workbook(form_with())))
    assert '<small class="address" data-cell="E6">' in html
    assert '<td class="short" data-cell="E6"' in html


def test_doubtful_unread_and_corrected_cells_are_marked_in_place():
    content = workbook(form_with(E6="约85万", H12="廿八", J12="附注"))
    html = drawn(read(content, answers=Answers(cells={"表1!E6": "85"})))
    for mark, cell in (("error short", "H12"), ("unread short", "J12"), ("corrected short", "E6")):
        assert f'<td class="{mark}" data-cell="{cell}"' in html
    assert ">约85万<" in html


def test_problems_belong_to_the_form_they_stand_in():
    reading = read(workbook([*form_with(), [], *form_with(B3="河道保洁", E6="约85万")], form_with(B3="绿化", H12="廿八")))
    assert [[one.cell for one in found] for found in problems_by_form(reading)] == [[], ["E21"], ["H12"]]


def test_unread_text_outside_every_form_is_told_apart():
    reading = read(workbook([*form_with(J12="附注"), [], [], ["库存现金", None, 12]]))
    assert "J12" in {one.cell for one in reading.unread}
    assert "J12" not in {one.cell for one in unread_outside(reading)}


def test_no_text_of_a_file_is_markup():
    html = drawn(read(workbook(form_with(B3="<script>alert(1)</script>", J12='"><img src=x>'))))
    assert "<script" not in html
    assert "<img" not in html
