"""What whoever watches a training wants of it: commands from any thread, which the training asks
for when it is between two steps."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from groundup.errors import UserError

EPOCHS = 30  # that Start trains for
MOST_EPOCHS = 1000
MOST_LAYERS, MOST_NEURONS = 3, 800  # hidden ones
ETAS = (0.001, 100.0)
SPEEDS = (0.5, 1000.0)  # batches a second, where it is slowed down
SEEDS = (0, 2**32 - 1)
TURNS = 20  # a second, at most, where it is slowed down


class Interrupted(Exception):  # noqa: N818
    """This network's training ends: another network is wanted, or none."""


class Steering:
    """Commands that make no sense raise ValueError and change nothing.

    hidden, epoch, eta: the hidden layers, the epochs learned and the learning rate to begin with.
    changed: called after every command.
    """

    def __init__(
        self, hidden: Sequence[int], epoch: int, eta: float, changed: Callable[[], None]
    ) -> None:
        self.hidden, self.seed = [*hidden], 0
        self.eta = eta
        self.speed: float | None = None  # mini-batches a second; None for as fast as it can
        self.epoch = epoch  # whole ones learned
        self.goal = min(epoch + EPOCHS, MOST_EPOCHS)
        self.running = False
        self.anew = False  # whether another network is wanted
        self.closed = False
        self.live = False  # whether there was a command yet that makes this network the one to ask
        self.problem = ""  # why it stopped, where something was wrong
        self._tell = changed
        self._condition = threading.Condition()
        self._due = 0.0

    def start(self) -> None:
        """Trains to its goal; where it is there, for EPOCHS more."""
        self._run_to(self.goal if self.epoch < self.goal else self.epoch + EPOCHS)

    def one_epoch(self) -> None:
        """Trains to the end of the epoch that it is in, or for the next."""
        self._run_to(self.epoch + 1)

    def pause(self) -> None:
        self._change(running=False)

    def set_eta(self, eta: float) -> None:
        """The learning rate, from the next step on."""
        self._change(eta=float(within("eta", eta, *ETAS)))

    def set_speed(self, batches: float | None) -> None:
        """So many mini-batches a second; None for as fast as it can."""
        if batches is not None:
            within("the speed in batches a second", batches, *SPEEDS)
        self._change(speed=batches, _due=0.0)

    def set_sizes(self, hidden: Sequence[int]) -> None:
        """A new network, with these hidden layers."""
        if not isinstance(hidden, list | tuple) or len(hidden) > MOST_LAYERS:
            raise UserError(
                f"sizes are those of at most {MOST_LAYERS} hidden layers, such as [30], "
                f"not {hidden!r:.80}"
            )
        for neurons in hidden:
            whole("a hidden layer's size", neurons, 1, MOST_NEURONS)
        self._renew(hidden=[*hidden])

    def set_seed(self, seed: int) -> None:
        """A new network from this seed, which the order of samples follows too."""
        self._renew(seed=whole("seed", seed, *SEEDS))

    def reset(self) -> None:
        """The network as its seed makes it."""
        self._renew()

    def close(self) -> None:
        self._change(closed=True)

    # For the training

    def take_turn(self, at_rest: Callable[[], None]) -> int | None:
        """Waits until the training may go on. Returns for how many mini-batches, None for as many
        as it likes. Calls `at_rest` before a pause. Raises Interrupted where it shall end."""
        rested = False
        while True:
            with self._condition:
                if self.closed or self.anew:
                    raise Interrupted
                if self.running and self.speed is None:
                    return None
                if self.running and self.speed is not None:
                    left = self._due - time.monotonic()
                    if left <= 0:
                        batches = math.ceil(self.speed / TURNS)
                        late = min(-left, 1 / TURNS)  # more than that is not caught up with
                        self._due = time.monotonic() - late + batches / self.speed
                        return batches
                    self._condition.wait(left)
                    continue
                if rested:
                    self._condition.wait()
                    continue
            at_rest()
            rested = True

    def begin(self) -> tuple[list[int], int]:
        """Hidden layers and seed of the network that is wanted, which now begins."""
        with self._condition:
            self.anew = False
            return self.hidden, self.seed

    def epoch_done(self) -> None:
        with self._condition:
            if self.anew:
                return  # it was one of the network before
            self.epoch += 1
            self.running = self.running and self.epoch < self.goal

    def stop(self, problem: str) -> None:
        """Something went wrong."""
        self._change(running=False, problem=problem)

    def state(self) -> dict[str, Any]:
        """All of it that is shown, for JSON."""
        with self._condition:
            names = ("seed", "eta", "speed", "epoch", "goal", "running", "live", "problem")
            return {name: getattr(self, name) for name in names}

    def _run_to(self, goal: int) -> None:
        if self.epoch >= MOST_EPOCHS:
            raise UserError(f"{MOST_EPOCHS:,} epochs are enough here; reset to begin anew")
        goal = min(goal, MOST_EPOCHS)
        self._change(goal=goal, running=True, live=True, problem="", _due=0.0)

    def _renew(self, **wanted: Any) -> None:
        self._change(**wanted, anew=True, epoch=0, goal=EPOCHS, live=True, problem="")

    def _change(self, **wanted: Any) -> None:
        with self._condition:
            for name, value in wanted.items():
                setattr(self, name, value)
            self._condition.notify_all()
        self._tell()


def within(name: str, value: Any, least: float, most: float) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most:
        raise UserError(f"{name} is a number from {least:g} to {most:g}, not {value!r:.80}")
    return value


def whole(name: str, value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise UserError(f"{name} is a whole number from {least} to {most}, not {value!r:.80}")
    return value
