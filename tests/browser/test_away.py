"""In a real browser: the whole dashboard is made as one file with its progress, or not after all, and a page's charts are taken along."""

from __future__ import annotations

import zipfile
from pathlib import Path

PATIENCE = 120_000  # milliseconds


def test_the_dashboard_and_the_charts_of_a_page_are_taken_along(visit, sample_server):
    guest = visit(sample_server)
    page = guest.open("/overview?year=2019")
    page.get_by_role("button", name="带走整个看板").click()
    page.get_by_role("button", name="生成 PDF").click()
    page.get_by_role("button", name="取消").click()
    page.get_by_text("已取消，没有留下文件。").wait_for(timeout=PATIENCE)
    guest.settle()
    page.get_by_role("button", name="生成 PDF").click()
    page.get_by_role("button", name="下载看板（PDF）").wait_for(timeout=PATIENCE)
    guest.settle()
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("button", name="下载看板（PDF）").click()
    assert Path(taken.value.path()).read_bytes()[:5] == b"%PDF-"
    assert taken.value.suggested_filename.startswith("预算绩效看板_")
    guest.settle()
    page.keyboard.press("Escape")
    guest.settle()
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("button", name="下载本页图表").click()
    names = zipfile.ZipFile(taken.value.path()).namelist()
    assert [name.rsplit(".", 1)[1] for name in names] == ["svg", "png"] * 3 + ["xlsx"]
    assert guest.complaints == []
