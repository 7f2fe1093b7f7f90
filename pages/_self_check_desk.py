"""The desk of 公开前自查: drafts in memory, what the rules found in them, what a mended edition changed. Nothing of it reaches a store."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analytics.audit.finding import Finding
from analytics.audit.self_check import Change, CheckedFile, SelfCheck, changed, self_check
from analytics.bundles import unpack
from analytics.editions import edition_change
from analytics.reading import Source
from analytics.reading.apart import read_apart
from analytics.settings import setting
from pages._imports_job import Ear, Job, Uploads, begin

BYTES_A_MEGABYTE = 1024 * 1024
FAILURE = "没有查完：程序出了意外错误，刚放入的文件已拿走。请重试；仍不行请把日志交给运维。"


class CheckDesk:
    """What one person has dropped. A file of a name that is already there is its mended edition."""

    def __init__(self) -> None:
        self.files: dict[str, Source] = {}
        self.check: SelfCheck | None = None
        self.before: dict[str, tuple[Finding, ...]] = {}  # by file: the findings on the edition that it took the place of
        self.job: Job | None = None
        self.notes: list[tuple[str, str]] = []  # severity and sentence, said once
        self.off: frozenset[str] = frozenset()  # rules that are switched off for this place
        self.generation = 0
        self.uploads = Uploads()
        self._found: dict[str, tuple[Finding, ...]] = {}  # by file, as it was first checked: later a newer edition may have taken its place
        self._kept: dict[str, Source] = {}  # what was there before the drop under way

    def take(self, dropped: Iterable[Source]) -> None:
        """Put drafts on the desk, and those inside archives, and have all of them checked."""
        self._kept = dict(self.files)
        for source in dropped:
            if len(source.content) > int(setting("upload_megabytes")) * BYTES_A_MEGABYTE:
                self.notes.append(("warning", f"“{source.name}”超过 {setting('upload_megabytes')} MB，没有放入。请拆分为较小的文件。"))
                continue
            bundle = unpack(source.name, source.content)
            self.notes += [("warning" if one.fault else "info", one.said(source.name)) for one in bundle.passed_over]
            for one in bundle.sources:
                self._take(one)
        if self.files != self._kept:
            self._begin()

    def _take(self, source: Source) -> None:
        known = self.files.get(source.name)
        if known is None and len(self.files) >= int(setting("upload_files")):
            self.notes.append(("warning", f"一次最多查 {setting('upload_files')} 个文件，“{source.name}”没有放入。"))
        elif any(source.content == other.content for other in self.files.values()):
            self.notes.append(("warning", f"“{source.name}”与已放入的文件内容相同，没有再查。"))
        else:
            self.files[source.name] = source

    def _begin(self) -> None:
        sources, off = list(self.files.values()), self.off
        fresh = {name for name, source in self.files.items() if self._kept.get(name) != source}

        def work(ear: Ear) -> SelfCheck:
            readings = read_apart(sources, progress=ear, cancel=ear.stopped)
            ear("按规则核对")
            return self_check(readings, off)

        self.job = begin(f"正在查 {len(sources)} 个文件", len(sources) + 1, work, lambda found: self._take_over(found, fresh), self._take_back)

    def _take_over(self, found: SelfCheck, fresh: set[str]) -> None:
        self.before |= {name: self._found[name] for name in fresh if name in self._found}
        self._found |= {file.reading.file: file.findings for file in found.files if file.reading.file in fresh}
        self.check = found

    def _take_back(self) -> None:
        self.files = self._kept
        self.notes.append(("info", "已取消，刚放入的文件已拿走。"))

    def stop(self) -> None:
        """Ask the work under way to end."""
        if self.job:
            self.job.ear.stop()

    def finish(self) -> None:
        """Take over what the work returned, or say in words why it failed."""
        job, self.job = self.job, None
        if job is None:
            return
        failed = job.settle(FAILURE)
        if failed == FAILURE:
            self.files = self._kept
        if failed is not None:
            self.notes.append(("error", failed))

    def drop(self, name: str) -> None:
        """Take a file off the desk."""
        self._kept = dict(self.files)
        self.files.pop(name, None)
        self.before.pop(name, None)
        self._found.pop(name, None)
        if self.files:
            self._begin()
        else:
            self.clear()

    def clear(self) -> None:
        """Take everything off the desk."""
        self.files, self.check, self.before, self._found = {}, None, {}, {}

    def change_of(self, file: CheckedFile) -> Change | None:
        """What a mended edition changed; None where there was none before."""
        before = self.before.get(file.reading.file)
        return None if before is None else changed(before, file.findings)

    def earlier(self, file: CheckedFile) -> CheckedFile | None:
        """An earlier file under another name that holds some of the same forms: this one may be its mended edition."""
        files = self.check.files if self.check else ()
        sooner = files[: files.index(file)] if file in files else ()
        return next((other for other in sooner if not other.refused and not file.refused and edition_change(other.reading, file.reading).common), None)

    def replace(self, old: CheckedFile, new: CheckedFile) -> None:
        """Say that one file is the mended edition of another: the other goes, its findings are held against the new ones."""
        self.before[new.reading.file] = self._found.get(old.reading.file, old.findings)
        self.drop(old.reading.file)


def desk() -> CheckDesk:
    """The desk of this visit."""
    return st.session_state.setdefault("check_desk", CheckDesk())
