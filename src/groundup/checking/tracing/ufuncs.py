"""NumPy's universal functions on numbers of the tape: each call is one operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from groundup.checking.tracing.carriers import Number, Traced, given_back, method, traced
from groundup.checking.tracing.memory import KINDS, Current, operand
from groundup.checking.tracing.operations import LOGICAL, NAMES, RULES, forward
from groundup.checking.tracing.tape import Operand

TAKEN = (np.ndarray, np.generic, float, int, list, tuple)  # as an operand
REDUCTIONS = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min"}
REDUCTIONS |= {"fmax": "max", "fmin": "min"}
# Functions of SciPy.
COMPOSED: dict[str, Any] = {
    "expit": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "log_expit": lambda x: -np.logaddexp(0.0, -x),
    "logit": lambda p: np.log(p / (1.0 - p)),
    "xlogy": lambda x, y: x * np.log(np.where(np.equal(x, 0), 1.0, y)),
}


@method(Number, Traced, name="__array_ufunc__")
def apply(_: Any, ufunc: np.ufunc, how: str, *inputs: Any, **named: Any) -> Any:
    """A call of a universal function, or of one of its methods, that concerns the tape."""
    inputs = tuple(
        one.base.view(Traced).ravel() if isinstance(one, np.flatiter) else one for one in inputs
    )
    if not all(isinstance(one, TAKEN) or one is None for one in inputs):
        return NotImplemented
    kind = NAMES.get(ufunc.__name__, ufunc.__name__)
    with np.errstate(all="ignore"):
        if how == "reduce":
            return reduced(kind, ufunc, inputs, named)
        if how == "at":
            return at(ufunc, *inputs)
        if how == "outer":
            first, second = np.asarray(inputs[0]), inputs[1]
            return ufunc(inputs[0].reshape(first.shape + (1,) * np.ndim(second)), second)
        if how == "accumulate" and kind == "add":
            return np.cumsum(inputs[0], *inputs[1:], **named)
        if how != "__call__":
            return foreign(f"{ufunc.__name__}.{how}", getattr(ufunc, how), inputs, named)
        return called(kind, ufunc, inputs, named)


def called(kind: str, ufunc: np.ufunc, inputs: Sequence[Any], named: dict[str, Any]) -> Any:
    if all(getattr(getattr(one, "dtype", None), "kind", "") == "b" for one in inputs):
        kind = LOGICAL.get(kind, kind)
    if ufunc.__name__ in COMPOSED and ufunc.__name__ not in RULES:
        return COMPOSED[ufunc.__name__](*inputs)
    out = named.pop("out", (None,))[0]
    where = named.pop("where", True)
    if kind not in RULES or any(
        isinstance(x, np.ndarray) and x.dtype.kind not in KINDS for x in inputs
    ):
        return foreign(
            kind, ufunc, inputs, {**named, **({} if out is None else {"out": bare(out)})}
        )
    if where is not True:
        return partly(kind, ufunc, inputs, named, out, np.asarray(bare(where)))
    plain, operands = zip(*[operand(arrayed(one)) for one in inputs], strict=True)
    named = {key: value for key, value in named.items() if key not in ("casting", "dtype", "subok")}
    result = ufunc(*plain, **named)
    ids = Current.tape.record(kind, kept(operands), result)
    if out is None:
        return given_back(result, ids)
    if np.shape(result) != out.shape:
        np.positive(result, out=np.empty(out.shape))  # which raises what NumPy would
    np.copyto(bare(out), result, casting="unsafe")
    Current.memory.raw(out)[...] = ids
    return out


def partly(
    kind: str, ufunc: np.ufunc, inputs: Sequence[Any], named: Any, out: Any, where: Any
) -> Any:
    """Only where it is asked for; elsewhere `out` keeps what it has."""
    given = [arrayed(one) for one in inputs]
    shape = np.broadcast_shapes(where.shape, *map(np.shape, given))
    made = np.zeros(shape) if out is None else out
    chosen = np.broadcast_to(where, shape)
    given = [one if np.ndim(one) == 0 else np.broadcast_to(one, shape)[chosen] for one in given]
    traced(made)[chosen] = called(kind, ufunc, given, dict(named))
    return traced(made)


def arrayed(thing: Any) -> Any:
    """A list as an array, with the ids of what is in it."""
    return array_of(thing) if isinstance(thing, list | tuple) else thing


def array_of(things: Any, dtype: Any = None) -> Any:
    """Numbers, lists of numbers, and arrays as one new array."""
    made = np.array(bare(things), dtype=dtype)
    if made.dtype.kind not in KINDS or made.size == 0:
        return made
    if made.dtype.kind == "f" and made.itemsize != 8:
        made = made.astype(float)
    ids = np.zeros(made.shape, np.int64)
    ids[...] = ids_of(things)
    new = ids == 0
    if new.any():
        ids[new] = Current.tape.leaf(made[new])
    return given_back(made, ids)


def ids_of(things: Any) -> Any:
    """The ids of what an array is made of; 0 for what has none."""
    if isinstance(things, np.ndarray) and things.dtype.kind in KINDS:
        return Current.memory.ids(things)
    if isinstance(things, list | tuple | range):
        return [ids_of(one) for one in things]
    return getattr(things, "ident", 0)


def kept(operands: Sequence[Operand]) -> tuple[Operand, ...]:
    """Constants as numbers of their own."""
    return tuple(
        one if one.ids is not None else Operand(None, np.array(one.constant, float)[()])
        for one in operands
    )


def recorded(kind: str, *given: Any, options: Any = None) -> Any:
    """The result of an operation by its own rule."""
    plain, operands = zip(*[operand(arrayed(one)) for one in given], strict=True)
    result = forward(kind, plain, options)
    return given_back(result, Current.tape.record(kind, kept(operands), result, options))


def given_to(out: Any, made: Any) -> Any:
    if out is None:
        return made
    out[...] = made
    return out


def reduced(kind: str, ufunc: np.ufunc, inputs: Sequence[Any], named: dict[str, Any]) -> Any:
    """A sum, a product, the largest, along axes."""
    out = (named.get("out") or (None,))[0]
    axis = named.get("axis", inputs[1] if len(inputs) > 1 else 0)
    keep = bool(named.get("keepdims", False))
    axis = tuple(map(int, axis)) if isinstance(axis, tuple) else None if axis is None else int(axis)
    where, first = named.get("where", True), arrayed(inputs[0])
    if kind not in REDUCTIONS or where is not True:
        return foreign(f"{ufunc.__name__}.reduce", ufunc.reduce, inputs, named)
    plain, taken = operand(first)
    result = ufunc.reduce(plain, axis=axis, keepdims=keep)
    ids = Current.tape.record(REDUCTIONS[kind], (taken,), result, (axis, keep))
    return given_to(out, given_back(result, ids))


def at(ufunc: np.ufunc, target: Any, index: Any, *values: Any) -> None:
    """`np.add.at(a, index, b)`, in which a place may occur several times: one after the other."""
    places = np.arange(target.size).reshape(target.shape)[bare(index)]
    flat = np.unravel_index(places.ravel(), target.shape)
    given = [one if isinstance(one, np.ndarray) else array_of(one) for one in values]
    spread = [np.broadcast_to(one, places.shape) for one in given]
    for k, place in enumerate(zip(*flat, strict=True)):
        there = np.unravel_index(k, places.shape)
        target[place] = ufunc(target[place], *[one[there] for one in spread])


def foreign(what: str, function: Any, inputs: Sequence[Any], named: dict[str, Any]) -> Any:
    """Calls what the tape does not know, on plain numbers, and notes the cut."""
    result = function(*map(bare, inputs), **{key: bare(one) for key, one in named.items()})
    if np.asarray(result).dtype.kind == "f":
        cut(what, inputs)
    made = given_back(result, None)
    if isinstance(made, Traced):
        Current.memory.ids(made)
    return made


def cut(what: str, given: Iterable[Any]) -> None:
    """Notes that these numbers left the tape."""
    for one in given:
        if isinstance(one, np.ndarray | Number | list | tuple):
            ids = operand(arrayed(one))[1].ids
            if ids is not None:
                Current.tape.cut(what, ids)


def bare(thing: Any) -> Any:
    """Without ids, as others' code takes it."""
    if isinstance(thing, np.ndarray):
        return thing.view(np.ndarray)
    if isinstance(thing, np.float64):
        return float(thing) if type(thing) is not np.float64 else thing
    if isinstance(thing, list | tuple) and type(thing) in (list, tuple):
        return type(thing)(map(bare, thing))
    if isinstance(thing, slice):
        return slice(bare(thing.start), bare(thing.stop), bare(thing.step))
    return thing
