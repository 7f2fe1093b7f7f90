import pandas as pd

from analytics.charts import accounts

COLUMNS = ["table_name", "name", "level", "final_accounts", "line_share"]
LINES = pd.DataFrame(
    [
        ["收入决算表", "本年收入合计", "合计", 100.0, 1.0],
        ["收入决算表", "财政拨款收入", "类", 99.0, 0.99],
        ["收入决算表", "其他收入", "类", 1.0, 0.01],
        ["收入决算表", "经营收入", "类", 0.0, 0.0],
        ["支出决算表", "本年支出合计", "合计", 90.0, 1.0],
        ["支出决算表", "基本支出", "类", 45.0, 0.5],
        ["支出决算表", "项目支出", "类", 45.0, 0.5],
        ["一般公共预算财政拨款支出决算表", "城乡社区支出", "类", 80.0, 0.9],
        ["政府采购情况表", "政府采购支出总额", "合计", 10.0, 1.0],
        ["政府采购情况表", "服务支出", "类", 10.0, 1.0],
        ["政府采购情况表", "授予中小企业合同金额", "其中", 2.0, 0.2],
    ],
    columns=COLUMNS,
).assign(department="甲局", fiscal_year=2021, line_number=range(1, 12))
CHECKED = {"name": "组织事务", "final_accounts": 0.29, "cell": "H55", "share_holds": None, "share_stated": None, "line_share": 0.0, "change_holds": None,
           "change_rate_stated": None, "change_rate": None, "variance_holds": False, "variance_rate_stated": 0.49, "outturn_deviation": None}  # fmt: skip


def said(figure):
    return [*(bar.text[0] for bar in figure.data if bar.text and bar.text[0]), *(note.text for note in figure.layout.annotations)]


def test_parts_are_named_in_the_bar_or_behind_it():
    texts = said(accounts.flows(LINES, "来源"))
    assert "财政拨款收入 99.00（99.0%）" in texts
    assert "其他收入 1.00（1.0%）" in texts
    assert not any("经营收入" in text for text in texts)  # nothing came from there


def test_titles_state_the_finding():
    assert "项目支出占50.0%" in accounts.flows(LINES, "来源").layout.title.text
    assert "90.0%用于城乡社区" in accounts.functions(LINES, "来源").layout.title.text
    assert "20.0%授予中小企业" in accounts.procurement(LINES, "来源").layout.title.text


def test_a_department_without_lines_draws():
    empty = LINES.iloc[0:0]
    for draw in (accounts.flows, accounts.functions, accounts.procurement):
        assert draw(empty, "来源").layout.title.text


def test_a_rate_over_nothing_is_told_as_such():
    assert accounts.contradiction(CHECKED) == ["组织事务", "0.29", "H55", "比年初预算", "增长 49.0%", "年初为零"]
