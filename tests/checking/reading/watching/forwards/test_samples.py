"""Where a program's inputs are, and which targets go with them."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundup.checking.reading.watching.forwards.flight import Flight
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.forwards.samples import (
    Source,
    are_compared,
    beside,
    elsewhere,
    is_labels,
    is_named,
    made_on_the_way,
    others,
    others_are,
    siblings,
    sources,
    targets,
)
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Leaf, Place, spelled
from tests.checking.reading.watching.conftest import everything, key, run

START = """
import numpy as np
rng = np.random.default_rng(3)
w1, w2 = rng.normal(size=(3, 5)), rng.normal(size=(5, 2))
def net(x):
    h = np.tanh(x @ w1)
    out = np.tanh(h @ w2)
    return out
"""
STEP = "    w1, w2 = w1 * 0.9, w2 * 0.9\n"
CHANGED: set[Place] = {(("name", "w1"),), (("name", "w2"),)}


def read(text: str) -> tuple[Flight, Reading, list[Source]]:
    text = START + textwrap.dedent(text) + STEP
    recorder = Recorder(everything, key(text, "for turn"), key(text, "for turn"), {})
    run(text, recorder)
    flight = Flight(recorder, sorted(CHANGED))
    assert flight.read()
    assert flight.reading is not None
    return flight, flight.reading, list(sources(flight, flight.reading))


def found(text: str) -> tuple[list[tuple[str, bool, list[int]]], list | None]:
    """The sources as told, and the targets."""
    flight, reading, inputs = read(text)
    y = targets(flight, reading, inputs, CHANGED)
    told = [(spelled(one.place), one.turned, one.places.tolist()) for one in inputs]
    return told, None if y is None else y.tolist()


ONE_HOT = [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]]

PROGRAMS = {
    "rows": (
        f"""
        x, t = rng.normal(size=(4, 3)), np.array({ONE_HOT})
        for turn in range(1):
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "columns": (
        f"""
        x, t = rng.normal(size=(3, 4)), np.array({ONE_HOT}).T
        for turn in range(1):
            p = net(x.T)
        """,
        ("x", True, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "a mini-batch": (
        f"""
        x, t = rng.normal(size=(4, 3)), np.array({ONE_HOT})
        for turn in range(1):
            p = net(x[[2, 0]])
        """,
        ("x", False, [2, 0]),
        [ONE_HOT[2], ONE_HOT[0]],
    ),
    "labels": (
        """
        x, t = rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
        for turn in range(1):
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "targets made of labels": (
        """
        x, t = rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
        for turn in range(1):
            wanted = np.full((4, 2), 0.01)
            wanted[range(4), t] = 0.99
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        [[0.99, 0.01], [0.01, 0.99], [0.01, 0.99], [0.99, 0.01]],
    ),
    "weights made of labels": (
        """
        x, t = rng.normal(size=(4, 3)), np.array([0, 1, 1, 0])
        for turn in range(1):
            weights = np.where(np.eye(2)[t] > 0, 2.0, 0.5)
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "labels from 1": (
        """
        x, t = rng.normal(size=(4, 3)).tolist(), [1, 2, 2, 1]
        for turn in range(1):
            p = net(np.array(x))
        """,
        ("x", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "pairs": (
        f"""
        ys = {ONE_HOT}
        data = [(rng.normal(size=3).tolist(), y) for y in ys]
        del ys
        for turn in range(1):
            for one in (data[3], data[1]):
                p = net(np.array(one[0]))
        """,
        ("data[…][0]", False, [3, 1]),
        [ONE_HOT[3], ONE_HOT[1]],
    ),
    "pairs with labels": (
        """
        data = [(rng.normal(size=3), label) for label in (0, 1, 1, 0)]
        for turn in range(1):
            for one in data:
                p = net(one[0])
        """,
        ("data[…][0]", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "a name tells which": (
        f"""
        x, noise, targets = rng.normal(size=(4, 3)), rng.normal(size=(4, 2)), np.array({ONE_HOT})
        for turn in range(1):
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        ONE_HOT,
    ),
    "made in flight": (
        """
        x = rng.normal(size=(4, 3))
        for turn in range(1):
            target = np.sign(x[:, :2])
            p = net(x)
        """,
        ("x", False, [0, 1, 2, 3]),
        None,
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_samples_are_found(name: str) -> None:
    text, source, y = PROGRAMS[name]
    told, came = found(text)
    assert source in told
    if name == "made in flight":
        assert came is not None
        assert set(np.ravel(came)) == {-1.0, 1.0}
    else:
        assert came == y


def test_some_inputs_alone_are_moved_wherever_they_are() -> None:
    flight, reading, _ = read("""
        x, ones = rng.normal(size=(6, 3)), np.ones((6, 1))
        x[:, 2] = 1.0
        for turn in range(1):
            net(x[:4]); net(x[4:])
        """)
    first, second = sorted(reading.sights, key=lambda sight: len(sight.places))
    assert (len(first.places), len(second.places)) == (2, 4)
    ((place, moved),) = elsewhere(flight, reading, reading.pool[[*first.places]])
    before = flight.there[place].array
    assert spelled(place) == "x"
    np.testing.assert_array_equal(moved[:4], before[:4])
    assert (moved[4:, :2] != before[4:, :2]).all()
    assert (moved[:, 2] == 1.0).all()


def test_where_two_may_be_targets_and_no_name_tells_nothing_is_said() -> None:
    text = """
        x, one, other = rng.normal(size=(4, 3)), rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
        for turn in range(1):
            p = net(x)
        """
    assert found(text)[1] is None


def test_what_training_changes_is_no_target() -> None:
    text = f"""
        x, one, errors = rng.normal(size=(4, 3)), np.array({ONE_HOT}), rng.normal(size=(4, 2))
        for turn in range(1):
            p = net(x)
        """
    flight, reading, inputs = read(text)
    assert targets(flight, reading, inputs, CHANGED) is None
    moved: set[Place] = {*CHANGED, (("name", "errors"),)}
    y = targets(flight, reading, inputs, moved)
    assert y is not None
    assert y.tolist() == ONE_HOT


def test_outputs_are_not_their_own_targets() -> None:
    text = """
        x = rng.normal(size=(4, 3))
        for turn in range(1):
            y = net(x)
        """
    assert found(text)[1] is None


def test_inputs_made_on_the_way_are_nowhere() -> None:
    text = """
        scale = rng.normal(size=(4, 3))
        for turn in range(1):
            p = net(scale * 2.0)
        """
    assert found(text)[0] == []


def test_inputs_are_made_on_the_way_where_they_are_bound() -> None:
    text = """
        raw = rng.normal(size=(4, 3))
        for turn in range(1):
            p = net(raw * 2.0)
        """
    flight, reading, _ = read(text)
    assert made_on_the_way(flight, reading)
    assert not made_on_the_way(flight, replace(reading, x=reading.x[::-1]))


def test_what_steers_a_step_is_its_target() -> None:
    text = f"""
        x, one, other = rng.normal(size=(4, 3)), np.array({ONE_HOT}), rng.normal(size=(4, 2))
        for turn in range(1):
            p = net(x)
        """
    flight, reading, inputs = read(text)
    y = targets(flight, reading, inputs, CHANGED, {(("name", "one"),)})
    assert y is not None
    assert y.tolist() == ONE_HOT


@pytest.mark.parametrize(("place", "kept"), [("first", [1, 2]), ("last", [0, 1])])
def test_inputs_that_are_always_1_may_be_added_on_the_way(place: str, kept: list[int]) -> None:
    ones = "np.c_[np.ones(4), x]" if place == "first" else "np.c_[x, np.ones(4)]"
    text = f"""
        x = rng.normal(size=(4, 2))
        for turn in range(1):
            p = net({ones})
        """
    (source,) = read(text)[2]
    assert spelled(source.place) == "x"
    assert source.shape == source.rows.shape == (4, 2)


# The parts.


def test_targets_beside_inputs() -> None:
    rows = np.arange(6.0).reshape(3, 2)
    for array in (rows, rows.T, rows.reshape(3, 2, 1)):
        came = beside(array, 3, 2, whole=False)
        assert came is not None
        np.testing.assert_array_equal(came, rows)
    assert beside(rows, 4, 2, whole=False) is None
    single = beside(np.array([0.5, 1.0, 2.0]), 3, 1, whole=False)
    assert single is not None
    assert single.tolist() == [[0.5], [1.0], [2.0]]


def test_labels_beside_inputs() -> None:
    for labels in ([0, 2, 1], [[0], [2], [1]]):
        came = beside(np.array(labels, float), 3, 3, whole=True)
        assert came is not None
        assert came.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    from_1 = beside(np.array([1.0, 3.0, 2.0, 1.0]), 4, 3, whole=True)
    assert from_1 is not None
    assert from_1.argmax(axis=1).tolist() == [0, 2, 1, 0]
    without_1 = beside(np.array([2.0, 3.0]), 2, 3, whole=True)
    assert without_1 is not None
    assert without_1.argmax(axis=1).tolist() == [1, 2]
    assert beside(np.array([0.0, 3.0, 1.0]), 3, 3, whole=True) is None


@pytest.mark.parametrize(
    ("labels", "expected"),
    [([0, 1, 2], True), ([1, 3, 2], True), ([2, 3], True), ([0, 3, 1], False), ([0.5, 1, 2], False),
     ([-1, 0, 1], False), ([1, 1, 1], False)],
)  # fmt: skip
def test_what_may_be_labels(labels: list[float], expected: bool) -> None:
    assert is_labels(np.array(labels, float), 3) is expected


def test_other_targets_are_the_same_for_other_samples() -> None:
    rows, place = np.array([[1.0], [1.0], [0.0]]), (("name", "y"),)
    source = Source((("name", "x"),), False, np.array([1]), (3, 2), np.ones((3, 2)))
    rolled = others(Leaf(place, rows, whole=False), source, rows[[1]])
    assert rolled is not None
    assert sorted(rolled.ravel()) == [0.0, 1.0, 1.0]
    assert rolled[1] == 0.0
    same = np.ones((3, 1))
    moved = others(Leaf(place, same, whole=False), source, same[[1]])
    assert moved is not None
    assert (moved != same).all()
    other = others(Leaf(place, same, whole=True), source, same[[1]])
    assert other is not None
    assert not other.any()
    assert others(Leaf(place, 2.0 * same, whole=True), source, 2.0 * same[[1]]) is None


def test_halves_of_pairs_belong_together() -> None:
    first: Place = ("name", "data"), ("every", None), ("item", 0)
    second: Place = ("name", "data"), ("every", None), ("item", 1)
    other: Place = ("name", "test"), ("every", None), ("item", 1)
    alone: Place = (("name", "y"),)
    assert siblings(second, first)
    assert not siblings(other, first)
    assert not siblings(alone, first)
    assert not siblings(first, alone)
    assert siblings(alone, (("name", "x"),))


def test_names_of_targets() -> None:
    assert is_named((("name", "y_train"),))
    assert is_named((("name", "self"), ("attribute", "targets")))
    assert is_named((("name", "labels"), ("item", 0)))
    assert not is_named((("name", "weights"),))
    assert not is_named((("item", 0),))


@pytest.mark.parametrize(
    ("line", "expected"),
    [("", False), ("own = np.eye(2)[labels]", False), ("own = np.eye(2)[labels - 1]", True),
     ("own = np.eye(2)[labels - 1].T", True), ("mask = np.ones((4, 2))", False)],
)  # fmt: skip
def test_a_program_may_count_its_classes_from_another_number(line: str, expected: bool) -> None:
    labels = np.array([0, 1, 1, 0])
    names: dict[str, Any] = {"np": np, "labels": labels}
    exec(line, names)
    made = [v for k, v in names.items() if k in ("own", "mask")]
    seen = [Seen("f", "own", 1, np.asarray(one, dtype=float), 1) for one in made]
    run = SimpleNamespace(seen=seen)
    flight = SimpleNamespace(run=run, there={})
    assert others_are(flight, np.eye(2)[labels]) is expected  # type: ignore[arg-type]
    given = [Leaf((("name", "y"),), one.array, whole=True) for one in seen]
    flight = SimpleNamespace(run=run, there={one.path: one for one in given})
    assert not others_are(flight, np.eye(2)[labels])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "labels"),
    [
        ("np.arange(1, 3) == y", True),  # of y as it is
        ("np.arange(2) == y.argmax(axis=1)[:, None] + 1", True),  # of the numbers it stands for
        ("y * 1.0", False),
        ("y > 0.5", False),
    ],
)
def test_targets_that_are_compared_with_numbers_of_classes_are_labels(
    made: str, labels: bool
) -> None:
    flight, _, _ = read(f"""
        xs = rng.normal(size=(4, 3))
        y = np.eye(2)[[0, 1, 1, 0]]
        for turn in range(2):
            out = net(xs)
            compared = {made}
        """)
    assert are_compared(flight, np.eye(2)[[0, 1, 1, 0]]) is labels
