"""Functions of weights, biases, inputs and targets, such as `backprop(weights, biases, x, y)`.

The network is two lists, or one list of pairs, or a dict; arguments come in any order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Array, Batch, Probe, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.model.probes import make
from groundup.checking.names import roles
from groundup.checking.names.arguments import Plan, plans
from groundup.checking.reading.cuts import cuts
from groundup.checking.reading.forms.calls import FORWARD_RESULTS, Calls, Memory
from groundup.checking.reading.forms.function_text import text
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.networks import FORMS, NEURONS, Form
from groundup.checking.reading.forms.results import harvest
from groundup.checking.reading.forms.siblings import (
    Siblings,
    extras,
    is_function,
    layouts_of,
    named,
)
from groundup.checking.reading.forms.trials import CallingTrial
from groundup.checking.reading.learner import Learner

ROWS = frozenset({"rows"})  # a sample's class comes last in its inputs
NO_ROWS: frozenset[str] = frozenset()


@dataclass(kw_only=True, eq=False)
class FunctionLearner(Learner):
    layout: Layout
    calls: Calls
    form: Form | None
    memory: Memory

    unnamed: dict[str, Plan]  # functions that may be its cost, by names that do not say so

    def costs(self) -> Iterator[tuple[str, Learner]]:
        for name, plan in self.unnamed.items():
            calls = self.calls._replace(cost=plan)
            places = self.places | {"cost": plan.name}
            yield name, replace(self, calls=calls, places=places, memory=Memory())

    def start(self, probe: Probe) -> FunctionTrial:
        return FunctionTrial(probe, self.layout, self.calls, self.form, self.memory)


class FunctionTrial(CallingTrial):
    def __init__(
        self,
        probe: Probe,
        layout: Layout,
        calls: Calls,
        form: Form | None,
        memory: Memory | None = None,
    ):
        super().__init__(probe, layout, calls, memory or Memory())
        self.form = form
        self.restore()

    def restore(self) -> None:
        self.w = [self.layout.give_w(wl) for wl in self.probe.w]
        self.b = [self.layout.give_b(bl) for bl in self.probe.b]
        self.network = self.form.build(self.w, self.b) if self.form else None

    def own(self) -> dict[str, Any]:
        w, b = self.handed.keep("weights", self.w), self.handed.keep("biases", self.b)
        own = {"w": w, "b": b}
        if self.form:
            own["network"] = self.network
        return own

    def values(self, x: Array, y: Array, masks: list[Array] | None) -> dict[str, Any]:
        values = super().values(x, y, masks)
        if "rows" in self.calls.extra:
            values["x"] = [*values["x"], int(np.argmax(y))]
        return values

    def adopt(self, given: Any) -> None:
        if given is None:
            return
        found = harvest(given, [], self.probe.sizes)
        if found.dw is not None:
            self.w = [self.layout.give_w(self.layout.take_w(wl)) for wl in found.dw]
        if found.db is not None:
            self.b = [self.layout.give_b(self.layout.take_b(bl)) for bl in found.db]
        self.network = self.form.build(self.w, self.b) if self.form else None

    def current(self) -> tuple[list[Array], list[Array]]:
        w, b = self.form.read(self.network) if self.form else (self.w, self.b)
        return [self.layout.take_w(wl) for wl in w], [self.layout.take_b(bl) for bl in b]


def find(offered: Offered, settings: Settings) -> Iterator[FunctionLearner]:
    functions = {name: f for name, f in offered.names.items() if is_function(f)}
    if {"build", "backprop"} <= functions.keys():
        return  # a rung
    gradients = [offered.only] if offered.only else named(functions, "gradient", "step")
    for name in (name for name in gradients if name in functions):
        if cuts(functions[name]):
            continue  # its parameters are one vector
        for gradient in plans(functions[name], ("w", "b", "x", "y")):
            yield from readings(functions, gradient, settings)


def readings(
    functions: dict[str, Callable[..., Any]], gradient: Plan, settings: Settings
) -> Iterator[FunctionLearner]:
    """All layouts of one reading of a gradient function, those that its forward function can run
    with first."""
    network = gradient.wants("network")
    if not (network or gradient.wants("w")) and not gradient.wants(*FORWARD_RESULTS):
        return
    siblings = Siblings.of(functions, gradient)
    if not gradient.wants("x", "pairs", *FORWARD_RESULTS) and not siblings.forwards:
        return
    every = (gradient, *siblings.forwards)
    layers = max((plan.layers or 0 for plan in every), default=0) or None
    biases = any(plan.wants("b", "network") for plan in every)
    if layers:
        settings = settings.of_layers(layers)
    probe = make("lopsided", settings)
    forms = list(FORMS) if any(plan.wants("network") for plan in every) else [None]
    runs = False
    ways = [
        (form, calls)
        for form, extra in itertools.product(forms, extras(gradient))
        for rows in rows_of(form, gradient, siblings.step)
        for calls in siblings.calls(gradient, extra | rows)
    ]
    for form, calls in ways:
        for layout in pruned(layouts_of(gradient, biases, form), calls, probe, form):
            runs = True
            found = learner(layout, calls, form, layers, biases, fallback=False)
            yield replace(found, unnamed=siblings.unnamed)
    for form, calls in ways if not runs and None in forms else []:
        for layout in layouts_of(gradient, biases, form):
            yield learner(layout, calls, form, layers, biases, fallback=True)


def rows_of(form: Form | None, *plans: Plan | None) -> list[frozenset[str]]:
    """Whether a sample's class comes last in its inputs, likeliest first: who cuts it off, as in
    `row[:-1]`, expects it."""
    if form is not NEURONS:
        return [NO_ROWS]
    names = [
        (argument.name, text(plan.function))
        for plan in plans
        if plan
        for argument in plan.arguments
        if argument.role and argument.role.name == "x"
    ]
    cut = any(f"{name}[:-1]" in written for name, written in names)
    return [ROWS, NO_ROWS] if cut else [NO_ROWS, ROWS]


def learner(
    layout: Layout,
    calls: Calls,
    form: Form | None,
    layers: int | None,
    biases: bool,
    fallback: bool,
) -> FunctionLearner:
    return FunctionLearner(
        style=f"the function {calls.gradient.name}",
        conventions=layout.told(biases) | ({"network": form.name} if form else {}),
        one_by_one=layout.single,
        places=calls.places(),
        layers=layers,
        biases=biases,
        fallback=fallback,
        guessed=calls.gradient.guessed,
        masks=calls.gradient.wants("masks"),
        trains=roles.kind(calls.gradient.name) == "step",
        layout=layout,
        calls=calls,
        form=form,
        memory=Memory(),
        unnamed={},
    )


def pruned(every: list[Layout], calls: Calls, probe: Probe, form: Form | None) -> Iterator[Layout]:
    """The layouts in which the forward function gives one output a class, then others that differ
    only in how samples are held; all where there is no forward function."""
    if calls.forward is None:
        yield from every
        return
    ran: set[Layout] = set()
    for layout in every:
        if runs_forward(layout, calls, probe, form):
            ran.add(layout)
            yield layout
    good = {(layout.w, layout.b, layout.kind) for layout in ran}
    for layout in every:
        if layout not in ran and (layout.w, layout.b, layout.kind) in good:
            yield layout


def runs_forward(layout: Layout, calls: Calls, probe: Probe, form: Form | None) -> bool:
    batch = Batch(*probe.batches[0][:2])
    x, y = (batch.x[0], batch.y[0]) if layout.single else (batch.x, batch.y)
    trial = FunctionTrial(probe, layout, calls, form)
    assert calls.forward is not None
    try:
        outputs = trial._outputs(calls.forward.call(trial.values(x, y, None), calls.extra))
    except RAISED:
        return False
    if outputs is None:
        return False
    return layout.take_x(outputs).shape == y.shape and bool(np.all(np.isfinite(outputs)))
