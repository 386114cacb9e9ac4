"""A sweep reads data as its space says, and its command trains the winner on the same."""

from __future__ import annotations

import shlex
import subprocess
import sys
import zlib
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from groundup import Network, sweep
from groundup.cli.sources import Source
from groundup.data import Data, load_data
from groundup.errors import UserError
from groundup.sweeping.parameters import READING, command_of, fitted, reading_of

SPACE = {"sizes": "2-6-2", "activation": "tanh,sigmoid", "eta": {"log_range": [0.1, 2.0]}}


def table(folder: Path) -> Path:
    random = np.random.default_rng(0)
    rows = random.normal(size=(200, 2))
    lines = [f"{a},{b},{i},{'up' if a > b else 'down'}" for i, (a, b) in enumerate(rows)]
    path = folder / "points.csv"
    path.write_text("a,b,id,way\n" + "\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "way", "drop": "id", "split_seed": 3, "pixels": False},
        {"label": "a", "drop": "way, id", "activation": None, "sizes": None},
    ],
    ids=["classes", "a regression without sizes"],
)
def test_the_command_trains_the_winner_on_the_same_data_to_the_same_bits(tmp_path, changes):
    space = {name: value for name, value in (SPACE | changes).items() if value is not None}
    found = sweep(
        space, table(tmp_path), trials=3, halving=(1, 2), out=tmp_path / "a.db", executor=1
    )
    assert found.best is not None
    words = shlex.split(found.command)
    out = tmp_path / "winner.safetensors"
    run = subprocess.run(
        [sys.executable, "-m", "groundup", *words[1:], "--out", str(out)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    network, crc = Network.load(out), 0
    for array in network.w + network.b:
        crc = zlib.crc32(array.tobytes(), crc)
    assert crc == found.best.crc


def test_sizes_follow_from_the_data(groundup, tmp_path):
    table(tmp_path)
    (tmp_path / "space.toml").write_text("eta = { range = [0.1, 1.0] }\n")
    command = ("sweep", "space.toml", "--data", "points.csv", "--trials", "1", "--workers", "1")
    run = groundup(*command, "--halving", "1", "--label", "way")
    assert run.returncode == 0, run.stderr
    assert "--sizes 3-30-2 " in run.stdout
    assert fitted({"sizes": "3-5-2"}, [load_data(tmp_path / "points.csv", label="way").schema]) == {
        "sizes": "3-5-2"
    }


def test_trials_that_need_unlike_sizes_are_refused(tmp_path):
    space = {"label": "way", "drop": {"choices": ["id", "id, a"]}}
    with pytest.raises(UserError, match=r"^sizes: .* need 1-30-2 or 2-30-2; make a sweep for each"):
        sweep(space, table(tmp_path), trials=9, halving=(1,), out=tmp_path / "a.db", executor=1)


def test_how_data_are_read_is_part_of_what_a_sweep_is(tmp_path):
    path, out = table(tmp_path), tmp_path / "a.db"
    space = SPACE | {"label": "way", "drop": "id"}
    how = {"trials": 2, "halving": (1,), "out": out, "executor": 1}
    sweep(space, path, **how)
    with pytest.raises(UserError, match="differs in space"):
        sweep(space | {"split_seed": 1}, path, **how)


def test_options_of_the_data_have_the_names_of_train():
    given = {"label": "y", "drop": "a, b", "picture_size": "8x9", "split_seed": 4, "eta": 1.0}
    wanted = {"label": "y", "drop": ["a", "b"], "size": (8, 9), "seed": 4}
    assert reading_of(given | {"missing": "none, -"}) == wanted | {"missing": ["none", "-"]}
    assert {"data", "stream", "verify", *READING} == {field.name for field in fields(Source)}
    words = command_of(given | {"pixels": True}, "x.csv", 2, "numpy")
    assert "--picture-size 8x9 --split-seed 4" in words
    assert "--pixels" in words
    with pytest.raises(UserError, match="28x28"):
        reading_of({"picture_size": "8"})


def test_data_that_are_given_are_read_already(tmp_path, some: Data):
    space = {"sizes": "784-5-10", "label": "y"}
    with pytest.raises(UserError, match="already been read"):
        sweep(space, some, trials=1, halving=(1,), out=tmp_path / "a.db", executor=1)


def test_the_command_takes_a_label(groundup, tmp_path):
    table(tmp_path)
    (tmp_path / "space.toml").write_text('sizes = "3-6-2"\neta = { range = [0.1, 1.0] }\n')
    run = groundup(
        "sweep", "space.toml", "--data", "points.csv", "--label", "way", "--trials", "2",
        "--halving", "1", "--workers", "1",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "--label way" in run.stdout
