"""The command line, as a person or a program calls it."""

import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from analytics.cli import main
from analytics.cli.commands import RUN
from analytics.cli.options import COMMANDS, build_parser
from analytics.cli.text import table, width
from analytics.metrics import Filters
from analytics.reports.templates import templates
from analytics.settings import SETTINGS, setting
from tests.reading import sheets
from tests.test_intake import SAMPLES, workbook

PROJECT_FIELDS = {
    *("project_id", "district", "department", "fiscal_year", "name", "supervising_unit", "implementing_unit", "initial_budget", "revised_budget"),
    *("executed", "budget_base", "execution_rate", "execution_rate_stated", "score_stated", "score_recomputed", "score_common", "grade"),
    *("unit_status", "findings", "batch"),
}


@pytest.fixture
def call(tmp_path, capsys, empty_store):
    shutil.copytree(empty_store, tmp_path / "store")

    def called(*arguments):
        code = main([*map(str, arguments), "--store", str(tmp_path / "store")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return called


@pytest.fixture
def ask(call):
    def asked(*arguments):
        code, out, _ = call(*arguments, "--json")
        return code, json.loads(out)

    return asked


@pytest.fixture
def files(tmp_path):
    def written(**projects):
        paths = []
        for name, found in projects.items():
            source = workbook(f"{name}.xlsx", found, title=None if name.startswith("无年度") else "（2021年度）")
            paths.append(tmp_path / source.name)
            paths[-1].write_bytes(source.content)
        return paths

    return written


def test_read_prints_the_fixed_format(ask, files):
    code, out = ask("read", *files(甲={"甲": 8}))
    assert code == 0
    (file,) = out["files"]
    assert {"file", "sha256", "forms", "unread", "problems"} <= file.keys()
    assert not {"claims", "drawings"} & file.keys()
    (form,) = file["forms"]
    assert (form["kind"], form["subject"], form["fiscal_year"], form["project"]["name"]) == ("self_evaluation", "project", 2021, "甲")
    assert form["funding"][0]["executed"] == 8
    assert form["funding"][0]["cells"]["executed"] == "E6"


def test_rows_of_tables_carry_their_figures_beside_the_name(ask):
    _, out = ask("read", SAMPLES / "丰台区_2021年度_部门决算登记表.xlsx")
    rows = [row for form in out["files"][0]["forms"] if form["kind"] == "department_accounts" for row in form["rows"]]
    assert rows[0]["final_accounts"] == 3774.95
    assert rows[0]["cells"]


def test_read_in_words_shows_figures_with_their_cells(call, files):
    code, out, _ = call("read", *files(甲={"甲": 8}))
    assert code == 0
    assert "8 [E6]" in out


def test_read_of_something_unreadable_says_so(call, tmp_path):
    (tmp_path / "坏.xlsx").write_text("plain text")
    code, out, _ = call("read", tmp_path / "坏.xlsx")
    assert code == 1
    assert "坏.xlsx" in out
    code, _, talk = call("read", tmp_path / "没有.xlsx")
    assert code == 1
    assert "没有.xlsx" in talk


def test_import_tells_batches_and_problems(ask, files):
    paths = files(甲={"甲": 8})
    code, out = ask("import", *paths)
    assert code == 0
    assert [info["file"] for info in out["batches"]] == ["甲.xlsx"]
    assert out["problems"] == []
    code, again = ask("import", *paths)
    assert (code, again["batches"], again["unchanged"]) == (0, [], ["甲.xlsx"])
    assert again["snapshot"] == out["snapshot"]


def test_a_missing_year_is_a_question_with_the_option_to_answer(call, ask, files):
    paths = files(无年度={"甲": 8}, 有={"乙": 9})
    code, _, talk = call("import", *paths)
    assert code == 1
    assert "年度" in talk
    assert "--year" in talk
    assert [row["name"] for row in ask("projects")[1]["projects"]] == ["乙"]
    assert call("import", paths[0], "--year", "2020")[0] == 0
    assert {row["fiscal_year"] for row in ask("projects")[1]["projects"]} == {2020, 2021}


def test_an_option_fills_what_is_open_and_overrides_only_when_told(ask, files):
    paths = files(有={"乙": 9})
    ask("import", *paths, "--year", "2019")
    assert [row["fiscal_year"] for row in ask("projects")[1]["projects"]] == [2021]
    ask("import", *paths, "--year", "2019", "--override")
    assert [row["fiscal_year"] for row in ask("projects")[1]["projects"]] == [2019]


def test_import_says_what_is_replaced_from_what_to_what(ask, files, call):
    ask("import", *files(旧={"甲": 8, "乙": 9}))
    code, out, _ = call("import", *files(新={"甲": 7}))
    assert code == 0
    assert "8 → 7" in out
    assert "乙" in out


def test_replacing_as_a_whole_is_an_option(ask, files):
    ask("import", *files(旧={"甲": 8, "乙": 9}))
    _, out = ask("import", "--replace-whole", *files(新={"甲": 7}))
    assert (out["replaced"], out["removed"]) == (1, 1)
    assert [row["name"] for row in ask("projects")[1]["projects"]] == ["甲"]


def test_projects_prints_the_fixed_format(ask, files):
    ask("import", *files(甲={"甲": 8}))
    _, out = ask("projects")
    assert out.keys() == {"snapshot", "filters", "excluded", "projects"}
    (row,) = out["projects"]
    assert row.keys() == PROJECT_FIELDS
    assert (row["executed"], row["execution_rate"]) == (8, 0.8)
    assert isinstance(row["findings"], int)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--below", "0.8"], ["丙"]),
        (["--below", "80%"], ["丙"]),
        (["--rate-min", "0.8"], ["甲", "乙"]),
        (["--rate-min", "0.8", "--rate-max", "0.9"], ["甲"]),
        (["--search", "乙"], ["乙"]),
        (["--year", "2020"], []),
        (["--year", "2020", "--year", "2021", "--district", "丰台区"], ["丙", "甲", "乙"]),
        (["--department", "没有这个部门"], []),
        (["--budget-min", "10", "--budget-max", "10"], ["丙", "甲", "乙"]),
        (["--budget-min", "10.01"], []),
    ],
)
def test_every_filter_is_an_option(ask, files, options, expected):
    ask("import", *files(表={"甲": 8, "乙": 9, "丙": 7}))
    assert [row["name"] for row in ask("projects", *options)[1]["projects"]] == expected


def test_every_shared_filter_has_an_option():
    parsed = build_parser(RUN).parse_args(["projects"])
    renamed = {"years": "year", "districts": "district", "departments": "department"}
    assert all(hasattr(parsed, renamed.get(name, name)) for name in Filters.__dataclass_fields__)


def test_metric_runs_any_metric_by_a_dimension(ask, files, call):
    ask("import", *files(表={"甲": 8, "乙": 9}))
    code, out = ask("metric", "summary", "--by", "district")
    assert code == 0
    assert [row["district"] for row in out["rows"]] == ["丰台区"]
    assert out["rows"][0]["projects"] == 2
    code, _, talk = call("metric", "sumary")
    assert code == 2
    assert "summary" in talk
    assert "summary" in {one["metric"] for one in ask("metric")[1]["metrics"]}


def test_batches_can_be_withdrawn_put_back_and_versions_restored(ask, call, files):
    first = ask("import", *files(甲={"甲": 8}))[1]["snapshot"]
    ask("import", *files(乙={"乙": 9}))
    assert call("withdraw", "2")[0] == 0
    assert [info["status"] for info in ask("batches")[1]["batches"]] == ["active", "withdrawn"]
    assert call("withdraw", "2", "--undo")[0] == 0
    assert len(ask("projects")[1]["projects"]) == 2
    assert call("restore", first)[0] == 0
    assert [row["name"] for row in ask("projects")[1]["projects"]] == ["甲"]
    before = ask("batches")[1]["versions"][-1]["version"]
    assert ask("rebuild")[1]["snapshot"] > before
    assert call("withdraw", "99")[0] == 2


def test_a_backup_comes_back(ask, call, files, tmp_path, capsys):
    ask("import", *files(甲={"甲": 8}))
    assert call("backup", tmp_path / "b.zip")[0] == 0
    assert call("restore-backup", tmp_path / "b.zip")[0] == 3
    assert call("restore-backup", tmp_path / "b.zip", "--force")[0] == 0
    assert main(["restore-backup", str(tmp_path / "b.zip"), "--store", str(tmp_path / "new")]) == 0
    capsys.readouterr()
    assert main(["projects", "--json", "--store", str(tmp_path / "new")]) == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["projects"]] == ["甲"]


def test_templates_are_written_for_a_place(call, ask, tmp_path):
    code, out = ask("templates", tmp_path / "表样")
    assert (code, {Path(file).name for file in out["files"]}) == (0, set(templates()))
    assert all(Path(file).stat().st_size for file in out["files"])
    code, out, _ = call("templates", tmp_path / "丰台", "--district", "丰台区", "--year", "2025")
    assert (code, len(out.splitlines())) == (0, 2)
    (tmp_path / "文件").write_text("")
    assert call("templates", tmp_path / "文件")[0] == 2


def test_an_empty_store_answers(ask, call):
    assert ask("projects") == (0, {"snapshot": "000001", "filters": {}, "excluded": [], "projects": []})
    assert call("projects")[0] == 0
    assert call("batches")[0] == 0


def test_a_store_that_cannot_be_used_is_exit_code_three(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["projects", "--store", str(tmp_path / "file")]) == 3
    assert capsys.readouterr().err


@pytest.mark.parametrize("wrong", [[], ["foo"], ["projects", "--below", "80"], ["import"], ["projects", "--year", "x"], ["projects", "--nothing"]])
def test_wrong_usage_is_exit_code_two_in_chinese(wrong, capsys):
    with pytest.raises(SystemExit) as left:
        main(wrong)
    assert left.value.code == 2
    assert re.search(r"[\u4e00-\u9fff]", capsys.readouterr().err.splitlines()[-1])


def test_every_command_and_option_has_a_chinese_sentence():
    parser = build_parser(RUN)
    (chosen,) = (action for action in parser._actions if action.dest == "command")
    assert set(chosen.choices) == set(RUN) == set(COMMANDS)
    for name, command in chosen.choices.items():
        assert command.description.endswith("。"), name
        for action in command._actions:
            assert action.help.endswith("。"), (name, action.dest)
        assert "usage" not in command.format_help()


def test_columns_line_up_whatever_the_script():
    lines = table(("名称", "数"), [("甲乙丙", "1"), ("ab", "23")], right=[1]).splitlines()
    assert lines == ["名称    数", "------  --", "甲乙丙   1", "ab      23"]
    assert len({width(line) for line in lines}) == 1


def test_settings_come_from_the_environment(monkeypatch):
    assert all(one.sentence.endswith("。") for one in SETTINGS)
    monkeypatch.setenv("LENS_STORE", "elsewhere")
    assert setting("store") == "elsewhere"
    assert Path(str(build_parser(RUN).parse_args(["batches"]).store)) == Path("elsewhere")


def test_a_figure_is_mended_and_a_column_named_as_on_the_page(ask, tmp_path):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(sheets.workbook(sheets.form_with(D6="约100", E5="本年用去")))
    assert ask("import", path)[0] == 1
    code, _ = ask("import", path, "--cell", "表1!d6=100", "--column", "本年用去=全年执行数")
    _, out = ask("projects", "--year", 2023)
    assert (code, [(one["revised_budget"], one["executed"]) for one in out["projects"]]) == (0, [(100, 85)])


@pytest.mark.parametrize("wrong", [["--cell", "E6=85"], ["--cell", "表1!E6="], ["--column", "本年用去"]])
def test_a_correction_without_place_or_meaning_is_a_wrong_call(call, wrong, capsys):
    with pytest.raises(SystemExit) as left:
        call("read", "自评表.xlsx", *wrong)
    assert (left.value.code, "请写成" in capsys.readouterr().err) == (2, True)


def test_metrics_are_listed_with_their_questions_in_chinese(ask):
    questions = [one["question"] for one in ask("metric")[1]["metrics"]]
    assert all(re.search(r"[\u4e00-\u9fff].*？$", question) for question in questions)
    assert len(set(questions)) == len(questions)


def test_withdrawing_twice_says_that_nothing_changed(call, ask, files):
    ask("import", *files(甲={"甲": 8}))
    assert "本来就有效，没有改变" in call("withdraw", "1", "--undo")[1]
    call("withdraw", "1")
    before = ask("batches")[1]["versions"]
    assert "早已撤回，没有改变" in call("withdraw", "1")[1]
    assert ask("batches")[1]["versions"] == before


def test_restoring_over_data_names_the_copy_it_made(call, ask, files, tmp_path):
    ask("import", *files(甲={"甲": 8}))
    call("backup", tmp_path / "b.zip")
    code, _, talk = call("restore-backup", tmp_path / "b.zip", "--force")
    (copy,) = (tmp_path / "store").glob("before-restore-*.zip")
    assert (code, str(copy) in talk) == (0, True)


def test_a_path_that_does_not_exist_is_told_and_nothing_is_read(call, tmp_path):
    code, _, talk = call("import", tmp_path / "没有.xlsx")
    assert (code, "正在读取" in talk, "没有这个文件" in talk) == (1, False, True)


def test_a_year_that_is_none_is_told_how_to_write_one(call, capsys):
    with pytest.raises(SystemExit):
        call("projects", "--year", "abc")
    assert "如 2021" in capsys.readouterr().err


def test_expert_scores_are_read_out_under_chinese_headings(call):
    (file,) = SAMPLES.glob("*专家评分表.xlsx")
    heading = next(line for line in call("read", file)[1].splitlines() if line.startswith("表 "))
    assert not re.search(r"[a-z]", heading)


def test_two_versions_are_compared(call, ask, files):
    first = ask("import", *files(旧={"甲": 8, "乙": 9}))[1]["snapshot"]
    second = ask("import", *files(新={"甲": 7, "丙": 6}))[1]["snapshot"]
    code, out = ask("compare", first.lstrip("0"), second)
    assert (code, out["old"], out["new"], out["same"]) == (0, first, second, 1)
    assert [one["name"] for one in out["added"]] == ["丙"]
    assert [(one["name"], one["changes"]["executed"]) for one in out["changed"]] == [("甲", {"old": 8, "new": 7})]
    code, text, _ = call("compare", first, second)
    assert (code, "新增 1 条，数字有变 1 条；1 条相同" in text) == (0, True)
    assert call("compare", first, "99")[0] == 2


def test_a_batch_gives_back_its_file_its_decisions_and_its_problems(call, ask, tmp_path):
    path = tmp_path / "自评表.xlsx"
    path.write_bytes(sheets.workbook(sheets.form_with(D6="约100")))
    assert ask("import", path, "--cell", "表1!D6=100")[0] == 0
    original, problems = tmp_path / "取回.xlsx", tmp_path / "问题.xlsx"
    code, text, _ = call("batch", "1", "--original", original, "--problems", problems)
    assert (code, "更正 表1 D6 为 100" in text) == (0, True)
    assert original.read_bytes() == path.read_bytes()
    rows = list(openpyxl.load_workbook(problems).active.iter_rows(values_only=True))
    assert len(rows) > 1
    out = ask("batch", "1")[1]
    assert (out["batch"]["decisions"]["cells"], out["kinds"]) == ({"表1!D6": "100"}, {"self_evaluation": 1})
    assert len(out["problems"]) == out["batch"]["problems"]
    assert call("batch", "1", "--original", tmp_path / "没有" / "取回.xlsx")[0] == 2


def test_a_mended_file_is_held_against_the_one_before(call, ask, tmp_path):
    old, new = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(sheets.workbook(sheets.form_with(D6="约100")))
    new.write_bytes(sheets.workbook(sheets.form_with(D6="100")))
    code, out = ask("editions", old, new)
    assert (code, len(out["problems"]["gone"]), out["problems"]["still"], out["problems"]["new"]) == (0, 1, [], [])
    assert [(one["new"], one["cell"]) for one in out["figures"]] == [(100, "D6")]
    assert call("editions", new, old)[0] == 1
    assert call("editions", old, tmp_path / "没有.xlsx")[0] == 2


def test_a_dry_run_says_what_would_change_and_stores_nothing(call, ask, files):
    ask("import", *files(旧={"甲": 8, "乙": 9}))
    before = ask("batches")
    _, out = ask("import", "--dry-run", *files(新={"甲": 7}))
    assert (out["replaced"], out["left"], out["batches"]) == (1, 1, [])
    assert "没有存储" in call("import", "--dry-run", *files(新={"甲": 7}))[1]
    assert ask("batches") == before


def test_what_was_said_of_a_name_and_of_a_heading_is_remembered(ask, call, tmp_path):
    path, later = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    unknown = {"B4": "科技信息处", "E4": "科技信息处"}
    path.write_bytes(sheets.workbook(sheets.form_with(E5="本年用去", **unknown)))
    later.write_bytes(sheets.workbook(sheets.form_with(E5="本年用去", B3="另一个项目", **unknown)))
    said = ("--alias", "科技信息处=丰台区城市管理委员会", "--column", "本年用去=全年执行数", "--district", "丰台区")
    assert ask("import", path, *said, "--remember")[0] == 0
    code, _, talk = call("import", later, "--district", "丰台区")
    assert (code, "按以前的说明" in talk) == (0, True)
    found = {(one["department"], one["executed"]) for one in ask("projects")[1]["projects"]}
    assert found == {("丰台区城市管理委员会", 85)}


def test_the_list_of_problems_is_written_as_a_workbook(call, tmp_path):
    path, kept = tmp_path / "自评表.xlsx", tmp_path / "问题.xlsx"
    path.write_bytes(sheets.workbook(sheets.form_with(D6="约100")))
    assert call("read", path, "--problems", kept)[0] == 1
    values = [value for row in openpyxl.load_workbook(kept).active.iter_rows(values_only=True) for value in row]
    assert {"D6", "约100"} <= set(values)


def test_the_list_of_a_check_says_what_should_be_written(call, tmp_path):
    path, kept = tmp_path / "自评表.xlsx", tmp_path / "清单.xlsx"
    path.write_bytes(sheets.workbook(sheets.form_with(H6=9.9)))
    assert call("check", path, "--problems", kept)[0] == 1
    heading = next(openpyxl.load_workbook(kept).active.iter_rows(values_only=True))
    assert {"应写为", "怎么改"} <= set(heading)


def test_what_is_asked_for_and_not_there_is_named(call, files):
    call("import", *files(甲={"甲": 8}))
    code, _, talk = call("projects", "--district", "火星区", "--year", "1999")
    assert code == 0
    assert "数据中没有区“火星区”" in talk
    assert "数据中没有年度“1999”" in talk


def test_a_mistyped_store_is_refused_and_not_made(tmp_path, capsys):
    assert main(["projects", "--store", str(tmp_path / "mistyped")]) == 3
    assert "不存在" in capsys.readouterr().err
    assert not (tmp_path / "mistyped").exists()
