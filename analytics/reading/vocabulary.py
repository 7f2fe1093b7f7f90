"""What the words of a form's headings mean. Data: a new wording is a new line here, not new code.

Each list is tried from the top on the normalised text (NFKC, no white space); the first pattern that matches names
the role. Every wording holds a Chinese character, and begins with ^ or a character, not with a group: one that does makes the search
for all of them seven times slower. Roles are the field names of records.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from analytics.reading.values import normalise, normalised_within

LONGEST_LABEL = 24
_REMARK = re.compile(r"(?<=.)\(.*\)$")  # what a long heading explains in brackets
_SENTENCE = re.compile(r"(?<=.)\([^()]{9,}\)$")


class Vocabulary:
    """Wordings of one kind of heading, tried from the top; answers are kept, as the same words come back thousands of times."""

    def __init__(self, *wordings: tuple[str, str]) -> None:
        self._known = _Answers([(name, re.compile(pattern)) for name, pattern in wordings])
        self.role: Callable[[str | None], str | None] = self._known.__getitem__
        """The role that a heading names, None when it names none (or is too long to be a heading)."""

        self.names = tuple(dict.fromkeys(name for name, _ in wordings))
        self.patterns = [pattern for _, pattern in wordings]

    def roles(self, texts: Iterable[str | None]) -> set[str | None]:
        return set(map(self.role, texts))


def _label(text: str) -> str:
    """The normalised text without the colon behind it; nothing where it is no label."""
    plain = "" if text.isascii() else (_without_remark(text) or normalised_within(text, LONGEST_LABEL + 2) or "").rstrip(":")
    return "" if len(plain) > LONGEST_LABEL else plain


class _Answers(dict):
    """Text -> role, worked out when first asked: a look-up costs no call, and a reader asks for every cell."""

    def __init__(self, wordings: Sequence[tuple[str, re.Pattern[str]]]) -> None:
        super().__init__({None: None})
        self._wordings = wordings
        self._any = _AnyWording(pattern.pattern for _, pattern in wordings)

    def __missing__(self, text: str) -> str | None:
        if len(text) > 5 * LONGEST_LABEL:
            return None
        plain = _label(text)
        found = None
        if plain and self._any.is_in(plain):  # hardly any text does: most are no headings
            found = next((name for name, pattern in self._wordings if pattern.search(plain)), None)
        if len(self) < 100_000:
            self[text] = found
        return found


class _AnyWording:
    """One search for all: apart from anchored ones, patterns that begin with a character are passed over many times faster."""

    def __init__(self, patterns: Iterable[str]) -> None:
        alternatives = [one for pattern in patterns for one in _alternatives(pattern)]
        self._begins = _any_of(one for one in alternatives if one.startswith("^"))
        self._holds = _any_of(one for one in alternatives if not one.startswith("^"))

    def is_in(self, plain: str) -> bool:
        return bool(self._holds.search(plain) or self._begins.match(plain))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or r"(?!)")


NUMBER_BEFORE = re.compile(r"^\s*[(（]?[\d一二三四五六七八九十]{1,2}[)）、.．]\s*(?=[\u4e00-\u9fff])")
"""1. or （一） before a label."""
_BEGINS_A_NUMBER = frozenset("(（0123456789一二三四五六七八九十 ")


def label_and_inline(text: str) -> tuple[str, str | None]:
    """`项目单位（盖章）：黄石市图书馆` -> label and the value in the same cell; a number before the label is left out."""
    if text[:1] in _BEGINS_A_NUMBER:
        text = NUMBER_BEFORE.sub("", text, count=1)
    if ":" not in text and "：" not in text:
        return text, None
    label, _, value = text.replace("：", ":").partition(":")
    return label, value.strip() or None


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    depth = start = 0
    for sign in re.finditer(r"\\.|\[[^\]]*\]|[()|]", pattern):
        depth += (sign.group() == "(") - (sign.group() == ")")
        if sign.group() == "|" and depth == 0:
            yield pattern[start : sign.start()]
            start = sign.end()
    yield pattern[start:]


def _without_remark(text: str) -> str | None:
    """A heading without the sentence in brackets that explains how to fill in its column; None where there is none."""
    if len(text) < 12 or text.rstrip()[-1:] not in ")）":
        return None
    plain = normalise(text)
    return (_REMARK if len(plain) > LONGEST_LABEL else _SENTENCE).sub("", plain)


_LAST_YEAR = r"^(?:上年|上一年|去年|以前年)度?(?!.{0,2}(?:结转|结余))"

FUNDING_COLUMNS = Vocabulary(
    ("aside", _LAST_YEAR),
    ("method", r"得分计算方法|计算方法|评分标准|计分"),
    ("reason", r"原因|说明|备注|改进"),
    ("aside", r"结余|结转(?:数|金额)?$|^差额|得分率|偏差|到位率"),
    ("adjustment", r"预算调整(?:数|额|金额|情况)?(?:\(|$)|^(?:年中|预算)?(?:调整|追加|调增)(?:数|额|金额|预算)?(?:\(|$)"),
    ("weight", r"执行率权重|^分值|^权重|权重\(|^标准分|^满分"),
    ("score", r"执行率?得分|自评得分|^得分|^自评分|^自我评分|^评分|^分数|^单项得分|^实际得分"),
    ("execution_rate_stated", r"执行率|完成率|支出率|支付率|支出进度|执行进度"),
    ("executed", r"执行数|执行金额|执行额|支出数|支出额|实际支出|实际执行|决算数|全年支出|实际使用|累计支出|支出金额|执行情况"),
    ("executed", r"^(?:全年|实际|本年|当年)(?:支出|执行)$|^支出$|使用金额|支付数|支付金额|支付额|支出完成|已支出"),
    ("initial_budget", r"^预算(?:数|金额|额)?\(年初.{0,4}\)$"),
    ("initial_budget", r"年初预算|年初批复|年初安排|年初部门预算|年初数|年初下达|年初指标|^预算批复|^批复(?:数|预算|金额)"),
    (
        "revised_budget",
        r"全年(?:\(?调整后?\)?)?预算|调整后?\)?的?预算|变更后预算|调剂后预算|最终预算|调整预算|预算调整|年度预算|^预算数|^预算金额|^预算安排|^预算额",
    ),
    ("revised_budget", r"^预算资金|预算数\(|^预算总额|^全年预算$|^当年预算|^本年预算|^计划(?:数|金额|投资|投入)|^20\d\d年预算(?:数|额|金额)?(?:\(|$)"),
    ("available", r"^实际到位$|到位数|到位金额|下达数|下达资金|资金到位"),
)

FUNDING_SOURCES = Vocabulary(
    ("carry_over", r"结转|结余"),
    ("special_account", r"专户"),
    ("own", r"单位资金|自有资金|自筹|事业收入|经营收入|单位自有"),
    ("central", r"中央"),
    ("province", r"省级|省补|省财政|自治区|市级以上"),
    ("total", r"资金总额|总金额|^总额|^合计|^总计|资金合计|金额合计|^(?:项目|支出|年度)总额|预算总额|^总资金|^小计"),
    ("total", r"^(?:部门)?整体支出(?:总额|合计)?$|^部门(?:预算)?(?:支出|资金)(?:合计|总计|总额)?$|^全年预算$|^项目资金$|^年度(?:资金|金额)$"),
    ("upper", r"上级|市级|转移支付"),
    ("county", r"县级|区级|本级|县区|区\(县\)|县\([区市]\)"),
    ("local", r"地方|市县"),
    ("other", r"非财政"),
    ("fiscal", r"财政拨款|财政资金|政府预算资金|公共预算|财政|政府性基金|基金(?:预算|拨款|收入)|国有资本"),
    ("other", r"其他|其它|债券|^(?:基本|项目)支出|^(?:人员|公用)经费"),
)

INDICATOR_COLUMNS = Vocabulary(
    ("aside", _LAST_YEAR),
    ("method", r"计算方法|计算公式|评分标准|计分|评分规则|评分办法|指标解释|指标说明|数据(?:来源|获取)|获取方式|佐证"),
    ("aside", r"得分(?:率|系数)|扣分(?!原因)|偏差(?:率|度|值)|偏离(?:率|度)|^(?:指标|目标|任务)?完成(?:率|比例)(?:\(|$)"),
    ("deviation_reason", r"原因|偏差|改进|^说明|^备注|整改"),
    ("score_reviewed", r"复核|复评|核定得分|评审得分|财政评分|主管部门评分|抽查|核查得分|审核得分|审定得分|终评"),
    ("weight", r"^应得分|^标准得分"),
    ("score", r"得分|自评分|自我评分|^评分|^分数|实际分"),
    ("weight", r"分值|权重|^标准分|^满分|^权值|^赋分|^指标分(?:$|\()"),
    ("direction", r"指标性质|^性质|^(?:指标|目标值?)?符号|^计算符号|^运算符"),
    ("unit", r"计量单位|度量单位|^单位$|指标单位"),
    ("target", r"^三级指标值|^(?:年初|年度|全年)?(?:计划|预期)完成(?:值|数|指标)"),
    ("level1", r"一级指标|^一级|^指标(?:类别|类型)$"),
    ("level2", r"二级指标|^二级"),
    ("level4", r"四级指标|^四级"),
    ("level3", r"三级指标|^三级|^指标名称|^绩效指标名称|^指标内容|^具体指标|^考核指标|^指标$"),
    ("actual", r"完成值|实际值|实现值|完成情况|完成指标|实际完成|完成数|实际情况|达成值|完成程度|^业绩值$"),
    ("target_adjusted", r"^调整后?$|调整后?(?:的)?(?:指标|目标)值|\(调整后?\)(?:指标|目标)值"),
    ("target", r"指标值|目标值|预期值|计划值|年初目标|年度目标|预期目标|期望值|^标准值|^目标$|计划完成|预期指标"),
    ("target", r"^年初$|计划指标|设定值|^绩效目标$|^全年目标|^计划数|^年度指标(?:$|\()"),
)

HEAD_LABELS = Vocabulary(
    (
        "name",
        r"^(?:自评|评价|预算|支出|被评价)?(?:项目|专项|资金|政策|转移支付|专项资金|债券项目)(?:[/、]?\(?(?:政策|专项|资金|项目|支出)\)?)?(?:全称|名称)(?:\(.{1,8}\))?$",
    ),
    ("name", r"^项目$"),
    ("name", r"^(?:子|一级|二级|三级)项目名称$|^项目名称及(?:代码|编码)$|^项目(?:代码|编码)及名称$"),
    ("department_name", r"^部门(?:\(单位\)|\(盖章\))?名称$|^单位名称$|^预算部门$|^部门\(单位\)$|^部门$|^填报单位$|^评价部门$|^预算单位$"),
    ("department_name", r"^(?:预算)?部门全称$|^被评价(?:部门|单位)$|^(?:省级|市级|区级|县级|市直|县直)?预算(?:部门|单位)(?:\(单位\)|\(公章\)|\(盖章\))?名称?$"),
    ("aside", r"^中央主管(?:部门|单位)"),
    ("supervising_unit", r"^(?:市级|区级|省级|县级|地方|预算|业务)?主管(?:部门|单位)(?:及代码|名称|\(盖章\)|\(单位\)|及编码)*$"),
    ("implementing_unit", r"^(?:项目)?(?:具体)?(?:实施|执行|承担|使用|填报|用款)单位(?:\(盖章\)|名称|及代码)*$|^项目单位(?:\(盖章\))?$|^资金使用单位$"),
    ("code", r"^项目(?:编码|代码|编号)$"),
    ("total_score", r"^自评总分|^自评得分|^总得分|^评价得分|^绩效自评得分|^自评分$"),
    ("person", r"负责人|联系人|填表人|填报人|经办人|主要领导签字|领导签字|签字|联系部门"),
    ("telephone", r"电话|联系方式|手机"),
    ("date", r"^填报日期|^填报时间|^填表日期|^日期"),
    ("year", r"^(?:预算|评价|项目|填报|自评|申报|所属)?年度$|^年份$"),
    ("aside", r"^项目(?:类别|属性|类型|起止|期限|性质|背景|周期)|^资金(?:性质|来源)$|^预算科目|^功能科目|^报表编号|^附件|^附表"),
)

GOAL_COLUMNS = Vocabulary(
    ("achievement", r"实际完成|完成情况|实现情况|目标完成"),
    ("goal", r"预期目标|设定目标|年初目标|年初绩效目标|项目年度目标|年度绩效目标$|^总体目标$|^年度目标$|^绩效目标$|计划目标|申报目标"),
)

_ANY_HEADING = _AnyWording(pattern for words in (FUNDING_COLUMNS, INDICATOR_COLUMNS, HEAD_LABELS, GOAL_COLUMNS) for pattern in words.patterns)


def names_anything(text: str) -> bool:
    """Whether a text names a role in any vocabulary of forms: one search instead of one a vocabulary."""
    plain = _label(text) if len(text) <= 5 * LONGEST_LABEL else ""
    return bool(plain) and _ANY_HEADING.is_in(plain)


MANAGEMENT_LABEL = re.compile(
    r"^(?:分配科学|安排科学|下达及时|拨付合规|使用规范|执行准确|预算绩效管理|支出责任履行)(?:性|情况)$|^(?:资金|项目|预算|财务)(?:使用)?管理(?:情况|水平)?$"
)
"""Rows of a transfer's form that say in words how the money was managed."""
SUBTOTAL_LABEL = re.compile(r"^小计(?:\(.*\))?:?$")
TOTAL_LABEL = re.compile(r"^(?:自评)?(?:总分|总计|合计|总得分|合计得分|总分值|得分合计|分值合计|总\(分\)|(?<=自评)得分|综合得分|评价得分)(?:\(.*\)|值)?[::]?$")
SCORE_LABEL = re.compile(r"^(?:绩效)?(?:自评|评价)?(?:总分|总得分|得分|综合得分)(?:\(.{1,6}\))?$")
GRADE_LABEL = re.compile(r"^(?:自评|评价|评定|绩效)?(?:结果|评价)?等级$|^等次$|^评价结果$")
SCORE_SAID = re.compile(r"(?:自评|评价|综合)(?:总?得分|总分|分数?)(?:为|是|:)?(\d{1,3}(?:\.\d+)?)分?(?!值)")
GRADE_SAID = re.compile(r"(?:等级|等次|结果|结论)(?:评定)?(?:为|是|:)?[“\"'「]?(优秀|良好|一般|较差|优|良|中|差)(?=[”\"'」,。;.)]|$)")
PAGE_FURNITURE = re.compile(
    r"^(?:[-—–－·]+\d{1,3}[-—–－·]+|第?\d{1,3}页(?:[,/]?共\d{1,3}页)?|(?:续表|接上页|附[件表])\d{0,2}:?|.{0,24}自评表(?:\(.*\))?|\(?20\d\d年度?\)?)$"
)
"""What a page carries beside the form: its number, a repeated title, the year."""
NOTE_LABEL = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明)[::\d]|^(?:备注|说明|评价结论|自评结论|填[表报]人|联系人|(?:项目|单位|财务)?负责人|审核人)(?:$|:)"
    r"|^(?:其他)?(?:需要?|须)?说明的?(?:事项|问题|情况)|^(?:存在的?(?:主要)?问题|(?:下一步)?改进(?:措施|意见|建议))(?:及.*|和.*|与.*)?:?$"
    r"|^(?:偏差[较大]*|(?:绩效)?目标未完成)?(?:或目标未完成|或未完成)?原因(?:分析)?(?:及.*|和.*|与.*)?:?$"
)
"""The first words of a row below or between the indicators that is no indicator."""
TOTAL_INLINE = re.compile(
    r"^(?:[一二三四五六七八九十]、)?(?:自评)?(?P<label>总分|合计|总计|总得分|合计得分|得分合计|得分)(?:\(.*\))?:(?P<value>\d+(?:\.\d+)?)分?$"
)
"""A total in its own label: 总分：97.5分."""
