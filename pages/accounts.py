"""部门决算: what did one department take in and spend in a year, and does its report agree with itself?"""

from __future__ import annotations

from typing import Any

import pandas
import streamlit as st

from analytics.charts import accounts as charts
from analytics.charts.standing import marked
from analytics.metrics import Filters
from analytics.pinyin import in_order
from analytics.wording import amount, change, count, growth, left_over, money, rate, score, text
from pages._address import asked
from pages._cells import draw_cells
from pages._execution_ways import draw_ways
from pages._export import download_table
from pages._marks import opening
from pages._shared import answer, current, escaped, explain, html_table, is_empty, kept_filters, measure_row, page
from pages._words import table_in_words

MEASURES = [
    "income",
    "spending",
    "basic_share",
    "project_share",
    "three_public",
    "operating",
    "procurement",
    "purchased_services",
    "execution_rate",
    "balance_rate",
    "outturn_deviation",
]
CLAIM_COLUMNS = [
    "name", "claimed_budget", "budget_base", "claimed_executed", "executed", "claimed_score", "score_stated", "score_difference",
    "claim_standing", "claim_source",
]  # fmt: skip


def draw() -> None:
    page("部门决算", "一个部门一年收了多少、花了多少，报告里的数字对不对得上？")
    if is_empty():
        return
    totals = answer("account_totals", Filters())
    evaluations = answer("department_evaluation", Filters())
    offered = pandas.concat([totals, evaluations])[["department", "fiscal_year"]].drop_duplicates()
    if offered.empty:
        st.info("还没有部门决算表。导入部门决算登记表或部门整体绩效表之后，这里就会有内容。")
        return
    chosen = _choose(offered)
    lines = answer("account_lines", chosen)
    if not lines.empty:
        _draw_accounts(answer("account_totals", chosen).iloc[0], lines, chosen)
    draw_ways(chosen)
    _draw_evaluation(answer("department_evaluation", chosen), answer("variance_departments", chosen))
    _draw_claims(answer("claims_projects", chosen))
    if not lines.empty:
        _draw_lines(lines, chosen)
    explain(MEASURES)


def _choose(offered: pandas.DataFrame) -> Filters:
    """One department and one of its years, kept in the address; at first those of the filters chosen on other pages, where they name some."""
    kept = kept_filters()
    left, right = st.columns([3, 1])
    names = in_order(offered["department"].dropna().unique())
    wished = [*kept.get("department", []), *(name for name in names if name.startswith(tuple(kept.get("district", []))))]
    department = left.selectbox("部门", names, index=_first(names, wished), key="account_department", bind="query-params")
    years = sorted(offered[offered["department"] == department]["fiscal_year"].dropna().astype(int).unique(), reverse=True)
    offered_years = [int(each) for each in years]
    at = _first(offered_years, [int(text) for text in kept.get("year", []) if text.isdecimal()])
    year = right.selectbox("年度", offered_years, index=at, key="account_year", format_func=lambda value: f"{value}年", bind="query-params")
    return Filters(departments=(department,), years=(year,))


def _first(offered: list, wished: list) -> int:
    """Where the first wish stands among what is offered; the first place where none does."""
    return next((offered.index(value) for value in wished if value in offered), 0)


# ---- accounts


def _draw_accounts(row: pandas.Series, lines: pandas.DataFrame, chosen: Filters) -> None:
    measure_row(
        [
            ("income", money(row["income"]), _against(row["income_growth"], row["income_growth_stated"])),
            ("spending", money(row["spending"]), _against(row["spending_growth"], row["spending_growth_stated"])),
            ("three_public", money(row["three_public"]), f"年初预算 {money(row['three_public_budget'])}"),
            ("operating", money(row["operating"]), f"比上年{change(row['operating_change'])}，{growth(row['operating_growth'])}"),
            ("procurement", money(row["procurement"]), f"中小企业{rate(row['procurement_small_share'])}，小微{rate(row['procurement_micro_share'])}"),
            ("purchased_services", money(row["purchased_services"]), None),
        ]
    )
    st.caption("增长按表中所写的增减额重算：增减额 ÷（本年数 − 增减额）。")
    under = f"来源：部门决算表；范围：{chosen.words()}；数据版本 {current().version}"
    left, right = st.columns(2)
    with left:
        opening(charts.flows(lines, under), "account_flows", "line")
    with right:
        opening(charts.functions(lines, under), "account_functions", "line")
    left, right = st.columns(2)
    with left:
        opening(charts.procurement(lines, under), "account_procurement", "line")
    with right:
        _draw_contradictions(lines)
    _draw_origin(lines, asked("line"))


def _draw_origin(lines: pandas.DataFrame, picked: str) -> None:
    """The cell of the line whose bar was clicked."""
    row = next((row for row in lines.to_dict("records") if charts.line_key(row) == picked), None)
    if row:
        draw_cells(f"原表：{row['name']} {money(row['final_accounts'])}", [row], row["name"])


def _against(recomputed: Any, stated: Any) -> str:
    return f"比上年{growth(recomputed)}（所述{growth(stated)}）"


def _draw_contradictions(lines: pandas.DataFrame) -> None:
    wrong, right = (lines[lines["line_standing"] == words] for words in ("有矛盾", "已印证"))
    st.subheader(f"所写比率与金额不符：{count(len(wrong))}行")
    if len(wrong):
        html_table(
            [charts.contradiction(row) for row in wrong.to_dict("records")], ["科目", "决算数（万元）", "单元格", "比率", "所述", "重算"], numbers=(1, 4, 5)
        )
    st.caption(f"决算表共{count(len(lines))}行：{count(len(right))}行的比率重算相符，{count(len(wrong))}行不符，其余没有写比率。")


def _draw_lines(lines: pandas.DataFrame, chosen: Filters) -> None:
    with st.expander(f"决算表全部{count(len(lines))}行"):
        table_in_words(
            lines,
            [
                "table_name",
                "name",
                "level",
                "final_accounts",
                "line_share",
                "change_amount",
                "change_rate",
                "variance_amount",
                "outturn_deviation",
                "line_standing",
                "cell",
            ],
            "account_lines",
        )
        download_table("导出部门决算", lines, [name for name in lines.columns if not name.endswith("_id")], "account_lines", chosen)


# ---- evaluation


def _draw_evaluation(evaluations: pandas.DataFrame, variances: pandas.DataFrame) -> None:
    st.subheader("部门整体绩效：所述与重算")
    if evaluations.empty:
        st.caption("这个部门这一年没有部门整体绩效表。")
        return
    row = evaluations.iloc[0]
    variance = variances.iloc[0]
    scope = f"口径：{row['scope']}（支出总数与同口径决算合计相等）" if isinstance(row["scope"], str) else "口径：支出总数与两张决算表的合计都不相等，口径未明"
    st.caption(f"{scope}；评价得分 {score(row['score'])}，等级 {text(row['grade'])}。")
    left, right = st.columns(2)
    with left:
        html_table(
            [
                [
                    "基本支出",
                    amount(row["basic_budget"]),
                    amount(row["basic_executed"]),
                    rate(row["basic_execution_rate"]),
                    left_over(row["basic_unspent"]).replace(" 万元", ""),
                ],
                [
                    "项目支出",
                    amount(row["project_budget"]),
                    amount(row["project_executed"]),
                    rate(row["project_execution_rate"]),
                    left_over(row["project_unspent"]).replace(" 万元", ""),
                ],
                ["合计", amount(row["revised_budget"]), amount(row["executed"]), rate(row["execution_rate"]), left_over(row["unspent"]).replace(" 万元", "")],
            ],
            ["万元", "全年预算数", "支出", "执行率（重算）", "未执行"],
            numbers=(1, 2, 3, 4),
        )
    with right:
        html_table(
            [
                ["预算执行率", "支出 ÷ 全年预算", rate(row["execution_rate_stated"]), rate(row["execution_rate"]), marked(row["execution_standing"])],
                ["结转结余率", "年末结转结余 ÷ 全年预算", rate(row["balance_rate_stated"]), rate(row["balance_rate"]), marked(row["balance_standing"])],
                [
                    "预决算差异率",
                    "以年初预算（推算）为基数",
                    growth(row["outturn_deviation_stated"]),
                    growth(variance["outturn_deviation"]),
                    marked(variance["deviation_standing"]),
                ],
                ["", "以全年预算为基数", "", growth(variance["deviation_on_revised"]), ""],
            ],
            ["指标", "算法", "所述", "重算", "印证"],
            numbers=(2, 3, 4),
        )


# ---- claims


def _draw_claims(claims: pandas.DataFrame) -> None:
    if claims.empty:
        return
    st.subheader("报告所述项目与项目自评表")
    differing = claims[claims["claim_standing"] == "不一致"]
    alone, unlisted = (count((claims["claim_standing"] == words).sum()) for words in ("无自评表", "报告未列"))
    found = "、".join(differing["name"]) if len(differing) else "没有"
    words = f"不一致的项目：{found}。报告提到而没有自评表的{alone}个，有自评表而整体报告未列的{unlisted}个。"
    st.html(f'<p class="lens-finding">{escaped(words)}</p>')
    table_in_words(claims, CLAIM_COLUMNS, "claims_projects", budget_base="自评表预算", executed="自评表执行数", score_stated="自评表得分")


draw()
