"""项目档案 shows what became of the targets that were declared at the beginning of the year."""

from __future__ import annotations

from analytics.access import actor
from analytics.intake import accept, examine
from analytics.metrics import run
from analytics.reading import Source
from analytics.store import Store
from tests.metrics.test_targets import TARGETS
from tests.reading.sheets import FORM, workbook


def test_declared_targets_stand_beside_the_reported_ones(open_page, tmp_path, shown):
    store = Store(tmp_path / "store")
    sources = [Source("自评表.xlsx", workbook(FORM)), Source("绩效目标申报表.xlsx", workbook(TARGETS))]
    accept(store, examine(store, sources), actor())
    project = run(store.snapshot(), "project_list")["project_id"].iloc[0]
    store.close()
    app = open_page("project", tmp_path / "store", project=project)
    words = shown(app)
    assert [each.value for each in app.exception] == []
    assert "目标比对" in [each.value for each in app.subheader]
    assert "目标降低1项、取消1项" in words
    assert "≥600平方米　E7" in words
    assert "≥500平方米　E11" in words
    assert "改写、指标名称改动、分值改动" in words


def test_without_declared_targets_nothing_is_said_of_them(open_page, sample_store):
    store = Store(sample_store)
    project = run(store.snapshot(), "project_list")["project_id"].iloc[0]
    store.close()
    app = open_page("project", sample_store, project=project)
    assert "目标比对" not in [each.value for each in app.subheader]
