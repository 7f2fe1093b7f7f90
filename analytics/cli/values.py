"""What an option may hold: a text of the command line into a value, with a Chinese word where it is none."""

from __future__ import annotations

import argparse
import re
from datetime import date

UNITS = ("元", "万元", "亿元")


def ratio(text: str) -> float:
    """0.8 or 80%; raises for a bare 80, which means neither for certain."""
    try:
        number = float(text.rstrip("%％")) / (100 if text.endswith(("%", "％")) else 1)
    except ValueError:
        number = -1
    if not 0 <= number < 10:
        raise argparse.ArgumentTypeError(f"比率请写成 0.8 或 80%，现为 {text}")
    return number


def year(text: str) -> int:
    """2021 as a number; raises for what is no year."""
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise argparse.ArgumentTypeError(f"年度请写成四位数字，如 2021，现为 {text}")
    return int(text)


def unit_answer(text: str) -> tuple[str, str]:
    """项目名称=元 as a pair."""
    name, _, unit = text.rpartition("=")
    if not name or unit not in UNITS:
        raise argparse.ArgumentTypeError(f"请写成“项目名称=元”（或万元、亿元），现为 {text}")
    return name, unit


def alias(text: str) -> tuple[str, str]:
    """印名=部门 as a pair."""
    printed, _, department = text.partition("=")
    if not printed or not department:
        raise argparse.ArgumentTypeError(f"请写成“印名=部门”，现为 {text}")
    return printed, department


def correction(text: str) -> tuple[str, str]:
    """工作表!单元格=文字 as a pair."""
    place, _, right = text.partition("=")
    if not re.fullmatch(r".+![A-Za-z]{1,3}[1-9]\d*", place) or not right:
        raise argparse.ArgumentTypeError(f"请写成“工作表!单元格=正确的文字”，现为 {text}")
    sheet, _, cell = place.rpartition("!")
    return f"{sheet}!{cell.upper()}", right


def meaning(text: str) -> tuple[str, str]:
    """表头=含义 as a pair."""
    heading, _, meant = text.rpartition("=")
    if not heading or not meant:
        raise argparse.ArgumentTypeError(f"请写成“表头=含义”，如“本年用去=全年执行数”，现为 {text}")
    return heading, meant


def parameter(text: str) -> tuple[str, float | str]:
    """名称=值 as a pair; the value is a number where it can be one."""
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"请写成“参数=值”，现为 {text}")
    try:
        return name, float(value)
    except ValueError:
        return name, value


def day(text: str) -> date:
    """2026-03-31 as a date; raises for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期请写成 2026-03-31，现为 {text}") from None
