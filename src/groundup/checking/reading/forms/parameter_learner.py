"""A network of parameters with names: its forward function, its backward function, and between
them whatever the one leaves for the other."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.model.averages import averaged
from groundup.checking.names import arguments, roles
from groundup.checking.names.roles import quantity
from groundup.checking.reading.copies import Handed
from groundup.checking.reading.forms import function_text
from groundup.checking.reading.forms.architectures import architectures
from groundup.checking.reading.forms.calls import Memory
from groundup.checking.reading.forms.function_text import Names, activations, by_name, plainly
from groundup.checking.reading.forms.initializers import Started
from groundup.checking.reading.forms.layouts import Layout, numbers
from groundup.checking.reading.forms.results import NUMERIC, array_of, harvest, returned_names
from groundup.checking.reading.learner import Learner, Step, Trial, moved

ORDER = ("x", "y", "network", "cache", "out", "grads", "eta")
ORDER_OF_UPDATE = ("eta", "grads", "network")


class Code(NamedTuple):
    """A learner's functions."""

    forward: Callable
    backward: Callable
    names: Names
    start: Started | None = None
    cost: Callable | None = None
    update: Callable | None = None
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

    def start(self, probe: Probe) -> ParametersTrial:
        return ParametersTrial(self.code, self.layout, probe, self.memory)


class ParametersTrial(Trial):
    """The functions with a probe's numbers."""

    def __init__(self, code: Code, layout: Layout, probe: Probe, memory: Memory):
        self.code, self.layout, self.probe, self.memory = code, layout, probe, memory
        self.pairs = code.names.upto(len(probe.w))
        self.handed = Handed()
        self.parameters: dict[str, Any] = {}
        self.fill()

    def fill(self) -> None:
        for (w_name, b_name), w, b in zip(self.pairs, self.probe.w, self.probe.b, strict=True):
            self.parameters[w_name] = self.layout.give_w(w)
            self.parameters[b_name] = self.layout.give_b(b)

    def values(self, x: Array, y: Array) -> dict[str, Any]:
        """All that is known before a forward pass, by role or by a plain name."""
        settings, m = self.probe.settings, 1 if self.layout.single else len(x)
        values: dict[str, Any] = {
            "x": self.handed.keep("x", self.layout.give_x(x)),
            "y": self.handed.keep("y", self.layout.give_y(y)),
            "network": self.handed.keep("weights", self.parameters),
            "eta": settings.eta,
            "l2": settings.l2,
            "keep": 1.0,
            "m": m,
            "training": True,
            "sizes": list(self.probe.sizes),
        }
        values |= {roles.plain(name): value for name, value in self.parameters.items()}
        for function in (self.code.forward, self.code.backward):
            values |= activations(function, settings.activations)
            values |= architectures(function, self.probe)
        return values

    def once(self, x: Array, y: Array) -> tuple[Answers, dict[str, Any]]:
        """The answers to a batch, or a sample, and what the backward function gave by name."""
        values = self.values(x, y)
        with self.defined(values["m"]):
            forward = arguments.call(self.code.forward, values, ORDER)
            values |= self.between(forward, y.shape)
            back = arguments.call(self.code.backward, values, ORDER)
            values |= {"grads": back, **by_name(self.code.backward, back)}
            answers = self.gradients(back, values)
            answers.cost = self.cost(values)
        if values.get("out") is not None:
            answers.outputs = self.layout.take_x(values["out"])
        return answers, values

    @contextlib.contextmanager
    def defined(self, m: int) -> Iterator[None]:
        """For a while, the number of samples under the names that the file does not define, and
        the probe's parameters where the file has its own in global variables."""
        space = self.code.backward.__globals__
        own = {name: space[name] for name in self.parameters if name in space}
        space.update(dict.fromkeys(self.code.undefined, m))
        space.update({name: self.parameters[name] for name in own})
        try:
            yield
        finally:
            space.update(own)
            for name in self.code.undefined:
                space.pop(name, None)

    def between(self, forward: Any, shape: tuple[int, ...]) -> dict[str, Any]:
        """What a forward pass returned: its parts by name, the outputs, and the cache."""
        named = by_name(self.code.forward, forward)
        several = list(forward) if isinstance(forward, tuple) else [forward]
        kept = [part for part in several if isinstance(part, (dict, list, tuple))]
        for part in kept:
            if isinstance(part, dict):
                named |= {k: v for k, v in plainly(part).items() if k not in named}
        outputs = self.outputs(named, several, shape)
        return {**named, "out": outputs, "cache": kept[0] if kept else forward}

    def outputs(self, named: Mapping[str, Any], several: list[Any], shape: tuple[int, ...]) -> Any:
        """The last layer's activation by its number; else what is called so; else a part of the
        right shape."""
        last = function_text.number(self.pairs[-1][0])
        for name in (f"a{last}", f"h{last}"):
            if name in named and fits(self.layout, named[name], shape):
                return named[name]
        called = [part for name, part in named.items() if name in roles.POSSIBLE["out"]]
        for part in (*called, *several):
            if fits(self.layout, part, shape):
                return part
        return None

    def gradients(self, back: Any, values: Mapping[str, Any]) -> Answers:
        """The gradients by their names, or by their shapes; (w - w′)/η where the function steps."""
        if self.code.steps:
            return self.moved(back)
        named = by_name(self.code.backward, back)
        dw, db = self.layers(named, "dw"), self.layers(named, "db")
        delta = self.layers(named, "delta")
        if dw is None and isinstance(back, dict):  # the gradients by the parameters' own names
            dw = [back.get(w) for w, _ in self.pairs]
            db = [back.get(b) for _, b in self.pairs]
        if dw is None or all(part is None for part in dw):
            names, memory = returned_names(self.code.backward), self.memory
            found = harvest(back, names, self.probe.sizes, memory.last_first)
            if memory.last_first is None:
                memory.last_first = found.last_first
            dw, db = found.dw, found.db
        return Answers(
            dw=self.taken(dw, self.probe.w, self.layout.take_w),
            db=self.taken(db, self.probe.b, self.layout.take_b),
            delta=delta and [None if d is None else self.layout.take_x(d) for d in delta],
        )

    def layers(self, named: Mapping[str, Any], kind: str) -> list[Any] | None:
        """An array a layer, None where it is missing; None where all are."""
        found = {}
        for name, value in named.items():
            what, index = quantity(name)
            if what == kind and index is not None:
                found[index] = value
        base = function_text.number(self.pairs[0][0])
        return [found.get(base + l) for l in range(len(self.pairs))] if found else None

    def taken(
        self, parts: list[Any] | None, like: list[Array], take: Callable[[Any], Array]
    ) -> list[Array] | None:
        """In groundup's shapes; 0 for a layer that was left out."""
        if parts is None:
            return None
        pairs = zip(parts, like, strict=False)
        return [np.zeros_like(right) if part is None else take(part) for part, right in pairs]

    def moved(self, back: Any) -> Answers:
        w, b = self.after(self.code.backward, back)
        eta = self.probe.settings.eta
        self.handed.forget("weights")
        self.fill()
        return Answers(
            dw=moved(self.probe.w, w, eta),
            db=moved(self.probe.b, b, eta),
        )

    def after(self, function: Callable, given: Any) -> tuple[list[Array], list[Array]]:
        """Weights and biases after a step: returned, or changed where they are."""
        named = by_name(function, given)
        if given is not None and not any(roles.plain(name) in named for name in self.parameters):
            found = harvest(given, [], self.probe.sizes)  # expressions, which have no names
            if found.dw and found.db:
                take_w, take_b = self.layout.take_w, self.layout.take_b
                return list(map(take_w, found.dw)), list(map(take_b, found.db))
        now = {name: named.get(roles.plain(name), held) for name, held in self.parameters.items()}
        w = [self.layout.take_w(now[name]) for name, _ in self.pairs]
        return w, [self.layout.take_b(now[name]) for _, name in self.pairs]

    def cost(self, values: Mapping[str, Any]) -> float | None:
        """None where the learner's cost cannot be had: it is a help, no more."""
        if self.code.cost is None:
            return None
        with contextlib.suppress(Exception):
            cost = numbers(arguments.call(self.code.cost, values, ("out", "y", "network")))
            return float(cost) if cost.size == 1 else None
        return None

    def answers(self, batch: Batch) -> Answers:
        if not self.layout.single:
            return self.once(batch.x, batch.y)[0]
        return averaged([self.once(x, y)[0] for x, y in zip(batch.x, batch.y, strict=True)])

    def step(self, batch: Batch) -> Step | None:
        if self.layout.single:
            return None
        answers, values = self.once(batch.x, batch.y)
        if self.code.steps:
            return self.by_gradients(answers)
        if self.code.update is None:
            return None
        values["eta"] = self.probe.settings.eta
        values |= architectures(self.code.update, self.probe)
        return self.after(
            self.code.update, arguments.call(self.code.update, values, ORDER_OF_UPDATE)
        )

    def by_gradients(self, answers: Answers) -> tuple[list[Array], list[Array]]:
        """Where the gradients are of the learner's own step."""
        eta, probe = self.probe.settings.eta, self.probe
        w = [w - eta * dw for w, dw in zip(probe.w, answers.dw or [], strict=True)]
        return w, [b - eta * db for b, db in zip(probe.b, answers.db or [], strict=True)]


def fits(layout: Layout, part: Any, shape: tuple[int, ...]) -> bool:
    array = None if isinstance(part, (dict, str)) else array_of(part)
    with contextlib.suppress(*NUMERIC):
        return array is not None and layout.take_x(array).shape == shape
    return False
