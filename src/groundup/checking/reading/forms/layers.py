"""Code made of layer objects: each has `forward(x)` and `backward(gradient)`.

Layers are chained as the learner's container does it, where there is one that can be built, else
by the check. Gradients are read from the layers' attributes, or, where a layer applies them on the
way back, they are (w − w′)/η.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from groundup.checking.model.answers import Answers, Array, Finding, Probe, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import (
    assembly,
    components,
    containers,
    layer_gradients,
    plausibility,
    slots,
    stacks,
)
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.losses import Loss, giving_both, losses
from groundup.checking.reading.learner import Learner

Stack = dict[tuple[str, bool], stacks.Recipe]


def find(offered: Offered, settings: Settings) -> Iterator[Learner]:
    """Readings with the learner's own container; without one that can be called, with the layers
    alone."""
    likely: list[Learner] = []
    with plausibility.quiet():
        builds = list(components.layers_with_weights(offered, settings))
        open_layouts = layouts(builds)
        readings = list(contained(offered, settings, builds, open_layouts))
        if not all(plausibility.unbound(reading, settings) for reading in readings):
            again = functools.partial(contained, offered, settings, builds)
            likely = sifted(readings, again, open_layouts, settings)
        elif offered.only is None or offered.only in {build.name for build in builds}:
            again = functools.partial(bare, offered, settings)
            likely = sifted(list(again(open_layouts)), again, open_layouts, settings)
            likely = plausibility.both_ways(likely, settings)
            if offered.only is None:
                passed_over(likely, assembly.classes(offered, {build.name for build in builds}))
    yield from likely


def sifted(
    readings: list[Learner],
    again: Callable[[list[Layout]], Iterator[Learner]],
    open_layouts: list[Layout],
    settings: Settings,
) -> list[Learner]:
    """The likely readings: of targets one-hot, else of the numbers of their classes; all where
    nothing fits."""
    found = plausibility.sift(plausibility.by_samples(readings), settings)
    if not found and settings.cost == "cross-entropy":
        labelled = [
            one._replace(labels=True, upright=upright)
            for upright in (False, True)
            for one in open_layouts
            if not one.single
        ]
        found = plausibility.sift(plausibility.by_samples(again(labelled)), settings)
    return found or readings


def passed_over(readings: list[Any], kinds: list[type]) -> None:
    """Says so where the learner's network class could not be used."""
    if kinds:
        names = " and ".join(kind.__name__ for kind in kinds)
        for reading in readings:
            reading.conventions["network"] = f"chained by the check: {names} could not be built"


def layouts(builds: list[components.Build]) -> list[Layout]:
    """The layouts that the learner's layers leave open."""
    seen: dict[Layout, None] = {}
    for build in builds:
        found = slots.parameters(build.make(5, 3), 5, 3)
        if found:
            seen.update(dict.fromkeys(components.layouts_of(*found, 5, 3)))
    return list(seen)


def bare(offered: Offered, settings: Settings, open_layouts: list[Layout]) -> Iterator[Learner]:
    for loss in losses(offered, settings):
        for layout in open_layouts:
            stack = best_stack(offered, settings, layout, loss.fused)
            if stack:
                yield settled(LayersLearner(offered, stack, loss, layout), settings)


def contained(
    offered: Offered, settings: Settings, builds: list[components.Build], open_layouts: list[Layout]
) -> Iterator[Learner]:
    layer_names = {build.name for build in builds}
    if offered.only in layer_names:
        return
    for kind in assembly.classes(offered, layer_names):
        if offered.only not in (None, kind.__name__):
            continue
        for loss in losses_for(kind, offered, settings):
            for layout in open_layouts:
                stack = best_stack(offered, settings, layout, loss.fused)
                stack = stack or best_stack(offered, settings, layout, True)
                made = assembled(kind, stack, loss, offered, settings)
                if made:
                    for whole in (False, True) if takes_data_sets(kind, layout) else (False,):
                        learner = containers.ContainerLearner(
                            kind, *made, loss, layout, offered, whole
                        )
                        yield settled(learner, settings)


def takes_data_sets(kind: type, layout: Layout) -> bool:
    """Whether a container may want a list of samples where it gets one: `fit` and `train` do."""
    train = components.method(kind, assembly.TRAIN)
    if not layout.single or train is None or components.method(kind, components.BACKWARD):
        return False
    return roles.plain(train.__name__) in {"fit", "train"}


def losses_for(kind: type, offered: Offered, settings: Settings) -> list[Loss]:
    """Losses that make a difference to a container: one of each sort where it has its own."""
    found = list(losses(offered, settings))
    if assembly.takes_gradient(kind):
        return found
    return list({loss.fused: loss for loss in reversed(found)}.values())


def assembled(
    kind: type, stack: Stack | None, loss: Loss, offered: Offered, settings: Settings
) -> tuple[assembly.Assemble, int | None] | None:
    """A way to build a container that works, and its number of layers where that is fixed."""
    ways = list(assembly.from_parts(kind, stack, loss, offered)) if stack else []
    ways += list(assembly.from_sizes(kind, loss, offered))
    for layers in (len(settings.activations), 2, 1):
        probe = plausibility.probe_of("lopsided", settings, layers)
        for assemble in ways:
            if assembly.works(assemble, probe):
                return assemble, layers if layers != len(settings.activations) else None
    return None


def best_stack(offered: Offered, settings: Settings, layout: Layout, fused: bool) -> Stack | None:
    """A recipe for each activation, and for the last layer; None where one is missing."""
    chosen: Stack = {}
    for l, name in enumerate(settings.activations):
        key = (name, fused and l == len(settings.activations) - 1)
        if key not in chosen:
            recipe = next(stacks.recipes(name, offered, settings, layout, key[1]), None)
            if recipe is None:
                return None
            chosen[key] = recipe
    return chosen


def settled(learner: LayersLearner | containers.ContainerLearner, settings: Settings) -> Learner:
    """The learner, with what one sample tells: whether its layers step on the way back, and
    whether they add gradients up over samples, which gives a batch's at once."""
    probe = plausibility.trial_probe("lopsided", learner, settings)
    first = probe.batches[0]
    try:
        if learner.layout.single:
            learner.adds = layer_gradients.accumulates(lambda: learner.start(probe))
        run = learner.start(probe).run
        inside = run.steps_inside(*run.given(first)[0])
    except Exception:  # whatever a learner's code raises: `answers` will show it
        return learner
    if inside:
        learner.conventions["step"] = "inside backward; gradients are (w − w′)/η"
    learner.one_by_one = learner.layout.single and not learner.adds
    if learner.adds:
        learner.conventions["samples"] += ", gradients added up"
    return learner


class LayersLearner(Learner):
    """Layers that the check chains itself."""

    def __init__(self, offered: Offered, stack: Stack, loss: Loss, layout: Layout):
        names = dict.fromkeys(recipe.build.name for recipe in stack.values())
        self.style = f"layer objects: {', '.join(names)}"
        self.offered, self.stack, self.loss, self.layout = offered, stack, loss, layout
        self.adds = False
        self.one_by_one = layout.single
        self.conventions = {**layout.told(), "loss": loss.said}
        self.places = places_of(stack, offered, loss)
        self.optimizer = next(iter(components.optimizers(offered)), None)

    def faults(self) -> list[Finding]:
        unused = [] if self.loss.name else giving_both(self.offered)
        return [
            Finding("left out", f"{name} gives a gradient, and was not checked") for name in unused
        ]

    def start(self, probe: Probe) -> LayersTrial:
        stack = self.stack
        if not {name for name, _ in stack} >= set(probe.settings.activations[:-1]):
            fused = self.loss.fused
            stack = best_stack(self.offered, probe.settings, self.layout, fused) or stack
        units = stacks.units(stack, probe)
        trial = LayersTrial(units, self.loss, self.layout, probe, self.adds)
        trial.run.optimizer = self.optimizer
        return trial


def places_of(stack: Stack, offered: Offered, loss: Loss) -> dict[str, str]:
    """Whose methods each quantity is from."""
    recipe = next(iter(stack.values()))
    kind = offered.names[recipe.build.name]
    places = {"outputs": components.name_of(kind, components.FORWARD)}
    places |= dict.fromkeys(("dw", "db", "delta"), components.name_of(kind, components.BACKWARD))
    if recipe.activation:
        places["delta"] = components.name_of(type(recipe.activation()), components.BACKWARD)
    if loss.value:
        places["cost"] = arguments.named_function(loss.value)
    return places


class LayersTrial(layer_gradients.RunTrial):
    """Layers with a probe's numbers in them."""

    def __init__(
        self, units: list[stacks.Unit], loss: Loss, layout: Layout, probe: Probe, adds: bool
    ):
        self.units, self.layout, self.settings = units, layout, probe.settings
        self.skips = loss.skips
        self.loss = loss.make(layout)
        super().__init__(layer_gradients.Run(units, layout, probe, self.once, accumulates=adds))

    def once(self, x: Any, y: Any) -> Answers:
        """Forwards and backwards with one sample, or one batch: outputs, cost and deltas."""
        out = x
        for part in stacks.pieces(self.units):
            out = stacks.through(part, out)
        started = self.loss(out, y)
        outputs = started.outputs if started.outputs is not None else self.layout.take_x(out)
        answers = Answers(outputs=outputs, cost=started.cost)
        self.back(started.grad, answers)
        return answers

    def back(self, grad: Any, answers: Answers) -> None:
        """Puts the deltas in `answers`, and the gradients, where the layers return them."""
        delta: list[Array | None] = [None] * len(self.units)
        returned: list[dict[str, Any]] = [{}] * len(self.units)
        for l, unit in reversed(list(enumerate(self.units))):
            skipped = self.skips and l == len(self.units) - 1
            if unit.activation is not None and not skipped:
                grad = stacks.back(unit.activation, grad, self.settings, {})
            if unit.affine:
                delta[l] = self.layout.take_x(grad)
            sent = stacks.back(unit.layer, grad, self.settings, {})
            grad, returned[l] = stacks.shares(unit.layer, sent)
            kept = slots.deltas(unit.layer)
            if not unit.affine and kept:
                delta[l] = self.layout.take_x(kept.get())
        answers.delta = delta
        if all("w" in one and "b" in one for one in returned):
            answers.dw = [self.layout.take_w(one["w"]) for one in returned]
            answers.db = [self.layout.take_b(one["b"]) for one in returned]
