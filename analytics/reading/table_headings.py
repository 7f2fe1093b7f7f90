"""The headings of flat tables: what each column holds, and what kind of table they head."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analytics.reading.grid import Grid
from analytics.reading.records import DEPARTMENT_ACCOUNTS, DEPARTMENT_EVALUATION, PROJECT_CLAIMS, PROJECT_REGISTER
from analytics.reading.values import normalise
from analytics.reading.vocabulary import FUNDING_COLUMNS, FUNDING_SOURCES, Vocabulary

TEXT, AMOUNT, RATE, POINTS = "text", "amount", "rate", "points"

COLUMNS = (
    # name of the field, what it holds, wording of the heading; the first that matches wins
    ("sequence", TEXT, r"^序号$|^编号$"),
    ("district", TEXT, r"^区$|^区县$|^县$|^区\(县\)$|^地区$"),
    ("fiscal_year", TEXT, r"^(?:预算|决算)?年度$|^年份$"),
    ("unit", TEXT, r"^金额单位$|^单位\(元|^计量单位$"),
    ("name", TEXT, r"^项目名称$|^项目$|^科目(?:名称)?$|^支出功能分类科目$"),
    (
        "name",
        TEXT,
        r"^(?:专项|政策)?资金名称$|^(?:预算|主管)?(?:部门|单位)(?:名称)?(?:及|和|与|、|/)项目名称$|^(?:项目\((?:政策|资金)\)|资金\(项目\)|政策|专项|任务)名称$",
    ),
    ("implementing_unit", TEXT, r"^项目(?:实施)?单位$|^实施单位$|^承担单位$"),
    ("department", TEXT, r"^(?:预算|主管)?(?:部门|单位)(?:名称)?$|^主管(?:部门|单位)$"),
    ("table", TEXT, r"^表$|^表名$|^决算表$"),
    ("level", TEXT, r"^层级$|^级次$"),
    ("source", TEXT, r"^来源$|^出处$"),
    ("note", TEXT, r"^说明$|^备注$|^评价类型$"),
    ("grade", TEXT, r"等级$|评价结果|等次$|评价结论|自评结论"),
    ("score", POINTS, r"评价得分|^得分|自评得分|自评分|^评分$|^(?:自评)?总(?:得)?分$|^自评总分|^绩效得分"),
    ("execution_rate_stated", RATE, r"执行率|支出进度|^预算(?:支出)?完成率|^(?:支出|支付)率"),
    ("outturn_deviation_stated", RATE, r"预决算差异率"),
    ("balance_rate_stated", RATE, r"结转结余率"),
    ("variance_rate_stated", RATE, r"比年初预算增减率|较年初预算.*[率%]"),
    ("change_rate_stated", RATE, r"比上年增减率|较上年.*[率%]|增长率"),
    ("share_stated", RATE, r"^占比|比重"),
    ("variance_amount", AMOUNT, r"比年初预算增减"),
    ("change_amount", AMOUNT, r"比上年增减"),
    ("basic_budget", AMOUNT, r"基本支出预算"),
    ("project_budget", AMOUNT, r"项目支出预算"),
    ("other_budget", AMOUNT, r"其他支出预算"),
    ("final_accounts", AMOUNT, r"^决算数|^决算金额"),
    ("initial_budget", AMOUNT, r"年初预算"),
    ("revised_budget", AMOUNT, r"全年预算|调整后?预算|^预算$|^预算数|^预算金额|^预算额|^预算资金|^预算(?:规模|总额|安排)"),
    (
        "executed",
        AMOUNT,
        r"支出总数|执行数|执行金额|执行额|实际支出|实际支付|实际使用|全年支出|^支出(?:数|金额|额)|^支付(?:数|金额|额)|^使用金额|支出合计|^(?:全年|实际|本年|当年)执行$|^支出$|^(?:资金)?支出(?:规模|总额)|^(?:执行|支出)资金",
    ),
    ("basic_executed", AMOUNT, r"^基本支出$"),
    ("project_executed", AMOUNT, r"^项目支出$"),
    ("other_executed", AMOUNT, r"^其他支出$"),
    ("balance", AMOUNT, r"结转结余|结转和结余"),
    ("amount", AMOUNT, r"金额|资金(?:总额|规模|量)?|投资|资金数|债券(?:规模|额)|发行(?:规模|额)"),
    ("administrative_posts", POINTS, r"^行政编制"),
    ("administrative_staff", POINTS, r"^行政实有"),
    ("institution_posts", POINTS, r"^事业编制"),
    ("institution_staff", POINTS, r"^事业实有"),
)
HOLDS = {name: kind for name, kind, _ in COLUMNS}
HEADINGS = Vocabulary(*((name, pattern) for name, _, pattern in COLUMNS))
_YEAR_BEFORE = re.compile(r"^(20\d\d)年度?(?=.)")
"""2022年预算数: of several years side by side the latest is read."""
_BRACKETED_UNIT = re.compile(r"[(\[](?:单位:)?(?:亿元|万元|千元|元|%|分)[)\]]$")


def heading_roles(entries: Mapping[int, str]) -> dict[str, int]:
    """Field -> column for a heading row of a flat table; the left-most column of a field wins."""
    roles: dict[str, int] = {}
    if any(len(text) > 40 for text in entries.values()):
        return {}
    headings = {column: _BRACKETED_UNIT.sub("", normalise(text)) for column, text in sorted(entries.items())}
    latest = max((match.group(1) for plain in headings.values() if (match := _YEAR_BEFORE.match(plain))), default="")
    for column, heading in headings.items():
        plain = heading.removeprefix(latest + "年").removeprefix("度") if _YEAR_BEFORE.match(heading) else heading
        name = None if plain.startswith("其中") else HEADINGS.role(plain)
        if name == "revised_budget" and name in roles and "initial_budget" not in roles and "调整" in plain and "调整" not in entries[roles[name]]:
            roles["initial_budget"], roles[name] = roles[name], column  # 预算数 beside 调整后预算数
        elif name and name not in roles:
            roles[name] = column
    if "amount" in roles and roles.keys() & {"initial_budget", "revised_budget"} and _is_a_source(entries[roles["amount"]]):
        del roles["amount"]
    return roles


def kind_of(roles: Mapping[str, int], title: str) -> str | None:
    """The kind of record a flat table holds, by its headings; None when it is no such table."""
    has = roles.keys()
    amounts = [name for name in has if HOLDS[name] == AMOUNT]
    if "table" in has and "name" in has and "final_accounts" in has:
        return DEPARTMENT_ACCOUNTS
    if "name" in has and "source" in has and amounts:
        return PROJECT_CLAIMS
    if "name" in has and amounts and len(has) >= 4:
        return PROJECT_REGISTER
    if "department" in has and "name" not in has and len(amounts) >= 3:
        return DEPARTMENT_EVALUATION
    return None


def find_heading(grid: Grid) -> tuple[int, dict[str, int], str] | None:
    """The first row that heads a flat table: its row, its columns, its kind."""
    for row, entries in enumerate(grid.entries[: grid.first_row + 30]):
        if len(entries) < 4:
            continue
        below = second_line(grid, row)
        roles = heading_roles(entries | below)
        kind = kind_of(roles, "") if roles else None
        if kind and not (kind == PROJECT_REGISTER and _heads_accounts(grid, row, roles["name"])):
            return row + 1 if below else row, roles, kind
    return None


def _heads_accounts(grid: Grid, row: int, name: int) -> bool:
    """Lines of accounts are no projects: names under 科目, here or in the row below."""
    return any("科目" in entries.get(name, "") for entries in grid.entries[row : row + 2])


GRADES = frozenset({"优", "良", "中", "差", "优秀", "良好", "一般", "较差"})
"""Grades as columns of their own, of which one is ticked."""
_SUM_OF_GROUP = re.compile(r"^(?:总额|总计|合计|小计|总金额|金额)(?:\(.*\))?$")


def second_line(grid: Grid, row: int) -> dict[int, str]:
    """The lower row of a heading of two, where 项目资金 stands above 年初预算 | 全年预算 | 执行数; empty where there is none.

    A lower 总额 or 小计 is what its group is: 预算资金 above 总额 | 其中：财政资金.
    """
    entries, below = grid.entries[row], grid.entries[row + 1] if row + 1 < len(grid.entries) else {}
    below = {column: text for column, text in below.items() if text != entries.get(column)}  # merged over both rows and taken apart
    groups = [column for column in below if column in entries]
    if len(below) < 2 or not groups:
        return {}
    meant = {column: (entries.get(column) or text) if _SUM_OF_GROUP.match(normalise(text)) else text for column, text in below.items()}
    if {normalise(text) for text in below.values()} <= GRADES and all(HEADINGS.role(entries.get(column)) == "grade" for column in groups):
        return {**{column: entries[column] for column in groups}, **below}
    known = (
        _names_figure(text) or HEADINGS.role(text) in ("grade", "note") or FUNDING_SOURCES.role(text) or FUNDING_COLUMNS.role(text) for text in meant.values()
    )
    if not all(known) or not any(map(_names_figure, meant.values())):
        return {}
    return {column: text if _names_result(text) else f"其中：{text}" for column, text in meant.items()}


def _is_a_source(text: str) -> bool:
    """财政资金 or 其他资金 beside the budget: a part of it."""
    return FUNDING_SOURCES.role(_BRACKETED_UNIT.sub("", normalise(text))) not in (None, "total")


def _names_figure(text: str) -> bool:
    return not _is_a_source(text) and HOLDS.get(HEADINGS.role(_BRACKETED_UNIT.sub("", normalise(text))) or "") in (AMOUNT, RATE, POINTS)


def _names_result(text: str) -> bool:
    return _names_figure(text) or HEADINGS.role(text) in ("grade", "note")
