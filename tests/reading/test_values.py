"""Numbers, rates and targets as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.reading.masking import mask_person, mask_telephone, mask_text
from analytics.reading.names import department_of, district_of, year_of_file_name, year_of_title
from analytics.reading.values import NotANumber, amounts_in, is_blank, join_target, number, settle_rate, target_of, unit_in

amounts = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")


@given(amounts)
def test_a_number_is_read_however_its_digits_are_written(value):
    for text in (f"{value}", f"{value:,}", f"{value}".translate(FULL_WIDTH), f" {value} ", f"{value}万元", f"¥{value}"):
        assert number(text) == value


@given(st.text(alphabet="-—–－/ 　", max_size=6))
def test_dashes_and_blanks_are_no_figure(text):
    assert is_blank(text)
    assert number(text) is None


@given(st.text(max_size=12))
def test_any_text_is_a_number_nothing_or_refused(text):
    try:
        value = number(text)
    except NotANumber:
        return
    assert value is None or isinstance(value, Decimal)


@pytest.mark.parametrize("text", ["十二", "12..5", "1,2,3", "约50", "50左右", "12 34", "1e5", "N/A", "#REF!"])
def test_what_is_no_number_is_refused_not_zero(text):
    with pytest.raises(NotANumber):
        number(text)


@pytest.mark.parametrize(
    ("text", "expected", "by_score", "rate"),
    [
        ("99.66%", None, None, "0.9966"),
        ("100%……", None, None, "1"),
        ("９９．６６％", None, None, "0.9966"),
        ("100", "1", None, "1"),
        ("1", "1", None, "1"),
        ("1", "0.01", None, "0.01"),
        ("0.9966", "0.99655", None, "0.9966"),
        ("79.27", None, "0.793", "0.7927"),
        ("0", None, None, "0"),
        ("—", None, None, None),
    ],
)
def test_the_scale_of_a_rate_is_settled_by_what_stands_beside_it(text, expected, by_score, rate):
    as_decimal = [None if value is None else Decimal(value) for value in (expected, by_score, rate)]
    assert settle_rate(text, as_decimal[0], as_decimal[1]) == (as_decimal[2], True)


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_a_rate_printed_as_percent_or_ratio_is_the_same(rate):
    percent = f"{rate * 100:f}"
    assert settle_rate(f"{percent}%", None, None)[0] == rate
    settled, sure = settle_rate(percent, rate, None)
    assert not sure or abs(settled - rate) <= Decimal("0.006")


def test_a_rate_that_nothing_settles_stays_empty_and_unsure():
    assert settle_rate("0.95", None, None) == (None, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目预算控制912.216万元。", ["912.216"]),
        ("年初预算为5322827.80元", ["532.28278"]),
        ("0.4亿元", ["4000"]),
        ("8000元/人/年", []),
        ("控制在1121.6239元以内", []),
        ("每次会议3万元，共4次", ["3"]),
        ("完成2万件工单", []),
        ("全部完成", []),
    ],
)
def test_amounts_with_a_unit_are_found_in_sentences(text, found):
    assert [amount.amount for amount in amounts_in(text)] == [Decimal(value) for value in found]


@pytest.mark.parametrize(
    ("text", "value", "direction"),
    [
        ("≥90%", "0.9", "≥"),
        ("90%以上", "0.9", "≥"),
        ("不低于 95％", "0.95", "≥"),
        ("≤100个", "100", "≤"),
        ("=8个", "8", "="),
        ("2万件以上", "20000", "≥"),
        ("约50万件", "500000", None),
        ("60余万件", "600000", None),
        ("4次", "4", None),
        ("优良中低差", None, None),
        ("1-2个", None, None),
        ("2023年12月31日前", None, None),
        ("2023年底", None, None),
        ("6月底前", None, None),
        ("=120元/㎡", "120", "="),
        ("≤3‰", "0.003", "≤"),
        (None, None, None),
    ],
)
def test_a_target_yields_value_and_direction(text, value, direction):
    assert target_of(text) == (None if value is None else Decimal(value), direction)


def test_a_target_in_three_columns_is_joined():
    assert join_target("≥", "735", "人次") == "≥735人次"
    assert join_target("═", "100", "%") == "=100%"
    assert join_target("＝", "120", "元/㎡") == "=120元/㎡"
    assert join_target(None, "良好", None) == "良好"
    assert join_target("≥", None, "人") is None


@pytest.mark.parametrize(
    ("text", "unit"), [("项目资金\n（万元）", "万元"), ("金额单位：元", "元"), ("发行金额（亿元）", "亿元"), ("预算数", None), ("单位：", None)]
)
def test_the_unit_of_a_heading(text, unit):
    assert unit_in(text) == unit


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("北京市朝阳区城市管理指挥中心", "朝阳区"),
        ("丰台区政务服务管理局", "丰台区"),
        ("219-池州市贵池区棠溪镇人民政府", "贵池区"),
        ("重庆市梁平区林业局", "梁平区"),
        ("青神县发展和改革局", "青神县"),
        ("内蒙古自治区通辽市科尔沁左翼中旗财政局", None),
        ("黄石市图书馆", None),
        ("区城指中心", None),
        ("社区服务中心", None),
        ("全区离退休干部学习活动经费", None),
    ],
)
def test_the_district_at_the_head_of_a_name(name, district):
    assert district_of(name) == district


def test_departments_are_brought_together():
    assert department_of("北京市丰台区政务服务管理局", "丰台区", {}) == "丰台区政务服务管理局"
    assert department_of("城指中心", "丰台区", {}) == "丰台区城市管理监督指挥中心"
    assert department_of("城指中心", "朝阳区", {}) is None
    assert department_of("城指中心", "朝阳区", {"城指中心": "朝阳区城市管理指挥中心"}) == "朝阳区城市管理指挥中心"


def test_years_are_taken_only_where_one_is_meant():
    assert year_of_title("2022年度共享工程项目自评表") == 2022
    assert year_of_title("2020年至2022年项目自评表") is None
    assert year_of_file_name("丰台区_2021年度_部门决算.xlsx") == 2021
    assert year_of_file_name("自评表_2023.xlsx") == 2023
    assert year_of_file_name("自评表20230101.xlsx") is None


def test_names_and_telephones_are_masked():
    assert mask_person("刘某某、张三") == "刘某、张某"
    assert mask_telephone("63811234") == "6381****"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系人：张三丰，电话：63812345", "联系人：张某，电话：6381****"),
        ("负责人:李四、王五；手机 13912345678", "负责人:李某、王某；手机 1391****"),
        ("可拨打010-63812345咨询", "可拨打010-****咨询"),
        ("身份证11010119900101123X", "身份证1101****"),
        ("负责人：综合管理科", "负责人：综合管理科"),
        ("执行 430420.2 元，预算13500000000元", "执行 430420.2 元，预算13500000000元"),
        ("13912345678", "13912345678"),
        ("2021年12月31日前完成96005件", "2021年12月31日前完成96005件"),
    ],
)
def test_persons_in_free_text_are_masked_and_figures_are_not(text, masked):
    assert mask_text(text) == masked
