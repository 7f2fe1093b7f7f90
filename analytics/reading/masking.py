"""Persons stay masked: the surname of a name, the first digits of a telephone number."""

from __future__ import annotations

import re

from analytics.settings import setting

_TELEPHONE = re.compile(r"\d{3,}[-\d*]*")
_NAME = r"[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])"
_LABELLED_NAMES = re.compile(rf"((?:负责人|联系人|经办人|承办人|填表人|填报人|制表人|审核人|复核人|法定代表人)(?:姓名)?\s*[:：]\s*)({_NAME}(?:[、/]{_NAME})*)")
_LABELLED_TELEPHONE = re.compile(r"((?:电话|手机|联系方式)(?:号码|号)?\s*[:：]?\s*)(\d[\d-]{5,}\d)")
_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.]|\s*[万亿]?元)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<![\d.])\d{17}[\dXx](?![\d.])")
_FIGURE = re.compile(r"[\d\s,.，%％+-]*")


REMOVED = "（已去掉）"


def _removed() -> bool:
    """Whether not even a masked name is to be kept."""
    return not int(setting("keep_persons"))


def mask_person(name: str) -> str:
    """`付某` for any name that begins with 付; several names are masked one by one. Nothing of it where persons are not kept."""
    if _removed():
        return re.sub(_NAME, REMOVED, name)
    return re.sub(_NAME, lambda match: match.group()[0] + "某", name)


def mask_telephone(text: str) -> str:
    """`6381****`: what is left tells the exchange, not the person. Nothing of it where persons are not kept."""
    if _removed():
        return _TELEPHONE.sub(REMOVED, text)
    return _TELEPHONE.sub(lambda match: match.group()[:4] + "****" if len(match.group()) > 4 else "****", text)


def mask_text(text: str) -> str:
    """Free text with names behind 联系人：and the like, telephone and identity numbers masked; a text that is a figure stays one."""
    if _FIGURE.fullmatch(text):
        return text
    text = _LABELLED_NAMES.sub(lambda match: match[1] + mask_person(match[2]), text)
    text = _LABELLED_TELEPHONE.sub(lambda match: match[1] + mask_telephone(match[2]), text)
    text = _IDENTITY.sub(lambda match: REMOVED if _removed() else match.group()[:4] + "****", text)
    return _LANDLINE.sub(lambda match: mask_telephone(match.group()), _MOBILE.sub(lambda match: mask_telephone(match.group()), text))
