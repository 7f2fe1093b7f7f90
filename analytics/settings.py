"""Settings are data: a name, a default and one sentence. The environment variable LENS_<NAME> overrides the default."""

from __future__ import annotations

import os
from dataclasses import dataclass

from analytics.errors import LensError

PREFIX = "LENS_"


@dataclass(frozen=True)
class Setting:
    """One thing an operator may change."""

    name: str
    default: str | int
    sentence: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("store", "data/store", "数据目录：导入的文件、台账和数据快照都放在这里。"),
    Setting("ledger_url", "", "台账数据库的 SQLAlchemy 地址；留空则用数据目录里的 SQLite 文件。"),
    Setting("keep_snapshots", 5, "保留最近几个数据快照文件；更早的快照可随时由批次重建。"),
    Setting("upload_megabytes", 50, "单个文件最大多少 MB，页面和命令行相同；页面上不能超过 .streamlit/config.toml 的 server.maxUploadSize。"),
    Setting("upload_files", 50, "“数据导入”页一次最多放多少个文件。"),
    Setting("bundle_files", 500, "一个 .zip 压缩包或文件夹里最多读多少个文件。"),
    Setting("bundle_megabytes", 200, "一个 .zip 压缩包或文件夹里的文件合计最多多少 MB（解压后）。"),
    Setting("evidence_megabytes", 20, "附在疑点上的一份证据文件最大多少 MB。"),
    Setting("reading_unpacked_megabytes", 500, "一个 .xlsx、.ods、.docx 文件解压后最多多少 MB。"),
    Setting("reading_sheets", 2000, "一个工作簿最多读多少张工作表。"),
    Setting("reading_cells", 1_000_000, "一个文件最多读多少个有内容的单元格；连同空白，一张工作表最多为其五倍。"),
    Setting("reading_seconds", 60, "读取一个文件最多多少秒。"),
    Setting("reading_total_seconds", 600, "一次读取全部文件最多多少秒。"),
    Setting("reading_megabytes", 1500, "读取文件的进程最多使用多少 MB 内存（限于支持此限制的系统）。"),
    Setting("administrator", "", "系统管理员的称呼和电话，拒绝访问时告诉人该找谁。"),
    Setting("lock_seconds", 600, "等待另一个正在导入的进程最多多少秒。"),
)

_BY_NAME = {one.name: one for one in SETTINGS}


def setting(name: str) -> str | int:
    """The value in force of a setting; raises LensError when the environment holds something of another type."""
    known = _BY_NAME[name]
    text = os.environ.get(known.variable)
    if text is None:
        return known.default
    if isinstance(known.default, str):
        return text
    try:
        return int(text)
    except ValueError:
        raise LensError(f"环境变量 {known.variable} 应为整数，现为“{text}”。") from None
