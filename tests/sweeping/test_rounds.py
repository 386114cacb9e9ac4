"""A round gives the bits of a training that was never cut in rounds."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np
import pytest

from groundup import fit
from groundup.data import Data
from groundup.errors import UserError
from groundup.sweeping.parameters import command_of, network_of, options_of
from groundup.sweeping.provenance import versions
from groundup.sweeping.rounds import Round, run_round

PARAMETERS = {"sizes": "784-6-10", "eta": 2.0, "optimiser": "momentum", "schedule": "cosine"}


def asked(data: Data, until: int, **changes) -> Round:
    made = Round(0, PARAMETERS, data, 4, until, "numpy", versions("numpy"), {})
    return replace(made, **changes)


def test_rounds_end_where_one_training_ends(some: Data) -> None:
    outcome = run_round(asked(some, 1))
    assert outcome.epochs == 1
    for until in (3, 4):
        outcome = run_round(asked(some, until, checkpoint=outcome.checkpoint))
    network = network_of(PARAMETERS)
    records = fit(network, some.train, some.validation, epochs=4, **options_of(PARAMETERS, "numpy"))
    crc = 0
    for array in network.w + network.b:
        crc = zlib.crc32(np.ascontiguousarray(array).tobytes(), crc)
    assert (outcome.epochs, outcome.crc) == (4, crc)
    assert outcome.accuracy == records[-1].validation_accuracy
    assert outcome.cost == records[-1].validation_cost


def test_a_trial_that_diverges_says_so(some: Data) -> None:
    wild = PARAMETERS | {"eta": 1e6, "activation": "linear"}
    outcome = run_round(asked(some, 1, parameters=wild))
    assert (outcome.accuracy, outcome.checkpoint) == (None, None)
    assert outcome.diverged is not None
    assert "diverged" in outcome.diverged


def test_a_trial_that_ends_by_itself_stays_where_it_is(some: Data) -> None:
    early = PARAMETERS | {"target": 0.01}
    first = run_round(asked(some, 1, parameters=early))
    second = run_round(asked(some, 4, parameters=early, checkpoint=first.checkpoint))
    assert second.epochs == first.epochs == 1
    assert second.crc == first.crc


def test_limit_learns_from_the_first_samples_only(some: Data) -> None:
    outcome = run_round(asked(some, 1, parameters=PARAMETERS | {"limit": 50}))
    part = some._replace(train=some.train._replace(x=some.train.x[:50], y=some.train.y[:50]))
    assert outcome.crc == run_round(asked(part, 1)).crc != run_round(asked(some, 1)).crc


def test_a_worker_with_other_versions_refuses(some: Data) -> None:
    other = versions("numpy") | {"numpy": "0.9"}
    with pytest.raises(UserError, match=r"numpy is .* here, and was 0\.9; install the same numpy"):
        run_round(asked(some, 1, versions=other))


def test_the_command_has_every_option_by_its_name() -> None:
    command = command_of(PARAMETERS | {"augment": True}, "my data", 6, "kernel")
    assert command == (
        "groundup train --recipe origin --data 'my data' --sizes 784-6-10 --eta 2.0 "
        "--optimiser momentum --schedule cosine --augment --epochs 6 --engine kernel"
    )
    assert "augment" not in command_of({"augment": False}, "mnist", 1, "kernel")
