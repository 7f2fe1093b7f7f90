"""The commands and options of the command line, each with its Chinese sentence."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from analytics.access import ROLES, actor
from analytics.cli.parser import Parser
from analytics.cli.values import alias, correction, day, meaning, parameter, ratio, unit_answer, year
from analytics.settings import setting
from analytics.store.project_classes import class_names


def build_parser(commands: dict[str, Callable[..., int]]) -> Parser:
    """The parser of all commands; each command's function is in `run`."""
    parser = Parser(prog="python -m analytics", description="预算绩效透视的命令行：与页面同一套数据、同一套口径。数据写到标准输出，说明写到标准错误。")
    chosen = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=Parser)
    for name, describe in COMMANDS.items():
        sentence, add = describe
        command = chosen.add_parser(name, help=sentence, description=sentence)
        add(command)
        command.add_argument("--store", metavar="目录", type=Path, default=Path(str(setting("store"))), help="数据目录，默认 data/store。")
        command.add_argument("--as", metavar="用户名", dest="account", default="", help="以这个用户的身份和范围来做；不写则为本机的运维人员。")
        command.add_argument("--json", action="store_true", help="以固定的 JSON 格式输出，供其他程序使用。")
        command.set_defaults(run=commands[name])
    return parser


def _files(command: Parser) -> None:
    command.add_argument("files", nargs="+", metavar="文件", help="要读取的工作簿或 Word 文档，或装有它们的文件夹、.zip 压缩包；可以有多个，也可以用通配符。")


def _read(command: Parser) -> None:
    _files(command)
    command.add_argument("--district", metavar="区", help="表中没有写明时，这些文件属于哪个区。")
    command.add_argument("--department", metavar="部门", help="表中没有写明时，这些文件属于哪个预算部门。")
    command.add_argument("--year", metavar="年度", type=year, help="表中没有写明时，这些文件属于哪个年度。")
    command.add_argument("--override", action="store_true", help="即使表中写明了区、部门或年度，也以上面的选项为准。")
    command.add_argument("--alias", metavar="印名=部门", type=alias, action="append", default=[], help="表上的部门印名属于哪个预算部门，可重复。")
    unit = "认定某个项目的金额单位（元、万元或亿元），可重复。"
    command.add_argument("--unit", metavar="项目=单位", type=unit_answer, action="append", default=[], help=unit)
    cell = "更正一格的文字（原文仍保留），确无数字的写“空”，可重复；用于一次读一个文件。"
    command.add_argument("--cell", metavar="表!格=文字", type=correction, action="append", default=[], help=cell)
    column = "没有认出的表头是什么意思，如“本年用去=全年执行数”，可重复。"
    command.add_argument("--column", metavar="表头=含义", type=meaning, action="append", default=[], help=column)
    _problems(command)


def _import(command: Parser) -> None:
    _read(command)
    command.add_argument("--replace-whole", action="store_true", help="整体替换：同类、同区、同部门、同年度的旧记录全部由新文件取代。")
    command.add_argument("--dry-run", action="store_true", help="只看会新增、替换和保留什么，不存储。")
    command.add_argument("--remember", action="store_true", help="记住 --alias 给出的写法，以后的文件里再出现就自动归到该部门。")


def _filters(command: Parser) -> None:
    command.add_argument("--year", metavar="年度", type=year, action="append", default=[], help="只看这个年度，可重复。")
    command.add_argument("--district", metavar="区", action="append", default=[], help="只看这个区，可重复。")
    command.add_argument("--department", metavar="部门", action="append", default=[], help="只看这个预算部门，可重复。")
    command.add_argument("--budget-min", metavar="万元", type=float, help="预算不低于多少万元（含）。")
    command.add_argument("--budget-max", metavar="万元", type=float, help="预算不超过多少万元（含）。")
    command.add_argument("--rate-min", metavar="比率", type=ratio, help="执行率不低于（含），如 0.8 或 80%%。")
    command.add_argument("--rate-max", metavar="比率", type=ratio, help="执行率低于（不含），如 0.8 或 80%%。")
    command.add_argument("--below", metavar="比率", type=ratio, help="同 --rate-max：低于80%% 写作 --below 0.8，恰为 80%% 的不算。")
    command.add_argument("--search", metavar="文字", default="", help="项目名称、编码、部门或单位中含有的文字。")
    command.add_argument(
        "--view", metavar="视图", default="", help="页面上“保存为我的视图”的名字：用它的筛选条件，与上面的选项同写时以选项为准；见 views 命令。"
    )


def _findings(command: Parser) -> None:
    from analytics.audit.cards import FAMILIES, RULES, SEVERITIES
    from analytics.audit.case import STATUSES, VERDICTS

    command.add_argument("--rule", metavar="规则", choices=RULES, help="只看这条规则，如 execution-score-above-rate。")
    families = "、".join(f"{key} {word}" for key, word in FAMILIES.items())
    command.add_argument("--family", metavar="类别", choices=FAMILIES, help=f"只看这一类：{families}。")
    command.add_argument("--severity", metavar="程度", choices=SEVERITIES, help="只看这个程度：error 错误，warning 警告，note 提示。")
    statuses, verdicts = ("、".join(f"{key} {word}" for key, word in words.items()) for words in (STATUSES, VERDICTS))
    command.add_argument("--status", metavar="状态", choices=STATUSES, action="append", default=[], help=f"只看这个状态，可重复：{statuses}。")
    command.add_argument("--verdict", metavar="结论", choices=VERDICTS, action="append", default=[], help=f"只看这种核实结论，可重复：{verdicts}。")
    command.add_argument("--owner", metavar="姓名", action="append", default=[], help="只看这位责任人的，可重复；没有责任人的写“未指派”。")
    _filters(command)


def _case(command: Parser) -> None:
    from analytics.audit.case import ACTIONS, VERDICTS

    command.add_argument("keys", nargs="+", metavar="编号", help="疑点的编号，见 findings 命令的输出；可以有多个，要么全部办成，要么都不改变。")
    moves = command.add_mutually_exclusive_group()
    for name in ("issue", "take_back", "explain", "dispute", "answer", "rectify", "close", "reopen", "remark"):
        moves.add_argument(f"--{name.replace('_', '-')}", action="store_true", help=f"{ACTIONS[name]}。")
    verdicts = "、".join(f"{key} {word}" for key, word in VERDICTS.items())
    moves.add_argument("--verify", metavar="结论", choices=VERDICTS, help=f"核实，结论为：{verdicts}。")
    moves.add_argument("--assign", metavar="姓名", help='指定责任人；写 "" 则不再指定。')
    moves.add_argument("--attach", metavar="文件", type=Path, help="附上一份证据文件。")
    moves.add_argument("--evidence", metavar="校验值", help="取回一份证据文件，校验值见这条疑点的经过。")
    command.add_argument("--note", metavar="文字", default="", help="说明、答复、备注或理由。")
    command.add_argument("--unmended", metavar="文字", default="", help="属实或部分属实而没有要求整改就销号的，写明理由。")
    command.add_argument("--due", metavar="日期", type=day, help="期限，如 2026-03-31；可随下发、要求整改一起写，也可单独改。")
    command.add_argument("--out", metavar="文件", type=Path, help="证据文件写到这里，默认为它原来的名称。")
    _acting(command)
    command.add_argument("--department", metavar="部门", action="append", default=[], help="填报人员所属的预算部门，可重复。")


def _uses(command: Parser) -> None:
    from analytics.audit.use_decisions import DECISIONS, TAKEN_BACK_WORDS
    from analytics.audit.use_of_results import uses

    command.add_argument("keys", nargs="*", metavar="编号", help="建议的编号；不写则列出全部。要么全部决定，要么都不改变。")
    kinds = "、".join(f"{key} {word}" for key, word in uses().items())
    command.add_argument("--use", metavar="用途", choices=uses(), help=f"只看这一种：{kinds}。")
    command.add_argument("--undecided", action="store_true", help="只看待决定的，数字变了须重新决定的也在内。")
    moves = command.add_mutually_exclusive_group()
    decisions = "、".join(f"{key} {word}" for key, word in DECISIONS.items())
    moves.add_argument("--decide", metavar="决定", choices=DECISIONS, help=f"决定这几项：{decisions}。")
    moves.add_argument("--take-back", action="store_true", help=f"{TAKEN_BACK_WORDS}，回到待决定；作过的决定仍留存。")
    command.add_argument("--note", metavar="文字", default="", help="理由；不同意或暂缓须写明。")
    _acting(command)
    _filters(command)


def _views(command: Parser) -> None:
    from analytics.cli.views import VIEW_DEEDS

    deeds = "、".join(f"{key} {word}" for key, word in VIEW_DEEDS.items())
    command.add_argument("deed", nargs="?", metavar="做什么", choices=VIEW_DEEDS, default="list", help=f"{deeds}；不写则列出。")
    command.add_argument("name", nargs="?", metavar="名字", default="", help="视图的名字。")
    command.add_argument("value", nargs="?", metavar="地址或新名字", default="", help="save 时写页面的地址（页面右上角“复制链接”），rename 时写新名字。")


def _rules(command: Parser) -> None:
    from analytics.audit.cards import RULES

    command.add_argument("rule", nargs="?", metavar="规则", choices=RULES, help="只看这条规则；不写则列出全部。")
    switch = command.add_mutually_exclusive_group()
    switch.add_argument("--off", action="store_true", help="停用：它的疑点不再列出，也不计数，仍保存在台账里。")
    switch.add_argument("--on", action="store_true", help="重新启用。")
    command.add_argument("--reason", metavar="文字", default="", help="停用或启用的理由，随规则保存。")
    _acting(command)


def _acting(command: Parser) -> None:
    roles = "、".join(f"{key} {word}" for key, word in ROLES.items())
    command.add_argument("--person", metavar="姓名", default=actor(), help="谁在办，默认为本机用户。")
    command.add_argument("--role", metavar="身份", choices=ROLES, default="auditor", help=f"以什么身份：{roles}；默认为 auditor。")


def _report(command: Parser) -> None:
    from analytics.cli.report import KINDS

    named = "、".join(f"{key} {word}" for key, word in KINDS.items())
    command.add_argument("kind", metavar="种类", choices=KINDS, help=f"要写的文书：{named}。")
    endings = "写到这个文件。briefing 写成 .docx 或 .pdf；slides 写成 .pptx；dashboard 写成 .pdf；"
    endings += "charts 写成 .zip，每张图一个 .svg 和一个 .png，数据在一个 .xlsx 里；"
    endings += "workpaper 写成 .docx 为底稿，.xlsx 为附表，.zip 为每个事项（部门、年度、类别）一份底稿和附表。"
    command.add_argument("--out", metavar="文件", type=Path, required=True, help=endings)
    _findings(command)
    for name, words in PAPER_TEXTS.items():
        command.add_argument(f"--{name}", metavar="文字", help=words)
    for name, words in (("prepared", "编制"), ("reviewed", "审核")):
        command.add_argument(f"--{name}-by", metavar="姓名", help=f"{words}人，不写则留空手签。")
        command.add_argument(f"--{name}-on", metavar="日期", type=day, help=f"{words}日期，如 2026-03-31。")
    command.add_argument("--due", metavar="日期", type=day, help="核实函的反馈期限，如 2026-03-31。")
    command.add_argument("--annexes", metavar="份数", type=int, help="底稿的附件数。")
    command.add_argument("--pages", metavar="页数", type=int, help="取证单的附件页数。")


PAPER_TEXTS = {
    "project": "审计项目名称。",
    "matter": "审计（检查）事项，不写则按部门、年度和类别写出。",
    "index": "索引号。",
    "process": "实施过程，不写则写明所用的数据、规则和核对的单元格。",
    "conclusion": "审计结论，不写则写明疑点的条数和类别。",
    "basis": "定性依据，不写则列出各条规则的依据。",
    "opinion": "审核意见，不写则留出三种意见供勾选。",
}


def _metric(command: Parser) -> None:
    command.add_argument("name", nargs="?", metavar="指标", help="指标的名称；不写则列出全部指标。")
    command.add_argument("--by", metavar="维度", help="按哪个维度分组，如 district、department、fiscal_year。")
    command.add_argument("--set", metavar="参数=值", type=parameter, action="append", default=[], help="指标自己的参数，如 threshold=0.8，可重复。")
    command.add_argument("--out", metavar="文件.xlsx", type=Path, help="另写成工作簿：第二张表写明各列的含义，能相加的列有公式合计。")
    _filters(command)


def _withdraw(command: Parser) -> None:
    command.add_argument("batch", metavar="批次", help="批次编号，或它的序号。")
    command.add_argument("--undo", action="store_true", help="反过来：把已撤回的批次恢复。")


def _batch(command: Parser) -> None:
    command.add_argument("batch", metavar="批次", help="批次编号，或它的序号。")
    command.add_argument("--original", metavar="文件", type=Path, help="把当时导入的原文件写到这里。")
    _problems(command)


def _compare(command: Parser) -> None:
    command.add_argument("old", metavar="先前的版本", help="数据版本，见 batches 命令的输出。")
    command.add_argument("new", metavar="后来的版本", help="与它相比的版本。")


def _editions(command: Parser) -> None:
    command.add_argument("old", metavar="改前的文件", type=Path, help="有问题的一份。")
    command.add_argument("new", metavar="改后的文件", type=Path, help="改好的一份。")


def _problems(command: Parser) -> None:
    command.add_argument("--problems", metavar="文件.xlsx", type=Path, help="把问题清单写成工作簿：每个问题的单元格、现为、应为和处理办法。")


def _classify(command: Parser) -> None:
    command.add_argument("project", metavar="项目标识", help="项目标识，见 projects --json。")
    command.add_argument("project_class", metavar="类别", choices=class_names(), help=f"归入：{'、'.join(class_names())}。")


def _department_function(command: Parser) -> None:
    from analytics.compare.functions import function_names

    command.add_argument("department", nargs="?", metavar="部门", help="要认定的预算部门；不写则列出全部部门的职能和依据。")
    command.add_argument("function", nargs="?", metavar="职能", choices=function_names(), help=f"认定为：{'、'.join(function_names())}。")
    command.add_argument("--undo", action="store_true", help="撤销认定，仍按名称归类。")
    _acting(command)


def _links(command: Parser) -> None:
    actions = "list 列出（默认）、confirm 确认、reject 不是同一项目、undo 撤销认定"
    command.add_argument("action", nargs="?", metavar="做什么", choices=("list", "confirm", "reject", "undo"), default="list", help=f"{actions}。")
    command.add_argument("projects", nargs="*", metavar="项目标识", help="认定时写两个项目标识，见 links --json；没有提示的两个项目也可以认定。")
    _filters(command)
    _acting(command)


def _restore(command: Parser) -> None:
    command.add_argument("version", metavar="版本", help="要回到的数据版本，见 batches 命令的输出。")


def _nothing(_command: Parser) -> None:
    """The command has no options of its own."""


def _backup(command: Parser) -> None:
    command.add_argument("file", metavar="文件", type=Path, help="备份写到这个 .zip 文件；是文件夹时，写成其中以时刻命名的一份。")
    command.add_argument("--keep", metavar="份数", type=int, help="写到文件夹时只留最近几份，更早的由本命令写出的备份会删去；用于定时备份。")


def _doctor(command: Parser) -> None:
    command.add_argument("--repair", action="store_true", help="损坏的批次由保存的原文件重新读取，再检查一遍。")


def _settings(command: Parser) -> None:
    command.add_argument("--example", action="store_true", help="改为写出一份设置文件的样子，每项都是默认值。")


def _templates(command: Parser) -> None:
    command.add_argument("directory", metavar="文件夹", type=Path, help="表样写到这个文件夹，同名文件会被替换。")
    command.add_argument("--district", metavar="区", help="填好这个区，并用它自己的计分规则。")
    command.add_argument("--department", metavar="部门", help="填好这个预算部门。")
    command.add_argument("--year", metavar="年度", type=year, help="填好这个年度，并用当年的计分规则。")


def _restore_backup(command: Parser) -> None:
    command.add_argument("file", metavar="文件", type=Path, help="由 backup 命令写出的备份文件。")
    command.add_argument("--force", action="store_true", help="数据目录不空时也替换；替换前会把现有数据另存为一份备份。")


def _users(command: Parser) -> None:
    from analytics.cli.users import USER_DEEDS

    deeds = "、".join(f"{key} {word}" for key, word in USER_DEEDS.items())
    command.add_argument("deed", nargs="?", metavar="做什么", choices=USER_DEEDS, default="list", help=f"{deeds}；不写则列出。")
    command.add_argument("name", nargs="?", metavar="用户名", help="登录用的名字。")
    command.add_argument("--title", metavar="姓名", help="本人姓名，写在文书和经过里。")
    command.add_argument("--role", metavar="身份", choices=ROLES, help=f"身份：{'、'.join(f'{key} {word}' for key, word in ROLES.items())}。")
    command.add_argument("--department", metavar="部门", action="append", default=[], help="填报人员所属的预算部门，可重复。")
    command.add_argument("--district", metavar="区", action="append", default=[], help="只许看这个区，可重复；不写则不限。")
    command.add_argument("--elsewhere", action="store_true", help="不在本系统设密码：由统一身份认证或网关登录。")


def _audit_log(command: Parser) -> None:
    from analytics.cli.users import LOG_DEEDS

    deeds = "、".join(f"{key} {word}" for key, word in LOG_DEEDS.items())
    command.add_argument("deed", nargs="?", metavar="做什么", choices=LOG_DEEDS, default="list", help=f"{deeds}；不写则列出。")
    command.add_argument("--actor", metavar="姓名", default="", help="只看这个人的。")
    command.add_argument("--action", metavar="动作", default="", help="只看这种动作，如 sign-in、import、export。")
    command.add_argument("--search", metavar="文字", default="", help="只看含有这段文字的。")
    command.add_argument("--since", metavar="日期", type=day, help="从这一天起（UTC），如 2026-03-31。")
    command.add_argument("--until", metavar="日期", type=day, help="到这一天止（UTC）。")
    command.add_argument("--limit", metavar="条数", type=int, default=200, help="最多列出多少条，默认 200；export 总是全部。")
    command.add_argument("--out", metavar="文件", type=Path, help="export 写到这个 .csv 文件。")


COMMANDS: dict[str, tuple[str, Callable[[Parser], None]]] = {
    "read": ("只读取文件：列出读到的内容、所在单元格和没有读懂的地方，不存储。", _read),
    "check": ("公开前自查：读取文件并运行所有能运行的规则，不存储。", _read),
    "import": ("读取、认定并存储文件；同一文件再次导入不改变任何数据。", _import),
    "projects": ("按条件列出项目（只含项目支出绩效自评）。", _filters),
    "findings": ("列出规则查出的疑点；有错误级疑点时退出码为 1。", _findings),
    "case": ("看一条疑点的经过，或办理：下发、说明、答复、核实、整改、销号、备注、证据。", _case),
    "rules": ("列出每条规则查出多少、核实多少属实；可停用或启用一条规则。", _rules),
    "uses": ("结果应用清单：列出建议收回、压减、优先保障的资金，决定其中几项，或撤回决定。", _uses),
    "views": ("列出保存的视图（页面上的“我的视图”），保存、改名或删去一个；其他命令用 --view 取它的筛选条件。", _views),
    "report": (
        "写出带走的文书：简报、幻灯片、整个看板、全部图表、审计工作底稿及附表、取证单、核实函，筛选条件与 findings 相同（简报、幻灯片和看板只用项目的条件）。",
        _report,
    ),
    "metric": ("计算页面上的任一指标。", _metric),
    "templates": ("写出空白表样：自评表和项目汇总表，带下拉列表、公式和计分规则。", _templates),
    "batches": ("列出全部导入批次和数据版本。", _nothing),
    "batch": ("看一个批次：谁在何时导入、当时的决定、发现的问题；可取回原文件和问题清单。", _batch),
    "compare": ("比较两个数据版本：新增、去掉和数字有变的记录。", _compare),
    "editions": ("对照同一文件改前改后的两份：解决了哪些问题，哪些数变了；不存储。", _editions),
    "classify": ("认定一个项目的类别，优先于按名称归类，以后导入仍有效。", _classify),
    "department-function": ("列出各部门的职能，或认定一个部门的职能，优先于按名称归类；区际对比把同职能的部门放在一起。", _department_function),
    "links": ("哪些可能是同一项目的不同年度：列出提示和依据，由人确认、否定或撤销。", _links),
    "withdraw": ("撤回一个批次：数据不再计入，原文件仍保留。", _withdraw),
    "restore": ("回到某个数据版本当时的批次。", _restore),
    "rebuild": ("由批次重新构建数据快照。", _nothing),
    "doctor": ("检查数据目录里的一切：设置、磁盘、台账、快照、每个批次和证据文件的校验值；有错误时退出码为 1。", _doctor),
    "settings": ("列出每项设置、现在的值和它的来处（环境变量、设置文件、默认值）。", _settings),
    "backup": ("把台账和全部批次备份成一个文件。", _backup),
    "restore-backup": ("由备份文件恢复，先核对每个文件的校验值。", _restore_backup),
    "users": ("管理谁可以登录：列出、开通、重设密码、停用、启用、改身份和范围。", _users),
    "audit-log": ("操作日志：列出、核对有没有被改动（verify）、写成文件（export）。", _audit_log),
}


def parse(commands: dict[str, Callable[..., int]], arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments as a namespace; leaves with exit code 2 when they make no sense."""
    return build_parser(commands).parse_args(arguments)
