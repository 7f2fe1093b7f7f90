"""The stream behind every page, seen from outside: whom an address of a file was handed to, and what a browser may ask for.

Streamlit serves /media/ and takes uploads for whoever knows the address. Here an address opens for the account alone that it
was sent to over the stream; one that nobody was sent does not exist.
"""

from __future__ import annotations

from collections import OrderedDict

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages import _warm
from pages._gate import KEY, account_of, mode

OWNED = ("/media/", "/_stcore/upload_file/")
MARKS = tuple(place.encode() for place in OWNED)
ASKED = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
OPERATIONS = {"deferred_file", "dataframe_chunk"}
MOST = 20_000  # addresses remembered; each is asked for at once or not at all


class HandedOut:
    """Which address was sent to whom, the newest of them."""

    def __init__(self, most: int = MOST) -> None:
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._most = most

    def note(self, whose: str, addresses: list[str]) -> None:
        """These were sent to this account."""
        for address in addresses:
            self._known[whose, address] = None
            self._known.move_to_end((whose, address))
        while len(self._known) > self._most:
            self._known.popitem(last=False)

    def opens(self, whose: str, address: str) -> bool:
        """Whether it was sent to this account."""
        return bool(whose) and (whose, address) in self._known


HANDED_OUT = HandedOut()


class OwnAddresses:
    """Listens to what is sent over the stream, and answers no request for an address that was sent to somebody else; stands behind the gate."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._stream(scope, receive, send)
            return
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] == "http" and path.startswith(OWNED) and not HANDED_OUT.opens(await run_in_threadpool(_whose, scope), path):
            await PlainTextResponse("没有这个地址", status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        await run_in_threadpool(_warm.awaited)
        whose = await run_in_threadpool(_whose, scope)

        async def heard() -> Message:
            message = await receive()
            while message["type"] == "websocket.receive" and not may_ask(message.get("bytes") or b""):
                message = await receive()
            return message

        async def noted(message: Message) -> None:
            if message["type"] == "websocket.send":
                HANDED_OUT.note(whose, addresses_in(message.get("bytes") or b""))
            await send(message)

        await self.app(scope, heard, noted)


def _whose(scope: Scope) -> str:
    """The account that the gate let through; empty where a provider has yet to be asked."""
    if mode() == "none":
        return "local"
    key = next((value.decode() for name, value in scope["headers"] if name.lower() == KEY.lower().encode()), "")
    account = account_of(key)
    return account.name if account else ""


def may_ask(sent: bytes) -> bool:
    """Whether a browser may send this: what pages need, and nothing that empties caches or changes the server for everybody."""
    try:
        message = BackMsg.FromString(sent)
    except DecodeError:
        return False
    kind = message.WhichOneof("type")
    return kind in ASKED and (kind != "backend_operation_request" or message.backend_operation_request.WhichOneof("payload") in OPERATIONS)


def addresses_in(sent: bytes) -> list[str]:
    """The addresses of files that a message hands out: downloads, places for uploads. Text that looks like one hands out nothing."""
    if not any(mark in sent for mark in MARKS):
        return []
    message = ForwardMsg.FromString(sent)
    kind = message.WhichOneof("type")
    if kind == "backend_operation_response":
        return [message.backend_operation_response.deferred_file.url]
    if kind == "file_urls_response":
        return [address for one in message.file_urls_response.file_urls for address in (one.upload_url, one.delete_url)]
    return [message.delta.new_element.download_button.url] if kind == "delta" else []
