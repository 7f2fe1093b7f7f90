"""Make the folder that installs without internet: the project, wheels, a Chinese font, checksums, and what starts it.

Wheels are those that requirements.lock and requirements-postgresql.lock name by their hashes, for each system and each Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from packaging.requirements import Requirement

from bundle.options import Parser
from bundle.systems import ARM, LIST, SUMS, WINDOWS, X86, sha256_of

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13")
LOCKS = ("requirements.lock", "requirements-postgresql.lock")
BESIDE = "bundle/beside.txt"  # what a bundle holds besides: pip for a Python without it, the font
PARTS = (
    *("app.py", "run.py", "analytics", "pages", "bundle", "deploy", "docs", ".streamlit", "data"),
    *("requirements.txt", "requirements-postgresql.txt", *LOCKS, "README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE"),
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "secrets.toml")
FONT = ("NotoSansSC[wght].ttf", "OFL.txt")
MARKERS = {
    WINDOWS: {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    X86: {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ARM: {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
}


class Unmade(Exception):
    """The bundle could not be made; the text says why, for a person."""


def tags(platform: str) -> list[str]:
    """The platform tags of wheels that run there, for glibc up to 2.28."""
    if platform == WINDOWS:
        return ["win_amd64"]
    machine = platform.partition("-")[2]
    old = [f"manylinux{name}_{machine}" for name in ("2014", "2010", "1")]
    return [*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)), *old]


def needed(lock: str, platform: str, python: str) -> Iterator[str]:
    """The entries of a lock that this system and Python need, hashes and all, without their conditions.

    pip itself judges conditions by the machine that it runs on, also when it downloads for another.
    """
    environment = {**MARKERS[platform], "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    for entry in lock.replace("\\\n", " ").splitlines():
        named, *hashes = entry.split(" --hash=")
        if not named.strip() or named.startswith("#"):
            continue
        requirement = Requirement(named.strip())
        if requirement.marker is None or requirement.marker.evaluate(environment):
            yield " ".join([f"{requirement.name}{requirement.specifier}", *(f"--hash={one.strip()}" for one in hashes)])


def download(wheels: Path, platform: str, python: str) -> None:
    """Bring the wheels of one system and one Python into a folder; those that are there stay."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "needed.txt"
        lines = (line for name in LOCKS for line in needed((ROOT / name).read_text("utf-8"), platform, python))
        listed.write_text("\n".join(dict.fromkeys(lines)) + "\n", "utf-8")
        chosen = ["--only-binary", ":all:", "--no-deps", "--implementation", "cp", "--python-version", python]
        for tag in tags(platform):
            chosen += ["--platform", tag]
        _pip("download", "--require-hashes", *chosen, "--dest", str(wheels), "-r", str(listed))


def _pip(*arguments: str) -> None:
    if subprocess.call([sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "-q", *arguments]) != 0:
        raise Unmade("软件包没有下载全，原因见上面的英文信息。请检查网络；内网请先设置镜像地址（pip config set global.index-url 镜像地址）。")


def copy_project(target: Path, root: Path = ROOT) -> None:
    """What the product runs on, without tests and without anybody's data: `data/store`, where a store is kept."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return LEFT_OUT(folder, names) | ({"store"} if Path(folder) == root / "data" else set())

    for part in PARTS:
        source = root / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=left_out)
        else:
            shutil.copy2(source, target / part)


def add_launchers(target: Path, pythons: Iterable[str]) -> None:
    """What a person clicks or types, and what it says where no Python is found."""
    newest_first = list(reversed(list(pythons)))
    for name, launcher, newline in (("start.sh", "启动.sh", "\n"), ("start.bat", "启动.bat", "\r\n"), ("no-python.txt", "bundle/no-python.txt", "\r\n")):
        words = " 或 ".join(newest_first) if name.endswith(".txt") else " ".join(newest_first)
        text = (ROOT / "bundle" / name).read_text("utf-8").replace("{pythons}", words)
        (target / launcher).write_text(text, "utf-8", newline=newline)
    (target / "启动.sh").chmod(0o755)


def add_font(target: Path) -> None:
    """The Chinese font with its licence, and pip as a wheel, which works without being installed."""
    with tempfile.TemporaryDirectory() as folder:
        _pip("download", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--dest", folder, "-r", str(ROOT / BESIDE))
        (target / "fonts").mkdir()
        for wheel in Path(folder).iterdir():
            if wheel.name.startswith("pip-"):
                shutil.copy2(wheel, target / "wheels")
                continue
            with zipfile.ZipFile(wheel) as archive:
                for name in archive.namelist():
                    if "/notosanssc/" in name and name.rpartition("/")[2] in FONT:
                        (target / "fonts" / name.rpartition("/")[2]).write_bytes(archive.read(name))


def add_sums(target: Path) -> None:
    """The checksum of every file, as `sha256sum --check` reads them."""
    files = sorted(path for path in target.rglob("*") if path.is_file() and path.name != SUMS)
    (target / SUMS).write_text("".join(f"{sha256_of(path)}  {path.relative_to(target).as_posix()}\n" for path in files), "utf-8", newline="\n")


def packed(folder: Path, as_zip: bool) -> Path:
    """The folder as one file with its checksum beside it; programs stay programs."""
    path = folder.with_name(f"{folder.name}.zip" if as_zip else f"{folder.name}.tar.gz")
    if as_zip:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(file for file in folder.rglob("*") if file.is_file()):
                stored = zipfile.ZIP_STORED if file.suffix == ".whl" else zipfile.ZIP_DEFLATED
                archive.write(file, Path(folder.name) / file.relative_to(folder), stored)
    else:
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            archive.add(folder, folder.name, filter=_nobodys)
    path.with_name(f"{path.name}.sha256").write_text(f"{sha256_of(path)}  {path.name}\n", "utf-8")
    return path


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def make(target: Path, platforms: Iterable[str], pythons: Iterable[str], say=print) -> None:
    """Make the folder. Raises Unmade where it exists already or a wheel cannot be had."""
    platforms, pythons = list(platforms), list(pythons)
    if target.exists():
        raise Unmade(f"{target} 已经存在，请先移走它，或用 --out 另写一个名字。")
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        (beside / "wheels").mkdir(parents=True)
        copy_project(beside)
        for platform in platforms:
            for python in pythons:
                say(f"正在下载 {platform}、Python {python} 用的软件包……")
                download(beside / "wheels", platform, python)
        say("正在下载中文字体……")
        add_font(beside)
        add_launchers(beside, pythons)
        made = {"platforms": platforms, "pythons": pythons, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
        (beside / LIST).write_text(json.dumps(made, indent=1) + "\n", "utf-8")
        say("正在计算校验值……")
        add_sums(beside)
        os.replace(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """`run.py bundle`; returns the exit code."""
    parser = Parser(prog="run.py bundle", description="做一份不用上网就能安装的文件夹和压缩包。")
    group = parser.group
    group.add_argument("--out", metavar="文件夹", default="lens-bundle", help="写到哪里，默认 lens-bundle；压缩包在它旁边")
    group.add_argument("--platform", action="append", choices=list(MARKERS), help="给哪种系统用，可写几个；默认全部")
    group.add_argument("--python", action="append", choices=PYTHONS, help="给哪个 Python 用，可写几个；默认全部")
    group.add_argument("--no-archive", action="store_true", help="只要文件夹，不要压缩包")
    options = parser.parse_args(arguments)
    target, platforms = Path(options.out).resolve(), sorted(options.platform or MARKERS)
    try:
        make(target, platforms, sorted(options.python or PYTHONS))
        print(f"已做好：{target}")
        if not options.no_archive:
            print(f"已做好：{packed(target, WINDOWS in platforms)}，校验值在旁边的 .sha256")
    except Unmade as stopped:
        print(stopped)
        return 1
    except OSError as error:
        print(f"写不下去：{error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
