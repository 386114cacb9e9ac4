"""Reverse mode over a tape equals central differences, whatever a program does with its arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.checking.tracing import calls, conversions, scientific
from groundup.checking.tracing.carriers import Number, traced
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.memory import Current, use
from groundup.checking.tracing.replay import replay
from groundup.checking.tracing.tape import Tape

assert calls  # which gives NumPy's functions their ways on the tape
WIDTH = 1e-6
Function = Callable[[Any], Any]


def slopes(function: Function, x: np.ndarray) -> np.ndarray:
    """Central differences, without the tape."""
    found = np.zeros(x.size)
    for k in range(x.size):
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[k] += sign * WIDTH
            found[k] += sign * float(function(moved)) / (2 * WIDTH)
    return found


def differentiated(function: Function, x: np.ndarray) -> np.ndarray:
    tape = Tape()
    use(tape)
    on_tape = traced(x.copy())
    ids = Current.memory.ids(on_tape).ravel().copy()
    cost = function(on_tape)
    assert isinstance(cost, Number), cost
    assert not tape.cuts
    return adjoints(tape, {cost.ident: 1.0})[ids]


def agrees(function: Function, x: np.ndarray) -> None:
    np.testing.assert_allclose(
        differentiated(function, x), slopes(function, x), rtol=1e-5, atol=1e-6
    )


X = np.random.default_rng(0).uniform(0.3, 1.4, (3, 4))
W = np.random.default_rng(1).normal(size=(4, 2))

FUNCTIONS: dict[str, Function] = {
    "matmul": lambda x: np.sum((x @ W) ** 2),
    "vector times matrix": lambda x: (x[0] @ W).sum() + (x @ W[:, 0]).prod(),
    "vectors": lambda x: np.dot(x[0], x[1]) * np.inner(x[1], x[2]),
    "stacks of matrices": lambda x: np.sum(np.matmul(x.reshape(3, 2, 2), x.reshape(3, 2, 2)) ** 2),
    "einsum": lambda x: np.einsum("ij,kj,jl->", x, x, W),
    "einsum without an arrow": lambda x: np.einsum("ij,jk", x, W)[0, 1] ** 2,
    "a diagonal": lambda x: np.einsum("ii->", x[:, :3] ** 2),
    "tensordot": lambda x: np.sum(np.tensordot(x, W, axes=([1], [0])) ** 3),
    "outer": lambda x: np.sum(np.outer(x[0], x[1]) ** 2),
    "mean, var, std": lambda x: x.mean() + np.var(x, axis=0).sum() + x.std(),
    "softmax": lambda x: np.log(
        np.exp(x - x.max(1, keepdims=True)) / np.exp(x - x.max(1, keepdims=True)).sum(1)[:, None]
    )[0, 2],
    "norm": lambda x: np.linalg.norm(x) + np.sum(np.linalg.norm(x, axis=1)),
    "where": lambda x: np.sum(np.where(x > 0.8, x * x, 3 * x)),
    "a mask": lambda x: np.sum((x > 0.8) * x**2),
    "masks together": lambda x: np.sum((~(x > 0.8) | ((x > 1) & (x < 2))) * x**2),
    "maximum and clip": lambda x: np.sum(np.maximum(x, 0.7) ** 2 + np.clip(x, 0.5, 1.0) * x),
    "cumsum": lambda x: np.sum(np.cumsum(x, axis=1) ** 2),
    "concatenation": lambda x: np.sum(np.concatenate([x, x.T[:3, :3]], axis=1) ** 2),
    "stack, pad, roll": lambda x: np.sum(
        np.stack([x, np.roll(x, 1, axis=1)])[:, :, 1] * np.pad(x, 1)[1:4, 2]
    ),
    "windows": lambda x: np.sum(
        np.lib.stride_tricks.sliding_window_view(x, (2, 2)).reshape(6, 4) @ W
    ),
    "power": lambda x: np.sum(x**3 + 2.0**x + x**-0.5),
    "a slice written in place": lambda x: written(x),
    "an index with repeats": lambda x: np.sum(x[[0, 0, 2]] ** 2 * x[[1, 1, 1]]),
    "add.at": lambda x: np.sum(piled(x) ** 2),
    "a loop over numbers": lambda x: sum(x[i, j] * x[j, i] for i in range(3) for j in range(3)),
    "a list of numbers": lambda x: np.sum(
        conversions.to_array([[a * a for a in row] for row in x]) * x
    ),
    "abs and sign": lambda x: np.sum(np.abs(x - 0.9) * np.sign(x - 0.9)),
}


def written(x: Any) -> Any:
    y = np.zeros_like(x)
    y[:, 1:] = x[:, :-1]
    y[1] *= x[2]
    y.T[0, :2] += x[0, :2] * 3
    return np.sum(y**2)


def piled(x: Any) -> Any:
    y = np.zeros_like(x)
    np.add.at(y, [0, 0, 1], x)
    return y


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_operation_is_differentiated(name: str) -> None:
    agrees(FUNCTIONS[name], X)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_replay_with_other_numbers_is_the_program_with_other_numbers(name: str) -> None:
    tape = Tape()
    use(tape)
    on_tape = traced(X.copy())
    ids = Current.memory.ids(on_tape).ravel().copy()
    cost = FUNCTIONS[name](on_tape)
    other = X * np.random.default_rng(2).uniform(0.95, 1.05, X.shape)
    values = replay(tape, ids, other.ravel()).values
    assert values[cost.ident] == pytest.approx(float(FUNCTIONS[name](other)), rel=1e-10)


SHAPES = [(2, 3), (3, 2), (6,), (1, 6)]
BINARY = [np.add, np.subtract, np.multiply, np.divide, np.maximum]
UNARY = [np.exp, np.tanh, np.log, np.sqrt, np.square, np.negative, np.sin]
Turn = tuple[str, int]


def program(turns: list[Turn]) -> Function:
    """A program that moves and computes at random, and writes into what it has made."""

    def run(x: Any) -> Any:
        things = [x]
        for what, n in turns:
            things.append(turn(what, n, things))
        return sum(np.sum(np.tanh(one) * 0.1) for one in things)

    return run


def piled_at(a: Any, b: Any, n: int) -> Any:
    made = np.ones_like(a) * 0.5
    np.add.at(made, [0, 0, n % len(a)], b[0] * 0.2)
    return made


def put_out(a: Any, b: Any, n: int) -> Any:
    made = np.zeros_like(a)
    np.multiply(a, b[n % len(b)], out=made, where=a > 0.4)
    made.flat[n % len(a)] = b[0]
    return made


def overlapping(a: Any, _: Any, n: int) -> Any:
    a = a.copy()
    windows = np.lib.stride_tricks.as_strided(a, (len(a) - 1, 2), a.strides * 2).view(type(a))
    return windows * windows[::-1]


def in_lists(a: Any, b: Any, n: int) -> Any:
    every = [x * y for x, y in zip(a, b, strict=False)] + [b[n % len(b)]]
    return conversions.to_array(every[::-1])


def masked(a: Any, b: Any, n: int) -> Any:
    made = a * 1.0
    made[made > 0.6] *= 0.5
    made[[0, -1]] -= b[n % len(b)]
    return made


MORE: dict[str, Callable[[Any, Any, int], Any]] = {
    "pile": piled_at,
    "out": put_out,
    "windows": overlapping,
    "lists": in_lists,
    "mask": masked,
    "index": lambda a, b, n: a[[n % len(a), 0, n % len(a)]],
    "join": lambda a, b, n: np.concatenate([a, b[::-1]])[:6],
    "pad": lambda a, b, n: np.pad(a[:4], (n % 2, 1)),
    "where": lambda a, b, n: np.where(a[:4] > 0.5, a[:4] ** 2, b[:1]),
    "einsum": lambda a, b, n: np.einsum(["i,j->ij", "i,j->ji", "i,j"][n % 3], a[:3], b[:3]),
    "running": lambda a, b, n: np.cumsum(a)[::-1] * 0.3,
    "sorted": lambda a, b, n: np.sort(a)[n % len(a) :],
    "grid": lambda a, b, n: np.meshgrid(a[:2], b[:2])[n % 2],
    "convolved": lambda a, b, n: scientific.convolve_rows(
        a[:4], b[:3], ["full", "same", "valid"][n % 3]
    ),
}


def turn(what: str, n: int, things: list[Any]) -> Any:
    one, other = things[n % len(things)], things[n // 7 % len(things)]
    if what == "reshape":
        return one.reshape(SHAPES[n % 4])
    if what == "transpose":
        return one.T
    if what == "slice":
        return one.reshape(2, 3)[:: (-1 if n % 2 else 1), n % 2 :]
    if what == "unary":
        return UNARY[n % 7](np.abs(one) + 0.5)
    if what == "binary":
        return BINARY[n % 5](np.ravel(one)[:4], np.ravel(other)[:4] ** 2 + 0.5)
    if what == "write":
        made = one.copy()
        made.reshape(-1)[n % 3 :: 2] = np.sum(other) * 0.1
        return made
    if what in MORE:
        return MORE[what](np.ravel(one), np.ravel(other), n)
    made = np.tanh(one)  # in place
    made *= 1.5
    made[..., 0] += other.reshape(-1)[0]
    return made


TURNS = st.lists(
    st.tuples(
        st.sampled_from(
            ["reshape", "transpose", "slice", "unary", "binary", "write", "in place", *MORE]
        ),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=8,
)


def sized(turns: list[Turn]) -> Function | None:
    """None where the shapes do not fit."""
    made = program(turns)
    try:
        with np.errstate(all="ignore"):
            value = float(made(np.linspace(0.2, 1.3, 6).reshape(2, 3)))
    except (ValueError, IndexError, ZeroDivisionError):  # of an empty one, too
        return None
    return made if np.isfinite(value) else None


@settings(max_examples=120, deadline=None)
@given(TURNS)
def test_any_mixture_of_views_writes_and_arithmetic_is_differentiated(turns: list[Turn]) -> None:
    made = sized(turns)
    if made is not None:
        agrees(made, np.linspace(0.21, 1.37, 6).reshape(2, 3))


@settings(max_examples=60, deadline=None)
@given(TURNS)
def test_numbers_on_the_tape_are_those_of_numpy(turns: list[Turn]) -> None:
    made = sized(turns)
    if made is not None:
        x = np.linspace(0.21, 1.37, 6).reshape(2, 3)
        use(Tape())
        cost = made(traced(x.copy()))
        with np.errstate(all="ignore"):
            plain = float(made(x))
        assert float(cost) == pytest.approx(plain, rel=1e-13)
        assert Current.tape.values[cost.ident] == float(cost)
