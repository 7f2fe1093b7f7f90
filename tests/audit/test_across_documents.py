"""Forms, lists, department forms and expert sheets of one store against each other: two departments with faults, two without."""

from __future__ import annotations

import pytest

from analytics.audit import audit_of
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from tests.reading.sheets import form_with, workbook

ROADS, PARKS = "丰台区城市管理委员会", "丰台区园林绿化局"
FAMILIES = ("CROSS_DOCUMENT", "INFLATION_EXPERT", "COPIED")
STORY = {
    "B9": "按照年度安排做好设施的日常维护，及时更换老旧部件，遇到恶劣天气提前准备，保证居民出行安全和环境整洁",
    "E9": "全年按照安排完成维护，更换了老旧部件，恶劣天气时提前到岗，没有发生安全事故，居民反映良好",
}
OTHER = {
    "B9": "对辖区内古树名木逐株建档，聘请专家会诊，治理病虫害并复壮衰弱的植株",
    "E9": "建档工作全部结束，专家会诊两轮，衰弱植株多数长出新叶",
    "D11": "建档古树数量", "E11": "≥80株", "F11": "83株", "D12": "古树长势", "E12": "有所恢复", "F12": "多数恢复", "D13": "游客满意度",
    "I12": "少数植株树龄过长，恢复较慢",
}  # fmt: skip


def form(name: str, department: str, **cells: object) -> list[list[object]]:
    return form_with(B3=name, B4=department, E4=department, **cells)


def listed(department: str, *lines: tuple[object, ...]) -> list[list[object]]:
    head = ["项目名称", "主管部门", "全年预算数", "全年执行数", "自评得分"]
    return [[f"{department}2023年度项目支出绩效自评结果汇总表"], ["单位：万元"], head, *[[name, department, *rest] for name, *rest in lines]]


def whole(department: str, budget: float, executed: float) -> list[list[object]]:
    """A form of the whole department: 500 with 400 spent, of which these for projects."""
    return [
        ["部门整体支出绩效自评表"],
        ["（2023年度）"],
        ["部门名称", department],
        ["部门资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [None, "年度资金总额", 500, 500, 400, 10, "80%", 8],
        [None, "其中：基本支出", 500 - budget, 500 - budget, 400 - executed],
        [None, "项目支出", budget, budget, executed],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        [None, "产出指标", "数量指标", "巡查次数", "200次", "200次", 50, 50],
        [None, "效益指标", "社会效益指标", "市容", "居民投诉减少", "居民投诉减少", 40, 39],
        ["总分", None, None, None, None, None, 100, 97],
    ]


def experts(project: str, *items: tuple[str, int, tuple[float, ...]]) -> list[list[object]]:
    head = ["一级指标", "二级指标", "三级指标", "分值", "专家1", "专家2", "专家3", "专家4", "平均分"]
    rows = [["产出", "数量", name, weight, *given, sum(given) / 4] for name, weight, given in items]
    return [[f"“{project}”项目专家评分表"], head, *rows]


def found_in(directory, forms: dict[str, list], panels: dict[str, list]) -> list[tuple[str, str, str | None, str | None]]:
    """Department, rule, stated and recomputed of what the three families say of these workbooks, brought into a store."""
    store = Store(directory)
    sources = [Source(f"{name}.xlsx", workbook(rows)) for name, rows in forms.items()]
    accept(store, examine(store, sources, Answers(district="丰台区"), apart=False), "测试")
    for department, rows in panels.items():
        answers = Answers(district="丰台区", department=department, fiscal_year=2023)
        accept(store, examine(store, [Source(f"{department}专家.xlsx", workbook(rows))], answers, apart=False), "测试")
    found = [one for one in audit_of(store.snapshot()).findings if one.family in FAMILIES]
    store.close()
    return sorted((one.department, one.rule, one.stated or "", one.recomputed or "") for one in found)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    forms = {
        "路灯": form("路灯养护", ROADS, **STORY),
        "步道": form("步道养护", ROADS, **STORY, C6=60, D6=50, E6=40, G6="80%", H6=8, C7=60, D7=50, E7=40, H14=96),
        "路汇总": listed(ROADS, ("路灯养护", 110, 85, 96.5), ("步道养护", 50, 40, 96)),
        "路整体": whole(ROADS, 130, 110),
        "古树": form("古树保护", PARKS, **OTHER | {"D12": "树木长势的恢复，树木长势的恢复与前年相比" * 2}),
        "花坛": form("花坛布置", PARKS, I12="少数植株树龄过长，恢复较慢"),
        "草坪": form("草坪更新", PARKS, D11="草坪面积", D12="公园面貌", I12="少数植株树龄过长，恢复较慢"),
        "园汇总": listed(PARKS, ("古树保护", 100, 85, 98), ("花坛布置", 100, 85, 96.5), ("草坪更新", 100, 85, 96.5), ("苗圃", 831, 800, 95)),
        "园整体": whole(PARKS, 1500, 1255),
    }
    panels = {
        ROADS: experts("路灯养护", ("预算执行率", 10, (9, 9, 9, 3)), ("完成数量", 90, (80, 81, 82, 81))),
        PARKS: experts("古树保护", ("立项依据", 10, (9, 3, 7, 5)), ("完成数量", 90, (80, 30, 60, 85))),
    }
    return found_in(tmp_path_factory.mktemp("broken") / "store", forms, panels)


@pytest.mark.parametrize(
    "expected",
    [
        (ROADS, "report-against-form", "110", "100"),
        (ROADS, "projects-against-department", "130", "150"),
        (ROADS, "projects-against-department", "110", "125"),
        (ROADS, "expert-apart", "3", "9"),
        (PARKS, "report-against-form", "98", "96.5"),
        (PARKS, "project-without-form", "800", ""),
        (PARKS, "projects-against-department", "1500", "300"),
        (PARKS, "panel-agreement", "2/2", ""),
        (PARKS, "repeated-reason", "3", ""),
    ],
)
def test_what_contradicts_another_document_is_found(broken, expected):
    assert expected in broken


@pytest.mark.parametrize(("department", "rule"), [(ROADS, "forms-alike"), (PARKS, "doubled-sentence")])
def test_what_was_copied_is_found(broken, department, rule):
    assert [one[:2] for one in broken if one[:2] == (department, rule)] == [(department, rule)]


def test_documents_that_agree_are_left_alone(tmp_path):
    forms = {
        "路灯": form("路灯养护", ROADS, **STORY),
        "古树": form("古树保护", ROADS, **OTHER),
        "路汇总": listed(ROADS, ("路灯养护", 100, 85, 96.5), ("古树保护", 100, 85, 96.5)),
        "路整体": whole(ROADS, 200, 170),
        "花坛": form("花坛布置", PARKS, D11="花坛面积", D12="街角面貌", I12="雨季部分花卉倒伏"),
        "草坪": form("草坪更新", PARKS, **OTHER | {"D11": "草坪面积", "E11": "≥80亩", "F11": "83亩", "D12": "草坪长势", "I12": "播种时遇到低温"}),
        "园汇总": listed(PARKS, ("花坛布置", 100, 85, 96.5), ("草坪更新", 100, 85, 96.5)),
        "园整体": whole(PARKS, 200, 170),
    }
    panels = {
        ROADS: experts("路灯养护", ("预算执行率", 10, (9, 9, 9, 9)), ("完成数量", 90, (80, 81, 82, 81))),
        PARKS: experts("花坛布置", ("立项依据", 10, (9, 8.5, 9, 9.5)), ("完成数量", 90, (83, 84, 85, 84))),
    }
    assert found_in(tmp_path / "store", forms, panels) == []
