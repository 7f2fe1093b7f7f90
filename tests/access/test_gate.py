"""The gate by itself, without a server: hosts, gateways, https, limits."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from analytics import access
from analytics.accounts import Accounts
from analytics.store import Store
from pages import _gate, _sign_in
from pages._server import SecurityHeaders
from tests.access.test_server import addresses


@pytest.fixture
def store(tmp_path, monkeypatch):
    made = Store(tmp_path / "store")
    monkeypatch.setenv("LENS_STORE", str(made.directory))
    monkeypatch.setattr(_gate, "RATES", _gate.Rates())
    monkeypatch.setattr(_sign_in, "RATES", _gate.RATES)
    yield made
    made.close()


@pytest.fixture
def ask(store, monkeypatch):
    """ask(path, method, peer, **headers) under the settings that are given as `LENS_…`."""

    async def behind(request):
        return PlainTextResponse(request.headers.get(_gate.KEY, "nothing"))

    forms = [Route("/sign-in", _sign_in.sign_in, methods=["GET", "POST"])]
    app = Starlette(routes=[*forms, Route("/{any:path}", behind, methods=["GET", "PUT"])], middleware=[Middleware(SecurityHeaders), Middleware(_gate.Gate)])

    def asked(path, method="GET", peer="127.0.0.1", host="localhost", **given):
        for name, value in given.items():
            if name.startswith("LENS_"):
                monkeypatch.setenv(name, value)
        headers = {name.replace("_", "-"): value for name, value in given.items() if not name.startswith("LENS_")}
        client = TestClient(app, base_url=f"http://{host}", client=(peer, 1), follow_redirects=False)
        return client.request(method, path, headers={"Accept": "text/html", **headers})

    return asked


def test_a_gateway_is_believed_only_from_its_own_address(ask, store):
    Accounts(store).add("viewer", "王局", "viewer", local=False)
    settings = {"LENS_SIGN_IN": "gateway", "LENS_GATEWAY_ADDRESSES": "10.0.0.5"}
    assert ask("/", peer="10.0.0.5", X_Remote_User="viewer", **settings).text == "account:viewer"
    assert ask("/", peer="10.0.0.6", X_Remote_User="viewer").status_code == 403
    assert ask("/", peer="10.0.0.5", X_Remote_User="ghost").status_code == 403
    assert ask("/", peer="10.0.0.5").status_code == 403
    assert ask("/", peer="10.0.0.6", X_Lens_Key="account:viewer").status_code == 403


def test_a_closed_account_is_out_behind_a_gateway_too(ask, store):
    Accounts(store).add("viewer", "王局", "viewer", local=False)
    Accounts(store).disable("viewer")
    assert ask("/", X_Remote_User="viewer", LENS_SIGN_IN="gateway", LENS_GATEWAY_ADDRESSES="127.0.0.1").status_code == 403


@pytest.mark.parametrize("mode", ["oidc", "gateway", "accounts"])
@pytest.mark.parametrize("forged", [{}, {"X_Lens_Key": "account:admin", "X_Remote_User": "admin", "Cookie": "_streamlit_user=x; lens_session=x"}])
def test_every_address_is_closed_to_nobody_however_people_sign_in(ask, store, mode, forged):
    """A page draws the way to the provider for nobody, and gets no mark of a person; the stream behind it asks again at every run."""
    Accounts(store).add("admin", "管理", "admin", local=False)
    for path in addresses():
        rule = _gate.rule_of(path)
        if rule == "anyone":
            continue
        answer = ask(path, LENS_SIGN_IN=mode, LENS_GATEWAY_ADDRESSES="10.0.0.5", **forged)
        offered = mode == "oidc" and (path in _gate.OIDC_OPEN or path.lstrip("/") in access.listed("pages"))
        if offered:
            assert (answer.status_code, answer.text) == (200, "session:" + _gate.mark_of("x") if forged else ""), path
        else:
            assert answer.status_code in ((404,) if rule in (None, "nobody") else (303, 401, 403)), path


def test_a_provider_that_is_not_set_up_is_told_without_its_settings(ask, caplog):
    answer = ask("/sign-in", LENS_SIGN_IN="oidc")
    assert (answer.status_code, answer.text) == (503, "统一身份认证没有配置好，请告诉管理员。")
    assert "provider is not set up" in caplog.text


def test_without_sign_in_nobody_from_elsewhere_is_served(ask):
    assert ask("/").text == "local"
    told = ask("/", host="budget.example.gov")
    assert told.status_code == 403
    assert "LENS_SIGN_IN" in told.text


def test_an_unknown_way_of_signing_in_lets_nobody_in(ask):
    assert ask("/", LENS_SIGN_IN="acounts").status_code == 401
    with pytest.raises(SystemExit, match="LENS_SIGN_IN"):
        _gate.demand_home("127.0.0.1")


def test_behind_https_cookies_say_so_and_only_named_hosts_are_served(ask):
    settings = {"LENS_SIGN_IN": "accounts", "LENS_HTTPS": "1", "LENS_HOSTS": "lens.example"}
    assert ask("/sign-in", **settings).status_code == 421
    answer = ask("/sign-in", host="lens.example")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"]


def test_too_many_uploads_of_one_person_wait(ask, store):
    Accounts(store).add("viewer", "王局", "viewer", local=False)
    settings = {"LENS_SIGN_IN": "gateway", "LENS_GATEWAY_ADDRESSES": "127.0.0.1", "LENS_UPLOADS_A_MINUTE": "2"}
    sent = [ask("/_stcore/upload_file/a/b", "PUT", X_Remote_User="viewer", **settings).status_code for _ in range(3)]
    assert sent == [200, 200, 429]
