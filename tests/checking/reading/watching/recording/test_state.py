"""Numbers are found, read and written wherever a program keeps them."""

from __future__ import annotations

import copy
import math
import types
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from groundup.checking.reading.watching.recording.state import (
    MANY,
    Leaf,
    Place,
    leaves,
    like,
    numbers,
    paired,
    pattern,
    plain,
    siblings,
    spelled,
    stacks,
    written,
)


class Thing:
    """An object of the learner's."""

    w: Any
    me: Any
    all: Any

    def __init__(self, **attributes: Any):
        vars(self).update(attributes)


class Point(NamedTuple):
    w: Any
    b: Any


def own(thing: Any) -> bool:
    return isinstance(thing, Thing)


def found(**roots: Any) -> dict[str, Any]:
    """Values by their places in words."""
    return {str(leaf): leaf.array.tolist() for leaf in leaves(roots, own).values()}


NUMBERS = {
    "a number": ({"eta": 0.5}, {"eta": 0.5}),
    "a whole number": ({"n": 3}, {"n": 3.0}),
    "of NumPy": ({"c": np.float32(0.25), "k": np.int64(2)}, {"c": 0.25, "k": 2.0}),
    "array": ({"w": np.eye(2)}, {"w": [[1.0, 0.0], [0.0, 1.0]]}),
    "matrix": ({"w": np.array([[1, 2]]).view(np.matrix)}, {"w": [[1.0, 2.0]]}),
    "list": ({"w": [1, 2.5]}, {"w": [1.0, 2.5]}),
    "list of lists": ({"w": [[1, 2], [3, 4]]}, {"w": [[1.0, 2.0], [3.0, 4.0]]}),
    "tuples": ({"w": ((1, 2), (3, 4), (5, 6))}, {"w": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}),
    "ragged": ({"w": [[1.0, 2.0], [3.0]]}, {"w[0]": [1.0, 2.0], "w[1]": [3.0]}),
    "a list of arrays": ({"w": [np.ones(1), np.ones(1)]}, {"w[0]": [1.0], "w[1]": [1.0]}),
    "dictionary": ({"p": {"W1": [1.0], 2: [3.0]}}, {"p['W1']": [1.0], "p[2]": [3.0]}),
    "objects": (
        {"net": Thing(layers=[Thing(w=np.zeros(2)), Thing(w=[1.0, 2.0])], eta=0.1)},
        {"net.layers[0].w": [0.0, 0.0], "net.layers[1].w": [1.0, 2.0], "net.eta": 0.1},
    ),
    "a named tuple": ({"p": Point([1.0], Thing(x=2.0))}, {"p[0]": [1.0], "p[1].x": 2.0}),
    "an array of arrays": (
        {"w": np.array([np.zeros((1, 1)), np.zeros(2)], dtype=object)},
        {"w[0]": [[0.0]], "w[1]": [0.0, 0.0]},
    ),
    "pairs": (
        {"data": [([0.0, 1.0], [1.0]), ([1.0, 1.0], [0.0])]},
        {"data[…][0]": [[0.0, 1.0], [1.0, 1.0]], "data[…][1]": [[1.0], [0.0]]},
    ),
    "pairs with labels": (
        {"data": [[np.array([0.5, 1.0]), 2], [np.array([1.5, 1.0]), 0]]},
        {"data[…][0]": [[0.5, 1.0], [1.5, 1.0]], "data[…][1]": [2.0, 0.0]},
    ),
    "no numbers": (
        {"s": "12", "b": b"1", "t": True, "n": None, "k": Thing, "m": math, "f": own, "e": []},
        {},
    ),
    "others' objects": ({"x": types.SimpleNamespace(w=1.0)}, {}),
    "words among numbers": ({"x": [1.0, "a"], "y": np.array(["a"])}, {"x[0]": 1.0}),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_are_found(name: str) -> None:
    roots, expected = NUMBERS[name]
    assert found(**roots) == expected


def test_what_is_there_twice_is_found_once() -> None:
    w = np.ones(2)
    assert list(found(a=w, b=[w, w])) == ["a"]


def test_a_circle_has_an_end() -> None:
    one = Thing(w=1.5)
    one.me, one.all = one, [one]
    assert found(one=one) == {"one.w": 1.5}


def test_what_lies_too_deep_is_left_alone() -> None:
    deep: Any = [0.5]
    for _ in range(9):
        deep = {"x": deep}
    assert found(deep=deep) == {}


def test_a_leaf_is_a_copy_and_knows_whether_it_is_whole() -> None:
    w, n = np.zeros(2), [1, 2]
    seen = leaves({"w": w, "n": n, "k": 3, "e": 3.0}, own)
    w += 1.0
    assert seen[(("name", "w"),)].array.tolist() == [0.0, 0.0]
    whole = {str(leaf): leaf.whole for leaf in seen.values()}
    assert whole == {"w": False, "n": True, "k": True, "e": False}


@pytest.mark.frameworks
def test_numbers_of_torch() -> None:
    torch = pytest.importorskip("torch")
    tensor = torch.tensor([[1.0, 2.0]], requires_grad=True)
    array = numbers(tensor)
    assert array is not None
    assert array.tolist() == [[1.0, 2.0]]


def test_plain_lists() -> None:
    assert plain([1, 2.0, np.float64(3)])
    assert plain([[1, 2], [3, 4]])
    assert not plain([[1, 2], [3]])
    assert not plain([[1, 2], (3, 4)])
    assert not plain([True, False])
    assert not plain([np.zeros(2)])


def test_many_vectors_of_one_length_are_samples() -> None:
    samples = tuple(np.full(2, i) for i in range(MANY + 1))
    array = numbers(samples)
    assert array is not None
    assert array.shape == (MANY + 1, 2)
    assert numbers(samples[:3]) is None  # biases of layers, maybe
    assert numbers((*samples, np.zeros(3))) is None


def test_pictures_that_are_lists_of_lines_are_samples() -> None:
    pictures = [[np.full(3, i), np.full(3, -i)] for i in range(MANY + 1)]
    array = numbers(pictures)
    assert array is not None
    assert array.shape == (MANY + 1, 2, 3)
    assert numbers(pictures[:MANY]) is None
    assert numbers([*pictures, pictures[0][:1]]) is None


def test_pairs_are_samples_with_targets() -> None:
    x, y = np.zeros((3, 1)), np.ones((2, 1))
    assert paired([(x, y), (x, y)])
    assert paired([([1, 2], 0), ([3, 4], 1)])
    assert not paired([(x, y)])  # one alone may be anything
    assert not paired([(x, y), (y, x)])
    assert not paired([(1.0, 2.0), (3.0, 4.0)])  # points
    assert not paired(((x, y), (x, y)))
    assert not paired([(x, y, x), (x, y, x)])


# Putting numbers in.

DATA = arrays(float, array_shapes(max_dims=3, max_side=4), elements=st.floats(-9, 9, width=32))
LIST = DATA.map(np.ndarray.tolist)
TUPLE = st.lists(st.floats(-9, 9), min_size=1, max_size=4).map(tuple)
ONE = st.floats(-9, 9)
STATES = st.recursive(
    DATA | LIST | TUPLE | ONE,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from(["W1", "b1", 0]), inner, min_size=1)
        | st.builds(lambda a, b: Thing(w=a, b=b), inner, inner)
        | st.builds(Point, inner, inner)
        | st.tuples(inner, inner)
        | st.builds(lambda x, y: [([*x], y), ([*x], y), ([*x], y)], st.just([0.5, 1.5]), ONE)
    ),
    max_leaves=5,
)


@given(STATES)
@example(Point(Point((0.0, 0.0), (0.0, 0.0)), ((0.0, 0.0), (0.0, 0.0))))
def test_what_is_put_in_is_found_again(state: Any) -> None:
    state = copy.deepcopy(state)
    before = leaves({"state": state}, own)
    new = {place: leaf.array + 0.25 + np.arange(leaf.array.size).reshape(leaf.array.shape)
           for place, leaf in before.items()}  # fmt: skip
    for place, array in new.items():
        state = written(state, place[1:], array)
    after = leaves({"state": state}, own)
    assert after.keys() == before.keys()
    for place, leaf in after.items():
        np.testing.assert_array_equal(leaf.array, new[place], err_msg=spelled(place))


@given(STATES, st.data())
def test_nothing_else_is_changed(state: Any, data: st.DataObject) -> None:
    state = copy.deepcopy(state)
    before = leaves({"state": state}, own)
    if not before:
        return
    place = data.draw(st.sampled_from(sorted(before, key=str)))
    state = written(state, place[1:], before[place].array + 1.0)
    after = leaves({"state": state}, own)
    changed = {one for one in before if not np.array_equal(before[one].array, after[one].array)}
    assert changed == {place}


KEPT = {
    "array": np.zeros((2, 3)),
    "float32": np.zeros((2, 3), dtype=np.float32),
    "list": [[0.0] * 3, [0.0] * 3],
    "list of tuples": [(0.0,) * 3, (0.0,) * 3],
}


@pytest.mark.parametrize("name", KEPT)
def test_what_can_be_changed_in_place_is(name: str) -> None:
    """So that other names of it have the new numbers too."""
    thing = copy.deepcopy(KEPT[name])
    array = np.arange(6.0).reshape(2, 3)
    assert written(thing, (), array) is thing
    np.testing.assert_array_equal(np.array(thing), array)
    assert type(thing[0]) is type(KEPT[name][0])


def test_rows_in_objects_of_their_own() -> None:
    neurons = [Thing(w=[0.0, 0.0], b=0.0), Thing(w=[0.0, 0.0], b=0.0)]
    layer = Thing(neurons=neurons, n=2)
    place: Place = ("attribute", "neurons"), ("every", None), ("attribute", "w")
    row = neurons[1].w
    written(layer, place, np.array([[1.0, 2.0], [3.0, 4.0]]))
    assert neurons[0].w == [1.0, 2.0]
    assert row == [3.0, 4.0]
    together = stacks(leaves({"layer": layer}, own))
    assert {str(leaf): leaf.array.tolist() for leaf in together.values()} == {
        "layer.neurons[…].w": [[1.0, 2.0], [3.0, 4.0]],
        "layer.neurons[…].b": [0.0, 0.0],
    }
    assert not any(leaf.whole for leaf in together.values())


def test_rows_of_different_widths_are_no_stack() -> None:
    net = Thing(neurons=[Thing(w=[0.0]), Thing(w=[0.0, 0.0])])
    assert stacks(leaves({"net": net}, own)) == {}


def test_matrices_are_no_rows_of_a_stack() -> None:
    net = Thing(layers=[Thing(w=np.zeros((2, 2))), Thing(w=np.zeros((2, 2)))])
    assert stacks(leaves({"net": net}, own)) == {}


def test_halves_of_pairs_are_written_each() -> None:
    data = [([0.0, 0.0], [1.0]), ([0.0, 1.0], [0.0])]
    first, second = (place[1:] for place in leaves({"data": data}, own))
    written(data, first, np.array([[5.0, 6.0], [7.0, 8.0]]))
    written(data, second, np.array([[0.5], [0.25]]))
    assert data == [([5.0, 6.0], [0.5]), ([7.0, 8.0], [0.25])]


def test_tuples_are_made_anew() -> None:
    assert written((1.0, [2.0]), (("item", 0),), np.array(5.0)) == (5.0, [2.0])
    point = written(Point(1.0, 2.0), (("item", 1),), np.array(5.5))
    assert point == Point(1.0, 5.5)
    assert isinstance(point, Point)


@pytest.mark.parametrize(
    ("old", "new", "kind", "expected"),
    [
        (3, 4.0, int, 4),
        (3, 4.5, float, 4.5),
        (1.5, 2.0, float, 2.0),
        (np.int64(3), 5.0, np.int64, 5),
    ],
)
def test_single_numbers_keep_their_kind(old: Any, new: float, kind: type, expected: Any) -> None:
    one = like(old, np.array(new))
    assert type(one) is kind
    assert one == expected


def test_arrays_keep_their_kind_as_far_as_numbers_fit() -> None:
    labels = np.array([0, 1])
    assert like(labels, np.array([1.0, 0.0])).dtype == labels.dtype
    assert like(labels, np.array([0.5, 0.0])).tolist() == [0.5, 0.0]
    assert like(np.array([True, False]), np.array([1.0, 0.0])).dtype == float
    matrix = like(np.array([[1, 2]]).view(np.matrix), np.array([[0.5, 0.5]]))
    assert isinstance(matrix, np.matrix)
    fixed = np.zeros(2)
    fixed.flags.writeable = False
    assert like(fixed, np.ones(2)).tolist() == [1.0, 1.0]
    assert fixed.tolist() == [0.0, 0.0]


def test_places_in_words() -> None:
    place: Place = (
        ("name", "net"), ("attribute", "layers"), ("item", 0), ("item", "W"), ("every", None)
    )  # fmt: skip
    assert spelled(place) == "net.layers[0]['W'][…]"
    assert str(Leaf(place, np.zeros(1), whole=False)) == spelled(place)


def test_what_is_kept_alike_is_a_sibling() -> None:
    layers = [Thing(w=np.ones((n, 2)), b=np.ones(2), x=np.ones((3, 2))) for n in (2, 3, 4)]
    found = leaves({"net": Thing(all=layers), "w1": np.ones((2, 2))}, own)
    names = {spelled(place): place for place in found}
    first = names["net.all[0].w"]
    assert pattern(first) == pattern(names["net.all[2].w"]) != pattern(names["net.all[2].b"])
    assert [*map(spelled, siblings([first], found))] == ["net.all[1].w", "net.all[2].w"]
    assert not siblings([names["net.all[0].b"], names["w1"]], found)


def test_a_single_output_of_a_list_has_siblings() -> None:
    shapes = {"w": [(4, 3), (1, 4)], "b": [(4, 1), (1, 1)]}
    names = {name: [np.full(shape, 0.5) for shape in every] for name, every in shapes.items()}
    found = leaves(names, lambda thing: False)
    first, second = ((("name", "w"), ("item", i)) for i in (0, 1))
    assert siblings([second], found) == [first]
    assert not siblings([(("name", "b"), ("item", 1))], found)


def test_what_is_empty_makes_no_stack() -> None:
    net = Thing(layers=[Thing(w=np.zeros(0)), Thing(w=np.zeros((2, 2)))])
    assert stacks(leaves({"net": net}, own)) == {}


def test_a_single_output_whose_name_has_a_number_has_siblings() -> None:
    found = leaves({"W1": np.full((4, 3), 0.5), "W2": np.full((1, 4), 0.5)}, lambda thing: False)
    assert siblings([(("name", "W2"),)], found) == [(("name", "W1"),)]
    found = leaves({"W": np.full((4, 3), 0.5), "W2": np.full((1, 4), 0.5)}, lambda thing: False)
    assert siblings([(("name", "W2"),)], found) == [(("name", "W"),)]
    found = leaves({"wih": np.full((4, 3), 0.5), "who": np.full((1, 4), 0.5)}, lambda thing: False)
    assert not siblings([(("name", "who"),)], found)
