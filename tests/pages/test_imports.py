"""数据导入 under AppTest: what the clerk sees and answers, what is stored when, and the way back."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.audit import RULES
from analytics.audit.self_check import self_check
from analytics.intake import accept, examine, undo
from analytics.reading import Answers, Source
from analytics.store import Store
from analytics.uploads import (
    changed_rows,
    facts,
    is_district,
    nearest,
    open_questions,
    plan_of,
    problem_table,
    recognised,
    record_rows,
    standing,
    whole_problem_table,
)  # fmt: skip
from pages._imports_desk import Desk
from tests.examples.files import file_of
from tests.examples.rows import parse
from tests.reading.sheets import form_with, read, workbook
from tests.reading.test_word import document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEAR_OPEN = workbook(form_with(A2=None), form_with(B3="河道保洁", A2="（2020年度）"))
OFFICE = workbook(form_with(B4="城市管理科", E4="环卫队"))
DOUBTED = workbook(
    form_with(B3="巨大项目", C6=9122160, D6=9122160, E6=9000000, G6=None, C7=None, D7=None, E7=None), *(form_with(B3=f"项目{n}") for n in range(4))
)


def upload(app, *files: tuple[str, bytes]):
    """Drop files; returns the page as it is afterwards."""
    app.file_uploader[0].set_value([(name, content, XLSX) for name, content in files]).run()
    return app


def press(app, key: str):
    return app.button(key=key).click().run()


def write_in(box, text: str):
    """Type a value that is not among the options, which AppTest itself does not know how to do."""
    box.options.append(text)
    return box.set_value(text).run()


def keys(app) -> set[str]:
    return {button.key for button in app.button}


def years(store) -> set[int]:
    return set(store.snapshot().table("select distinct fiscal_year from project")["fiscal_year"].to_pylist())


# ---- what is told about a file


def test_a_file_is_told_in_figures():
    found = recognised(read(workbook(form_with(), form_with(B3="河道保洁"))))
    assert (found.projects, found.indicators, found.budget, found.executed) == (2, 6, Decimal(200), Decimal(170))
    assert (found.years, found.districts, found.departments) == ((2023,), ("丰台区",), ("丰台区城市管理委员会",))


def test_only_what_is_open_is_asked():
    asked = open_questions(read(YEAR_OPEN))
    assert (asked.forms, asked.fiscal_year, asked.district, asked.departments) == (2, 1, 0, ())
    assert [(one.printed, one.forms) for one in open_questions(read(OFFICE)).departments] == [("城市管理科", 1)]


def test_an_answer_fills_only_what_is_open():
    forms = read(YEAR_OPEN, answers=Answers(fiscal_year=2022, only_open=True)).forms
    assert [form.fiscal_year for form in forms] == [2022, 2020]


def test_a_printed_name_is_explained_for_one_file():
    answers = Answers(district="丰台区", departments={"城市管理科": "丰台区城市管理委员会"}, only_open=True)
    reading = read(OFFICE, answers=answers)
    assert (reading.questions, reading.forms[0].department) == ((), "丰台区城市管理委员会")


def test_a_doubted_unit_says_what_either_way_comes_to():
    (one,) = open_questions(read(DOUBTED)).units
    assert (one.project, one.printed) == ("巨大项目", "9122160")
    assert one.either == {"元": (Decimal("912.216"), Decimal("1312.216")), "万元": (Decimal(9122160), Decimal(9122560))}


def test_the_likeliest_department_comes_first():
    known = ["朝阳区财政局", "丰台区政务服务管理局", "丰台区城市管理监督指挥中心"]
    assert nearest("城市管理监督中心", known)[0] == "丰台区城市管理监督指挥中心"
    assert nearest("城市管理监督中心", known, "朝阳区")[0] == "朝阳区财政局"
    assert nearest(None, known) == sorted(known)


@pytest.mark.parametrize(("name", "right"), [("丰台区", True), ("临海县", True), ("火星", False), ("丰台区财政局", False), ("", False), (None, False)])
def test_a_district_is_the_bare_name(name, right):
    assert is_district(name) is right


def test_changed_and_missing_records_are_listed(tmp_path):
    store = Store(tmp_path)
    accept(store, examine(store, [Source("旧.xlsx", workbook(form_with(), form_with(B3="河道保洁")))]), "甲")
    examination = examine(store, [Source("新.xlsx", workbook(form_with(E6=90, G6="90%")))])
    plan = plan_of(examination, examination.readings[0])
    assert [row[3:] for row in changed_rows(plan.replaced)] == [["执行（万元）", "85.00", "90.00"]]
    assert [row[0] for row in record_rows(plan.left)] == ["河道保洁"]


def test_each_file_has_its_own_answers_and_choice(tmp_path):
    store = Store(tmp_path)
    sources = [Source("甲.xlsx", workbook(form_with(A2=None))), Source("乙.xlsx", workbook(form_with(A2=None, B3="河道保洁")))]
    examination = examine(store, sources, [Answers(fiscal_year=2021), Answers(fiscal_year=2022)], [False, True])
    assert [standing(examination, reading) for reading in examination.readings] == ["ready", "ready"]
    outcome = accept(store, examination, "甲")
    assert [(info.decisions["fiscal_year"], info.replace_whole) for info in outcome.batches] == [(2021, False), (2022, True)]
    assert years(store) == {2021, 2022}


def test_an_import_is_taken_back_even_when_something_came_after_it(tmp_path):
    store = Store(tmp_path)
    first = accept(store, examine(store, [Source("甲.xlsx", workbook(form_with(A2="（2021年度）")))]), "甲")
    accept(store, examine(store, [Source("乙.xlsx", workbook(form_with(A2="（2022年度）")))]), "甲")
    undo(store, first, "甲")
    assert years(store) == {2022}


def test_problems_become_a_table():
    frame = problem_table([read(workbook(form_with(E6="约85万")), "错数.xlsx")])
    assert frame.loc[0, ["文件", "程度", "工作表", "单元格", "现为"]].tolist() == ["错数.xlsx", "错误", "表1", "E6", "约85万"]


def test_what_the_rules_found_stands_in_the_list_with_its_source():
    reading = read(workbook(form_with(E6="约85万", H14=99)), "错数.xlsx")
    frame = whole_problem_table([reading], self_check([reading]).files)
    assert frame.loc[frame["来源"] == "读取", "单元格"].tolist() == ["E6"]
    (total,) = frame[frame["来源"].str.contains(RULES["score-total"].title)].to_dict("records")
    assert (total["程度"], total["单元格"], total["现为"]) == ("错误", "H14、H6", "99")


# ---- the page


def test_an_empty_store_imports_the_samples_in_one_click(open_page, tmp_path, shown):
    app = open_page("imports", tmp_path / "store")
    assert "还没有数据" in shown(app)
    press(app, "import_samples")
    assert "已导入 6 个文件" in shown(app)
    assert years(Store(tmp_path / "store")) == {2019, 2021, 2022}
    assert "import_samples" not in keys(app)


def test_nothing_is_stored_before_it_is_confirmed_and_one_click_takes_it_back(open_page, own_store, shown):
    store = Store(own_store)
    app = upload(open_page("imports", own_store), ("新年度.xlsx", workbook(form_with())))
    assert "新增 1 条" in shown(app)
    assert 2023 not in years(store)
    press(app, "confirm")
    assert "已导入 1 个文件" in shown(app)
    assert 2023 in years(store)
    press(app, "undo")
    assert 2023 not in years(store)
    assert "新年度.xlsx" in shown(app)  # the file is still there, to be imported again
    assert "confirm" in keys(app)


def test_a_missing_year_is_asked_and_then_imports(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("年份未写.xlsx", YEAR_OPEN))
    assert "等您回答" in shown(app)
    assert app.button(key="confirm").disabled
    app.selectbox(key="year_of_1").set_value(2018).run()
    assert "可以导入" in shown(app)
    press(app, "confirm")
    assert {2018, 2020} <= years(Store(own_store))


def test_a_wrong_district_is_told_and_the_file_stays(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("科室.xlsx", OFFICE))
    write_in(app.selectbox(key="district_of_1"), "火星")
    assert "不是区、县的名称" in shown(app)
    assert "科室.xlsx" in shown(app)
    assert app.selectbox(key="district_of_1").value is None


def test_an_office_is_explained_and_remembered_when_imported(open_page, own_store):
    store = Store(own_store)
    app = upload(open_page("imports", own_store), ("科室.xlsx", OFFICE))
    app.selectbox(key="district_of_1").set_value("丰台区").run()
    write_in(app.selectbox(key="department_of_1_0"), "丰台区新设部门")
    app.checkbox(key="remember_1_0").check().run()
    assert store.aliases() == {}
    press(app, "confirm")
    assert store.aliases() == {"城市管理科": "丰台区新设部门"}


def test_a_doubted_unit_stays_out_until_a_person_decides(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("存疑.xlsx", DOUBTED))
    assert app.radio(key="unit_of_1_0").value is None
    assert not app.button(key="confirm").disabled
    app.radio(key="unit_of_1_0").set_value("元").run()
    press(app, "confirm")
    rows = Store(own_store).snapshot().table("select budget_base, unit_status from project where name = '巨大项目'").to_pylist()
    assert rows == [{"budget_base": Decimal("912.216"), "unit_status": "corrected"}]


def test_one_bad_file_does_not_hold_up_the_others(open_page, own_store, shown):
    files = (("坏.xlsx", "这是文本".encode()), ("错数.xlsx", workbook(form_with(E6="约85万"))), ("好.xlsx", workbook(form_with(B3="河道保洁"))))
    app = upload(open_page("imports", own_store), *files)
    words = shown(app)
    assert "不是有效的电子表格" in words
    assert "E6" in words
    press(app, "confirm")
    stored = [info.file for info in Store(own_store).batches()]
    assert "好.xlsx" in stored
    assert not {"坏.xlsx", "错数.xlsx"} & set(stored)
    assert "坏.xlsx" in shown(app)  # what was refused stays in sight


def test_the_same_file_again_changes_nothing(open_page, own_store, samples, shown):
    app = upload(open_page("imports", own_store), (samples[1].name, samples[1].content))
    assert "内容未变，不会重复导入" in shown(app)
    assert app.button(key="confirm").disabled


def test_files_of_one_name_are_kept_apart_and_a_refused_one_gives_way(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("自评表.xlsx", "文本".encode()))
    upload(app, ("自评表.xlsx", workbook(form_with())))
    upload(app, ("自评表.xlsx", workbook(form_with(B3="河道保洁"))))
    words = shown(app)
    assert "自评表 (2).xlsx" in words
    assert "不能导入" not in words


def test_text_of_a_file_is_never_markup(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("<img src=x>.xlsx", workbook(form_with(B3="<script>alert(1)</script>", K6="<b>备注</b>"))))
    html = "\n".join(part.proto.body for part in app.get("html"))
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;b&gt;备注" in html
    assert "<img" not in html
    assert "<script>" not in html


def test_files_outlive_a_visit_to_another_page(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("新年度.xlsx", workbook(form_with())))
    app.switch_page("overview.py").run()
    app.switch_page("imports.py").run()
    assert "新年度.xlsx" in shown(app)


def test_a_batch_is_withdrawn_and_put_back(open_page, own_store, shown):
    store = Store(own_store)
    (batch,) = [info for info in store.batches() if "2022" in info.file]
    app = press(open_page("imports", own_store), f"withdraw_{batch.batch_id}")
    assert 2022 not in years(store)
    assert "已撤回" in shown(app)
    press(app, f"reinstate_{batch.batch_id}")
    assert 2022 in years(store)


def test_an_earlier_version_comes_back(open_page, own_store):
    store = Store(own_store)
    before = store.snapshot().version
    store.withdraw(store.batches()[0].batch_id, "甲")
    press(open_page("imports", own_store), f"restore_{before}")
    assert {info.status for info in store.batches()} == {"active"}


def test_a_file_too_large_is_turned_away_in_words(open_page, own_store, shown, monkeypatch):
    monkeypatch.setenv("LENS_UPLOAD_MEGABYTES", "0")
    app = upload(open_page("imports", own_store), ("大.xlsx", workbook(form_with())))
    assert "没有放入" in shown(app)
    assert "confirm" not in keys(app)


# ---- seeing, naming, mending


THREE_FAULTS = workbook(
    form_with(A2=None, E6="约85万"),
    form_with(B3="巨大项目", C6=9122160, D6=9122160, E6=9000000, G6=None, C7=None, D7=None, E7=None),
    *(form_with(B3=f"项目{n}") for n in range(4)),
)
NAMELESS_COLUMN = workbook(form_with(E5="本年用去", B3="绿化养护"))


def stored(store, sql: str) -> list[tuple]:
    return [tuple(row.values()) for row in store.snapshot().table(sql).to_pylist()]


def test_a_missing_figure_is_never_told_as_zero():
    told = dict(facts(recognised(read(NAMELESS_COLUMN))))
    assert "1 个项目没有执行数" in told["金额合计"]


def test_totals_of_a_file_that_waits_are_not_told_as_sure():
    found = recognised(read(YEAR_OPEN))
    assert "回答后再核定" in dict(facts(found, waiting=True))["金额合计"]
    assert "回答后再核定" not in dict(facts(found))["金额合计"]


def test_the_form_is_drawn_beside_its_sheet(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("错数.xlsx", workbook(form_with(E6="约85万"), form_with(B3="河道保洁"))))
    words = shown(app)
    assert 'class="lens-beside"' in words
    assert '<td class="error short" data-cell="E6"' in words
    assert words.count('data-cell="D6"') == 2  # the figure that was read and its cell
    next(box for box in app.selectbox if box.key.startswith("form_of_1")).set_value(1).run()
    assert "河道保洁" in shown(app)
    app.toggle[0].set_value(False).run()
    assert 'class="lens-beside"' not in shown(app)


def test_three_faults_are_mended_in_place_and_kept_as_decisions(open_page, own_store, shown):
    store = Store(own_store)
    app = upload(open_page("imports", own_store), ("三错.xlsx", THREE_FAULTS))
    assert "不能导入" in shown(app)
    app.text_input[0].set_value("85")
    press(app, "mend_1")
    assert "更正：E6 表上为“约85万”" in shown(app)
    app.selectbox(key="year_of_1").set_value(2023).run()
    app.radio(key="unit_of_1_0").set_value("元").run()
    press(app, "confirm")
    rows = stored(store, "select name, budget_base, executed from project where fiscal_year = 2023 and name in ('道路清扫保洁', '巨大项目') order by name")
    assert rows == [("巨大项目", Decimal("912.216"), Decimal(900)), ("道路清扫保洁", Decimal(100), Decimal(85))]
    assert store.batches()[-1].decisions["cells"] == {"表1!E6": "85"}
    assert stored(store, "select executed_printed from project where name = '道路清扫保洁' and fiscal_year = 2023") == [("约85万",)]
    assert "更正 表1 E6 为 85" in shown(app)  # in the history


def test_a_mended_file_is_held_against_the_one_before(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("三错.xlsx", THREE_FAULTS))
    upload(app, ("三错.xlsx", workbook(form_with(E6=85))))
    checked(app)
    words = shown(app)
    assert re.search("已解决 [2-9] 处问题，仍有 0 处", words)
    assert "少了的表：项目0" in words.replace("\\", "").replace("巨大项目、", "")
    press(app, "put_back_2")
    assert "三错 (2).xlsx" in shown(app)


def test_a_mended_file_of_another_name_can_be_compared_too(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("三错.xlsx", THREE_FAULTS))
    upload(app, ("三错-改.xlsx", workbook(form_with(E6=85))))
    press(app, "compare_2_1")
    assert "与三错.xlsx相比" in shown(app)
    assert "drop_1" not in keys(app)


def test_a_column_is_named_once_and_remembered(open_page, own_store, shown):
    store = Store(own_store)
    app = upload(open_page("imports", own_store), ("一.xlsx", NAMELESS_COLUMN))
    app.selectbox(key="column_of_1_0").set_value("全年执行数").run()
    press(app, "confirm")
    assert stored(store, "select executed from project where name = '绿化养护'") == [(Decimal(85),)]
    upload(app, ("二.xlsx", workbook(form_with(E5="本年用去", B3="另一项目"))))
    assert "按以前的说明" in shown(app)
    press(app, "confirm")
    assert stored(store, "select executed from project where name = '另一项目'") == [(Decimal(85),)]


def test_an_archive_is_unpacked_and_what_is_passed_over_is_said(open_page, own_store, shown):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("区里/甲.xlsx", workbook(form_with()))
        archive.writestr("区里/乙.docx", document(form_with(B3="河道保洁")))
        archive.writestr("区里/说明.pdf", b"%PDF-1.4")
    app = upload(open_page("imports", own_store), ("材料.zip", content.getvalue()))
    words = shown(app)
    assert "甲.xlsx" in words
    assert "乙.docx" in words
    assert "“区里/说明.pdf”没有放入" in words
    press(app, "confirm")
    assert {info.file for info in Store(own_store).batches()} >= {"甲.xlsx", "乙.docx"}


def test_what_an_import_changed_is_shown_with_old_and_new_figures(open_page, own_store, shown):
    app = upload(open_page("imports", own_store), ("一.xlsx", workbook(form_with())))
    press(app, "confirm")
    upload(app, ("二.xlsx", workbook(form_with(C6=130, H12=27))))
    press(app, "confirm")
    words = shown(app)
    for figure in ("年初预算（万元）", "环境改善 得分"):
        assert figure in words


def test_two_versions_are_compared(open_page, own_store, shown):
    store = Store(own_store)
    store.withdraw(next(info.batch_id for info in store.batches() if "2022" in info.file), "甲")
    app = press(open_page("imports", own_store), "compare_versions")
    assert "去掉 12 条" in shown(app)


def test_cancelled_work_leaves_neither_files_nor_batches(own_store):
    store = Store(own_store)
    before = store.snapshot().version
    here = Desk()
    here.take([Source("甲.xlsx", workbook(form_with()))])
    state = (before, 0)
    here.begin_examination(store, state)
    here.stop()
    here.finish()
    assert here.files == {} or here.examination is None
    here.clear()
    here.take([Source("乙.xlsx", workbook(form_with()))])
    here.begin_examination(store, state)
    here.finish()
    here.confirm(store)
    here.stop()
    here.finish()
    cancelled = here.result is None
    assert (store.snapshot().version == before) == cancelled
    assert len(here.files) == int(cancelled)


def test_a_corrected_unit_shows_its_proof_and_can_be_decided_otherwise(open_page, own_store, shown):
    proven = form_with(B3="巨大项目", C6=9122160, D6=9122160, E6=9000000, G6=None, C7=None, D7=None, E7=None, B12="成本指标", E12="912.216万元")
    app = upload(open_page("imports", own_store), ("更正.xlsx", workbook(proven)))
    assert "依据：表1 E12 写“912.216万元”" in shown(app)
    choice = app.radio(key="unit_of_1_0")
    assert [option.partition("：")[0] for option in choice.options] == ["按依据是元", "是万元"]
    choice.set_value("万元").run()
    press(app, "confirm")
    assert stored(Store(own_store), "select budget_base from project where name = '巨大项目'") == [(Decimal(9122160),)]


# ---- contradictions, before anything is stored


def checked(app):
    app.session_state["import_desk"].checking.wait()
    return app.run()


def expanders(app) -> list[str]:
    return [one.label for one in app.expander]


def test_contradictions_are_told_before_storing_and_do_not_stand_in_the_way(open_page, own_store):
    imports = open_page("imports", own_store)
    upload(imports, ("自评表.xlsx", workbook(form_with(H6=9.9))))
    checked(imports)
    (label,) = [one for one in expanders(imports) if "审计规则" in one]
    assert "处错误" in label
    assert "不影响导入" in label
    assert not imports.button(key="confirm").disabled
    press(imports, "confirm")
    assert 2023 in years(Store(own_store))


def test_a_form_without_contradictions_says_so(open_page, own_store, shown):
    imports = open_page("imports", own_store)
    upload(imports, ("自评表.xlsx", workbook(form_with())))
    assert "正在核对" in shown(imports) or imports.session_state["import_desk"].checking.done
    checked(imports)
    assert "没有发现互相矛盾的数" in shown(imports)


def test_a_withdrawn_report_says_which_forms_were_read_again(open_page, own_store, shown):
    report = next(info for info in Store(own_store).batches() if "部门决算登记表" in info.file)
    app = press(open_page("imports", own_store), f"withdraw_{report.batch_id}")
    assert "已重新读取：丰台区城市管理监督指挥中心_2021年度_项目支出绩效自评表.xlsx" in shown(app)


def test_what_waits_for_an_answer_is_no_step_done(open_page, own_store, shown):
    words = shown(upload(open_page("imports", own_store), ("三错.xlsx", THREE_FAULTS)))
    assert '<li class="">回答未写明的</li><li class="now"' in words


def test_a_form_of_targets_is_told_with_its_budget():
    path = Path(__file__).parents[1] / "examples" / "targets_two_periods.rows.txt"
    told = dict(facts(recognised(read(file_of(parse(path.read_text("utf-8"))), "目标.xlsx"))))
    assert (told["内容"], told["金额合计"]) == ("2 条指标", "申报预算 202.64 万元")


def test_versions_offered_for_comparison_are_the_newest_two(open_page, own_store):
    store = Store(own_store)
    app = open_page("imports", own_store)
    newest = store.withdraw(store.batches()[0].batch_id, "甲")
    app.run()
    assert (app.selectbox(key=f"compare_new_{newest}").value, app.selectbox(key=f"compare_old_{newest}").value < newest) == (newest, True)


def test_a_batch_that_was_read_again_is_not_called_withdrawn(open_page, own_store, shown):
    store = Store(own_store)
    report = next(info for info in store.batches() if "部门决算登记表" in info.file)
    app = press(open_page("imports", own_store), f"withdraw_{report.batch_id}")
    assert "已由重新读取的一份替代" in shown(app)
