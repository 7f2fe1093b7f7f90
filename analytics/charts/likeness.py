"""Page 雷同自评表: a heat map of likeness, and two forms side by side with their differences marked. Every text of a file is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest
from typing import Any

import plotly.graph_objects as go

from analytics.audit.likeness import ALIKE, ComparedForm, LikenessMap, Pair
from analytics.charts import theme
from analytics.charts.labels import plain, shortened
from analytics.remembered import remembered
from analytics.wording import count, percent, score

SCALE = [[0.0, "#f5f7f8"], [0.5, "#e3e8eb"], [0.7, "#eabf93"], [0.8, "#d9813a"], [1.0, "#a8480a"]]
LONGEST = 4000  # characters of a field that are compared sign by sign
SHORTEST_SAME = 2  # a single sign in common between two differences is chance
CELL, AROUND = 24, 190  # pixels
Parts = list[tuple[str, str]]  # ("same" or "differs", text)


@remembered
def heat_map(found: LikenessMap, source: str) -> go.Figure:
    """Every pair of forms as a cell, darker the more alike; a cell carries the places of its two forms."""
    title = f"{count(found.alike)} 对表的相似度不低于{percent(ALIKE)}" if found.alike else f"没有相似度达到{percent(ALIKE)}的表"
    number = len(found.forms)
    left_out = f"，另有 {count(found.left_out)} 张与别的表都不太像，没有画" if found.left_out else ""
    figure = theme.figure(title, f"去掉名称和数字后两两比较，{count(number)}张表{left_out}；橙色越浓越像", height=AROUND + max(CELL * number, 120), line=60)
    values: list[list[float | None]] = [[None] * number for _ in range(number)]
    for pair in found.pairs:
        values[pair.first][pair.second] = values[pair.second][pair.first] = pair.likeness
    figure.add_heatmap(z=values, zmin=0, zmax=1, colorscale=SCALE, xgap=1, ygap=1, hoverinfo="skip", colorbar=_COLOUR_BAR)
    figure.add_scatter(**_marks(found))
    names = [f"{shortened(form.name, 22)}　{place}" for place, form in enumerate(found.forms, start=1)]
    axis = {"tickvals": list(range(number)), "showgrid": False, "tickfont": {"size": 11}}
    figure.update_xaxes(**axis, range=[-0.5, number - 0.5], ticktext=list(map(str, range(1, number + 1))), tickangle=0)
    figure.update_yaxes(**axis, range=[number - 0.5, -0.5], ticktext=names)
    return theme.source_note(figure, source)


_COLOUR_BAR = {"tickformat": ".0%", "thickness": 10, "outlinewidth": 0, "len": 0.8}


def _marks(found: LikenessMap) -> dict[str, Any]:
    """Unseen marks over the cells: a heat map itself cannot be clicked."""
    both = [(pair, row, column) for pair in found.pairs for row, column in ((pair.first, pair.second), (pair.second, pair.first))]
    return {
        "x": [column for _, _, column in both],
        "y": [row for _, row, _ in both],
        "mode": "markers",
        "marker": {"size": CELL - 4, "symbol": "square", "opacity": 0},
        "selected": {"marker": {"opacity": 0.35, "color": theme.INK}},
        "unselected": {"marker": {"opacity": 0}},
        "customdata": [[pair.first, pair.second] for pair, _, _ in both],
        "hovertext": [_hover(found, pair) for pair, _, _ in both],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _hover(found: LikenessMap, pair: Pair) -> str:
    return (
        f"<b>相似度 {percent(round(pair.likeness, 2))}</b><br>{plain(found.forms[pair.first].name)}<br>{plain(found.forms[pair.second].name)}<br>点一下并排看"
    )


# ---- two forms side by side


def side_by_side(one: ComparedForm, other: ComparedForm) -> str:
    """Both forms field by field; what differs is marked, what is word for word the same is plain."""
    rows = "".join(_row(label, left, right) for label, left, right in fields(one, other))
    head = f"<tr><th></th><th>{escape(one.name)}</th><th>{escape(other.name)}</th></tr>"
    return f'<div class="lens-table lens-two"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>'


def same_fields(one: ComparedForm, other: ComparedForm) -> tuple[int, int]:
    """How many fields of two forms are the same word for word, of how many."""
    compared = [(left, right) for _, left, right in fields(one, other)]
    return sum(left == right for left, right in compared), len(compared)


def fields(one: ComparedForm, other: ComparedForm) -> Iterator[tuple[str, str, str]]:
    """What is compared: goal, achievement, then the indicators, those of one second level with each other."""
    yield "预期目标", one.goal or "", other.goal or ""
    yield "实际完成情况", one.achievement or "", other.achievement or ""
    own, others = _by_kind(one), _by_kind(other)
    for kind in dict.fromkeys([*own, *others]):
        pairs = list(zip_longest(own.get(kind, ()), others.get(kind, ())))
        for number, (left, right) in enumerate(pairs, start=1):
            yield f"{kind} {number}" if len(pairs) > 1 else kind, _indicator(left), _indicator(right)


def _by_kind(form: ComparedForm) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for line in form.lines:
        found.setdefault(line["level2"] or "指标", []).append(line)
    return found


def _indicator(line: Mapping[str, Any] | None) -> str:
    if line is None:
        return ""
    points = f"{score(line['score'])} / {score(line['weight'])}" if line["weight"] is not None else None
    pairs = (("", line["level3"]), ("指标值：", line["target"]), ("完成值：", line["actual"]), ("得分：", points), ("偏差原因：", line["deviation_reason"]))
    return "\n".join(f"{label}{words}" for label, words in pairs if words)


def _row(label: str, left: str, right: str) -> str:
    same = ' class="same"' if left == right and left else ""
    parts = differences(left, right)
    return f"<tr{same}><th>{escape(label)}</th><td>{_marked(parts[0])}</td><td>{_marked(parts[1])}</td></tr>"


def differences(left: str, right: str) -> tuple[Parts, Parts]:
    """Both texts cut into what they have in common and what they have not."""
    if max(len(left), len(right)) > LONGEST:
        kind = "same" if left == right else "differs"
        return [(kind, left)], [(kind, right)]
    ones: Parts = []
    others: Parts = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = kind == "equal" and (b - a >= SHORTEST_SAME or left == right)
        _put(ones, same, left[a:b])
        _put(others, same, right[c:d])
    return ones, others


def _put(parts: Parts, same: bool, text: str) -> None:
    kind = "same" if same else "differs"
    if parts and parts[-1][0] == kind:
        parts[-1] = (kind, parts[-1][1] + text)
    elif text:
        parts.append((kind, text))


def _marked(parts: Parts) -> str:
    shown = ((kind, escape(text).replace("\n", "<br>")) for kind, text in parts)
    return "".join(f"<mark>{text}</mark>" if kind == "differs" else text for kind, text in shown)
