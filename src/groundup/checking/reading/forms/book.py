"""A class that is a network, in the style of Michael Nielsen's book: `Network(sizes)` with weights
and biases in attributes, `backprop(x, y)`, `feedforward`, `update_mini_batch`.

Also classes that only train: their gradient is what a step of training changed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Array, Probe, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.model.probes import make
from groundup.checking.names import roles
from groundup.checking.names.arguments import Plan
from groundup.checking.reading.forms.calls import FORWARD_RESULTS, Calls, Memory, takes_pairs
from groundup.checking.reading.forms.constructors import Maker, makers
from groundup.checking.reading.forms.function_text import compares_one_column
from groundup.checking.reading.forms.layouts import BATCHED, SINGLE, B, Layout
from groundup.checking.reading.forms.methods import (
    cost_beside,
    gradients,
    methods_of,
    networks,
    others_of,
    plan_is_gradient,
    unnamed,
)
from groundup.checking.reading.forms.nested import find_nested
from groundup.checking.reading.forms.places import Places, find_places, own_sizes
from groundup.checking.reading.forms.results import Found, array_of, harvest_attributes
from groundup.checking.reading.forms.trials import CallingTrial
from groundup.checking.reading.learner import Learner
from groundup.checking.reading.uses import goes_on_by

SAMPLES = {  # the likeliest shapes of samples, by that of biases
    B[0]: (BATCHED[0], BATCHED[1], SINGLE[0], SINGLE[1], SINGLE[2]),
    B[1]: (BATCHED[1], SINGLE[1], BATCHED[0], SINGLE[0]),
    B[2]: (BATCHED[0], SINGLE[2], BATCHED[1], SINGLE[0]),
}


@dataclass(kw_only=True, eq=False)
class BookLearner(Learner):
    maker: Maker
    where: Places
    layout: Layout
    methods: dict[str, tuple[str, Plan]]
    unnamed: dict[str, Plan]  # methods of inputs and targets whose names say nothing
    forward_first: bool
    memory: Memory

    def start(self, probe: Probe) -> BookTrial:
        return BookTrial(self, probe)

    @property
    def steps(self) -> bool:
        return self.memory.steps

    def costs(self) -> Iterator[tuple[str, Learner]]:
        owner = self.places["dw"].rpartition(".")[0]
        for name, plan in self.unnamed.items():
            methods = self.methods | {"cost": (name, plan)}
            places = self.places | {"cost": f"{owner}.{plan.name}"}
            yield name, replace(self, methods=methods, places=places, memory=Memory())


class BookTrial(CallingTrial):
    def __init__(self, learner: BookLearner, probe: Probe):
        self.instance = learner.maker.make(probe)
        self.where = learner.where
        if any(len(paths) > 1 for paths in self.where.w):  # other sizes, other neurons
            found = find_nested(self.instance, probe.sizes)
            self.where = found._replace(layout=self.where.layout) if found else self.where
        super().__init__(probe, learner.layout, bound(learner, self.instance), learner.memory)
        for name, value in [*vars(self.instance).items()]:
            if isinstance(value, (int, float)) and is_role(name, "eta"):
                setattr(self.instance, name, probe.settings.eta)
        for name, value in own_decays(self.instance).items() if probe.settings.given_l2 else ():
            if probe.settings.l2 or not value:
                setattr(self.instance, name, probe.settings.given_l2)
        self.data_names = data_names(self.instance, learner.maker, probe)
        self.batches = {
            name: value
            for name, value in vars(self.instance).items()
            if isinstance(value, int) and is_role(name, "m") and "batch" in name.lower()
        }
        self.restore()

    def restore(self) -> None:
        self.where.write(self.instance, self.probe.w, self.probe.b)

    def current(self) -> tuple[list[Array], list[Array]]:
        return self.where.read(self.instance)

    def left(self) -> Found:
        return harvest_attributes(self.instance, self.probe.sizes)

    def called(self, plan: Plan, values: Mapping[str, Any]) -> Any:
        """Its own size of a batch is the probe's, but where a loop goes on by one that is larger: a
        batch that is not full makes a step there, unless nothing moves."""
        kept, m = vars(self.instance), values["m"]
        kept |= dict.fromkeys(self.batches, m)
        loops = any(goes_on_by(plan.function, name) for name in self.batches)
        if loops and all(size > m for size in self.batches.values()):
            kept |= self.batches
            given = super().called(plan, values)
            kept |= dict.fromkeys(self.batches, m)
            if self._moved():
                return given
        return super().called(plan, values)

    def handed_over(self, x: Any, y: Any) -> None:
        if self.data_names:
            setattr(self.instance, self.data_names["x"], x)
            setattr(self.instance, self.data_names["y"], y)


def places_in(instance: Any, sizes: tuple[int, ...]) -> Places | None:
    return find_places(instance, sizes) or find_nested(instance, sizes)


def data_names(instance: Any, maker: Maker, probe: Probe) -> dict[str, str]:
    """The attributes in which the constructor kept inputs and targets, where it was given them."""
    if maker.data is None:
        return {}
    x, y, *_ = probe.batches[0]
    found = {}
    for role, given in (("x", maker.data.give_x(x)), ("y", maker.data.give_y(y))):
        for name, value in vars(instance).items():
            array = array_of(value)
            if array is not None and np.array_equal(array, given):
                found[role] = name
    return found if len(found) == 2 else {}


def is_role(name: str, wanted: str) -> bool:
    role = roles.role(name)
    return role is not None and role.name == wanted


def own_decays(instance: Any) -> dict[str, float]:
    """The attributes with a factor of L2, and what it is."""
    return {
        name: float(value)
        for name, value in vars(instance).items()
        if isinstance(value, (int, float)) and not isinstance(value, bool) and is_role(name, "l2")
    }


def bound(learner: BookLearner, instance: Any) -> Calls:
    """The learner's plans for methods of this very instance."""
    plans = {
        what: plan._replace(function=getattr(instance, name))
        for what, (name, plan) in learner.methods.items()
    }
    return Calls(
        plans["gradient"],
        plans.get("outputs"),
        plans.get("cost"),
        plans.get("step"),
        forward_first=learner.forward_first,
        extra=frozenset({"l2", "masks"}),
    )


def find(offered: Offered, settings: Settings) -> Iterator[BookLearner]:
    costs = {
        name: thing
        for name, thing in offered.names.items()
        if isinstance(thing, type) and "cost" in name.lower()
    }
    others = networks(offered)
    for name, thing in others:
        for maker in makers(thing, costs):
            found = reading(maker, settings)
            if found is not None and len(found[1]) == 2 and len(others) > 1:
                continue  # a layer, not a network
            if found is not None:
                yield from learners(name, maker, *found)
                break


def reading(maker: Maker, settings: Settings) -> tuple[Any, tuple[int, ...], Places] | None:
    """An instance, its sizes, and where its parameters are; None where that cannot be had."""
    counts = (maker.layers,) if maker.layers else (len(settings.activations), 2, 1)
    for layers in dict.fromkeys(counts):
        probe = make("lopsided", settings.of_layers(layers))
        try:
            instance = maker.make(probe)
        except RAISED:
            continue
        sizes = own_sizes(instance) if maker.fixed else probe.sizes
        places = places_in(instance, sizes) if sizes else None
        if sizes and places:
            return instance, sizes, places
    return None


def learners(
    name: str, maker: Maker, instance: Any, sizes: tuple[int, ...], where: Places
) -> Iterator[BookLearner]:
    """All ways to get a gradient out of an instance, in all layouts of samples."""
    data = maker.data is not None
    methods = {name: getattr(instance, name) for name in methods_of(type(instance))}
    others = others_of(methods, data)
    ways = list(gradients(methods, others, data))
    own = {method: name for name, method in methods.items()}  # of `__loss`, `_Network__loss`
    single = any(map(compares_one_column, methods.values()))
    for (outputs, labels), (plan, first) in itertools.product(targets_of(single), ways):
        fallback = labels or outputs is not None
        for layout in layouts_of(where, plan, maker, labels=labels):
            named = {what: (own[found.function], found) for what, found in others.items()}
            if cost := cost_beside(plan, methods, others):
                named["cost"] = (own[cost.function], cost)
            named["gradient"] = (own[plan.function], plan)
            if named.get("step") == named["gradient"]:
                del named["step"]
            yield BookLearner(
                style=f"the class {name}"
                + ("" if plan_is_gradient(plan) else ", which only trains"),
                conventions=conventions(layout, where, plan, outputs),
                one_by_one=layout.single and not takes_pairs(plan),
                places=bound_places(name, named),
                sizes=sizes if maker.fixed else None,
                layers=len(sizes) - 1 if maker.layers or maker.fixed or len(sizes) < 4 else None,
                biases=bool(where.b),
                outputs=outputs,
                fallback=fallback
                or (first and not plan.wants(*FORWARD_RESULTS) and plan.wants("x")),
                masks=plan.wants("masks"),
                trains=not plan_is_gradient(plan),
                guessed=plan.guessed,
                maker=maker,
                where=where,
                layout=layout,
                methods=named,
                unnamed=unnamed(methods, data),
                forward_first=first,
                memory=Memory(),
            )


def targets_of(single: bool) -> Iterator[tuple[int | None, bool]]:
    """How many outputs a network is asked for, and whether targets are labels, the likeliest
    first."""
    yield None, False
    if single:
        yield 1, False
    yield None, True


def layouts_of(where: Places, plan: Plan, maker: Maker, labels: bool) -> Iterator[Layout]:
    if maker.data is not None:
        yield where.layout._replace(x=maker.data.x)
        return
    only_pairs = plan.wants("pairs") and not plan.wants("x")
    shapes = SAMPLES[where.layout.b] if where.b else (*BATCHED, *SINGLE)
    kinds = (where.layout.kind,) if where.layout.kind != "lists" else ("lists", "numpy")
    for kind, shape in itertools.product(kinds, shapes):
        if not (only_pairs and shape in BATCHED):
            yield where.layout._replace(x=shape, kind=kind, labels=labels)


def conventions(layout: Layout, where: Places, plan: Plan, outputs: int | None) -> dict[str, str]:
    told = layout.told(bool(where.b))
    if outputs == 1:
        told["outputs"] = "one, since it makes the targets a single column"
    if not plan_is_gradient(plan):
        told["gradient"] = f"what {plan.name} changed, by its learning rate"
    return told


def bound_places(name: str, methods: dict[str, tuple[str, Plan]]) -> dict[str, str]:
    found = {what: f"{name}.{plan.name}" for what, (_, plan) in methods.items()}
    gradient = found.pop("gradient")
    return found | {"delta": gradient, "dw": gradient, "db": gradient}
