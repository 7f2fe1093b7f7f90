from decimal import Decimal

import pytest

from analytics.metrics import run
from analytics.metrics.dossier import address, area, dossier, drawn, place, plain_name
from analytics.store import Store


@pytest.fixture(scope="module")
def samples_read(sample_store):
    store = Store(sample_store)
    yield store.snapshot()
    store.close()


def named(snapshot, name):
    rows = run(snapshot, "project_list")
    return dossier(snapshot, rows[rows["name"] == name]["project_id"].iloc[0])


@pytest.mark.parametrize(("text", "spot"), [("A1", (1, 1)), ("F7", (7, 6)), ("AA10", (10, 27)), ("$C$3", (3, 3))])
def test_addresses_are_read(text, spot):
    assert place(text) == spot
    assert address(*spot) == text.replace("$", "")


def test_what_is_no_address_is_refused():
    with pytest.raises(ValueError, match="not a cell"):
        place("第3行")


def test_a_range_may_be_one_cell():
    assert [area("B2:C4"), area("B2")] == [(2, 2, 4, 3), (2, 2, 2, 2)]


def test_a_merged_range_is_drawn_as_one_cell():
    rows = drawn("A1:C2", {"A1": "题", "A2": "甲", "C2": "丙"}, ["A1:C1"])
    assert [[(cell.address, cell.text, cell.rows, cell.columns) for cell in row] for row in rows] == [
        [("A1", "题", 1, 3)],
        [("A2", "甲", 1, 1), ("B2", "", 1, 1), ("C2", "丙", 1, 1)],
    ]


def test_only_the_form_is_drawn_and_merges_end_with_it():
    rows = drawn("A3:B4", {"A1": "别的表", "A3": "本表", "A4": "末"}, ["A1:B2", "A3:C9"])
    assert [[(cell.text, cell.rows, cell.columns) for cell in row] for row in rows] == [[("本表", 2, 2)], []]


def test_an_unknown_project_has_no_dossier(samples_read):
    assert dossier(samples_read, "zz'; drop table form; --") is None


def test_every_amount_stands_in_the_cell_it_names(samples_read):
    for project_id in run(samples_read, "project_list")["project_id"]:
        found = dossier(samples_read, project_id)
        texts = {cell.address: cell.text for row in found.drawing for cell in row}
        for line in found.funding:
            for field in ("initial_budget", "revised_budget", "executed"):
                if getattr(line, f"{field}_printed"):
                    assert texts[line.cells[field]].strip() == getattr(line, f"{field}_printed").strip()


def test_a_corrected_unit_is_proven_by_a_cell_of_the_form(samples_read):
    found = named(samples_read, "丰台区城指中心通讯保障资源运维项目")
    assert found.unit_corrected
    assert found.funding[0].initial_budget == Decimal("912.216")
    assert found.funding[0].initial_budget_printed == "9122160"
    assert [each.cell for each in found.evidence][:1] == ["D23"]


def test_another_file_that_says_otherwise_is_shown(samples_read):
    found = named(samples_read, "接诉即办工作经费")
    assert [(each.source, each.cells["score"], found.against(each)) for each in found.mentions] == [("部门整体绩效评价报告", "I2", "得分不一致")]


def test_names_are_compared_without_years_and_marks():
    assert plain_name("丰台区2020年“互联网+政务服务”一网通办 项目") == plain_name("丰台区互联网+政务服务一网通办项目")
