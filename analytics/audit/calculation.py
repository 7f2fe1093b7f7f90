"""A calculation in the syntax of a spreadsheet: worked out, and said step by step. A formula is parsed here and never run as code.

Numbers are exact decimals on the way and ROUND rounds half up, as a spreadsheet does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from analytics.audit.finding import Calculation, Place, Term, plain, shown_cell

Node = tuple[Any, ...]  # ("number", Decimal), ("term", name), ("minus", node), ("call", name, nodes), (operator, node, node)
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Z]+)(?=\s*\()|([a-z]+)|(<=|>=|<>|[-+*/(),<>=]))")
_SIGNS = {"*": "×", "/": "÷", "-": "－", "+": "＋", "<=": "≤", ">=": "≥", "<>": "≠"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
}


class FormulaError(ValueError):
    """A formula that is none, or that names a term or function there is not."""


def term(label: str, value: Any, unit: str | None = None, at: Iterable[Place] = ()) -> Term:
    """An operand; `at` are the places of the field, of which the first counts. Its name comes with its place in a calculation."""
    number = value if isinstance(value, str) else float(value)
    return Term("", label, number, unit, next(iter(at), None))


def calculated(formula: str, result_label: str, stated_label: str, terms: Sequence[Term], unit: str | None = None) -> Calculation:
    """Terms named a, b, …, z, ba, … in their order; `{all}` in the formula stands for all of them in a row."""
    names = [_name(number) for number in range(len(terms))]
    named = tuple(Term(name, one.label, one.value, one.unit, one.cell) for name, one in zip(names, terms, strict=True))
    return Calculation(named, formula.replace("{all}", ", ".join(names)), result_label, stated_label, unit)


def _name(number: int) -> str:
    letters = chr(ord("a") + number % 26)
    return letters if number < 26 else _name(number // 26) + letters


def value(calculation: Calculation) -> float:
    """The result; a ratio where the unit is %. Raises ZeroDivisionError, and FormulaError for a formula that is none."""
    return float(_value(_parsed(calculation.formula), {one.name: one for one in calculation.terms}))


def steps(calculation: Calculation) -> tuple[str, ...]:
    """The operands with their cells, one a line, and the calculation with its figures."""
    terms = {one.name: one for one in calculation.terms}
    sheets = {_part(one, "sheet") for one in calculation.terms if one.cell}
    lines = [f"{one.label} {_shown(one)}{f' {one.unit}' if one.unit and one.unit != '%' else ''}{_place(one, len(sheets) > 1)}" for one in calculation.terms]
    node = _parsed(calculation.formula)
    return (*lines, f"{calculation.result_label} ＝ {_said(node, terms)} ＝ {_result(node, terms, calculation.unit)}")


def _place(one: Term, with_sheet: bool) -> str:
    if not one.cell:
        return ""
    sheet = f"{_part(one, 'sheet')} " if with_sheet else ""
    return f"（{sheet}{shown_cell(one.cell) if isinstance(one.cell, Mapping) else one.cell.cell}）"


def _part(one: Term, name: str) -> Any:
    return one.cell[name] if isinstance(one.cell, Mapping) else getattr(one.cell, name)


def _shown(one: Term) -> str:
    if isinstance(one.value, str):
        return one.value
    return f"{plain(one.value * 100)}%" if one.unit == "%" else plain(one.value)


def _result(node: Node, terms: Mapping[str, Term], unit: str | None) -> str:
    try:
        result = _value(node, terms)
    except ArithmeticError:
        return "无法计算（除数为0）"
    digits = int(_value(node[2][1], terms)) if node[:2] == ("call", "ROUND") else None
    if unit == "%":
        result, digits = result * 100, None if digits is None else max(digits - 2, 0)
    text = plain(round(result, 6)) if digits is None else f"{result:.{digits}f}"
    return text + ("%" if unit == "%" else f" {unit}" if unit else "")


def _said(node: Node, terms: Mapping[str, Term], around: int = 0) -> str:
    """The formula with figures for names, in the signs of a school book."""
    kind = node[0]
    if kind == "number":
        return plain(node[1])
    if kind == "term":
        text = _shown(_known(node[1], terms))
        return f"（{text}）" if text.startswith("-") else text
    if kind == "minus":
        return f"－{_said(node[1], terms, 3)}"
    if kind == "call":
        return _call_said(node[1], node[2], terms, around)
    own = _STRENGTH.get(kind, 0)
    right = _said(node[2], terms, own + (kind in "-/"))
    text = f"{_said(node[1], terms, own)} {_SIGNS.get(kind, kind)} {right}"
    return f"（{text}）" if own < around else text


def _call_said(name: str, given: Sequence[Node], terms: Mapping[str, Term], around: int) -> str:
    if name == "ROUND":
        return _said(given[0], terms, around)
    if name == "SUM":
        text = " ＋ ".join(_said(one, terms, 1) for one in given)
        return f"（{text}）" if around > 1 and len(given) > 1 else text
    parts = [_said(one, terms) for one in given]
    words = {"MIN": f"{'、'.join(parts)}中较小的", "MAX": f"{'、'.join(parts)}中较大的", "ABS": f"{parts[0]}的绝对值"}
    return f"（{words[name]}）" if name in words else f"（如{parts[0]}则{parts[1]}，否则{parts[2]}）"


def _known(name: str, terms: Mapping[str, Term]) -> Term:
    if name not in terms:
        raise FormulaError(f"no term {name}")
    return terms[name]


def _value(node: Node, terms: Mapping[str, Term]) -> Any:
    kind = node[0]
    if kind == "number":
        return node[1]
    if kind == "term":
        return Decimal(str(_known(node[1], terms).value))
    if kind == "minus":
        return -_value(node[1], terms)
    if kind == "call" and node[1] == "IF":
        test, then, otherwise = node[2]
        return _value(then if _value(test, terms) else otherwise, terms)
    if kind == "call":
        return _FUNCTIONS[node[1]]([_value(one, terms) for one in node[2]])
    return _OPERATIONS[kind](_value(node[1], terms), _value(node[2], terms))


def _rounded(given: Sequence[Decimal]) -> Decimal:
    return given[0].quantize(Decimal(1).scaleb(-int(given[1])), rounding=ROUND_HALF_UP)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Any]], Any]] = {"ROUND": _rounded, "SUM": sum, "MIN": min, "MAX": max, "ABS": lambda given: abs(given[0])}
_ARGUMENTS = {"ROUND": 2, "ABS": 1, "IF": 3}


@lru_cache(maxsize=1024)
def _parsed(formula: str) -> Node:
    """The tree of a formula. Raises FormulaError."""
    tokens = _tokens(formula)
    node = _comparison(tokens)
    if tokens:
        raise FormulaError(f"{tokens[-1][1]} does not belong in {formula}")
    return node


def _tokens(formula: str) -> list[tuple[str, str]]:
    """(kind, text), the first one last: parsing pops them."""
    found, at, kinds = [], 0, ("number", "call", "term", "sign")
    while at < len(formula.rstrip()):
        match = _TOKEN.match(formula, at)
        if not match:
            raise FormulaError(f"cannot read {formula[at:]} in {formula}")
        found.append((kinds[match.lastindex - 1], match.group(match.lastindex)))
        at = match.end()
    return found[::-1]


def _next(tokens: list[tuple[str, str]], *signs: str) -> str | None:
    """The next sign, taken, if it is one of these."""
    return tokens.pop()[1] if tokens and tokens[-1][0] == "sign" and tokens[-1][1] in signs else None


def _comparison(tokens: list[tuple[str, str]]) -> Node:
    left = _sum(tokens)
    sign = _next(tokens, "<", ">", "<=", ">=", "=", "<>")
    return (sign, left, _sum(tokens)) if sign else left


def _sum(tokens: list[tuple[str, str]]) -> Node:
    node = _product(tokens)
    while sign := _next(tokens, "+", "-"):
        node = (sign, node, _product(tokens))
    return node


def _product(tokens: list[tuple[str, str]]) -> Node:
    node = _operand(tokens)
    while sign := _next(tokens, "*", "/"):
        node = (sign, node, _operand(tokens))
    return node


def _operand(tokens: list[tuple[str, str]]) -> Node:
    if not tokens:
        raise FormulaError("the formula breaks off")
    kind, text = tokens.pop()
    if kind == "number":
        return ("number", Decimal(text))
    if kind == "term":
        return ("term", text)
    if kind == "call":
        return ("call", text, _arguments(text, tokens))
    if text == "-":
        return ("minus", _operand(tokens))
    if text != "(":
        raise FormulaError(f"{text} where a figure belongs")
    node = _comparison(tokens)
    _closed(tokens)
    return node


def _arguments(name: str, tokens: list[tuple[str, str]]) -> tuple[Node, ...]:
    _next(tokens, "(")
    given = [_comparison(tokens)]
    while _next(tokens, ","):
        given.append(_comparison(tokens))
    _closed(tokens)
    if (name not in _FUNCTIONS and name != "IF") or len(given) != _ARGUMENTS.get(name, len(given)):
        raise FormulaError(f"{name} with {len(given)} arguments")
    return tuple(given)


def _closed(tokens: list[tuple[str, str]]) -> None:
    if not _next(tokens, ")"):
        raise FormulaError("a bracket is not closed")
