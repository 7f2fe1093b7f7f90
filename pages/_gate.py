"""The gate: before any address answers it is known who asks. Nothing behind it ever sees a request that it did not let through.

It hands on what it found in two headers of its own, which nobody else can send: under which mark the person is known,
and from where the request came. Whoever is meant is looked up again at every click (pages/_identity.py).
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from analytics import access
from analytics.accounts import Account, Accounts, mark_of
from analytics.errors import LensError
from analytics.settings import setting
from analytics.store import Store
from pages._links import PAGES
from pages._nowhere import nowhere

KEY, FROM = "X-Lens-Key", "X-Lens-From"
OWN = {KEY.lower().encode(), FROM.lower().encode()}
COOKIE = "lens_session"
OIDC_COOKIE = "_streamlit_user"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
LONGEST_QUERY, LONGEST_PATH = 8000, 500
MODES = ("none", "accounts", "oidc", "gateway")
ONLY_HERE = (
    "没有登录的系统只能在本机（127.0.0.1）上用。要让别人也能用，请设置 LENS_SIGN_IN 为 accounts（本系统的用户）、oidc（统一身份认证）或 gateway（网关），"
    "用 python -m analytics users add 开通第一个管理员，再重新启动。"
)


def mode() -> str:
    """How people sign in; anything unknown lets nobody in."""
    return str(setting("sign_in"))


@cache
def accounts_of(directory: str) -> Accounts:
    """The accounts of the store in this directory."""
    return Accounts(Store(directory))


def accounts() -> Accounts:
    """The accounts of the store that this server keeps."""
    return accounts_of(str(PAGES.parent / str(setting("store"))))


def demand_home(host: str | None) -> None:
    """Leave with a sentence where the server is to listen beyond this machine and nobody has to sign in."""
    try:
        known = mode() in MODES
    except LensError as error:  # the file of settings cannot be read
        raise SystemExit(str(error)) from None
    if not known:
        raise SystemExit(f"LENS_SIGN_IN 为“{mode()}”，应为 {'、'.join(MODES)} 之一。")
    if host and mode() == "none" and not _loopback(host):
        raise SystemExit(f"不能监听 {host}：{ONLY_HERE}")


def rule_of(path: str) -> str | None:
    """What an address asks for; that of a page opens the same document as the root."""
    route = "/" if path in _page_paths() else access.route_of(path)
    return access.needs("routes", route) if route else None


@dataclass(frozen=True)
class Request:
    """What the gate looks at. `peer` is who connected, `origin` whom it speaks for."""

    path: str
    query: bytes
    headers: dict[str, bytes]
    peer: str
    served: str
    websocket: bool

    @classmethod
    def of(cls, scope: Scope) -> Request:
        headers = {name.decode("latin-1").lower(): value for name, value in scope["headers"]}
        ends = (scope.get("client") or ("",), scope.get("server") or ("",))
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        return cls(path, scope.get("query_string", b""), headers, str(ends[0][0]), str(ends[1][0]), scope["type"] == "websocket")

    def text(self, name: str) -> str:
        return self.headers.get(name.lower(), b"").decode("utf-8", "replace")

    @property
    def trusted(self) -> bool:
        """Whether a named proxy connected: it alone may say who asks and from where."""
        return self.peer in _listed("gateway_addresses")

    @property
    def origin(self) -> str:
        forwarded = self.text("x-forwarded-for").split(",")[-1].strip() if self.trusted else ""
        return (forwarded or self.peer)[:60]

    @property
    def document(self) -> bool:
        """Whether a person opens a page, and not a script or a file."""
        return not self.websocket and "text/html" in self.text("accept")

    def cookie(self, name: str) -> str:
        """The cookie of this name."""
        try:
            known = SimpleCookie(self.headers.get("cookie", b"").decode("latin-1"))
        except CookieError:
            return ""
        return joined({one: morsel.value for one, morsel in known.items()}, name)


def joined(cookies: Mapping[str, str], name: str) -> str:
    """A cookie with its pieces: a long one comes in several, numbered."""
    pieces = re.compile(rf"{re.escape(name)}(?:_+\d+)?")
    return "".join(cookies[one].strip('"') for one in sorted(cookies) if pieces.fullmatch(one))


class Gate:
    """Lets through who may pass, marked; answers everybody else itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = Request.of(scope)
        refused = _out_of_bounds(asked)
        key, answer = ("", refused) if refused else await self._admitted(asked)
        if answer is None:
            kept = [(name, value) for name, value in scope["headers"] if name.lower() not in OWN]
            marked = [(KEY.lower().encode(), key.encode()), (FROM.lower().encode(), asked.origin.encode())]
            await self.app({**scope, "headers": [*kept, *marked]}, receive, send)
        elif asked.websocket:
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    async def _admitted(self, asked: Request) -> tuple[str, ASGIApp | None]:
        """Under which mark this may go on, or the answer in place of it."""
        rule = rule_of(asked.path)
        if rule is None or rule == "nobody":
            return "", nowhere(asked.path, asked.document)
        if mode() == "none":
            return "local", None
        key, account = await run_in_threadpool(_known, asked) if rule != access.ANYONE or asked.path in ("/password", "/sign-out") else ("", None)
        if rule == access.ANYONE:
            return key, None
        if account is None and not (mode() == "oidc" and asked.path in OIDC_OPEN | _page_paths()):
            return "", _to_sign_in(asked)
        if account and account.must_change and mode() == "accounts":
            return "", RedirectResponse("./password", status_code=303) if asked.document else PlainTextResponse("请先修改初始密码", status_code=403)
        return key, _too_often(asked, key)


OIDC_OPEN = {"/", "/_stcore/stream", "/_stcore/host-config"}  # the provider is asked from a page: it draws nothing else until it answers


@cache
def _page_paths() -> frozenset[str]:
    return frozenset(f"/{name}" for name in access.listed("pages"))


def _known(asked: Request) -> tuple[str, Account | None]:
    """The mark of who asks, and the account as it stands now."""
    if mode() == "gateway":
        name = unquote(asked.text(str(setting("gateway_header")))).strip() if asked.trusted else ""
        found = accounts().find(name) if name else None
        return (f"account:{found.name}", found) if found and not found.disabled else ("", None)
    token = asked.cookie(COOKIE if mode() == "accounts" else OIDC_COOKIE)
    mark = mark_of(token) if token else ""
    return (f"session:{mark}", accounts().signed_in(mark)) if mark else ("", None)


def account_of(key: str) -> Account | None:
    """Who is meant by a mark of the gate, as the account stands now; None where the session has ended or the account is closed."""
    kind, _, name = key.partition(":")
    if kind == "session":
        return accounts().signed_in(name)
    found = accounts().find(name) if kind == "account" else None
    return None if found is None or found.disabled else found


def _to_sign_in(asked: Request) -> ASGIApp:
    if mode() == "gateway":
        return PlainTextResponse(f"没有为您开通本系统。请从统一入口进入；{access.whom_to_ask()}", status_code=403)
    if not asked.document or mode() != "accounts":
        return PlainTextResponse("请先登录。", status_code=401)
    wanted = asked.path.lstrip("/") + (f"?{asked.query.decode('latin-1')}" if asked.query else "")
    return RedirectResponse(f"./sign-in?next={quote(wanted)}" if wanted else "./sign-in", status_code=303)


# ---- bounds


def _out_of_bounds(asked: Request) -> ASGIApp | None:
    host = asked.text("host").rsplit(":", 1)[0] if not asked.text("host").endswith("]") else asked.text("host")
    if len(asked.query) > LONGEST_QUERY or len(asked.path) > LONGEST_PATH:
        return PlainTextResponse("地址太长", status_code=414)
    allowed = _listed("hosts") or (LOCAL_HOSTS if mode() == "none" else ())
    if mode() == "none" and not (_loopback(asked.served) and host in (*LOCAL_HOSTS, *allowed)):
        return PlainTextResponse(ONLY_HERE, status_code=403)
    if allowed and host not in allowed and asked.path not in ("/healthz", "/readyz", "/metrics"):
        return PlainTextResponse("没有这个主机名。请把它写进 LENS_HOSTS。", status_code=421)
    return None


def _too_often(asked: Request, key: str) -> ASGIApp | None:
    """Whether one person sends more files than anybody can choose."""
    if not asked.path.startswith("/_stcore/upload_file/") or not RATES.exceeded(f"upload {key}", int(setting("uploads_a_minute"))):
        return None
    return PlainTextResponse("上传得太频繁，请一分钟后再试。", status_code=429)


class Rates:
    """How often something happened within the last minute, by whom; of this process, bounded in memory."""

    def __init__(self, most: int = 10_000) -> None:
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._most = most

    def exceeded(self, whose: str, allowed: int, now: float | None = None) -> bool:
        """Count this one, and tell whether it is one too many."""
        now = time.monotonic() if now is None else now
        times = self._times.setdefault(whose, deque())
        self._times.move_to_end(whose)
        while len(self._times) > self._most:
            self._times.popitem(last=False)
        while times and now - times[0] > 60:
            times.popleft()
        if len(times) >= allowed:
            return True
        times.append(now)
        return False


RATES = Rates()


def _listed(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(setting(name)).split(",") if part.strip())


def _loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
