"""The same thing counted differently within one indicator: 21个街道 in its name, 26个街道 in its target."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

COUNTED = re.compile(
    r"(?<![\d.:\-至到])(\d+)(?:余|多)?(个|名|部|条|台|套|项|家|处|人)(街道|社区|委办局|街乡镇|乡镇|网格员|监督员|号码|村|学校|窗口|工作人员|系统|网站)"
)
LIKELY = r"[0-9０-９]\s*(余|多)?\s*(个|名|部|条|台|套|项|家|处|人)\s*[街社委乡网监号村学窗工系]"
"""What COUNTED can match, for a database without look-behind."""
ROWS = """
    select form_number, level3, target, cells from measured
    where level3 <> target and regexp_matches(level3, $counted) and regexp_matches(target, $counted)
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS, {"counted": LIKELY}):
        named, targeted = _counts(row["level3"]), _counts(row["target"])
        for thing in sorted(named.keys() & targeted.keys()):
            if not named[thing] & targeted[thing]:
                first, second = "、".join(sorted(named[thing])), "、".join(sorted(targeted[thing]))
                message = f"同一指标中，三级指标写{first}{thing}，年度指标值写{second}{thing}，两处不一。"
                yield hit(row, f"{(row['level3'] or '')[:20]}：{thing}数", message, stated=second, recomputed=first, places=places(row, "level3", "target"))


def _counts(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, unit, thing in COUNTED.findall(unicodedata.normalize("NFKC", text).replace(" ", "")):
        found.setdefault(unit + thing, set()).add(number)
    return found
