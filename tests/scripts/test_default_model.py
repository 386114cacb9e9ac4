"""The pieces of `python -m scripts.default_model`, on a few digits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from groundup.data import Data, Samples, load_data
from groundup.network import Network
from scripts import default_model as script
from scripts.drawings.conditions import rounded

FULL = load_data()
TRAIN, VALIDATION, TEST = (Samples(part.x[:60], part.y[:60]) for part in FULL)


def test_the_digits_come_with_the_same_ones_by_hands_and_with_what_is_none() -> None:
    x, y = script.lessons(TRAIN)
    assert (x[:60] == TRAIN.x).all()
    hands = x[60 : 60 * 4].reshape(3, 60, 784)
    assert len({hand.tobytes() for hand in (TRAIN.x, *hands)}) == 4
    assert (y[: 60 * 4].argmax(axis=1) == np.tile(TRAIN.y, 4)).all()
    assert len(x) == len(y) == 60 * 4 + 30
    assert not y[60 * 4 :].any()


def test_the_same_network_comes_out_again_in_half_precision() -> None:
    one, other = (script.learned(TRAIN, VALIDATION, hidden=4, epochs=2) for _ in range(2))
    assert script.same(one, other)
    assert script.same(one, rounded(one))
    assert len(one.history) == 2
    assert not script.same(one, Network([784, 4, 10]))


@pytest.mark.slow
def test_the_command_writes_what_passes_and_leaves_the_same_network_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "load_data", lambda: Data(TRAIN, VALIDATION, TEST))
    app = script.typer.Typer()
    app.command()(script.default_model)
    to = tmp_path / "model.safetensors"
    arguments = ["--hidden", "4", "--epochs", "1", "--to", str(to)]
    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code == 1
    assert "MISSED" in refused.output
    assert not to.exists()

    monkeypatch.setattr(script, "measured", lambda network, digits, seed: [])
    assert CliRunner().invoke(app, arguments).exit_code == 0
    written = to.read_bytes()
    again = CliRunner().invoke(app, arguments)
    assert again.exit_code == 0
    assert "already" in again.output
    assert to.read_bytes() == written
