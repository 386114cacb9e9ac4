"""Pictures of an evaluation and of a training, with Matplotlib."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundup.data import Samples
from groundup.data.images import picture
from groundup.errors import UserError
from groundup.evaluation import Evaluation, Regression
from groundup.formats.atomic import write_atomically

SHOWN = 12  # mistakes
SHOWN_TARGETS = 4  # of a regression
SHOWN_CLASSES = 20  # as bars


def draw_evaluation(evaluation: Evaluation | Regression, samples: Samples, path: Path) -> None:
    """Draws the confusion matrix, the ROC curve of two classes or the F1 of each of more, and the
    most confident mistakes among pictures; or a regression's predictions beside what is true; to an
    image file, whose ending says which kind.

    Raises UserError where Matplotlib is missing, or the file cannot be written.
    """
    if isinstance(evaluation, Regression):
        figure, kind = figure_and_kind(path, (12, 6))
        _draw_regression(figure, evaluation)
    else:
        widths = [6, 3.5, 6] if samples.schema is None or samples.schema.pixels else [6, 3.5]
        figure, kind = figure_and_kind(path, (sum(widths), 6))
        parts: Any = figure.subfigures(1, len(widths), width_ratios=widths)
        _draw_confusion(parts[0].subplots(), evaluation)
        (_draw_f1 if evaluation.roc is None else _draw_roc)(parts[1].subplots(), evaluation)
        if len(parts) > 2:
            _draw_mistakes(parts[2].subplots(3, 4), evaluation, samples)
    save_figure(figure, path, kind)


def draw_history(history: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draws the curves of cost and accuracy, epoch by epoch, to an image file. Raises UserError as
    `draw_evaluation` does."""
    judged = any(record.get("validation_accuracy") is not None for record in history)
    figure, kind = figure_and_kind(path, (12, 5) if judged else (7, 5))
    panels: Any = figure.subplots(1, 2 if judged else 1, squeeze=False)[0]
    names = ("cost", "validation_cost")
    _draw_curves(panels[0], history, dict(zip(names, ("training", "validation"), strict=True)))
    panels[0].set(xlabel="epoch", ylabel="cost")
    if judged:
        _draw_curves(panels[1], history, {"validation_accuracy": "validation"})
        panels[1].set(xlabel="epoch", ylabel="right answers")
        panels[1].yaxis.set_major_formatter(lambda share, _: f"{share:.1%}")
    save_figure(figure, path, kind)


def check_plot(path: Path) -> None:
    """Raises UserError where Matplotlib is missing, or draws no files of that ending."""
    figure_and_kind(path, (1, 1))


def figure_and_kind(path: Path, inches: tuple[float, float]) -> tuple[Any, str]:
    """An empty figure for an image file, and which kind its ending says.

    Raises UserError where Matplotlib is missing, or makes no such files.
    """
    try:
        from matplotlib.backend_bases import FigureCanvasBase
        from matplotlib.figure import Figure
    except ImportError:
        raise UserError(
            "drawing needs Matplotlib, which is not installed; install it with "
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


def _draw_curves(axes, history: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> None:
    for name, label in names.items():
        points = [(record.get("epoch", i), record.get(name)) for i, record in enumerate(history, 1)]
        points = [(epoch, value) for epoch, value in points if value is not None]
        if points:
            axes.plot(*zip(*points, strict=True), "o-", markersize=3, label=label)
    axes.legend(frameon=False)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_regression(figure, regression: Regression) -> None:
    count = min(len(regression.targets), SHOWN_TARGETS)
    panels = figure.subplots(1, count, squeeze=False)[0]
    for k, axes in enumerate(panels):
        true, predicted = regression.true[:, k], regression.predicted[:, k]
        ends = [min(true.min(), predicted.min()), max(true.max(), predicted.max())]
        axes.plot(ends, ends, color="0.7", zorder=0)
        axes.scatter(true, predicted, s=12, alpha=0.5, edgecolors="none")
        axes.set(xlabel=f"true {regression.targets[k]}", ylabel="predicted")
        axes.set_title(f"RMSE {regression.rmse[k]:.4g} on {regression.total:,}")
    figure.suptitle(f"R² {regression.r_squared:.3f}")


def _draw_confusion(axes, evaluation: Evaluation) -> None:
    confusion = evaluation.confusion
    classes = range(len(confusion))
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    right = np.eye(len(confusion), dtype=bool)
    shares[~right] /= max(shares[~right].max(initial=0), 1e-12)  # of the most frequent mistake
    for cells, colours in ((right, "Greens"), (~right, "Reds")):
        axes.imshow(np.ma.masked_where(~cells, shares), cmap=colours, vmin=0, vmax=1)
    for true in classes:
        for guess in classes:
            colour = "white" if shares[true, guess] > 0.6 else "black"
            count = confusion[true, guess] or ""
            axes.text(guess, true, count, ha="center", va="center", color=colour, fontsize=8)
    names = [*map(evaluation.name, classes)]
    axes.set(xlabel="guess", ylabel="true", xticks=classes, yticks=classes)
    long = max(map(len, names)) > 2
    axes.set_xticklabels(names, rotation=90 if long else 0)
    axes.set_yticklabels(names)
    axes.set_title(f"{evaluation.accuracy:.2%}: {evaluation.correct:,} of {evaluation.total:,}")


def _draw_roc(axes, evaluation: Evaluation) -> None:
    assert evaluation.roc is not None
    axes.plot([0, 1], [0, 1], color="0.7", zorder=0)
    axes.plot(*evaluation.roc.T)
    axes.set(xlabel=f"share of {evaluation.name(0)} taken for {evaluation.name(1)}")
    axes.set(ylabel=f"share of {evaluation.name(1)} found", aspect="equal")
    axes.set_title(f"ROC: AUC {evaluation.auc:.3f}")


def _draw_f1(axes, evaluation: Evaluation) -> None:
    scores = evaluation.scores
    labels = np.flatnonzero(scores.there)
    worst = labels[np.argsort(scores.f1[labels], kind="stable")[:SHOWN_CLASSES]]
    shown = np.sort(worst)[::-1]  # the first one on top
    places = range(len(shown))
    axes.barh(places, scores.f1[shown], color="0.8")
    axes.set_yticks(places, [evaluation.name(label) for label in shown])
    for place, f1 in zip(places, scores.f1[shown], strict=True):
        axes.text(0.02, place, f"{f1:.3f}", va="center", fontsize=8)
    axes.set(xlim=(0, 1), xlabel="F1: precision and recall in one")
    axes.spines[["top", "right"]].set_visible(False)
    many = len(worst) < len(labels)
    mean = f"mean F1 {scores.means()[2]:.3f}"
    axes.set_title(f"the worst {len(worst)} of {len(labels)}; {mean}" if many else mean)


def _draw_mistakes(grid, evaluation: Evaluation, samples: Samples) -> None:
    for axes in list(grid.flat)[len(evaluation.mistakes) :]:
        axes.axis("off")
    for axes, mistake in zip(grid.flat, evaluation.mistakes[:SHOWN], strict=False):
        image = picture(samples.x[mistake.sample], samples.schema)
        axes.imshow(image, cmap="gray_r", vmin=0, vmax=255)  # which colours do not heed
        axes.set(xticks=[], yticks=[])
        true, guess = map(evaluation.name, (mistake.true, mistake.guess))
        axes.set_title(f"{true}, read as {guess}", fontsize=9)
