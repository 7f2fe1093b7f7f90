"""A register of many projects on one sheet, read and imported: one department has fifty lines, every line twelve columns."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from bench.results import Result, absolute
from bench.timing import in_a_child

LINES = 100_000
SECONDS = 60
MEGABYTES = 2000
OF_A_DEPARTMENT = 50
TITLE = "2023年度项目支出绩效自评情况汇总表（单位：万元）"
COLUMNS = ("序号", "预算部门", "项目名称", "实施单位", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分", "评价等级", "偏差原因", "备注")


@contextmanager
def generated_register(lines: int) -> Iterator[str]:
    """The path of a generated register, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "register.xlsx"
        path.write_bytes(register_of(lines))
        yield str(path)


def register_of(lines: int) -> bytes:
    """An .xlsx of one sheet: a title, a heading, a line a project, every cell filled."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet("汇总表")
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, COLUMNS)
        for number in range(lines):
            sheet.write_row(2 + number, 0, _line(number))
    return stream.getvalue()


def _line(number: int) -> tuple[object, ...]:
    department = f"海淀区第{number // OF_A_DEPARTMENT + 1}城市运行中心"
    budget = round(10 + (number * 7919 % 100_000) / 37, 2)
    executed = round(budget * (0.6 + number % 40 / 100), 2)
    score = round(80 + number % 200 / 10, 1)
    figures = (budget, budget, executed, f"{executed / budget:.2%}", score, "优" if score >= 90 else "良")
    return (number + 1, department, f"第{number + 1}号运行维护项目", department, *figures, f"第{number % 9 + 1}季度招标结余", "公开")


def measure_register() -> list[Result]:
    """Seconds and peak memory of importing a register into a new store, once: it takes long."""
    with generated_register(LINES) as path:
        timing = in_a_child(["register", path])
    _same(timing.answer, LINES)
    return [
        absolute("register", f"import {LINES} lines, by the clock", timing.wall, "s", SECONDS, f"{timing.process:.1f} s of processor time beside reading"),
        absolute("register", f"import {LINES} lines, peak memory", timing.peak, "MB", MEGABYTES),
    ]


def check_answers(lines: int = 12) -> None:
    """Imports a small register; raises RuntimeError where another number of lines is stored."""
    with generated_register(lines) as path:
        _same(in_a_child(["register", path]).answer, lines)


def _same(answer: int, expected: int) -> None:
    if answer != expected:
        raise RuntimeError(f"{expected} lines were generated, but {answer} are stored")
