"""Which pictures a network is asked about: those that its data had, or that its filters see."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup import Network
from groundup.data import DataError
from groundup.data.schema import Schema
from groundup.questions import answers, pixels

COLOURED = Network("6x6x3-2c3p2-2", ["relu", "sigmoid"])
FLAT = Schema((108,), classes=("no", "yes"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """6×6 pixels in colours, lossless."""
    image = pytest.importorskip("PIL.Image")
    path = tmp_path / "a.png"
    image.fromarray(np.arange(108, dtype=np.uint8).reshape(6, 6, 3)).save(path)
    return path


@pytest.mark.parametrize("schema", [None, FLAT, replace(FLAT, shape=(6, 6, 3))])
def test_filters_see_rows_columns_and_channels_whatever_the_data_said(
    schema: Schema | None, picture: Path
) -> None:
    network = COLOURED.copy()
    network.schema = schema
    assert pixels(network, picture).tolist() == list(range(108))
    (answer,) = answers(network, [picture])
    outputs = network.feedforward(np.arange(108, dtype=np.uint8))
    assert list(answer.scores.values()) == outputs.tolist()
    assert answer.label == (("no", "yes") if schema else ("0", "1"))[outputs.argmax()]


def test_pictures_have_one_channel_or_three(picture: Path) -> None:
    with pytest.raises(DataError, match=r"pictures of 2 channels, .* have 1 or 3; .* in an .npz"):
        pixels(Network("6x6x2-2c3p2-2"), picture)
    assert pixels(Network("6x6-2c3p2-2"), picture).shape == (36,)


def test_pictures_are_none_of_features_nor_of_rows_that_neurons_see(picture: Path) -> None:
    features = COLOURED.copy()
    features.schema = replace(FLAT, pixels=False, mean=(0.0,) * 108, scale=(1.0,) * 108)
    dense = Network([108, 2])
    dense.schema = FLAT
    for network in (features, dense):
        with pytest.raises(DataError, match=r"the model learned from 108 .*; give it rows of a t"):
            pixels(network, picture)
    with pytest.raises(DataError, match="takes 108 numbers, which is not a square"):
        pixels(Network([108, 2]), picture)
