"""Pages under AppTest: the real frame, the real guard, a store of the test's choice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).resolve().parents[2] / "pages"
FIRST = "overview"


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """open_page(name, store, **address) runs the page of that file name over the store, with these query parameters."""

    def opened(name: str, store: Path, **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("LENS_STORE", str(store))
        app = AppTest.from_file(str(PAGES / "_frame.py"), default_timeout=60)
        for key, value in address.items():
            app.query_params[key] = value
        app.run()
        return app if name == FIRST else app.switch_page(f"{name}.py").run()

    return opened


@pytest.fixture
def shown() -> Callable[[AppTest], str]:
    """All the words that a page shows."""

    def words(app: AppTest) -> str:
        parts = (*app.get("html"), *app.markdown, *app.text, *app.caption, *app.info, *app.warning, *app.error)
        return "\n".join(str(getattr(part, "value", None) or part.proto.body) for part in parts)

    return words
