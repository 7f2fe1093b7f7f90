"""项目档案: the class of a project, its reason, and a person's own word on it."""

from __future__ import annotations

from analytics.metrics import Filters, run
from analytics.store import Store


def asked(directory, name: str) -> dict:
    store = Store(directory)
    found = run(store.snapshot(), "project_list", Filters(search=name)).iloc[0].to_dict()
    store.close()
    return found


def test_an_auditor_puts_the_class_right(open_page, own_store):
    project = asked(own_store, "接诉即办工作经费")
    app = open_page("project", own_store, project=project["project_id"])
    app.selectbox(key=f"class_{project['project_id']}").set_value("活动").run()
    app.button(key="classify").click().run()
    assert [each.value for each in app.exception] == []
    again = asked(own_store, "接诉即办工作经费")
    assert (again["project_class"], again["class_basis"]) == ("活动", "人工认定")


def test_others_see_the_class_and_cannot_change_it(open_page, own_store):
    project = asked(own_store, "常年聘请律师费")
    app = open_page("project", own_store, project=project["project_id"])
    app.session_state["identity_role"] = "viewer"
    app.run()
    assert "归类依据：名称含“律师”。" in [each.value for each in app.caption]
    assert not [each for each in app.button if each.key == "classify"]
