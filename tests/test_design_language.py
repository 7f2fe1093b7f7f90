"""The design language is what the code draws, and can be read by everybody."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from analytics.charts import theme
from analytics.charts.palette import CHART_DARK, COLOURS, PALETTE, style_sheet

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = (ROOT / "docs" / "design-language.md").read_text(encoding="utf-8")
STYLES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "pages" / "_client").glob("*.css")}
# what text of each colour stands on
SURFACES = {
    "ink": ("paper", "ground", "panel", "accent-wash", "warm-deep", "warm-wash", "warm-faint", "proof", "mended", "marked"),
    "ink-soft": ("paper", "ground", "panel", "accent-wash", "warm-wash", "warm-faint", "proof"),
    "grey": ("paper", "ground", "panel", "warm-faint"),
    "accent": ("paper", "ground", "panel", "accent-wash", "warm-faint"),
    "warm": ("paper", "ground", "panel", "warm-wash", "warm-faint"),
    "on-accent": ("accent",),
    "on-warm": ("warm",),
}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_table_of_colours_is_the_palette():
    rows = re.findall(r"^\| ([a-z-]+) \| (#\w{6}) \| (#\w{6}) \|", WRITTEN, re.MULTILINE)
    assert {name: (light, dark) for name, light, dark in rows} == dict(COLOURS)


def test_streamlit_draws_its_widgets_in_the_same_colours():
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    names = {"primaryColor": "accent", "linkColor": "accent", "textColor": "ink", "backgroundColor": "paper", "secondaryBackgroundColor": "panel"}
    names |= {"borderColor": "line", "dataframeBorderColor": "line-soft", "dataframeHeaderBackgroundColor": "panel"}
    for which, kind in enumerate(("light", "dark")):
        sections = (written[kind], written[kind]["sidebar"])
        drawn = {(name, colour) for section in sections for name, colour in section.items() if name != "sidebar"}
        assert drawn == {(name, COLOURS[names[name]][which]) for name, _ in drawn}


def test_style_sheets_name_colours_and_mix_none():
    for name, text in STYLES.items():
        print_only = text[text.find("@media print") :] if "@media print" in text else ""
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", text.replace(print_only, "")) == [], name
        assert set(re.findall(r"var\(--([a-z-]+)\)", text)) <= set(COLOURS), name
    assert style_sheet().count("--ink:") == 2


@pytest.mark.parametrize("size", re.findall(r"^\| .+ \| ([\d.]+rem) \|", WRITTEN, re.MULTILINE))
def test_a_written_size_is_used(size):
    assert size == "1rem" or f"font-size: {size}" in STYLES["style.css"]


@pytest.mark.parametrize("which", [0, 1], ids=["light", "dark"])
def test_text_can_be_read_on_what_it_stands_on(which):
    pairs = {(text, ground): contrast(COLOURS[text][which], COLOURS[ground][which]) for text, grounds in SURFACES.items() for ground in grounds}
    assert {pair: round(found, 2) for pair, found in pairs.items() if found < 4.5} == {}


def test_colours_of_districts_and_of_the_rate_are_those_written():
    written = re.search(r"in the order ([#\w, ]+);", WRITTEN)[1]
    assert tuple(written.split(", ")) == PALETTE == theme.PALETTE
    assert [theme.RATE_SCALE[at][1] for at in (0, 3, -1)] == re.findall(r"#\w{6}", WRITTEN[WRITTEN.index("**Execution rate**") :])[:3]


def test_marks_stand_out_on_either_card():
    for colour in PALETTE:
        assert contrast(colour, COLOURS["paper"][0]) >= 3, colour
        assert contrast(CHART_DARK[colour], COLOURS["paper"][1]) >= 3, colour


@pytest.mark.parametrize("weights", [(0.0, 0.8, 0.2), (0.6, 0.4, 0.0)], ids=["who sees no red", "who sees little green"])
def test_the_rate_keeps_its_order_without_red_and_green(weights):
    """Along blue minus yellow, which they see, and along lightness to the threshold and back."""

    def blueness(colour):
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return blue - (red * weights[0] + green * weights[1]) / (weights[0] + weights[1])

    steps = [blueness(theme.rate_colour(rate)) for rate in (0.0, 0.4, 0.65, 0.8, 0.9, 1.0)]
    assert steps[0] < 0 < steps[-1]
    assert steps[2] < steps[3] < steps[4]
