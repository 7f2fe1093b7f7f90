"""Findings from workbooks to the command line: keys that stay, drafts that leave nothing, filters, the fixed format."""

from __future__ import annotations

import json

import pytest

from analytics.audit import audit_of, check_readings
from analytics.cli import main
from analytics.intake import accept, examine
from analytics.reading import Answers, Source
from analytics.store import Store
from tests.reading.sheets import form_with, read, workbook

FIXED = {
    *("key", "rule", "family", "severity", "certainty", "district", "department", "fiscal_year", "project", "projects", "field", "stated"),
    *("recomputed", "difference", "amount_at_stake", "message", "basis", "cells", "status"),
}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    yield store
    store.close()


def bring(store: Store, **cells: object) -> None:
    accept(store, examine(store, [Source("自评表.xlsx", workbook(form_with(**cells)))], Answers(district="丰台区"), apart=False), "测试")


def test_a_clean_form_has_no_errors():
    assert [one.message for one in check_readings([read(workbook(form_with()))]).findings if one.severity == "error"] == []


def test_a_finding_leads_to_its_cells():
    (found,) = [one for one in check_readings([read(workbook(form_with(H14=99)))]).findings if one.rule == "score-total"]
    assert (found.stated, found.recomputed, found.project) == ("99", "96.5", "道路清扫保洁")
    assert {"file": "自评表.xlsx", "sheet": "表1", "cell": "H14", "text": "99"} in found.cells


def test_a_key_survives_another_import(store):
    bring(store, H14=99)
    first = {one.rule: one.key for one in audit_of(store.snapshot()).findings}
    bring(store, H14=98)
    second = {one.rule: one.key for one in audit_of(store.snapshot()).findings}
    assert first["score-total"] == second["score-total"]


def test_a_mended_form_loses_its_finding(store):
    bring(store, H14=99)
    bring(store)
    assert "score-total" not in {one.rule for one in audit_of(store.snapshot()).findings}


def test_findings_are_the_same_when_read_again(store):
    bring(store, H14=99)
    assert audit_of(store.snapshot()) == audit_of(Store(store.directory).snapshot())


@pytest.fixture
def ask(store, capsys):
    bring(store, H14=99)

    def ask(*words: str):
        code = main([*words, "--store", str(store.directory), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return ask


def test_the_list_of_findings_has_the_fixed_format(ask):
    code, out = ask("findings", "--severity", "error")
    assert code == 1
    assert {one["rule"] for one in out["findings"]} == {"score-total"}
    assert out["findings"][0].keys() >= FIXED
    assert {"growth-rate", "expert-footing"} <= {one["rule"] for one in out["not_run"]}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--rule", "score-total"), 1),
        (("--rule", "score-total", "--year", "2022"), 0),
        (("--rule", "score-total", "--below", "0.9"), 1),
        (("--rule", "score-total", "--below", "0.5"), 0),
        (("--rule", "score-total", "--search", "清扫"), 1),
        (("--family", "UNIT"), 0),
    ],
)
def test_filters_leave_the_findings_of_their_projects(ask, words, left):
    code, out = ask("findings", *words)
    assert (len(out["findings"]), code) == (left, 1 if left else 0)


def test_a_project_says_how_many_findings_it_has(ask):
    (row,) = ask("projects")[1]["projects"]
    assert row["findings"] == len(ask("findings", "--search", row["name"])[1]["findings"])


def test_checking_a_file_stores_nothing(tmp_path, capsys):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(workbook(form_with(H14=99)))
    code = main(["check", str(path), "--store", str(tmp_path / "store"), "--json"])
    out = json.loads(capsys.readouterr().out)
    assert (code, [one["rule"] for one in out["findings"] if one["severity"] == "error"]) == (1, ["score-total"])
    assert not (tmp_path / "store").exists()


def test_checking_a_file_that_cannot_be_read_says_so(tmp_path, capsys):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(b"no workbook")
    assert main(["check", str(path), "--json"]) == 1
    assert "没有检查" in capsys.readouterr().err


def test_a_missing_file_is_all_that_is_said(tmp_path, capsys):
    assert main(["check", str(tmp_path / "没有.xlsx")]) == 1
    told = capsys.readouterr()
    assert "没有.xlsx" in told.err
    assert "未能运行" not in told.err


REGISTER = [
    ["丰台区城市管理委员会2023年度项目绩效自评结果汇总表"],
    ["单位：万元"],
    ["项目名称", "主管部门", "全年预算数", "全年执行数", "自评分"],
    ["道路清扫", "丰台区城市管理委员会", 100, 90, 95],
    ["公厕管护", "丰台区城市管理委员会", 50.5, 40, 96],
    ["合计", None, 150.5, 130, None],
]


def test_a_register_whose_total_is_not_its_projects_is_a_matter_of_footing(store):
    rows = [*REGISTER[:-1], ["合计", None, 151.5, 130, None]]
    accept(store, examine(store, [Source("汇总表.xlsx", workbook(rows))], Answers(district="丰台区"), apart=False), "测试")
    (found,) = [one for one in audit_of(store.snapshot()).findings if one.rule in ("register-footing", "reading-doubt")]
    assert (found.rule, found.family, found.severity, found.stated, found.recomputed, found.difference) == (
        "register-footing", "FOOTING", "error", "151.5", "150.5", 1.0,
    )  # fmt: skip
    assert [(cell["cell"], cell["text"]) for cell in found.cells] == [("C6", "151.5")]
    assert [(one.label, one.value, one.cell["cell"]) for one in found.calculation.terms] == [("道路清扫", 100.0, "C4"), ("公厕管护", 50.5, "C5")]


def test_a_register_that_adds_up_is_in_order():
    assert [one.message for one in check_readings([read(workbook(REGISTER), "汇总表.xlsx")]).findings if one.family == "FOOTING"] == []
