"""NumPy's functions that compute what no universal function does, on arrays of the tape. All that
are neither here nor in `movements.py` run as they are, and call these."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.checking.tracing.arrays import moved, rounded
from groundup.checking.tracing.carriers import Number, Traced, given_back, method, traced
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.movements import FUNCTIONS, Function, named
from groundup.checking.tracing.ufuncs import arrayed, bare, cut, foreign, given_to, ids_of, recorded

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@method(Traced, name="__array_function__")
def called(self: Any, function: Function, types: Any, given: Any, named: Any) -> Any:
    own = FUNCTIONS.get(function.__name__)
    if own is not None:
        return own(*given, **named)
    made = np.ndarray.__array_function__(self, function, (Traced,), given, named)
    return checked(function.__name__, made, given)


def checked(what: str, made: Any, given: Any) -> Any:
    """What a function gave back; numbers that came from elsewhere are leaves, beyond a cut."""
    if isinstance(made, list | tuple):
        return (
            type(made)(checked(what, one, given) for one in made)
            if type(made) in (list, tuple)
            else made
        )
    views = (np.may_share_memory(made, one) for one in given if isinstance(one, Traced))
    if isinstance(made, np.ndarray) and (Current.memory.has(made) or any(views)):
        return traced(made)
    if isinstance(made, Number) or getattr(made, "dtype", np.dtype(bool)).kind != "f":
        return made
    cut(what, given)
    return given_back(bare(made), None)


FUNCTIONS |= dict.fromkeys(("round", "around", "round_"), rounded)


@named("dot")
def dot(a: Any, b: Any, out: Any = None) -> Any:
    a, b = arrayed(a), arrayed(b)
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        made = np.multiply(a, b)
    elif np.ndim(b) <= 2:
        made = np.matmul(a, b)
    else:
        made = np.tensordot(a, b, (-1, -2))
    return given_to(out, made)


@method(Traced, name="dot")
def dot_method(self: Any, other: Any, out: Any = None) -> Any:
    return dot(self, other, out)


@named("mean")
@method(Traced, name="mean")
def mean(
    a: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False, **_: Any
) -> Any:
    a = arrayed(a)
    total = np.add.reduce(a * 1.0 if a.dtype.kind == "b" else a, axis=axis, keepdims=bool(keepdims))
    return given_to(out, total / (np.size(a) / max(np.size(total), 1)))


@named("var")
@method(Traced, name="var")
def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    out: Any = None,
    ddof: int = 0,
    keepdims: bool = False,
    **_: Any,
) -> Any:
    a = arrayed(a)
    apart = a - mean(a, axis, keepdims=True)
    total = np.add.reduce(apart * apart, axis=axis, keepdims=bool(keepdims))
    return total / (np.size(a) / max(np.size(total), 1) - ddof)


@named("std")
@method(Traced, name="std")
def std(*given: Any, **options: Any) -> Any:
    return np.sqrt(var(*given, **options))


@named("where")
def where(condition: Any, *choices: Any) -> Any:
    if not choices:
        if isinstance(condition, Traced):
            Current.tape.decide(ids_of(condition).copy())
        return np.where(bare(condition))
    return recorded("where", condition, *choices)


@named("outer")
def outer(a: Any, b: Any, out: Any = None) -> Any:
    a, b = np.ravel(arrayed(a)), np.ravel(arrayed(b))
    return given_to(out, np.multiply(a.reshape(-1, 1), b.reshape(1, -1)))


@named("inner")
def inner(a: Any, b: Any) -> Any:
    return dot(a, np.transpose(arrayed(b)))


@named("vdot")
def vdot(a: Any, b: Any) -> Any:
    return dot(np.ravel(arrayed(a)), np.ravel(arrayed(b)))


@named("einsum")
def einsum(subscripts: Any, *arrays: Any, out: Any = None, **_: Any) -> Any:
    if not isinstance(subscripts, str):
        subscripts, arrays = lettered(subscripts, *arrays)
    given = [arrayed(one) for one in arrays]
    left, right = explicit(subscripts.replace(" ", ""), [np.ndim(one) for one in given])
    taken = [diagonal(*one) for one in zip(left, given, strict=True)]
    if len(taken) == 1:
        return given_to(out, summed_up(*taken[0], right))
    written = ",".join(letters for letters, _ in taken) + "->" + right
    return given_to(out, recorded("einsum", *[one for _, one in taken], options=written))


def summed_up(letters: str, array: Any, result: str) -> Any:
    """An einsum of one array: over the axes that are not in the result, the others in its order."""
    lost = tuple(k for k, letter in enumerate(letters) if letter not in result)
    kept = [letter for letter in letters if letter in result]
    made = np.sum(array, axis=lost) if lost else array
    return np.transpose(made, [kept.index(letter) for letter in result]) if kept else made


def lettered(*given: Any) -> tuple[str, tuple[Any, ...]]:
    """`einsum(a, [0, 1], b, [1, 2], [0, 2])` as letters, and the arrays."""
    arrays, axes = given[0 : len(given) // 2 * 2 : 2], [*given[1::2], *given[len(given) // 2 * 2 :]]
    letters = ["".join("..." if k is ... else ALPHABET[k] for k in one) for one in axes]
    result = "->" + letters.pop() if len(given) % 2 else ""
    return ",".join(letters) + result, arrays


def diagonal(letters: str, array: Any) -> tuple[str, Any]:
    """Where a letter stands twice, the view in which it stands once."""
    once = "".join(dict.fromkeys(letters))
    if once == letters:
        return letters, array
    return once, moved(lambda plain: np.einsum(f"{letters}->{once}", plain), array)


def explicit(subscripts: str, dimensions: list[int]) -> tuple[list[str], str]:
    """The letters of all operands and of the result, with capitals in place of dots."""
    left, arrow, right = subscripts.partition("->")
    most = ""
    terms = left.split(",")
    for k, (term, many) in enumerate(zip(terms, dimensions, strict=True)):
        if "..." in term:
            dots = ALPHABET.upper()[26 - (many - len(term) + 3) :] if many > len(term) - 3 else ""
            most, terms[k] = max(most, dots, key=len), term.replace("...", dots)
    letters = "".join(terms)
    once = sorted(x for x in set(letters) - set(most) if letters.count(x) == 1)
    return terms, right.replace("...", most) if arrow else most + "".join(once)


@named("tensordot")
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """As an einsum, whose letters say which axes go together."""
    a, b = arrayed(a), arrayed(b)
    if isinstance(axes, int):
        axes = range(a.ndim - axes, a.ndim), range(axes)
    first, second = ([one] if isinstance(one, int) else list(one) for one in axes)
    left, right = ALPHABET[: a.ndim], list(ALPHABET[a.ndim : a.ndim + b.ndim])
    for from_a, from_b in zip(first, second, strict=True):
        right[from_b] = left[from_a]
    common = {left[one] for one in first}
    result = "".join(x for x in (*left, *right) if x not in common)
    return einsum(f"{left},{''.join(right)}->{result}", a, b)


@named("norm")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:  # noqa: A002
    x = arrayed(x)
    if ord in (1, np.inf) and (axis is not None or x.ndim == 1):
        size = np.add.reduce if ord == 1 else np.maximum.reduce
        return size(np.absolute(x), axis=axis, keepdims=keepdims)
    if ord not in (None, 2, "fro") or (ord == 2 and axis is None and x.ndim > 1):
        return foreign("norm", np.linalg.norm, (x, ord, axis, keepdims), {})
    return np.sqrt(np.add.reduce(x * x, axis=axis, keepdims=keepdims))


@named("clip")
@method(Traced, name="clip")
def clip(a: Any, low: Any = None, high: Any = None, out: Any = None, **bounds: Any) -> Any:
    low = bounds.get("a_min", bounds.get("min", low))
    high = bounds.get("a_max", bounds.get("max", high))
    made = a if low is None else np.maximum(a, low)
    return given_to(out, made if high is None else np.minimum(made, high))


@named("cumsum")
@method(Traced, name="cumsum")
def cumsum(a: Any, axis: Any = None, *_: Any, **__: Any) -> Any:
    a = arrayed(a) if axis is not None else np.ravel(arrayed(a))
    return recorded("cumsum", a, options=0 if axis is None else int(axis))


@named("copyto")
def copyto(target: Any, source: Any, casting: str = "same_kind", where: Any = True) -> None:
    if where is True:
        target[...] = source
    else:
        target[bare(where)] = np.broadcast_to(source, np.shape(target))[bare(where)]


@named("copy", "array", "asarray", "asanyarray", "ascontiguousarray", "asfarray")
def copy(a: Any, *_: Any, **__: Any) -> Any:
    return a.copy() if isinstance(a, np.ndarray) else a


def like(value: float | None) -> Function:
    """`np.zeros_like` and its kin: leaves."""

    def function(a: Any, *given: Any, dtype: Any = None, **_: Any) -> Any:
        fill = value if value is not None else bare(given[0])
        return traced(
            np.full(np.shape(a), fill, np.dtype(dtype) if dtype else np.asarray(bare(a)).dtype)
        )

    return function


FUNCTIONS |= {"zeros_like": like(0), "empty_like": like(0), "ones_like": like(1)}
FUNCTIONS["full_like"] = like(None)


def on_plain(function: Function) -> Function:
    """What says something about numbers, such as text, and gives none back."""
    return lambda *given, **options: function(*map(bare, given), **options)


SAYING = (
    "arange linspace logspace geomspace array2string array_repr array_str array_equal "
    "allclose isclose shape size ndim argsort unique bincount savetxt save may_share_memory "
    "shares_memory searchsorted result_type can_cast min_scalar_type"
)
for each in SAYING.split():
    FUNCTIONS[each] = on_plain(getattr(np, each))


@named("sort")
def sorted_copy(a: Any, axis: int = -1, **_: Any) -> Any:
    made = arrayed(a).copy()
    made.sort(axis)
    return made


@named("partition")
def parted(a: Any, _: Any, axis: int = -1, **__: Any) -> Any:
    return sorted_copy(a, axis)


@named("ix_")
def ix(*given: Any) -> Any:
    return np.ix_(*map(bare, given))
