"""Forms compared with each other: the map, the pairs, differences marked, reasons word for word."""

from __future__ import annotations

import random

import pytest

from analytics.audit import audit
from analytics.audit.likeness import ALIKE, ComparedForm, forms_of, likeness, likeness_map, near_pairs, repeated_reasons
from analytics.charts.likeness import differences, heat_map, same_fields, side_by_side
from analytics.metrics import run
from tests.audit.draft import PLACE, Department, indicators

GOAL = "保障辖区主要道路清洁，按月巡查，及时处置积存垃圾，投诉当日办结，台账完整准确，作业人员持证上岗，安全责任落实到位，全年不发生事故"
OTHER = (
    "面向社区组织居民参加各类健康讲座与义诊活动，为老年人建立健康档案，开展慢性病筛查，发放宣传手册，培训社区医生，定期回访并"
    "登记结果情况，持续改进服务质量，做好信息公开工作"
)
SCOPE = (PLACE["district"], PLACE["department"], PLACE["fiscal_year"])


class Stored(Department):
    """A department that can be asked for Arrow tables, as a snapshot can."""

    def table(self, sql, parameters=None, **values):
        if not sql.lstrip().startswith("--"):
            return super().table(sql, parameters, **values)
        return self.connection.cursor().execute(sql, parameters).to_arrow_table()


@pytest.fixture
def department():
    whole = Stored()
    whole.evaluate("甲街清扫 100 次", goal=GOAL, achievement="完成 100 次")
    whole.evaluate("乙桥清扫 200 次", goal=GOAL, achievement="完成 200 次")
    whole.evaluate("健康讲座", [], goal=OTHER, achievement="全部完成")
    whole.evaluate("车辆年检", [], goal="年检")
    whole.build()
    return whole


def form(name: str, text: str, lines=()) -> ComparedForm:
    return ComparedForm(name, name, text, None, tuple(lines), text)


def test_names_and_amounts_do_not_count(department):
    found = likeness_map(forms_of(department, *SCOPE))
    most = found.pairs[0]
    assert {found.forms[most.first].name, found.forms[most.second].name} == {"甲街清扫 100 次", "乙桥清扫 200 次"}
    assert most.likeness > 0.95
    assert found.alike == 1


def test_forms_with_few_words_are_counted_and_not_compared(department):
    found = likeness_map(forms_of(department, *SCOPE))
    assert (len(found.forms), found.too_short, found.left_out) == (3, 1, 0)


def test_every_pair_of_the_forms_is_there_once():
    found = likeness_map([form(str(n), GOAL[n:] + OTHER[: 60 + n]) for n in range(5)])
    assert len({(pair.first, pair.second) for pair in found.pairs}) == 10
    assert all(pair.first < pair.second for pair in found.pairs)


def test_a_large_department_shows_its_most_alike_forms():
    forms = [form(f"别{n}", "".join(chr(0x4E00 + (n * 97 + at * (n + 3)) % 5000) for at in range(80))) for n in range(20)]
    found = likeness_map([*forms, form("甲", GOAL), form("乙", GOAL + "，及时")], most=4)
    assert {"甲", "乙"} <= {one.name for one in found.forms}
    assert (len(found.forms), found.left_out) == (4, 18)
    assert abs([one.name for one in found.forms].index("甲") - [one.name for one in found.forms].index("乙")) == 1


def test_the_rule_and_the_map_agree(department):
    (found,) = audit(department.connection, ["forms-alike"]).findings
    pairs = list(near_pairs([one.text for one in forms_of(department, *SCOPE)]))
    assert found.stated == f"{max(like for _, _, like in pairs):.0%}"
    assert max(like for _, _, like in pairs) >= ALIKE


@pytest.mark.parametrize("letters", [40, 254, 255, 256, 257, 900])
def test_likeness_is_exact_however_many_letters_there_are(letters):
    dice = random.Random(letters)
    alphabet = [chr(0x4E00 + at) for at in range(letters)]
    whole = "".join(dice.choices(alphabet, k=600))
    texts = [whole[:at] + "".join(dice.choices(alphabet, k=600 - at)) for at in (600, 540, 500, 400, 380)]
    found = list(near_pairs(texts))
    assert len(found) >= 4
    assert found == [(first, second, likeness(texts[first], texts[second])) for first, second, _ in found]
    assert list(near_pairs(texts, ALIKE)) == [one for one in found if one[2] >= ALIKE]
    assert 0 < len(list(near_pairs(texts, ALIKE))) < len(found)


def test_nothing_to_compare_gives_no_pairs():
    assert likeness_map([]).pairs == ()
    assert likeness_map([form("甲", GOAL)]).pairs == ()


def test_departments_with_one_form_are_not_offered():
    department = Stored()
    department.evaluate("甲街清扫")
    department.evaluate("乙桥清扫")
    department.evaluate("单独一张", fiscal_year=2019)
    assert run(department.build(), "form_groups")[["fiscal_year", "forms"]].to_numpy().tolist() == [[2023, 2]]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("清扫甲街", "清扫乙桥", ([("same", "清扫"), ("differs", "甲街")], [("same", "清扫"), ("differs", "乙桥")])),
        ("一样", "一样", ([("same", "一样")], [("same", "一样")])),
        ("", "新写", ([], [("differs", "新写")])),
        ("甲一乙", "丙一丁", ([("differs", "甲一乙")], [("differs", "丙一丁")])),
    ],
)
def test_differences_are_cut_out(left, right, expected):
    assert differences(left, right) == expected


def test_differences_leave_no_sign_out():
    left, right = GOAL + "甲", OTHER + GOAL
    ones, others = differences(left, right)
    assert ("".join(text for _, text in ones), "".join(text for _, text in others)) == (left, right)


def test_side_by_side_marks_and_escapes():
    line = {"level2": "数量指标", "level3": "清扫", "target": "<b>10</b>次", "actual": "10次", "weight": 10, "score": 9, "deviation_reason": None}
    one, other = form("<i>甲</i>", "清扫道路甲段落", [line]), form("乙", "清扫道路乙段落", [{**line, "actual": "12次"}])
    drawn = side_by_side(one, other)
    assert "<mark>甲</mark>" in drawn
    assert "<b>10" not in drawn
    assert "<i>" not in drawn
    assert same_fields(one, other) == (1, 3)  # the achievement, which both leave blank


def test_an_indicator_that_only_one_form_has_stands_alone():
    line = {"level2": "数量指标", "level3": "清扫", "target": None, "actual": None, "weight": None, "score": None, "deviation_reason": None}
    drawn = side_by_side(form("甲", GOAL, [line, line]), form("乙", GOAL, [line]))
    assert "数量指标 2" in drawn


def test_the_map_carries_both_forms_of_a_cell(department):
    figure = heat_map(likeness_map(forms_of(department, *SCOPE)), "来源")
    marks = figure.data[1]
    assert len(marks.x) == 6
    assert list(marks.customdata[0]) == [0, 1]
    assert figure.data[0].z[0][0] is None


def test_reasons_word_for_word_come_with_their_forms():
    whole = Department()
    for name in ("甲", "乙", "丙"):
        whole.evaluate(name, indicators((1, {"deviation_reason": "今后加强管理并落实到位"})))
    findings = whole.audit("repeated-reason").findings
    found = {one.reason: set(one.projects) for one in repeated_reasons(findings, *SCOPE)}
    assert found["今后加强管理并落实到位"] == {"甲", "乙", "丙"}
    assert repeated_reasons(findings, "朝阳区", None, None) == ()
