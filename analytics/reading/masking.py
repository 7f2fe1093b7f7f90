"""Persons stay masked: the surname of a name, the first digits of a telephone number."""

from __future__ import annotations

import re

_TELEPHONE = re.compile(r"\d{3,}[-\d*]*")


def mask_person(name: str) -> str:
    """`付某` for any name that begins with 付; several names are masked one by one."""
    return re.sub(r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])", lambda match: match.group()[0] + "某", name)


def mask_telephone(text: str) -> str:
    """`6381****`: what is left tells the exchange, not the person."""
    return _TELEPHONE.sub(lambda match: match.group()[:4] + "****" if len(match.group()) > 4 else "****", text)
