"""`groundup train --folds`: cross-validation, which trains once for each fold and saves nothing."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any, NamedTuple

from groundup.cli.bar import EpochBar
from groundup.cli.console import err, fail, say
from groundup.cli.judgement import compared
from groundup.cli.resuming import is_given
from groundup.cli.sources import say_columns, say_notes
from groundup.cli.train_words import introduction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from typer import Context

    from groundup.baselines import Baseline
    from groundup.cli.sources import Source
    from groundup.data import Data
    from groundup.network import Network

APART = (
    *("test", "stream", "verify", "also", "limit", "out", "checkpoint", "resume", "plot"),
    *("coordinator", "processes", "process", "local_processes"),
)
"""Options that make no sense beside --folds, or would do nothing."""
FEWEST = 2  # folds that have a spread


class Fold(NamedTuple):
    scores: dict[str, float]  # of the network, by their names
    baselines: list[Baseline]


def check_folds(context: Context) -> None:
    """Refuses the options that folds have no use for."""
    given = [f"--{n.replace('_', '-')}" for n in APART if is_given(context, n)]
    if given:
        fail(
            "--folds chooses what to learn from and test on by itself, and saves no model; "
            f"leave out {', '.join(given)}"
        )


def cross_validate(
    source: Source,
    folds: int,
    epochs: int,
    begin: Callable[[Data], tuple[Network, dict[str, Any]]],
) -> None:
    """Trains a network that `begin` makes of each fold's data, and says how good each is, and how
    good they are on average; after Ctrl-C, of those that are done."""
    from groundup.training import DivergedError

    done: list[Fold] = []
    try:
        for data in source.folds(folds):
            network, options = begin(data)
            if not done:
                say_notes(data)
                say_columns(data.schema)
                say(introduction(network, data, options["engine"], options["class_weight"]))
            done.append(trained(network, data, epochs, options))
            scores = "   ".join(told(name, score) for name, score in done[-1].scores.items())
            say(f"fold {len(done)}/{folds}   {scores}   epochs {len(network.history)}")
    except (KeyboardInterrupt, DivergedError) as error:
        stopped = isinstance(error, KeyboardInterrupt)
        err.print(
            f"fold {len(done) + 1}: {'stopped by Ctrl-C' if stopped else error}", markup=False
        )
        say_summary(done)
        raise SystemExit(130 if stopped else 2) from None
    say_summary(done)
    say("no model is saved; to save one, leave out --folds")


def trained(network: Network, data: Data, epochs: int, options: dict[str, Any]) -> Fold:
    """Trains the network, and judges it by what it has never seen."""
    from groundup import training
    from groundup.baselines import baselines
    from groundup.evaluation import Evaluation, evaluate, evaluate_regression

    bar = EpochBar(len(data.train.x), epochs)
    with bar:
        for _ in training.epochs(
            epochs, network, data.train, data.validation, progress=bar.progress, **options
        ):
            bar.epoch_done()
    result = (evaluate_regression if network.regression else evaluate)(network, data.test)
    if isinstance(result, Evaluation):
        scores = {"accuracy": result.accuracy, "macro F1": result.scores.means()[2]}
        scores |= {} if result.auc is None else {"AUC": result.auc}
    else:
        several = len(result.targets) > 1
        named = zip(result.targets, result.rmse, strict=True)
        scores = {f"RMSE of {name}" if several else "RMSE": error for name, error in named}
        scores["R²"] = result.r_squared
    return Fold(scores, baselines(network, data.test, data.train))


def told(name: str, score: float, spread: float | None = None) -> str:
    """ "accuracy 96.00% ± 2.79%" """
    kind = ".2%" if name == "accuracy" else ".4g" if name.startswith("RMSE") else ".3f"
    return f"{name} {score:{kind}}" + ("" if spread is None else f" ± {spread:{kind}}")


def say_summary(done: Sequence[Fold]) -> None:
    """The mean of the folds that are done, and their standard deviation, beside the baselines'."""
    if len(done) < FEWEST:
        return
    names = [name for name in done[0].scores if all(name in fold.scores for fold in done)]
    each = {name: [fold.scores[name] for fold in done] for name in names}
    words = [
        told(name, statistics.mean(scores), statistics.stdev(scores))
        for name, scores in each.items()
    ]
    say(f"mean of {len(done)} folds, and standard deviation: {', '.join(words)}")
    say(compared([mean_of(same) for same in zip(*(fold.baselines for fold in done), strict=False)]))


def mean_of(same: Sequence[Baseline]) -> Baseline:
    """A baseline over all folds."""
    names = {baseline.name for baseline in same}
    rmse = tuple(map(statistics.mean, zip(*(baseline.rmse for baseline in same), strict=True)))
    score = statistics.mean(baseline.score for baseline in same)
    name = same[0].name if len(names) == 1 else "always the most frequent class"
    return same[0]._replace(name=name, score=score, rmse=rmse)
