"""结果应用清单 from the command line: the list of 简报, decisions on it and the way back."""

from __future__ import annotations

import json

import pytest

from analytics.cli import main

LEADER = ("--person", "甲", "--role", "viewer")


@pytest.fixture
def uses(own_store, capsys):
    def uses(*words):
        code = main(["uses", *words, "--store", str(own_store), "--json"])
        told = capsys.readouterr()
        return (code, json.loads(told.out)["uses"]) if told.out else (code, told.err)

    return uses


def test_lines_are_decided_and_the_decision_is_taken_back(uses):
    lines = uses("--use", "recover")[1]
    keys = [one["key"] for one in lines[:2]]
    assert (lines[0]["amount"], lines[0]["undecided"], lines[0]["decision"], lines[0]["rule"]["id"]) == (82.96, True, None, "under-half")
    _, decided = uses(*keys, "--decide", "put_off", "--note", "等决算批复", *LEADER)
    assert [(one["key"], one["undecided"], one["decision"]["decision"], one["decision"]["actor"]) for one in decided] == [
        (key, False, "put_off", "甲") for key in keys
    ]
    assert not set(keys) & {one["key"] for one in uses("--undecided")[1]}
    assert [one["decision"] for one in uses(keys[0], "--take-back", *LEADER)[1]] == [None]
    assert set(keys) & {one["key"] for one in uses("--undecided")[1]} == {keys[0]}


def test_what_cannot_be_decided_is_said_and_changes_nothing(uses):
    key = uses("--use", "recover", "--district", "朝阳区")[1][0]["key"]
    for words, said in (
        (("nothing", "--decide", "agreed"), "没有编号"),
        (("--decide", "agreed"), "哪几项"),
        ((key, "--decide", "refused"), "理由"),
        ((key, "--take-back"), "还没有决定"),
    ):
        code, told = uses(*words)
        assert (code, said in told) == (2, True), words
    assert uses(key)[1][0]["decision"] is None
