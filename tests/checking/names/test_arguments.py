"""Calling functions whose arguments are told by their names."""

from __future__ import annotations

from typing import Any

import pytest

from groundup.checking.names.arguments import MissingError, call, every_one, give, plans


def train(inputs: Any, labels: Any, *, lr: float = 0.1, momentum: float = 0.0) -> tuple:
    return inputs, labels, lr, momentum


def test_values_are_given_by_role_and_what_is_not_known_keeps_its_default() -> None:
    assert call(train, {"y": "y", "x": "x", "eta": 0.5}) == ("x", "y", 0.5, 0.0)
    (plan,) = plans(train, ("x", "y"))
    assert plan.call({"y": "y", "x": "x", "eta": 0.5}) == ("x", "y", 0.5, 0.0)


def test_the_order_decides_between_roles_that_a_name_may_have() -> None:
    def size(batch: Any) -> Any:
        return batch

    assert call(size, {"x": "x", "m": 3}) == "x"
    assert call(size, {"x": "x", "m": 3}, ("m",)) == 3


def test_a_batch_beside_inputs_and_targets_is_a_number_of_samples() -> None:
    def fit(x: Any, y: Any, batch: int = 16) -> Any:
        return batch

    def update(batch: Any, lr: float) -> Any:
        return batch

    values = {"x": "x", "y": "y", "pairs": "pairs", "m": 3, "eta": 0.5}
    assert [next(plans(one)).call(values) for one in (fit, update)] == [3, "pairs"]


def test_what_is_needed_and_not_known_is_said() -> None:
    with pytest.raises(MissingError, match="wants 'labels'"):
        call(train, {"x": "x"})


def test_arguments_after_one_that_is_left_out_go_by_name() -> None:
    def function(a: int = 1, b: int = 2, c: int = 3) -> tuple[int, int, int]:
        return a, b, c

    assert give(function, {"a": 10, "c": 30}, ["a", "b", "c"]) == (10, 2, 30)

    def wrapped(*given: int, **named: int) -> tuple:
        return given, named

    assert give(wrapped, {"a": 10, "c": 30}, ["a", "b", "c"]) == ((10,), {"c": 30})


def test_an_error_that_is_sent_back_is_neither_inputs_nor_targets() -> None:
    def backward(dout: Any, cache: Any) -> None: ...

    assert not [*plans(backward, ("x", "y"))]

    def backprop(what: Any, cache: Any) -> None: ...

    meant = [plan.arguments[0].role for plan in plans(backprop, ("x", "y"))]
    assert [role and role.name for role in meant] == ["x", "y"]


def test_a_constructor_without_self_takes_nothing() -> None:
    kind = type("Kind", (), {"__init__": lambda: None})
    assert every_one(kind) == []


def test_a_method_takes_what_its_function_takes_without_the_object() -> None:
    class Net:
        def fit(self, x, *, epochs=3): ...
        def any(*given): ...
        @staticmethod
        def loss(y, out): ...

    assert [one.name for one in every_one(Net().fit)] == ["x", "epochs"]
    assert [one.name for one in every_one(Net.fit)] == ["self", "x", "epochs"]
    assert [one.name for one in every_one(Net().any)] == ["given"]
    assert [one.name for one in every_one(Net().loss)] == ["y", "out"]
