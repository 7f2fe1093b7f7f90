"""The life of findings from the command line: everything that the pages do."""

from __future__ import annotations

import json

import pytest

from analytics.cli import main
from analytics.store import Store
from tests.audit.cases import DEPARTMENT, RULE, bring, doubt

ZHANG, LI = ("--person", "张某"), ("--person", "李某")
CLERK = ("--person", "王某", "--role", "clerk", "--department", DEPARTMENT)


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    bring(store, H14=99)
    yield store
    store.close()


@pytest.fixture
def call(store, capsys):
    def call(*words: object):
        code = main([*map(str, words), "--store", str(store.directory), "--json"])
        told = capsys.readouterr()
        return code, json.loads(told.out) if told.out else told.err

    return call


@pytest.fixture
def key(store):
    return doubt(store).key


def test_a_finding_is_led_to_its_end_by_commands(call, key, tmp_path):
    paper = tmp_path / "证明.txt"
    paper.write_text("更正说明", "utf-8")
    for words in (
        ("--assign", "李某", *ZHANG),
        ("--issue", "--due", "2026-12-01", *ZHANG),
        ("--explain", "--note", "笔误", *CLERK),
        ("--dispute", "--note", "另有加分", *CLERK),
        ("--attach", paper, *CLERK),
        ("--answer", "--note", "收到", *ZHANG),
        ("--verify", "true", "--note", "与原表不符", *ZHANG),
        ("--rectify", "--note", "更正", *ZHANG),
        ("--due", "2026-12-20", *ZHANG),
        ("--remark", "--note", "下次再看", *ZHANG),
        ("--close", "--note", "已更正", *LI),
    ):
        assert call("case", key, *words)[0] == 0, words
    _, told = call("case", key)
    (case,) = told["cases"]
    assert (case["status"], case["verdict"], case["owner"], case["due"], case["verified_by"]) == ("closed", "true", "李某", "2026-12-20", "张某")
    assert (case["replies"], case["evidence"], case["closed_how"], len(case["history"])) == (3, 1, "person", 12)
    kept = next(step["evidence"] for step in case["history"] if step["evidence"])
    assert call("case", key, "--evidence", kept, "--out", tmp_path / "back.txt")[0] == 0
    assert (tmp_path / "back.txt").read_text("utf-8") == "更正说明"
    assert call("case", key, "--reopen", "--note", "未公开", *ZHANG)[1]["cases"][0]["status"] == "open"


def test_who_verified_may_not_close(call, key):
    call("case", key, "--verify", "true", "--note", "与原表不符", *ZHANG)
    code, told = call("case", key, "--close", "--note", "已看过", *ZHANG)
    assert (code, "同一人" in told) == (2, True)


@pytest.mark.parametrize("words", [("--issue", "--role", "viewer"), ("--close",), ("--explain", "--note", "说明", *CLERK), ("--attach", "nowhere.pdf")])
def test_what_is_not_allowed_is_said_and_changes_nothing(call, key, words):
    code, told = call("case", key, *words)
    assert (code, bool(told)) == (2, True)
    assert [step["action"] for step in call("case", key)[1]["cases"][0]["history"]] == ["found"]


def test_several_findings_move_together(call):
    keys = [one["key"] for one in call("findings")[1]["findings"]]
    assert [one["status"] for one in call("case", *keys, "--issue")[1]["cases"]] == ["issued"] * len(keys)
    assert call("case", *keys, "--answer", "--note", "一次一条")[0] == 2


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ((), 1),
        (("--status", "verified"), 1),
        (("--status", "open"), 0),
        (("--verdict", "false"), 1),
        (("--verdict", "true"), 0),
        (("--owner", "李某"), 1),
        (("--owner", "未指派"), 0),
    ],
)
def test_the_list_tells_and_filters_where_each_finding_stands(call, key, words, left):
    call("case", key, "--assign", "李某")
    call("case", key, "--verify", "false", "--note", "另有加分")
    code, told = call("findings", "--rule", RULE, *words)
    assert [(one["status"], one["verdict"], one["owner"]) for one in told["findings"]] == [("verified", "false", "李某")] * left
    assert code == 0  # what was found right is no error any more


def test_mended_findings_are_listed_only_where_closed_ones_are_asked_for(call, store):
    bring(store)
    assert call("findings", "--rule", RULE)[1]["findings"] == []
    (mended,) = call("findings", "--rule", RULE, "--status", "closed")[1]["findings"]
    assert (mended["closed_how"], mended["present"]) == ("mended", False)


def test_a_project_counts_only_what_is_still_a_doubt(call, key):
    def counted():
        return call("projects")[1]["projects"][0]["findings"]

    before = counted()
    call("case", key, "--verify", "false", "--note", "另有加分")
    assert counted() == before - 1
    call("case", key, "--verify", "true", "--note", "与原表不符")
    assert counted() == before
    call("rules", RULE, "--off", "--reason", "本区另有规定，见计分办法第三条")
    assert counted() == before - 1


def test_a_rule_is_switched_by_command_and_keeps_its_reason(call, key):
    call("case", key, "--verify", "true", "--note", "与原表不符")
    assert call("rules", RULE, "--off")[0] == 2
    (record,) = call("rules", RULE, "--off", "--reason", "本区另有规定，见计分办法第三条", *ZHANG)[1]["rules"]
    assert (record["off"], record["off_reason"], record["off_by"], record["precision"]) == (True, "本区另有规定，见计分办法第三条", "张某", 1.0)
    assert call("findings", "--rule", RULE)[1]["findings"] == []
    assert call("rules", RULE, "--on")[1]["rules"][0]["off"] is False
    assert len(call("rules")[1]["rules"]) > 40


def test_text_for_people_names_number_status_and_steps(store, key, capsys):
    for words in (["findings"], ["case", key], ["rules"]):
        main([*words, "--store", str(store.directory)])
    told = capsys.readouterr().out
    assert all(word in told for word in (key, "疑点", "发现疑点", "总分与各项得分之和不符"))
