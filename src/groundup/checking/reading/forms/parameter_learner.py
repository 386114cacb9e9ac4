"""A network of parameters with names: its forward function, its backward function, and between
them whatever the one leaves for the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.names import arguments, roles
from groundup.checking.names.arguments import Plan
from groundup.checking.reading.forms import function_text
from groundup.checking.reading.forms.architectures import architectures
from groundup.checking.reading.forms.calls import Calls, Memory
from groundup.checking.reading.forms.function_text import Names, activations, by_name, plainly
from groundup.checking.reading.forms.initializers import Started
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.trials import CallingTrial
from groundup.checking.reading.learner import Learner, Step

ORDER = ("x", "y", "network", "cache", "out", "grads", "eta")


class Code(NamedTuple):
    """A learner's functions."""

    forward: Callable
    backward: Callable
    names: Names
    start: Started | None = None
    cost: Callable | None = None
    update: Callable | None = None
    unnamed: tuple[Callable, ...] = ()  # that may be the cost, though their names do not say so
    undefined: tuple[str, ...] = ()  # names for the number of samples that the file lacks

    @property
    def steps(self) -> bool:
        """Whether the backward function changes the parameters itself."""
        return any(roles.means(p.name, "eta") for p in arguments.parameters(self.backward))


class ParametersLearner(Learner):
    """Functions of parameters with names, read in one layout."""

    def __init__(self, code: Code, layout: Layout):
        self.code, self.layout = code, layout
        self.style = f"{code.forward.__name__} and {code.backward.__name__}, of W1, b1, W2, b2, …"
        self.one_by_one = layout.single
        self.memory = Memory()
        self.sizes = code.start.sizes if code.start else None
        self.layers = None if code.names.general else len(code.names.pairs)
        functions = [f for f in (code.forward, code.backward, code.cost) if f]
        self.outputs = 1 if any(map(function_text.asserts_one_output, functions)) else None
        self.conventions = self.described()
        back = code.backward.__name__
        self.places: dict[str, str] = {"delta": back, "dw": back, "db": back}
        self.places["outputs"] = code.forward.__name__
        for quantity_name, function in (("cost", code.cost), ("step", code.update)):
            if function is not None:
                self.places[quantity_name] = function.__name__

    def described(self) -> dict[str, str]:
        said = self.layout.told()
        if self.code.undefined:
            names = ", ".join(self.code.undefined)
            said[names] = "the number of samples: the file does not define it"
        return said

    def costs(self) -> Iterator[tuple[str, Learner]]:
        for function in self.code.unnamed:
            code = self.code._replace(cost=function)
            yield function.__name__, ParametersLearner(code, self.layout)

    def start(self, probe: Probe) -> ParametersTrial:
        return ParametersTrial(self.code, self.layout, probe, self.memory)


class Told(Plan):
    """A function whose arguments are told by role or by a plain name, whichever `values` has. What
    a forward pass calls y is no target: an argument `Y` is one, if no other means targets."""

    def call(self, values: Mapping[str, Any], extra: frozenset[str] = frozenset()) -> Any:
        named = plainly(values.get("by name", {}))
        every = [p.name for p in arguments.parameters(self.function)]
        if len(targets := [name for name in every if roles.means(name, "y")]) == 1:
            named.pop(roles.plain(targets[0]), None)
        return arguments.call(self.function, {**values, **named}, ORDER)


def told(function: Callable | None) -> Told | None:
    return Told(function, arguments.arguments(function) or ()) if function else None


class ParametersTrial(CallingTrial):
    """The functions with a probe's numbers."""

    def __init__(self, code: Code, layout: Layout, probe: Probe, memory: Memory):
        gradient = told(code.backward)
        assert gradient is not None
        forward, cost, step = map(told, (code.forward, code.cost, code.update))
        super().__init__(probe, layout, Calls(gradient, forward, cost, step, True), memory)
        self.code, self.steps = code, code.steps
        self.pairs = code.names.upto(len(probe.w))
        self.space = code.backward.__globals__
        self.shared: list[str] | None = None  # the parameters that are global variables for a while
        self.restore()

    def restore(self) -> None:
        self.parameters: dict[str, Any] = {}
        for (w_name, b_name), w, b in zip(self.pairs, self.probe.w, self.probe.b, strict=True):
            self.parameters[w_name] = self.layout.give_w(w)
            self.parameters[b_name] = self.layout.give_b(b)
        self.space.update({name: self.parameters[name] for name in self.shared or ()})

    def current(self) -> tuple[list[Array], list[Array]]:
        now = self.parameters | {name: self.space[name] for name in self.shared or ()}
        w = [self.layout.take_w(now[name]) for name, _ in self.pairs]
        return w, [self.layout.take_b(now[name]) for _, name in self.pairs]

    def adopt(self, given: Any) -> None:
        named = by_name(self.code.backward, given)
        self.parameters |= {
            name: named[roles.plain(name)] for name in self.parameters if roles.plain(name) in named
        }

    def values(self, x: Array, y: Array, masks: list[Array] | None) -> dict[str, Any]:
        """All that is known before a forward pass, by role or by a plain name."""
        settings = self.probe.settings
        values: dict[str, Any] = {
            "x": self.handed.keep("x", self.layout.give_x(x)),
            "y": self.handed.keep("y", self.layout.give_y(y)),
            "network": self.handed.keep("weights", self.parameters),
            "eta": settings.eta,
            "momentum": 0.0,
            "l2": settings.given_l2,
            "keep": 1.0,
            "m": 1 if self.layout.single else len(x),
            "training": True,
            "sizes": list(self.probe.sizes),
        }
        values |= plainly(self.parameters)
        for function in filter(None, (self.code.forward, self.code.backward, self.code.update)):
            values |= activations(function, settings.activations)
            values |= architectures(function, self.probe)
        return values

    def answers(self, batch: Batch) -> Answers:
        with self.defined(1 if self.layout.single else len(batch.x)):
            return super().answers(batch)

    def step(self, batch: Batch) -> Step | None:
        with self.defined(1 if self.layout.single else len(batch.x)):
            return self._step(batch)

    def _step(self, batch: Batch) -> Step | None:
        if not self.steps or self.layout.single:
            return super().step(batch)
        answers, probe = super().answers(batch), self.probe
        if not self.steps:
            return super().step(batch)
        pairs = ((probe.w, answers.dw), (probe.b, answers.db))
        w, b = (
            [old - probe.settings.eta * dw for old, dw in zip(olds, moves or [], strict=True)]
            for olds, moves in pairs
        )
        return w, b

    def _given_gradients(self, answers: Answers) -> dict[str, Any]:
        return {"grads": self.given, "by name": by_name(self.code.backward, self.given)}

    @contextlib.contextmanager
    def defined(self, m: int) -> Iterator[None]:
        """For a while, the number of samples under the names that the file does not define, and
        the probe's parameters where the file has its own in global variables."""
        if self.shared is not None:  # they are there already
            yield
            return
        space = self.space
        own = {name: space[name] for name in self.parameters if name in space}
        self.shared = [*own]
        space.update(dict.fromkeys(self.code.undefined, m))
        space.update({name: self.parameters[name] for name in own})
        try:
            yield
        finally:
            self.shared = None
            space.update(own)
            for name in self.code.undefined:
                space.pop(name, None)
