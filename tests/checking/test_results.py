"""Gradients are found in whatever form they are returned."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundup.checking.styles.results import harvest, harvest_attributes, returned_names

SIZES = (3, 5, 4, 2)
DW = [np.full((o, i), float(o)) for i, o in itertools.pairwise(SIZES)]
DB = [np.full(o, float(o)) for o in SIZES[1:]]
DELTA = [np.full((7, o), 1.0) for o in SIZES[1:]]
FLAT = [array for pair in zip(DW, DB, strict=True) for array in pair]
NUMBERED = {f"dW{l + 1}": DW[l] for l in range(3)} | {f"db{l + 1}": DB[l] for l in range(3)}


def columns() -> list[Any]:
    return [db[:, np.newaxis] for db in DB]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ((DW, DB), []),
        ((DB, DW), []),
        ([DB, DW], []),
        ((columns(), DW), []),
        (([d.tolist() for d in DB], [d.tolist() for d in DW]), []),
        ((DB, DW, 0.5), []),
        ((0.5, DW, DB), []),
        ((DELTA, DB, DW), ["deltas", "db", "dw"]),
        (list(zip(DW, DB, strict=True)), []),
        (list(zip(DB, DW, strict=True)), []),
        ([{"w": w, "b": b} for w, b in zip(DW, DB, strict=True)], []),
        ([SimpleNamespace(dw=w, db=b) for w, b in zip(DW, DB, strict=True)], []),
        ({"dw": DW, "db": DB}, []),
        ({"weights": DW, "biases": DB}, []),
        ({"W": dict(enumerate(DW)), "b": dict(enumerate(DB))}, []),
        (NUMBERED, []),
        (dict(reversed(NUMBERED.items())), []),
        (SimpleNamespace(nabla_w=DW, nabla_b=DB), []),
        (SimpleNamespace(**NUMBERED), []),
        (tuple(FLAT), []),
        ((*DW, *DB), []),
        ((*DW[::-1], *DB[::-1]), []),
        (([None, *DW], [None, *DB]), []),
        ((np.array(DW, dtype=object), np.array(DB, dtype=object)), []),
    ],
)
def test_gradients_are_found(value: Any, names: list[str]) -> None:
    found = harvest(value, names, SIZES)
    assert found.dw is not None
    assert found.db is not None
    for came, right in zip((*found.dw, *found.db), (*DW, *DB), strict=True):
        np.testing.assert_array_equal(came.reshape(right.shape), right)


def test_what_comes_along_is_found_too() -> None:
    outputs = np.zeros((7, 2))
    found = harvest(
        {"dw": DW, "db": DB, "deltas": DELTA, "loss": 0.5, "output": outputs}, [], SIZES
    )
    assert found.cost == 0.5
    assert found.delta is not None
    assert found.outputs is not None
    assert found.outputs.shape == (7, 2)


def test_a_wrong_shape_is_still_the_gradient() -> None:
    found = harvest((DW, [np.array(1.0)] * 3), ["nabla_w", "nabla_b"], SIZES)
    assert found.db is not None
    assert [part.shape for part in found.db] == [(), (), ()]


def test_nothing_is_nothing() -> None:
    assert harvest(None, [], SIZES).dw is None
    assert harvest(0.5, [], SIZES).dw is None


def test_attributes_tell_by_their_names_only() -> None:
    thing = SimpleNamespace(weights=DW, biases=DB, velocity=DW, grads_w=DW, grads_b=DB)
    found = harvest_attributes(thing, SIZES)
    assert found.dw is not None
    assert harvest_attributes(SimpleNamespace(weights=DW, biases=DB), SIZES).dw is None


def test_the_names_in_a_return_statement() -> None:
    def backprop() -> Any:
        nabla_b, nabla_w, m = [], [], 7
        return nabla_b, [w / m for w in nabla_w]

    assert returned_names(backprop) == ["nabla_b", "nabla_w"]
    assert returned_names(len) == []
