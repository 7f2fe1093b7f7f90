"""A store that the first release made is opened by the program of today: the same figures, the same history, nothing lost."""

import zipfile
from pathlib import Path

import pytest

from analytics.audit.casebook import Casebook
from analytics.intake import accept, examine
from analytics.store import Store
from analytics.store.doctor import ERROR, examined
from analytics.store.ledger import HEAD

FIRST = Path(__file__).with_name("first_release.zip")  # two of the samples, imported by the first release; its snapshots left out
FILES = ("丰台区城市管理监督指挥中心_2019年度_项目支出事后绩效自评表.xlsx", "朝阳区城市管理指挥中心_2022年度_项目支出绩效自评表.xlsx")
FIGURES = "select name, department, fiscal_year, initial_budget, budget_base, executed, score_stated from project order by name"


@pytest.fixture
def old(tmp_path):
    with zipfile.ZipFile(FIRST) as archive:
        archive.extractall(tmp_path / "old")
    return tmp_path / "old"


def test_a_store_of_the_first_release_gives_the_figures_of_today(old, tmp_path, samples):
    upgraded, fresh = Store(old), Store(tmp_path / "fresh")
    accept(fresh, examine(fresh, [one for one in samples if one.name in FILES]), "测试")
    assert upgraded.snapshot().table(FIGURES).to_pylist() == fresh.snapshot().table(FIGURES).to_pylist()
    assert upgraded.ledger.up_to_date()
    assert HEAD != "0001"


def test_its_history_stays_and_goes_on(old):
    store = Store(old)
    assert [info.file for info in store.batches()] == list(FILES)
    assert store.versions()[0].reason == "新建数据目录"
    assert Casebook(store).cases()
    store.withdraw("1", "测试")
    assert [info.status for info in store.batches()] == ["withdrawn", "active"]
    assert [one.found for one in examined(old) if one.state == ERROR] == []
