"""A 其中 row of the funding block that carries a weight and a score of its own: counted, it doubles the execution score."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.audit.calculation import calculated, term
from analytics.audit.desk import Desk
from analytics.audit.finding import Hit, hit, places, plain


def find(desk: Desk) -> Iterator[Hit]:
    for row in desk.forms:
        for line in desk.funding.get(row["form_id"], []):
            if line["source"] != "total" and line["weight"] is not None and line["score"] is not None and row["execution_score"] is not None:
                message = f"“{line['label'].strip('：:')}”一行也填了分值 {plain(line['weight'])} 和得分 {plain(line['score'])}；执行率只应在总额一行计分一次。"
                at = places({**row, "cells": line["cells"]}, "weight", "score")
                terms = [
                    term("总额一行的得分", row["execution_score"], "分", places(row, "score")),
                    term("该行的得分", line["score"], "分", places({**row, "cells": line["cells"]}, "score")),
                ]
                message += f"两行相加为 {plain(row['execution_score'] + line['score'])} 分。"
                twice = calculated("a + b", "计分两次的执行率得分", "", terms, "分")
                yield hit(row, f"{line['label']}：分值和得分", message, stated=line["score"], places=at, calculation=twice)
                break
