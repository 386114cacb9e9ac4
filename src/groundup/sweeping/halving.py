"""Successive halving: all trials learn a little, the best of them more, the best of those all.

A round is over when all its trials are: who goes on depends on results and on nothing else, so a
sweep ends alike whatever was quick, slow, killed or begun again. Nobody but the coordinator, which
runs here, writes results down.

Source: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
Optimization (2016).
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import Any

from groundup.data import Data
from groundup.errors import UserError
from groundup.sweeping.pools import Pool
from groundup.sweeping.results import Results
from groundup.sweeping.rounds import Outcome, Round, run_round
from groundup.sweeping.samples import reading
from groundup.sweeping.spaces import Space, draw
from groundup.training.checkpoints import Fingerprint

__all__ = ["Plan", "Progress", "run"]

TRIES = 3

Progress = Callable[[int, int, Results], object]
"""Called after each outcome with the round, the epochs that it took, and all results so far."""


@dataclass(frozen=True)
class Plan:
    """space, seed: what trials draw from. trials: how many. rounds: to how many epochs each round
    goes. keep: of so many trials one goes on to the next round. versions, samples: what the numbers
    come from, the samples by their `reading`."""

    space: Space
    trials: int
    rounds: tuple[int, ...]
    keep: int
    seed: int
    data: str | Data
    engine: str
    versions: dict[str, str]
    samples: Mapping[str, Fingerprint] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, least in (("trials", 1), ("keep", 2)):
            if type(value := getattr(self, name)) is not int or value < least:
                raise UserError(f"{name} must be a whole number, {least} or more, not {value!r}")
        rising = all(a < b for a, b in zip((0, *self.rounds), self.rounds, strict=False))
        if not (self.rounds and all(type(until) is int for until in self.rounds) and rising):
            raise UserError(
                f"halving must be rising numbers of epochs, such as 1,2,6, not {self.rounds!r}"
            )

    def parameters(self, trial: int) -> dict[str, Any]:
        return draw(self.space, self.seed, trial)

    def survivors(self, number: int) -> int:
        """How many trials a round has, at most."""
        return max(1, self.trials // self.keep**number)

    def epochs(self) -> int:
        """Of the whole sweep, at most."""
        spans = [b - a for a, b in zip((0, *self.rounds), self.rounds, strict=False)]
        return sum(span * self.survivors(number) for number, span in enumerate(spans))

    def round(self, trial: int, number: int, checkpoint: bytes | None) -> Round:
        parameters = self.parameters(trial)
        return Round(
            trial,
            parameters,
            self.data,
            self.rounds[-1],
            self.rounds[number],
            self.engine,
            self.versions,
            self.samples[reading(parameters)],
            checkpoint,
        )


def run(plan: Plan, results: Results, make: Callable[[], Pool], progress: Progress) -> None:
    """Runs what the results do not have yet, to the end. A pool is made where one is needed."""
    pools = Pools(make)
    try:
        trials: Sequence[int] = range(plan.trials)
        for number in range(len(plan.rounds)):
            there = {entry.trial for entry in results.entries(number)}
            todo = [trial for trial in trials if trial not in there]
            RoundRun(plan, number, results, pools, progress).run(todo)
            ranked = [entry.trial for entry in results.ranking(number) if entry.trial in trials]
            if number + 1 < len(plan.rounds):
                best = ranked[: plan.survivors(number + 1)]
                results.forget_checkpoints(set(trials) - set(best))
                trials = sorted(best)
    finally:
        pools.stop()


class Pools:
    """The pool at work, made when it is first needed, and made anew when it broke."""

    def __init__(self, make: Callable[[], Pool]) -> None:
        self._make, self._pool = make, None

    @property
    def pool(self) -> Pool:
        if self._pool is None:
            self._pool = self._make()
        return self._pool

    def stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()


class RoundRun:
    """One round's trials, at most as many at a time as the pool has workers.

    When a worker dies, the pool does not say which trial it had: all that were running are
    suspects, and are run again one at a time, so that the next death has but one cause.
    """

    def __init__(
        self, plan: Plan, number: int, results: Results, pools: Pools, progress: Progress
    ) -> None:
        self.plan, self.number, self.results = plan, number, results
        self.pools, self.progress = pools, progress
        self.waiting, self.suspects = deque[int](), deque[int]()
        self.running: dict[Future[Outcome], int] = {}
        self.tries = Counter[int]()

    def run(self, trials: Sequence[int]) -> None:
        self.waiting.extend(trials)
        while self.waiting or self.suspects or self.running:
            self.hand_out()
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                if future in self.running:  # else the pool broke, and it was told with the others
                    self.take(future, self.running.pop(future))

    def hand_out(self) -> None:
        """Fills the pool: with a suspect alone, or with whoever waits."""
        alone = bool(self.suspects)
        queue, width = (self.suspects, 1) if alone else (self.waiting, self.pools.pool.width)
        while queue and len(self.running) < width:
            trial = queue.popleft()
            before = self.results.checkpoint(trial, self.number - 1) if self.number else None
            asked = self.plan.round(trial, self.number, before)
            try:
                self.running[self.pools.pool.executor.submit(run_round, asked)] = trial
            except BrokenExecutor as error:
                self.broke([trial, *self.running.values()], error)
                return

    def take(self, future: Future[Outcome], trial: int) -> None:
        """An outcome is written down; what failed is tried again, or recorded as lost."""
        try:
            outcome = future.result()
        except (BrokenExecutor, CancelledError) as error:
            self.broke([trial, *self.running.values()], error)
        except UserError:
            raise  # it would be refused again, and so would the others
        except Exception as error:
            self.failed(trial, f"{type(error).__name__}: {error}")
        else:
            self.results.record(trial, self.number, outcome)
            before = self.plan.rounds[self.number - 1] if self.number else 0
            self.progress(self.number, self.plan.rounds[self.number] - before, self.results)

    def broke(self, trials: list[int], error: BaseException) -> None:
        """A worker is gone, and the pool with it."""
        self.running.clear()
        self.pools.stop()
        if len(trials) == 1:
            self.failed(trials[0], f"its worker ended: {error or type(error).__name__}")
        else:
            self.suspects.extend(sorted(trials))

    def failed(self, trial: int, why: str) -> None:
        self.tries[trial] += 1
        if self.tries[trial] < TRIES:
            self.suspects.append(trial)
        else:
            self.results.lose(trial, self.number, f"{why} ({TRIES} times)")
