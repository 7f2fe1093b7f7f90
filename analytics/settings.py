"""Settings are data: a name, a default and one sentence. The environment variable LENS_<NAME> goes before the file, the file before the default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analytics.errors import LensError, reason

PREFIX = "LENS_"
CONFIG = "LENS_CONFIG"  # names the file; without it, lens.toml beside the program or beside the store
FILE = "lens.toml"
BESIDE_SETTINGS = (CONFIG, "LENS_BROWSER")  # variables of ours that are no settings
PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Setting:
    """One thing an operator may change."""

    name: str
    default: str | int
    sentence: str
    secret: bool = False  # never printed

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return PREFIX + self.name.upper()


SETTINGS = (
    Setting("store", "data/store", "数据目录：导入的文件、台账和数据快照都放在这里。"),
    Setting("ledger_url", "", "台账数据库的 SQLAlchemy 地址；留空则用数据目录里的 SQLite 文件。", secret=True),
    Setting("keep_snapshots", 5, "保留最近几个数据快照文件；更早的快照可随时由批次重建。"),
    Setting("building_megabytes", 2000, "建数据快照最多使用多少 MB 内存；放不下的暂存在数据目录所在的磁盘上。"),
    Setting("upload_megabytes", 50, "单个文件最大多少 MB，页面和命令行相同；页面上不能超过 .streamlit/config.toml 的 server.maxUploadSize。"),
    Setting("upload_files", 50, "“数据导入”页一次最多放多少个文件。"),
    Setting("bundle_files", 500, "一个 .zip 压缩包或文件夹里最多读多少个文件。"),
    Setting("bundle_megabytes", 200, "一个 .zip 压缩包或文件夹里的文件合计最多多少 MB（解压后）。"),
    Setting("evidence_megabytes", 20, "附在疑点上的一份证据文件最大多少 MB。"),
    Setting("reading_unpacked_megabytes", 500, "一个 .xlsx、.ods、.docx 文件解压后最多多少 MB。"),
    Setting("reading_sheets", 2000, "一个工作簿最多读多少张工作表。"),
    Setting("reading_cells", 2_000_000, "一个文件最多读多少个有内容的单元格；连同空白，一张工作表最多为其五倍。"),
    Setting("reading_seconds", 120, "读取一个文件最多多少秒。"),
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
    Setting("keep_persons", 1, "0 表示读取时把填表人的姓名和电话整个去掉，原文件也不存下；以后来的依据因此不能让已存的文件重新读取。请在第一次导入之前设好。"),
    Setting("administrator", "", "系统管理员的称呼和电话，拒绝访问时告诉人该找谁。"),
    Setting("free_megabytes", 500, "数据目录所在的磁盘少于多少 MB 时，/readyz 答“不能用”，doctor 提醒。"),
    Setting("metrics_token", "", "取 /metrics 的运行数字要出示的口令（Authorization: Bearer 口令）；留空则没有这个地址。", secret=True),
    Setting("log_format", "text", "日志的样子：text 给人看，json 一行一件事，给日志系统收。"),
    Setting("log_requests", 0, "1 表示每个请求也记一行：方法、地址的种类、状态、毫秒；不记是谁，不记查询内容。"),
    Setting("engine", "duckdb", "指标和 SQL 写的规则在哪里算：duckdb 在本进程，spark 在 Apache Spark 上（先 run.py install --spark；要 Java 17 或 21）。"),
    Setting("spark_master", "local[2]", "engine 为 spark 时用哪个集群：local[2] 是本机两个线程，也可以是 spark://主机:7077、yarn 等 Spark 的 master 地址。"),
    Setting("spark_folder", "", "给 Spark 用的 Parquet 写到哪个文件夹，集群的每台机器都要能按同一路径读到；留空则放在数据快照旁边。"),
    Setting("spark_megabytes", 1024, "Spark 的驱动进程和每个执行进程各用多少 MB 内存。"),
    Setting("lock_seconds", 600, "等待另一个正在导入的进程最多多少秒。"),
)

_BY_NAME = {one.name: one for one in SETTINGS}


@dataclass(frozen=True)
class InForce:
    """The value of a setting and where it comes from: a variable, the file, or nothing but the default."""

    value: str | int
    source: str


def setting(name: str) -> str | int:
    """The value in force of a setting; raises LensError when the environment or the file holds something of another type."""
    return in_force(name).value


def in_force(name: str) -> InForce:
    """The value of a setting with where it comes from; raises LensError like `setting`."""
    known = _BY_NAME[name]
    text = os.environ.get(known.variable)
    if text is not None:
        return InForce(text if isinstance(known.default, str) else _number(text, f"环境变量 {known.variable}"), f"环境变量 {known.variable}")
    file = file_in_force()
    given = {} if file is None else read_file(file)
    if name in given:
        return InForce(_of_type(given[name], known, file), f"文件 {file}")
    return InForce(known.default, "默认值")


def file_in_force() -> Path | None:
    """The file of settings; None where there is none."""
    return _file(os.environ.get(CONFIG), os.environ.get("LENS_STORE"))


@cache
def _file(named: str | None, store: str | None) -> Path | None:
    if named:
        return Path(named)
    places = (PROJECT / FILE, *([Path(store).resolve().parent / FILE] if store else []))
    return next((place for place in places if place.is_file()), None)


@cache
def read_file(file: Path) -> Mapping[str, Any]:
    """What the file says, read once in the life of a process; raises LensError where it cannot be read."""
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise LensError(f"设置文件 {file} 打不开：{reason(error)}。", f"请核对 {CONFIG}。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LensError(f"设置文件 {file} 不是正确的 TOML：{error}。", "文字要放在引号里，一行一项，如 https = 1。") from None


def unknown_keys() -> tuple[str, ...]:
    """What the file names that is no setting: most likely misspelt, and without effect."""
    file = file_in_force()
    return () if file is None else tuple(sorted(name for name in read_file(file) if name not in _BY_NAME))


def unknown_variables() -> tuple[str, ...]:
    """Environment variables that look like ours and are no setting."""
    known = {*BESIDE_SETTINGS, *(one.variable for one in SETTINGS)}
    return tuple(sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known))


def _number(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise LensError(f"{where} 应为整数，现为“{text}”。") from None


def _of_type(given: Any, known: Setting, file: Path | None) -> str | int:
    """A value of the file: true and false are 1 and 0, a list of texts is the text with commas."""
    if isinstance(known.default, int) and isinstance(given, int):
        return int(given)
    if isinstance(known.default, str) and isinstance(given, str):
        return given
    if isinstance(known.default, str) and isinstance(given, list) and all(isinstance(one, str) for one in given):
        return ",".join(given)
    raise LensError(f"设置文件 {file} 里的 {known.name} 应为{'整数' if isinstance(known.default, int) else '引号里的文字'}，现为“{given}”。")


def example() -> str:
    """A file with every setting at its default, commented out."""
    opening = (
        "# 预算绩效透视的设置。去掉行首的 # 并改成自己的值；改后要重新启动。环境变量 LENS_大写名 优先于本文件。",
        "# 放在程序旁边、数据目录旁边，或由环境变量 LENS_CONFIG 指出。python -m analytics settings 列出现在生效的值。",
    )
    lines = (f"\n# {one.sentence}\n# {one.name} = {_as_toml(one.default)}" for one in SETTINGS)
    return "\n".join((*opening, *lines)) + "\n"


def _as_toml(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
