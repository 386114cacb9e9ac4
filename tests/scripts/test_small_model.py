"""The pieces of `python -m scripts.small_model`, on a few digits."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundup.data import Data, Samples, load_data
from groundup.page.encoding import small_network
from scripts import small_model as script
from scripts.default_model import same

TRAIN, VALIDATION, TEST = (Samples(part.x[:60], part.y[:60]) for part in load_data())


def test_it_learns_digits_and_the_same_ones_by_hands() -> None:
    x, y = script.lessons(TRAIN)
    assert (x[:60] == TRAIN.x).all()
    assert len(x) == len(y) == 60 * (1 + script.HANDS)
    assert (y.sum(axis=1) == 1).all()


def test_the_same_network_comes_out_again() -> None:
    one, other = (script.learned(TRAIN, VALIDATION, epochs=1) for _ in range(2))
    assert same(one, other)
    assert one.sizes == small_network().sizes
    assert one.cost == "quadratic"


@pytest.mark.slow
def test_what_misses_a_floor_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "load_data", lambda: Data(TRAIN, VALIDATION, TEST))
    app = script.typer.Typer()
    app.command()(script.small_model)
    to = tmp_path / "model.safetensors"
    refused = CliRunner().invoke(app, ["--epochs", "1", "--to", str(to)])
    assert refused.exit_code == 1
    assert "not written" in refused.output
    assert not to.exists()
    monkeypatch.setattr(script, "FLOORS", dict.fromkeys(script.FLOORS, 0.0))
    assert CliRunner().invoke(app, ["--epochs", "1", "--to", str(to)]).exit_code == 0
    assert to.exists()
