"""Projects have a class by the words of their name; a person's word goes before it and outlives imports."""

import pytest

from analytics import intake
from analytics.errors import LensError
from analytics.metrics import run
from analytics.store import Store
from analytics.store.project_classes import class_names
from tests.store.forms import form, reading

CLASSES = {
    "监督员工资及管理费用": "人员", "城管系统平台运维经费": "运维", "综合大厅设备购置": "设备", "基层党建活动经费": "活动",
    "常年聘请律师费": "服务采购", "“十四五”规划课题经费": "课题", "接诉即办工作经费": "其他",
}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    kept = Store(tmp_path / "store")
    kept.commit([reading("一批.xlsx", *[form(name, number=at) for at, name in enumerate(CLASSES)])], {}, "甲")
    yield kept
    kept.close()


def classes(store):
    rows = store.snapshot().table("select name, project_class, class_basis, project_id from project").to_pylist()
    return {row["name"]: row for row in rows}


def test_a_name_tells_the_class(store):
    assert {name: row["project_class"] for name, row in classes(store).items()} == CLASSES
    assert classes(store)["常年聘请律师费"]["class_basis"] == "名称含“律师”"


def test_classes_of_the_words_are_the_classes_offered():
    assert {*CLASSES.values()} == {*class_names()}


def test_the_word_of_a_person_goes_first_and_outlives_imports(store):
    chosen = classes(store)["接诉即办工作经费"]["project_id"]
    intake.classify(store, chosen, "活动", "甲")
    store.commit([reading("又一批.xlsx", form("接诉即办工作经费", executed="70"))], {}, "乙")
    again = classes(store)["接诉即办工作经费"]
    assert (again["project_class"], again["class_basis"]) == ("活动", "人工认定")
    assert ("classify", chosen, "其他", "活动") in [(one.action, one.subject, one.before, one.after) for one in store.events()]


def test_the_word_of_a_person_outlives_going_back(store):
    before = store.snapshot().version
    intake.classify(store, classes(store)["接诉即办工作经费"]["project_id"], "活动", "甲")
    store.restore(before, "甲")
    assert classes(store)["接诉即办工作经费"]["project_class"] == "活动"


@pytest.mark.parametrize("asked", [("没有的项目", "活动"), (None, "没有的类别")])
def test_what_does_not_exist_is_refused(store, asked):
    project, named = asked
    with pytest.raises(LensError):
        store.classify(project or classes(store)["接诉即办工作经费"]["project_id"], named, "甲")


def test_metrics_are_asked_by_class(store):
    parts = run(store.snapshot(), "summary", by="project_class")
    assert dict(zip(parts["project_class"], parts["projects"], strict=True)) == dict.fromkeys(class_names(), 1)
