"""Forms of any layout: a layout and values become a sheet, and with it what must be read from it, field by field with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from analytics.reading.grid import address
from tests.examples.rows import Cell, Sheet

FUNDING_WORDS = {
    "initial_budget": ["年初预算数", "年初预算", "年初预算数（A）"],
    "revised_budget": ["全年预算数", "全年预算数（B）", "调整后预算数", "全年（调整）预算数"],
    "executed": ["全年执行数", "预算执行数", "全年执行数（C）", "全年支出数"],
    "execution_rate_stated": ["执行率", "预算执行率", "执行率（C/B）", "执行率（%）"],
    "weight": ["分值", "分值（10分）", "权重"],
    "score": ["得分", "自评得分"],
    "method": ["得分计算方法", "评分标准"],
}
INDICATOR_WORDS = {
    "target": ["年度指标值", "指标值", "年度指标值（A）", "年初目标值"],
    "actual": ["实际完成值", "全年实际值", "完成值", "实际完成情况"],
    "weight": ["分值", "权重", "指标权重（分）"],
    "score": ["得分", "自评得分", "指标得分（分）"],
    "deviation_reason": ["偏差原因分析及改进措施", "未完成原因", "备注"],
    "method": ["得分计算方法", "指标解释"],
}
SOURCES = {"fiscal": "其中：当年财政拨款", "carry_over": "上年结转资金", "other": "其他资金"}
LEVELS = [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")]
NAMES = ["村级补助及运转经费", "委托业务项目", "自管道路清扫保洁外包工作经费", "共享工程"]
TARGETS = [("≥", "735", "人次"), ("=", "8", "个"), ("≤", "5", "%"), (None, "良好", None), (None, "2023年12月底前", None)]
ACTUALS = ["800人次", "8个", "达成预期指标", "98%", "明显"]


@dataclass(frozen=True)
class Layout:
    """The choices of one form; `split` puts targets into three columns under a heading of two rows."""

    funding: tuple[str, ...]
    indicators: tuple[str, ...]
    sources: tuple[str, ...]
    level_columns: tuple[str, ...]
    level_style: str  # blank, repeated or merged
    rate: str  # text, format, ratio or percent
    unit: str
    unit_line: bool
    title: bool
    person: bool
    goals: bool
    side_labels: bool
    total: bool
    split: bool
    broken: bool
    words: int


@dataclass
class Written:
    """A form on a sheet, and what it says: (what, which, field) -> value and the cell it stands in."""

    sheet: Sheet
    row: int
    left: int
    says: dict[tuple[str, int, str], tuple[Any, str]] = field(default_factory=dict)

    def put(self, column: int, value: Any, number_format: str | None = None, says: tuple[str, int, str] | None = None, meant: Any = None) -> None:
        """Writes into the current row; with `says` the cell is what a record must hold, `meant` where it differs from the text."""
        cells = self.sheet.rows[self.row]
        cells.extend([None] * (self.left + column + 1 - len(cells)))
        if value is not None:
            cells[self.left + column] = Cell(float(value) if isinstance(value, Decimal) else value, number_format)
        if says:
            self.says[says] = (value if meant is None else meant, address(self.row, self.left + column))

    def next_row(self) -> None:
        self.row += 1
        self.sheet.rows.append([])


money = st.integers(0, 50_000_000).map(lambda cents: Decimal(cents) / 100)
points = st.integers(0, 400).map(lambda quarters: Decimal(quarters) / 4)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    budgets = draw(st.sampled_from([("initial_budget",), ("revised_budget",), ("initial_budget", "revised_budget")]))
    optional = [name for name in ("execution_rate_stated", "weight", "score", "method") if draw(st.booleans())]
    more = [name for name in ("weight", "score", "deviation_reason", "method") if draw(st.booleans())]
    flag = st.booleans()
    return Layout(
        tuple(draw(st.permutations([*budgets, "executed", *optional]))),
        tuple(draw(st.permutations(["target", "actual", *more]))),
        tuple(name for name in SOURCES if draw(flag)),
        draw(st.sampled_from([("level1", "level2", "level3"), ("level1", "level3"), ("level2", "level3")])),
        draw(st.sampled_from(["blank", "repeated", "merged"])),
        draw(st.sampled_from(["text", "format", "ratio", "percent"])),
        draw(st.sampled_from(["万元", "元"])),
        *(draw(flag) for _ in range(8)),
        draw(st.integers(0, 9)),
    )


@st.composite
def forms(draw: st.DrawFn, written: Written, layout: Layout, name: str) -> None:
    """Writes one form below what the sheet holds."""
    _head(written, layout, name)
    _funding(draw, written, layout)
    if layout.goals:
        _line(written, {0: "年度总体目标", 1: "预期目标", 4: "实际完成情况"})
        _line(written, {1: "保障正常运转。", 4: "已完成。"})
    _indicators(draw, written, layout)


def _line(written: Written, texts: dict[int, str]) -> None:
    for column, text in texts.items():
        written.put(column, text)
    written.next_row()


def _head(written: Written, layout: Layout, name: str) -> None:
    if layout.title:
        _line(written, {0: "项目支出绩效自评表"})
    _line(written, {0: "（2022年度）"})
    if layout.unit_line:
        _line(written, {6: f"金额单位：{layout.unit}"})
    _line(written, {0: _broken("项目名称", layout), 2: name})
    _line(written, {0: "主管部门", 2: "青神县发展和改革局", 4: "实施单位", 5: "青神县发展和改革局"})
    if layout.person:
        _line(written, {0: "项目负责人", 2: "（略）", 4: "联系电话", 5: "（略）"})


def _broken(text: str, layout: Layout) -> str:
    return f"{text[:2]}\n{text[2:3]} {text[3:]}" if layout.broken else text


def _word(words: list[str], layout: Layout) -> str:
    return _broken(words[layout.words % len(words)], layout)


def _funding(draw: st.DrawFn, written: Written, layout: Layout) -> None:
    written.put(0, "项目资金" if layout.unit_line else f"项目资金\n（{layout.unit}）")
    for column, role in enumerate(layout.funding, 2):
        written.put(column, _word(FUNDING_WORDS[role], layout))
    written.next_row()
    scale = Decimal(1) if layout.unit == "万元" else Decimal("0.0001")
    for number, source in enumerate(("total", *layout.sources)):
        written.put(1, SOURCES.get(source, "年度资金总额"), says=("funding", number, "source"), meant=source)
        figures = {role: draw(money) for role in ("initial_budget", "revised_budget")}
        base = figures["revised_budget" if "revised_budget" in layout.funding else "initial_budget"]
        figures["executed"] = (base * draw(st.integers(0, 100)) / 100).quantize(Decimal("0.01"))
        for column, role in enumerate(layout.funding, 2):
            if role in figures:
                written.put(column, figures[role], says=("funding", number, role), meant=figures[role] * scale)
            elif role == "execution_rate_stated" and source == "total":
                _rate(written, column, layout.rate, figures["executed"] / base if base else None, number)
            elif role in ("weight", "score") and source == "total":
                written.put(column, draw(points), says=("funding", number, role))
            elif role == "method":
                written.put(column, "执行率×分值，最高不超过分值上限。")
        written.next_row()


def _rate(written: Written, column: int, style: str, rate: Decimal | None, number: int) -> None:
    if rate is None:
        return
    rate = rate.quantize(Decimal("0.0001"))
    percent = f"{(rate * 100).normalize():f}"
    value, number_format = {"text": (f"{percent}%", None), "format": (rate, "0.00%"), "ratio": (rate, None), "percent": (Decimal(percent), None)}[style]
    written.put(column, value, number_format, ("funding", number, "execution_rate_stated"), rate)


def _indicators(draw: st.DrawFn, written: Written, layout: Layout) -> None:
    names = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}
    first = 1 if layout.side_labels else 0
    places: dict[str, int] = {}
    for column, role in enumerate(layout.level_columns, first):
        places[role] = column
        written.put(column, _broken(names[role], layout))
    if layout.side_labels:
        written.put(0, "绩\n效\n指\n标")
    column = first + len(layout.level_columns)
    for role in layout.indicators:
        places[role] = column
        split = layout.split and role == "target"
        written.put(column, "年度指标" if split else _word(INDICATOR_WORDS[role], layout))
        column += 3 if split else 1
    written.next_row()
    if layout.split:
        if layout.words % 2:
            written.sheet.merges.append((written.row - 1, written.left + places["target"], written.row - 1, written.left + places["target"] + 2))
        _line(written, {places["target"]: "指标性质", places["target"] + 1: "指标值", places["target"] + 2: "度量单位"})
    _indicator_rows(draw, written, layout, places)


def _indicator_rows(draw: st.DrawFn, written: Written, layout: Layout, places: dict[str, int]) -> None:
    levels = sorted(draw(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=6)), key=LEVELS.index)
    top = written.row
    totals = {"weight": draw(points), "score": draw(points)}
    for number, (level1, level2) in enumerate(levels):
        _levels(written, layout, places, levels, number, {"level1": level1, "level2": level2})
        written.put(places["level3"], f"指标{number + 1}完成", says=("indicator", number, "level3"))
        _target(written, layout, places["target"], number, draw(st.sampled_from(TARGETS)))
        written.put(places["actual"], draw(st.sampled_from(ACTUALS)), says=("indicator", number, "actual"))
        for role in ("weight", "score"):
            if role in places:
                written.put(places[role], draw(points), says=("indicator", number, role))
        if "deviation_reason" in places and draw(st.booleans()):
            written.put(places["deviation_reason"], "资金下达较晚", says=("indicator", number, "deviation_reason"))
        if "method" in places:
            written.put(places["method"], "完成得满分")
        written.next_row()
    _merge_levels(written, layout, places, levels, top)
    if layout.total:
        written.put(0, "总  分" if layout.broken else "总分")
        for role in ("weight", "score"):
            if role in places:
                written.put(places[role], totals[role], says=("form", 0, f"total_{role}"))
        written.next_row()


def _levels(written: Written, layout: Layout, places: dict[str, int], levels: list, number: int, own: dict[str, str]) -> None:
    for role, text in own.items():
        if role not in places:
            continue
        same = number > 0 and (levels[number - 1] == levels[number] if role == "level2" else levels[number - 1][0] == levels[number][0])
        says = ("indicator", number, role)
        written.put(places[role], None if same and layout.level_style != "repeated" else text, says=says, meant=text)


def _merge_levels(written: Written, layout: Layout, places: dict[str, int], levels: list, top: int) -> None:
    if layout.level_style != "merged":
        return
    for role, key in (("level1", lambda level: level[0]), ("level2", lambda level: level)):
        start = 0
        for number in range(1, len(levels) + 1):
            if number == len(levels) or key(levels[number]) != key(levels[start]):
                if role in places and number - start > 1:
                    column = written.left + places[role]
                    written.sheet.merges.append((top + start, column, top + number - 1, column))
                start = number


def _target(written: Written, layout: Layout, column: int, number: int, target: tuple[str | None, str, str | None]) -> None:
    sign, value, unit = target
    whole = f"{sign or ''}{value}{unit or ''}"
    if not layout.split:
        written.put(column, whole, says=("indicator", number, "target"))
        return
    written.put(column, sign)
    written.put(column + 1, value, says=("indicator", number, "target"), meant=whole)
    written.put(column + 2, unit)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Sheet, list[Written]]:
    """A sheet with one or two forms of one layout, anywhere on it."""
    layout = draw(layouts())
    sheet = Sheet("自评表", rows=[[] for _ in range(draw(st.integers(0, 6)) + 1)])
    left = draw(st.integers(0, 8))
    parts = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True)):
        written = Written(sheet, len(sheet.rows) - 1, left)
        written.says["form", 0, "name"] = (name, "")
        draw(forms(written, layout, name))
        sheet.rows += [[] for _ in range(draw(st.integers(0, 2)))]
        parts.append(written)
    return sheet, parts
