"""Layer objects one on the other: what each is made of, and the way through them and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array, Probe, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import components, slots
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.results import returned_names

CLOSE = 1e-4  # float32 code is this close


class Recipe(NamedTuple):
    """How to build one layer of a network: its weights, then its activation where that is apart."""

    build: components.Build
    activation: Callable[[], Any] | None
    error: float  # of its forward pass on a small trial, relative


class Unit(NamedTuple):
    """A layer of a network that was built."""

    layer: Any
    activation: Any  # a part of its own, or None
    w: slots.Slot
    b: slots.Slot | None
    affine: bool  # what comes back to it is d cost / d z: its activation is apart, or it has none


def recipes(
    name: str, offered: Offered, settings: Settings, layout: Layout, fused: bool
) -> Iterator[Recipe]:
    """Ways to build a layer with this activation, the one whose forward pass is best first;
    `fused` leaves the activation to the loss."""
    found = []
    wanted = "linear" if fused else name
    for build in components.layers_with_weights(offered, settings):
        if build.activation not in (None, wanted):
            continue
        inside = forward_error(build, wanted, layout)
        bare = forward_error(build, "linear", layout)
        if inside is None or bare is None:
            continue
        apart = build.activation is None and wanted != "linear"
        if not apart or bare >= CLOSE:  # an activation is inside, the one that is wanted or another
            found.append(Recipe(build, None, inside))
        if apart and (bare < CLOSE or inside > CLOSE):
            for make in components.activation_layers(name, offered):
                if sends_back(make, layout):
                    found.append(Recipe(build, make, bare))
    yield from sorted(found, key=lambda recipe: recipe.error if recipe.error > CLOSE else 0.0)


def forward_error(build: components.Build, name: str, layout: Layout) -> float | None:
    """How far a layer of 5 inputs and 3 outputs is from f(wx + b); None where it raises, or
    what comes has another shape."""
    w = np.sin(np.arange(15.0)).reshape(3, 5)
    b = np.array([0.3, -0.2, 0.1])
    x = np.cos(np.arange(20.0)).reshape(4, 5)
    try:
        layer = build.make(5, 3)
        found = slots.parameters(layer, 5, 3)
        assert found
        fill(found, w, b, layout)
        x = x[0] if layout.single else x
        out = layout.take_x(through(layer, layout.give_x(x)))
    except Exception:  # whatever a learner's layer raises: it does not take this
        return None
    right = components.expected(name, w, b, x)
    if out.shape != right.shape:
        return None
    return float(np.abs(out - right).max() / np.abs(right).max())


def sends_back(make: Callable[[], Any], layout: Layout) -> bool:
    """Whether `backward` of an activation takes what comes back, of twice which it makes twice as
    much: one that takes z, and gives the slope there, does not, nor one that cannot be made."""
    x, grad = np.cos(np.arange(6.0)), np.sin(np.arange(6.0))
    x, grad = (one if layout.single else one.reshape(2, 3) for one in (x, grad))
    settings, sent = Settings((), ""), []
    try:
        parts = make(), make()
    except Exception:  # whatever a learner's constructor raises
        return False
    try:
        for part, factor in zip(parts, (1.0, 2.0), strict=True):
            through(part, layout.give_x(x))
            sent.append(np.asarray(back(part, layout.give_x(factor * grad), settings, {})))
        return np.allclose(2.0 * sent[0], sent[1], CLOSE, CLOSE)
    except Exception:  # whatever a learner's layer raises: the network will show it
        return True


def is_affine(unit: Unit, w: Array, b: Array, layout: Layout) -> bool:
    """Whether a layer with these weights gives wx + b, no activation in it: then what comes back
    to it is d cost / d z."""
    x = np.cos(np.arange(3.0 * w.shape[1])).reshape(3, -1)
    x = x[0] if layout.single else x
    try:
        out = layout.take_x(through(unit.layer, layout.give_x(x)))
    except Exception:  # whatever a learner's layer raises: the network will show it
        return False
    right = x @ w.T + b
    return out.shape == right.shape and bool(np.allclose(out, right, CLOSE, CLOSE))


def fill(found: tuple[slots.Slot, slots.Slot | None], w: Array, b: Array, layout: Layout) -> None:
    w_slot, b_slot = found
    w_slot.set(layout.give_w(w))
    if b_slot is not None:
        b_slot.set(layout.give_b(b))


def unit(recipe: Recipe, n_in: int, n_out: int, alone: bool) -> Unit:
    """`alone` where the layer needs no activation."""
    layer = recipe.build.make(n_in, n_out)
    found = slots.parameters(layer, n_in, n_out)
    if found is None:
        raise ValueError(f"{recipe.build.name}({n_in}, {n_out}) holds no weights of these sizes")
    activation = recipe.activation() if recipe.activation else None
    return Unit(layer, activation, *found, affine=alone or activation is not None)


def units(stack: dict[tuple[str, bool], Recipe], probe: Probe) -> list[Unit]:
    """The layers of a network of the probe's sizes; `stack` has a recipe for each activation, and
    perhaps one for a last layer that leaves it to the loss. Raises ValueError where its outputs are
    of an activation for which it has none."""
    built, to_loss = [], next((one for (_, left), one in stack.items() if left), None)
    for l, name in enumerate(probe.settings.activations):
        left = l == len(probe.w) - 1 and to_loss is not None
        recipe = to_loss if left else stack.get((name, False))
        if recipe is None:
            raise ValueError(f"{called(stack)} gives {name}, which its name does not say")
        built.append(unit(recipe, probe.sizes[l], probe.sizes[l + 1], left or name == "linear"))
    return built


def called(stack: dict[tuple[str, bool], Recipe]) -> str:
    """The class of the first activation, or of the layer that has it inside."""
    first = next(iter(stack.values()))
    return type(first.activation()).__name__ if first.activation else first.build.name


def pieces(units: list[Unit]) -> list[Any]:
    """The objects in the order in which a sample meets them."""
    together = [part for unit in units for part in (unit.layer, unit.activation)]
    return [part for part in together if part is not None]


def through(part: Any, x: Any) -> Any:
    forward = components.method(part, components.FORWARD)
    assert forward is not None
    names = [p.name for p in arguments.parameters(forward)][:1]
    values = {**dict.fromkeys(names, x), "training": False}
    return components.given(part, arguments.call(forward, values))


def back(part: Any, grad: Any, settings: Settings, extra: dict[str, Any]) -> Any:
    """What a part sends to the one before it."""
    backward = components.method(part, components.BACKWARD)
    assert backward is not None
    values = {"grad": grad, "eta": settings.eta, **extra}
    names = [p.name for p in arguments.required(backward)]
    if names and arguments.role_in(names[0], values) in (None, "eta"):
        values = {names[0]: grad, **values}
    return components.sent(part, arguments.call(backward, values))


def shares(layer: Any, sent: Any) -> tuple[Any, dict[str, Any]]:
    """What a layer's `backward` returned: what goes to the layer before, and the gradients of its
    weights, "w", and biases, "b", where it returns them too."""
    if not isinstance(sent, tuple):
        return sent, {}
    if len(sent) == 2 and isinstance(sent[1], list | tuple) and are_arrays(sent[1]):
        sent = (sent[0], *sent[1])  # both gradients together
    backward = components.method(layer, components.BACKWARD)
    names = returned_names(backward) if backward else []
    kinds = [roles.gradient_of(name) for name in names]
    if len(names) != len(sent) or not any(kinds):
        kinds = [None, "w", "b"][: len(sent)]
    before = next((part for part, kind in zip(sent, kinds, strict=False) if kind is None), None)
    return before, {kind: part for part, kind in zip(sent, kinds, strict=False) if kind}


def are_arrays(parts: Any) -> bool:
    """Whether it has a layer's gradients in it; a list of numbers is one of them."""
    return all(isinstance(part, np.ndarray) for part in parts)


def shares_of_all(units: list[Unit], sent: Any) -> list[tuple[Any, Any]] | None:
    """The gradients (dw, db) of each layer, first to last, from what a container's `backward`
    returned: a pair a layer with weights, in either order; None where the shapes do not say which
    is whose."""
    if not isinstance(sent, list | tuple):
        return None
    pairs = [one for one in sent if isinstance(one, list | tuple) and len(one)]
    if len(pairs) != len(units) or any(len(pair) != 2 for pair in pairs):
        return None
    shapes = [np.shape(unit.w.get()) for unit in units]
    fits = [way for way in (pairs, pairs[::-1]) if [np.shape(dw) for dw, _ in way] == shapes]
    if len(fits) == 2 and len(units) > 1:
        return None
    return [(dw, db) for dw, db in fits[0]] if fits else None
