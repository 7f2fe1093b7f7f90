"""Options in Chinese words, for run.py and what it starts. It must parse on any Python 3."""

import argparse
import re
import sys

COMPLAINTS = (
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1。可用的见 python3 run.py --help"),
    (r"argument (\S+): expected one argument", r"选项 \1 后面要有一个值"),
    (r"argument (\S+): invalid int value: (.+)", r"选项 \1 的值 \2 不是整数，请写成 8502 这样的数"),
    (r"argument (\S+): ignored explicit argument (.+)", r"选项 \1 不接受值 \2"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)", r"选项 \1 没有 \2，可以是 \3"),
    (r"ambiguous option: (.+) could match (.+)", r"选项 \1 写得不全，可能是 \2"),
)


class Formatter(argparse.HelpFormatter):
    """Help with Chinese words around it."""

    def add_usage(self, usage, actions, groups, prefix=None):
        argparse.HelpFormatter.add_usage(self, usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese, in its help and in its complaints; options go into its `group`."""

    def __init__(self, **words):
        argparse.ArgumentParser.__init__(self, formatter_class=Formatter, add_help=False, **words)
        self.group = self.add_argument_group("选项")
        self.group.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message):
        for pattern, words in COMPLAINTS:
            if re.match(pattern + "$", message):
                message = re.sub(pattern, words, message)
                break
        self.print_usage(sys.stderr)
        self.exit(2, message + "\n")
