"""A parser of arguments that speaks Chinese."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from typing import NoReturn

USAGE = 2
WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"选项 \1 后面要有一个值"),
    (r"argument (\S+): expected at least one argument", r"参数 \1 至少要有一个"),
    (r"argument (\S+): invalid float value: (.+)", r"选项 \1 的值 \2 不是数字，请写成 500 或 0.5 这样的数字"),
    (r"argument (\S+): invalid \S+ value: (.+)", r"选项 \1 的值 \2 无法理解，写法见 --help"),
    (r"argument (\S+): not allowed with argument (\S+)", r"选项 \1 不能与 \2 同用"),
    (r"argument (\S+): ignored explicit argument (.+)", r"选项 \1 不接受值 \2"),
    (r"argument (\S+): (.+)", r"选项 \1：\2"),
)


class Formatter(argparse.HelpFormatter):
    """Help with Chinese words around it."""

    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese, in its help and in its complaints."""

    def __init__(self, *arguments, **named) -> None:
        super().__init__(*arguments, formatter_class=Formatter, add_help=False, allow_abbrev=False, **named)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明。")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, in Chinese, and leave with the exit code for usage."""
        self.print_usage(sys.stderr)
        chosen = re.match(r"argument (\S+): invalid choice: '(.+?)' \(choose from (.+)\)", message)
        self.exit(USAGE, f"{_unknown(chosen) if chosen else _translated(message)}\n")


def _translated(message: str) -> str:
    for pattern, words in WORDS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


def _unknown(chosen: re.Match[str]) -> str:
    known = re.findall(r"[^\s',]+", chosen[3])
    near = difflib.get_close_matches(chosen[2], known, 1)
    return f"没有“{chosen[2]}”，{f'您是否要用“{near[0]}”？' if near else '可用的有：' + '、'.join(known)}"
