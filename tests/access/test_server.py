"""A real server with accounts: every address for nobody and for somebody, cold and warm; signing in and out; headers and bounds."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from urllib.parse import urlencode, urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.access import listed
from analytics.accounts import Accounts
from analytics.store import Store
from pages._gate import LONGEST_QUERY, Rates, rule_of
from pages._stream import HandedOut, addresses_in, may_ask
from tests.access.persons import CHAOYANG
from tests.access.streams import stream
from tests.browser.conftest import ROOT, serving

PASSWORD = "correct horse battery"


class Client:
    """One browser without a screen: keeps its cookies, follows nothing."""

    def __init__(self, address):
        self.host = urlsplit(address).netloc
        self.cookies = {}

    def ask(self, path, method="GET", fields=None, **headers):
        sent = {"Accept": "text/html", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = urlencode(fields) if fields is not None else None
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")
        connection.close()
        for cookie in answer.headers.get_all("set-cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer

    def stream(self, **headers):
        """The status of the answer to opening the stream behind every page."""
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
        connection = http.client.HTTPConnection(self.host, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", "/_stcore/stream", headers={**upgrade, "Origin": f"http://{self.host}", "Cookie": cookies, **headers})
        status = connection.getresponse().status
        connection.close()
        return status

    def sign_in(self, name, password, to="/sign-in"):
        token = re.search(r'name="form" value="([^"]+)"', self.ask(to).text)[1]
        return self.ask(to, "POST", {"form": token, "name": name, "password": password})


def settled(store, name):
    """An account whose first password was changed."""
    first = Accounts(store).add(name, name, "clerk" if name == "clerk" else name, [CHAOYANG] if name == "clerk" else [])
    Accounts(store).change_password(name, first, PASSWORD)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    made = Store(tmp_path_factory.mktemp("served") / "store")
    for name in ("viewer", "clerk", "auditor", "admin"):
        settled(made, name)
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(store):
    with serving(store.directory, LENS_SIGN_IN="accounts") as address:
        nobody = Client(address)
        for path in addresses():  # before anybody has signed in: the server is cold
            expect_closed(nobody, path)
        assert nobody.stream() == 403
        yield address


def addresses():
    """Every address that has a rule, every page, and one that nobody thought of."""
    return [*(f"{path}x" if path.endswith("/") and path != "/" else path for path in listed("routes")), *(f"/{name}" for name in listed("pages")), "/elsewhere"]


def expect_closed(nobody, path):
    rule = rule_of(path)
    status = nobody.ask(path).status
    if rule in (None, "nobody"):
        assert status == 404, path
    elif rule != "anyone":
        assert status == 303, path
        assert nobody.ask(path, Accept="*/*").status == 401, path


def test_nobody_gets_past_the_way_in_on_a_warm_server_either(server):
    guest = Client(server)
    assert guest.sign_in("viewer", PASSWORD).status == 303
    assert guest.ask("/").status == 200
    nobody = Client(server)
    for path in addresses():
        expect_closed(nobody, path)
    assert nobody.stream() == 403
    assert nobody.stream(**{"X-Lens-Key": "account:admin"}) == 403


@pytest.mark.parametrize("role", ["viewer", "clerk", "auditor", "admin"])
def test_who_has_signed_in_gets_the_document_and_the_stream(server, role):
    guest = Client(server)
    answer = guest.sign_in(role, PASSWORD)
    assert answer.getheader("location") == "./"
    cookie = next(one for one in answer.headers.get_all("set-cookie") if one.startswith("lens_session="))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert guest.ask("/findings").status == 200
    assert guest.stream() == 101
    assert [guest.ask(path).status for path in ("/_stcore/metrics", "/elsewhere", "/findings/elsewhere")] == [404] * 3


def test_signing_in_leads_where_one_wanted_to_go_and_never_elsewhere(server):
    assert Client(server).ask("/findings?year=2021").getheader("location") == "./sign-in?next=findings%3Fyear%3D2021"
    assert Client(server).sign_in("viewer", PASSWORD, "/sign-in?next=findings%3Fyear%3D2021").getheader("location") == "./findings?year=2021"
    for hostile in ("//evil.example", "https://evil.example", "/%5Cevil.example"):
        assert Client(server).sign_in("viewer", PASSWORD, f"/sign-in?next={hostile}").getheader("location") == "./"


def test_a_form_of_another_site_signs_nobody_in_or_out(server):
    guest = Client(server)
    assert guest.ask("/sign-in", "POST", {"form": "guess", "name": "viewer", "password": PASSWORD}).status == 403
    guest.sign_in("viewer", PASSWORD)
    assert guest.ask("/sign-out", "POST", {"form": "guess"}).status == 303
    assert guest.ask("/").status == 200


def test_signing_out_closes_every_machine(server):
    here, there = Client(server), Client(server)
    for guest in (here, there):
        guest.sign_in("clerk", PASSWORD)
    token = re.search(r'name="form" value="([^"]+)"', here.ask("/sign-out").text)[1]
    here.ask("/sign-out", "POST", {"form": token})
    assert there.ask("/").status == 303
    assert there.stream() == 403


def test_a_first_password_opens_nothing_but_its_change(server, store):
    first = Accounts(store).add("fresh", "新人", "viewer")
    guest = Client(server)
    guest.sign_in("fresh", first)
    assert guest.ask("/").getheader("location") == "./password"
    assert guest.stream() == 403
    token = re.search(r'name="form" value="([^"]+)"', guest.ask("/password").text)[1]
    assert guest.ask("/password", "POST", {"form": token, "old": first, "new": PASSWORD, "again": PASSWORD}).status == 303
    assert guest.ask("/").status == 200


def test_a_closed_account_is_out_at_the_next_request(server, store):
    settled_name = "auditor"
    guest = Client(server)
    guest.sign_in(settled_name, PASSWORD)
    Accounts(store).disable(settled_name)
    assert guest.ask("/").status == 303
    Accounts(store).disable(settled_name, False)


@pytest.fixture(scope="module")
def visitors(server):
    """One browser of each role, signed in."""
    known = {role: Client(server) for role in ("viewer", "clerk", "auditor", "admin")}
    for role, guest in known.items():
        guest.sign_in(role, PASSWORD)
    return known


@pytest.mark.parametrize(("role", "where"), [("clerk", "imports"), ("admin", "trail")])  # made when drawn, made when asked for
def test_a_file_opens_for_nobody_but_who_it_was_made_for(server, visitors, role, where):
    with stream(visitors[role]) as page:
        page.run()
        button = next(one.download_button for one in page.run(where) if one.WhichOneof("type") == "download_button")
        address = page.make(button) if button.deferred_file_id else button.url
        assert visitors[role].ask(address).status == 200
        assert Client(server).ask(address, Accept="*/*").status == 401
        assert {name: visitors[name].ask(address).status for name in visitors if name != role} == {name: 404 for name in visitors if name != role}
    second = Client(server)
    second.sign_in(role, PASSWORD)
    assert second.ask(address).status == 200  # it is the person's, on whatever machine


def test_a_place_for_an_upload_takes_files_of_nobody_but_who_asked_for_it(server, visitors):
    with stream(visitors["clerk"]) as page:
        page.run()
        place = page.place()
        assert [visitors[name].ask(place, "PUT").status for name in ("viewer", "auditor", "admin")] == [404] * 3
        assert visitors["clerk"].ask(place, "PUT").status == 403  # it was let through to Streamlit, which misses its token


def test_an_address_that_was_sent_to_nobody_does_not_exist(server, visitors):
    assert [guest.ask("/media/0123456789abcdef.xlsx").status for guest in visitors.values()] == [404] * 4


def test_what_looks_like_an_address_in_a_text_hands_out_nothing():
    message = ForwardMsg()
    message.delta.new_element.markdown.body = "/media/0123456789abcdef.xlsx"
    assert [one for one in addresses_in(message.SerializeToString()) if one] == []


def test_a_browser_may_not_empty_what_the_server_keeps_for_all():
    assert may_ask(BackMsg(rerun_script=ClientState()).SerializeToString())
    for hostile in (BackMsg(clear_cache=True), BackMsg(set_run_on_save=True), BackMsg(load_git_info=True), BackMsg()):
        assert not may_ask(hostile.SerializeToString())
    assert not may_ask(b"\xff\xff")
    hostile = BackMsg()
    hostile.backend_operation_request.install_skills.SetInParent()
    assert not may_ask(hostile.SerializeToString())


def test_addresses_are_forgotten_oldest_first():
    known = HandedOut(most=2)
    known.note("甲", ["/media/1", "/media/2", "/media/3"])
    assert [known.opens("甲", f"/media/{number}") for number in (1, 2, 3)] == [False, True, True]
    known.note("", ["/media/4"])
    assert not known.opens("", "/media/4")


def test_headers_stand_on_every_answer(server):
    for path in ("/sign-in", "/healthz", "/elsewhere", "/_stcore/metrics", "/client/theme.js"):
        headers = Client(server).ask(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        policy = headers["content-security-policy"]
        assert "frame-ancestors" in policy, path
        assert "script-src 'unsafe-inline'" not in policy, path
        assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", ""), path


def test_an_address_of_no_sense_in_length_is_refused(server):
    assert Client(server).ask(f"/?{'a' * LONGEST_QUERY}=1").status == 414
    assert Client(server).ask(f"/{'a' * 600}").status == 414


def test_without_sign_in_the_server_does_not_start_beyond_this_machine(empty_store):
    command = [sys.executable, "-m", "uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8779"]
    done = subprocess.run(command, cwd=ROOT, env={"LENS_STORE": str(empty_store), "PYTHONUTF8": "1", "PATH": ""}, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "LENS_SIGN_IN" in done.stderr
    assert "Traceback" not in done.stderr


def test_one_too_many_within_a_minute_is_told_and_time_forgives():
    rates = Rates()
    assert [rates.exceeded("a", 2, now) for now in (0, 1, 2, 62)] == [False, False, True, False]
    assert rates.exceeded("b", 2, 2) is False
