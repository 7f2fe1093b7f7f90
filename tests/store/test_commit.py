"""What is stored, what is replaced, what stays."""

import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from analytics.errors import ImportCancelled, StoreError, UnknownBatch, UnknownVersion
from analytics.reading.records import EXPERT_SCORES, Form, Problem, Project, Row
from analytics.store import Store
from analytics.store.plan import difference
from tests.store.forms import DEPARTMENT, accounts, claim, form, reading

PERSON = "测试"


@pytest.fixture
def store(tmp_path, empty_store):
    opened = Store(shutil.copytree(empty_store, tmp_path / "store"))
    yield opened
    opened.close()


def projects(store):
    sql = "select name, executed::varchar as executed from project order by name, executed"
    return [tuple(row.values()) for row in store.snapshot().table(sql).to_pylist()]


def lines(store):
    sql = "select name, final_accounts::varchar as amount from account_line order by name, amount"
    return [tuple(row.values()) for row in store.snapshot().table(sql).to_pylist()]


def commit(store, *readings, **more):
    return store.commit(readings, {}, PERSON, **more)


def test_a_new_store_holds_an_empty_snapshot(store):
    assert store.snapshot().empty
    assert store.batches() == []
    assert [info.current for info in store.versions()] == [True]


def test_figures_come_back_exactly_as_stored(store):
    commit(store, reading("甲.xlsx", form("甲", budget="126", executed="43.04202")))
    row = store.snapshot().table("select budget_base, executed, execution_rate, fiscal_year, file, sheet from project").to_pylist()[0]
    assert row["budget_base"] == Decimal("126")
    assert row["executed"] == Decimal("43.04202")
    assert row["execution_rate"] == pytest.approx(43.04202 / 126, abs=1e-11)
    assert (row["fiscal_year"], row["file"], row["sheet"]) == (2021, "甲.xlsx", "表1")


def test_every_record_kind_reaches_the_snapshot(store):
    problem = Problem("warning", "unit-corrected", "金额单位有误。", "表1", "F7", "50000", "5万元", "请改。")
    commit(store, reading("甲.xlsx", form("甲"), accounts({"教育支出": "1.5"}), problems=[problem], claims=[claim("甲", "100")]))
    tables = ("batch", "form", "funding", "indicator", "table_row", "problem", "claim", "sheet_cell", "sheet_merge", "record")
    counts = {name: store.snapshot().table(f"select count(*) as n from {name}")["n"][0].as_py() for name in tables}
    assert counts == {
        **{"batch": 1, "form": 2, "funding": 1, "indicator": 2, "table_row": 1, "problem": 1, "claim": 1},
        **{"sheet_cell": 2, "sheet_merge": 2, "record": 2},
    }
    assert store.snapshot().table("select warnings from project")["warnings"].to_pylist() == [1]


def test_the_same_file_twice_changes_nothing_and_says_so(store):
    commit(store, reading("甲.xlsx", form("甲")))
    before = store.snapshot()
    outcome = commit(store, reading("甲.xlsx", form("甲")))
    assert outcome.unchanged == ("甲.xlsx",)
    assert outcome.batches == ()
    assert store.snapshot() == before


def test_the_same_bytes_with_another_answer_are_a_new_batch(store):
    commit(store, reading("甲.xlsx", form("甲"), content=b"x"))
    outcome = store.commit([reading("甲.xlsx", form("甲", executed="8"), content=b"x")], {"units": {"甲": "元"}}, PERSON)
    assert (outcome.added, outcome.replaced) == (0, 1)
    assert store.batches()[-1].decisions == {"units": {"甲": "元"}}
    assert [info.status for info in store.batches()] == ["withdrawn", "active"]


def test_a_file_that_comes_again_under_another_year_counts_once(store):
    commit(store, reading("甲.xlsx", form("甲", year=2021), content=b"x"))
    store.commit([reading("甲.xlsx", form("甲", year=2022), content=b"x")], {"fiscal_year": 2022}, PERSON)
    assert store.snapshot().table("select fiscal_year from project")["fiscal_year"].to_pylist() == [2022]


def test_a_newer_file_replaces_only_what_it_holds_and_keeps_the_rest(store):
    commit(store, reading("旧.xlsx", form("甲", executed="80"), form("乙", number=2)))
    outcome = commit(store, reading("新.xlsx", form("甲", executed="90"), form("丙", number=2)))
    assert projects(store) == [("丙", "80.000000"), ("乙", "80.000000"), ("甲", "90.000000")]
    assert (outcome.added, outcome.replaced, outcome.left) == (1, 1, 1)
    (plan,) = outcome.plan.files
    assert dict(plan.replaced[0].changes) == {"executed": (Decimal("80"), Decimal("90"))}
    assert [record.name for record in plan.left] == ["乙"]


def test_what_was_replaced_is_kept_and_named(store):
    commit(store, reading("旧.xlsx", form("甲")))
    commit(store, reading("新.xlsx", form("甲", executed="90")))
    old, new = (info.batch_id for info in store.batches())
    found = (
        store.snapshot()
        .table(
            "select old_batch_id, new_batch_id, name from (select batch_id as old_batch_id, winner as new_batch_id, name from record where winner <> batch_id)"
        )
        .to_pylist()
    )
    assert found == [{"old_batch_id": old, "new_batch_id": new, "name": "甲"}]
    assert store.original(old)[0] == "旧.xlsx"


def test_width_and_white_space_of_a_name_do_not_make_another_project(store):
    commit(store, reading("旧.xlsx", form("平台 运维（A）")))
    commit(store, reading("新.xlsx", form("平台运维(Ａ)", executed="90")))
    assert projects(store) == [("平台运维(Ａ)", "90.000000")]


def test_two_forms_of_one_name_in_a_file_are_two_records(store):
    commit(store, reading("甲.xlsx", form("甲", executed="10"), form("甲", executed="20", number=2)))
    commit(store, reading("改.xlsx", form("甲", executed="11"), form("甲", executed="21", number=2)))
    assert projects(store) == [("甲", "11.000000"), ("甲", "21.000000")]


def test_another_year_or_department_is_not_replaced(store):
    commit(store, reading("甲.xlsx", form("甲")))
    outcome = commit(store, reading("次年.xlsx", form("甲", year=2022)), reading("他.xlsx", form("甲", department="丰台区政务服务管理局")))
    assert (outcome.added, outcome.replaced, outcome.left) == (2, 0, 0)


def test_table_lines_are_replaced_one_by_one(store):
    commit(store, reading("决算.xlsx", accounts({"教育支出": "1", "其他支出": "2"})))
    commit(store, reading("更正.xlsx", accounts({"教育支出": "1.5", "科学支出": "3"})))
    assert lines(store) == [("其他支出", "2.000000"), ("教育支出", "1.500000"), ("科学支出", "3.000000")]


def test_replacing_as_a_whole_takes_out_what_the_file_does_not_hold(store):
    commit(store, reading("旧.xlsx", form("甲"), form("乙", number=2), form("丁", year=2020, number=3), accounts({"教育支出": "1"})))
    outcome = commit(store, reading("新.xlsx", form("甲", executed="90")), replace_whole=True)
    assert projects(store) == [("丁", "80.000000"), ("甲", "90.000000")]
    assert lines(store) == [("教育支出", "1.000000")]
    assert (outcome.replaced, outcome.left, outcome.removed) == (1, 0, 1)


def test_what_came_after_a_whole_replacement_stays(store):
    commit(store, reading("新.xlsx", form("甲")), replace_whole=True)
    commit(store, reading("补.xlsx", form("乙")))
    assert [name for name, _ in projects(store)] == ["乙", "甲"]


def test_expert_sheets_of_two_projects_do_not_replace_each_other(store):
    def sheet(project):
        rows = (Row("立项依据充分性", scores=(Decimal("1.5"), Decimal(1))),)
        place = {"district": "丰台区", "department": DEPARTMENT, "fiscal_year": 2021}
        return Form(EXPERT_SCORES, "专家评分表", "A1:K30", title="专家评分表", project=Project(project), rows=rows, **place)

    commit(store, reading("一.xlsx", sheet("网站运维")), reading("二.xlsx", sheet("热线运维")))
    assert store.snapshot().table("select count(*) as n from table_row")["n"].to_pylist() == [2]


def test_a_later_file_of_one_import_wins(store):
    outcome = commit(store, reading("一.xlsx", form("甲", executed="1")), reading("二.xlsx", form("甲", executed="2")))
    assert projects(store) == [("甲", "2.000000")]
    assert (outcome.added, outcome.replaced) == (1, 1)


def test_the_plan_changes_nothing(store):
    commit(store, reading("旧.xlsx", form("甲")))
    before = store.snapshot()
    plan = store.plan([reading("新.xlsx", form("甲", executed="90"), form("乙", number=2))[0]])
    assert (plan.count("added"), plan.count("replaced"), plan.count("left")) == (1, 1, 0)
    assert store.snapshot() == before


def test_a_figure_too_large_refuses_its_file_and_no_other(store):
    outcome = commit(store, reading("大.xlsx", form("甲", budget="1e20")), reading("好.xlsx", form("乙")))
    assert [file for file, _ in outcome.refused] == ["大.xlsx"]
    assert projects(store) == [("乙", "80.000000")]
    assert [info.file for info in store.batches()] == ["好.xlsx"]
    assert len(list((store.directory / "batches").iterdir())) == 1


@pytest.mark.each_ledger
def test_withdrawing_brings_back_what_was_replaced_and_reinstating_takes_its_old_place(store):
    commit(store, reading("旧.xlsx", form("甲", executed="80")))
    commit(store, reading("新.xlsx", form("甲", executed="90")))
    old, new = (info.batch_id for info in store.batches())
    store.withdraw(new, PERSON)
    assert projects(store) == [("甲", "80.000000")]
    store.withdraw(old, PERSON)
    assert store.snapshot().empty
    store.reinstate(new, PERSON)
    store.reinstate(old, PERSON)
    assert projects(store) == [("甲", "90.000000")]
    assert [event.action for event in store.events(4)] == ["reinstate", "reinstate", "withdraw", "withdraw"]


def test_a_batch_is_found_by_its_number_and_an_unknown_one_is_named(store):
    commit(store, reading("甲.xlsx", form("甲")))
    assert store.batch("1").file == "甲.xlsx"
    with pytest.raises(UnknownBatch) as raised:
        store.withdraw(store.batches()[0].batch_id[:-1], PERSON)
    assert raised.value.nearest == store.batches()[0].batch_id
    with pytest.raises(UnknownVersion):
        store.restore("99", PERSON)


@pytest.mark.each_ledger
@pytest.mark.parametrize("kept", [True, False])
def test_going_back_makes_a_new_version_of_the_old_batches(store, kept):
    first = commit(store, reading("甲.xlsx", form("甲"))).version
    commit(store, reading("乙.xlsx", form("乙")))
    if not kept:
        (store.directory / f"snapshot-{first}.duckdb").unlink()
    version = store.restore(first, PERSON)
    assert version not in (first, "")
    assert projects(store) == [("甲", "80.000000")]
    assert [info.status for info in store.batches()] == ["active", "withdrawn"]
    assert store.versions()[-1].batches == (store.batches()[0].batch_id,)


def test_old_snapshot_files_go_but_stay_reachable(store, monkeypatch):
    monkeypatch.setenv("LENS_KEEP_SNAPSHOTS", "2")
    first = commit(store, reading("0.xlsx", form("0"))).version
    for name in "1234":
        commit(store, reading(f"{name}.xlsx", form(name)))
    assert len(list(store.directory.glob("snapshot-*.duckdb"))) == 2
    store.restore(first, PERSON)
    assert [name for name, _ in projects(store)] == ["0"]


def test_a_snapshot_in_use_goes_on_answering_after_an_import(store):
    commit(store, reading("甲.xlsx", form("甲")))
    held = store.snapshot()
    commit(store, reading("乙.xlsx", form("乙")))
    assert held.table("select count(*) as n from project")["n"].to_pylist() == [1]
    assert store.snapshot().table("select count(*) as n from project")["n"].to_pylist() == [2]


def test_a_claim_stands_as_long_as_the_line_it_was_read_from(store):
    def report(file, budget):
        row = Row("甲", department=DEPARTMENT, fiscal_year=2021, values={"revised_budget": Decimal(budget)}, cells={"revised_budget": "D24"})
        place = {"district": "丰台区", "department": DEPARTMENT, "fiscal_year": 2021}
        return reading(file, Form("project_claims", "报告", "A1:K30", rows=(row,), **place), claims=[claim("甲", budget)])

    commit(store, report("一.xlsx", "5"))
    commit(store, report("二.xlsx", "6"))
    assert [(found.budget, found.evidence.file) for found in store.claims()] == [(Decimal(6), "二.xlsx")]


@pytest.mark.each_ledger
def test_aliases_are_remembered_with_who_said_so(store):
    store.remember_alias("区城指中心", "别的", PERSON)
    store.remember_alias("区城指中心", DEPARTMENT, PERSON)
    assert store.aliases() == {"区城指中心": DEPARTMENT}
    event = store.events(1)[0]
    assert (event.actor, event.before, event.after) == (PERSON, "别的", DEPARTMENT)


@pytest.mark.each_ledger
def test_every_change_changes_the_cache_key(store):
    keys = [(store.snapshot().version, store.snapshot().revision)]
    commit(store, reading("甲.xlsx", form("甲")))
    keys.append((store.snapshot().version, store.snapshot().revision))
    store.remember_alias("a", "b", PERSON)
    keys.append((store.snapshot().version, store.snapshot().revision))
    assert len(set(keys)) == 3


def test_a_store_that_cannot_be_used_says_so(tmp_path):
    (tmp_path / "store").write_text("not a directory")
    with pytest.raises(StoreError):
        Store(tmp_path / "store")


def test_a_broken_ledger_says_so(tmp_path):
    (tmp_path / "ledger.sqlite").write_bytes(b"this is not a database, however long it may be" * 40)
    with pytest.raises(StoreError):
        Store(tmp_path)


@pytest.mark.parametrize("step", ["batch-begun", "batch-written", "batch-renamed", "snapshot-built", "snapshot-renamed"])
def test_a_cancelled_import_leaves_nothing(store, step):
    commit(store, reading("甲.xlsx", form("甲")))
    before = sorted(path for path in store.directory.rglob("*") if "ledger" not in path.name)

    def stop(heard):
        if heard == step:
            raise ImportCancelled

    with pytest.raises(ImportCancelled):
        commit(store, reading("乙.xlsx", form("乙")), reading("丙.xlsx", form("丙")), progress=stop)
    assert sorted(path for path in store.directory.rglob("*") if "ledger" not in path.name) == before
    assert [row[0] for row in projects(store)] == ["甲"]
    commit(store, reading("乙.xlsx", form("乙")))
    assert [row[0] for row in projects(store)] == ["乙", "甲"]


def test_changed_points_and_initial_budgets_are_told(store):
    commit(store, reading("旧.xlsx", form("甲")))
    changed = form("甲")
    line, *rest = changed.indicators
    total, *others = changed.funding
    funding = (replace(total, initial_budget=Decimal(7)), *others)
    (plan,) = store.plan([reading("新.xlsx", replace(changed, funding=funding, indicators=(replace(line, score=Decimal(3)), *rest)))[0]]).files
    assert plan.replaced[0].changes == {
        "initial_budget": (total.initial_budget, Decimal(7)),
        f"score:{line.level3}": (line.score, Decimal(3)),
    }


def test_two_versions_are_compared_record_by_record(store):
    commit(store, reading("一.xlsx", form("甲"), form("乙", number=2)))
    first = store.snapshot().version
    commit(store, reading("二.xlsx", form("甲", executed="90")))
    commit(store, reading("三.xlsx", form("丙")))
    store.withdraw(store.batches()[0].batch_id, PERSON)
    with store.version(first) as old, store.version(store.snapshot().version) as new:
        found = difference(old, new)
    assert ([one.name for one in found.added], [one.name for one in found.gone], found.same) == (["丙"], ["乙"], 0)
    assert [(one.new.name, dict(one.changes)) for one in found.changed] == [("甲", {"executed": (Decimal(80), Decimal(90))})]


def test_a_version_that_is_no_longer_kept_is_built_again(store):
    commit(store, reading("一.xlsx", form("甲")))
    first = store.snapshot()
    commit(store, reading("二.xlsx", form("乙")))
    first.path.unlink()
    with store.version(first.version) as old:
        assert old.table("select name from project")["name"].to_pylist() == ["甲"]
    assert not first.path.exists()
    with pytest.raises(UnknownVersion), store.version("999999"):
        pass
