"""What the machine room asks of a server: readiness, figures behind a token, a log without persons."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages import _watch


@pytest.fixture
def client(sample_store, monkeypatch):
    async def anything(_request):
        return PlainTextResponse("ok")

    monkeypatch.setenv("LENS_STORE", str(sample_store))
    _watch.REQUESTS.clear()
    routes = [Route("/readyz", _watch.readyz), Route("/metrics", _watch.metrics), Route("/{any:path}", anything)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(_watch.Counted)]))


def test_ready_is_who_can_read_the_data_and_has_room(client, monkeypatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setenv("LENS_FREE_MEGABYTES", str(10**12))
    refused = client.get("/readyz")
    assert (refused.status_code, refused.text) == (503, "not ready")


def test_figures_are_for_who_shows_the_token(client, monkeypatch):
    assert client.get("/metrics").status_code == 404
    monkeypatch.setenv("LENS_METRICS_TOKEN", "口令 1")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    monkeypatch.setenv("LENS_METRICS_TOKEN", "token-1")
    client.get("/project?project=secret")
    text = client.get("/metrics", headers={"Authorization": "Bearer token-1"}).text
    told = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert int(told['lens_batches{status="active"}']) > 0
    assert told['lens_requests_total{route="page",status="200"}'] == "1"
    assert "secret" not in text


def test_an_address_is_told_by_its_kind_alone():
    assert [_watch.kind_of(path) for path in ("/", "/static/js/a.js", "/findings", "/张三", "/media/1.csv")] == ["/", "/static/", "page", "other", "/media/"]


def test_a_line_of_the_log_holds_no_words_of_a_form():
    try:
        raise ValueError("张三 13800000000")
    except ValueError:
        record = logging.LogRecord("lens.page", logging.ERROR, __file__, 1, "page failed", (), sys.exc_info())
    record.event = {"told": "2026-01-01 08:00:00"}
    line = _watch.OneLine().format(record)
    told = json.loads(line)
    assert (told["level"], told["what"], told["error"], told["told"]) == ("error", "page failed", "ValueError", "2026-01-01 08:00:00")
    assert "test_a_line" in told["where"][0]
    assert "张三" not in line
    assert "138" not in line
    other = 'reading failed:\nTraceback\n  File "/a/b/worker.py", line 3, in read\nValueError: 张三'
    told = json.loads(_watch.OneLine().format(logging.LogRecord("analytics", logging.ERROR, __file__, 1, "%s", (other,), None)))
    assert (told["what"], told["where"]) == ("reading failed:", ["worker.py:3 read"])
    failed = logging.LogRecord("analytics", logging.ERROR, __file__, 1, "%r; done again", (ValueError("张三"),), None)
    assert json.loads(_watch.OneLine().format(failed))["what"] == "'ValueError'; done again"


def test_each_line_is_logged_once_however_often_the_log_is_set_up_and_others_still_hear_it(capsys, caplog):
    before = logging.root.handlers[:]
    try:
        _watch.set_up_log()
        _watch.set_up_log()
        logging.getLogger("analytics.store").error("a batch is damaged")
    finally:
        logging.root.handlers[:] = before
    assert capsys.readouterr().err.count("a batch is damaged") == 1
    assert caplog.messages.count("a batch is damaged") == 1
