"""Targets of the beginning of the year against those of the self-evaluation, by hand and through the command line."""

from __future__ import annotations

import json

import pytest

from analytics.cli import main
from analytics.metrics import run
from analytics.metrics.dossier import dossier
from analytics.metrics.targets import compare_indicators, compare_with_targets
from analytics.reading.records import Indicator
from analytics.reading.values import target_of
from analytics.store import Store
from tests.reading.sheets import FORM, workbook

TARGETS = [
    ["项目支出绩效目标申报表"],
    ["（2023年度）"],
    ["项目名称", "道路清扫保洁"],
    ["主管部门", "丰台区城市管理委员会", None, "实施单位", "丰台区环卫中心"],
    ["年度目标", "保持道路整洁"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
    [None, "产出指标", "数量指标", "清扫面积", "≥600平方米", 50],
    [None, "产出指标", "质量指标", "清扫合格率", "≥98%", None],
    [None, "效益指标", "社会效益指标", "环境改善程度", "明显", 20],
    [None, "满意度指标", "服务对象满意度指标", "居民满意度", "90%以上", 10],
]


def line(level3, target, level2="数量指标", weight=None, **more):
    value, direction = target_of(target)
    return Indicator("产出指标", level2, level3, target, target_value=value, direction=direction, weight=weight, **more)


def verdicts(declared, reported):
    return [(change.verdict, change.renamed) for change in compare_indicators(declared, reported)]


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("≥600平方米", "≥500平方米", "lowered"),
        ("≥500平方米", "≥600平方米", "raised"),
        ("≤30天", "≤45天", "lowered"),
        ("≤45天", "≤30天", "raised"),
        ("≥90%", "90%以上", "unchanged"),
        ("≥1.2万人次", "≥12000人次", "unchanged"),
        ("满意度达到90%", "满意度达到85%", "lowered"),
        ("≥90%", "85%", "lowered"),
        ("≥600平方米", "≥5公顷", "reworded"),
        ("8个", "6个", "reworded"),
        ("=8个", "=6个", "reworded"),
        ("≥90%", "≤90%", "reworded"),
        ("按期完成", "基本完成", "reworded"),
        ("按期完成", "按期 完成", "unchanged"),
        ("≥90%", None, "dropped"),
    ],
)
def test_a_target_is_judged_by_value_direction_and_unit(before, after, verdict):
    assert verdicts([line("面积", before)], [line("面积", after)]) == [(verdict, False)]


def test_numbers_before_a_name_do_not_matter():
    assert verdicts([line("指标1：清扫面积", "≥6次")], [line("1、清扫面积。", "≥6次")]) == [("unchanged", False)]


def test_a_like_name_counts_only_under_the_same_second_level():
    declared = [line("道路清扫保洁面积", "≥6次")]
    assert verdicts(declared, [line("道路清扫面积", "≥6次")]) == [("reworded", True)]
    assert verdicts(declared, [line("道路清扫面积", "≥5次")]) == [("lowered", True)]
    assert verdicts(declared, [line("道路清扫面积", "≥6次", "质量指标")]) == [("dropped", False), ("added", False)]


def test_of_two_like_names_each_finds_its_own():
    declared = [line("甲街道清扫面积", "≥6次"), line("乙街道清扫面积", "≥7次")]
    reported = [line("乙街道的清扫面积", "≥7次"), line("甲街道的清扫面积", "≥6次")]
    found = compare_indicators(declared, reported)
    assert [(change.declared.level3[0], change.reported.level3[0]) for change in found] == [("甲", "甲"), ("乙", "乙")]


def test_one_name_said_twice_is_matched_once_each():
    twice = [line("次数", "≥6次"), line("次数", "≥7次", "质量指标")]
    assert verdicts(twice, twice[::-1]) == [("unchanged", False)] * 2
    assert verdicts(twice, twice[:1]) == [("dropped", False), ("unchanged", False)]


def test_what_does_not_apply_is_left_out():
    assert verdicts([line("不涉及", None, applicable=False)], [line("不涉及", None, applicable=False)]) == []


def test_a_changed_weight_is_said_beside_the_verdict():
    (change,) = compare_indicators([line("次数", "≥6次", weight=10)], [line("次数", "≥5次", weight=20)])
    assert (change.weight_changed, change.words) == (True, "目标降低、分值改动")


@pytest.fixture
def stored(tmp_path, capsys):
    """A store in which the command line imported the self-evaluation and the targets of one project."""
    for name, rows in (("自评表.xlsx", FORM), ("绩效目标申报表.xlsx", TARGETS)):
        (tmp_path / name).write_bytes(workbook(rows))
        assert main(["import", str(tmp_path / name), "--store", str(tmp_path / "store"), "--json"]) == 0
    capsys.readouterr()
    return tmp_path / "store"


def test_targets_are_stored_and_never_count_as_projects(stored, capsys):
    assert main(["projects", "--store", str(stored), "--json"]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["projects"]] == ["道路清扫保洁"]
    snapshot = Store(stored).snapshot()
    assert snapshot.table("select kind from form order by kind").column("kind").to_pylist() == ["self_evaluation", "targets"]
    assert run(snapshot, "summary")["projects"].tolist() == [1]


def test_a_project_is_compared_with_its_stored_targets(stored):
    snapshot = Store(stored).snapshot()
    found = compare_with_targets(snapshot, dossier(snapshot, run(snapshot, "project_list")["project_id"].iloc[0]))
    assert (found.file, found.sheet) == ("绩效目标申报表.xlsx", "表1")
    assert [
        (change.verdict, change.declared and change.declared.cells["target"], change.reported and change.reported.cells["target"], change.weight_changed)
        for change in found.changes
    ] == [
        ("lowered", "E7", "E11", False),
        ("dropped", "E8", None, False),
        ("reworded", "E9", "E12", True),
        ("unchanged", "E10", "E13", False),
    ]
    assert found.sentence == "年初申报4项指标：目标降低1项、取消1项、改写1项、一致1项。分值改动1项。"


def test_without_stored_targets_there_is_no_comparison(sample_store):
    snapshot = Store(sample_store).snapshot()
    assert compare_with_targets(snapshot, dossier(snapshot, run(snapshot, "project_list")["project_id"].iloc[0])) is None
