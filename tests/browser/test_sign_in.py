"""In a real browser: signing in with an account and by a provider, a role that changes meanwhile, signing out everywhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager

import pytest

from analytics.accounts import Accounts
from analytics.store import Store
from bench.serving import free_port, running
from tests.browser.conftest import ROOT, serving

NEW = "correct horse battery"


@pytest.fixture
def store(own_store):
    made = Store(own_store)
    yield made
    made.close()


@contextmanager
def provider(name):
    """The provider, which signs everybody in under this name; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "tests.browser.provider", str(port), name]
    with running(command, f"http://127.0.0.1:{port}/.well-known/openid-configuration", cwd=ROOT):
        yield f"http://127.0.0.1:{port}"


def known_to(issuer, address):
    """What the server that people reach under this address has to know of the provider."""
    return f"""[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a text that only this test knows"
client_id = "lens"
client_secret = "shared"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid profile", prompt = "login" }}
"""


def test_an_account_signs_in_changes_role_and_signs_out_everywhere(visit, store):
    accounts = Accounts(store)
    first = accounts.add("zhang", "张审", "auditor")
    with serving(store.directory, LENS_SIGN_IN="accounts") as address:
        guest = visit(address)
        guest.page.goto(f"{address}/imports")
        guest.page.get_by_label("用户名").fill("zhang")
        guest.page.get_by_label("密码").fill(first)
        guest.page.get_by_role("button", name="登录").click()
        guest.page.get_by_label("原密码").fill(first)
        guest.page.get_by_label("新密码").fill(NEW)
        guest.page.get_by_label("再写一遍").fill(NEW)
        guest.page.get_by_role("button", name="修改").click()
        guest.page.locator(".lens-page h1", has_text="总览").wait_for()
        guest.settle()
        guest.go("数据导入")
        accounts.set_role("zhang", "viewer", [], [])
        guest.page.get_by_test_id("stSidebarNavLink").filter(has_text="数据导入").click()
        guest.page.get_by_text("这里没有对您开放").wait_for()
        guest.settle()
        accounts.disable("zhang")
        guest.page.get_by_test_id("stSidebarNavLink").filter(has_text="总览").click()
        guest.page.get_by_text("登录已经结束，请重新登录。").wait_for()
        assert guest.complaints == []


def test_a_provider_signs_in_whom_an_administrator_has_opened_an_account(visit, store, tmp_path):
    accounts = Accounts(store)
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    with provider("li.tian") as issuer:
        secrets.write_text(known_to(issuer, f"http://127.0.0.1:{port}"), "utf-8")
        with serving(store.directory, port=port, LENS_SIGN_IN="oidc", LENS_OIDC_SECRETS=str(secrets)) as address:
            guest = visit(address)
            guest.page.goto(address)
            guest.page.get_by_role("link", name="去登录").click()
            guest.page.get_by_text("没有开通本系统").wait_for()
            accounts.add("li.tian", "李填", "viewer", local=False)
            guest.page.goto(address)
            guest.page.locator(".lens-page h1", has_text="总览").wait_for()
            guest.settle()
            assert guest.page.get_by_text("李填 · 领导").count() == 1
            accounts.disable("li.tian")
            accounts.disable("li.tian", False)
            guest.page.goto(address)
            guest.page.get_by_text("登录已经结束，请重新登录。").wait_for()
