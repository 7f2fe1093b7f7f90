"""An earlier year in a target or result that is not the form's: 2020年10月前完成 in a form of 2021. Titles of documents and spans do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places

TITLES = re.compile(r"《[^》]*》|〔[^〕]*〕|\[[^\]]*\]|“[^”]*”|\"[^\"]*\"|[^。；，\s]*号文?")
BASES = re.compile(r"(?:较|比|与|同比?|相较于?|对比|自|从)20\d\d年(?:度)?|20\d\d年(?:度)?(?:以来|起|末?结转)")
"""The year that this one is compared with, or since when something has been so."""
YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?=年|[-./]\d{1,2}(?!\d*%)|\.\d{1,2}月)")
LIKELY = re.compile("[2２][0０][0-4０-４][0-9０-９]")
ROWS = """
    with said as (
        select form_number, line, level2, level3, target, actual, cells,
            regexp_extract_all(concat_ws(' ', level3, target, actual), '[2２][0０][0-4０-４][0-9０-９]') as years
        from measured
    )
    select said.* exclude (years) from said join evaluated using (form_number)
    where len(list_filter(years, lambda year: year <> fiscal_year::varchar)) > 0
    order by form_number, line
"""


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.lines(ROWS):
        yield from _row(row)
    for row in desk.forms:
        yield from _story(row)
        years = {int(year) for year in YEAR.findall(unicodedata.normalize("NFKC", row["name"] or ""))} if LIKELY.search(row["name"] or "") else set()
        if row["fiscal_year"] and years and row["fiscal_year"] not in years:
            message = f"项目名称写的是 {'、'.join(map(str, sorted(years)))} 年，自评表年度是 {row['fiscal_year']} 年；跨年项目请在目标中说明。"
            yield hit(
                row,
                "项目名称：年度",
                message,
                stated=str(min(years)),
                recomputed=str(row["fiscal_year"]),
                severity="note",
                amount_at_stake=row["budget_base"],
                places=places(row, "name"),
            )


def _story(row: Mapping[str, Any]) -> Iterator[Hit]:
    """Goal and achievement together: an earlier year counts where neither names the form's own."""
    told = {name: _years(row[name], row["name"]) for name in ("goal", "achievement")}
    years = {year for found in told.values() for year in found}
    stray = {year for year in years if row["fiscal_year"] and year < row["fiscal_year"]}
    if not stray or row["fiscal_year"] in years:
        return
    shown = "、".join(f"{year}年" for year in sorted(stray))
    fields = [name for name, found in told.items() if set(found) & stray]
    message = f"{row['fiscal_year']} 年度的自评表，年度总体目标或完成情况中写的是 {shown}，没有提到本年度，疑为沿用往年文字。"
    found = {"stated": shown, "recomputed": f"{row['fiscal_year']}年", "amount_at_stake": row["budget_base"]}
    yield hit(row, "总体目标：年度", message, **found, places=places(row, *fields))


def _row(row: Mapping[str, Any]) -> Iterator[Hit]:
    told: dict[str, list[int]] = {name: _years(row[name], row["name"]) for name in ("level3", "target", "actual")}
    years = {year for found in told.values() for year in found}
    stray = {year for year in years if year < row["fiscal_year"]}
    if not stray or row["fiscal_year"] in years:
        return
    fields = [name for name, found in told.items() if set(found) & stray]
    shown = "、".join(f"{year}年" for year in sorted(stray))
    message = f"{row['fiscal_year']} 年度的自评表，指标中写的是 {shown}：“{(row[fields[-1]] or '')[:30]}”，疑为沿用往年文字。"
    yield hit(
        row,
        f"{(row['level3'] or row['level2'] or '')[:20]}：年度",
        message,
        stated=shown,
        recomputed=f"{row['fiscal_year']}年",
        amount_at_stake=row["budget_base"],
        places=places(row, *fields),
    )


def _years(text: str | None, project: str | None) -> list[int]:
    if not LIKELY.search(text or ""):  # most texts name no year: a cheap look spares them the rest
        return []
    plain = TITLES.sub("", unicodedata.normalize("NFKC", text or "").replace(unicodedata.normalize("NFKC", project or "\0"), ""))
    return [int(year) for year in YEAR.findall(BASES.sub("", plain))]
