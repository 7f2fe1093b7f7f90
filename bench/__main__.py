"""`python -m bench`: every measurement, as ratios in one run; `--quick` checks the answers and times nothing. `load` and `parity` have options of their own."""

from __future__ import annotations

import argparse
import sys

from bench import choices, datasette, detection, files, first, load, pages, queries, register, rules, upload, visit
from bench.results import as_table, keep, machine

PARTS = {
    "reading": files.measure_reading,
    "import": files.measure_import,
    "register": register.measure_register,
    "one-more": rules.measure_one_more,
    "rules": rules.measure_rules,
    "queries": queries.measure_queries,
    "visit": visit.measure_visit,
    "datasette": datasette.measure_datasette,
    "first": first.measure_first,
    "pages": pages.measure_pages,
    "choices": choices.measure_choices,
    "upload": upload.measure_upload,
}


def main(arguments: list[str]) -> int:
    """Exit code 0 whatever the ratios are: a slow machine is no error. `load` and `parity` are commands of their own."""
    if arguments[:1] == ["parity"]:
        from bench import parity  # rests on PySpark, which is an extra

        return parity.main(arguments[1:])
    if arguments[:1] == ["load"]:
        return load.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)}; all of them when left out")
    parser.add_argument("--quick", action="store_true", help="run every task on a few forms, compare the answers, time nothing")
    parser.add_argument("--detection", action="store_true", help="plant errors into generated forms and print what share of each kind the audit finds")
    parser.add_argument(
        "--forms",
        type=int,
        metavar="N",
        help="how many forms rules and one-more (2,000) and visit (100,000) are measured on; many take long to import, once",
    )
    parser.add_argument("--projects", type=int, metavar="N", help="how many projects the part queries is measured on (1,000,000 when left out)")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.parts) - PARTS.keys())
    if unknown:
        parser.error(f"unknown part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if options.detection:
        print("\n".join(detection.table()))
        return 0
    if options.quick:
        files.check_answers()
        register.check_answers()
        rules.check_answers()
        queries.check_answers()
        print("answers are right; nothing was timed")
        return 0
    results = []
    for part in options.parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        size = {"rules": options.forms, "one-more": options.forms, "visit": options.forms, "queries": options.projects}.get(part)
        results += PARTS[part](size) if size else PARTS[part]()
        keep(results, "-".join(options.parts) or "all")
    print(as_table(results))
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
