"""The product's SQL, written for DuckDB, as Spark understands it: every difference between the two is met here, once.

What sqlglot carries over by itself is not named; each function below meets one difference, and its docstring says which.
`banned` names what cannot be carried over. Macros come from the scripts that make them and are put in place.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.tokens import TokenType

from analytics.errors import LensError

PRINTED = "lens_printed"
"""The function that writes a double as DuckDB's `format` does; Java rounds 0.125 up where C rounds it to even."""
DECIMAL_NUMBER = r"^\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?\s*$"
INFINITE = "cast('Infinity' as double)"
NOT_CARRIED = {
    "quantile_cont": "percentile_cont(…) within group (order by …)",
    "median": "percentile_cont(0.5) within group (order by …)",
    "arg_max": "a window with row_number()",
    "arg_min": "a window with row_number()",
    "max_by": "a window with row_number()",
    "min_by": "a window with row_number()",
    "list_aggregate": "a group by",
    "list_transform": "a join",
    "list_filter": "a join",
    "struct_pack": "{'name': value}",
    "strftime": "numbers of the year",
    "epoch": "numbers of the year",
    "printf": "format('{}', …)",
    "mode": "a window with row_number()",
    "histogram": "a group by",
    "approx_quantile": "percentile_cont(…) within group (order by …)",
    "columns": "the names of the columns",
}


TABLE_MADE = re.compile(r"^create table (\w+) as\s(.*?);$", re.DOTALL | re.MULTILINE)


Macros = tuple[tuple[str, tuple[str, ...], str], ...]
"""Name, names of the arguments, expression."""


class NotCarried(LensError):
    """A construct that Spark has no equal of: `name` as written, `instead` what to write."""

    def __init__(self, name: str, instead: str) -> None:
        super().__init__(f"这条 SQL 用了“{name}”，不能在 Spark 上运行。", f"请改写成：{instead}；或把设置 engine 改回 duckdb。")
        self.name, self.instead = name, instead


@cache
def spark_sql(sql: str, macros: Macros = ()) -> str:
    """One statement of DuckDB as one of Spark, bound values as `:name`. Raises NotCarried; sqlglot.errors.ParseError for what is no SQL."""
    for one in banned(sql):
        raise one
    return _spark(sqlglot.parse_one(sql, dialect="duckdb"), macros)


@cache
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a statement reads, those that it names itself not among them."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    own = {one.alias for one in tree.find_all(exp.CTE)}
    return frozenset(one.name for one in tree.find_all(exp.Table) if one.name not in own)


def macros_of(script: str) -> Macros:
    """The macros that a script makes: name, names of the arguments, expression."""
    made = [one for one in _created(script) if one.kind == "MACRO"]
    return tuple((one.this.this.name, tuple(argument.name for argument in one.this.expressions), one.expression.sql("duckdb")) for one in made)


def views_of(script: str) -> list[tuple[str, str]]:
    """The views that a script makes, each with its query of DuckDB."""
    return [(one.this.name, one.expression.sql("duckdb")) for one in _created(script) if one.kind == "VIEW"]


def tables_made(script: str) -> list[tuple[str, str]]:
    """The tables that a script makes, each with its query of DuckDB as it is written."""
    return [(found[1], found[2]) for found in TABLE_MADE.finditer(script)]


def _created(script: str) -> list[exp.Create]:
    return [one for one in sqlglot.parse(script, dialect="duckdb") if isinstance(one, exp.Create)]


def banned(sql: str) -> list[NotCarried]:
    """What in a statement cannot be carried over, by the names of functions as they are written."""
    tokens = sqlglot.tokenize(sql, dialect="duckdb")
    called = [one.text.lower() for one, following in pairwise(tokens) if following.token_type == TokenType.L_PAREN]
    return [NotCarried(name, NOT_CARRIED[name]) for name in called if name in NOT_CARRIED]


def _spark(tree: exp.Expression, macros: Macros) -> str:
    tree = _rewritten(_by_position(_with_macros(tree, macros)), _met)
    return tree.sql(dialect="spark", identify=True, comments=False)


def _met(node: exp.Expression) -> exp.Expression:
    meet = NAMED.get(node.name.lower()) if isinstance(node, exp.Anonymous) else DIFFERENCES.get(type(node))
    return meet(node) if meet else node


def _rewritten(tree: exp.Expression, rewrite: Callable[[exp.Expression], exp.Expression]) -> exp.Expression:
    """Every node rewritten, the inner ones first."""
    for node in reversed(list(tree.walk(bfs=True))):
        new = rewrite(node)
        if node is tree:
            tree = new
        elif new is not node:
            node.replace(new)
    return tree


def _call(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _of(sql: str, **parts: exp.Expression) -> exp.Expression:
    """An expression written for Spark with parts in the place of their names."""
    return _put(sqlglot.parse_one(sql, dialect="spark"), parts)


def _double(value: exp.Expression) -> exp.Expression:
    plain = value.unnest()
    return plain.copy() if isinstance(plain, exp.Cast) and plain.to.is_type("double") else exp.cast(exp.paren(plain.copy()), "double")


# ---- macros, union by name


def _with_macros(tree: exp.Expression, macros: Macros) -> exp.Expression:
    known = {name: (names, text) for name, names, text in macros}

    def placed(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Anonymous) or node.name.lower() not in known:
            return node
        names, text = known[node.name.lower()]
        body = _rewritten(sqlglot.parse_one(text, dialect="duckdb"), placed)  # a macro may rest on another
        return exp.paren(_put(body, dict(zip(names, map(exp.paren, node.expressions)))))

    return _rewritten(tree, placed)


def _put(tree: exp.Expression, parts: Mapping[str, exp.Expression]) -> exp.Expression:
    """The expression with parts in the place of their names."""
    return tree.transform(lambda one: parts[one.name].copy() if isinstance(one, exp.Column) and not one.table and one.name in parts else one)


def _by_position(tree: exp.Expression) -> exp.Expression:
    """`union all by name`: the columns of all parts in one order, null where a part has none of the name."""
    known: dict[str, list[str]] = {}
    for query in [*(one for one in tree.find_all(exp.CTE)), tree]:
        top = query.this if isinstance(query, exp.CTE) else query
        for union in list(top.find_all(exp.Union)):
            if union.args.get("by_name") and not (isinstance(union.parent, exp.Union) and union.parent.args.get("by_name")):
                _ordered(union, known)
        if isinstance(query, exp.CTE):
            known[query.alias] = _names(query.this, known)
    return tree


def _ordered(union: exp.Union, known: Mapping[str, list[str]]) -> None:
    parts = list(_parts(union))
    named = [_names(part, known) for part in parts]
    every = list(dict.fromkeys(name for names in named for name in names))
    for part, names in zip(parts, named):
        if part.is_star:
            own = {name: exp.column(name) for name in names}
        else:
            own = {one.alias_or_name: one for one in part.selects}
        part.set("expressions", [own[name].copy() if name in own else exp.alias_(exp.null(), name) for name in every])
    for one in [union, *union.find_all(exp.Union)]:
        one.set("by_name", False)


def _parts(query: exp.Expression) -> Iterator[exp.Select]:
    if isinstance(query, exp.Union):
        yield from _parts(query.left)
        yield from _parts(query.right)
    else:
        yield query


def _names(query: exp.Expression, known: Mapping[str, list[str]]) -> list[str]:
    """What the columns of a query are called; a star stands for those of the one named query before it."""
    first = next(_parts(query))
    if not first.is_star:
        return [one.alias_or_name for one in first.selects]
    source = first.args["from_"].this.name if first.args.get("from_") else ""
    return list(known.get(source, []))


# ---- one difference each


def _divided(node: exp.Div) -> exp.Expression:
    """DuckDB divides doubles and gives ∞ for a zero below; Spark keeps decimals and refuses a zero."""
    above, below = _double(node.left), _double(node.right)
    plain = node.right.unnest()
    while isinstance(plain, exp.Cast):
        plain = plain.this.unnest()
    if isinstance(plain, exp.Nullif) or (isinstance(plain, exp.Literal) and float(plain.name)):
        return exp.Div(this=above, expression=below, typed=True)
    return _of(f"if(below = 0, above * {INFINITE}, try_divide(above, below))", above=above, below=below)


def _rounded(node: exp.Round) -> exp.Expression:
    """Of doubles DuckDB rounds the product, away from zero; Spark rounds the shortest decimal that means the double."""
    factor = float(10 ** int(node.args["decimals"].name)) if node.args.get("decimals") else 1.0
    many = exp.cast(exp.Literal.string(repr(factor)), "double")
    return _of(
        "if(abs(value) * many < 9e15, signum(value) * floor(abs(value) * many + cast('0.5' as double)) / many, value * many / many)",
        value=_double(node.this),
        many=many,
    )


def _percentile(node: exp.WithinGroup) -> exp.Expression:
    """The exact, interpolated percentile of Spark, which sqlglot takes for the approximate one."""
    if not isinstance(node.this, exp.PercentileCont):
        return node
    return _call("percentile", node.expression.expressions[0].this, node.this.this)


def _joined(node: exp.Concat) -> exp.Expression:
    """concat leaves nulls out in DuckDB and is null with one in Spark."""
    return _call("concat_ws", exp.Literal.string(""), *node.expressions)


def _formatted(node: exp.Format) -> exp.Expression:
    """format('…{:.2f}…', …): its texts and its values, each printed by its own pattern. A number without a pattern must be cast to double."""
    values = iter(node.expressions)
    pieces: list[exp.Expression] = []
    for text, field, pattern, _ in string.Formatter().parse(node.this.name):
        if text:
            pieces.append(exp.Literal.string(text))
        if field is not None:
            pieces.append(_printed(next(values), pattern or ""))
    return _call("concat", *pieces) if len(pieces) > 1 else pieces[0]


def _printed(value: exp.Expression, pattern: str) -> exp.Expression:
    if pattern or (isinstance(value, exp.Cast) and value.to.is_type("double")):
        return _call(PRINTED, exp.Literal.string(pattern), _double(value))
    return exp.cast(value.copy(), "string")


def _tried(node: exp.TryCast) -> exp.Expression:
    """Java takes 12d for a number, DuckDB does not."""
    if not node.to.is_type("double"):
        return node
    return _of(f"if(cast(value as string) rlike '{DECIMAL_NUMBER.replace(chr(92), chr(92) * 2)}', try_cast(value as double), null)", value=node.this.copy())


def _sliced(node: exp.Bracket) -> exp.Expression:
    """list[1:n]: the first n."""
    part = node.expressions[0]
    if not isinstance(part, exp.Slice):
        return node
    return _call("slice", node.this.copy(), part.this.copy(), part.expression.copy())


def _extracted(node: exp.JSONExtractScalar) -> exp.Expression:
    """json ->> key with a key that is computed: Spark asks for a path."""
    if isinstance(node.expression, (exp.JSONPath, exp.Literal)):
        return node
    return _call("get_json_object", node.this.copy(), _call("concat", exp.Literal.string("$."), node.expression.copy()))


def _patched(node: exp.Anonymous) -> exp.Expression:
    """json_merge_patch(json, json_object(…)) of texts: a null in the second takes the key away."""
    old, new = node.expressions
    pairs = [part for pair in new.expressions for part in (pair.this.copy(), pair.expression.copy())]
    return _of(
        "to_json(map_filter(map_concat(from_json(old, 'map<string,string>'), new), (name, value) -> value is not null))", old=old, new=_call("map", *pairs)
    )


def _marked(node: exp.Anonymous) -> exp.Expression:
    """hash(…): a mark of 64 bits of Spark's own. Spark skips nulls, so that each is told apart. The marks differ between engines, what they mark does not."""
    told = [part for one in node.expressions for part in (one.copy(), exp.Is(this=exp.paren(one.copy()), expression=exp.null()))]
    return _of("cast(mark as decimal(20, 0)) + 9223372036854775808", mark=_call("xxhash64", *told))


def _unsigned(node: exp.DataType) -> exp.Expression:
    """Numbers without a sign of 64 bits, as which marks are kept."""
    return exp.DataType.build("decimal(20, 0)") if node.this == exp.DataType.Type.UBIGINT else node


def _bytes(node: exp.Anonymous) -> exp.Expression:
    """strlen counts bytes."""
    return _call("octet_length", *node.expressions)


def _bound(node: exp.Parameter) -> exp.Expression:
    """$name is a bound value."""
    return exp.Placeholder(this=node.name)


def _named_once(node: exp.CTE) -> exp.CTE:
    """Spark knows no word for whether rows are kept or read again."""
    node.set("materialized", None)
    return node


DIFFERENCES: dict[type[exp.Expression], Callable[..., exp.Expression]] = {
    exp.CTE: _named_once,
    exp.Div: _divided,
    exp.Round: _rounded,
    exp.WithinGroup: _percentile,
    exp.Concat: _joined,
    exp.Format: _formatted,
    exp.TryCast: _tried,
    exp.Bracket: _sliced,
    exp.JSONExtractScalar: _extracted,
    exp.DataType: _unsigned,
    exp.Parameter: _bound,
}
NAMED: dict[str, Callable[..., exp.Expression]] = {"hash": _marked, "strlen": _bytes, "json_merge_patch": _patched}
