"""Paper as .pdf: a template of typst filled with data. Data travel as JSON, never as source: nothing in a file can become markup.

Fonts are found on the machine. Those that government papers name come first; which ones were used stands in the document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analytics.errors import LensError
from analytics.fonts import font_folders

TEMPLATES = Path(__file__).with_name("typst")
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "STZhongsong", "华文中宋")
HEAD = ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "STHeiti", "Heiti SC")
BODY = ("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong", "STFangsong", "华文仿宋")
SERIF = ("宋体", "SimSun", "NSimSun", "STSong", "Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体", "AR PL UMing CN")
SANS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体", "Microsoft YaHei", "微软雅黑", "PingFang SC"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "DengXian", "Droid Sans Fallback"),
)
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
NO_FONT = "本机没有找到中文字体，PDF 里的汉字会成为方框，所以没有写出。"
REMEDY = "请安装宋体、仿宋或思源宋体（Debian：apt-get install fonts-noto-cjk）后再试，或改为导出 Word（.docx）。"


class NoChineseFont(LensError):
    """No font of this machine has Chinese letters."""

    def __init__(self) -> None:
        super().__init__(NO_FONT, REMEDY)


@dataclass(frozen=True)
class Fonts:
    """The fonts of a paper, each the best that the machine has, and one for numbers and Latin letters."""

    title: str
    head: str
    body: str
    sans: str
    latin: str

    @property
    def words(self) -> str:
        """Which were used, for the paper itself."""
        return f"所用字体：标题 {self.title}，小标题 {self.head}，正文 {self.body}"


def fonts_of(families: Sequence[str]) -> Fonts:
    """The best of these families for each purpose; raises NoChineseFont where none has Chinese letters."""
    known = {family.casefold(): family for family in families}

    def best(*wished: str) -> str:
        found = next((known[name.casefold()] for name in wished if name.casefold() in known), "")
        if not found:
            raise NoChineseFont
        return found

    latin = next((known[name.casefold()] for name in LATIN if name.casefold() in known), "")
    serif, sans = best(*SERIF, *BODY, *TITLE, *SANS, *HEAD), best(*SANS, *HEAD, *SERIF, *BODY)
    return Fonts(best(*TITLE, serif), best(*HEAD, sans), best(*BODY, serif), sans, latin or serif)


@cache
def machine_fonts() -> Fonts:
    """The fonts found on this machine."""
    import typst

    return fonts_of([str(family) for family in typst.Fonts(font_paths=font_folders()).families()])


def find_fonts() -> None:
    """Look for the fonts before somebody waits for them; that there are none is said when they are needed."""
    with suppress(NoChineseFont):
        machine_fonts()


def typeset(template: str, data: Mapping[str, Any], fonts: Fonts | None = None) -> bytes:
    """The template of that name (a file in typst/) with these data as .pdf."""
    import typst

    chosen = fonts or machine_fonts()
    named = {name: getattr(chosen, name) for name in ("title", "head", "body", "sans", "latin")}
    text = json.dumps({**data, "fonts": named, "font_words": chosen.words}, ensure_ascii=False, allow_nan=False)
    return typst.compile(str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=font_folders(), sys_inputs={"data": text})


def pixels(svg: str, scale: float = 2.0) -> bytes:
    """A picture of vectors as .png, `scale` pixels to each of its own."""
    import typst

    machine_fonts()
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
    return typst.compile(source, format="png", ppi=96 * scale, font_paths=font_folders(), sys_inputs={"svg": svg})
