"""Pictures of an evaluation, with Matplotlib."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import numpy as np

from groundup.data import Samples
from groundup.errors import UserError
from groundup.evaluation import Evaluation
from groundup.formats.atomic import write_atomically

SHOWN = 12  # mistakes


def draw_evaluation(evaluation: Evaluation, samples: Samples, path: Path) -> None:
    """Draws the confusion matrix and the most confident mistakes to an image file; the ending of
    `path` says which kind.

    Raises UserError where Matplotlib is missing, or the file cannot be written.
    """
    figure, kind = figure_and_kind(path, (12, 6))
    halves: Any = figure.subfigures(1, 2)
    left, right = halves
    _draw_confusion(left.subplots(), evaluation)
    _draw_mistakes(right.subplots(3, 4), evaluation, samples)
    save_figure(figure, path, kind)


def figure_and_kind(path: Path, inches: tuple[float, float]) -> tuple[Any, str]:
    """An empty figure for an image file, and which kind its ending says.

    Raises UserError where Matplotlib is missing, or makes no such files.
    """
    try:
        from matplotlib.backend_bases import FigureCanvasBase
        from matplotlib.figure import Figure
    except ImportError:
        raise UserError(
            "drawing needs Matplotlib, which is not here; install it with "
            "pip install 'groundup[plot]'"
        ) from None

    kinds = FigureCanvasBase.get_supported_filetypes()
    kind = path.suffix.removeprefix(".").lower()
    if kind not in kinds or path.is_dir():
        raise UserError(f"{path}: wanted a file that ends in one of .{', .'.join(sorted(kinds))}")
    return Figure(figsize=inches, layout="constrained"), kind


def save_figure(figure: Any, path: Path, kind: str) -> None:
    """Writes it whole or not at all. Raises UserError where that fails."""
    picture = io.BytesIO()
    figure.savefig(picture, dpi=120, format=kind)
    try:
        write_atomically(path, picture.getvalue())
    except OSError as error:
        reason = error.strerror or error
        raise UserError(f"{path}: the picture could not be written: {reason}") from None


def _draw_confusion(axes, evaluation: Evaluation) -> None:
    confusion = evaluation.confusion
    classes = range(len(confusion))
    mistakes = np.where(np.eye(len(confusion), dtype=bool), 0, confusion)
    axes.imshow(mistakes, cmap="Reds")
    for true in classes:
        for guess in classes:
            count = confusion[true, guess]
            dark = mistakes[true, guess] > 0.6 * max(mistakes.max(), 1)
            colour = "white" if dark else "green" if true == guess else "black"
            axes.text(guess, true, count or "", ha="center", va="center", color=colour, fontsize=8)
    axes.set(xlabel="guess", ylabel="true digit", xticks=classes, yticks=classes)
    axes.set_title(f"{evaluation.accuracy:.2%}: {evaluation.correct:,} of {evaluation.total:,}")


def _draw_mistakes(grid, evaluation: Evaluation, samples: Samples) -> None:
    for axes in grid.flat:
        axes.axis("off")
    side = math.isqrt(samples.x.shape[1])
    for axes, mistake in zip(grid.flat, evaluation.mistakes[:SHOWN], strict=False):
        axes.imshow(samples.x[mistake.sample, : side * side].reshape(side, side), cmap="gray_r")
        axes.set_title(f"a {mistake.true}, read as {mistake.guess}", fontsize=9)
