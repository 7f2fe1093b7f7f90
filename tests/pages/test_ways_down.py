"""From what was clicked on a chart to its parts and its cell: each is a state of the address."""

from __future__ import annotations

import re

from analytics.metrics import Filters, run
from analytics.store import Store

CENTRE = "丰台区城市管理监督指挥中心"


def test_a_step_of_the_differences_lists_its_projects(open_page, sample_store, shown):
    app = open_page("variance", sample_store, step="年中调整")
    assert "年中调整由哪些项目构成" in str([each.value for each in app.subheader])
    assert "监督员工资及管理费用</a>" in shown(app)


def test_a_line_of_the_accounts_shows_its_cell(open_page, sample_store, shown):
    lines = run(Store(sample_store).snapshot(), "account_lines", Filters())
    row = next(row for row in lines.to_dict("records") if row["name"] == "项目支出")
    app = open_page("accounts", sample_store, line=f"{row['department']} {row['fiscal_year']} {row['line_number']}")
    assert re.search(f'class="proof[ a-z]*" data-cell="{row["cell"]}"', shown(app))


def test_an_item_of_the_experts_shows_its_cells_and_leads_to_the_project(open_page, sample_store, shown):
    app = open_page("experts", sample_store, item="0")
    assert shown(app).count('class="proof') >= 5


def test_projects_of_one_class_are_listed(open_page, sample_store, shown):
    app = open_page("project", sample_store, project_class="运维", district="丰台区")
    assert "项目类别“运维”：" in shown(app)
    assert 0 < len(app.dataframe[0].value) < 31


def test_a_way_to_reckon_the_rate_shows_the_cells_of_both_its_parts(open_page, sample_store, shown):
    app = open_page("accounts", sample_store, way="项目支出 ÷ 项目预算", account_department=CENTRE, account_year="2021")
    assert len(re.findall(r'class="proof[ a-z]*" data-cell="[FJ]2"', shown(app))) == 2


def test_a_way_that_adds_up_projects_lists_them(open_page, sample_store, shown):
    app = open_page("accounts", sample_store, way="公开项目的执行数 ÷ 预算数", account_department=CENTRE, account_year="2021")
    assert "看全部12个项目" in shown(app)


def test_a_functional_class_shows_its_cell(open_page, sample_store, shown):
    lines = run(Store(sample_store).snapshot(), "variance_classes", Filters())
    row = next(row for row in lines.to_dict("records") if row["name"] == "教育支出")
    line = f"{row['department']} {row['fiscal_year']} {row['line_number']}"
    app = open_page("variance", sample_store, variance_level="部门层面", line=line)
    assert re.search(r'class="proof[ a-z]*" data-cell="[A-Z]+[0-9]+"', shown(app))


def test_a_level_of_indicators_lists_where_its_points_were_lost(open_page, sample_store, shown):
    app = open_page("scores", sample_store, level="效益 生态效益")
    assert "效益 · 生态效益：丢分最多的指标" in str([each.value for each in app.subheader])
    assert 'href="/project?project=' in shown(app)
