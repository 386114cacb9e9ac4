"""HTML for notebooks: no background of its own, few colours, readable on white and on black."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundup.showing.charts import curves
from groundup.showing.png import colours, grid, image, shades

if TYPE_CHECKING:
    from groundup.metrics import ClassScores

TILES = 24  # neurons' weights that are shown as pictures
TILE = 44  # CSS pixels
GRID = 88  # CSS pixels of a filter's channels beside one another
CHANNELS = 64  # of a filter that are shown
MATRIX = 160  # CSS pixels of a weight matrix
MOST = 400  # rows and columns of one that are shown
CLASSES = 40  # of a confusion matrix that are shown
ROWS = 12  # of a history's table


def block(*parts: str) -> str:
    """Parts under one another."""
    inner = "".join(f"<div>{part}</div>" for part in parts if part)
    return f'<div class="groundup" style="line-height: 1.5">{inner}</div>'


def words(text: str, bold: bool = False) -> str:
    escaped = html.escape(text)
    return f"<b>{escaped}</b>" if bold else escaped


def table(head: Sequence[str], rows: Iterable[Sequence[str]], styles: Any = None) -> str:
    """A table; styles(row, column) gives a cell's CSS. All words are escaped."""
    cell = 'style="padding: 0 0.7em; text-align: right; {}"'
    top = "".join(f"<th {cell.format('')}>{html.escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td {cell.format(styles(i, j) if styles else '')}>{html.escape(value)}</td>"
            for j, value in enumerate(row)
        )
        + "</tr>"
        for i, row in enumerate(rows)
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def weights(w: Sequence[NDArray[Any]], shape: tuple[int, ...]) -> list[str]:
    """Each layer's weights as pictures: those of the first neurons in the shape of an image, where
    inputs have one, and the first filters of a convolution; else a matrix, a row a neuron."""
    parts = []
    for l, wl in enumerate(w):
        by = " × ".join(map(str, wl.shape))
        what = words(f"w[{l}], {by}, {wl.min():.3g} to {wl.max():.3g}")
        if wl.ndim == 4:
            coloured = l == 0 and wl.shape[1] == 3
            shown = [_filter(one, coloured) for one in wl[:TILES]]
            width = TILE if coloured or wl.shape[1] == 1 else GRID
        elif l == 0 and (len(shape) == 2 or shape[2:] == (3,)):
            picture = shades if len(shape) == 2 else colours
            shown, width = [picture(row.reshape(shape)) for row in wl[:TILES]], TILE
        else:
            parts.append(f"{what}<br>{image(shades(wl[:MOST, :MOST]), MATRIX, f'w[{l}]')}")
            continue
        tiles = (image(pixels, width, f"w[{l}][{j}]") for j, pixels in enumerate(shown))
        more = f" … and {len(wl) - TILES} more" if len(wl) > TILES else ""
        parts.append(f"{what}<br>{''.join(tiles)}{more}")
    return parts


def _filter(one: NDArray[Any], coloured: bool) -> NDArray[np.uint8]:
    """Pixels of a filter (c, k, k): in colours, or its channels beside one another."""
    one = one[:CHANNELS, :MOST, :MOST]
    return colours(one.transpose(1, 2, 0)) if coloured else grid(shades(one))


def history(records: Sequence[Mapping[str, Any]]) -> str:
    """Curves of a training."""
    if not records:
        return ""

    def points(name: str) -> list[tuple[float, float]]:
        return [
            (r.get("epoch", i), r[name])
            for i, r in enumerate(records, 1)
            if r.get(name) is not None
        ]

    costs = {"training": points("cost"), "validation": points("validation_cost")}
    right = {"validation": points("validation_accuracy")}
    return curves(costs, "cost") + curves(right, "right answers", percent=True)


def records(found: Sequence[Mapping[str, Any]]) -> str:
    """A table of the last epochs."""
    if not found:
        return words("no epochs")

    def cell(name: str, value: Any) -> str:
        if value is None:
            return "–"
        if name == "validation_accuracy":
            return f"{value:.2%}"
        return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"

    names = list(found[0])
    rows = [[cell(name, record[name]) for name in names] for record in found[-ROWS:]]
    return table([name.replace("_", " ") for name in names], rows)


def confusion(counts: NDArray[Any], names: Sequence[str]) -> str:
    """A confusion matrix: rows are true classes, columns guesses; mistakes redder the more there
    are."""
    shown = counts[:CLASSES, :CLASSES]
    off = np.where(np.eye(len(shown), dtype=bool), 0, shown)
    worst = max(int(off.max(initial=0)), 1)
    labels = [names[i] if i < len(names) else str(i) for i in range(len(shown))]

    def style(i: int, j: int) -> str:
        if j == 0:
            return "font-weight: bold"
        if i == j - 1:
            return "color: #1a9850"
        return f"background: rgba(227, 74, 51, {0.6 * off[i, j - 1] / worst:.2f})"

    named = zip(labels, shown.tolist(), strict=True)
    rows = [[name, *(str(n or "") for n in row)] for name, row in named]
    more = words(f"{len(counts) - CLASSES} more classes") if len(counts) > CLASSES else ""
    return table(["true ↓ guess →", *labels], rows, style) + more


def class_scores(scores: ClassScores, name: Callable[[int], str]) -> str:
    """Precision, recall and F1 of each class, and their means."""
    shown = np.flatnonzero(scores.there).tolist()[:CLASSES]
    rows = [
        [
            name(i),
            f"{scores.samples[i]:,}",
            *(f"{each[i]:.3f}" for each in (scores.precision, scores.recall, scores.f1)),
        ]
        for i in shown
    ]
    means = [f"{mean:.3f}" for mean in scores.means()]
    head = ["class", "samples", "precision", "recall", "F1"]
    return table(head, [*rows, ["macro", f"{scores.samples.sum():,}", *means]])


def pictures(images: Iterable[tuple[NDArray[np.uint8], str]]) -> str:
    """Images (rows, columns), dark ink on light paper, with their words below."""
    return "".join(
        '<span style="display: inline-block; text-align: center; margin-right: 6px; '
        f'font-size: 80%">{image(255 - pixels, TILE, html.escape(label))}<br>'
        f"{html.escape(label)}</span>"
        for pixels, label in images
    )
