"""SciPy's minimisers, each as a plain descent that can be watched: a loop that takes whole
gradients off one long vector."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from groundup.checking.loading.placeholders.datasets import Bunch
from groundup.checking.loading.sources import Source
from groundup.checking.reading.watching.programs.descents import COST
from groundup.checking.reading.watching.recording.recorder import MINIMISER
from groundup.checking.reading.watching.recording.replacements import replaced
from groundup.checking.reading.watching.recording.state import Array

TURNS = 3
OLDER = ("fmin_cg", "fmin_bfgs", "fmin_ncg", "fmin_l_bfgs_b", "fmin_tnc")  # the slope comes third
Function = Callable[..., Any]


@contextlib.contextmanager
def plain(relay: Any, sources: Mapping[Any, Source]) -> Iterator[None]:
    """While it is open, SciPy's minimisers are plain, if one of the sources mentions them."""
    with contextlib.ExitStack() as stack:
        if any("optimize" in source.text for source in sources.values()):
            with contextlib.suppress(ImportError):
                import scipy.optimize as real

                descent = Descent(relay)
                older = dict.fromkeys(OLDER, descent.older)
                stack.enter_context(replaced(real, minimize=descent.minimize, **older))
        yield


class Descent:
    """Of a function of one vector, under a watch."""

    def __init__(self, relay: Any):
        self.relay = relay

    def minimize(
        self, fun: Function, x0: Any, args: Any = (), method: Any = None, jac: Any = None, **_: Any
    ) -> Bunch:
        """As SciPy's, without a gradient of its own."""
        x, value = self.down(fun, x0, args, jac)
        return Bunch(x=x, fun=value, success=True, message="", nit=TURNS, nfev=TURNS)

    def older(self, *given: Any, **named: Any) -> Any:
        """As `fmin_cg` and the like, whose cost has several names."""
        names = ("fun", "x0", "fprime", "args")
        named = {"fun" if name in ("f", "func") else name: one for name, one in named.items()}
        named |= dict(zip(names, given, strict=False))
        fun, x0, fprime, args = (named.get(name) for name in names)
        x, value = self.down(fun, x0, args or (), fprime)
        return (x, value, 0, 0, 0) if named.get("full_output") else x

    def down(self, fun: Any, x0: Any, args: Any, jac: Any) -> tuple[Array, float]:
        frame = sys._getframe(2)
        key = f"{MINIMISER}{frame.f_code.co_filename}:{frame.f_lineno}"
        given = list(args) if isinstance(args, tuple) else [args]
        theta, value = np.array(x0, float).reshape(-1), 0.0
        names = {"theta": theta, "given": given, **frame.f_locals, COST: value}
        names["theta"] = theta
        self.relay.before(key, names, frame.f_globals)
        for _ in range(TURNS):
            if self.relay.turn(key, names, frame.f_globals):
                break
            found = fun(theta, *given)
            value, slope = found if isinstance(found, tuple) else (found, None)
            slope = jac(theta, *given) if callable(jac) else slope
            names[COST] = value = float(np.squeeze(value))
            if slope is not None:
                theta -= np.asarray(slope, float).reshape(-1)
        self.relay.after(key, names, frame.f_globals)
        return theta, value
