"""Line charts as SVG, written out."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 320, 170
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 22, 24
COLOURS = ("#1f77b4", "#d6604d", "#1a9850", "#8856a7")

Points = Sequence[tuple[float, float]]


def curves(lines: Mapping[str, Points], title: str, percent: bool = False) -> str:
    """An <svg> of lines by their names; what is not finite is left out. "" where there is none."""
    lines = {name: _finite(points) for name, points in lines.items()}
    lines = {name: points for name, points in lines.items() if points}
    if not lines:
        return ""
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    across, up = _scale(xs, LEFT, WIDTH - RIGHT), _scale(ys, HEIGHT - BOTTOM, TOP)
    parts = [_text(LEFT, 12, title, "start", bold=True)]
    for y in _ends(ys):
        parts.append(_text(LEFT - 6, up(y) + 4, f"{y:.1%}" if percent else f"{y:.3g}", "end"))
        line = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{up(y):.1f}" y2="{up(y):.1f}"'
        parts.append(f'<line {line} stroke="currentColor" opacity="0.2"/>')
    for x in _ends(xs):
        parts.append(_text(across(x), HEIGHT - 6, f"{x:g}", "middle"))
    for number, (name, points) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        )
        if len(points) == 1:
            (x, y), *_ = points
            parts.append(f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="2.5" fill="{colour}"/>')
        place = WIDTH - RIGHT - 80 * (len(lines) - 1 - number)
        parts.append(_text(place, 12, name, "end", colour))
    words = html.escape(f"{title}: {', '.join(lines)}")
    return (
        f'<svg role="img" aria-label="{words}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-size="10" font-family="sans-serif">{"".join(parts)}</svg>'
    )


def scatter(points: Points, title: str) -> str:
    """An <svg> of points, what is true to the right and what was predicted upwards, and the line on
    which both are the same."""
    points = _finite(points)
    if not points:
        return ""
    both = [value for point in points for value in point]
    side = HEIGHT - TOP - BOTTOM
    across, up = _scale(both, LEFT, LEFT + side), _scale(both, TOP + side, TOP)
    low, high = min(both), max(both)
    parts = [
        _text(LEFT, 12, title, "start", bold=True),
        f'<line x1="{across(low):.1f}" y1="{up(low):.1f}" x2="{across(high):.1f}" '
        f'y2="{up(high):.1f}" stroke="currentColor" opacity="0.4"/>',
        *(_text(LEFT - 6, up(y) + 4, f"{y:.3g}", "end") for y in _ends(both)),
        *(_text(across(x), HEIGHT - 6, f"{x:.3g}", "middle") for x in _ends(both)),
    ]
    for x, y in points:
        parts.append(
            f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="2" fill="{COLOURS[0]}" '
            'opacity="0.5"/>'
        )
    return (
        f'<svg role="img" aria-label="{html.escape(title)}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-size="10" font-family="sans-serif">'
        f"{''.join(parts)}</svg>"
    )


def _finite(points: Points) -> list[tuple[float, float]]:
    return [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]


def _ends(values: Sequence[float]) -> list[float]:
    return sorted({min(values), max(values)})


def _scale(values: Sequence[float], start: float, end: float):
    low, high = min(values), max(values)
    if high == low:
        return lambda value: (start + end) / 2
    return lambda value: start + (value - low) / (high - low) * (end - start)


def _text(
    x: float, y: float, words: str, anchor: str, colour: str = "currentColor", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{html.escape(words)}</text>"
    )
