"""Before anything is stored: what the audit rules find in the files at hand, said calmly; it never stands in the way of an import."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import streamlit as st

from analytics.audit.finding import Finding, shown_cell
from analytics.audit.self_check import Change, CheckedFile, beside_reading, changed, self_check, told
from analytics.audit.unread import checkable
from analytics.reading import Source
from analytics.reading.records import FileReading
from pages._self_check_desk import desk as check_desk
from pages._shared import html_table

POOL = ThreadPoolExecutor(1, thread_name_prefix="check")
PAGES = Path(__file__).resolve().parent
HEADERS = ["程度", "问题", "工作表", "单元格", "表上", "应写为"]
WORDS = {"error": "错误", "warning": "警告"}
SHOWN = 300
FEW_CELLS = 4
LOOK_AGAIN = 0.5  # seconds


@dataclass(frozen=True)
class Checked:
    """What the rules found, by file; for mended files also what became of the findings on the edition before."""

    files: Mapping[str, CheckedFile] = field(default_factory=dict)
    changes: Mapping[str, Change] = field(default_factory=dict)


class Checking:
    """The check of some readings, in a thread of its own: a second for a form, some seconds for hundreds.

    `before` holds the earlier edition of mended files, by the name of the mended one.
    """

    def __init__(self, readings: Sequence[FileReading], before: Mapping[str, FileReading] | None = None) -> None:
        self._unwanted = Event()
        self._future: Future[Checked] = POOL.submit(self._work, tuple(readings), dict(before or {}))

    def _work(self, readings: Sequence[FileReading], before: Mapping[str, FileReading]) -> Checked:
        if self._unwanted.is_set():
            return Checked()
        now = self_check(readings).files
        old = {one.file: replace(before[one.file], file=one.file) for one in readings if one.file in before and checkable(before[one.file])}
        earlier = self_check([old.get(one.file, one) for one in readings]).files if old else ()
        changes = {new.reading.file: changed(of_rules(was), of_rules(new)) for was, new in zip(earlier, now, strict=False) if new.reading.file in old}
        return Checked({file.reading.file: file for file in now}, changes)

    def forget(self) -> None:
        """The readings are out of date: no need to begin any more."""
        self._unwanted.set()
        self._future.cancel()

    @property
    def done(self) -> bool:
        return self._future.done()

    @property
    def failed(self) -> bool:
        return self.done and not self._future.cancelled() and self._future.exception() is not None

    def wait(self, seconds: float | None = None) -> None:
        """Return when it is done, or was given up."""
        wait([self._future], seconds)

    def files(self) -> tuple[CheckedFile, ...]:
        """All files, as soon as they are checked; none where that failed."""
        self.wait()
        return tuple(self._found().files.values())

    def of(self, file: str) -> CheckedFile | None:
        """What was found in a file; None while it is not known."""
        return self._found().files.get(file)

    def change_of(self, file: str) -> Change | None:
        """What a mended file changed in the findings; None while it is not known."""
        return self._found().changes.get(file)

    def _found(self) -> Checked:
        if not self.done or self._future.cancelled():
            return Checked()
        if self.failed:
            logging.getLogger(__name__).error("files could not be checked before an import", exc_info=self._future.exception())
            return Checked()
        return self._future.result()


def watch_check(checking: Checking | None) -> None:
    """Draw the page once more as soon as the check has ended."""
    if checking is None or checking.done:
        return

    @st.fragment(run_every=LOOK_AGAIN)
    def look() -> None:
        if checking.done:
            st.rerun()

    look()


def draw_contradictions(checking: Checking | None, number: int, source: Source) -> None:
    """How many figures of the file contradict others, each in one line with its cells."""
    if checking is None:
        return
    found = checking.of(source.name)
    if found is None:
        st.caption("没有核对成表内的数是否矛盾，不影响导入；可以到“公开前自查”再查。" if checking.failed else "正在核对表内的数有没有互相矛盾，不影响导入……")
        return
    worst = of_rules(found)
    gaps = "（读不懂的格子按空缺核对）" if found.gaps else ""
    if not worst:
        st.caption(f"已按审计规则核对{gaps}，没有发现互相矛盾的数。")
        return
    numbers = Counter(one.severity for one in worst)
    words = "、".join(f"{numbers[severity]} 处{word}" for severity, word in WORDS.items() if numbers[severity])
    with (
        st.container(key=f"contradictions_{next(iter(numbers))}_{number}"),
        st.expander(f"按审计规则核对{gaps}：{words}，不影响导入", expanded=bool(numbers["error"])),
    ):
        html_table([finding_row(one) for one in worst[:SHOWN]], HEADERS)
        with st.container(horizontal=True, vertical_alignment="center"):
            rest = f"只列出前 {SHOWN} 处，共 {len(worst)} 处；完整的见问题清单。" if len(worst) > SHOWN else ""
            st.caption(f"{rest}可以先改表再放一次；照样导入的，这些会列为疑点。")
            if st.button("逐处看依据", key=f"details_{number}", type="tertiary", icon=":material/open_in_new:", help="在“公开前自查”里对着原表逐处看"):
                check_desk().take([source])
                st.switch_page(PAGES / "self_check.py")


def of_rules(file: CheckedFile) -> list[Finding]:
    """What contradicts, worst first; mere notes are left out."""
    return [one for one in beside_reading(file) if one.severity in WORDS]


def finding_row(finding: Finding) -> list[str | None]:
    """One line: severity, what is wrong, the first of its places, what stands there and what should."""
    _, _, title, stated, right, _ = told(finding)
    sheets = list(dict.fromkeys(cell["sheet"] for cell in finding.cells))
    cells = list(dict.fromkeys(shown_cell(cell) for cell in finding.cells if cell["sheet"] == sheets[0] and cell["cell"])) if sheets else []
    where = f"{sheets[0] if sheets else ''}{f' 等 {len(sheets)} 张表' if len(sheets) > 1 else ''}"
    more = f" 等 {len(cells)} 格" if len(cells) > FEW_CELLS else ""
    return [WORDS[finding.severity], title, where, "、".join(cells[:FEW_CELLS]) + more, stated, right]
