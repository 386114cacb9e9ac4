"""How good a network is, in words: how sure that is, by class, and beside what needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from groundup.baselines import Baseline
    from groundup.evaluation import Evaluation, Regression

SURE = 0.02  # an interval that is no wider needs no mention
VAGUE = 0.5  # one that is wider says nothing
CLASSES = 20  # in a table; of more, those that are found worst


def confidence(right: int, total: int) -> str:
    """What is to be added to a share of few samples; "" of many."""
    from groundup.metrics import wilson

    low, high = wilson(right, total)
    if high - low <= SURE:
        return ""
    words = f" ({low:.0%} to {high:.0%} with 95% confidence)"
    return f"{words}: too few to say anything" if high - low > VAGUE else words


def averages(result: Evaluation) -> str:
    """The mean F1 of the classes, and for two of them the area under the ROC curve."""
    _, _, f1 = result.scores.means()
    return f"macro F1 {f1:.3f}" + ("" if result.auc is None else f", AUC {result.auc:.3f}")


def compared(baselines: Sequence[Baseline]) -> str:
    """A line: what one gets without a network."""
    return f"to compare: {', '.join(map(told, baselines))}"


def told(baseline: Baseline) -> str:
    name, score, rmse = baseline
    if not rmse:
        return f"{name} {score:.2%}"
    return f"{name} {rmse[0]:.4g} (R² {score:.3f})" if len(rmse) == 1 else f"{name} R² {score:.3f}"


def class_table(result: Evaluation) -> Table:
    """Precision, recall and F1 of each class, and their means; of many classes, the worst."""
    from rich.table import Table
    from rich.text import Text

    scores, means = result.scores, result.scores.means()
    shown = scores.there.nonzero()[0]
    many = len(shown) > CLASSES
    if many:
        shown = shown[scores.f1[shown].argsort(kind="stable")[:CLASSES]]
    table = Table(box=None, padding=(0, 1))
    table.add_column(f"worst {CLASSES} classes" if many else "")
    for head in ("samples", "precision", "recall", "F1"):
        table.add_column(head, justify="right", no_wrap=True)
    for label in shown.tolist():
        cells = [f"{each[label]:.3f}" for each in (scores.precision, scores.recall, scores.f1)]
        table.add_row(Text(result.name(label)), f"{scores.samples[label]:,}", *cells)
    table.add_row("macro", f"{result.total:,}", *(f"{mean:.3f}" for mean in means), style="bold")
    return table


def as_json(result: Evaluation | Regression, baselines: Sequence[Baseline]) -> dict[str, Any]:
    """All of it, for `--json`."""
    from groundup.evaluation import Evaluation

    if not isinstance(result, Evaluation):
        return {
            "targets": list(result.targets),
            "rmse": result.rmse,
            "r_squared": result.r_squared,
            "total": result.total,
            "baselines": [
                {"name": name, "rmse": list(rmse), "r_squared": score}
                for name, score, rmse in baselines
            ],
        }
    scores = result.scores
    return {
        "accuracy": result.accuracy,
        "correct": result.correct,
        "total": result.total,
        "classes": list(result.classes),
        "confusion": result.confusion.tolist(),
        "interval": list(result.interval),
        "precision": scores.precision.tolist(),
        "recall": scores.recall.tolist(),
        "f1": scores.f1.tolist(),
        "macro": dict(zip(("precision", "recall", "f1"), scores.means(), strict=True)),
        "auc": result.auc,
        "baselines": [{"name": name, "accuracy": score} for name, score, _ in baselines],
    }
