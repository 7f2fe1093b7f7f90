"""项目档案: one project as its form, every figure with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.audit.rule_sets import set_for
from analytics.charts import form_html
from analytics.charts.standing import of_project
from analytics.compare.classes import CLASSES, FUNCTIONS
from analytics.compare.functions import FunctionBook, with_functions
from analytics.metrics import Filters
from analytics.metrics.cards import cards_of
from analytics.metrics.dossier import Dossier, dossier
from analytics.metrics.targets import TargetChange, compare_with_targets
from analytics.reading.records import Indicator
from analytics.wording import NOTHING, count, growth, left_over, money, percent, rate, score, text, year
from pages._address import asked as asked_for
from pages._links import page_link
from pages._paged import paged
from pages._project_class import draw_class
from pages._project_findings import draw_findings
from pages._project_years import draw_years
from pages._shared import answer, current, download, escaped, explain, filters, html_table, is_empty, measure_row, page, project_link, store, table
from pages._words import table_in_words

STYLE = Path(__file__).parent / "_client" / "dossier.css"
UNITS = {"stated": "以表头所写为准，未见旁证", "proven": "表内或报告已印证", "suspect": "存疑，金额暂不采用，待人工认定"}
CHOOSER = ["name", "department", "fiscal_year", "budget_base", "executed", "execution_rate", "score_stated", "standing"]
WIDTHS = {"name": 300, "department": 190, "fiscal_year": 52}  # pixels: all columns fit a window of 1,440
KINDS = (CLASSES, FUNCTIONS)
MEASURES = ["initial_budget", "revised_budget", "executed", "execution_rate", "score_stated", "standing"]


def draw() -> None:
    page("项目档案", "这个项目的自评表写了什么，数字出自哪一格？")
    if is_empty():
        return
    asked = st.query_params.get("project", "").strip()
    if not asked:
        _choose()
        return
    found = dossier(current(), asked)
    if found is None:
        st.warning("没有找到这个项目。可能是地址有误，或所属批次已撤回。请从下面的列表中选择。")
        _choose()
        return
    st.html(STYLE)
    known = answer("project_standing", Filters(), project_id=asked).iloc[0]
    _draw_head(found, known)
    _draw_problems(found)
    draw_findings(found.project_id, found.facts["department"])
    _draw_form(found)
    _draw_targets(found)
    _draw_elsewhere(found)
    draw_years(found.facts)
    _draw_sheet(found)
    explain(MEASURES)


def _choose() -> None:
    """All projects, with search; a row opens one. Those of one indicator, where the address names one."""
    if indicator := asked_for("indicator"):
        _choose_of_indicator(indicator)
        return
    if any(asked_for(by.column) for by in KINDS):
        _choose_of_kind()
        return
    found = paged("project_list", filters(), ["project_id", *CHOOSER], "dossier_chooser")
    table(found.rows, cards_of(CHOOSER, "project_list"), key="dossier_chooser", search=False, height=620, widths=WIDTHS)
    st.caption(f"{found.words('个项目')}；点任意一行打开档案。")


def _choose_of_kind() -> None:
    """The projects of one class, or of one function of department, that the address names."""
    by = next(by for by in KINDS if asked_for(by.column))
    kind, projects = asked_for(by.column), answer("project_list", filters())
    known = projects if by == CLASSES else with_functions(projects, FunctionBook(store()).decided())
    found = known[known[by.column] == kind]
    st.html(f'<p class="lens-finding">{by.unit}“{escaped(kind)}”：{count(len(found))}个项目　{_to_all()}</p>')
    table(found[["project_id", *CHOOSER]], cards_of(CHOOSER, "project_list"), key="dossier_of_kind", widths=WIDTHS)


def _to_all() -> str:
    return f'<a href="{escaped(project_link())}" target="_self">看全部项目</a>'


def _choose_of_indicator(indicator: str) -> None:
    found = answer("indicator_projects", filters(), indicator=indicator)
    st.html(f'<p class="lens-finding">三级指标“{escaped(indicator)}”：{count(len(found))}处　{_to_all()}</p>')
    if found.empty:
        st.info("当前范围内没有项目有这个指标，请放宽筛选条件。")
        return
    table_in_words(found, ["name", "department", "fiscal_year", "target", "actual", "weight", "score", "attainment"], "indicator_projects", name="项目名称")


# ---- head


def _draw_head(found: Dossier, known: Any) -> None:
    facts = found.facts
    where = _way_up(facts)
    units = "　".join(
        f"{label}：{escaped(facts[name])}" for label, name in (("主管部门", "supervising_unit"), ("实施单位", "implementing_unit")) if facts[name]
    )
    persons = "　".join(f"{escaped(label)}：{escaped(name)}" for label, name in found.persons.items())
    judged = f"计分规则：{escaped(set_for(facts).name)}"
    quiet = f'{units}　{persons}　{judged}　<a href="{escaped(project_link())}" target="_self">换一个项目</a>'
    st.html(f'<header class="lens-dossier"><h2>{escaped(facts["name"])}</h2><p>{where}</p><p class="quiet">{quiet}</p></header>')
    draw_class(facts)
    measure_row(_measures(found, known), of_project(known), found.project_id)


def _way_up(facts: Mapping[str, Any]) -> str:
    """Where the project stands, each step a link to the projects of it, the other filters kept."""
    parts = (("district", facts["district"], facts["district"]), ("department", facts["department"], facts["department"]))
    year_of = facts["fiscal_year"]
    steps = [*parts, ("year", year_of, f"{year(year_of)}年度")] if year_of else parts
    links = [
        f'<a href="{escaped(page_link("execution", {key: str(value), "all_projects": "true"}))}" target="_self">{escaped(words)}</a>'
        for key, value, words in steps
        if value
    ]
    return f'<nav class="lens-crumbs" aria-label="所在位置">{" › ".join(links)}</nav>'


def _measures(found: Dossier, known: Any) -> list[tuple[str, str, str | None]]:
    facts, total = found.facts, _total(found)
    stated = (
        f"表上写 {percent(facts['execution_rate_stated'])}（{facts['rate_standing']}）"
        if facts["execution_rate_stated"] is not None
        else "表上未写，按金额重算"
    )
    revised = money(facts["revised_budget"]) if facts["has_revised_column"] else "表中无此栏"
    return [
        ("initial_budget", money(facts["initial_budget"]), total.get("initial_budget")),
        ("revised_budget", revised, _beside(total.get("revised_budget"), growth(facts["revision_rate"]))),
        ("executed", money(facts["executed"]), _beside(total.get("executed"), left_over(facts["unspent"]))),
        ("execution_rate", rate(facts["execution_rate"]), stated),
        (
            "score_stated",
            score(facts["score_stated"]) if facts["score_stated"] is not None else "未填",
            _beside(found.cells.get("total_score"), f"等级 {text(facts['grade'])}"),
        ),
        ("standing", known["standing"], f"读取时{count(len(found.problems))}处疑点"),
    ]


def _total(found: Dossier) -> dict[str, str]:
    return dict(next((line.cells for line in found.funding if line.source == "total"), {}))


def _beside(cell: str | None, words: str) -> str:
    return "　".join(part for part in (cell, words) if part and part != NOTHING)


# ---- form


def _draw_problems(found: Dossier) -> None:
    if found.unit_corrected:
        st.html(f'<p class="lens-finding">{_unit_words(found)}</p>')
    if found.problems:
        st.subheader(f"读取时的疑点（{count(len(found.problems))}处）")
        st.html(form_html.linked(form_html.problem_list(found), found))


def _unit_words(found: Dossier) -> str:
    """The printed unit, the used one, and the places that settle it."""
    facts = found.facts
    proofs = "；".join(f"{escaped(each.file or '本表')}“{escaped(each.sheet)}”{escaped(each.cell)}写“{escaped(each.text)}”" for each in found.evidence[:2])
    return (
        f"金额单位已更正：表头印{escaped(facts['unit_printed'])}，实为<b>{escaped(facts['unit_used'])}</b>，已折合万元。{_printed_total(found)}依据：{proofs}。"
    )


def _printed_total(found: Dossier) -> str:
    """The amount as it stands on the form, with its cell."""
    total = next((line for line in found.funding if line.source == "total"), None)
    fields = ("revised_budget", "initial_budget", "executed") if total else ()
    known = next((name for name in fields if getattr(total, f"{name}_printed")), None)
    return f"表上{escaped(total.cells.get(known))}写“{escaped(getattr(total, f'{known}_printed'))}”。" if known else ""


def _draw_form(found: Dossier) -> None:
    facts = found.facts
    st.subheader("项目资金")
    st.html(form_html.linked(form_html.funding_table(found), found))
    if not found.unit_corrected:
        st.caption(f"金额单位：{text(facts['unit_printed'])}，{UNITS.get(facts['unit_status'], '')}。灰色小字为单元格，点一下可到下面的原表中看这一格。")
    st.subheader("年度总体目标")
    st.html(form_html.linked(form_html.goals(found), found))
    st.subheader(f"绩效指标（{count(len(found.indicators))}项）")
    st.html(form_html.linked(form_html.indicator_table(found.indicators), found))


def _draw_targets(found: Dossier) -> None:
    """What became of the targets declared at the beginning of the year; nothing where none are stored."""
    compared = compare_with_targets(current(), found)
    if compared is None:
        return
    st.subheader("目标比对")
    st.html(f'<p class="lens-finding">{escaped(compared.sentence)}</p>')
    html_table([_target_row(change) for change in compared.changes], ["比对", "指标", "年初申报", "自评表", "分值（申报→自评）"], numbers=(4,))
    st.caption(f"年初申报：{compared.file}　工作表“{compared.sheet}”。目标降低或提高，只在两边都是同一计量单位的数字、且方向明确时认定，其余为改写。")


def _target_row(change: TargetChange) -> list[str]:
    either = change.declared or change.reported
    weights = "→".join(score(line.weight) if line else NOTHING for line in (change.declared, change.reported))
    return [change.words, text(either.level3 or either.level2), _target(change.declared), _target(change.reported), weights]


def _target(line: Indicator | None) -> str:
    return _beside(text(line.target), line.cells.get("target") or "") if line else NOTHING


def _draw_elsewhere(found: Dossier) -> None:
    if found.mentions:
        st.subheader("其他文件怎样说这个项目")
        html_table([_mention(each, found) for each in found.mentions], ["出处", "位置", "预算数", "执行数", "得分", "与本表"], numbers=(2, 3, 4))


def _mention(each: Any, found: Dossier) -> list[str]:
    place = f"{each.sheet} {each.cells.get('name', '')}"
    return [each.source or each.file, place, money(each.revised_budget), money(each.executed), score(each.score), found.against(each)]


def _draw_sheet(found: Dossier) -> None:
    facts = found.facts
    st.subheader("原表")
    st.caption(f"{facts['file']}　工作表“{facts['sheet']}”　{facts['range']}。有底色的格子是疑点或单位的依据，鼠标停留可看单元格。")
    st.html(form_html.sheet(found))
    if store().lends(facts["batch_id"]):
        here = store()
        download("下载原始文件", lambda: here.original(facts["batch_id"])[1], facts["file"])
    else:
        kept = store().whole.keeps(store().whole.batch(facts["batch_id"]))
        st.caption("原文件可能写有姓名和电话，只给填报单位自己和审计人员。" if kept else "按设置不保留姓名和电话，导入时没有存下原文件。")


draw()
