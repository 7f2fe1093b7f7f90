"""A form without the person in charge."""

from __future__ import annotations

import json
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        if not any("负责人" in role and name for role, name in json.loads(row["persons"] or "{}").items()):
            yield hit(row, "项目负责人", "没有填写项目负责人。", places=places(row, "name"))
