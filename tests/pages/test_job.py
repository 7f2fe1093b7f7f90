"""Long work: what it says of itself, and how it is stopped."""

from __future__ import annotations

from threading import Event

from pages._imports_job import begin


def test_work_that_is_stopped_says_so_and_is_taken_back():
    begun, go, done, back = Event(), Event(), [], []

    def work(ear):
        ear("第一步")
        begun.set()
        go.wait()
        ear("第二步")

    job = begin("做文件", 2, work, done.append, lambda: back.append("取回"))
    begun.wait()
    assert "第一步" in job.words
    job.ear.stop()
    assert "正在取消" in job.words
    go.set()
    assert job.settle("出错") is None
    assert (done, back) == ([], ["取回"])
