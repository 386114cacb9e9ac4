"""Lines, circles and words in SVG, whose colours are those of the page."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterable

Point = tuple[float, float]


class Drawing:
    """A picture of `width` × `height`, y downwards.

    title: what a picture shows, for those who do not see it.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self.size, self.title = (width, height), title
        self.parts: list[str] = []

    def line(self, start: Point, end: Point, kind: str = "ink") -> None:
        self.path([start, end], kind)

    def path(self, points: Iterable[Point], kind: str = "ink", style: str = "") -> None:
        places = " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<path class="{kind}" d="M{places}"{style and f" {style}"}/>')

    def circle(self, center: Point, radius: float, kind: str) -> None:
        x, y = center
        self.parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>')

    def arrow(self, start: Point, end: Point, short: float = 0, kind: str = "ink") -> None:
        """A line with a head, which stops so far before both ends."""
        (x0, y0), (x1, y1) = start, end
        length = math.hypot(x1 - x0, y1 - y0)
        along, across = (
            ((x1 - x0) / length, (y1 - y0) / length),
            ((y0 - y1) / length, (x1 - x0) / length),
        )
        x0, y0, x1, y1 = (
            x0 + short * along[0],
            y0 + short * along[1],
            x1 - short * along[0],
            y1 - short * along[1],
        )
        self.path([(x0, y0), (x1, y1)], kind)
        heads = [
            (x1 - 9 * along[0] + side * across[0], y1 - 9 * along[1] + side * across[1])
            for side in (5, -5)
        ]
        self.path([heads[0], (x1, y1), heads[1]], kind)

    def box(self, corner: Point, width: float, height: float, kind: str = "frame") -> None:
        x, y = corner
        size = f'width="{width:.1f}" height="{height:.1f}"'
        self.parts.append(f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" {size}/>')

    def cell(self, corner: Point, width: float, height: float, opacity: float) -> None:
        x, y = corner
        size = f'width="{width:.1f}" height="{height:.1f}"'
        self.parts.append(
            f'<rect class="area" x="{x:.1f}" y="{y:.1f}" {size} fill-opacity="{opacity:g}"/>'
        )

    def text(self, place: Point, words: str, anchor: str = "middle") -> None:
        x, y = place
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html.escape(words)}</text>'
        )

    def figure(self, caption: str) -> str:
        """The picture and what is said below it, as HTML without an empty line."""
        width, height = self.size
        title = html.escape(self.title, quote=True)
        head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{title}">'
        words = f"<figcaption>{html.escape(caption)}</figcaption>"
        return "\n".join(
            ['<figure class="drawn">', head, *self.parts, "</svg>", words, "</figure>"]
        )


class Axes:
    """A part of a drawing with numbers of its own, y upwards.

    box: its left, top, right and bottom; x, y: the numbers at its edges.
    """

    def __init__(
        self, drawing: Drawing, box: tuple[float, float, float, float], x: Point, y: Point
    ) -> None:
        self.drawing, self.box, self.x, self.y = drawing, box, x, y

    def at(self, x: float, y: float) -> Point:
        left, top, right, bottom = self.box
        (x0, x1), (y0, y1) = self.x, self.y
        return left + (x - x0) / (x1 - x0) * (right - left), bottom - (y - y0) / (y1 - y0) * (
            bottom - top
        )

    def frame(self, title: str = "", across: str = "", up: str = "") -> None:
        left, top, right, bottom = self.box
        self.drawing.path([(left, top), (left, bottom), (right, bottom)], "faint")
        self.drawing.text(((left + right) / 2, top - 8), title)
        self.drawing.text(((left + right) / 2, bottom + 18), across)
        self.drawing.text((left - 4, top + 14), up, "end")

    def curve(self, f: Callable[[float], float], kind: str = "one", points: int = 80) -> None:
        (x0, x1), (y0, y1) = self.x, self.y
        xs = [x0 + (x1 - x0) * i / points for i in range(points + 1)]
        ys = [f(x) for x in xs]
        shown = [(x, y) for x, y in zip(xs, ys, strict=True) if y0 <= y <= y1]
        self.drawing.path([self.at(x, y) for x, y in shown], kind)

    def points(self, places: Iterable[Point], joined: bool = False) -> None:
        found = [self.at(x, y) for x, y in places]
        if joined:
            self.drawing.path(found, "two")
        for place in found:
            self.drawing.circle(place, 4, "dot")
