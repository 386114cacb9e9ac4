"""A training in a thread of its own, to be watched and steered while it runs.

`groundup.training.epochs` does the work, with the fastest engine. Between two parts of an epoch it
asks `_pace` how to go on: there the training shows where it stands, takes a new eta, rests while it
is paused or slowed down, and ends where another network is wanted.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections import deque
from itertools import count, takewhile

import numpy as np

from groundup import engines, training
from groundup.data import Data, Samples
from groundup.network import Network
from groundup.page.board import Board, Point
from groundup.page.mistakes import mistakes
from groundup.page.steering import MOST_EPOCHS, Interrupted, Steering

HIDDEN = 30
BATCH_SIZE = 10
PART = 0.05  # seconds of learning between two looks, about
SHOWN = 0.1  # seconds at least from one showing of the network to the next
LOOKING = 0.1  # the share of the time that may go into looking for mistakes
LATEST = 1.0  # seconds from one look to the next, at most
WATCHED = 2000  # validation digits among which it looks for them, at most
CHECKED = 1000  # samples that a measurement within an epoch is made on, at most
FIRST_CHECK = 100  # samples learned from; then at half as many more, and so on
QUARTERLY = 3  # epochs that are measured within


class Trainer:
    """data: to learn from and to validate on, 8-bit pixels.
    network: what goes on being trained; a new 784-30-10 by default.

    `steering` takes commands. `board` shows `run` (where it stands), `wrong` (digits that it does
    not read), points and the network. Both are there for any thread, and take no time.
    """

    def __init__(self, data: Data, network: Network | None = None) -> None:
        self._train, validation = data.train, data.validation
        self._validation = validation
        self._network = network or Network([784, HIDDEN, 10])
        self.board = Board(self._network)
        epoch, hidden = len(self._network.history), self._network.sizes[1:-1]
        self.steering = Steering(hidden, epoch, usual_eta(self._network), self._tell)
        self._done = 0  # samples of the epoch
        self._recent: deque[tuple[float, int]] = deque()  # (seconds, samples learned from by then)
        self._batches, self._left_at = 1, 0.0  # the last part, and when it began
        self._waited = 0.0  # seconds of the epoch that were not learning
        self._shown = self._look_next = 0.0
        self._checks: deque[int] = deque()
        self._telling = threading.Lock()
        self._tell()
        self._thread = threading.Thread(target=self._work, name="training", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the training, and waits a moment for it."""
        self.steering.close()
        self._thread.join(timeout=0.5)

    @np.errstate(over="ignore", invalid="ignore")  # what diverges is told in words
    def _work(self) -> None:
        turn = self._begin
        while not self.steering.closed:
            try:
                turn()
            except training.DivergedError as error:
                self._forget_parts()
                self.steering.stop(str(error))
            except Exception as error:  # or the thread would end, and nobody know
                self.steering.stop(f"the training ended: {type(error).__name__}: {error}")
                time.sleep(0.5)
            turn = self._go_on

    def _go_on(self) -> None:
        try:
            self.steering.take_turn(self._rest)
            self._learn()
        except Interrupted:
            if not self.steering.closed:
                self._network = like(self._network, *self.steering.begin())
                self._begin()

    def _begin(self) -> None:
        """The first look at a network."""
        network = self._network
        self._forget_parts()
        at = len(network.history)
        samples = len(self._train.x)
        self._checks = deque(c for c in checks(samples) if c > at * samples)
        self.board.begin_anew()
        for record in network.history:
            if record.get("validation_accuracy") is not None:
                self._add(record["epoch"], record["cost"], record["validation_accuracy"])
        if not network.history:
            self._check(0.0)
        self._show()

    def _forget_parts(self) -> None:
        """Nothing of an epoch is learned yet."""
        self._done, self._batches, self._waited = 0, 1, 0.0
        self._recent.clear()

    def _learn(self) -> None:
        network, seed = self._network, self.steering.seed
        for record in training.epochs(
            max(1, MOST_EPOCHS - len(network.history)), network, self._train, self._validation,
            batch_size=BATCH_SIZE, eta=self.steering.eta, seed=seed, pace=self._pace,
        ):  # fmt: skip
            network.history[-1]["seconds"] = max(0.0, record.seconds - self._waited)
            self._waited, self._done = 0.0, 0
            self.steering.epoch_done()
            if record.validation_accuracy is not None:
                self._add(record.epoch, record.cost, record.validation_accuracy)

    def _pace(self, done: int) -> tuple[int, float]:
        """Between two parts of an epoch."""
        came = time.monotonic()
        self._done = done
        self._look(came)
        batches = self.steering.take_turn(self._rest)
        now = time.monotonic()
        if batches is None:  # as many as take about PART
            took = max(came - self._left_at, 1e-4)
            batches = max(1, min(2 * self._batches, int(self._batches * PART / took)))
        self._batches, self._left_at = batches, now
        self._waited += now - came
        return batches, self.steering.eta

    def _look(self, now: float) -> None:
        """Shows and measures what it is time for."""
        at = len(self._network.history) * len(self._train.x) + self._done
        self._recent.append((now, at))
        while now - self._recent[0][0] > 1:
            self._recent.popleft()
        if passed := list(takewhile(lambda check: check <= at, self._checks)):
            for _ in passed:
                self._checks.popleft()
            if self._done:  # else an epoch's end is already there
                self._check(at / len(self._train.x))
        if now - self._shown >= SHOWN:
            self._show(mistakes_too=now >= self._look_next)

    def _rest(self) -> None:
        """It is paused: what is shown is what it has come to."""
        self._recent.clear()
        self._show()

    def _check(self, at: float) -> None:
        """Measures the network within an epoch, on few samples."""
        cost, _ = self._network.measure(*first(self._train, CHECKED))
        _, accuracy = self._network.measure(*first(self._validation, CHECKED))
        self._add(at, cost, accuracy)

    def _add(self, at: float, cost: float, accuracy: float) -> None:
        if math.isfinite(cost):  # else it diverges, and the epoch's end will say so
            self.board.add(Point(at, cost, accuracy))

    def _show(self, mistakes_too: bool = True) -> None:
        self._shown = time.monotonic()
        if finite(self._network):
            self.board.show_network(self._network)
            if mistakes_too:
                with contextlib.suppress(ValueError):  # its outputs are not finite
                    found = mistakes(self._network, first(self._validation, WATCHED))
                    self.board.put("wrong", found)
                now = time.monotonic()
                self._look_next = now + min((now - self._shown) / LOOKING, LATEST)
        self._tell()

    def _tell(self) -> None:
        """Shows where it stands."""
        with self._telling:  # or what was so before might be shown last
            state = self.steering.state()
            self.board.put("run", state | {
                "sizes": self._network.sizes,
                "batch_size": BATCH_SIZE,
                "done": self._done,
                "samples": len(self._train.x),  # an epoch
                "rate": self._rate() if state["running"] else None,
                "engine": engines.fastest(),
            })  # fmt: skip

    def _rate(self) -> int | None:
        """Samples a second, over the last one."""
        recent = [*self._recent]
        if len(recent) < 2 or recent[-1][0] <= recent[0][0]:
            return None
        return round((recent[-1][1] - recent[0][1]) / (recent[-1][0] - recent[0][0]))


def checks(samples: int) -> list[int]:
    """After how many samples the network is measured, though no epoch is over: often at first."""
    growing = takewhile(lambda check: check < samples, (int(FIRST_CHECK * 1.5**k) for k in count()))
    quarters = [quarter * samples // 4 for quarter in range(5, 4 * QUARTERLY) if quarter % 4]
    return [*growing, *quarters]


def like(network: Network, hidden: list[int], seed: int) -> Network:
    """A new network with these hidden layers, the rest as in the one given."""
    inside = network.activations[0] if len(network.activations) > 1 else "sigmoid"
    return Network(
        [network.sizes[0], *hidden, network.sizes[-1]],
        [inside] * len(hidden) + network.activations[-1:],
        network.cost,
        init="he" if inside == "relu" else "scaled",
        seed=seed,
        dtype=network.dtype,
    )


def usual_eta(network: Network) -> float:
    """A learning rate that does for such a network: the origin's for sigmoids."""
    return 3.0 if network.cost == "quadratic" and set(network.activations) == {"sigmoid"} else 0.1


def first(samples: Samples, count: int) -> Samples:
    return Samples(samples.x[:count], samples.y[:count])


def finite(network: Network) -> bool:
    return all(np.isfinite(array).all() for array in (*network.w, *network.b))
