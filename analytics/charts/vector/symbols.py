"""The marks of points, as paths around (0, 0); those named -open are drawn as lines only."""

from __future__ import annotations

from math import cos, pi, sin

_ROUND = ("circle",)


def symbol(name: str, x: float, y: float, size: float, colour: str, edge: str, thick: float, opacity: float) -> str:
    """One mark, `size` across."""
    hollow = name.endswith("-open")
    shape, half = name.removesuffix("-open"), size / 2
    look = f'fill="none" stroke="{colour}" stroke-width="{max(thick, 1.4):g}"' if hollow else f'fill="{colour}" stroke="{edge}" stroke-width="{thick:g}"'
    if shape in _ROUND:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" {look} opacity="{opacity:g}"/>'
    return f'<path d="{_path(shape, x, y, half)}" {look} opacity="{opacity:g}"/>'


def _path(shape: str, x: float, y: float, half: float) -> str:
    if shape == "line-ns":
        return f"M{x:.1f} {y - half:.1f}V{y + half:.1f}"
    if shape == "square":
        side = half * 0.88
        return _closed([(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)])
    if shape == "cross":
        arm, reach = half * 0.4, half * 1.1
        ends = [(-arm, -reach), (arm, -reach), (arm, -arm), (reach, -arm), (reach, arm), (arm, arm), (arm, reach), (-arm, reach), (-arm, arm), (-reach, arm)]
        return _closed([(x + across, y + down) for across, down in [*ends, (-reach, -arm), (-arm, -arm)]])
    corners = {"diamond": 4, "triangle-up": 3, "pentagon": 5, "hexagon": 6, "star": 10}.get(shape, 8)
    reaches = [half * 1.2 * (0.45 if shape == "star" and turn % 2 else 1) for turn in range(corners)]
    return _closed([(x + reach * sin(2 * pi * turn / corners), y - reach * cos(2 * pi * turn / corners)) for turn, reach in enumerate(reaches)])


def _closed(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
