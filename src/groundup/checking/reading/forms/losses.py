"""The derivative of the cost, which starts the way back: the learner's, or one from the check."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import slots
from groundup.checking.reading.forms.components import SENT, classes, functions, kept, method
from groundup.checking.reading.forms.layouts import Layout, numbers
from groundup.checking.reading.forms.results import returned_names
from groundup.checking.reference.backprop import activate

VALUES = ("forward", "loss", "cost", "calculate", "compute", "value", "fn", "f", "call")
DERIVATIVES = ("backward", "gradient", "grad", "derivative", "prime", "delta", "lossprime", "dloss",
               "backwardpropagation", "lossgrad", "lossgradient", "deriv", "df")  # fmt: skip
TARGETS = frozenset(
    {"ytrue", "true", "truth", "t", "target", "targets", "label", "labels", "actual", "expected"}
)
GUESSES = roles.POSSIBLE["out"] | {"z", "x", "dvalues"}


class Started(NamedTuple):
    """What a loss said of some outputs."""

    grad: Any  # in the learner's own kind and shape, to be handed to the last layer
    cost: float | None
    outputs: Array | None  # (m, n_L) or (n_L,), where the loss computes them: softmax with entropy


class Loss(NamedTuple):
    name: str  # "mse_prime", or "" where the check feeds the derivative
    fused: bool  # with softmax: it is handed weighted inputs, not outputs
    make: Callable[[Layout], Callable[[Any, Any], Started]]
    said: str  # for the conventions
    value: Callable[..., Any] | None = None  # the function of the cost, where there is one
    skips: bool = False  # the derivative is with respect to z already: no way back through f


def losses(offered: Offered, settings: Settings) -> Iterator[Loss]:
    """The learner's losses for the settings' cost; those of the check where there is none."""
    found = [*class_losses(offered, settings), *function_losses(offered, settings)]
    found += [] if found else pairs(offered)
    exact = [loss for loss in found if vocabulary.cost_named(loss.name)]
    yield from exact or found or fed(settings)


def class_losses(offered: Offered, settings: Settings) -> Iterator[Loss]:
    kinds = [k for k in classes(offered) if method(k, DERIVATIVES) and fits(k.__name__, settings)]
    for kind in kinds:
        for fused in fusions(kind.__name__, offered, settings):

            def make(layout: Layout, kind: type = kind, fused: bool = fused):
                return of_object(kind(), layout, settings.activations[-1] if fused else None)

            yield Loss(kind.__name__, fused, make, f"from {kind.__name__}")


def fits(name: str, settings: Settings) -> bool:
    """Whether a loss's name goes with the settings' cost. "Loss" alone goes with any."""
    cost, words = vocabulary.cost_named(name), roles.plain(name)
    binary = any(word in words for word in ("binary", "bce", "sigmoid"))
    if settings.activations[-1] == "softmax" and binary:
        return False
    if settings.activations[-1] == "sigmoid" and ("softmax" in words or "categorical" in words):
        return False
    return cost is not None and cost in ("", settings.cost)


def fusions(name: str, offered: Offered, settings: Settings) -> tuple[bool, ...]:
    """Whether a loss has the last activation inside; both where its name leaves it open."""
    last = settings.activations[-1]
    if settings.cost != "cross-entropy":
        return (False,)
    if vocabulary.activation_named(name) == last or "logits" in roles.plain(name):
        return (True,)
    if last == "sigmoid":
        return (False,)
    apart = any(vocabulary.activation_named(key) == last for key in offered.names)
    return (False, True) if apart else (True, False)


def of_object(loss: Any, layout: Layout, inside: str | None) -> Callable[[Any, Any], Started]:
    """A loss's two methods as one; `inside` is the activation that it computes itself."""
    value, derivative = method(loss, VALUES), method(loss, DERIVATIVES)
    assert derivative is not None

    def start(out: Any, y: Any) -> Started:
        answer = in_order(value, out, y) if value else None
        held = activated(loss, answer, out, layout, inside) if inside else None
        outputs = None if held is None else layout.take_x(held)  # which may become the gradient
        wants = held is not None and takes_outputs(derivative)
        grad = in_order(derivative, held if wants else out, y, value)
        grad = kept(loss, SENT) if grad is None else grad
        return Started(grad, cost_in(answer), outputs)

    return start


def takes_outputs(derivative: Callable) -> bool:
    """nnfs's `backward(dvalues, y_true)` wants softmax's outputs, where others want what
    `forward` was given."""
    names = [roles.plain(p.name) for p in arguments.required(derivative)]
    return any(
        name in {"dvalues", "doutputs", "probs", "p", "a", "yhat", "ypred"} for name in names
    )


def activated(loss: Any, answer: Any, out: Any, layout: Layout, name: str) -> Any:
    """What a loss made of weighted inputs, as it holds or returns it: softmax's outputs are told
    by what they are; computed here where it does not keep them."""
    parts = answer if isinstance(answer, tuple) else (answer,)
    held = [slot.get() for slot in slots.slots(loss)]
    for value in (*held, *parts):
        fits = isinstance(value, np.ndarray) and value.shape == np.shape(out)
        if fits and name == "softmax" and sums_to_one(value):
            return value
    a = activate(name, layout.take_x(out))
    return layout.give_x(a)


def sums_to_one(a: Array) -> bool:
    """Whether the numbers could be softmax's, a row a sample, and are not targets."""
    inside = bool(np.all((a > 0) & (a < 1)))
    return inside and any(np.allclose(a.sum(axis=axis), 1.0) for axis in range(a.ndim))


def cost_in(answer: Any) -> float | None:
    answer = answer[0] if isinstance(answer, tuple) else answer
    try:
        return float(numbers(answer).mean())
    except (TypeError, ValueError):
        return None


def in_order(function: Callable, out: Any, y: Any, value: Callable | None = None) -> Any:
    """`function` of outputs and targets, in the order that its arguments' names tell; one alone
    may have the name that the targets have in `value`."""
    names = [p.name for p in arguments.required(function)]
    if not names:
        names = [p.name for p in arguments.parameters(function) if named_loosely(p.name)]
        if len(names) != 2:
            return function()
    if len(names) == 1:
        last = [p.name for p in arguments.required(value)][1:] if value else []
        targets = {*TARGETS, "y", *map(roles.plain, last)}
        return function(y if roles.plain(names[0]) in targets else 1.0)
    return function(*((y, out) if targets_first(names) else (out, y)))


def named_loosely(name: str) -> bool:
    return roles.plain(name) in TARGETS | GUESSES | {"y"}


def targets_first(names: list[str]) -> bool:
    first, second = (roles.plain(name) for name in names[:2])
    if first in TARGETS or second in TARGETS:
        return first in TARGETS
    if first in GUESSES or second in GUESSES:
        return second in GUESSES
    return first == "y"


def function_losses(offered: Offered, settings: Settings) -> Iterator[Loss]:
    """Pairs such as `mse` and `mse_prime`; the derivative is needed, the cost is not."""
    mine = {k: f for k, f in functions(offered).items() if fits(k, settings)}
    for name, derivative in mine.items():
        if not vocabulary.is_derivative(name) or len(arguments.required(derivative)) != 2:
            continue
        words = roles.plain(name)
        values = [f for k, f in mine.items() if not vocabulary.is_derivative(k)]
        value = next((f for f in values if roles.plain(f.__name__) in words), None)
        value = value or next(iter(values), None)
        for fused in fusions(name, offered, settings):
            inside = settings.activations[-1] if fused else None
            make = starting(derivative, value, inside)
            yield Loss(name, fused, make, f"from {name}", value)


def giving_both(offered: Offered) -> dict[str, Callable]:
    """Functions of outputs and targets that return a cost and its gradient."""
    return {
        name: function
        for name, function in functions(offered).items()
        if vocabulary.cost_named(name) is not None
        and len(arguments.required(function)) == len(returned_names(function)) == 2
    }


def pairs(offered: Offered) -> Iterator[Loss]:
    """Of these, those that are the cross-entropy of a softmax, as their values tell."""
    for name, function in giving_both(offered).items():
        if is_of_softmax(function):
            make = starting(lambda out, y, f=function: in_order(f, out, y)[1], function, "softmax")
            yield Loss(name, True, make, f"from {name}", function)


def is_of_softmax(function: Callable) -> bool:
    z, labels = np.array([[0.4, -1.1, 0.7], [2.0, 0.3, -0.5]]), np.array([2, 0])
    entropy = -np.log(activate("softmax", z)[[0, 1], labels])
    for y in (np.eye(3)[labels], labels):
        with contextlib.suppress(Exception):  # whatever it raises, it is of other targets
            cost = cost_in(in_order(function, z.copy(), y))
            return cost is not None and bool(
                np.isclose(cost, [entropy.sum(), entropy.mean()]).any()
            )
    return False


def starting(derivative: Callable, value: Callable | None, inside: str | None):
    def make(layout: Layout) -> Callable[[Any, Any], Started]:
        def start(out: Any, y: Any) -> Started:
            cost = cost_in(in_order(value, out, y)) if value else None
            known = activate(inside, layout.take_x(out)) if inside else None
            return Started(in_order(derivative, out, y), cost, known)

        return start

    return make


def fed(settings: Settings) -> Iterator[Loss]:
    """The derivative of the settings' cost by the outputs, as the check computes it itself."""
    last = settings.activations[-1]
    if settings.cost == "quadratic":
        yield feeding(lambda a, y: a - y, "a − y")
    elif last == "softmax":
        yield feeding(lambda a, y: -y / a, "−y / a")
        yield feeding(lambda a, y: a - y, "a − y, softmax's own derivative in it")
    else:
        yield feeding(lambda a, y: (a - y) / (a * (1.0 - a)), "(a − y) / (a (1 − a))")
    if settings.cost == "cross-entropy":
        yield feeding(lambda a, y: a - y, "a − y, past the last activation", skips=True)


def feeding(derivative: Callable[[Array, Array], Array], said: str, skips: bool = False) -> Loss:
    def make(layout: Layout) -> Callable[[Any, Any], Started]:
        def start(out: Any, y: Any) -> Started:
            grad = derivative(numbers(out), numbers(y))
            return Started(grad.tolist() if layout.kind == "lists" else grad, None, None)

        return start

    return Loss("", False, make, f"d cost / d a fed by the check: {said}", skips=skips)


def loss_argument(loss: Loss, offered: Offered) -> Any:
    """The loss as an argument for a container: an object of its class, or its function."""
    thing = offered.names.get(loss.name)
    if isinstance(thing, type) and not inspect.isabstract(thing):
        return thing()
    return loss.value or thing
