"""From numbers that a program has to numbers of the tape: floats, lists, arrays, and what others'
code gives back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.checking.tracing.carriers import Number, Traced, number, traced
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.ufuncs import array_of, bare

DEPTH, MOST = 3, 20_000  # of lists that come from elsewhere


def holds(thing: Any) -> bool:
    """Whether numbers of the tape are in it."""
    if isinstance(thing, Traced | Number):
        return True
    return type(thing) in (list, tuple) and any(map(holds, thing[:64]))


def owned(thing: Any, depth: int = 0) -> Any:
    """What others' code gave back: its arrays and floats are leaves."""
    if isinstance(thing, np.ndarray):
        return traced(thing) if type(thing) is np.ndarray else thing
    if type(thing) in (float, np.float64, np.float32):
        return number(float(thing))
    if type(thing) in (list, tuple) and depth < DEPTH and len(thing) < MOST:
        return type(thing)(owned(one, depth + 1) for one in thing)
    return thing


def to_float(thing: Any = 0.0) -> Any:
    """`float(x)`: the number itself, where it is one of the tape."""
    if isinstance(thing, Number):
        return thing
    if isinstance(thing, np.ndarray):
        return thing.astype(float) if thing.size != 1 else thing.astype(float).reshape(-1)[0]
    return number(float(thing))


def to_array(thing: Any, dtype: Any = None, *_: Any, copy: Any = True, **named: Any) -> Any:
    """`np.array`: lists of numbers with their ids."""
    if not (isinstance(thing, Traced) or holds(thing)):
        return owned(np.array(thing, dtype, **named))
    if dtype is object or (dtype is None and is_ragged(thing)):
        return of_objects(thing)
    made = thing.view(Traced).copy() if isinstance(thing, Traced) else array_of(thing)
    made = made if dtype is None else made.astype(dtype)
    return (
        made[(None,) * (named.get("ndmin", 0) - made.ndim)]
        if named.get("ndmin", 0) > made.ndim
        else made
    )


def as_array(thing: Any, dtype: Any = None, *_: Any, **__: Any) -> Any:
    """`np.asarray`, which copies nothing that is as wanted already."""
    if isinstance(thing, Traced) and (dtype is None or np.dtype(dtype).kind == thing.dtype.kind):
        return thing if type(thing) is Traced else thing.view(Traced)
    return owned(thing) if type(thing) is np.ndarray and dtype is None else to_array(thing, dtype)


def of_objects(things: Any) -> Any:
    """An array of arrays, which all keep their ids."""
    made = np.empty(len(things), object)
    ragged = is_ragged(things)
    for k, one in enumerate(things):
        made[k] = one if ragged else list(one)
    return made


def is_ragged(things: Any) -> bool:
    """Whether arrays in a list are of unlike shapes; until 1.24 NumPy made objects of them."""
    arrays = type(things) in (list, tuple) and all(isinstance(x, np.ndarray) for x in things)
    return arrays and len({one.shape for one in things}) > 1


def from_iterable(things: Any, dtype: Any = float, count: int = -1, **_: Any) -> Any:
    every = list(things)
    return to_array(every if count < 0 else every[:count], dtype)


def each_number(array: Any, *given: Any, **options: Any) -> Any:
    """`np.nditer` of one array: views of its numbers, one after the other."""
    if given or options or not isinstance(array, Traced):
        return np.nditer(bare(array), *map(bare, given), **options)
    flat = array.reshape(-1)
    return (flat[k : k + 1].reshape(()) for k in range(flat.size))


def enumerated(array: Any) -> Any:
    """`np.ndenumerate`."""
    return ((place, array[place]) for place in np.ndindex(np.shape(array)))


def one_by_one(function: Callable[..., Any] | None = None, *_: Any, **__: Any) -> Any:
    """`np.vectorize`: the function of one number, on every number."""
    if function is None:
        return one_by_one

    def on_arrays(*given: Any) -> Any:
        many = np.broadcast_arrays(*map(arrayed_anyway, given))
        flat = [np.ravel(one) for one in many]
        made = array_of([function(*each) for each in zip(*flat, strict=True)])
        return made.reshape(many[0].shape)

    return on_arrays


def arrayed_anyway(thing: Any) -> Any:
    return thing if isinstance(thing, Traced) else array_of(thing)


def along(function: Callable[..., Any], axis: int, array: Any, *given: Any, **named: Any) -> Any:
    """`np.apply_along_axis`."""
    lines = np.moveaxis(arrayed_anyway(array), axis, -1)
    shape = lines.shape[:-1]
    made = array_of([function(one, *given, **named) for one in lines.reshape(-1, lines.shape[-1])])
    made = made.reshape(shape + made.shape[1:])
    return np.moveaxis(made, -1, axis) if made.ndim == lines.ndim else made


def total(things: Any, start: Any = 0) -> Any:
    """`sum`, and `math.fsum`."""
    for one in things:
        start = start + one
    return start


def flat(things: Any) -> bool:
    """Whether a list is of numbers alone, some of them on the tape: then it means an array."""
    return holds(things) and not any(isinstance(one, np.ndarray) for one in things)


def leaf(value: Any) -> Any:
    """A float that is written down."""
    return number(float(value))


def spread(first: Any, second: Any) -> Any:
    """A list times a number: every place has a number of its own, where that is not computed."""
    things, times = (first, second) if isinstance(first, list) else (second, first)
    if not isinstance(times, int | np.integer):
        return first * second
    Current.tape.afford(len(things) * float(times))
    made = list(things)
    for _ in range(int(times) - 1):
        made += [number(one) if is_leaf(one) else one for one in things]
    return made if times > 0 else []


def is_leaf(thing: Any) -> bool:
    return isinstance(thing, Number) and Current.tape.maker(thing.ident) is None
