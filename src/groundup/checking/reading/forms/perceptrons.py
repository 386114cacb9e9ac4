"""Networks of scalar values: the learner's own MLP, with its layers and neurons, or one built here
from the values' operators."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.model.answers import Array, Probe, Settings
from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms import components, plausibility
from groundup.checking.reading.forms.objects import attributes, parts
from groundup.checking.reading.forms.scalar import Scalar

FORWARD = ("call", *components.FORWARD, "predict")
RESET = ("zero_grad", "zero_grads", "reset_grad", "reset_grads", "clear_grads", "zero_gradients")


class Network:
    """Weights `w[l][j][i]` and biases `b[l][j]` that are values, and a way forward."""

    def __init__(
        self,
        own: Scalar,
        w: list[list[list[Any]]],
        b: list[list[Any]],
        forward: Callable[[list[float]], Any],
        reset: Callable[[], Any] | None = None,
        update: Callable[[float], Any] | None = None,
    ):
        self.own, self.w, self.b, self.forward = own, w, b, forward
        self.reset, self.update = reset, update

    def fill(self, w: list[Array], b: list[Array]) -> None:
        for value, number in self.pairs(w, b):
            held = getattr(value, self.own.number)
            number = np.asarray(number) if isinstance(held, np.ndarray) else float(number)
            setattr(value, self.own.number, number)

    def pairs(self, w: list[Array], b: list[Array]) -> Iterator[tuple[Any, float]]:
        for rows, numbers in zip(self.w, w, strict=True):
            for row, row_numbers in zip(rows, numbers, strict=True):
                yield from zip(row, row_numbers, strict=True)
        for values, numbers in zip(self.b, b, strict=True):
            yield from zip(values, numbers, strict=True)

    def clear(self) -> None:
        if self.reset is not None:
            self.reset()
            return
        for rows, biases in zip(self.w, self.b, strict=True):
            for value in [*(value for row in rows for value in row), *biases]:
                self.own.clear(value)

    def outputs(self, x: list[float]) -> list[Any]:
        out = self.forward(x)
        return list(out) if isinstance(out, (list, tuple)) else [out]

    def numbers(self, values: list[Any]) -> Array:
        return np.array([self.own.number_of(value) for value in values])

    def held(self) -> tuple[list[Array], list[Array]]:
        """Weights and biases as they are now."""
        of = self.own.number_of
        w = [np.array([[of(value) for value in row] for row in rows]) for rows in self.w]
        return w, [np.array([of(value) for value in values]) for values in self.b]

    def dw(self) -> list[Array]:
        of = self.own.grad_of
        return [np.array([[of(value) for value in row] for row in rows]) for rows in self.w]

    def db(self) -> list[Array]:
        return [np.array([self.own.grad_of(value) for value in values]) for values in self.b]


def built(own: Scalar, functions: dict[str, Callable]) -> Callable[[Probe], Network]:
    """A way to build a network from the values' + and *, and the activations they have."""

    def start(probe: Probe) -> Network:
        w = [[[own.new(wi) for wi in row] for row in wl] for wl in probe.w]
        b = [[own.new(bj) for bj in bl] for bl in probe.b]
        names = probe.settings.activations

        def forward(x: list[float]) -> list[Any]:
            a: list[Any] = [own.new(xi) for xi in x]
            for wl, bl, name in zip(w, b, names, strict=True):
                z = [weighted(row, a, bj) for row, bj in zip(wl, bl, strict=True)]
                a = activated(own, name, z, functions)
            return a

        return Network(own, w, b, forward)

    return start


def weighted(w: list[Any], a: list[Any], b: Any) -> Any:
    z = b
    for wi, ai in zip(w, a, strict=True):
        z = z + wi * ai
    return z


def activated(own: Scalar, name: str, z: list[Any], functions: dict[str, Callable]) -> list[Any]:
    """With the class's own activation, or, for sigmoid and softmax, made of exp and ÷."""
    if name == "linear":
        return z
    if name == "softmax":
        e = [exponential(own, zj, functions) for zj in z]
        whole = e[0]
        for ej in e[1:]:
            whole = whole + ej
        return [ej / whole for ej in e]
    f = own.unary(name.partition(" ")[0].replace("-", "_"), functions)
    if f is not None:
        return [f(zj) for zj in z]
    if name != "sigmoid":
        raise TypeError(f"{own.kind.__name__} has no {name}")
    return [(exponential(own, zj * -1.0, functions) + 1.0) ** -1 for zj in z]


def exponential(own: Scalar, z: Any, functions: dict[str, Callable]) -> Any:
    exp = own.unary("exp", functions)
    if exp is None:
        raise TypeError(f"{own.kind.__name__} has no exp")
    return exp(z)


def perceptrons(
    kind: type, own: Scalar, settings: Settings
) -> Iterator[tuple[Callable[[Probe], Network], int | None, int | None]]:
    """Ways to build a learner's own network of values, and its number of layers if it is fixed;
    and of outputs, if it gives only the first."""
    if kind is own.kind or not components.method(kind, FORWARD):
        return
    for layers in (len(settings.activations), 2, 1):
        probe = plausibility.probe_of("lopsided", settings, layers)
        for make in asked(kind, probe):

            def start(probe: Probe, make: Callable = make) -> Network:
                return filled(make(probe), own, probe)

            try:
                given = start(probe).outputs(list(probe.batches[0].x[0]))
            except Exception:  # whatever a learner's constructor raises: then not this way
                continue
            fixed = None if layers == len(settings.activations) else layers
            yield start, fixed, 1 if len(given) == 1 else None


def asked(kind: type, probe: Probe) -> Iterator[Callable[[Probe], Any]]:
    """`MLP(3, [5, 4, 2])`, `MLP([3, 5, 4, 2])`, `MLP(3, 5, 4, 2)`, `MLP(3, [5, 4], 2)`, with
    activations by their names where it asks for them."""
    ways: list[Callable[[tuple[int, ...]], tuple[Any, ...]]] = [
        lambda sizes: (sizes[0], list(sizes[1:])),
        lambda sizes: (list(sizes),),
        lambda sizes: (sizes[0], list(sizes[1:-1]), sizes[-1]),
        lambda sizes: sizes,
    ]
    for told in (True, False) if asks(kind) else (False,):
        for way in ways:

            def make(probe: Probe, way: Callable = way, told: bool = told) -> Any:
                return kind(*way(probe.sizes), **(named(kind, probe) if told else {}))

            yield make


def asks(kind: type) -> bool:
    return any(components.asks_activation(p.name) for p in arguments.parameters(kind))


def named(kind: type, probe: Probe) -> dict[str, Any]:
    """Activations for the arguments that ask for them: one for all hidden layers, or a list."""
    names = probe.settings.activations
    told: dict[str, Any] = {}
    for argument in arguments.parameters(kind):
        words = roles.plain(argument.name)
        if "out" in words and "activ" in words:
            told[argument.name] = names[-1]
        elif components.asks_activation(argument.name):
            several = words.endswith("s") and not isinstance(argument.default, str)
            told[argument.name] = list(names) if several else names[0]
    return told


def filled(network: Any, own: Scalar, probe: Probe) -> Network:
    """The learner's network, its values found by where they are. Raises ValueError where the
    layers do not have the probe's sizes."""
    found = [layer for layer in layers_in(network, own) if layer[0]]
    sizes = [(len(w), len(w[0])) for w, _ in found]
    wanted = [w.shape for w in probe.w]
    if sizes != wanted:
        raise ValueError(f"expected layers of {wanted} weights, got {sizes}")
    forward = components.method(network, FORWARD)
    assert forward is not None
    reset = next((getattr(network, name) for name in RESET if hasattr(network, name)), None)
    takes_values = needs_values(forward, own, probe)
    give = (lambda x: forward([own.new(xi) for xi in x])) if takes_values else forward
    update = components.method(network, components.UPDATE)
    if update and len(arguments.parameters(update)) != 1:
        update = None
    return Network(own, [w for w, _ in found], [b for _, b in found], give, reset, update)


def needs_values(forward: Callable, own: Scalar, probe: Probe) -> bool:
    """Whether plain numbers for inputs are not enough."""
    try:
        forward(list(probe.batches[0].x[0]))
    except Exception:  # it may raise for this or for a mistake: then so do values
        return True
    return False


def layers_in(thing: Any, own: Scalar) -> Iterator[tuple[list[list[Any]], list[Any]]]:
    """The weights and biases of each layer, in the order in which the objects hold them."""
    layer = as_layer(thing, own)
    if layer is not None:
        yield layer
        return
    for part in parts(thing):
        leaf = isinstance(part, (own.kind, type)) or inspect.isroutine(part)
        if hasattr(part, "__dict__") and not leaf:
            yield from layers_in(part, own)


def as_layer(thing: Any, own: Scalar) -> tuple[list[list[Any]], list[Any]] | None:
    """A layer is a list of neurons, each with values for weights and one for its bias; or it has
    rows of values for weights, and a list of biases."""
    held = attributes(thing)
    rows = [value for value in held.values() if is_rows(value, own)]
    vectors = [value for value in held.values() if is_vector(value, own)]
    if rows:
        return rows[0], next((v for v in vectors if len(v) == len(rows[0])), [])
    for value in held.values():
        if isinstance(value, (list, tuple)) and value:
            neurons = [neuron(part, own) for part in value]
            if all(one is not None for one in neurons):
                return [one[0] for one in neurons if one], [one[1] for one in neurons if one]
    return None


def neuron(thing: Any, own: Scalar) -> tuple[list[Any], Any] | None:
    held = attributes(thing) if hasattr(thing, "__dict__") else {}
    vectors = [value for value in held.values() if is_vector(value, own)]
    bias = [value for value in held.values() if isinstance(value, own.kind)]
    return (vectors[0], bias[0]) if vectors and bias else None


def is_vector(value: Any, own: Scalar) -> bool:
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(isinstance(part, own.kind) for part in value)
    )


def is_rows(value: Any, own: Scalar) -> bool:
    return (
        isinstance(value, (list, tuple))
        and bool(value)
        and all(is_vector(part, own) for part in value)
    )
