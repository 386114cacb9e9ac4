"""Single numbers that belong together have one place, and are put back one by one."""

from __future__ import annotations

import numpy as np

from groundup.checking.reading.watching.recording.groups import (
    Group,
    apart,
    group_at,
    is_constant,
    together,
)
from groundup.checking.reading.watching.recording.state import Leaf, Place, spelled


def at(name: str) -> Place:
    return (("name", name),)


def leaf(name: str, value: float) -> Leaf:
    return Leaf(at(name), np.array(value), False)


W = Group((at("w1"), at("w2"), at("w3"), at("w4")), (2, 2), "w")
B = Group((at("b"), at("b")), (2,), "constant")


def test_a_matrix_of_single_numbers_there_and_back() -> None:
    found = {at(name): leaf(name, i) for i, name in enumerate(("w1", "w2", "w3", "w4", "b"), 1)}
    made = together(found, [W, B])
    assert np.array_equal(made[W.place].array, [[1.0, 2.0], [3.0, 4.0]])
    assert np.array_equal(made[B.place].array, [5.0, 5.0])
    given = apart({W.place: np.array([[9.0, 8.0], [7.0, 6.0]]), at("rate"): np.array(0.5)})
    assert {spelled(place): float(one) for place, one in given.items()} == {
        "w1": 9.0, "w2": 8.0, "w3": 7.0, "w4": 6.0, "rate": 0.5,
    }  # fmt: skip


def test_it_is_there_only_where_all_of_it_is() -> None:
    assert together({at("w1"): leaf("w1", 1.0)}, [W]) == {}


def test_what_it_means() -> None:
    assert group_at(W.place) is W
    assert group_at(at("w1")) is None
    assert (W.shared, B.shared) == (False, True)
    assert (is_constant(B.place), is_constant(W.place), is_constant(at("b"))) == (
        True,
        False,
        False,
    )
    assert spelled(W.place) == "w1, w2, w3, w4"
