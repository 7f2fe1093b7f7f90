"""In a real browser, behind a real nginx set up as deploy/ says, under a path of another site: signing in and out by a provider, and going about."""

from __future__ import annotations

from contextlib import contextmanager

from analytics.accounts import Accounts
from analytics.store import Store
from bench.proxied import DEPLOY, INCLUDED, nginx, nginx_configuration
from bench.serving import free_port
from tests.browser.conftest import serving
from tests.browser.test_sign_in import known_to, provider


@contextmanager
def under_a_path(folder, port, behind):
    """nginx before the server at port `behind`, under /lens/ of a site that answers nothing else; yields the address of the path."""
    whole = nginx_configuration((DEPLOY / "nginx.conf").read_text("utf-8"), folder, [port, behind])
    path = (DEPLOY / "nginx-subpath.conf").read_text("utf-8").replace(INCLUDED, str(DEPLOY / "nginx-proxy.conf"))
    head = whole[: whole.index("server {\n")]
    configuration = f"{head}server {{\nlisten 127.0.0.1:{port};\n{path}\nlocation / {{ return 404; }}\n}}\n}}\n"
    with nginx(folder, configuration, f"http://127.0.0.1:{port}/lens/healthz"):
        yield f"http://127.0.0.1:{port}/lens"


def test_under_a_path_a_provider_signs_in_and_every_way_stays_below_it(visit, own_store, tmp_path):
    store, port, behind = Store(own_store), free_port(), free_port()
    Accounts(store).add("li.tian", "李填", "auditor", local=False)
    secrets = tmp_path / "secrets.toml"
    with provider("li.tian") as issuer:
        secrets.write_text(known_to(issuer, f"http://127.0.0.1:{port}/lens"), "utf-8")
        settings = {"LENS_SIGN_IN": "oidc", "LENS_OIDC_SECRETS": str(secrets), "LENS_GATEWAY_ADDRESSES": "127.0.0.1"}
        with serving(own_store, port=behind, **settings), under_a_path(tmp_path, port, behind) as address:
            guest = visit(address)
            guest.page.goto(f"{address}/scores")
            guest.page.get_by_role("link", name="去登录").click()
            guest.page.locator(".lens-page h1", has_text="总览").wait_for()
            guest.settle()
            guest.go("疑点清单")
            assert guest.page.url.startswith(f"{address}/")
            cookies = guest.page.context.cookies()
            assert {one["path"] for one in cookies if one["name"].startswith("_streamlit_user")} == {"/lens/"}
            guest.page.goto(f"{address}/sign-out")
            guest.page.get_by_role("button", name="退出登录").click()
            guest.page.get_by_role("link", name="去登录").wait_for()
            assert guest.page.url.startswith(f"{address}/")
    store.close()
