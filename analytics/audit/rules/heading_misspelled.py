"""The name of a second level spelled nearly as it should be: 服务对象满意度标."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from rapidfuzz.distance import Levenshtein

from analytics.audit.desk import Desk
from analytics.audit.figures import normalised
from analytics.audit.finding import Hit, group_hit, places

KNOWN = (
    "数量",
    "质量",
    "时效",
    "进度",
    "成本",
    "经济成本",
    "社会成本",
    "生态环境成本",
    "经济效益",
    "社会效益",
    "生态效益",
    "环境效益",
    "可持续影响",
    "效益",
    "服务对象满意度",
    "满意度",
)
NAMES = {f"{name}{tail}" for name in KNOWN for tail in ("", "指标")}
ROWS = """
    select form_number, group_number, level2, cells from measured where level2 in (select unnest($wrong))
    order by group_number, level2, form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    printed = [row["level2"] for row in desk.rows("select distinct level2 from measured where level2 is not null order by level2")]
    wrong = {text: meant for text in printed if (meant := _meant(text))}
    rows = desk.lines(ROWS, {"wrong": list(wrong)}) if wrong else []
    for (_, text), group in groupby(rows, key=itemgetter("group_number", "level2")):
        lines = list(group)
        forms = len({line["form_number"] for line in lines})
        at = [place for line in lines for place in places(line, "level2") or places(line, "level3")]
        yield group_hit(
            lines, f"二级指标：{text}", f"{forms} 张自评表的二级指标写作“{text}”，应为“{wrong[text]}”。", stated=text, recomputed=wrong[text], places=at
        )


def _meant(text: str) -> str | None:
    """The known name that is one letter away; None where the text is a known name itself, or like none."""
    plain = re.sub(r"[\d（）()、.：:]+", "", normalised(text))
    if plain in NAMES or len(plain) < 4:
        return None
    near = [name for name in NAMES if len(name) >= 4 and Levenshtein.distance(plain, name, score_cutoff=1) <= 1]
    return max(near, key=len) if near else None
