"""What a server answers that has just started and never drawn a page: nothing slips past the frame and its guard."""

from __future__ import annotations

import gzip
import re
import urllib.error
import urllib.request

from tests.browser.conftest import serving


def answer(address: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of a plain request."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, dict(response.headers), response.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode("utf-8")


def test_the_first_visitor_of_a_page_meets_the_frame(visit, sample_store):
    with serving(sample_store) as address:
        guest = visit(address)
        guest.open("/imports")
        assert guest.page.locator(".lens-page h1").inner_text() == "数据导入"
        assert guest.page.get_by_test_id("stSidebarNavLink").count() > 1
        assert guest.page.locator(".lens-note").count() == 1
        assert guest.complaints == []


def test_inner_files_are_no_pages(visit, sample_store):
    with serving(sample_store) as address:
        for name in ("_shared", "_frame"):
            guest = visit(address)
            assert guest.page.goto(f"{address}/{name}").status == 404
            guest.page.get_by_role("link", name="回到首页").click()
            guest.page.locator(".lens-page h1", has_text="总览").wait_for()


def test_headers_and_closed_paths(sample_server):
    status, headers, text = answer(sample_server + "/")
    assert status == 200
    assert '<html lang="zh-CN">' in text
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert answer(sample_server + "/healthz")[::2] == (200, "ok")
    for closed in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/client/style.css", "/client/..%2fapp.py"):
        assert answer(sample_server + closed)[0] in (400, 404), closed


def test_scripts_go_out_packed_to_those_who_read_it(sample_server):
    script = re.search(r'src="\.(/static/js/[^"]+)"', answer(sample_server + "/")[2])[1]
    _, plain_headers, plain = answer(sample_server + script)
    assert "content-encoding" not in plain_headers
    asked = urllib.request.Request(sample_server + script, headers={"Accept-Encoding": "gzip"})
    for _ in range(2):
        with urllib.request.urlopen(asked, timeout=10) as packed:
            assert packed.headers["content-encoding"] == "gzip"
            assert "immutable" in packed.headers["cache-control"]
            assert packed.headers["x-content-type-options"] == "nosniff"
            assert gzip.decompress(packed.read()).decode("utf-8") == plain
    missing = urllib.request.Request(sample_server + "/static/js/nothing.AAAAAAAA.js", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(missing, timeout=10) as started:
        assert "content-encoding" not in started.headers
        assert "immutable" not in started.headers["cache-control"]
