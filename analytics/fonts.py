"""The Chinese font that a bundle brings along, for machines that have none. It stands beside the program; elsewhere there is no such folder."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "fonts"
FILE = FOLDER / "NotoSansSC[wght].ttf"
FAMILY = "Noto Sans SC"
NAME = "chinese.ttf"  # under which the browser asks for it


def font_face(folder: str = ".") -> str:
    """The style that tells a browser of it, which then asks for it only where no font of its own has Chinese letters; `folder` is where it lies,
    seen from the document or style sheet; empty without a font."""
    if not FILE.is_file():
        return ""
    return f"@font-face{{font-family:'{FAMILY}';font-weight:100 900;font-display:swap;src:local('{FAMILY}'),url('{folder}/{NAME}') format('truetype')}}"


def font_folders() -> list[Path]:
    """Where to look for fonts beside those of the system."""
    return [FOLDER] if FILE.is_file() else []
