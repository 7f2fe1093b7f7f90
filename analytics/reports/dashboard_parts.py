"""The parts of the dashboard on paper, page by page, in the order of the navigation. Each says and draws what its page does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import plotly.graph_objects as go

from analytics.audit import FAMILIES, SEVERITIES
from analytics.charts import compare as compare_charts
from analytics.charts import execution as execution_charts
from analytics.charts import experts as expert_charts
from analytics.charts import findings as finding_charts
from analytics.charts import overview as overview_charts
from analytics.charts import scores as score_charts
from analytics.charts import variance as variance_charts
from analytics.charts.accounts import contradiction, flows, functions, procurement, way_row, ways
from analytics.charts.funnel import funnel
from analytics.charts.intervals import intervals
from analytics.charts.three_scores import three_scores
from analytics.charts.uneven import spreads
from analytics.charts.variance_parts import part_row, parts_sentence
from analytics.charts.variance_parts import parts as parts_chart
from analytics.compare.figures import FIGURES, figures_of
from analytics.compare.funnel import funnel_of, funnel_sentence
from analytics.compare.panels import result_rows, sentence, sheets
from analytics.compare.words import turning, verdict
from analytics.metrics import Filters
from analytics.metrics.backwards import backwards_sentence
from analytics.metrics.comparison import caveats, like_departments, measure_rows, side_by_side
from analytics.metrics.sentences import comparison_sentence, execution_sentence, overview_sentence, scores_sentence, uneven_sentence, ways_sentence
from analytics.pinyin import in_order
from analytics.reports import briefing_paper as paper
from analytics.reports.briefing import briefing
from analytics.reports.briefing_words import templates
from analytics.reports.dashboard import Asked, Maker, Part, Table, cut_table, definitions, table_of
from analytics.reports.evidence import said, scope, subject
from analytics.wording import amount, change, count, growth, money, rate, score

MOST_DEPARTMENTS = 6  # drawn one by one: final accounts, variances
MOST_DISTRICTS = 4
MOST_SHEETS = 4
LOW_COLUMNS = ("name", "department", "fiscal_year", "budget_base", "executed", "unspent", "execution_rate", "standing", "deviation_reason")
MOVED_COLUMNS = ("name", "department", "fiscal_year", "initial_budget", "revised_budget", "executed", "outturn_difference", "outturn_deviation")
ACCOUNTS = "部门决算表"
DEFINED = (
    *("budget_base", "executed", "execution_rate", "unspent", "revision", "outturn_deviation", "rate_on_initial"),
    *("score_stated", "score_recomputed", "score_common", "attainment", "standing", "final_accounts"),
)


def overview(asked: Asked) -> Iterator[Part]:
    totals, departments = asked.rows("summary"), asked.rows("summary", by="department")
    row = totals.iloc[0]
    below = asked.source()
    yield Part(
        "总览",
        "钱花得怎么样，哪些项目需要过问？",
        _said(overview_sentence(totals, asked.rows("standouts")), backwards_sentence(departments)),
        (
            ("项目", count(row["projects"]), f"其中{count(row['counted'])}个计入金额合计"),
            ("全年预算", money(row["budget"]), f"不含{count(row['not_counted'])}个金额未能认定的项目" if row["not_counted"] else "所有项目都已计入"),
            ("全年执行", money(row["executed"]), f"未执行 {money(row['unspent'])}"),
            ("执行率", rate(row["execution_rate"]), f"{count(row['below'])}个项目低于80%"),
            ("平均得分", score(row["score_mean"]), f"不含{count(row['unscored'])}个没有总分的项目" if row["unscored"] else "所有项目都有总分"),
            ("存疑项目", count(row["in_doubt"]), "单位更正或存疑、有矛盾、读取有误"),
        ),
        (
            overview_charts.department_execution(departments, below),
            overview_charts.largest_unspent(asked.rows("project_list"), below),
            overview_charts.money_tree(asked.rows("money_tree"), below),
        ),
    )


def briefed(asked: Asked) -> Iterator[Part]:
    """The five sentences, what was left unspent and why, what is to decide."""
    found = briefing(asked.snapshot, asked.filters, asked.cases, asked.decisions)
    heads = tuple("".join(each) for each in paper.UNSPENT_HEADS)
    tables = (
        [Table(templates()["unspent"]["title"], heads, tuple(paper.unspent_rows(found.unspent)), (2, 3), (2.6, 2.2, 1, 0.9, 0.9, 3.4))] if found.unspent else []
    )
    for made in paper.use_tables(found):
        rows = tuple(
            ("".join(line.project[:1]), *line.project[1:], line.amount, line.facts, "，".join(line.decision)) for _, lines in made.rules for line in lines
        )
        tables.append(Table(made.title, ("项目", "部门和年度", "金额（万元）", "事实与印证", "决定"), rows, (2,), (2.6, 2.2, 1.1, 4, 1.4), made.left_out))
    said_of = tuple(f"{one.topic}：{one.text}" for one in found.sentences)
    yield Part("简报", "三分钟读完：支出多少，谁落后，有何变化，什么不能比，需要决定什么？", said_of, tables=tuple(tables))


def compare(asked: Asked) -> Iterator[Part]:
    offered = asked.rows("compare_offered")
    counted = offered.groupby("district")["projects"].sum().sort_values(ascending=False, kind="stable")
    names = in_order(counted.index[:MOST_DISTRICTS])
    if len(names) < 2:
        return
    like = () if asked.filters.departments else like_departments(offered, names)
    wanted = replace(asked.filters, districts=tuple(names), departments=like or asked.filters.departments)
    narrowed = replace(asked, filters=wanted)
    comparison = narrowed.rows("comparison", "district", threshold=asked.threshold)
    districts = side_by_side(comparison, narrowed.rows("compare_measures", threshold=asked.threshold))
    found = figures_of(narrowed.rows("figure_sums", "district"), narrowed.rows("compared_projects"), names)
    under, rows = narrowed.source(), narrowed.rows("compare_rates")
    first = next(figure for figure in FIGURES if figure.name == "execution_weighted")
    figures: list[go.Figure] = [intervals(found, under)] if any(each.pairs for each in found.values()) else []
    spread = funnel_of(rows) if len(rows) else None
    figures += [funnel(spread, rows, under)] if spread else []
    figures += [compare_charts.scoring(narrowed.rows("compare_scoring"), under), compare_charts.measures(districts, asked.threshold, under)]
    warnings = [f"{each.title}：{each.text}" for each in caveats(districts, narrowed.rows("scoring_rules"))]
    basis = comparison_sentence(comparison, narrowed.rows("comparison_basis"))
    said_of = _said(basis, *warnings, f"{verdict(found[first.name], first)}{turning(found)}", funnel_sentence(spread, rows) if spread else "")
    shown = list(districts["district"])
    table = Table("各项指标并列（按区名排列，不代表名次）", ("指标", *shown), tuple(map(tuple, measure_rows(districts))), tuple(range(1, len(shown) + 1)))
    yield Part("区际对比", "几个区并列来看是什么样子，哪些地方不能直接相比？", said_of, figures=tuple(figures), tables=(table,))


def experts(asked: Asked) -> Iterator[Part]:
    found = sheets(asked.rows("expert_items"))
    for sheet in found[:MOST_SHEETS]:
        table = Table("换一种算法，总分是多少", ("算法", "总分", "与各项平均之差"), tuple(map(tuple, result_rows(sheet))), (1, 2))
        drawn = expert_charts.points(sheet, asked.source("专家评分表"))
        yield Part(f"专家评分：{sheet.title}", "专家意见一致吗，换一种算法结果会变吗？", _said(sentence(sheet)), figures=(drawn,), tables=(table,))


def accounts(asked: Asked) -> Iterator[Part]:
    """One part a department and year that published its accounts."""
    wide = Filters(years=asked.filters.years, districts=asked.filters.districts, departments=asked.filters.departments)
    totals = asked.rows("account_totals", filters=wide)
    for row in totals.head(MOST_DEPARTMENTS).to_dict("records"):
        own = Filters(departments=(row["department"],), years=(int(row["fiscal_year"]),))
        here = replace(asked, filters=own)
        lines, rates, under = here.rows("account_lines"), here.rows("execution_ways"), here.source(ACCOUNTS)
        wrong = lines[lines["line_standing"] == "有矛盾"]
        heads = ("科目", "决算数（万元）", "单元格", "比率", "所述", "重算")
        tables = [Table("所写比率与金额不符", heads, tuple(tuple(contradiction(one)) for one in wrong.to_dict("records")), (1, 4, 5))] if len(wrong) else []
        if len(rates):
            heads = ("算法", "执行率", "与所述之差（百分点）", "报告", "分子（万元）", "分子出处", "分母（万元）", "分母出处")
            tables.append(
                Table("哪个执行率", heads, tuple(tuple(way_row(one)) for one in rates.to_dict("records")), (1, 2, 4, 6), (2.4, 0.8, 1, 0.8, 1.1, 2.6, 1.1, 2.6))
            )
        drawn = [flows(lines, under), functions(lines, under), procurement(lines, under), *([ways(rates, under)] if len(rates) else [])]
        yield Part(
            f"部门决算：{row['department']}，{int(row['fiscal_year'])}年度",
            "一个部门一年收了多少、花了多少，报告里的数字对不对得上？",
            _said(ways_sentence(rates) if len(rates) else ""),
            (
                ("收入", money(row["income"]), f"比上年{growth(row['income_growth'])}（所述{growth(row['income_growth_stated'])}）"),
                ("支出", money(row["spending"]), f"比上年{growth(row['spending_growth'])}（所述{growth(row['spending_growth_stated'])}）"),
                ("三公经费", money(row["three_public"]), f"年初预算 {money(row['three_public_budget'])}"),
            ),
            tuple(drawn),
            tuple(tables),
        )


def findings(asked: Asked) -> Iterator[Part]:
    found = asked.doubts
    counted: dict[str, Counter[str]] = {}
    for one in found:
        counted.setdefault(one.family, Counter())[one.severity] += 1
    grave = sorted((one for one in found if one.severity != "note"), key=lambda one: (one.severity, -float(one.amount_at_stake or 0), one.key))
    rows = [
        (SEVERITIES[one.severity], FAMILIES[one.family], said(subject(one)), said(scope(one)), amount(one.amount_at_stake), said(one.message)) for one in grave
    ]
    table = Table("错误和警告，涉及金额大的在前", ("程度", "类别", "项目", "部门和年度", "涉及（万元）", "问题"), tuple(rows), (4,), (0.7, 1.2, 2.2, 2, 1, 4.4))
    totals = Counter(one.severity for one in found)
    words = "、".join(f"{SEVERITIES[name]}{count(totals[name])}条" for name in SEVERITIES if totals[name])
    drawn = (finding_charts.families(counted),) if counted else ()
    tables = (cut_table(table, len(rows)),) if rows and asked.listed else ()
    yield Part(
        "疑点清单", "哪些数字站不住，各办到了哪一步？", _said(f"规则查出{count(len(found))}条疑点：{words}。" if found else "没有疑点。"), (), drawn, tables
    )


def execution(asked: Asked) -> Iterator[Part]:
    under, threshold = asked.source(), asked.threshold
    most = threshold if asked.filters.rate_max is None else min(threshold, asked.filters.rate_max)
    low = asked.rows("execution_list", filters=replace(asked.filters, rate_max=most))
    apart = asked.rows("without_rate", filters=replace(asked.filters, rate_min=None, rate_max=None))
    tables = (
        [table_of(f"低于80%的项目（{count(len(low))}个）", low, LOW_COLUMNS, "execution_list", (2.4, 2, 0.7, 1.1, 1.1, 1.1, 0.8, 0.9, 3))] if len(low) else []
    )
    if len(apart):
        tables.append(
            table_of(f"没有执行率的项目（{count(len(apart))}个）", apart, ("name", "department", "fiscal_year", "label"), "without_rate", (3, 3, 0.8, 4))
        )
    steps = asked.rows("execution_distribution")
    drawn = (execution_charts.distribution(steps, threshold, under), execution_charts.budget_against_rate(asked.rows("project_list"), threshold, under))
    yield Part("执行率", "哪些项目没有把预算用完，差多少？", _said(execution_sentence(asked.rows("summary"), steps)), (), drawn, tuple(tables))


def scores(asked: Asked) -> Iterator[Part]:
    totals, grades, dimensions, three = (asked.rows(name) for name in ("score_summary", "grades", "attainment_dimension", "three_scores"))
    under, projects, drawn = asked.source(), asked.rows("project_list"), []
    if totals.iloc[0]["scored"]:
        drawn.append(score_charts.totals(projects, under))
        drawn.append(score_charts.score_against_execution(asked.rows("score_against_execution"), asked.threshold, under))
    if dimensions["scored"].sum():
        drawn.append(score_charts.attainment(asked.rows("attainment"), dimensions, under))
    if len(projects):
        drawn.append(score_charts.grades(asked.rows("grades", by="department"), under))
    if three["score_common"].notna().any():
        drawn.append(three_scores(three, asked.rows("three_scores_apart").iloc[0], under))
    yield Part("得分分布", "分数打得怎么样，跟着钱走了吗？", _said(scores_sentence(totals, grades, dimensions)), (), tuple(drawn))


def variance(asked: Asked) -> Iterator[Part]:
    steps, projects, under = asked.rows("variance_steps"), asked.rows("variance_projects"), asked.source()
    row, groups = steps.iloc[0], asked.rows("variance_parts", by="department")
    if row["projects"]:
        heads = ("部门", "项目数", "年初预算数", "结转增加", "年中调整", "没有花完", "执行数", "差额", "差异率")
        made = tuple(tuple(part_row(one, "department")) for one in groups.to_dict("records"))
        moved = projects[projects["outturn_difference"].abs() > 0.005]
        yield Part(
            "预决算差异",
            "从年初预算到执行和决算，变了多少，变在哪里？",
            _said(parts_sentence(asked.rows("variance_parts")), f"另有{count(row['left_out'])}个项目金额不全，未计入。" if row["left_out"] else ""),
            (
                ("年初预算", money(row["initial_budget"]), f"{count(row['projects'])}个项目"),
                ("年中调整", change(row["revision"]), f"{count(row['revised_projects'])}个项目有调整，{growth(row['revision_rate'])}"),
                ("全年预算", money(row["revised_budget"]), ""),
                ("全年执行", money(row["executed"]), f"比年初预算{growth(row['outturn_deviation'])}"),
            ),
            (variance_charts.steps(steps, under), variance_charts.projects(projects, under), parts_chart(groups, "department", under)),
            (
                cut_table(Table("差额从哪里来（万元）", heads, made, tuple(range(1, 9)), (3, *(1.0,) * 8)), len(made)),
                table_of("逐项差异", moved, MOVED_COLUMNS, "variance_projects", (3, 2.2, 0.7, *(1.2,) * 5)),
            ),
        )
    yield from _classes(asked)


def _classes(asked: Asked) -> Iterator[Part]:
    """Final accounts against the initial budget, a department and year after another."""
    lines = asked.rows("variance_classes")
    groups = list(lines.groupby(["department", "fiscal_year"], sort=False))[:MOST_DEPARTMENTS]
    drawn = tuple(variance_charts.classes(own, f"{department}，{year}年度；{asked.source(ACCOUNTS)}") for (department, year), own in groups)
    if drawn:
        yield Part("预决算差异：部门层面", "部门决算与年初预算差多少，差在哪些功能分类？", figures=drawn)


def uneven(asked: Asked) -> Iterator[Part]:
    facts = asked.rows("uneven_marks")
    if facts.empty:
        return
    table = table_of(
        "相差大的在前", facts.head(20), ("fact_label", "spread", "lowest", "highest", "indicators", "departments"), "uneven_marks", (5, 1, 1, 1, 1, 1)
    )
    yield Part(
        "同类情形评分不一", "同样的完成情况，为什么这里得分高、那里得分低？", _said(uneven_sentence(facts)), (), (spreads(facts, asked.source()),), (table,)
    )


def meanings(_asked: Asked) -> Iterator[Part]:
    yield Part("口径说明", "这些数字是怎么来的？", tables=(definitions(DEFINED),))


def _said(*sentences: str | None) -> tuple[str, ...]:
    return tuple(one for one in sentences if one)


MAKERS: tuple[tuple[str, Maker], ...] = (
    ("总览", overview),
    ("简报", briefed),
    ("区际对比", compare),
    ("专家评分", experts),
    ("部门决算", accounts),
    ("疑点清单", findings),
    ("执行率", execution),
    ("得分分布", scores),
    ("预决算差异", variance),
    ("同类情形评分不一", uneven),
    ("口径说明", meanings),
)
