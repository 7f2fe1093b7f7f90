"""Differences, accounts, evaluations and reports of the real forms, figure by figure."""

import math
from dataclasses import replace

import pytest

from analytics.metrics import Filters, run
from analytics.store import Store

CENTRE, BUREAU = "丰台区城市管理监督指挥中心", "丰台区政务服务管理局"


@pytest.fixture(scope="module")
def samples_read(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


def one(frame, **wanted):
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1
    return frame.iloc[0]


@pytest.mark.parametrize("filters", [Filters(), Filters(districts=("朝阳区",)), Filters(years=(2021,), rate_max=0.8)])
def test_the_steps_from_budget_to_spending_add_up(samples_read, filters):
    row = run(samples_read, "variance_steps", filters).iloc[0]
    assert row["initial_budget"] + row["revision"] == pytest.approx(row["revised_budget"])
    assert row["revised_budget"] - row["unspent"] == pytest.approx(row["executed"])
    assert row["projects"] + row["left_out"] == len(run(samples_read, "project_list", filters))
    assert row["left_out"] == len(run(samples_read, "variance_left_out", filters))


def test_the_money_followed_is_split_by_what_it_rests_on(samples_read):
    row = run(samples_read, "variance_steps").iloc[0]
    parts = [row[f"{name}_budget"] for name in ("verified", "unverified", "contradicted")]
    assert math.isclose(sum(parts), row["revised_budget"])


def test_every_project_left_out_says_why(samples_read):
    rows = run(samples_read, "variance_left_out")[["name", "reason"]].values.tolist()
    assert rows == [["接诉即办工作经费", "年初预算数空白"], ["丰台区城指中心通讯保障资源运维项目", "表中没有全年预算数一栏"]]


def test_a_cut_budget_is_measured_on_both_bases(samples_read):
    row = one(run(samples_read, "variance_projects"), name="监督员工资及管理费用")
    assert [round(row[name], 4) for name in ("revision_rate", "execution_rate", "rate_on_initial", "outturn_deviation")] == [-0.6702, 0.6441, 0.2124, -0.7876]


def test_growth_over_a_zero_base_is_said_and_never_infinite(samples_read):
    lines = run(samples_read, "variance_classes")
    row = one(lines, name="组织事务")
    assert row["zero_base"]
    assert math.isnan(row["outturn_deviation"])
    assert row["variance_standing"] == "有矛盾"  # a rate of 49 % is printed all the same
    assert not lines["outturn_deviation"].map(math.isinf).any()


def test_the_initial_budget_of_a_class_is_derived(samples_read):
    row = one(run(samples_read, "variance_classes"), department=BUREAU, name="一般公共服务支出")
    assert row["initial_budget_derived"]
    assert [float(row["initial_budget"]), float(row["final_accounts"])] == [2972.29, 3940.82]


def test_only_the_lines_that_contradict_themselves_are_marked(samples_read):
    lines = run(samples_read, "account_lines")
    wrong = lines[lines["line_standing"] == "有矛盾"]
    assert wrong[["department", "name", "cell"]].values.tolist() == [
        [CENTRE, "收支总计", "H2"], [CENTRE, "社会保障和就业支出", "H19"], [BUREAU, "财政拨款收支总计", "H51"], [BUREAU, "组织事务", "H55"],
    ]  # fmt: skip


def test_the_stated_deviation_is_found_on_no_base(samples_read):
    row = one(run(samples_read, "variance_departments"), department=CENTRE)
    assert [round(row["outturn_deviation"], 4), round(row["deviation_on_revised"], 4), row["outturn_deviation_stated"]] == [-0.0665, -0.067, -0.0294]
    assert row["deviation_standing"] == "有矛盾"


def test_totals_hold_their_parts(samples_read):
    totals = run(samples_read, "account_totals")
    assert (totals["basic_spending"] + totals["project_spending"]).tolist() == pytest.approx(totals["spending"].tolist())
    assert (totals["basic_share"] + totals["project_share"]).tolist() == pytest.approx([1, 1], abs=1e-4)


def test_an_evaluation_names_its_scope_and_its_standing(samples_read):
    rows = run(samples_read, "department_evaluation")
    columns = ["department", "scope", "execution_standing", "balance_standing"]
    assert rows[columns].values.tolist() == [[CENTRE, "一般公共预算", "已印证", "已印证"], [BUREAU, "全口径", "已印证", "未印证"]]
    assert float(one(rows, department=BUREAU)["project_unspent"]) == pytest.approx(-0.38)


def test_reports_are_set_against_forms(samples_read):
    rows = run(samples_read, "claims_projects", Filters(departments=(CENTRE,)))
    by_standing = {standing: sorted(group["name"]) for standing, group in rows.groupby("claim_standing")}
    assert by_standing["不一致"] == ["接诉即办工作经费"]
    assert by_standing["无自评表"] == ["聘用人员工资及管理费用"]
    assert len(by_standing["报告未列"]) == 2
    assert len(by_standing["一致"]) == 9  # among them 43.042 against 43.04202


def test_filters_of_money_do_not_hide_a_form_from_its_report(samples_read):
    chosen = Filters(departments=(CENTRE,))
    narrowed = replace(chosen, rate_max=0.5, budget_max=20)
    assert len(run(samples_read, "claims_projects", narrowed)) == len(run(samples_read, "claims_projects", chosen))


def test_districts_score_execution_by_different_rules(samples_read):
    rows = run(samples_read, "compare_scoring")
    assert rows[rows["district"] == "丰台区"]["follows_rate"].all()
    row = one(rows, name="常年聘请律师费")
    assert [float(row["execution_score"]), round(row["execution_rate"], 4), bool(row["follows_rate"])] == [9, 0.3333, False]


def test_missing_scores_have_no_attainment(samples_read):
    rows = run(samples_read, "compare_measures").set_index("district")
    assert rows.loc["朝阳区", "output_scored"] == 0
    assert math.isnan(rows.loc["朝阳区", "output_attainment"])
    assert rows["rated"].to_dict() == {"丰台区": 31, "朝阳区": 12}
