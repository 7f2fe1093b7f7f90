"""The page on security names tests and settings that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")


def test_every_test_it_names_is_there():
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in re.findall(r"`(test_\w+)`", PAGE) if f"def {name}(" not in written] == []
    assert [path for path in re.findall(r"`(\w+/test_\w+\.py)`", PAGE) if not (ROOT / "tests" / path).is_file()] == []


def test_every_setting_of_access_stands_in_it():
    from analytics.settings import SETTINGS

    told = set(re.findall(r"`LENS_(\w+)`", PAGE))
    names = {one.variable.removeprefix("LENS_") for one in SETTINGS}
    assert told <= names
    own = {"SIGN_IN", "HOSTS", "HTTPS", "GATEWAY_HEADER", "GATEWAY_ADDRESSES", "OIDC_CLAIM", "SESSION_IDLE_MINUTES", "SESSION_MINUTES", "ADMINISTRATOR"}
    assert own <= told
