"""A snapshot carried on from the last one holds, table for table and row for row, what one built from the beginning holds."""

import random
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest

from analytics.reading.records import Claim, Evidence, Indicator, Problem
from analytics.store import Store, build
from analytics.store.snapshot import READ_ONLY
from tests.store.forms import accounts, form, reading

PERSON = "测试"
DEPARTMENTS = (("丰台区", "丰台区城管委"), ("丰台区", "丰台区教委"), ("朝阳区", "朝阳区教委"), (None, None))
NAMES = ("信息系统运维", "道路养护", "校舍修缮", "宣传培训")
CLASSES = ("运维", "其他")


def contents(path):
    """Every table of a snapshot file as sorted rows; doubles to twelve digits, for sums depend on their order."""
    with duckdb.connect(str(path), read_only=True, config=READ_ONLY) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        return {name: sorted(map(told, connection.execute(f'from "{name}"').fetchall())) for name in names}


def told(row):
    return repr(tuple(f"{value:.12g}" if isinstance(value, float) else value for value in row))


def some_file(chance, number):
    """A file of one to three records of some departments: forms, lines of accounts, claims, problems."""
    forms = []
    for at in range(1, chance.randint(1, 3) + 1):
        district, department = chance.choice(DEPARTMENTS)
        own = {"district": district, "department": department, "sheet": f"表{at}"}
        year = chance.choice((2021, 2022))
        if chance.random() < 0.3:
            lines = {name: str(chance.randint(1, 9)) for name in chance.sample(("教育支出", "科学技术支出", "农林水支出"), 2)}
            forms.append(replace(accounts(lines, year), **own))
        else:
            spent = str(chance.randint(10, 100))
            scored = Indicator(
                "产出指标", "数量指标", "台数", "≥10台", "12台", weight=Decimal(50), score=Decimal(chance.randint(40, 50)), cells={"score": "H12"}
            )
            more = {"total_score": Decimal(chance.randint(60, 100)), "indicators": (scored,)}
            forms.append(form(chance.choice(NAMES), executed=spent, year=year, number=at, **own, **more))
    said = Claim(chance.choice(NAMES), None, 2021, Decimal(7), None, Evidence(chance.choice(("表1", "报告")), "B3", "7万元"))
    doubt = Problem("warning", "unit-corrected", "有误。", chance.choice(("表1", None)), chance.choice(("F7", None)), "5", "6", "请改。")
    return reading(f"{number}.xlsx", *forms, content=f"{number}".encode(), claims=[said], problems=[doubt])


def one_change(store, chance, number):
    """An import, a withdrawal, the return of a batch, the return to a version, or a decision."""
    batches = store.batches()
    withdrawn = [info for info in batches if info.status == "withdrawn"]
    active = [info for info in batches if info.status == "active"]
    drawn = chance.random()
    if drawn < 0.15 and len(active) > 1:
        store.withdraw(chance.choice(active).batch_id, PERSON)
    elif drawn < 0.3 and withdrawn:
        store.reinstate(chance.choice(withdrawn).batch_id, PERSON)
    elif drawn < 0.4 and len(store.versions()) > 3:
        store.restore(chance.choice(store.versions()[2:]).version, PERSON)
    elif drawn < 0.5 and not store.snapshot().empty:
        projects = store.snapshot().table("select project_id from project order by project_id")["project_id"].to_pylist()
        if projects:
            store.classify(chance.choice(projects), chance.choice(CLASSES), PERSON)
    else:
        store.commit([some_file(chance, number)], {}, PERSON, replace_whole=chance.random() < 0.25)


def refused(*_arguments):
    raise AssertionError("built from the beginning")


@pytest.mark.parametrize("seed", [1, 2])
def test_any_series_of_changes_leaves_what_building_from_the_beginning_gives(tmp_path, monkeypatch, seed):
    chance = random.Random(seed)
    store = Store(tmp_path / "store")
    store.commit([some_file(chance, 0), some_file(chance, 1)], {}, PERSON)
    from_the_beginning = build._from_the_beginning
    monkeypatch.setattr(build, "LEAST", 0)
    monkeypatch.setattr(build, "MOST", 99)
    monkeypatch.setattr(build, "_from_the_beginning", refused)
    for number in range(2, 10):
        one_change(store, chance, number)
    whole = tmp_path / "whole.duckdb"
    from_the_beginning(whole, store.batch_directory, [info for info in store.batches() if info.status == "active"], store.classes())
    assert contents(store.snapshot().path) == contents(whole)
    assert contents(whole)["uneven_fact"]


def test_a_snapshot_that_cannot_be_gone_on_from_is_left(tmp_path, monkeypatch):
    store = Store(tmp_path / "store")
    store.commit([some_file(random.Random(1), 0)], {}, PERSON)
    broken, path = tmp_path / "broken.duckdb", tmp_path / "after.duckdb"
    broken.write_bytes(b"no snapshot" * 1000)
    monkeypatch.setattr(build, "LEAST", 0)
    build.build(path, store.batch_directory, store.batches(), lambda _step: None, before=broken)
    assert contents(path) == contents(store.snapshot().path)
