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
    Setting("sign_in", "none", "怎样登录：none 不登录（只能在本机 127.0.0.1 上用），accounts 本系统的用户，oidc 统一身份认证，gateway 由网关送来用户名。"),
    Setting("hosts", "", "允许用哪些主机名访问，逗号分隔；留空时不登录的只认本机，其余不限。"),
    Setting("https", 0, "1 表示外面是 https：登录凭据只走加密连接，并要求浏览器以后只用 https。"),
    Setting("gateway_header", "X-Remote-User", "网关在哪个请求头里送来用户名（sign_in 为 gateway 时）。"),
    Setting("gateway_addresses", "", "只信从这些地址来的用户名和来源地址，逗号分隔；不写则一概不信。"),
    Setting("oidc_secrets", "", "统一身份认证的地址和密钥写在哪个 secrets.toml 里；留空则为 .streamlit/secrets.toml。"),
    Setting("oidc_claim", "preferred_username", "统一身份认证的哪个字段是用户名。"),
    Setting("session_idle_minutes", 60, "登录后多少分钟不操作就要重新登录。"),
    Setting("session_minutes", 720, "登录后最多多少分钟就要重新登录。"),
    Setting("sign_in_tries", 20, "同一地址一分钟内最多试登录几次。"),
    Setting("uploads_a_minute", 120, "同一个人一分钟内最多上传几个文件。"),
    Setting("keep_persons", 1, "0 表示读取时把填表人的姓名和电话整个去掉，不再显示；原文件仍存着备查，但谁也不能从页面上取回。"),
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
