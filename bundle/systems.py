"""What an unpacked bundle looks at before it installs: the system, the Python, its own files.

It runs on whatever Python is there, the oldest too, to be able to say that it will not do.
"""

import hashlib
import json
import os
import platform
import sys

LIST = "bundle.json"
SUMS = "SHA256SUMS"
GLIBC = (2, 28)
WINDOWS, X86, ARM = "windows-x64", "linux-x86_64", "linux-aarch64"
SERVED = {("Windows", "AMD64"): WINDOWS, ("Linux", "x86_64"): X86, ("Linux", "aarch64"): ARM}
NAMES = {"loongarch64": "龙芯（LoongArch）处理器", "mips64": "龙芯（MIPS）处理器", "sw_64": "申威处理器", "riscv64": "RISC-V 处理器"}
CHUNK = 1 << 20


def this_system():
    """What `refusal` judges: system, machine, bits of this Python, libc such as "glibc 2.36" (empty: another), name of the distribution."""
    try:
        libc = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, ValueError, OSError):
        libc = ""
    return platform.system(), platform.machine(), 64 if sys.maxsize > 2**32 else 32, libc, _distribution()


def _distribution():
    try:
        with open("/etc/os-release", "rb") as file:
            lines = file.read().decode("utf-8", "replace").splitlines()
    except (IOError, OSError):
        return ""
    return next((line.partition("=")[2].strip("\"'") for line in lines if line.startswith("PRETTY_NAME=")), "")


def refusal(system, machine, bits, libc, distribution):
    """Why no bundle can serve this system, by its name; None where one can."""
    if system == "Darwin":
        return "这个安装包不支持 macOS。"
    if system not in ("Windows", "Linux"):
        return "这个安装包不支持 %s。" % (system or "这个系统")
    if machine.lower() in NAMES:
        return "这个安装包不支持%s：所用的软件包没有为它编译的版本。" % NAMES[machine.lower()]
    if bits == 32 or machine.lower() in ("i386", "i486", "i586", "i686", "x86", "armv7l", "armv6l"):
        return "这个安装包不支持 32 位的系统或 32 位的 Python，请用 64 位的。"
    if (system, machine) not in SERVED:
        return "这个安装包不支持 %s 处理器的 %s。" % (machine, system)
    return _libc_refusal(libc, distribution) if system == "Linux" else None


def _libc_refusal(libc, distribution):
    here = "（本机是 %s）" % distribution if distribution else ""
    if not libc.startswith("glibc "):
        return "这个安装包不支持 Alpine 一类使用 musl 的系统%s。" % here
    version = libc.split()[1]
    if tuple(int(part) for part in version.split(".")[:2]) < GLIBC:
        return "系统太旧：glibc 是 %s，需要 %d.%d 或更新，CentOS 7 一类的系统装不上%s。" % ((version,) + GLIBC + (here,))
    return None


def unfit(root, system=None, python=None):
    """Why the bundle in this folder cannot be installed here; None where it can."""
    system, python = system or this_system(), python or sys.version_info[:2]
    refused = refusal(*system)
    if refused:
        return refused + "\n能用的系统：64 位的 Windows 10 以上；64 位 Linux（x86_64、aarch64），glibc 2.28 以上。"
    with open(os.path.join(root, LIST), "rb") as file:
        made = json.loads(file.read().decode("utf-8"))
    if SERVED[system[:2]] not in made["platforms"]:
        return "这个安装包是为 %s 做的，没有 %s 用的软件包，请另取一份。" % ("、".join(made["platforms"]), SERVED[system[:2]])
    version = "%d.%d" % tuple(python)
    if version not in made["pythons"]:
        return "这个安装包需要 Python %s（64 位），现在是 %s。\n请装上其中一个再启动；Windows 安装程序见 python.org。" % (" 或 ".join(made["pythons"]), version)
    return None


def sha256_of(path):
    """The checksum of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        chunk = file.read(CHUNK)
        while chunk:
            digest.update(chunk)
            chunk = file.read(CHUNK)
    return digest.hexdigest()


def changed(root):
    """The files of the bundle that are missing or not as they were packed."""
    with open(os.path.join(root, SUMS), "rb") as file:
        lines = file.read().decode("utf-8").splitlines()
    found = []
    for line in lines:
        expected, name = line.split("  ", 1)
        path = os.path.join(root, *name.split("/"))
        if not os.path.isfile(path) or sha256_of(path) != expected:
            found.append(name)
    return found
