"""A sweep as a picture, with Matplotlib: every trial's curve, and its options side by side."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from groundup.errors import UserError
from groundup.plotting import figure_and_kind, save_figure
from groundup.sweeping import Sweep

__all__ = ["draw_sweep"]


def draw_sweep(found: Sweep, path: Path) -> None:
    """Draws curves and parallel coordinates to an image file, whose ending says which kind.

    Raises UserError where Matplotlib is missing, nothing is there to draw, or the file cannot be
    written.
    """
    if found.best is None:
        raise UserError("no trial has a result yet, so there is nothing to draw")
    figure, kind = figure_and_kind(path, (12, 5))
    left, right = figure.subplots(1, 2, width_ratios=[2, 3])
    _draw_curves(left, found)
    _draw_parallel(right, found)
    save_figure(figure, path, kind)


def _draw_curves(axes: Any, found: Sweep) -> None:
    """Accuracy on the validation set after each round, a line a trial."""
    best = found.best.trial if found.best else None
    by_trial: dict[int, list[tuple[int, float]]] = {}
    for entry in found.entries:
        if entry.score is not None:
            height = abs(entry.score) * (1 if found.is_regression else 100)
            by_trial.setdefault(entry.trial, []).append((entry.epochs or 0, height))
    for trial, points in by_trial.items():
        how = (
            {"color": "C3", "lw": 2.5, "zorder": 3} if trial == best else {"color": "0.6", "lw": 1}
        )
        axes.plot(*zip(*points, strict=True), "o-", ms=3, **how)
    judged = "validation, cost" if found.is_regression else "validation, % right"
    axes.set(xlabel="epochs", ylabel=judged, title=f"the best: trial {best}")
    axes.set_xticks(found.about["halving"])


def _draw_parallel(axes: Any, found: Sweep) -> None:
    """An axis an option and one for how good it is, a line a trial, coloured by it."""
    shown = [entry for entry in found.ranking if entry.score is not None]
    names = [*found.varied, "−cost" if found.is_regression else "accuracy"]
    columns = [[found.parameters(e.trial)[name] for e in shown] for name in found.varied]
    scores = [entry.score or 0.0 for entry in shown]
    places = []
    for number, (name, values) in enumerate(zip(names, [*columns, scores], strict=True)):
        log = name in found.varied and found.is_log(name)
        heights, low, high = _heights(values, log)
        places.append(heights)
        axes.axvline(number, color="0.3", lw=1)
        axes.text(number, -0.03, low, ha="center", va="top", fontsize=8)
        axes.text(number, 1.03, high, ha="center", va="bottom", fontsize=8)
    by_accuracy = _heights(scores, log=False)[0]
    from matplotlib import colormaps

    for line, shade in list(zip(np.transpose(places), by_accuracy, strict=True))[::-1]:
        axes.plot(range(len(names)), line, color=colormaps["viridis"](shade), lw=1.5)
    axes.set(xticks=range(len(names)), xticklabels=names, yticks=[], ylim=(-0.1, 1.1))
    axes.tick_params(axis="x", pad=14)
    axes.spines[:].set_visible(False)


def _heights(values: list[Any], log: bool) -> tuple[np.ndarray, str, str]:
    """Each value from 0 to 1, and what the ends are. Words are in the order of the alphabet."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        numbers = [math.log(value) if log else float(value) for value in values]
        low, high = f"{min(values):.4g}", f"{max(values):.4g}"
    else:
        words = sorted({str(value) for value in values})
        numbers = [float(words.index(str(value))) for value in values]
        low, high = words[0], words[-1]
    array = np.array(numbers)
    span = array.max() - array.min()
    return ((array - array.min()) / span if span else np.full(len(array), 0.5)), low, high
