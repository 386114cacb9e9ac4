"""Where a run of training stands between two epochs: all that is needed to go on from there."""

from __future__ import annotations

from dataclasses import dataclass

from groundup.engines.state import State
from groundup.network import Network
from groundup.training.record import Record
from groundup.training.schedules import STALL


@dataclass
class Run:
    """Of `count` epochs after the first `started` ones of the network's history, `done`.

    best: (validation accuracy, -validation cost) of the best epoch, whose weights are kept.
    since_best: epochs since then; stalls: how often that came to another STALL of them.
    """

    count: int
    started: int
    state: State
    done: int = 0
    best: tuple[float, float] | None = None
    best_network: Network | None = None
    since_best: int = 0
    stalls: int = 0

    def note(self, record: Record, network: Network, keep_best: bool) -> None:
        """Takes an epoch's record into account."""
        self.done += 1
        if record.validation_cost is None:
            return
        reached = (record.validation_accuracy or 0.0, -record.validation_cost)
        if self.best is None or reached > self.best:
            self.best, self.since_best = reached, 0
            if keep_best:
                self.best_network = network.copy()
        else:
            self.since_best += 1
            self.stalls += self.since_best % STALL == 0


def restore(network: Network, kept: Network) -> None:
    """Gives the network the weights that its copy has kept, in arrays of its own."""
    again = kept.copy()
    network.w, network.b = again.w, again.b
