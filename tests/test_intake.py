"""What a person is told before a file is stored, and how new evidence reaches what is stored."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from analytics.errors import LensError
from analytics.intake import accept, examine, foreseen, reinstate, undo, withdraw
from analytics.reading import Answers, Source
from analytics.store import Store

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
PERSON = "测试"
REPORT = "丰台区_2021年度_部门决算登记表.xlsx"
FORMS = "丰台区城市管理监督指挥中心_2021年度_项目支出绩效自评表.xlsx"
DEPARTMENT = "丰台区城市管理监督指挥中心"
DOUBTED = "城指中心内部审计专项经费"


def sample(name):
    return Source(name, (SAMPLES / name).read_bytes())


def workbook(file, projects, title="（2021年度）", budget=10):
    """A workbook with one small form a sheet: {project: executed}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for project, executed in projects.items():
        lines = [
            ["项目支出绩效自评表"],
            [title],
            ["项目名称", project],
            ["主管部门", DEPARTMENT, None, "实施单位", DEPARTMENT],
            ["项目资金（万元）", None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            [None, "年度资金总额", budget, budget, executed, 10, executed / budget, executed],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"],
            ["产出指标", "数量指标", "台数", "≥10台", "12台", 50, 50],
            ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", "95%", 40, 40],
            ["总分", None, None, None, None, 100, 90 + executed],
        ]
        sheet = book.create_sheet(project)
        for line in lines:
            sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return Source(file, content.getvalue())


@pytest.fixture
def store(tmp_path, empty_store):
    opened = Store(shutil.copytree(empty_store, tmp_path / "store"))
    yield opened
    opened.close()


def accepted(store, *sources, answers=None, **more):
    return accept(store, examine(store, sources, answers or Answers(), **more), PERSON)


def amounts(store):
    rows = store.snapshot().table("select name, executed from project").to_pylist()
    return {row["name"]: None if row["executed"] is None else float(row["executed"]) for row in rows}


def test_examining_stores_nothing(store):
    before = store.snapshot()
    examination = examine(store, [workbook("甲.xlsx", {"甲": 8})])
    assert examination.plan.count("added") == 1
    assert store.snapshot() == before
    assert store.batches() == []


def test_what_was_examined_is_what_is_stored(store):
    outcome = accepted(store, workbook("甲.xlsx", {"甲": 8, "乙": 9}))
    assert (outcome.added, outcome.replaced, outcome.left) == (2, 0, 0)
    assert amounts(store) == {"甲": 8.0, "乙": 9.0}


def test_a_file_stored_already_is_named(store):
    accepted(store, workbook("甲.xlsx", {"甲": 8}))
    same = Source("甲.xlsx", store.original("1")[1])
    examination = examine(store, [same])
    assert examination.duplicates == ("甲.xlsx",)
    assert examination.plan.files == ()
    assert accept(store, examination, PERSON).unchanged == ("甲.xlsx",)


def test_a_missing_year_is_asked_for_and_the_other_files_are_stored(store):
    examination = examine(store, [workbook("无.xlsx", {"甲": 8}, title=None), workbook("有.xlsx", {"乙": 8})])
    assert dict(examination.questions) == {"无.xlsx": ("fiscal_year",)}
    outcome = accept(store, examination, PERSON)
    assert outcome.waiting == ("无.xlsx",)
    assert amounts(store) == {"乙": 8.0}


def test_an_answer_is_kept_with_the_batch(store):
    source = workbook("无.xlsx", {"甲": 8}, title=None)
    accepted(store, source, answers=Answers(fiscal_year=2020))
    assert store.batches()[0].decisions == {"fiscal_year": 2020}
    assert store.snapshot().table("select fiscal_year from project")["fiscal_year"].to_pylist() == [2020]
    assert accepted(store, source).unchanged == ("无.xlsx",)


def test_a_file_that_cannot_be_read_is_refused_and_the_others_are_stored(store):
    outcome = accepted(store, Source("坏.xlsx", b"not a workbook"), workbook("好.xlsx", {"甲": 8}))
    assert [file for file, _ in outcome.refused] == ["坏.xlsx"]
    assert amounts(store) == {"甲": 8.0}


def test_two_files_of_one_name_are_both_stored(store):
    outcome = accepted(store, workbook("表.xlsx", {"甲": 8}), workbook("表.xlsx", {"乙": 9}))
    assert [info.file for info in outcome.batches] == ["表.xlsx", "表.xlsx"]
    assert amounts(store) == {"甲": 8.0, "乙": 9.0}


def test_a_report_that_comes_later_corrects_the_unit_of_a_stored_form(store):
    accepted(store, sample(FORMS))
    before = store.snapshot().table("select unit_status from project where name = $name", {"name": DOUBTED})["unit_status"].to_pylist()
    assert before != ["corrected"]
    outcome = accepted(store, sample(REPORT))
    assert outcome.reread == (FORMS,)
    found = store.snapshot().table("select unit_status, executed::double as executed from project where name = $name", {"name": DOUBTED}).to_pylist()
    assert found == [{"unit_status": "corrected", "executed": 5.0}]
    assert [(info.file, info.status) for info in store.batches()] == [(FORMS, "withdrawn"), (REPORT, "active"), (FORMS, "active")]


def test_the_order_of_files_does_not_change_what_is_stored(store, tmp_path):
    sql = "select name, unit_status, unit_used, budget_base, executed from project order by name"
    accepted(store, sample(FORMS))
    accepted(store, sample(REPORT))
    other = Store(tmp_path / "other")
    accepted(other, sample(REPORT))
    accepted(other, sample(FORMS))
    together = Store(tmp_path / "together")
    accepted(together, sample(FORMS), sample(REPORT))
    assert store.snapshot().table(sql) == other.snapshot().table(sql) == together.snapshot().table(sql)


def test_a_file_read_again_does_not_overtake_what_replaced_it(store):
    accepted(store, sample(FORMS))
    year = {"department": DEPARTMENT, "fiscal_year": 2021}
    accepted(store, workbook("更正.xlsx", {"接诉即办工作经费": 7}), answers=Answers(**year))
    outcome = accepted(store, sample(REPORT))
    assert FORMS in outcome.reread
    assert amounts(store)["接诉即办工作经费"] == 7.0


def test_a_unit_decided_by_a_person_is_used(store):
    source = workbook("大.xlsx", {"甲": 8_000_000.0}, budget=10_000_000)
    accepted(store, source)
    assert amounts(store) == {"甲": None}
    outcome = accepted(store, source, answers=Answers(units={"甲": "元"}))
    assert outcome.replaced == 1
    assert amounts(store) == {"甲": 800.0}


DOUBT = "select unit_status, executed::double as executed from project where name = $name"


def doubted(store):
    (row,) = store.snapshot().table(DOUBT, {"name": DOUBTED}).to_pylist()
    return row["unit_status"], row["executed"]


def test_a_unit_goes_back_when_the_report_that_proved_it_is_withdrawn(store):
    accepted(store, sample(FORMS))
    before = doubted(store)
    accepted(store, sample(REPORT))
    assert doubted(store) == ("corrected", 5.0)
    turned = withdraw(store, store.batch("2").batch_id, PERSON)
    assert turned.reread == (FORMS,)
    assert doubted(store) == before
    assert [(info.file, info.status) for info in store.batches()][-1] == (FORMS, "active")
    assert len([one for one in store.versions() if one.reason == f"撤回 {REPORT}"]) == 1
    assert reinstate(store, store.batch("2").batch_id, PERSON).reread == (FORMS,)
    assert doubted(store) == ("corrected", 5.0)


def test_withdrawing_what_proves_nothing_reads_nothing_again(store):
    accepted(store, workbook("甲.xlsx", {"甲": 8}), workbook("乙.xlsx", {"乙": 9}))
    assert withdraw(store, store.batch("2").batch_id, PERSON).reread == ()
    assert amounts(store) == {"甲": 8.0}
    assert reinstate(store, store.batch("2").batch_id, PERSON).reread == ()
    assert len(store.batches()) == 2


def test_a_file_put_back_after_its_evidence_went_is_read_without_it(store):
    accepted(store, sample(REPORT))
    accepted(store, sample(FORMS))
    assert doubted(store) == ("corrected", 5.0)
    withdraw(store, store.batch("2").batch_id, PERSON)
    withdraw(store, store.batch("1").batch_id, PERSON)
    assert reinstate(store, store.batch("2").batch_id, PERSON).reread == (FORMS,)
    assert doubted(store)[0] != "corrected"


def test_a_file_counts_once_however_often_it_was_read_again(store):
    accepted(store, sample(FORMS))
    accepted(store, sample(REPORT))
    withdraw(store, store.batch("2").batch_id, PERSON)
    for old in ("1", "3"):
        with pytest.raises(LensError, match="重新读取"):
            reinstate(store, store.batch(old).batch_id, PERSON)


def test_an_older_import_is_undone_with_what_it_proved(store):
    accepted(store, sample(FORMS))
    before = doubted(store)
    outcome = accepted(store, sample(REPORT))
    accepted(store, workbook("别的.xlsx", {"别的": 8}))
    undo(store, outcome, PERSON)
    assert doubted(store) == before
    assert "别的" in amounts(store)


def test_what_is_foreseen_is_what_accepting_does(store):
    accepted(store, workbook("甲.xlsx", {"甲": 8, "乙": 9}))
    examination = examine(store, [workbook("新.xlsx", {"甲": 7, "丙": 6}), Source("坏.xlsx", b"no workbook"), workbook("无.xlsx", {"丁": 8}, title=None)])
    told = foreseen(store, examination)
    assert (told.added, told.replaced, told.left, told.waiting) == (1, 1, 1, ("无.xlsx",))
    assert amounts(store) == {"甲": 8.0, "乙": 9.0}
    done = accept(store, examination, PERSON)
    assert [getattr(done, name) for name in ("added", "replaced", "left", "refused", "waiting")] == [
        getattr(told, name) for name in ("added", "replaced", "left", "refused", "waiting")
    ]
