"""What a learner's objects hold is found, and replaced in the type of what was there."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.reading.forms.objects import attributes, follow, parts, put


class Slotted:
    __slots__ = ("w",)

    def __init__(self) -> None:
        self.w = [1.0, 2.0]


class Layer(Slotted):
    def __init__(self) -> None:
        super().__init__()
        self.b = np.zeros(2, dtype=np.float32)
        self.params: dict[str, Any] = {"W1": np.ones((2, 2))}
        self.pair = (0.5, np.ones(2))


def test_attributes_of_slots_and_of_a_torch_module_are_an_objects_own() -> None:
    layer = Layer()
    assert set(attributes(layer)) == {"w", "b", "params", "pair"}
    layer._parameters = {"weight": 1.0}  # type: ignore[attr-defined]
    assert attributes(layer)["weight"] == 1.0
    assert "_parameters" not in attributes(layer)
    layer._parameters = np.ones(2)  # type: ignore[attr-defined]
    assert "_parameters" in attributes(layer)


def test_parts_are_what_lists_and_dicts_hold_too() -> None:
    layer = Layer()
    found = list(parts(layer))
    assert any(part is layer.params["W1"] for part in found)
    assert any(part is layer.pair[1] for part in found)


def test_what_is_put_inside_is_seen_under_every_name() -> None:
    layer = Layer()
    w, b = layer.w, layer.b
    put(layer, ("w",), np.array([3.0, 4.0]), inside=True)
    put(layer, ("b",), np.ones(2), inside=True)
    assert (layer.w is w, layer.b is b) == (True, True)
    assert (w, b.tolist(), b.dtype) == ([3.0, 4.0], [1.0, 1.0], np.float32)
    put(layer, ("b",), np.ones(3), inside=True)  # which is no such array
    assert layer.b is not b
    layer.b.flags.writeable = False
    put(layer, ("b",), np.zeros(3), inside=True)
    assert not layer.b.any()


def test_what_is_put_has_the_type_of_what_was_there() -> None:
    layer = Layer()
    put(layer, ("w",), np.array([3.0, 4.0]))
    assert layer.w == [3.0, 4.0]
    put(layer, ("b",), np.ones(2))
    assert layer.b.dtype == np.float32
    put(layer, ("params", "W1"), np.zeros((2, 2)))
    assert not layer.params["W1"].any()
    put(layer, ("pair", 0), 2)
    assert layer.pair[0] == 2.0
    assert isinstance(layer.pair, tuple)
    assert follow([layer], (0, "pair", 0)) == 2.0
