"""The stream behind a page without a browser: runs a page, asks the server for what a browser asks for."""

from __future__ import annotations

from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 120


class Stream:
    """One open page of whoever holds these cookies."""

    def __init__(self, connection) -> None:
        self._connection = connection
        self.page_of = {}
        self.session = ""

    def run(self, page="") -> list:
        """The elements of a page; "" is the first one."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page_of.get(page, "")
        self.send(message)
        elements = []
        while (answer := self.receive()).WhichOneof("type") != "script_finished" or answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                self.page_of = {one.url_pathname: one.page_script_hash for one in answer.navigation.app_pages}
            elif kind == "new_session":
                self.session = answer.new_session.initialize.session_id
            elif kind == "delta" and answer.delta.HasField("new_element"):
                elements.append(answer.delta.new_element)
        return elements

    def send(self, message) -> None:
        self._connection.send(message.SerializeToString())

    def receive(self, kind=""):
        """The next message, or the next one of a kind."""
        while True:
            answer = ForwardMsg.FromString(self._connection.recv(timeout=PATIENCE))
            if kind in ("", answer.WhichOneof("type")):
                return answer

    def make(self, button) -> str:
        """Press a download button; the address of the file that was made."""
        message = BackMsg()
        message.backend_operation_request.request_id, message.backend_operation_request.session_id = "1", self.session
        message.backend_operation_request.deferred_file.file_id = button.deferred_file_id
        self.send(message)
        return self.receive("backend_operation_response").backend_operation_response.deferred_file.url

    def place(self) -> str:
        """Where a file may be uploaded to."""
        message = BackMsg()
        message.file_urls_request.request_id, message.file_urls_request.session_id = "2", self.session
        message.file_urls_request.file_names.append("甲.xlsx")
        self.send(message)
        return self.receive("file_urls_response").file_urls_response.file_urls[0].upload_url


@contextmanager
def stream(client):
    """The stream of a browser that has signed in (`Client` of test_server)."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    address = f"ws://{client.host}/_stcore/stream"
    with connect(
        address, subprotocols=["streamlit"], origin=f"http://{client.host}", additional_headers={"Cookie": cookies}, max_size=None, open_timeout=PATIENCE
    ) as connection:
        yield Stream(connection)
