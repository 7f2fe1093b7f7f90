"""简报: same data, same words; every template is used and filled; the paper holds what the page says."""

import io
import re
import string
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pandas as pd
import pytest

from analytics import reports
from analytics.access import Person
from analytics.audit.casebook import Casebook
from analytics.audit.use_decisions import UseDecisions
from analytics.charts.picture import drawn, in_words
from analytics.cli import main
from analytics.metrics import Filters, run
from analytics.reports import briefing_pictures
from analytics.reports.briefing import briefing
from analytics.reports.briefing_document import briefing_document
from analytics.reports.briefing_words import TOPICS, change_sentence, decide_sentence, lag_sentence, spent_sentence, templates
from analytics.store import Store
from tests.metrics.conftest import SmallSnapshot

ON = date(2026, 3, 1)
CENTRE = "丰台区城市管理监督指挥中心"
DISTRICT = {"district": "丰台区", "department": "城管委"}


@pytest.fixture
def store(sample_store):
    opened = Store(sample_store)
    yield opened
    opened.close()


def made(store, filters=Filters()):  # noqa: B008 - frozen
    return briefing(store.snapshot(), filters, Casebook(store).cases(), UseDecisions(store).current())


def text_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    foot = [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *foot])


def test_the_five_sentences_of_the_samples(store):
    said = {one.name: one.text for one in made(store, Filters(years=(2021,))).sentences}
    assert list(said) == list(TOPICS)
    assert "30个项目全年预算 4,416.52 万元，执行 4,204.88 万元，执行率 95.2%，还有 211.64 万元没有执行" in said["spent"]
    assert f"{CENTRE}最突出：2021年度4个项目低于80%，未执行 177.85 万元" in said["lag"]
    assert "此前有数据的2019年度没有项目低于80%，其间年度没有数据" in said["lag"]
    assert "变动最大的是监督员工资及管理费用，减少 356.72 万元（下降 67.0%）" in said["change"]
    assert said["compare"] == "只有丰台区的数据，没有可以相比的区。"
    assert "建议收回2项 89.52 万元" in said["decide"]


def test_districts_are_never_ranked(store):
    said = {one.name: one.text for one in made(store).sentences}
    assert "差异不显著，不宜排名" in said["compare"]
    assert "年度不同" in said["compare"]


def test_same_data_same_words(store):
    assert made(store) == made(store)
    assert briefing_document(made(store), ON)[:2] == b"PK"


def test_everything_leads_to_evidence(store):
    found = made(store)
    assert all(one.evidence for one in found.sentences)
    assert all(all(one.place) for one in (*found.unspent, *found.suggestions))
    assert [one.unspent for one in found.unspent] == sorted((one.unspent for one in found.unspent), reverse=True)
    assert (found.unspent[1].project, found.unspent[1].unit) == ("监督员工资及管理费用", f"{CENTRE} · 区城指中心")
    assert "仅招录了11名监督员" in found.unspent[1].reason
    assert len(found.doubts) == 3
    assert all(one.cells for one in found.doubts)


def test_the_paper_says_what_the_page_says(store):
    found = made(store)
    written = text_of(briefing_document(found, ON, "办公室"))
    assert all(one.text in written for one in found.sentences)
    assert all(one.title in written for one in found.pictures)
    assert all(one.project in written for one in (*found.unspent, *found.suggestions))
    assert all(word in written for word in ("2026年3月1日", "第1页", "数据版本 000002", "口径：", "建议收回", "优先保障", "待决定"))


def test_the_charts_of_the_paper_are_charts_of_the_document(store):
    document = docx.Document(io.BytesIO(briefing_document(made(store), ON)))
    charts = [part.blob.decode() for part in document.part.package.iter_parts() if str(part.partname).startswith("/word/charts/")]
    assert len(charts) == 4
    assert any("82.96 万元，34.2%" in chart for chart in charts)
    assert all(re.search(r'descr="[^"]+"', shape._inline.xml) for shape in document.inline_shapes)


def test_text_of_files_is_never_markup_in_a_chart(store):
    hostile = pd.DataFrame([{"project_id": "p", "name": '<b>&"坏"</b>\x07', "counted": True, "unspent": 1.0, "execution_rate": 0.5}])
    picture = briefing_pictures.lag(hostile)
    assert "<b>&" not in drawn(picture, "来源").to_json().replace("\\u003c", "<").replace("<b>1", "")
    content = briefing_document(replace(made(store), pictures=(picture,)), ON)
    charts = [part.blob.decode() for part in docx.Document(io.BytesIO(content)).part.package.iter_parts() if "chart" in str(part.partname)]
    assert "&lt;b&gt;&amp;" in charts[0]


def test_a_decision_stands_in_the_briefing_and_on_paper(own_store):
    store = Store(own_store)
    line = made(store).suggestions[0]
    UseDecisions(store).decide([line], "refused", Person("甲", "viewer"), "合同未到期")
    found = made(store)
    assert line.key not in found.open_keys
    assert "已决定1条" in found.sentences[-1].text
    assert all(word in text_of(briefing_document(found, ON)) for word in ("不同意", "合同未到期"))
    store.close()


def small(*projects):
    snapshot = SmallSnapshot()
    for name, year, budget, executed, more in projects:
        snapshot.project(name, budget, executed, **DISTRICT, fiscal_year=year, **more)
    return snapshot.build()


def forms(*rows):
    """Projects as (name, year, executed of 100); form ids must differ from year to year."""
    return small(*((f"{name}{year}", year, 100.0, executed, {}) for name, year, executed in rows))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("甲", 2021, 90)], "没有项目的执行率低于80%。"),
        ([("甲", 2021, 80)], "没有项目的执行率低于80%。"),
        ([("甲", 2021, 50)], "更早年度没有它的自评表，从何时起无从判断"),
        ([("甲", 2020, 50), ("甲", 2021, 50)], "自2020年度起连续2年如此"),
        ([("甲", 2020, 95), ("甲", 2021, 50)], "从2021年度开始，此前的2020年度没有项目低于80%"),
        ([("甲", 2019, 50), ("甲", 2021, 50)], "2019年度也有1个，其间年度没有数据，是否连续无从判断"),
        ([("甲", 2019, 95), ("甲", 2021, 50)], "最早见于2021年度，此前有数据的2019年度没有项目低于80%"),
    ],
)
def test_since_when_says_what_the_years_carry(rows, expected):
    assert expected in lag_sentence(run(forms(*rows), "lagging"))


def test_years_before_are_found_although_the_filter_asks_for_one():
    assert "自2020年度起连续2年" in lag_sentence(run(forms(("甲", 2020, 50), ("甲", 2021, 50)), "lagging", Filters(years=(2021,))))


def test_low_years_of_a_project_end_where_a_year_is_missing():
    snapshot = SmallSnapshot()
    for year in (2018, 2020, 2021):
        snapshot.project(f"甲{year}", 100.0, 50.0, **DISTRICT, fiscal_year=year)
    snapshot.connection.execute("update form set project = '甲'")
    rows = run(snapshot.build(), "use_facts").set_index("fiscal_year")
    assert rows["low_years"].to_dict() == {2018: 1, 2020: 1, 2021: 2}
    assert rows.loc[2021, "low_since"] == 2020


SUMMARY = {
    "projects": 3, "counted": 2, "not_counted": 1, "budget": 100.0, "executed": 60.0, "unspent": 40.0, "execution_rate": 0.6,
    "verified_budget": 50.0, "contradicted_budget": 30.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "2021年度2个项目全年预算 100.00 万元，执行 60.00 万元，执行率 60.0%，还有 40.00 万元没有执行；"
             "50.0%的预算已由表上执行率印证；30.00 万元的数字有矛盾，引用前请先核实；另有1个项目金额未认定，不在其内。"),
        ({"projects": 0}, "所选范围内没有项目。"),
        ({"counted": 0}, "3个项目的金额都没有认定，暂不能说花了多少。"),
        ({"execution_rate": None, "not_counted": 0}, "2个项目的预算都是零，没有执行率。"),
    ],
)  # fmt: skip
def test_what_was_spent(change, expected):
    assert spent_sentence({**SUMMARY, **change}, (2021,)) == expected


def test_what_changed_where_nothing_did():
    nothing = pd.DataFrame(columns=["earlier_rate", "execution_rate"])
    assert change_sentence({"projects": 0}, None, nothing) == "表上没有年初预算数，看不出年中变化。"
    assert change_sentence({"projects": 3, "revised_projects": 0}, None, nothing) == "3个项目的预算年中都没有调整。"


def test_nothing_to_decide_is_said():
    assert decide_sentence((), frozenset(), 0, 0, 0) == "没有按规则提出的结果应用建议；没有未销号的错误级疑点。"
    assert "2个项目的金额单位待认定" in decide_sentence((), frozenset(), 0, 0, 2)


def test_every_template_is_used_by_the_program():
    code = "".join(
        path.read_text("utf-8") for path in [*Path(reports.__file__).parent.glob("briefing*.py"), *(Path(__file__).parents[2] / "pages").glob("*briefing*.py")]
    )
    unused = [
        f"{group}.{name}" for group, each in templates().items() for name in each if group != "topics" and f'"{name}"' not in code and f"'{name}'" not in code
    ]
    assert unused == []
    assert set(templates()["topics"]) == set(TOPICS)
    assert all(
        field is None or field.isidentifier() for each in templates().values() for text in each.values() for _, field, _, _ in string.Formatter().parse(text)
    )


def test_pictures_hold_the_figures_they_say(store):
    spent, lag, change, compared = made(store).pictures
    assert sum(bar.length + bar.rest for bar in spent.bars) == pytest.approx(6113.08, abs=0.01)
    assert [bar.start for bar in change.bars[::2]] == [0, 0, 0]
    assert change.bars[1].start + change.bars[1].length == pytest.approx(change.bars[0].length)
    assert lag.bars[0].link is not None
    assert [words[0] for words in in_words(compared)] == ["丰台区", "朝阳区"]
    assert drawn(lag, "来源：表").layout.title.text.startswith("<b>未执行的")


def test_the_command_writes_the_paper_and_says_it(own_store, tmp_path, capsys):
    out = tmp_path / "简报.docx"
    assert main(["report", "briefing", "--out", str(out), "--year", "2021", "--prepared-on", "2026-03-01", "--store", str(own_store)]) == 0
    printed = capsys.readouterr().out
    assert "支出多少：2021年度30个项目" in printed
    assert "2021年度" in text_of(out.read_bytes())
    assert main(["report", "briefing", "--out", str(tmp_path / "简报.odt"), "--store", str(own_store)]) == 2
    assert main(["report", "briefing", "--out", str(out), "--year", "1999", "--store", str(own_store)]) == 2
