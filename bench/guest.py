"""A person before a page, without a browser: speaks the protocol of Streamlit's own client over one WebSocket, counts what is drawn, clicks."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

PATIENCE = 120
"""Seconds after which a click that was not answered counts as lost."""
KEPT_RUNS = 2
"""Runs for which a browser keeps what it was sent (global.maxCachedMessageAge)."""
FAILED = "这一页没有画出来"
WIDGETS = ("button_group", "selectbox", "multiselect", "checkbox")
COUNTED = ("plotly_chart", "dataframe", "html")


class GuestError(RuntimeError):
    """What a person would have seen go wrong."""


@dataclass(frozen=True)
class Widget:
    """Something to click: `options` as they are sent back; `fragment` is the part of the page that alone is drawn again."""

    id: str
    kind: str
    options: tuple[str, ...]
    fragment: str


@dataclass
class Guest:
    """One open page. `pages` are the addresses offered, with the mark of each; `drawn` counts elements of the last run."""

    address: str
    cookie: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    drawn: Counter[str] = field(default_factory=Counter)
    at: str = ""
    _stream: ClientConnection | None = None
    _widgets: dict[str, Widget] = field(default_factory=dict)
    _states: dict[str, Widget | tuple] = field(default_factory=dict)
    _query: str = ""
    _kept: dict[str, tuple[int, str]] = field(default_factory=dict)
    _runs: int = 0

    async def open(self) -> float:
        """Ask for the document, open the stream, wait for the first page; returns the seconds of its run."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        async with httpx.AsyncClient(timeout=PATIENCE, headers=headers) as client:
            for path in ("/", "/_stcore/host-config"):
                answer = await client.get(self.address + path)
                if answer.status_code != 200:
                    raise GuestError(f"{path} answered {answer.status_code}")
        self._stream = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"], origin=self.address, additional_headers=headers, max_size=None, open_timeout=PATIENCE, ping_interval=None,
        )  # fmt: skip
        return await self._run("")

    async def visit(self, page: str) -> float:
        """Follow the navigation to a page; seconds until its run has ended."""
        self.at, self._query = page, ""
        self._states.clear()
        return await self._run("")

    async def click(self, chance: random.Random) -> tuple[str, float]:
        """Change one thing on the page, or the page; tells what and after how many seconds its run had ended."""
        if self._widgets and chance.random() < 0.5:
            widget = chance.choice(list(self._widgets.values()))
            self._states[widget.id] = (widget, chance.choice(widget.options))
            return f"{self.at}: {widget.kind}", await self._run(widget.fragment)
        page = chance.choice([one for one in self.pages if one != self.at])
        return page, await self.visit(page)

    async def close(self) -> None:
        """Leave, as a browser does."""
        if self._stream is not None:
            await self._stream.close()

    async def hold(self) -> None:
        """Stay without a click, taking in whatever comes; returns when the server hangs up."""
        try:
            async for _ in self._stream:
                pass
        except WebSocketException:
            return

    async def _run(self, fragment: str) -> float:
        began = time.perf_counter()
        if not fragment:
            self.drawn.clear()
            self._widgets.clear()
        self._runs += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self._stream.send(self._asked(fragment).SerializeToString())
                while not self._ended(ForwardMsg.FromString(await self._stream.recv())):
                    pass
        except (TimeoutError, WebSocketException) as error:
            raise GuestError(f"{self.at or 'the first page'}: {type(error).__name__} {error}") from error
        self._kept = {mark: seen for mark, seen in self._kept.items() if self._runs - seen[0] < KEPT_RUNS}
        return time.perf_counter() - began

    def _asked(self, fragment: str) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.fragment_id, state.page_script_hash = self._query, fragment, self.pages.get(self.at, "")
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.locale, state.context_info.url = "Asia/Shanghai", "zh-CN", self.address
        for widget, option in self._states.values():
            one = state.widget_states.widgets.add(id=widget.id)
            if widget.kind == "checkbox":
                one.bool_value = bool(option)
            elif widget.kind == "selectbox":
                one.string_value = option
            else:
                one.string_array_value.data.append(option)
        return message

    def _ended(self, message: ForwardMsg) -> bool:
        """Take in one message; True when it is the end of the run."""
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise GuestError(f"{self.at}: the script does not compile")
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if kind == "navigation":
            self.pages = {page.url_pathname or "": page.page_script_hash for page in message.navigation.app_pages if not page.is_hidden}
            self.at = next((name for name, mark in self.pages.items() if mark == message.navigation.page_script_hash), self.at)
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            raise GuestError(f"{self.at}: there is no such page")
        elif kind == "ref_hash":
            self.drawn[self._kept[message.ref_hash][1]] += 1
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(message.delta.new_element, message.delta.fragment_id)
            if message.metadata.cacheable:
                self._kept[message.hash] = (self._runs, message.delta.new_element.WhichOneof("type"))
        return False

    def _draw(self, element: Element, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "markdown" and FAILED in element.markdown.body):
            raise GuestError(f"{self.at}: {element.exception.message or FAILED}")
        self.drawn["table" if kind == "html" and "<table" in element.html.body else kind] += 1
        if kind in WIDGETS:
            self._offer(kind, getattr(element, kind), fragment)

    def _offer(self, kind: str, widget, fragment: str) -> None:
        options = ("1", "") if kind == "checkbox" else tuple(one.content if kind == "button_group" else one for one in widget.options)
        if options and not widget.disabled and not widget.form_id:
            self._widgets[widget.id] = Widget(widget.id, kind, options, fragment)
