"""Costs that stand beside layers: objects and functions that take outputs and targets to a number,
and give its gradient."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.methods import Function, Methods, call, methods_of, ways
from groundup.checking.calling.offer import Offer
from groundup.checking.calling.samples import Samples
from groundup.checking.loading.tracebacks import RAISED

SOME = 0.2, 0.8  # outputs that suit every cost
STEP, NEAR = 1e-5, 1e-3  # of outputs, for the slope of a cost, and how exact it is then
FORMS: tuple[dict[str, bool], ...] = (  # of targets
    {},
    {"labels": True},
    {"labels": True, "standing": True},
    {"flat": True},
)


class Cost(NamedTuple):
    """`of` an object, or a function: from outputs to its value, or to its slope, for which its
    value is worked out once."""

    of: Any
    value: Function
    slope: Function

    def agrees(self, out: Any) -> bool:
        """Whether its slope is that of its value, up to a factor: then its targets are in the form
        that is meant."""
        some = np.random.default_rng(0).normal(0.0, STEP, (3, *out.shape))
        with np.errstate(all="ignore"):
            changes = [self.value(out + way) - self.value(out - way) for way in some]
            slope = self.slope(out)
            found = [one / np.sum(slope * way) for one, way in zip(changes, some, strict=True)]
        return bool(np.ptp(found) < NEAR * abs(found[0]))


class Costs:
    """Those of a program, for `outputs` in the form of samples."""

    def __init__(self, offer: Offer, samples: Samples, shape: tuple[int, ...]):
        self.offer, self.samples = offer, samples
        self.outputs = np.linspace(*SOME, int(np.prod(shape))).reshape(shape)

    def of(self, kinds: list[type]) -> list[Cost]:
        """Of objects of these classes, then of functions; the one first that agrees with itself."""
        wanted = self.offer.arguments.required
        two = [(name, one) for name, one in self.offer.functions() if len(wanted(one)) == 2]
        found: list[Cost] = []
        for y in (self.samples._replace(**form).values(0)["y"] for form in FORMS):
            for kind in kinds:
                with contextlib.suppress(*RAISED):
                    thing = self.offer.arguments.call(kind, self.samples.values(0))
                    found += self.of_thing(thing, y, methods_of(self.offer, thing, 2))
            found += self.of_thing(None, y, two)
        best = next((one for one in found if one.agrees(self.outputs)), None)
        return sorted(found, key=lambda one: one is not best)

    def of_thing(self, thing: Any, y: Any, found: Methods) -> Iterator[Cost]:
        """Of an object's methods, or of functions, of two arguments: what gives the gradient, too,
        or has another beside it that does, called like it if there are several."""
        out = self.outputs
        for name, go in found:
            result = self.tried(go, y)
            if number(result) is None:
                continue
            value = partial(self.valued, go, y)
            if isinstance(result, tuple) and np.shape(result[1:2]) == (1, *out.shape):
                yield Cost(thing or go, value, lambda a, go=go: self.compared(go, y, a)[1])
            for other, one in sorted(found, key=lambda pair: name not in pair[0]):
                if other != name and np.shape(self.tried(one, y)) == out.shape:
                    yield Cost(thing or go, value, after(value, partial(self.compared, one, y)))
            for count in (0, 1) if thing is not None else ():
                for other, _ in methods_of(self.offer, thing, count):
                    for way in ways(self.offer, thing, other, [y][:count], out):
                        back = partial(way, self.offer, thing, *[y][:count])
                        yield Cost(thing, value, after(value, lambda _, back=back: back()))

    def compared(self, function: Function, y: Any, out: Any) -> Any:
        """What a function of outputs and targets gives, whichever come first."""
        roles = [*self.offer.arguments.roles(function).values()]
        return call(self.offer, function, *((y, out) if roles[:1] == ["y"] else (out, y)))

    def valued(self, function: Function, y: Any, out: Any) -> Any:
        return number(self.compared(function, y, out))

    def tried(self, function: Function, y: Any) -> Any:
        try:
            return self.compared(function, y, self.outputs)
        except RAISED:
            return None


def number(result: Any) -> Any:
    """The one that a cost gives, alone or among others; None where there is none."""
    every = result if isinstance(result, tuple) else (result,)
    return next((one for one in every if one is not None and np.size(one) == 1), None)


def after(value: Function, slope: Function) -> Function:
    """What `slope` gives once `value` was asked."""

    def given(out: Any) -> Any:
        value(out)
        return slope(out)

    return given
