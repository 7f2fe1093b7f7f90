"""What should stand in the form instead, for whoever fills it in: a wording to paste where it follows from the form itself, and what to do.

Where two places contradict each other the wording says on which of them it rests; where only the unit can know, there is none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from analytics.audit.finding import CELL_UNIT, Finding, plain

COUNTS = {"deduction-without-reason"}
"""Rules whose stated figure is how many lines they are about."""
UNREADABLE = re.compile(r"(amount|points)-unreadable：")  # the field of a reading doubt begins with the code of the problem
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
REMEDIES: Mapping[str, Mapping[str, str]] = tomllib.loads(Path(__file__).with_name("remedies.toml").read_text(encoding="utf-8"))
"""What to do, under `rule` by rule and under `family` by family."""


def remedy(finding: Finding) -> str:
    """What whoever fills in the form should do, in one sentence."""
    if UNREADABLE.match(finding.field):
        return REMEDIES["cell"]["unreadable"]
    return REMEDIES["rule"].get(finding.rule) or REMEDIES["family"][finding.family]


def printed(finding: Finding) -> str | None:
    """What stands in the form: the stated figure where a cell shows it, else the text of the one cell; a count over many cells is not printed anywhere."""
    if not finding.stated:
        return None
    texts = list(dict.fromkeys(cell["text"] for cell in finding.cells if cell["text"]))
    if finding.rule not in COUNTS and any(_shows(text, finding.stated) for text in texts):
        return finding.stated
    return texts[0] if len(texts) == 1 else None


def _shows(text: str, stated: str) -> bool:
    """Whether a text holds what is stated: a figure as a figure of its own, 1 not within 17."""
    figure = _number(stated) if NUMBER.fullmatch(stated.replace(",", "")) else None
    return stated in text if figure is None else any(Decimal(one) == figure for one in NUMBER.findall(text.replace(",", "")))


def correction(finding: Finding) -> str | None:
    """The wording that would be right, to be pasted into the form or the report: `增长5.48%`; None where the form itself cannot tell."""
    worded = _WORDED.get(finding.rule)
    return worded(finding) if worded else None


def _changed(finding: Finding) -> str | None:
    """增长 or 下降, as a report says it."""
    right = finding.recomputed or ""
    if not right.endswith("%"):
        return "年初预算为0，不列差异率" if "年初预算为0" in right else None
    return f"{'下降' if right.startswith('-') else '增长'}{right.lstrip('-')}"


def _with(words: str) -> Callable[[Finding], str | None]:
    """The recomputed figure within these words."""
    return lambda finding: words.format(finding.recomputed) if finding.recomputed else None


def _of_field(words: str) -> Callable[[Finding], str | None]:
    """The name of the figure, as the finding gives it, and its recomputed value."""
    return lambda finding: words.format(finding.field.rpartition("：")[2], finding.recomputed) if finding.recomputed else None


def _converted(finding: Finding) -> str | None:
    """Each amount of the funding block in the unit that the heading asks for: printed 9122160, 912.216 after the unit is settled."""
    if finding.field == CELL_UNIT:
        cells = [one.partition(" ") for one in (finding.recomputed or "").split("、")]
        unit = NUMBER.sub("", cells[0][2])
        return "，".join(f"{cell} 填 {right.removesuffix(unit)}" for cell, _, right in cells) + f"（{unit}）"
    stated, right = _number(finding.stated), _number(finding.recomputed)
    if not stated or right is None or not finding.cells:
        return None
    sheet = (finding.cells[0]["file"], finding.cells[0]["sheet"])
    own = [cell for cell in finding.cells if (cell["file"], cell["sheet"]) == sheet and cell["text"] and NUMBER.fullmatch(cell["text"].replace(",", ""))]
    found = {cell["cell"]: plain(Decimal(cell["text"].replace(",", "")) * right / stated) for cell in own}
    return "，".join(f"{cell} 填 {figure}" for cell, figure in found.items()) + "（万元）" if found else None


def _number(text: str | None) -> Decimal | None:
    found = NUMBER.search((text or "").replace(",", ""))
    try:
        return Decimal(found[0]) if found else None
    except InvalidOperation:
        return None


def _said_once(finding: Finding) -> str | None:
    """The text of the cell with the doubled sentence said once."""
    text, twice = next((cell["text"] or "" for cell in finding.cells), ""), (finding.stated or "") * 2
    return text.replace(twice, finding.stated or "") if twice and twice in text else None


def _not_applicable(finding: Finding) -> str | None:
    return "不涉及" if finding.field == "空行" else None


_WORDED: Mapping[str, Callable[[Finding], str | None]] = {
    "growth-rate": _changed,
    "variance-rate": _changed,
    "share-of-total": _with("占{}"),
    "execution-rate": _with("执行率{}"),
    "outturn-deviation": lambda finding: _one_of(finding, "预决算差异率"),
    "balance-rate": _with("结转结余率{}"),
    "execution-score-above-rate": _with("得分应为{}"),
    "quantitative-score": _with("得分应为{}"),
    "score-total": _with("总分应为{}"),
    "expert-footing": _with("平均分应为{}"),
    "qualitative-band": _with("得分应在分值的{}之间"),
    "unfinished-with-marks": _with("得分应{}"),
    "sub-row-scored": lambda _finding: "分值、得分留空",
    "funding-parts": _of_field("{}应为{}万元（各来源无误时）"),
    "register-footing": _with("合计应为{}万元（各项目无误时）"),
    "accounts-footing": _with("合计应为{}万元（明细无误时）"),
    "report-against-form": _of_field("{}{}（以自评表为准时）"),
    "cost-text-against-amount": _of_field("{}{}万元（以资金栏为准时）"),
    "unit-corrected": _converted,
    "unit-in-text": _with("{}"),
    "unit-mixed-row": _with("{}"),
    "unit-mixed-list": _with("{}"),
    "heading-misspelled": _with("{}"),
    "doubled-sentence": _said_once,
    "missing-text": _not_applicable,
    "weights-off-frame": _with("{}"),
}


def _one_of(finding: Finding, name: str) -> str | None:
    """A ratio that depends on the base: each of them, to choose from."""
    rates = (finding.recomputed or "").split("、")
    return f"{name}{'或'.join(rates)}，并写明所用的预算数" if rates[0] else None
