"""What a comparison says, in plain Chinese: first whether anything may be said at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.compare.apart import FEW, FEWEST, FEWEST_OF_MANY, Comparison, Pair
from analytics.compare.bootstrap import DRAWS, LEVEL, MANY, SEVERAL
from analytics.compare.figures import FIGURES, Figure
from analytics.wording import count, percent, rate, score

LABELS = {figure.name: figure for figure in FIGURES}
SAID = 6  # pairs that a sentence tells in figures
TURNING = ("execution_score_stated", "execution_score_common", "execution_weighted")

METHOD = (
    f"把每个区的项目看作同类项目中的一批：换一批同类项目，数字会在多大范围内变动，就是区间。单个区的区间用学生化自助法（Efron、Tibshirani 1993），"
    f"两区之差用学生化置换检验（Chung、Romano 2013），各重复{DRAWS}次，种子固定，同样的数据得出同样的结论；多于两区时按Bonferroni从严。"
    f"超过{count(MANY)}个项目的区，以及多于{FEW}个区时不少于{FEWEST_OF_MANY}个项目的区，改用韦尔奇检验（Welch 1947，比率的标准误按线性化计算，Cochran 1977）；"
    f"多于{SEVERAL}个区时重复{DRAWS}次不足以达到从严后的水平，只比较不少于{FEWEST_OF_MANY}个项目的区；模拟中，各区其实相同时误判有高低的约占6%至9%（名义5%）。"
    f"少于{FEWEST}个项目的区不作比较。两个区间有没有重叠不能说明差异，要看差值的区间是否含零。"
)


def verdict(comparison: Comparison, figure: Figure) -> str:
    """The one sentence on a figure: who differs, or that nobody can be told apart and what would change that."""
    if len(comparison.groups) < 2:
        return f"{figure.label}：{_too_few(comparison)}，不作比较。"
    apart = [pair for pair in comparison.pairs if pair.apart]
    if not apart:
        return f"{figure.label}：{_together(comparison.pairs, figure)}，差异不显著，不宜排名。"
    widest = sorted(apart, key=lambda pair: -abs(pair.difference.value))[:SAID] if len(apart) > SAID else apart
    first = f"{count(len(apart))}对能分出高低，相差最大的是" if len(apart) > SAID else ""
    said = first + "；".join(_differs(pair, figure) for pair in widest)
    rest = len(comparison.pairs) - len(apart)
    return f"{figure.label}：{said}{f'；其余{count(rest)}对差异不显著' if rest else ''}。"


def turning(found: Mapping[str, Comparison]) -> str:
    """Where the order of two groups depends on the rule, said with the figures; empty where it does not."""
    lists = {name: found[name].groups for name in TURNING if len(found[name].groups) == 2}
    orders = {name: groups[0].interval.value >= groups[1].interval.value for name, groups in lists.items()}
    if len(set(orders.values())) < 2:
        return ""
    parts = []
    for name, groups in lists.items():
        higher, lower = groups if orders[name] else groups[::-1]
        figure = LABELS[name]
        parts.append(
            f"按{figure.label}{higher.name} {figure_words(figure, higher.interval.value)}，高于{lower.name} {figure_words(figure, lower.interval.value)}"
        )
    return f"谁高谁低随口径而变：{'；'.join(parts)}。"


def figure_words(figure: Figure, value: float) -> str:
    """A value of the figure for people."""
    return rate(value) if figure.format == "rate" else f"{score(value)} 分"


def span_words(figure: Figure, low: float, high: float) -> str:
    """An interval for people."""
    return f"{figure_words(figure, low)} 至 {figure_words(figure, high)}"


def gap_words(figure: Figure, gap: float) -> str:
    """A difference for people: 百分点 for rates, 分 for scores."""
    return f"{abs(gap) * 100:.1f} 个百分点" if figure.format == "rate" else f"{score(abs(gap))} 分"


def rank_words(best: int, worst: int) -> str:
    """The places a group may have."""
    return f"第{best}位" if best == worst else f"第{best}至{worst}位都有可能"


def _together(pairs: Sequence[Pair], figure: Figure) -> str:
    names = "、".join(dict.fromkeys(name for pair in pairs for name in (pair.one, pair.other)))
    if len(pairs) > 1:
        return f"{names}之间都分不出高低"
    pair = pairs[0]
    lacking = f"差距至少要再拉大 {gap_words(figure, pair.lacking)}才分得出"
    return f"{names}相差 {gap_words(figure, pair.difference.value)}，{lacking}"


def _differs(pair: Pair, figure: Figure) -> str:
    higher, lower = (pair.one, pair.other) if pair.difference.value > 0 else (pair.other, pair.one)
    ends = sorted((abs(pair.difference.low), abs(pair.difference.high)))
    between = f"{gap_words(figure, ends[0])}至 {gap_words(figure, ends[1])}"
    return f"{higher}高于{lower} {gap_words(figure, pair.difference.value)}（{percent(LEVEL)}的把握在 {between}之间）"


def _too_few(comparison: Comparison) -> str:
    few = "、".join(f"{name}只有{count(size)}个项目" if size else f"{name}没有可用的数字" for name, size in comparison.too_few.items())
    return f"{few or '不足两个区'}（少于{FEWEST}个）" if few else "不足两个区"
