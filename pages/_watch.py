"""What the machine room asks of a server: is it ready, how much does it do, what happened (the log)."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections import Counter
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics import access, figures
from analytics.errors import LensError
from analytics.settings import setting, unknown_keys, unknown_variables
from analytics.store import Store
from pages._links import PAGES

LOG = logging.getLogger("lens.request")
UNNOTED = ("/now",)  # every open page asks every other second
NO_ANSWER = 499  # the browser left before there was one
REQUESTS: Counter[tuple[str, int]] = Counter()
STREAMS: Counter[str] = Counter()
_STORES: dict[str, Store] = {}


def kept_store() -> Store:
    """The store that this server keeps."""
    directory = str(PAGES.parent / str(setting("store")))
    if directory not in _STORES:
        _STORES[directory] = Store(directory)
    return _STORES[directory]


async def readyz(_request: Request) -> Response:
    """Answer `ok` while the service can do its work; else 503. Why stands in the log: whoever asks may be anybody."""
    why = await run_in_threadpool(_unready)
    if why:
        logging.getLogger("lens.ready").error("not ready: %s", why)
    return PlainTextResponse("not ready", status_code=503) if why else PlainTextResponse("ok")


def _unready() -> str | None:
    try:
        return figures.unready(kept_store())
    except LensError as error:
        return error.message


async def metrics(request: Request) -> Response:
    """The figures in the text format of Prometheus, for who shows the token; without a token in the settings there is no such address."""
    token = str(setting("metrics_token"))
    if not token:
        return PlainTextResponse("没有这个地址", status_code=404)
    shown = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not secrets.compare_digest(shown, token.encode()):
        return PlainTextResponse("口令不对", status_code=401, headers={"WWW-Authenticate": "Bearer"})
    text = await run_in_threadpool(lambda: figures.exposition((*figures.of_store(kept_store()), *of_server())))
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4", headers={"Cache-Control": "no-store"})


def of_server() -> tuple[figures.Figure, ...]:
    """What this process counted since it started."""
    answered = tuple(({"route": route, "status": str(status)}, count) for (route, status), count in sorted(REQUESTS.items()))
    return (
        figures.Figure("lens_requests_total", "counter", "Requests answered by this process.", answered),
        figures.one("lens_open_pages", "Pages open in browsers on this process.", STREAMS["open"]),
    )


def kind_of(path: str) -> str:
    """The rule that an address falls under: few of them, and never what somebody typed."""
    return access.route_of(path) or ("page" if path.lstrip("/") in access.listed("pages") else "other")


class Counted:
    """Counts every request by kind of address and status, and notes it in the log where that is set."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._stream(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, began = NO_ANSWER, time.monotonic()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._note(scope["method"], kind_of(scope["path"]), status, began)

    def _note(self, method: str, route: str, status: int, began: float) -> None:
        REQUESTS[route, status] += 1
        if route not in UNNOTED and int(setting("log_requests")):
            LOG.info("request", extra={"event": {"method": method, "route": route, "status": status, "ms": round((time.monotonic() - began) * 1000)}})

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        STREAMS["open"] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            STREAMS["open"] -= 1


class OneLine(logging.Formatter):
    """A record as one line of JSON: when, how bad, which part, what; of an error its kind and place, never the words of it, which may quote a form."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        first, _, rest = _said(record).partition("\n")
        told = {"at": at, "level": record.levelname.lower(), "part": record.name, "what": first, **getattr(record, "event", {})}
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = type(record.exc_info[1]).__name__
            told["where"] = _where(record.exc_info[2])
        elif rest:  # the stack of another process, as text
            told["where"] = [f"{file}:{line} {name}" for file, line, name in STACK.findall(rest)][-12:]
        return json.dumps(told, ensure_ascii=False, default=str)


def _said(record: logging.LogRecord) -> str:
    """The message; an error within it only by its kind."""
    if not isinstance(record.args, tuple) or not record.args:
        return record.getMessage()
    return str(record.msg) % tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)


class Plain(logging.Formatter):
    """A record for people: the same, with what belongs to an event behind it."""

    def format(self, record: logging.LogRecord) -> str:
        more = " ".join(f"{name}={value}" for name, value in getattr(record, "event", {}).items())
        return f"{super().format(record)} {more}".rstrip()


def _where(trace) -> list[str]:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]


STACK = re.compile(r'File "(?:[^"]*[/\\])?([^"/\\]+)", line (\d+), in (\S+)')
OURS = ("lens", "analytics", "pages", "streamlit", "uvicorn")


def set_up_log() -> None:
    """Have everything that is logged go to stderr in the shape that is set; what no setting is called is said first of all."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine() if setting("log_format") == "json" else Plain("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in OURS:
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    others = [one for one in logging.root.handlers if not isinstance(one.formatter, (OneLine, Plain))]
    logging.root.handlers[:] = [*others, handler]
    logging.getLogger("lens").setLevel(logging.INFO)
    for name in (*unknown_variables(), *unknown_keys()):
        logging.getLogger("lens.settings").warning("unknown setting %s has no effect", name)
