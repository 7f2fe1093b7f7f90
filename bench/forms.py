"""What generated self-evaluation forms say: volume for measurements, never sample data.

Length and variety follow the published forms: 20 to 30 rows, 100 to 150 filled cells, 600 to 2,000 characters a form.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PLATFORMS = ("接诉即办指挥调度平台", "网格化城市服务管理平台", "社区微网格矩阵平台", "政务服务大厅", "基层综合信息系统", "应急指挥通信系统")
WORKS = ("运行维护", "升级改造", "设备购置", "人员服务", "安全测评", "宣传培训", "专线租赁", "数据采集")

# level 1, level 2, level 3, target, actual, weight; {name} project, {n} and {m} counts, {b} and {e} money in 万元, {y} year
INDICATORS = (
    ("产出指标", "数量指标", "运维工程师驻场服务{n}人次，保障{name}日常巡检。", "≥{n}人次", "{m}人次", 10),
    ("产出指标", "数量指标", "{n}台主机系统设备、存储设备、数据库服务器安全稳定运行。", "{n}台", "{n}台各类服务器设备运行稳定。", 8),
    ("产出指标", "质量指标", "应用系统和数据库稳定运行，数据备份工作定期完成，验收合格率{p}%。", "{p}%", "100%", 8),
    ("产出指标", "质量指标", "{name}日常巡查和节假日安全生产检查按时完成，应急响应及时。", "按时完成第{n}号计划", "达到预期指标。", 6),
    ("产出指标", "时效指标", "{y}年初完成方案制定、合同签订。\n{y}年底前完成项目，并支付第{n}号合同相关款项。", "{y}年12月底前", "基本达到预期指标", 8),
    ("产出指标", "成本指标", "{name}预算控制数", "{b}万元", "{e}万元", 10),
    (
        "效益指标",
        "经济效益\n指标",
        "为{name}提供可靠的硬件运维和软件运维服务，减少重复投入约{n}项。",
        "有效保障{name}安全稳定运行。",
        "基本达成预期指标且效果较好",
        10,
    ),
    (
        "效益指标",
        "社会效益\n指标",
        "{name}服务全区所有委办局，{n}个社区村，为接诉即办工作提供支撑服务。",
        "为{n}个社区村提供支撑服务。",
        "基本达成预期指标且效果较好",
        10,
    ),
    (
        "效益指标",
        "生态效益\n指标",
        "解决市民反映的暴露垃圾、道路不洁、乱倒乱排等{n}类环境问题，对改善人居环境具有实际意义。",
        "解决{n}类环境问题。",
        "达到预期指标",
        5,
    ),
    ("效益指标", "可持续影响指标", "通过{name}持续提升城市管理水平，具有可持续的现实意义。", "持续提升第{n}号目标。", "达到预期指标", 5),
    ("满意度\n指标", "服务对象满意度指标", "使用{name}的业务科室、相关职能部门满意度达到{p}%以上。", "≥{p}%", "95%", 10),
)
REASONS = ("进一步做好{name}数据备份。", "进一步做好指标设计和落实。", "第{n}号设备受客观情况影响，交付较晚，下一年度提前安排。")


@dataclass(frozen=True)
class GeneratedIndicator:
    """One indicator row; weight and score in points."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: Decimal
    score: Decimal
    reason: str | None


@dataclass(frozen=True)
class GeneratedForm:
    """What one form says. Amounts in 万元, `rate` a ratio to four digits, `execution_score` of ten points."""

    name: str
    department: str
    year: int
    goal: str
    achievement: str
    initial_budget: Decimal
    revised_budget: Decimal
    executed: Decimal
    rate: Decimal
    execution_score: Decimal
    indicators: tuple[GeneratedIndicator, ...]

    @property
    def total_score(self) -> Decimal:
        return self.execution_score + sum(indicator.score for indicator in self.indicators)


def generated_forms(count: int, seed: int = 1, year: int = 2023, department: str = "海淀区城市管理指挥中心") -> list[GeneratedForm]:
    """`count` forms of one department and year, each with a name of its own; the same seed gives the same forms."""
    chance = random.Random(seed)
    return [_form(number, year, department, chance) for number in range(1, count + 1)]


def _form(number: int, year: int, department: str, chance: random.Random) -> GeneratedForm:
    initial = Decimal(f"{chance.lognormvariate(3.5, 1.2) + 1:.4f}")
    revised = initial if chance.random() < 0.7 else (initial * Decimal(f"{chance.uniform(0.5, 1.1):.3f}")).quantize(Decimal("0.0001"))
    executed = (revised * Decimal(f"{min(1.0, chance.betavariate(9, 1)):.4f}")).quantize(Decimal("0.0001"))
    rate = (executed / revised).quantize(Decimal("0.0001"))
    name = f"{chance.choice(PLATFORMS)}{chance.choice(WORKS)}第{number}期"
    return GeneratedForm(
        name,
        department,
        year,
        f"保障{name}安全稳定运行，做到日常巡检有记录、故障处置有时限、数据备份有检查，全年无重大事故。",
        f"完成了{name}全年的运维保障工作，组织巡检{chance.randint(12, 300)}次，处置故障{chance.randint(0, 40)}起。",
        initial,
        revised,
        executed,
        rate,
        (rate * 10).quantize(Decimal("0.01")),
        tuple(_indicators(name, year, revised, executed, chance)),
    )


def _indicators(name: str, year: int, budget: Decimal, executed: Decimal, chance: random.Random) -> Iterator[GeneratedIndicator]:
    for level1, level2, *wordings, weight in INDICATORS:
        wanted = chance.randint(5, 900)
        words = {"name": name, "y": year, "n": wanted, "m": wanted + chance.randint(0, 20), "p": chance.randint(85, 99), "b": budget, "e": executed}
        lost = chance.choice(("0", "0", "0", "0.5", "1"))
        reason = chance.choice(REASONS).format(**words) if lost != "0" else None
        level3, target, actual = (wording.format(**words) for wording in wordings)
        yield GeneratedIndicator(level1, level2, level3, target, actual, Decimal(weight), weight - Decimal(lost), reason)
