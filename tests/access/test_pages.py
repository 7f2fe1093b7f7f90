"""Every page for every role under the real frame: what is refused says why, what is open draws; and what changes while somebody looks."""

from __future__ import annotations

import pytest

from analytics.access import listed, may, needs
from analytics.accounts import Accounts
from analytics.store import Store, trail
from tests.access.persons import CHAOYANG, EVERYBODY, FENGTAI
from tests.pages.conftest import open_page, shown

__all__ = ["open_page", "shown"]
CLOSED = "这里没有对您开放"


@pytest.fixture(scope="module")
def pages_store(tmp_path_factory, sample_store):
    import shutil

    return shutil.copytree(sample_store, tmp_path_factory.mktemp("pages") / "store")


@pytest.fixture(scope="module")
def bare_store(tmp_path_factory):
    """A store without data, for refusals are written to its trail."""
    directory = tmp_path_factory.mktemp("bare")
    Store(directory).close()
    return directory


def acting(app, role):
    app.session_state["identity_name"], app.session_state["identity_role"] = "某人", role
    app.session_state["identity_departments"] = [CHAOYANG] if role == "clerk" else []
    return app.run()


@pytest.mark.parametrize("role", ["viewer", "clerk", "auditor", "admin"])
def test_every_page_is_for_those_whose_role_holds_its_action(open_page, shown, bare_store, role):
    """Without data: the guard comes before anything is drawn, and what draws is tested elsewhere."""
    app = acting(open_page("overview", bare_store), role)
    for name in listed("pages"):
        app = app.switch_page(f"{name}.py").run() if name != "overview" else app
        allowed = may(EVERYBODY[role], needs("pages", name))
        assert [each.value for each in app.exception] == [], name
        assert (CLOSED in shown(app)) is not allowed, name


def test_a_refused_page_is_in_the_trail(open_page, own_store):
    store = Store(own_store)
    before = {line.number for line in store.entries(trail.Wanted(action="refused"))}  # others look at the samples as well
    acting(open_page("imports", own_store), "viewer")
    lines = [line for line in store.entries(trail.Wanted(action="refused")) if line.number not in before]
    assert {(line.actor, line.role, line.subject) for line in lines} == {("某人", "viewer", "页面 数据导入")}
    store.close()


def test_with_sign_in_nobody_sees_anything_in_the_frame(open_page, shown, own_store, monkeypatch):
    monkeypatch.setenv("LENS_SIGN_IN", "accounts")
    app = open_page("overview", own_store)
    assert "登录已经结束" in shown(app)
    assert "万元" not in shown(app)


def test_a_clerk_finds_no_file_of_another_department_on_the_import_page(open_page, shown, pages_store):
    store = Store(pages_store)
    words = shown(acting(open_page("imports", pages_store), "clerk"))
    own = {info.file for info in store.for_person(EVERYBODY["clerk"]).batches()}
    assert own
    foreign = {info.file for info in store.batches()} - {info.file for info in store.batches() if CHAOYANG[:3] in info.file}
    assert foreign
    assert not [file for file in foreign if file in words]
    store.close()


def test_answers_kept_for_one_are_not_given_to_another(open_page, shown, own_store):
    """The auditor's page is drawn first: what is kept of it must not reach the clerk."""
    project = next(case for case in _cases(own_store) if case.finding.project and case.finding.severity == "error" and case.finding.department == FENGTAI)
    app = acting(open_page("project", own_store, project=_id(own_store, project)), "auditor")
    assert "审计疑点" in _headings(app)
    assert "审计疑点" not in _headings(acting(app, "clerk"))


def _headings(app):
    return "".join(each.value for each in app.subheader)


def _cases(directory):
    from analytics.audit.casebook import Casebook

    return Casebook(Store(directory)).cases()


def _id(directory, case):
    from analytics.audit.selection import by_project

    found = by_project(Store(directory).snapshot(), [case.finding])
    return next(iter(found))


def test_users_are_opened_and_bound_on_the_page(open_page, own_store):
    app = acting(open_page("users", own_store), "admin")
    app.text_input(key="user_name").set_value("li.tian")
    app.text_input(key="user_title").set_value("李填").run()
    app.multiselect(key="user_departments_new").set_value([CHAOYANG]).run()
    app.button(key="user_add").click().run()
    found = Accounts(Store(own_store)).find("li.tian")
    assert (found.role, found.departments, found.must_change) == ("clerk", (CHAOYANG,), True)


def test_the_log_shows_what_was_done_and_that_it_was_left_alone(open_page, shown, own_store):
    app = acting(open_page("trail", own_store), "admin")
    words = shown(app)
    assert "没有被改动" in words
    assert "导入" in words


def test_a_part_of_a_page_drawn_for_another_role_does_nothing(monkeypatch):
    """A fragment that is drawn again alone still holds who somebody was when the whole page was drawn."""
    from pages import _findings_desk, _identity

    class Redrawn(Exception):
        """What Streamlit raises to draw everything anew."""

    done, session = [], {_identity.DRAWN_FOR: EVERYBODY["auditor"]}
    monkeypatch.setattr(_identity, "identity", lambda: EVERYBODY["viewer"])
    monkeypatch.setattr("streamlit.session_state", session)
    monkeypatch.setattr("streamlit.rerun", lambda: (_ for _ in ()).throw(Redrawn))
    with pytest.raises(Redrawn):
        _findings_desk.attempt("已下发", lambda: done.append("issued"))
    assert done == []
    session[_identity.DRAWN_FOR] = EVERYBODY["viewer"]
    with pytest.raises(Redrawn):
        _findings_desk.attempt("已下发", lambda: done.append("issued"))
    assert done == ["issued"]
