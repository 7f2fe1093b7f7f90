"""Accounts on the command line: managed there, and bound there as on the pages."""

from __future__ import annotations

import json

import pytest

from analytics.access import ROLES, listed, may, needs
from analytics.accounts import Accounts
from analytics.cli import main
from analytics.store import Store
from tests.access.persons import CHAOYANG, EVERYBODY, FENGTAI

HIDDEN = "没有名为"


@pytest.fixture(scope="module")
def populated(tmp_path_factory, sample_store):
    """A store with one account of each role; tests only read from it, but for its trail."""
    import shutil

    directory = shutil.copytree(sample_store, tmp_path_factory.mktemp("populated") / "store")
    store = Store(directory)
    for role in ROLES:
        Accounts(store).add(role, ROLES[role], role, [CHAOYANG] if role == "clerk" else [])
    Accounts(store).add("bound", "朝阳审", "auditor", (), ["朝阳区"])
    store.close()
    return directory


@pytest.fixture
def call(populated, capsys):
    def called(*words, account=""):
        chosen = ["--as", account] if account else []
        code = main([*words, "--store", str(populated), "--json", *chosen])
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


ARGUMENTS = {
    **dict.fromkeys(("read", "check", "import"), ("no-such-file.xlsx",)),
    "case": ("nothing",),
    "templates": ("templates",),
    "editions": ("a.xlsx", "b.xlsx"),
    "batch": ("999999",),
    "compare": ("000001", "000001"),
    "classify": ("nothing", "其他"),
    "withdraw": ("999999",),
    "restore": ("999999",),
    "backup": ("backup.zip",),
    "restore-backup": ("nothing.zip",),
    "report": ("annex", "--out", "annex.xlsx"),
}


@pytest.mark.parametrize("role", list(ROLES))
def test_every_command_is_for_those_whose_role_holds_its_action(call, role, tmp_path, monkeypatch):
    """Refused commands say who may; the others get as far as their own complaint."""
    monkeypatch.chdir(tmp_path)
    for name in listed("commands"):
        if name == "rebuild" and may(EVERYBODY[role], needs("commands", name)):
            continue  # would change the store that all share
        code, _, said = call(name, *ARGUMENTS.get(name, ()), account=role)
        refused = "您的身份是" in said
        assert refused == (not may(EVERYBODY[role], needs("commands", name))), (name, code, said)
        assert code == 2 or not refused


def test_nobody_is_let_in_under_an_unknown_or_closed_name(call):
    assert call("metric", "summary", account="ghost")[0] == 2
    assert call("users", "disable", "bound", account="admin")[0] == 0
    assert HIDDEN in call("metric", "summary", account="bound")[2]
    assert call("users", "enable", "bound", account="admin")[0] == 0


def test_a_bound_account_meets_nothing_of_another_district(call):
    for words in (("projects",), ("findings",), ("metric", "summary", "--by", "district"), ("uses",), ("batches",), ("links", "list"), ("audit-log",)):
        code, out, said = call(*words, account="bound")
        assert code in (0, 1) or "涉及全部数据" in said, (words, said)
        assert "丰台" not in out + said, words


def test_a_clerk_sees_own_batches_and_no_reason_of_others(call):
    told = json.loads(call("batches", account="clerk")[1])
    assert told["batches"]
    assert "丰台" not in json.dumps(told, ensure_ascii=False)
    everything = json.loads(call("batches")[1])
    foreign = next(one for one in everything["batches"] if "丰台" in one["file"])
    code, out, said = call("batch", foreign["batch_id"], account="clerk")
    assert code == 2
    assert foreign["file"] not in out + said


def test_taking_a_file_along_is_in_the_trail(call, tmp_path):
    assert call("report", "annex", "--out", str(tmp_path / "annex.xlsx"), "--department", FENGTAI, account="auditor")[0] == 0
    line = json.loads(call("audit-log", "--action", "export", "--search", "annex.xlsx")[1])["entries"][0]
    assert (line["account"], line["origin"]) == ("auditor", "命令行")


def test_the_trail_is_checked_and_taken_along(call, tmp_path):
    code, out, _ = call("audit-log", "verify")
    assert (code, json.loads(out)["broken"]) == (0, "")
    assert call("audit-log", "export", "--out", str(tmp_path / "log.csv"))[0] == 0
    assert (tmp_path / "log.csv").read_text("utf-8-sig").startswith("序号,时间（UTC）,何人")


def test_users_are_opened_and_get_a_first_password(call):
    code, out, said = call("users", "add", "new.one", "--title", "新人", "--role", "clerk", "--department", FENGTAI)
    told = json.loads(out)
    assert (code, told["users"][0]["role"], told["users"][0]["must_change"]) == (0, "clerk", True)
    assert told["first_password"] in said
