"""Ids go where numbers go, and what is written behind the tape's back is noticed."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from groundup.checking.tracing import arrays
from groundup.checking.tracing.calls import Calls
from groundup.checking.tracing.carriers import Number, traced
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.tape import Tape

assert arrays  # which give arrays their methods


@pytest.fixture(autouse=True)
def tape() -> Tape:
    made = Tape()
    use(made)
    return made


def ids(array: Any) -> np.ndarray:
    return Current.memory.ids(array).copy()


def leaf(*shape: int) -> Any:
    return traced(np.random.default_rng(0).normal(size=shape))


MOVES = {
    "transpose": lambda a: a.T,
    "slice": lambda a: a[1:, ::-2],
    "row": lambda a: a[2],
    "new axis": lambda a: a[:, None, :],
    "rows by number": lambda a: a[[2, 0, 2]],
    "reshape": lambda a: a.T.reshape(2, -1),
    "repeat": lambda a: np.repeat(a, 2, axis=1),
    "tile": lambda a: np.tile(a, (2, 1)),
    "flip": lambda a: np.flip(a, 0),
    "swapaxes": lambda a: np.swapaxes(a, 0, 1),
    "rot90": lambda a: np.rot90(a),
    "broadcast": lambda a: np.broadcast_to(a, (2, *a.shape)),
    "diagonal": lambda a: np.diagonal(a),
    "flatten": lambda a: a.flatten(order="F"),
    "vstack": lambda a: np.vstack([a, a[:1]]),
    "column_stack": lambda a: np.column_stack([a, a[:, 0]]),
    "hstack": lambda a: np.hstack((a[:, :2], a)),
    "delete": lambda a: np.delete(a, 1, axis=0),
    "split": lambda a: np.array_split(a, 2, axis=1)[1],
    "take": lambda a: a.take([1, 3], axis=1),
    "deepcopy": lambda a: copy.deepcopy(a),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_movement_moves_the_ids_alike_and_is_no_operation(name: str, tape: Tape) -> None:
    a = leaf(3, 4)
    expected = MOVES[name](ids(a))
    np.testing.assert_array_equal(ids(MOVES[name](a)), expected)
    assert not tape.operations
    assert not tape.cuts


def test_a_view_of_what_was_written_has_the_new_ids() -> None:
    a, b = leaf(3, 3), leaf(3)
    column = a[:, 1]
    a[1] = b
    assert ids(column)[1] == ids(b)[1]


def test_a_number_of_an_array_has_its_id() -> None:
    a = leaf(2, 2)
    assert isinstance(a[1, 0], Number)
    assert a[1, 0].ident == ids(a)[1, 0]
    assert a.tolist()[0][1].ident == ids(a)[0, 1]


def test_a_list_of_numbers_is_an_array_of_their_ids() -> None:
    a = leaf(3)
    made = Calls(())(np.array, [[a[2], a[0]], [1.0, a[1]]])
    assert ids(made)[0].tolist() == ids(a)[[2, 0]].tolist()
    assert ids(made)[1, 1] == ids(a)[1]


def test_a_write_behind_the_tape_is_a_cut(tape: Tape) -> None:
    a = leaf(3) * 2
    before = ids(a)
    a.view(np.ndarray)[1] = 7.0
    after = ids(a)
    assert [one.what for one in tape.cuts] == ["a write"]
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert tape.values[after[1]] == 7.0


def test_a_function_that_is_not_known_is_a_cut(tape: Tape) -> None:
    a = leaf(3, 3) * 2
    Calls(())(np.linalg.pinv, a)
    assert "pinv" in {one.what for one in tape.cuts}


def test_an_array_that_is_gone_takes_its_ids_with_it() -> None:
    a = leaf(4)
    ids(a)
    known = len(Current.memory.known)
    del a
    assert len(Current.memory.known) == known - 1


def test_shuffling_moves_ids() -> None:
    a = leaf(5, 2)
    before = {int(one) for one in ids(a).ravel()}
    Calls(())(np.random.default_rng(1).shuffle, a)
    assert {int(one) for one in ids(a).ravel()} == before
    np.testing.assert_array_equal(Current.tape.values[ids(a)], a)
