"""What may be compared, as the pages say it over the real forms."""

from __future__ import annotations

CENTRE = "丰台区城市管理监督指挥中心"


def test_one_department_has_several_execution_rates(open_page, sample_store, shown):
    words = shown(open_page("accounts", sample_store, account_department=CENTRE, account_year="2021"))
    assert "能算出5个执行率，从 88.89%（公开项目的执行数 ÷ 预算数）到 97.04%（财政支出 ÷ 可用财政资金）" in words
    assert "报告写 93.30%，用的是“财政支出 ÷ 全年预算”" in words


def test_like_projects_are_set_beside_each_other_and_not_ranked(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store, compare_part="同类项目"))
    assert "每一种都至少有一个区不足10个项目，只能并列，不能比高低" in words
    words = shown(open_page("compare", sample_store, compare_part="逐个项目"))
    assert "超出99.8%控制限、值得过问的有1个：城指中心监管数据无线采集设备更新运行维护项目（体制）经费" in words


def test_budgets_written_backwards_are_said_on_three_pages(open_page, sample_store, shown):
    assert "丰台区政务服务管理局预算数与执行数一位不差的项目超过八成" in shown(open_page("overview", sample_store))
    assert "丰台区政务服务管理局预算数与执行数一位不差的项目超过八成" in shown(open_page("execution", sample_store))
    assert "预算数疑为倒填" in shown(open_page("compare", sample_store, compare_scope="全部部门"))


def test_the_deviation_is_taken_apart_and_pefa_says_what_is_missing(open_page, sample_store, shown):
    words = shown(open_page("variance", sample_store))
    assert "执行比年初预算减少 588.90 万元：结转增加 0.00 万元（预算中另有上年结转 197.64 万元，年初已列），年中调整减少 356.72 万元" in words
    words = shown(open_page("variance", sample_store, variance_level="部门层面"))
    assert "朝阳区城市管理指挥中心缺连续三个年度的《一般公共预算财政拨款支出决算表》" in words
    assert "丰台区城市管理监督指挥中心缺2019、2020年度的《一般公共预算财政拨款支出决算表》" in words


def test_departments_of_one_function_are_set_beside_each_other(open_page, sample_store, shown):
    words = shown(open_page("compare", sample_store, compare_part="同职能部门"))
    assert "两区以上都有的部门职能是城市运行指挥（1种），覆盖朝阳区预算的100.0%、丰台区预算的38.4%" in words
    assert "城市运行指挥部门：丰台区、朝阳区相差" in words
    assert "另有18个项目（预算 3,283.80 万元）所在部门预算数疑为倒填，不参与对比" in words


def test_an_auditor_puts_the_function_right_and_takes_it_back(open_page, own_store):
    app = open_page("compare", own_store, compare_part="同职能部门")
    app.selectbox(key="function_department").set_value("丰台区政务服务管理局").run()
    app.selectbox(key="function_丰台区政务服务管理局").set_value("城市管理").run()
    app.button(key="function_save").click().run()
    assert [each.value for each in app.exception] == []
    assert app.selectbox(key="function_丰台区政务服务管理局").value == "城市管理"
    app.button(key="function_undo").click().run()
    assert [each.value for each in app.exception] == []
    assert app.button(key="function_undo").disabled
