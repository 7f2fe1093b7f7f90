"""One look at everything a store keeps: what is sound, what is not, and what to do about it. Nothing is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import sqlalchemy as sa

from analytics.errors import LensError, StoreError, reason
from analytics.reading.worker import can_limit
from analytics.settings import SETTINGS, setting, unknown_keys, unknown_variables
from analytics.store.attachments import FOLDER as EVIDENCE
from analytics.store.attachments import SHA256
from analytics.store.ledger import now
from analytics.store.ledger_copy import TABLES
from analytics.store.snapshot import DAMAGED
from analytics.store.soundness import damage, left_away, sha256_of
from analytics.store.store import LEDGER, Store, ledger_of
from analytics.store.upkeep import ASIDE

FINE, WARNING, ERROR = "fine", "warning", "error"
CLOCK = timedelta(minutes=5)
SHOWN = 5  # batches named in one sentence


@dataclass(frozen=True)
class Check:
    """One thing looked at: `state` is fine, warning or error; `found` and `remedy` are Chinese sentences."""

    name: str
    state: str
    found: str
    remedy: str = ""


def examined(directory: Path) -> tuple[Check, ...]:
    """Every check of the store in `directory`; a check that itself breaks down is an error with its reason."""
    directory = directory.resolve()
    if not directory.is_dir():
        return (Check("数据目录", ERROR, f"没有目录 {directory}。", "请核对 --store 或环境变量 LENS_STORE；新目录在第一次导入时建立。"),)
    looks: tuple[Callable[[Path], Iterable[Check]], ...] = (_settings, _reading, _disk, _ledger, _clock, _snapshot, _batches, _persons, _evidence, _leftovers)
    return tuple(check for look in looks for check in _held(look, directory))


def _held(look: Callable[[Path], Iterable[Check]], directory: Path) -> list[Check]:
    name = TITLES[look.__name__]
    try:
        return list(look(directory))
    except LensError as error:
        return [Check(name, ERROR, error.message, error.remedy or "")]
    except OSError as error:
        return [Check(name, ERROR, f"读不出来：{reason(error)}。", "请检查磁盘和权限。")]


TITLES = {
    "_settings": "设置",
    "_reading": "读取程序",
    "_disk": "磁盘",
    "_ledger": "台账",
    "_clock": "时钟",
    "_snapshot": "数据快照",
    "_batches": "批次",
    "_persons": "填表人",
    "_evidence": "证据文件",
    "_leftovers": "遗留文件",
}


def _settings(_directory: Path) -> Iterator[Check]:
    for one in SETTINGS:
        setting(one.name)
    strange = [f"不认识的环境变量：{'、'.join(unknown_variables())}。"] if unknown_variables() else []
    strange += [f"设置文件里不认识的项：{'、'.join(unknown_keys())}。"] if unknown_keys() else []
    for said in strange:
        yield Check("设置", WARNING, said, "多半是拼错了，没有起作用。")
    if not strange:
        yield Check("设置", FINE, f"{len(SETTINGS)} 项设置都能用。")


def _reading(_directory: Path) -> Iterator[Check]:
    if can_limit():
        yield Check("读取程序", FINE, f"内存至多 {setting('reading_megabytes')} MB，时间至多 {setting('reading_total_seconds')} 秒。")
        return
    told = "本系统（Windows）不能限制它的内存，只限制时间和文件内容的大小"
    if setting("sign_in") == "none":
        yield Check("读取程序", FINE, f"{told}；只在本机读自己的文件时够用。")
    else:
        yield Check("读取程序", WARNING, f"{told}，一份恶意的文件可能占满内存。", "多人使用请装在 Linux 上。")


def _disk(directory: Path) -> Iterator[Check]:
    free = shutil.disk_usage(directory).free // 2**20
    probe = directory / f".doctor-{os.getpid()}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        yield Check("磁盘", ERROR, f"数据目录写不进去：{reason(error)}。", "请检查权限和磁盘。")
        return
    if free < int(setting("free_megabytes")):
        yield Check("磁盘", WARNING, f"只剩 {free} MB。", "每次导入都会写一个新的数据快照，请腾出空间或调小 LENS_KEEP_SNAPSHOTS。")
    else:
        yield Check("磁盘", FINE, f"可以写入，还剩 {free:,} MB。")


def _ledger(directory: Path) -> Iterator[Check]:
    file = directory / LEDGER
    if not ledger_of(directory).startswith("sqlite"):
        yield _ledger_elsewhere(directory)
    elif not file.exists():
        yield Check("台账", ERROR, "台账文件不见了。", "请用备份恢复；没有备份时，打开数据目录会由批次重建，疑点的办理记录则找不回来。")
    else:
        try:
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
                (said,) = connection.execute("pragma integrity_check(1)").fetchone()
        except sqlite3.Error as error:
            said = str(error)
        sound = said == "ok"
        yield Check("台账", FINE, "完整。") if sound else Check("台账", ERROR, f"已损坏（{said.splitlines()[0]}）。", "请用备份恢复。")


def _ledger_elsewhere(directory: Path) -> Check:
    ledger = Store(directory).ledger
    with ledger.engine.connect() as connection:
        version = ".".join(str(part) for part in connection.dialect.server_version_info)
        rows = sum(connection.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES)
        coding = connection.scalar(sa.text("show server_encoding"))
    kept = f"在 {ledger.engine.dialect.name} {version} 里，{rows:,} 行都能数出"
    if coding != "UTF8":
        return Check("台账", ERROR, f"{kept}，但那个数据库的编码是 {coding}，汉字会存不下。", "请另建一个编码为 UTF8 的数据库，用备份恢复。")
    return Check("台账", FINE, f"{kept}。")


def _clock(directory: Path) -> Iterator[Check]:
    latest = max((event.happened_at for event in Store(directory).events(1)), default=None)
    if latest and latest > now() + CLOCK:
        yield Check("时钟", WARNING, f"台账最近一笔记在 {latest:%Y-%m-%d %H:%M}（UTC），比现在还晚。", "请校准系统时间；先后次序不受影响，日期会不准。")
    else:
        yield Check("时钟", FINE, "没有倒退。")


def _snapshot(directory: Path) -> Iterator[Check]:
    snapshot = Store(directory).snapshot()
    rows = 0
    try:
        for name in snapshot.table("select table_name as name from duckdb_tables() where database_name = current_database() order by name")["name"].to_pylist():
            rows += snapshot.table(f'select count(columns(*)), count(*) as lines from "{name}"')["lines"][0].as_py()
    except (StoreError, duckdb.Error):
        yield Check("数据快照", ERROR, f"版本 {snapshot.version} 有损坏，已停用。", "再运行一次本命令：系统会由批次重建，数据不会丢失。")
        return
    yield Check("数据快照", FINE, f"版本 {snapshot.version}，{rows:,} 行都能读出。")


def _batches(directory: Path) -> Iterator[Check]:
    store = Store(directory)
    known, left_out = store.batches(), {one["batch_id"] for one in store.snapshot().damaged}
    wrong = [(info, why) for info in known if (why := damage(store.batch_directory / info.batch_id, original=True))]
    for info, why in wrong:
        remedy = "请用备份恢复；原文件完好时可用 doctor --repair 重新读取。"
        standing = "没有计入任何数字" if info.batch_id in left_out else "现在的快照里有损坏之前的它，仍计入；全部重建时不再计入"
        if info.status == "active":
            yield Check("批次", ERROR, f"{info.batch_id}（{info.file}）：{why}；{standing}。", remedy)
        else:
            yield Check("批次", WARNING, f"{info.batch_id}（{info.file}）：{why}；它已撤回，不影响数字。", "要能恢复它，请用备份恢复。")
    if not wrong:
        yield Check("批次", FINE, f"{len(known)} 个批次的文件都与记录的校验值相符。")


def _persons(directory: Path) -> Iterator[Check]:
    if int(setting("keep_persons")):
        yield Check("填表人", FINE, "按设置保存：姓名和电话遮盖，原文件存下。")
        return
    store = Store(directory)
    before = [info for info in store.batches() if not left_away(store.batch_directory / info.batch_id)]
    if before:
        named = "、".join(f"{info.batch_id}（{info.file}）" for info in before[:SHOWN]) + ("等" if len(before) > SHOWN else "")
        remedy = "要去掉，请把这些文件导入一个新的数据目录，换过去之后删掉旧的目录和旧的备份。"
        yield Check("填表人", WARNING, f"设 keep_persons = 0 之前导入的 {len(before)} 个批次还存着原文件和填表人：{named}。", remedy)
    else:
        yield Check("填表人", FINE, "按设置不保存，没有一个批次存着原文件。")


def _evidence(directory: Path) -> Iterator[Check]:
    folder = directory / EVIDENCE
    files = [file for file in (folder.iterdir() if folder.is_dir() else ()) if SHA256.fullmatch(file.name)]
    wrong = [file.name for file in files if sha256_of(file) != file.name]
    if wrong:
        yield Check("证据文件", ERROR, f"{len(wrong)} 份内容与校验值不符：{'、'.join(name[:12] for name in wrong)}。", "请用备份恢复。")
    else:
        yield Check("证据文件", FINE, f"{len(files)} 份都完好。")


def _leftovers(directory: Path) -> Iterator[Check]:
    aside = sorted((directory / ASIDE).iterdir()) if (directory / ASIDE).is_dir() else []
    broken = sorted(directory.glob(f"{DAMAGED}*"))
    if aside:
        yield Check("遗留文件", WARNING, f"{ASIDE} 里有 {len(aside)} 个中断了的导入，从未计入。", "需要的话请重新导入原文件，然后删除它们。")
    if broken:
        yield Check("遗留文件", WARNING, f"有 {len(broken)} 个停用的损坏快照。", "多半是磁盘出了问题：请检查磁盘，然后删除它们。")
    if not aside and not broken:
        yield Check("遗留文件", FINE, "没有。")
