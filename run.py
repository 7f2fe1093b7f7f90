#!/usr/bin/env python3
"""One command to a running dashboard: `python3 run.py`; one to every test: `python3 run.py test`.

Needs nothing but Python and a package index; unpacked from a bundle (`python3 run.py bundle`) not even the index.
It must parse on any Python 3, to be able to say that one is too old.
"""

from __future__ import print_function

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser

from bundle.options import Parser

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
WHEELS = os.path.join(ROOT, "wheels")  # only a bundle has this folder
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
HOST = "127.0.0.1"

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge")
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)


class Stop(Exception):
    """Something the person has to do first; the text says what."""


def say(text):
    """Print at once, whatever the terminal can show."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)


# ---- the environment


def check_python():
    """Stop on a Python that the pinned packages do not support."""
    if sys.version_info[:2] < OLDEST:
        raise Stop(
            "需要 Python %d.%d 或更新版本，现在是 %s。\n请到 python.org 下载安装，或用较新的解释器启动，例如：python3.11 run.py"
            % (OLDEST + (sys.version.split()[0],))
        )


def digest(names):
    """What the environment was made from."""
    total = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, name), "rb") as file:
            total.update(file.read())
    return total.hexdigest()


def check_bundle():
    """Stop where this is a bundle that has nothing for this system or this Python."""
    if os.path.isdir(WHEELS):
        from bundle.systems import unfit

        reason = unfit(ROOT)
        if reason:
            raise Stop(reason)


def prepare(*names):
    """Make .venv when it is missing, and install again only when a lock changed; the last lock is what is installed."""
    stamp = os.path.join(VENV, "installed-" + os.path.splitext(names[-1])[0])
    wanted = digest(names)
    if works(PYTHON) and read(stamp) == wanted:
        return
    offline = os.path.isdir(WHEELS)
    if offline:
        check_files()
    if not works(PYTHON):
        make_venv(offline)
    say("正在安装依赖（%s），首次需要几分钟……" % names[-1])
    command = [PYTHON] + (pip_of_bundle() if offline else ["-m", "pip", "install"])
    command += ["--disable-pip-version-check", "--no-input", "-q", "--require-hashes", "-r", os.path.join(ROOT, names[-1])]
    if subprocess.call(command, cwd=ROOT) != 0:
        network = "多半是连不上软件包源：\n请检查网络；内网请先设置镜像地址（pip config set global.index-url 镜像地址），\n"
        space = "请确认 %s 可以写入、磁盘没有满，\n" % ROOT
        raise Stop("依赖没有装上，原因见上面的英文信息。%s然后重新运行本命令，已装好的部分不会重来。" % (space if offline else network))
    with open(stamp, "w") as file:
        file.write(wanted)


def check_files():
    """Stop where a file of the bundle is not as it was packed."""
    from bundle.systems import changed

    say("正在核对安装包里文件的校验值……")
    wrong = changed(ROOT)
    if wrong:
        raise Stop("安装包里有 %d 个文件缺少或被改动，没有安装：\n  %s\n请重新取一份完好的安装包。" % (len(wrong), "\n  ".join(wrong[:10])))


def pip_of_bundle():
    """How a Python, with or without pip of its own, installs out of the bundle and nowhere else."""
    wheel = next(name for name in sorted(os.listdir(WHEELS)) if name.startswith("pip-"))
    return [os.path.join(WHEELS, wheel, "pip"), "install", "--isolated", "--no-cache-dir", "--no-index", "--find-links", WHEELS]


def make_venv(offline=False):
    """Make .venv, or say what is missing; offline it needs no pip of its own."""
    say("正在建立运行环境 .venv ……")
    try:
        import venv  # noqa: F401

        if not offline:
            import ensurepip  # noqa: F401
    except ImportError:
        version = "%d.%d" % sys.version_info[:2]
        raise Stop(
            "这个 Python 缺少 venv 组件，无法建立运行环境。\nDebian、Ubuntu 请先运行：sudo apt-get install python3-venv（或 python%s-venv）" % version
        ) from None
    if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV] + (["--without-pip"] if offline else [])) != 0:
        raise Stop("运行环境没有建成，原因见上面的信息。请确认 %s 可以写入、磁盘没有满。" % ROOT)


def works(python):
    """True when this interpreter starts (a copied or half-made .venv does not)."""
    if not os.path.exists(python):
        return False
    asked = ["-c", "pass"] if os.path.isdir(WHEELS) else ["-m", "pip", "--version"]  # a bundle brings its own pip
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([python] + asked, stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False


def read(path):
    """The text of a file, or None where there is none."""
    try:
        with open(path) as file:
            return file.read()
    except (IOError, OSError):
        return None


# ---- the dashboard


def check_port(port):
    """Stop when somebody listens there already."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if not WINDOWS:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
    try:
        probe.bind((HOST, port))
    except OverflowError:
        raise Stop("端口 %d 不存在：请用 1024 到 65535 之间的数，如 --port 8502。" % port) from None
    except OSError:
        raise Stop(
            "端口 %d 不能用（可能本系统已经在运行，或被别的程序占用）。\n请关掉占用它的程序，或换一个端口：python3 run.py --port %d" % (port, port + 1)
        ) from None
    finally:
        probe.close()


def import_samples(environment):
    """Bring in data/samples when nothing has been imported yet."""
    done = subprocess.Popen([PYTHON, "-m", "analytics", "batches", "--json"], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    text = done.communicate()[0].decode("utf-8", "replace")
    if done.returncode != 0:
        raise Stop("数据目录不能用，原因见上面的信息。")
    if '"batch_id"' in text:
        return
    samples = os.path.join(ROOT, "data", "samples")
    files = sorted(os.path.join(samples, name) for name in os.listdir(samples) if name.endswith(".xlsx")) if os.path.isdir(samples) else []
    if not files:
        return
    say("数据目录还是空的，正在导入 data/samples 里的 %d 份示例文件……" % len(files))
    with open(os.devnull, "w") as nowhere:
        code = subprocess.call([PYTHON, "-m", "analytics", "import"] + files, cwd=ROOT, env=environment, stdout=nowhere)
    if code > 1:
        raise Stop("示例文件没有导入成功，原因见上面的信息。")
    say("示例文件导入完毕。" if code == 0 else "示例文件导入完毕，其中有需要留意的地方，可在“数据导入”页查看。")


def can_show_browser():
    """True where a person sits at a screen."""
    if os.environ.get("CI"):
        return False
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def announce(server, address, browser):
    """Wait until the server answers, then say so, and open it."""
    port = int(address.rsplit(":", 1)[1])
    while server.poll() is None:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.1)
            continue
        say("预算绩效透视已启动：%s　（按 Ctrl-C 停止）" % address)
        if browser:
            webbrowser.open(address)
        return


def serve(options):
    """Start the server and stay until it ends; its children end with it."""
    check_port(options.port)
    prepare("requirements.lock")
    environment = dict(os.environ, PYTHONUTF8="1")
    if options.store:
        environment["LENS_STORE"] = os.path.abspath(options.store)
    import_samples(environment)
    command = [
        PYTHON,
        "-m",
        "uvicorn",
        "app:app",
        "--host",
        HOST,
        "--port",
        str(options.port),
        "--log-level",
        "warning",
        "--no-access-log",
        "--no-proxy-headers",
        "--no-server-header",
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    address = "http://%s:%d" % (HOST, options.port)
    herald = threading.Thread(target=announce, args=(server, address, can_show_browser() and not options.no_browser))
    herald.daemon = True
    herald.start()
    return wait(server)


def wait(server):
    """The server's exit code; Ctrl-C ends it in peace, then by force."""
    try:
        return server.wait()
    except KeyboardInterrupt:
        say("\n正在停止……")
        if server.poll() is None:
            server.terminate()
        try:
            server.wait(10)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            server.kill()
            server.wait()
        return 0


def install(arguments):
    """Everything that a start needs, without starting: for a service; returns the exit code."""
    parser = Parser(prog="run.py install", description="安装运行环境而不启动，给系统服务用。")
    parser.group.add_argument("--postgresql", action="store_true", help="台账放在 PostgreSQL 里时要的")
    parser.group.add_argument("--spark", action="store_true", help="指标和规则在 Apache Spark 上算时要的，另要有 Java 17 或 21")
    options = parser.parse_args(arguments)
    prepare("requirements.lock")
    for extra in ("postgresql", "spark"):
        if getattr(options, extra):
            prepare("requirements-%s.lock" % extra)
    code = subprocess.call([PYTHON, "-m", "compileall", "-q", "analytics", "pages", "app.py"], cwd=ROOT)
    say("已装好：%s" % VENV)
    return code


def bundle(arguments):
    """Make the folder that installs without internet; returns the exit code."""
    prepare("requirements.lock")
    return wait(subprocess.Popen([PYTHON, "-m", "bundle.make"] + arguments, cwd=ROOT, env=dict(os.environ, PYTHONUTF8="1")))


# ---- the tests


def find_browser():
    """The path of an installed Chromium, Chrome or Edge, or None. LENS_BROWSER comes first."""
    named = os.environ.get("LENS_BROWSER")
    if named:
        if os.path.isfile(named):
            return named
        raise Stop("环境变量 LENS_BROWSER 所指的浏览器不存在：%s" % named)
    for name in BROWSER_NAMES:
        if shutil.which(name):
            return shutil.which(name)
    places = [os.path.expandvars(place) for place in BROWSER_PLACES]
    return next((place for place in places if os.path.isfile(place)), None)


def has_chinese_font():
    """True when the system can draw Chinese (Windows and macOS always can)."""
    if WINDOWS or sys.platform == "darwin":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.Popen(["fc-list", ":lang=zh", "family"], stdout=subprocess.PIPE).communicate()[0].strip())


def install_with_apt(packages):
    """Install packages of Debian, which only root may."""
    say("正在用 apt-get 安装 %s ……" % "、".join(packages))
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.call(["apt-get", "update", "-qq"], env=quiet)
    if subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + packages, env=quiet, stdout=sys.stderr) != 0:
        raise Stop("apt-get 没有装上 %s，原因见上面的信息。" % "、".join(packages))


def browser_and_font():
    """The browser that the tests drive; installs it and a Chinese font where that is possible."""
    missing = [] if find_browser() else ["chromium"]
    if not has_chinese_font():
        missing += ["fonts-noto-cjk", "fontconfig"]
    if missing and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        install_with_apt(missing)
    elif missing and "chromium" in missing:
        raise Stop(
            "没有找到浏览器。请安装 Chrome、Edge 或 Chromium 之一（Debian、Ubuntu：sudo apt-get install chromium），\n"
            "或用环境变量 LENS_BROWSER 指出它的可执行文件。"
        )
    elif missing:
        raise Stop("没有找到中文字体。请安装一种（Debian、Ubuntu：sudo apt-get install fonts-noto-cjk；Fedora：sudo dnf install google-noto-sans-cjk-fonts）。")
    browser = find_browser()
    if not browser:
        raise Stop("装过之后仍没有找到浏览器，请用环境变量 LENS_BROWSER 指出它的可执行文件。")
    return browser


def test(arguments):
    """Set up what the tests need and run them; returns pytest's exit code."""
    prepare("requirements.lock", "requirements-dev.lock")
    browser = browser_and_font()
    say("浏览器：%s" % browser)
    chosen = arguments or ["--numprocesses", "2", "--dist", "loadfile"]
    return wait(subprocess.Popen([PYTHON, "-m", "pytest"] + chosen, cwd=ROOT, env=dict(os.environ, LENS_BROWSER=browser, PYTHONUTF8="1")))


# ---- the options


def parse(arguments):
    """The options of `run.py`; leaves with exit code 2 when they make no sense."""
    parser = Parser(
        prog="run.py",
        usage="run.py [test|install|bundle] [选项]",
        description="启动预算绩效透视。run.py test 运行全部测试；run.py install 只安装不启动；run.py bundle 做一份不用上网就能安装的文件夹。",
    )
    group = parser.group
    group.add_argument("--port", metavar="端口", type=int, default=8501, help="网页服务的端口，默认 8501")
    group.add_argument("--store", metavar="目录", help="数据目录，默认 data/store")
    group.add_argument("--no-browser", action="store_true", help="启动后不打开浏览器")
    return parser.parse_args(arguments)


def main(arguments):
    """Do what was asked; returns the exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by another program: as with Ctrl-C, the children go too
    try:
        check_bundle()
        check_python()
        command = {"test": test, "install": install, "bundle": bundle}.get("".join(arguments[:1]))
        if command:
            return command(arguments[1:])
        return serve(parse(arguments))
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("\n已停止。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
