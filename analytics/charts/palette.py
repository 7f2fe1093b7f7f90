"""The colours of the product by what they mean, for a light and a dark screen; paper is always light.

docs/design-language.md explains them, .streamlit/config.toml repeats those that Streamlit's own widgets take; tests hold the three together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

# name -> on a light screen and on paper, on a dark screen
COLOURS: Mapping[str, tuple[str, str]] = {
    "ink": ("#1f2933", "#e6ebef"),  # text
    "ink-soft": ("#4f5c68", "#b3bec7"),  # labels, second lines
    "grey": ("#646f7a", "#98a4ae"),  # notes; marks that may not be compared
    "line": ("#dfe4e8", "#33404a"),
    "line-soft": ("#ebeef1", "#28343c"),
    "line-strong": ("#b9c2c9", "#55636e"),  # the cells of a form as it stood
    "paper": ("#ffffff", "#1a2329"),  # cards
    "ground": ("#f5f7f8", "#12191e"),  # behind the cards
    "panel": ("#f4f7f9", "#212c33"),  # heads of tables, boxes to type in
    "accent": ("#0f5c73", "#74bdd1"),  # the one accent: what is chosen, links, what was recomputed
    "accent-wash": ("#e9f1f3", "#1d3a44"),
    "on-accent": ("#ffffff", "#10191e"),
    "warm": ("#a64b08", "#f0a06a"),  # what contradicts, is left over, needs a person
    "on-warm": ("#ffffff", "#10191e"),
    "warm-line": ("#d9813a", "#c9793a"),
    "warm-soft": ("#e2b184", "#8a5a33"),
    "warm-deep": ("#f6d9c6", "#54351f"),  # behind a cell with an error
    "warm-wash": ("#faeadd", "#3d2d20"),  # behind a warning
    "warm-faint": ("#fbf6f0", "#292520"),
    "proof": ("#e3eff5", "#1d3947"),  # behind the cell that proves another wrong
    "proof-line": ("#57a3c7", "#5fa9cc"),
    "mended": ("#e2f0e4", "#20392a"),
    "mended-line": ("#4a9158", "#62ad71"),
    "marked": ("#fff3c4", "#453d1c"),  # the cell that a link leads to, the text that differs
}

# What charts are drawn with, and what a dark screen shows in its place. Districts come first, in the order in which they are given out:
# after Okabe and Ito, darkened for a white card; the first two are the farthest apart.
PALETTE = ("#1c5d85", "#c07c12", "#2f8f6f", "#a45c8d", "#6f7a85", "#4696bd", "#8c4f2b", "#5b4b9a")
_PALETTE_DARK = ("#4f96c6", "#e0a445", "#4fb391", "#c887b3", "#94a0ab", "#9ccbe4", "#c58257", "#9d90dd")
ACCENT_SOFT, GREY_SOFT, GRID, NO_RATE = "#9fc3cd", "#d5dade", "#e8ebee", "#fbfcfc"
CHART_DARK: Mapping[str, str] = {
    **dict(zip(PALETTE, _PALETTE_DARK)),
    **{light: dark for name, (light, dark) in COLOURS.items() if not name.startswith("on-")},
    ACCENT_SOFT: "#3a7486",
    "#4f94a8": "#4c8c9f",  # between the accent and its soft form
    GREY_SOFT: "#47535c",
    GRID: "#2b373f",
    NO_RATE: "#212c33",
    "#e9b48a": "#8a5a33",
    "#f3f5f6": "#212c33",  # districts and departments around the projects of a tree map
    "#e3e8eb": "#47535c",
    "#fbf1e6": "#332a22",
    "#8fb5c9": "#41708c",
    "#eabf93": "#8a5f36",
    "#a8480a": "#e0833f",
    "#000000": "#e6ebef",
    "#444444": "#e6ebef",
}
# Plots whose marks carry text on colours between two of the scale keep both; so do marks coloured by their rate and what explains the scale.
_KEPT = ":not(.treemaplayer *, .heatmaplayer *, .cbfills *)"
_DRAWING = '[data-theme="dark"] .js-plotly-plot .main-svg'
_SPOKEN = ("ink", "ink-soft", "grey", "accent", "warm")


def _channels(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[start : start + 2], 16) for start in (1, 3, 5)))


def _chart_rules() -> Iterator[str]:
    """A chart on a dark screen: the colours plotly wrote into its drawing, one rule each; a saved picture keeps the light ones."""
    for light, dark in CHART_DARK.items():
        for which in ("fill", "stroke"):
            yield f'{_DRAWING} [style*="{which}: {_channels(light)}"]{_KEPT}{{{which}:{dark}!important}}'
    for light, dark in (COLOURS[name] for name in _SPOKEN):
        yield f'{_DRAWING} tspan[style*="{light}"]{{fill:{dark}!important}}'
    yield f'{_DRAWING} text[style*="fill: {_channels("#ffffff")}"]{_KEPT}{{fill:{COLOURS["on-accent"][1]}!important}}'
    yield from _heat_map_rules()
    yield from _tree_map_rules()


def _heat_map_rules() -> Iterator[str]:
    """A map with figures in its cells keeps its colours, a little darker; one without them is turned over, so that what is slight sinks into the card."""
    yield f"{_DRAWING} .heatmaplayer image{{filter:brightness(.9)}}"
    yield f'{_DRAWING} .heatmaplayer text[style*="fill: {_channels("#444444")}"]{{fill:{COLOURS["on-accent"][1]}!important}}'
    wordless = '[data-theme="dark"] .js-plotly-plot:has(.heatmaplayer image):not(:has(.heatmaplayer text))'
    yield f"{wordless} :is(.heatmaplayer image,.cbfills){{filter:invert(.88) hue-rotate(180deg)}}"


def _tree_map_rules() -> Iterator[str]:
    """The frames of a tree map and what has no rate are dark, its tiles keep their colours."""
    yield f"{_DRAWING} .treemaplayer .surface{{stroke:{COLOURS['paper'][1]}!important}}"
    for light in ("#f3f5f6", NO_RATE):
        surface = f'.surface[style*="fill: {_channels(light)}"]'
        yield f"{_DRAWING} .treemaplayer {surface}{{fill:{CHART_DARK[light]}!important}}"
        yield f"{_DRAWING} .treemaplayer .slice:has({surface}) text{{fill:{COLOURS['ink'][1]}!important}}"


@cache
def style_sheet() -> str:
    """The colours as variables of a style sheet: light for all, dark for a dark screen and never for paper."""
    light, dark = ("".join(f"--{name}:{pair[which]};" for name, pair in COLOURS.items()) for which in (0, 1))
    return f':root{{{light}}}@media screen{{:root[data-theme="dark"]{{{dark}}}{"".join(_chart_rules())}}}'
