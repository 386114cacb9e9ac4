"""Gradients are found in whatever form they are returned."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.forms.results import harvest, harvest_attributes, returned_names

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


def test_the_order_of_gradients_without_names_is_kept_where_shapes_do_not_tell() -> None:
    backwards = [array for pair in zip(DW[::-1], DB[::-1], strict=True) for array in pair]
    assert harvest(tuple(FLAT), [], SIZES).last_first is False
    assert harvest(tuple(backwards), [], SIZES).last_first is True
    square = [np.full((4, 4), 2.0), np.full(4, 2.0), np.full((4, 4), 1.0), np.full(4, 1.0)]
    assert harvest(tuple(square), [], (4, 4, 4)).last_first is None
    found = harvest(tuple(square), [], (4, 4, 4), last_first=True)
    assert found.dw is not None
    assert [part[0, 0] for part in found.dw] == [1.0, 2.0]


def test_a_dictionary_of_gradients_has_the_parameters_names_or_its_own() -> None:
    named = {"W3": DW[2], "b3": DB[2], "W2": DW[1], "b2": DB[1], "W1": DW[0], "b1": DB[0]}
    beside = harvest((0.5, named), ["loss", "grads"], SIZES)
    assert beside.cost == 0.5
    for found in (harvest(named, [], SIZES), beside):
        assert found.dw is not None
        np.testing.assert_array_equal(found.dw[0], DW[0])
    scalars = {"dW": DW, "db": [np.array(1.0)] * 3, "delta": [np.zeros((1, n)) for n in SIZES[1:]]}
    kept = harvest(scalars, [], SIZES)
    assert kept.db is not None
    assert kept.db[0].shape == ()


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


def test_each_samples_own_gradients_are_summed() -> None:
    dw, db = ([np.stack([array] * 7) for array in arrays] for arrays in (DW, DB))
    found = harvest((0.5, dw, db), ["cost", "dw", "db"], SIZES)
    for came, right in ((found.dw, DW), (found.db, DB)):
        assert all((one == 7.0 * other).all() for one, other in zip(came or [], right, strict=True))
    kept = harvest((dw, DB), ["dw", "db"], SIZES)  # as long as those of biases are theirs too
    assert [array.shape for array in kept.dw or []] == [array.shape for array in dw]
