"""The command `department-function`: what each department is taken for, and a person's own word on it."""

from __future__ import annotations

import argparse

from analytics.cli.acting import opened, person
from analytics.cli.history import printed
from analytics.cli.text import table

FINE = 0


def department_function(arguments: argparse.Namespace) -> int:
    """List the functions, or decide that of one department, or take that back."""
    from analytics.compare.functions import FunctionBook, function_of
    from analytics.metrics import Filters, run

    book = FunctionBook(opened(arguments))
    departments = list(dict.fromkeys(run(book.store.snapshot(), "compare_offered", Filters())["department"]))
    if arguments.function or arguments.undo:
        book.decide(arguments.department, None if arguments.undo else arguments.function, person(arguments), departments)
    if arguments.department:
        departments = [arguments.department]
    decided = book.decided()
    known = [function_of(name, decided) for name in departments]
    rows = [{"department": one.department, "function": one.function, "basis": one.basis} for one in known]
    printed(arguments, lambda: {"departments": rows}, lambda: table(("预算部门", "部门职能", "依据"), [tuple(row.values()) for row in rows]))
    return FINE
