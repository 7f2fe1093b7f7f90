"""Generated forms without a fault: what they say adds up, every deduction has its reason, no two are alike. Errors are planted into them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bench.forms import GeneratedForm, GeneratedIndicator

YEAR = 2023
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Trade:
    """What a kind of project is about, in its own words; `what` × `kind` name its projects."""

    what: tuple[str, ...]
    kind: tuple[str, ...]
    counted: str
    unit: str
    quality: str
    met: str
    nearly: str
    benefit: str
    social: str
    nature: str
    lasting: str
    asked: str
    goal: str
    done: str


def _read() -> tuple[Trade, ...]:
    entries = tomllib.loads(Path(__file__).with_name("trades.toml").read_text(encoding="utf-8"))["trade"]
    return tuple(Trade(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}) for entry in entries)


TRADES = _read()
SHAPES = ("{goal}。全年围绕{what}安排，{lasting}。", "围绕{what}的实际需要，做到{goal}。", "{lasting}，并且{goal}，责任落到{asked}身边。")
EXCUSES = (
    "已约谈承办单位，下一年度把{thing}写进合同条款",
    "因{thing}的前期手续偏长，已改为上年第四季度启动",
    "由科长牵头复盘{thing}，补充了月度检查",
    "人员调整影响了{thing}，新到岗人员已完成交接",
)


def clean_forms(count: int, department: str, seed: int) -> list[GeneratedForm]:
    """`count` forms (at most one a trade) of one department; the same seed gives the same forms."""
    chance = random.Random(seed)
    return [_form(trade, department, seed, chance) for trade in chance.sample(TRADES, count)]


def _form(trade: Trade, department: str, seed: int, chance: random.Random) -> GeneratedForm:
    what = chance.choice(trade.what)
    name = f"{what}{chance.choice(trade.kind)}（{seed}号标段）"
    initial = Decimal(chance.randint(800, 90_000)) / 100
    revised = initial if chance.random() < 0.6 else (initial * Decimal(chance.randint(80, 120)) / 100).quantize(CENT)
    executed = (revised * Decimal(chance.randint(830, 995)) / 1000).quantize(Decimal("0.0001"))
    rate = (executed / revised).quantize(Decimal("0.0001"))
    goal = chance.choice(SHAPES).format(goal=trade.goal, what=what, lasting=trade.lasting, asked=trade.asked)
    indicators = tuple(_indicators(trade, revised, executed, chance))
    return GeneratedForm(
        name, department, YEAR, goal, f"{trade.done}。", initial, revised, executed, rate, (executed / revised * 10).quantize(CENT), indicators
    )


def _indicators(trade: Trade, budget: Decimal, executed: Decimal, chance: random.Random) -> Iterator[GeneratedIndicator]:
    """Counted ones score by their share, judged ones lose odd parts of a point with a reason, the amount of cost keeps to the budget."""
    wanted = chance.randint(60, 900)
    reached = wanted + chance.randint(1, 40) if chance.random() < 0.7 else wanted - chance.randint(1, wanted // 12)
    share = min(Decimal(1), Decimal(reached) / wanted)
    yield _one("产出指标", "数量指标", trade.counted, f"≥{wanted}{trade.unit}", f"{reached}{trade.unit}", 15, (share * 15).quantize(CENT), chance)
    least = chance.randint(86, 95)
    yield _one("产出指标", "质量指标", trade.quality, f"≥{least}%", f"{least + chance.randint(5, 45) / 10:.1f}%", 10, Decimal(10), chance)
    yield _judged("产出指标", "质量指标", f"{trade.counted}的过程检查", f"{trade.met}，检查记录可查", trade, 5, chance)
    month = chance.randint(8, 11)
    yield _one(
        "产出指标",
        "时效指标",
        f"{trade.counted}完成时限",
        f"{YEAR}年{month + 1}月底前",
        f"{YEAR}年{month}月{chance.randint(2, 27)}日完成",
        10,
        Decimal(10),
        chance,
    )
    yield _one("产出指标", "成本指标", "项目总成本", f"≤{budget}万元", f"{executed}万元", 10, Decimal(10), chance)
    yield _judged("效益指标", "经济效益指标", f"{trade.benefit}情况", f"与上年相比{trade.benefit}", trade, 5, chance)
    households = chance.randint(12, 480)
    reading = f"通过实施本项目服务{households}个社区，使{trade.social}，并形成可以复核的台账"
    yield _judged("效益指标", "社会效益指标", reading, f"使{trade.social}，并形成可以复核的台账", trade, 10, chance)
    yield _judged("效益指标", "生态效益指标", trade.nature, f"{trade.nature}并留有照片", trade, 5, chance)
    yield _judged("效益指标", "可持续影响指标", trade.lasting, f"{trade.lasting}，有制度可循", trade, 10, chance)
    pleased = chance.randint(85, 93)
    yield _one(
        "满意度指标", "服务对象满意度指标", f"{trade.asked}满意度", f"≥{pleased}%", f"{pleased + chance.randint(3, 55) / 10:.1f}%", 10, Decimal(10), chance
    )


def _judged(level1: str, level2: str, level3: str, target: str, trade: Trade, weight: int, chance: random.Random) -> GeneratedIndicator:
    lost = Decimal(chance.choice((0, 0, 0, 20, 30, 40, 60, 70, 80, 90, 110))) / 100
    actual = chance.choice((trade.nearly, f"{trade.nearly}，其余正常")) if lost else chance.choice((trade.met, f"{trade.met}，台账齐全"))
    return _one(level1, level2, level3, target, actual, weight, weight - lost, chance)


def _one(level1: str, level2: str, level3: str, target: str, actual: str, weight: int, score: Decimal, chance: random.Random) -> GeneratedIndicator:
    reason = chance.choice(EXCUSES).format(thing=f"“{level3[:12]}”") + "。" if score < weight else None
    return GeneratedIndicator(level1, level2, level3, target, actual, Decimal(weight), score, reason)
