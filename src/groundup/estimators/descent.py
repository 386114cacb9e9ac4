"""The stochastic solvers: epochs of small steps, until the loss or the score gets no better."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from groundup.engines.engine import Task
from groundup.estimators.learning import Answers, Examples, Layers
from groundup.estimators.optimiser import Optimiser
from groundup.estimators.parameters import dropout_shares
from groundup.estimators.progress import Progress

Array = np.ndarray


class Held(NamedTuple):
    """Samples to judge by: those of an order, and a measure of the outputs for them."""

    examples: Examples
    order: Array | None
    score: Callable[[Array], float]  # of outputs (n, n_L)


class Descent:
    """One call of fit or partial_fit. What comes of it is put into the estimator's attributes as it
    goes, so that who interrupts it keeps all whole steps and epochs."""

    def __init__(
        self,
        estimator: Any,
        layers: Layers,
        examples: Examples,
        chosen: Array | None,
        held: Held | None,
        progress: Progress,
    ) -> None:
        """`chosen` are the rows to learn from, all of them where it is None."""
        self.estimator, self.layers, self.examples = estimator, layers, examples
        self.chosen, self.held, self.progress = chosen, held, progress
        self.count = len(examples) if chosen is None else len(chosen)
        self.batch_size = batch_size(estimator.batch_size, self.count)
        self.weight = weight_of(examples, chosen)
        self.dropout = dropout_shares(estimator.dropout, len(layers.w) - 1)
        rows, order = (held.examples.rows, held.order) if held else (examples.rows, None)
        self.answers = Answers(layers, rows, order)
        self.optimiser = estimator._optimizer = Optimiser.of(estimator, layers)
        self.visited = getattr(estimator, "_visited", None)
        self.squares: float = layers.squares()
        self.task: Task | None = None  # of the last epoch, of which the next is made

    def run(self, epochs: int, keep_best: bool) -> bool:
        """Goes on for at most so many epochs; whether they came to an end by themselves. With
        `keep_best` the network has its best weights in the end."""
        estimator = self.estimator
        estimator.n_iter_ = 0
        best = self.layers.copies() if keep_best else None
        over = False
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # it is seen in the end
                while not over and estimator.n_iter_ < epochs:
                    self.epoch()
                    if self.judge() and best:
                        best = self.layers.copies()
                    self.optimiser.epoch_ends(estimator)
                    over = self.is_over()
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=5)
            over = True
        if best:
            self.layers.put_back(*best)
        return over

    def epoch(self) -> None:
        """Learns from every sample once."""
        estimator = self.estimator
        cost = self.learn(self.order())
        before, self.squares = self.squares, self.layers.squares()
        steps = -(-self.count // self.batch_size)
        # The loss has the penalty of each step's weights, which change about evenly in an epoch.
        squares = before + (self.squares - before) * (steps - 1) / (2 * steps)
        loss = estimator._loss_of(cost) + 0.5 * estimator.alpha * squares * steps / self.weight
        estimator.n_iter_ += 1
        estimator.t_ += self.count
        estimator.loss_ = loss
        estimator.loss_curve_.append(loss)
        self.progress.epoch(estimator.n_iter_, loss)

    def order(self) -> Array | None:
        """The rows as this epoch visits them: as the one before did, shuffled once more."""
        if not self.estimator.shuffle:
            return self.chosen
        places = np.arange(self.count)
        self.estimator._random_state.shuffle(places)
        if self.visited is not None and len(self.visited) == self.count:
            places = self.visited[places]
        self.visited = places
        return places if self.chosen is None else self.chosen[places]

    def learn(self, order: Array | None) -> float:
        """The steps of an epoch: the mean of the samples' costs, each just before its step."""
        total = weight = 0.0
        random = self.estimator._random_state
        layers = len(self.layers.w)
        drawn = [int(random.randint(0, 2**63)) for _ in range(layers)] if any(self.dropout) else []
        for fields, share, before in self.examples.pieces(order, self.batch_size):
            streams = [(stream + (before << 32)) % 2**64 for stream in drawn] or None
            if self.task is None or not self.examples.rows.ready:
                self.task = self.new_task(fields, streams)
            else:
                self.task = self.task.again(fields["order"], self.optimiser.learning_rate, streams)
            cost = self.layers.engine.run(self.task)
            if share:
                total, weight = total + share * cost, weight + share
        return total / weight if weight else math.nan

    def new_task(self, fields: dict[str, Any], streams: list[int] | None) -> Task:
        estimator = self.estimator
        return self.layers.task(
            **fields,
            cost=self.layers.cost,
            batch_size=self.batch_size,
            eta=self.optimiser.learning_rate,
            l2=estimator.alpha,
            l2_shared=True,
            optimiser=self.optimiser.rule,
            momentum=estimator.momentum,
            beta1=estimator.beta_1,
            beta2=estimator.beta_2,
            epsilon=estimator.epsilon,
            epsilon_hat=True,
            state=self.optimiser.state,
            dropout=self.dropout if streams else None,
            dropout_streams=streams,
            progress=self.progress.within,
        )

    def judge(self) -> bool:
        """Counts epochs without improvement; whether this one is the best so far."""
        estimator = self.estimator
        tol, loss = estimator.tol, estimator.loss_
        score, best_score = None, estimator.best_validation_score_
        if self.held:
            score = self.measure(self.held)
        if estimator.early_stopping:
            worse = score < best_score + tol
        else:
            worse = loss > estimator.best_loss_ - tol
            estimator.best_loss_ = min(estimator.best_loss_, loss)  # NaN is not less
        estimator._no_improvement_count = estimator._no_improvement_count + 1 if worse else 0
        if score is None or not score > best_score:
            return False
        estimator.best_validation_score_ = score
        return True

    def measure(self, held: Held) -> float:
        """The score, and what goes with it into the curves."""
        estimator, layers = self.estimator, self.layers
        score = held.score(self.answers())
        estimator.validation_scores_.append(score)
        self.progress.score(score)
        if held.order is None:  # an eval_set
            total = weight = 0.0
            for fields, share, _ in held.examples.pieces(None, 1):
                cost = layers.engine.evaluate(layers.task(**fields, cost=layers.cost)).cost
                if share:
                    total, weight = total + share * cost, weight + share
            loss = estimator._loss_of(total / weight) if weight else math.nan
            estimator.validation_loss_curve_.append(loss)
        return score

    def is_over(self) -> bool:
        estimator = self.estimator
        if math.isnan(estimator.loss_) and not estimator.early_stopping:
            return True  # no step brings numbers back
        if estimator._no_improvement_count <= estimator.n_iter_no_change:
            return False
        over, words = self.optimiser.gives_up(estimator)
        judged = "Validation score" if estimator.early_stopping else "Training loss"
        self.progress.say(
            f"{judged} did not improve more than tol={estimator.tol:f} for "
            f"{estimator.n_iter_no_change} consecutive epochs. {words}"
        )
        if not over:
            estimator._no_improvement_count = 0
        return over


def batch_size(asked: int | str, count: int) -> int:
    """Samples a step, where there are `count` in all."""
    if asked == "auto":
        return min(200, count)
    if int(asked) > count:
        warnings.warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be clipped",
            stacklevel=6,
        )
    return min(int(asked), count)


def weight_of(examples: Examples, chosen: Array | None) -> float:
    """What the samples learned from weigh together."""
    if examples.weights is None:
        return float(len(examples) if chosen is None else len(chosen))
    return float((examples.weights if chosen is None else examples.weights[chosen]).sum())


def warn_of_the_end(max_iter: int) -> None:
    warnings.warn(
        f"Stochastic Optimizer: Maximum iterations ({max_iter}) reached and the optimization "
        "hasn't converged yet. Raise max_iter to train for longer, or tol to stop earlier.",
        ConvergenceWarning,
        stacklevel=4,
    )
