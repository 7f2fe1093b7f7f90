"""Kinds of damage: to the cells of a sheet, and to the bytes of a file. Each takes its own dice, so that a seed names one damage."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from random import Random

from tests.examples.rows import Cell, Example, Sheet

OnSheet = Callable[[Sheet, Random], None]
OnBytes = Callable[[bytes, Random], bytes]

STRANGE = {
    "date": Cell(datetime(2022, 3, 5), "yyyy-mm-dd"),
    "truth": Cell(True),
    "reference error": Cell("#REF!", None, "=Missing!A1"),
    "division error": Cell("#DIV/0!", None, "=1/0"),
    "huge": Cell(1e300),
    "sixteen digits": Cell(1234567890123456.0),
    "tiny": Cell(1e-12),
    "negative": Cell(-15.5),
    "in brackets": Cell("(12.5)"),
    "control characters": Cell("1\x01\x1f\x7f2"),
    "emoji": Cell("😀10👍🏽"),
    "very long": Cell("长" * 32_000),
    "very long number": Cell("9" * 5_000),
    "uncalculated": Cell(None, None, "=SUM(A1:A9)"),
    "right to left": Cell("\u202e5.8\u202c"),
    "zero width": Cell("8\u200b5"),
    "full width": Cell("１２．５"),
    "other digits": Cell("١٢٣"),
    "superscript": Cell("10²"),
    "circled": Cell("①②"),
    "Chinese digits": Cell("壹佰贰拾"),
    "exponent": Cell("1e5"),
    "fraction": Cell("1/2"),
    "range": Cell("10-20"),
    "two numbers": Cell("10 20"),
    "not a number": Cell("nan"),
    "infinity": Cell("-inf"),
    "many commas": Cell("1,2,3,4"),
    "with unit": Cell("85亿元"),
    "with a wrong unit": Cell("85元"),
    "percent": Cell(0.5, "0%"),
    "percent of percent": Cell("120%%"),
    "blank text": Cell(" \n\u3000 "),
    "line breaks": Cell("8\n5"),
    "markup": Cell("<b>10</b>&amp;"),
    "formula text": Cell("=1+1"),
    "total label": Cell("总分"),
    "note label": Cell("注：5"),
    "heading": Cell("三级指标"),
    "name label": Cell("项目名称"),
    "amount heading": Cell("全年执行数"),
}
"""What a cell may hold that none should."""


def _filled(sheet: Sheet, dice: Random) -> tuple[int, int]:
    return dice.choice([(row, column) for row, column, _ in sheet.cells()] or [(0, 0)])


def _number(sheet: Sheet, dice: Random) -> tuple[int, int]:
    return dice.choice([(row, column) for row, column, cell in sheet.cells() if isinstance(cell.value, float)] or [_filled(sheet, dice)])


def _set(sheet: Sheet, place: tuple[int, int], cell: Cell | None) -> None:
    row, column = place
    sheet.rows[row].extend([None] * (column + 1 - len(sheet.rows[row])))
    sheet.rows[row][column] = cell


def put(cell: Cell) -> OnSheet:
    return lambda sheet, dice: _set(sheet, _number(sheet, dice) if dice.random() < 0.7 else _filled(sheet, dice), cell)


def swap_cells(sheet: Sheet, dice: Random) -> None:
    one, other = _filled(sheet, dice), _filled(sheet, dice)
    first, second = sheet.rows[one[0]][one[1]], sheet.rows[other[0]][other[1]]
    _set(sheet, one, second)
    _set(sheet, other, first)


def clear_cells(sheet: Sheet, dice: Random) -> None:
    for _ in range(dice.randint(1, 5)):
        _set(sheet, _filled(sheet, dice), None)


def copy_cell(sheet: Sheet, dice: Random) -> None:
    row, column = _filled(sheet, dice)
    _set(sheet, (dice.randrange(len(sheet.rows)), dice.randrange(14)), sheet.rows[row][column])


def stray_number(sheet: Sheet, dice: Random) -> None:
    _set(sheet, (dice.randrange(len(sheet.rows)), dice.randrange(14)), Cell(dice.randint(1, 99999) / 8))


def misspell(sheet: Sheet, dice: Random) -> None:
    """A letter less, one twice, two exchanged, or something invisible in a text."""
    texts = [(row, column, cell.value) for row, column, cell in sheet.cells() if isinstance(cell.value, str) and len(cell.value) > 1]
    row, column, text = dice.choice(texts or [(0, 0, "表头")])
    at = dice.randrange(len(text) - 1)
    before, letter, after = text[:at], text[at], text[at + 1 :]
    _set(
        sheet,
        (row, column),
        Cell(dice.choice((before + after, before + letter + text[at:], before + after[0] + letter + after[1:], before + "\u200b" + text[at:]))),
    )


def misspell_much(sheet: Sheet, dice: Random) -> None:
    for _ in range(12):
        misspell(sheet, dice)


def merge_at_random(sheet: Sheet, dice: Random) -> None:
    taken = {(r, c) for top, left, bottom, right in sheet.merges for r in range(top, bottom + 1) for c in range(left, right + 1)}
    for _ in range(6):
        top, left = dice.randrange(len(sheet.rows)), dice.randrange(10)
        merge = (top, left, top + dice.randint(0, 3), left + dice.randint(1, 3))
        cells = {(r, c) for r in range(top, merge[2] + 1) for c in range(left, merge[3] + 1)}
        if not cells & taken:
            taken |= cells
            sheet.merges.append(merge)


def drop_row(sheet: Sheet, dice: Random) -> None:
    del sheet.rows[dice.randrange(len(sheet.rows))]
    sheet.merges.clear()
    sheet.rows = sheet.rows or [[]]


def repeat_row(sheet: Sheet, dice: Random) -> None:
    at = dice.randrange(len(sheet.rows))
    sheet.rows.insert(dice.randrange(len(sheet.rows)), list(sheet.rows[at]))
    sheet.merges.clear()


def swap_rows(sheet: Sheet, dice: Random) -> None:
    one, other = dice.randrange(len(sheet.rows)), dice.randrange(len(sheet.rows))
    sheet.rows[one], sheet.rows[other] = sheet.rows[other], sheet.rows[one]


def shift_row(sheet: Sheet, dice: Random) -> None:
    row = dice.randrange(len(sheet.rows))
    sheet.rows[row] = [None, *sheet.rows[row]] if dice.random() < 0.5 else sheet.rows[row][1:]


def drop_column(sheet: Sheet, dice: Random) -> None:
    at = dice.randrange(9)
    sheet.rows = [row[:at] + row[at + 1 :] for row in sheet.rows]
    sheet.merges.clear()


def insert_column(sheet: Sheet, dice: Random) -> None:
    at = dice.randrange(9)
    sheet.rows = [row[:at] + [None] + row[at:] for row in sheet.rows]
    sheet.merges.clear()


def swap_columns(sheet: Sheet, dice: Random) -> None:
    one, other = dice.randrange(9), dice.randrange(9)
    for row in sheet.rows:
        row.extend([None] * (9 - len(row)))
        row[one], row[other] = row[other], row[one]
    sheet.merges.clear()


def transpose(sheet: Sheet, dice: Random) -> None:
    width = max(len(row) for row in sheet.rows)
    sheet.rows = [[row[column] if column < len(row) else None for row in sheet.rows] for column in range(width)] or [[]]
    sheet.merges.clear()


def numbers_as_text(sheet: Sheet, dice: Random) -> None:
    for row, column, cell in list(sheet.cells()):
        if isinstance(cell.value, float) and dice.random() < 0.6:
            _set(sheet, (row, column), Cell(dice.choice(["{}", " {} ", "{}元", "{}万元", "{}%", "约{}", "{:,}", "'{}"]).format(cell.value)))


def texts_as_numbers(sheet: Sheet, dice: Random) -> None:
    for row, column, cell in list(sheet.cells()):
        if isinstance(cell.value, str) and dice.random() < 0.2:
            _set(sheet, (row, column), Cell(float(dice.randint(0, 500))))


def scatter(sheet: Sheet, dice: Random) -> None:
    cells = [cell for _, _, cell in sheet.cells()]
    dice.shuffle(cells)
    width = dice.randint(3, 9)
    sheet.rows = [list(cells[start : start + width]) for start in range(0, len(cells), width)] or [[]]
    sheet.merges.clear()


ON_SHEETS: dict[str, OnSheet] = {name: put(cell) for name, cell in STRANGE.items()} | {
    damage.__name__: damage
    for damage in (swap_cells, clear_cells, copy_cell, stray_number, misspell, misspell_much, merge_at_random, drop_row, repeat_row, swap_rows, shift_row)
    + (drop_column, insert_column, swap_columns, transpose, numbers_as_text, texts_as_numbers, scatter)
}


def damage_sheets(example: Example, names: list[str], dice: Random) -> Example:
    for name in names:
        ON_SHEETS[name](dice.choice(example.sheets), dice)
    if dice.random() < 0.1:
        copied = example.sheets[0]
        example.sheets.append(Sheet(f"{copied.name}(2)", False, copied.rows, copied.merges, copied.tables))
    return example


def flip_bytes(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice([1, 3, 30])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def truncate(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def append_rubbish(content: bytes, dice: Random) -> bytes:
    return content + bytes(dice.randrange(256) for _ in range(dice.randint(1, 2000)))


def cut_out(content: bytes, dice: Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randint(1, 400) :]


def _rezipped(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return stream.getvalue()


def _in_a_part(content: bytes, dice: Random, change: Callable[[bytes], bytes | None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chosen = dice.choice(archive.namelist())
    return _rezipped(content, lambda name, part: change(part) if name == chosen else part)


def remove_part(content: bytes, dice: Random) -> bytes:
    return _in_a_part(content, dice, lambda part: None)


def empty_part(content: bytes, dice: Random) -> bytes:
    return _in_a_part(content, dice, lambda part: b"")


def flip_in_part(content: bytes, dice: Random) -> bytes:
    return _in_a_part(content, dice, lambda part: flip_bytes(part, dice) if part else part)


def truncate_part(content: bytes, dice: Random) -> bytes:
    return _in_a_part(content, dice, lambda part: truncate(part, dice) if part else part)


def drop_tags(content: bytes, dice: Random) -> bytes:
    return _in_a_part(content, dice, lambda part: re.sub(rb"<[^>]{1,200}>", lambda tag: b"" if dice.random() < 0.05 else tag.group(), part))


def _everywhere(content: bytes, dice: Random, pattern: bytes, wrong: list[bytes]) -> bytes:
    """One in twelve of what the pattern finds becomes something wrong."""
    return _rezipped(content, lambda name, part: re.sub(pattern, lambda at: dice.choice(wrong) if dice.random() < 0.08 else at.group(), part))


def scramble_references(content: bytes, dice: Random) -> bytes:
    wrong = [b"ZZZ1", b"A0", b"XFE1048577", b"B2", b"A-1", b"", b"A99999999999", b"a1"]
    return _everywhere(content, dice, rb'\br="[A-Z]+\d+"', [b'r="%s"' % text for text in wrong])


def scramble_numbers(content: bytes, dice: Random) -> bytes:
    """Attributes such as the index of a style or of a shared string, the size of a merge, a repetition."""
    wrong = [b"-1", b"99999999999", b"1048577", b"x", b"", b"3"]
    return _everywhere(content, dice, rb'="\d+"', [b'="%s"' % text for text in wrong])


def scramble_values(content: bytes, dice: Random) -> bytes:
    wrong = [b"-1", b"99999999999", b"1e999", b"NaN", b"", b"0x10", b"1,5"]
    return _everywhere(content, dice, rb"<v>[^<]*</v>", [b"<v>%s</v>" % text for text in wrong])


ON_BYTES: tuple[OnBytes, ...] = (flip_bytes, truncate, append_rubbish, cut_out)
ON_PARTS: tuple[OnBytes, ...] = (
    *(remove_part, empty_part, flip_in_part, truncate_part, drop_tags),
    *(scramble_references, scramble_numbers, scramble_values),
)
