"""SciPy's minimisers, whose own arithmetic is on no tape, as plain descents: a few steps down the
gradient that they are given."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from groundup.checking.tracing.ufuncs import array_of, bare

HOME = "scipy.optimize"
TURNS = 4
LONGEST = 0.1  # step of a number
NAMES = {"f": "fun", "func": "fun", "fprime": "jac"}  # of the older ones, as `minimize` has them


def minimiser(path: str) -> Callable[..., Any] | None:
    """What stands for a function of SciPy, by its whole name."""
    name = path.rpartition(".")[2]
    known = path.startswith(HOME) and (name == "minimize" or name.startswith("fmin_"))
    return (minimize if name == "minimize" else older(name)) if known else None


def minimize(
    fun: Any, x0: Any, args: Any = (), method: Any = None, jac: Any = None, **_: Any
) -> Any:
    x, value = descended(fun, x0, args, jac)
    return SimpleNamespace(x=x, fun=value, success=True, message="", nit=TURNS, nfev=TURNS)


def older(name: str) -> Callable[..., Any]:
    """`fmin_cg` and its kin, whose third argument is the gradient."""

    def function(*given: Any, full_output: Any = False, **named: Any) -> Any:
        named = {NAMES.get(key, key): one for key, one in named.items()}
        named |= dict(zip(("fun", "x0", "jac", "args"), given, strict=False))
        found = descended(named["fun"], named["x0"], named.get("args") or (), named.get("jac"))
        if name in ("fmin_l_bfgs_b", "fmin_tnc"):
            return (*found, {})
        return (*found, 0, 0, 0) if full_output else found[0]

    return function


def descended(fun: Any, x0: Any, args: Any, jac: Any) -> tuple[Any, Any]:
    """The last numbers, and the last cost; as they are where no gradient is given."""
    x, value = array_of(x0, float).reshape(-1), None
    args = args if isinstance(args, tuple) else (args,)
    for _ in range(TURNS):
        value = fun(x, *args)
        value, slope = value if isinstance(value, tuple) else (value, None)
        slope = jac(x, *args) if callable(jac) else slope
        if slope is None:
            break
        largest = float(np.abs(bare(slope)).max(initial=0.0))
        x = x - slope.reshape(-1) * (LONGEST / max(largest, LONGEST))
    return x, value
