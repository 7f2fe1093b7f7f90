"""执行率 over the real forms: the projects below a threshold, the same in words, table and address."""

from __future__ import annotations

from analytics.reading.records import AmountUnit
from analytics.store import Store
from tests.store.forms import form, reading

BELOW = [
    "全区离退休干部学习活动经费", "常年聘请律师费", "城指中心监管数据无线采集设备更新运行维护项目（体制）经费", "接诉即办工作经费",
    "监督员工资及管理费用", "丰台区政府信息共享平台运行维护费项目", "政府热线团结湖办公区后勤保障", "政管局党费返还留成党建经费",
]  # fmt: skip


def names(app) -> list[str]:
    return list(app.dataframe[0].value["name"])


def test_lists_the_projects_below_eighty_percent_first(open_page, sample_store, shown):
    app = open_page("execution", sample_store)
    assert names(app) == BELOW
    assert "低于80%：8个项目，涉及预算 449.11 万元，未执行 191.84 万元" in shown(app)


def test_the_threshold_moves_table_and_words_together(open_page, sample_store, shown):
    app = open_page("execution", sample_store)
    app.slider(key="threshold").set_value(50).run()
    assert names(app) == BELOW[:4]
    assert "低于50%：4个项目" in shown(app)


def test_an_address_brings_its_threshold(open_page, sample_store):
    assert names(open_page("execution", sample_store, threshold="50")) == BELOW[:4]


def test_a_threshold_out_of_range_in_the_address_is_dropped(open_page, sample_store):
    assert names(open_page("execution", sample_store, threshold="999")) == BELOW


def test_all_projects_are_shown_when_asked_for(open_page, sample_store):
    app = open_page("execution", sample_store)
    app.toggle(key="all_projects").set_value(True).run()
    assert len(names(app)) == 43


def test_a_search_narrows_the_table(open_page, sample_store):
    app = open_page("execution", sample_store)
    app.text_input(key="projects_search").set_value("律师").run()
    assert names(app) == ["常年聘请律师费"]


def test_codes_are_shown_in_words(open_page, sample_store):
    app = open_page("execution", sample_store)
    assert set(app.dataframe[0].value["unit_status"]) <= {"按表所写", "已印证", "已更正", "存疑"}


def test_the_narrower_of_filter_and_threshold_holds(open_page, sample_store):
    app = open_page("execution", sample_store, rate="低于50%")
    app.toggle(key="all_projects").set_value(True).run()
    assert names(app) == BELOW[:4]


def test_what_is_listed_can_be_exported(open_page, sample_store):
    assert "导出" in open_page("execution", sample_store).get("download_button")[0].proto.label


def test_a_project_without_a_rate_is_listed_apart_with_its_reason(open_page, tmp_path, shown):
    suspect = form("单位存疑的项目", None, None, amount_unit=AmountUnit("万元", None, "suspect"), number=2)
    store = Store(tmp_path)
    store.commit([reading("甲.xlsx", form("清楚的项目"), suspect)], {}, "测试")
    store.close()
    app = open_page("execution", tmp_path)
    app.toggle(key="all_projects").set_value(True).run()
    assert "没有执行率的项目（1个）" in [each.value for each in app.subheader]
    assert "金额单位存疑" in shown(app)
    assert list(app.dataframe[0].value["execution_rate"].dropna()) == [80.0]


def test_the_reason_is_the_one_given_on_the_form(open_page, sample_store):
    rows = open_page("execution", sample_store).dataframe[0].value.set_index("name")
    assert rows.loc["接诉即办工作经费", "deviation_reason"].startswith("疫情防控限制会议次数")
    assert rows["deviation_reason"].isna()["常年聘请律师费"]


def test_important_columns_come_first(open_page, sample_store):
    columns = list(open_page("execution", sample_store).dataframe[0].value.columns)
    assert columns[:6] == ["name", "execution_rate", "budget_base", "unspent", "deviation_reason", "department"]
