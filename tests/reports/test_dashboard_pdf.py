"""整个看板 as one file: every page's sentences, charts and tables under the filters, which stand on every sheet; it can be stopped."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pypdf
import pytest

from analytics.audit.casebook import Casebook
from analytics.charts.vector import vector
from analytics.cli import main
from analytics.metrics import Filters
from analytics.reports import dashboard_pdf as module
from analytics.reports.dashboard import MOST_ROWS, asked, parts, table_of
from analytics.reports.dashboard_parts import MAKERS
from analytics.reports.dashboard_pdf import STEPS, dashboard_pdf
from analytics.store import Store

ON = date(2026, 3, 1)
FILTERS = Filters(years=(2021,), districts=("丰台区",))


@pytest.fixture(scope="module")
def given(sample_store):
    store = Store(sample_store)
    yield asked(store.snapshot(), FILTERS, Casebook(store).cases(), {})
    store.close()


@pytest.fixture(scope="module")
def made(given):
    return dict(parts(given, MAKERS))


def test_every_page_says_and_draws_what_it_shows(made):
    assert [name for name, found in made.items() if not found] == ["区际对比"]
    assert all(part.sentences or part.figures or part.tables for found in made.values() for part in found)
    overview, low = made["总览"][0], made["执行率"][0]
    assert "30个项目" in overview.sentences[0]
    assert ("全年预算", "4,416.52 万元") in [measure[:2] for measure in overview.measures]
    assert len(low.tables[0].rows) == int(low.tables[0].title.split("（")[1].split("个")[0])


def test_every_figure_can_be_drawn_as_vectors(made):
    drawn = [vector(figure) for found in made.values() for part in found for figure in part.figures]
    assert len(drawn) > 15
    assert all("来源" in one.svg and "数据版本 000002" in one.svg and one.title for one in drawn if "各类疑点的条数" not in one.svg)


def test_the_file_holds_all_of_it_with_the_filters_on_every_sheet(given, monkeypatch):
    chosen = [maker for maker in MAKERS if maker[0] in ("总览", "执行率", "口径说明")]
    monkeypatch.setattr(module, "MAKERS", chosen)
    monkeypatch.setattr(module, "STEPS", (*(name for name, _ in chosen), module.SETTING))
    heard = []
    pages = pypdf.PdfReader(io.BytesIO(dashboard_pdf(given, ON, told=heard.append))).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert heard == ["总览", "执行率", "口径说明", "排版"]
    assert all(word in text for text in texts for word in ("2021年度·丰台区", "口径：", "数据版本000002"))
    assert all(f"—{number}—" in text for number, text in enumerate(texts, start=1))
    assert all(word in "".join(texts) for word in ("4,416.52万元", "监督员工资及管理费用", "执行率最集中在", "全年执行数÷"))


def test_whoever_hears_the_steps_can_stop_it(given):
    def stop(step):
        raise InterruptedError(step)

    with pytest.raises(InterruptedError, match="总览"):
        dashboard_pdf(given, ON, told=stop)
    assert STEPS[-1] == "排版"


def test_rows_that_are_not_printed_are_counted():
    rows = pd.DataFrame({"name": [f"项目{number}" for number in range(MOST_ROWS + 3)]})
    table = table_of("表", rows, ["name"], "execution_list")
    assert (len(table.rows), "另有3行没有印出" in table.note) == (MOST_ROWS, True)
    assert table_of("表", rows.head(2), ["name"], "execution_list").note == ""


def test_nothing_is_written_where_nothing_is_left(sample_store, tmp_path):
    for name, year in (("看板.pdf", "1999"), ("看板.docx", "2021")):
        assert main(["report", "dashboard", "--out", str(tmp_path / name), "--year", year, "--store", str(sample_store)]) == 2
        assert not (tmp_path / name).exists()


def test_parts_without_data_are_left_out(given):
    nothing = replace(given, filters=Filters(years=(1999,)), upheld=())
    names = [name for name, found in parts(nothing, [maker for maker in MAKERS if maker[0] in ("专家评分", "部门决算", "同类情形评分不一")]) if found]
    assert names == []


def test_what_is_not_open_to_a_reader_is_left_out(given):
    chosen = [maker for maker in MAKERS if maker[0] in ("疑点清单", "同类情形评分不一")]
    found = dict(parts(replace(given, listed=False, closed=frozenset({"同类情形评分不一"})), chosen))
    assert (found["疑点清单"][0].tables, found["同类情形评分不一"]) == ((), ())
    assert "条疑点" in found["疑点清单"][0].sentences[0]
