"""Pictures of every page as people see it: light and dark, wide and on a phone, printed; and one sheet with all of them.

`python -m tests.contact_sheet --out DIR` (`--store DIR` for another store than the samples, `--only execution,scores` for some pages).
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

from analytics.access import actor
from analytics.intake import accept, examine
from analytics.reading import Source
from analytics.store import Store
from tests.browser.conftest import ARGUMENTS, ROOT, Visit, browser_path, serving

NAMES = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if not path.stem.startswith("_"))
TALLEST = 12_000  # pixels of one picture
TILE = (360, 460)
GAP = 16


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    name: str
    width: int
    scheme: str = "light"
    printed: bool = False


LOOKS = (Look("light", 1440), Look("dark", 1440, "dark"), Look("phone", 390), Look("phone-dark", 390, "dark"), Look("print", 1440, "dark", True))


def pictures(browser: Browser, address: str, out: Path, names: Sequence[str] = NAMES, looks: Sequence[Look] = LOOKS) -> list[Path]:
    """Take each page in each look into `out`; returns the files, page by page."""
    out.mkdir(parents=True, exist_ok=True)
    taken: dict[tuple[str, str], Path] = {}
    for look in looks:
        with browser.new_context(viewport={"width": look.width, "height": 900}, locale="zh-CN", color_scheme=look.scheme) as context:
            guest = Visit(context.new_page(), address)
            for name in names:
                guest.open(f"/{name}")
                taken[name, look.name] = (_printed if look.printed else _whole)(guest, out / f"{name}-{look.name}.png")
    return [taken[name, look.name] for name in names for look in looks]


def _whole(guest: Visit, file: Path) -> Path:
    """The page to its end: it scrolls inside its frame, so the window is made as tall as what is in it."""
    page, width = guest.page, guest.page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": _height(page)})
    guest.settle()
    page.set_viewport_size({"width": width, "height": _height(page)})
    page.screenshot(path=file, animations="disabled")
    page.set_viewport_size({"width": width, "height": 900})
    return file


def _height(page: Page) -> int:
    return min(TALLEST, max(900, page.evaluate("() => document.querySelector('.stMainBlockContainer').scrollHeight + 60")))


def _printed(guest: Visit, file: Path) -> Path:
    """The page on A4, its sheets side by side."""
    document = pypdfium2.PdfDocument(guest.page.pdf(prefer_css_page_size=True, print_background=True))
    sheets = [page.render(scale=60 / 72).to_pil() for page in document]
    document.close()
    joined = Image.new("RGB", (sum(sheet.width for sheet in sheets) + GAP * (len(sheets) - 1), max(sheet.height for sheet in sheets)), "#8a949e")
    left = 0
    for each in sheets:
        joined.paste(each, (left, 0))
        left += each.width + GAP
    joined.save(file)
    return file


def sheet(files: Sequence[Path], out: Path, across: int = len(LOOKS)) -> Path:
    """All pictures small on one sheet, `across` in a row, each with its name."""
    rows = math.ceil(len(files) / across)
    board = Image.new("RGB", (across * (TILE[0] + GAP) + GAP, rows * (TILE[1] + GAP) + GAP), "#6f7a85")
    pen = ImageDraw.Draw(board)
    for place, file in enumerate(files):
        left, top = GAP + place % across * (TILE[0] + GAP), GAP + place // across * (TILE[1] + GAP)
        with Image.open(file) as picture:
            small = picture.convert("RGB").resize((TILE[0], max(1, picture.height * TILE[0] // picture.width)))
        board.paste(small.crop((0, 0, TILE[0], min(small.height, TILE[1] - 18))), (left, top + 18))
        pen.text((left, top), file.stem, fill="#ffffff", font=ImageFont.load_default(14))
    board.save(out)
    return out


@contextmanager
def served(store: str | None) -> Iterator[str]:
    """A server over the given store, or over the samples."""
    with tempfile.TemporaryDirectory() as made:
        if store is None:
            filled = Store(Path(made))
            accept(filled, examine(filled, [Source(path.name, path.read_bytes()) for path in sorted((ROOT / "data" / "samples").glob("*.xlsx"))]), actor())
            filled.close()
        with serving(Path(store or made)) as address:
            yield address


def main() -> None:
    """Take the pictures the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--store")
    parser.add_argument("--only", default=",".join(NAMES))
    parser.add_argument("--looks", default=",".join(look.name for look in LOOKS))
    asked = parser.parse_args()
    looks = [look for look in LOOKS if look.name in asked.looks.split(",")]
    with served(asked.store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        files = pictures(browser, address, asked.out, asked.only.split(","), looks)
        print(sheet(files, asked.out / "contact-sheet.png", len(looks)))
        browser.close()


if __name__ == "__main__":
    main()
