"""`Value`: automatic differentiation of single numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.rungs.scalars import Value

numbers = st.floats(0.3, 3.0) | st.floats(-3.0, -0.3)
positive = st.floats(0.3, 3.0)

ONE = {
    "negative": lambda v: -v,
    "add a number": lambda v: v + 2,
    "number add": lambda v: 2 + v,
    "subtract a number": lambda v: v - 2.5,
    "number subtract": lambda v: 2.5 - v,
    "times a number": lambda v: v * 3,
    "number times": lambda v: 3 * v,
    "over a number": lambda v: v / 4,
    "number over": lambda v: 4 / v,
    "square": lambda v: v**2,
    "inverse cube": lambda v: v**-3,
    "number to the power": lambda v: 2**v,
}
METHODS = {
    "exp": (lambda v: v.exp(), math.exp),
    "tanh": (lambda v: v.tanh(), math.tanh),
    "sigmoid": (lambda v: v.sigmoid(), lambda x: 1 / (1 + math.exp(-x))),
    "relu": (lambda v: v.relu(), lambda x: max(x, 0.0)),
    "linear": (lambda v: v.linear(), lambda x: x),
}
TWO = {
    "sum": lambda u, v: u + v,
    "difference": lambda u, v: u - v,
    "product": lambda u, v: u * v,
    "ratio": lambda u, v: u / v,
    "all of them": lambda u, v: (u * v + u) / (v * v + 1) - v,
}


def slope(f: Callable[[float], float], x: float) -> float:
    return (f(x + 1e-6) - f(x - 1e-6)) / 2e-6


@pytest.mark.parametrize("f", ONE.values(), ids=ONE)
@given(x=numbers)
def test_an_operation_with_a_number(f: Callable, x: float) -> None:
    v = Value(x)
    result = f(v)
    result.backward()
    assert result.data == pytest.approx(f(x), rel=1e-15)
    assert v.grad == pytest.approx(slope(f, x), rel=1e-6)


@pytest.mark.parametrize(("f", "plain"), METHODS.values(), ids=METHODS)
@given(x=numbers)
def test_a_function(f: Callable, plain: Callable[[float], float], x: float) -> None:
    v = Value(x)
    result = f(v)
    result.backward()
    assert result.data == pytest.approx(plain(x), rel=1e-15)
    assert v.grad == pytest.approx(slope(plain, x), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("f", TWO.values(), ids=TWO)
@given(x=numbers, y=numbers)
def test_an_operation_on_two_values(f: Callable, x: float, y: float) -> None:
    u, v = Value(x), Value(y)
    result = f(u, v)
    result.backward()
    assert result.data == pytest.approx(f(x, y), rel=1e-12, abs=1e-12)
    assert u.grad == pytest.approx(slope(lambda x: f(x, y), x), rel=1e-5, abs=1e-6)
    assert v.grad == pytest.approx(slope(lambda y: f(x, y), y), rel=1e-5, abs=1e-6)


@given(x=positive, y=numbers)
def test_a_power_and_a_logarithm(x: float, y: float) -> None:
    u, v = Value(x), Value(y)
    (u**v + u.log()).backward()
    assert u.grad == pytest.approx(y * x ** (y - 1) + 1 / x, rel=1e-12)
    assert v.grad == pytest.approx(x**y * math.log(x), rel=1e-12)


def test_a_value_used_twice_adds_up_both_ways() -> None:
    v = Value(3.0)
    (v * v + v).backward()
    assert v.grad == 7.0


def test_a_quotient_is_what_python_says_it_is() -> None:
    assert (
        (Value(7.0) / Value(3.0)).data
        == (Value(7.0) / 3.0).data
        == (7.0 / Value(3.0)).data
        == 7 / 3
    )


@pytest.mark.parametrize(
    ("base", "power", "said"),
    [
        (-2.0, 0.5, r"-2\.0 to the power 0\.5 is not a real number"),
        (-2.0, math.inf, "to the power inf is not a real number"),
        (-2.0, Value(0.5), r"-2\.0 to the power 0\.5 is not a real number"),
        (-2.0, Value(2.0), r"-2\.0 to a power that is a Value has no gradient.*a plain number"),
        (0.0, Value(0.0), r"0\.0 to a power that is a Value has no gradient.*a plain number"),
        (0.0, 0.5, r"rises infinitely steeply.*no gradient.*keep the base away from 0"),
        (0.0, Value(0.5), "rises infinitely steeply"),
        (0.0, -1, "0 to the power -1 is infinite; keep the base away"),
        (0.0, Value(-0.5), r"0 to the power -0\.5 is infinite"),
    ],
)
def test_a_power_without_a_gradient_is_refused(
    base: float, power: Value | float, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        _ = Value(base) ** power
    if isinstance(power, Value):
        with pytest.raises(ValueError, match=said):
            _ = base**power


@pytest.mark.parametrize(
    ("base", "power", "slope"), [(0.0, 1, 1.0), (0.0, 2, 0.0), (0.0, 1.5, 0.0), (-2.0, 3, 12.0)]
)
def test_a_power_at_zero_and_below_it(base: float, power: float, slope: float) -> None:
    v = Value(base)
    (v**power).backward()
    assert v.grad == slope


def test_zero_to_a_positive_power_that_is_a_value() -> None:
    u, v = Value(0.0), Value(2.0)
    result = u**v
    result.backward()
    assert (result.data, u.grad, v.grad) == (0.0, 0.0, 0.0)


def test_zero_to_the_power_zero_is_flat() -> None:
    v = Value(0.0)
    (v**0).backward()
    assert v.grad == 0.0


@pytest.mark.parametrize("z", [-745.0, -40.0, 40.0, 745.0])
def test_the_sigmoid_keeps_its_digits_where_it_is_saturated(z: float) -> None:
    v = Value(z)
    a = v.sigmoid()
    a.backward()
    assert a.data == (1.0 if z > 0 else math.exp(z))
    assert v.grad == pytest.approx(math.exp(-abs(z)), rel=1e-12)


@pytest.mark.parametrize("z", [-1e4, 1e4])
def test_the_sigmoid_does_not_overflow(z: float) -> None:
    v = Value(z)
    v.sigmoid().backward()
    assert v.grad == 0.0


def test_a_graph_may_be_deeper_than_the_recursion_limit() -> None:
    v = Value(1.0)
    total = v
    for _ in range(100_000):
        total = total + v
    total.backward()
    assert v.grad == 100_001.0


def test_a_second_backward_is_refused() -> None:
    v = Value(2.0)
    result = v * v * 3
    result.backward()
    with pytest.raises(RuntimeError, match="backward"):
        result.backward()
    assert v.grad == 12.0


def test_gradients_of_several_results_add_up() -> None:
    """Even where they share values between: those start from zero each time."""
    v = Value(2.0)
    square = v * v
    (square * 3).backward()
    (square * 5).backward()
    assert v.grad == (3 + 5) * 2 * 2.0
    v.grad = 0.0
    (v * 7).backward()
    assert v.grad == 7.0


def test_a_value_shows_its_number_and_gradient() -> None:
    assert repr(Value(2.0)) == "Value(data=2.0, grad=0.0)"
