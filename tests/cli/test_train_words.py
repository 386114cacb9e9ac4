"""When `groundup train` says that nothing was learned, and when it has no reason to."""

from __future__ import annotations

import pytest

from groundup import Network
from groundup.cli.train_words import learned_nothing


@pytest.mark.parametrize(
    ("costs", "accuracy", "nothing"),
    [
        ((0.5, 0.5), 0.0983, True),
        ((0.5,), 0.0983, False),  # too early to say
        ((0.5, 0.4999), 0.0983, False),
        ((0.0, 0.0), 1.0, False),  # there is no more to learn
        ((0.0, 0.0), None, False),  # perhaps so, too: nothing to validate on
    ],
)
def test_only_a_network_that_stays_at_guessing_learned_nothing(costs, accuracy, nothing) -> None:
    network = Network([2, 3, 1])
    network.history = [{"cost": cost, "validation_accuracy": accuracy} for cost in costs]
    assert learned_nothing(network) == nothing
