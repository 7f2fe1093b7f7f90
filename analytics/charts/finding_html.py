"""Pages 疑点清单 and 单位说明: one finding as HTML: what is stated, what it should be, why, where it stands. Every text of a file is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from analytics.audit import CERTAINTIES, RULES, SEVERITIES
from analytics.audit.finding import Finding
from analytics.audit.listing import about, title
from analytics.audit.rule_sets import RULE_SETS
from analytics.charts import form_html
from analytics.metrics.sheets import Sheet
from analytics.wording import NOTHING, amount, plain

SURE = {
    "arithmetic": "表内数字自己就能证明，与计分办法无关。",
    "cross_reference": "两处写法不一，需要认定哪一处为准。",
    "rule_dependent": "只在所依据的计分规则适用时成立。",
    "pattern": "不常见，但不一定是错，需要了解情况。",
}
SHOULD = {"arithmetic": "应为", "rule_dependent": "按规则应为", "cross_reference": "另一处为", "pattern": "对照"}
GRAVE = {"error": "与对外公布的数字直接矛盾", "warning": "削弱所列数字的可信度", "note": "填报上的小问题"}


def head(finding: Finding, status: str) -> str:
    """Severity, title, whom it is about, where it stands in its life."""
    where = " · ".join(part for part in (finding.department, f"{finding.fiscal_year}年度" if finding.fiscal_year else "") if part)
    return (
        f'<header class="lens-doubt"><p class="marks"><span class="mark {finding.severity}">{SEVERITIES[finding.severity]}</span>'
        f'<span class="mark status">{escape(status)}</span></p><h2>{escape(title(finding))}</h2>'
        f"<p><b>{escape(about(finding))}</b></p><p>{escape(where)}</p></header>"
    )


def figures(finding: Finding) -> str:
    """What is stated, what it should be, how far apart, the money at stake; what a finding does not have is left out."""
    pairs = (
        (f"表上所列{f'（{finding.field}）' if finding.field else ''}", finding.stated or NOTHING, ""),
        (SHOULD[finding.certainty], finding.recomputed or NOTHING, "should"),
        ("相差", difference_words(finding), ""),
        ("涉及金额（万元）", amount(finding.amount_at_stake), ""),
    )
    body = "".join(f'<div class="{kind}"><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>' for name, value, kind in pairs if value != NOTHING)
    return f'<dl class="lens-figures">{body}</dl><p class="lens-said-of">{escape(finding.message)}</p>'


def difference_words(finding: Finding) -> str:
    """The difference in the unit of the figures: points of a percentage where those are percentages."""
    if finding.difference is None:
        return NOTHING
    if "%" in f"{finding.stated}{finding.recomputed}":
        return f"{plain(round(abs(finding.difference) * 100, 2))} 个百分点"
    return plain(round(abs(finding.difference), 4))


def steps(written: Sequence[str]) -> str:
    """The calculation, a line a step."""
    return f'<ol class="lens-steps">{"".join(f"<li>{escape(line)}</li>" for line in written)}</ol>'


def grounds(finding: Finding) -> str:
    """The rule, what it rests on, under which rule set, how grave and how sure."""
    card = RULES.get(finding.rule)
    rows = [
        ("规则", f"{title(finding)}（{finding.rule}）"),
        ("依据", finding.basis),
        ("计分规则", _rule_set(finding.rule_set) if finding.rule_set else ""),
        ("容许误差", card.tolerance if card and card.tolerance != "无" else ""),
        ("程度", f"{SEVERITIES[finding.severity]}：{GRAVE[finding.severity]}。"),
        ("把握", f"{CERTAINTIES[finding.certainty]}：{SURE[finding.certainty]}"),
    ]
    return f'<dl class="lens-grounds">{"".join(f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in rows if words)}</dl>'


def _rule_set(name: str) -> str:
    found = next((one for one in RULE_SETS.values() if name in (one.name, one.key)), None)
    return f"{found.name}（{found.place}）：{found.execution_rule}" if found else name


def on_site(finding: Finding) -> str:
    """What to ask the unit."""
    card = RULES.get(finding.rule)
    return f'<p class="lens-ask">{escape(card.on_site)}</p>' if card else ""


def drawing(sheet: Sheet, finding: Finding) -> str:
    """The sheet as it stood, the cells of the finding marked."""
    return form_html.sheet_pieces(sheet.pieces, dict.fromkeys(sheet.cells, (finding.severity, finding.message)))


def quotes(cells: Iterable[Mapping[str, str | None]]) -> str:
    """Cells with what they say, file and sheet named once for those that share them."""
    grouped: dict[tuple[str | None, str | None], list[Mapping[str, str | None]]] = {}
    for cell in cells:
        grouped.setdefault((cell["file"], cell["sheet"]), []).append(cell)
    return "".join(_quoted(file, sheet, held) for (file, sheet), held in grouped.items())


def _quoted(file: str | None, sheet: str | None, cells: Iterable[Mapping[str, str | None]]) -> str:
    shown = dict.fromkeys((cell["cell"], cell["text"]) for cell in cells)
    items = "".join(f"<li><b>{escape(cell or '')}</b>{escape(text or '（空）')}</li>" for cell, text in shown)
    return f'<figure class="lens-quote"><figcaption>{escape(file or "")}　{escape(sheet or "")}</figcaption><ul>{items}</ul></figure>'
