"""Code with a class of scalar values that find their own gradients, as in Karpathy's micrograd:
with the learner's MLP on it, or, where there is none, with a network that the check builds from
the class's own operators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from groundup.checking.model.answers import Answers, Array, Batch, Finding, Probe, Settings
from groundup.checking.model.averages import averaged
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, vocabulary
from groundup.checking.reading.copies import Handed
from groundup.checking.reading.forms import components, plausibility
from groundup.checking.reading.forms.calls import NothingFoundError
from groundup.checking.reading.forms.faults import faults
from groundup.checking.reading.forms.perceptrons import FORWARD, Network, built, perceptrons
from groundup.checking.reading.forms.scalar import Scalar, of_arrays, scalars
from groundup.checking.reading.forms.training import training
from groundup.checking.reading.learner import Learner, Step, Trial


def find(offered: Offered, settings: Settings) -> Iterator[Learner]:
    with plausibility.quiet():
        likely = list(readings(offered, settings))
    arrays = [one.__name__ for one in components.classes(offered) if of_arrays(one)]
    if arrays and not likely:
        raise NothingFoundError(
            f"The class {arrays[0]} finds gradients of arrays by itself, and the check reads such "
            "classes of single numbers only"
        )
    yield from likely


def readings(offered: Offered, settings: Settings) -> Iterator[Learner]:
    """With the learner's MLP; without one that can be filled, with a network built here."""
    for own in scalars(offered):
        found = []
        alone = offered.only == own.kind.__name__  # the class itself is to be checked
        for kind in components.classes(offered) if not alone else []:
            if offered.only not in (None, kind.__name__):
                continue
            for start, layers, outputs in islice(perceptrons(kind, own, settings), 1):
                learner = ValuesLearner(own, start, offered, kind.__name__, layers)
                learner.outputs = outputs
                found.append((learner, layers))
        deepest = max((layers or len(settings.activations) for _, layers in found), default=0)
        for learner, layers in found:  # the class of one layer, or of one neuron, is no network
            if (layers or len(settings.activations)) == deepest:
                yield learner
        if not found and possible(own, offered, settings):
            yield ValuesLearner(own, built(own, components.functions(offered)), offered, "", None)


def possible(own: Scalar, offered: Offered, settings: Settings) -> bool:
    probe = plausibility.probe_of("lopsided", settings, len(settings.activations))
    try:
        built(own, components.functions(offered))(probe).outputs(list(probe.batches[0].x[0]))
    except Exception:  # an operator or an activation that the class lacks
        return False
    return True


class ValuesLearner(Learner):
    """A class of values, and a network on it."""

    def __init__(
        self,
        own: Scalar,
        network: Callable[[Probe], Network],
        offered: Offered,
        name: str,
        layers: int | None,
    ):
        self.own, self.network, self.offered = own, network, offered
        kind = own.kind.__name__
        self.style = f"the class {kind} of scalars, with " + (
            f"the class {name} on it" if name else "a network of its operators, built by the check"
        )
        self.one_by_one = True
        self.cost = own_cost(own, offered)
        called = self.cost.__name__ if self.cost else f"made of {kind}s by the check"
        self.conventions = {"samples": "one at a time", "cost": called}
        back = f"{kind}.{own.back}"
        self.places: dict[str, str] = {"dw": back, "db": back}
        if name:
            self.places["outputs"] = components.name_of(offered.names[name], FORWARD)
        if self.cost:
            self.places["cost"] = self.cost.__name__
        self.layers = layers

    def faults(self) -> list[Finding]:
        """What is wrong with the class's operators, each on its own."""
        return [*faults(self.own), *training(self.own, self.offered)]

    def start(self, probe: Probe) -> ValuesTrial:
        return ValuesTrial(self.own, self.network(probe), probe, self.cost)


def own_cost(own: Scalar, offered: Offered) -> Callable | None:
    """A function of outputs and targets that gives a value, where the learner wrote one."""
    for name, function in components.functions(offered).items():
        if vocabulary.cost_named(name) is None or len(arguments.required(function)) != 2:
            continue
        for ys in ([0.0, 1.0], [own.new(0.0), own.new(1.0)]):
            try:
                value = function(*ordered(function, [own.new(0.3), own.new(0.6)], ys))
            except Exception:  # it wants something else
                continue
            if isinstance(value, own.kind):
                return function
    return None


def ordered(function: Callable, out: Any, y: Any) -> tuple[Any, Any]:
    from groundup.checking.reading.forms.losses import targets_first

    names = [p.name for p in arguments.required(function)]
    return (y, out) if targets_first(names) else (out, y)


class ValuesTrial(Trial):
    """A network of the learner's values with a probe's numbers in it."""

    def __init__(self, own: Scalar, network: Network, probe: Probe, cost: Callable | None):
        self.own, self.network, self.probe, self.own_cost = own, network, probe, cost
        self.handed = Handed()
        self.network.fill(probe.w, probe.b)

    def answers(self, batch: Batch) -> Answers:
        return averaged([self.sample(x, y) for x, y in zip(batch.x, batch.y, strict=True)])

    def sample(self, x: Array, y: Array) -> Answers:
        self.network.clear()
        out = self.network.outputs([float(xi) for xi in x])
        cost = self.cost(out, [float(yi) for yi in y])
        self.own.backward(cost)
        return Answers(
            outputs=self.network.numbers(out),
            cost=self.own.number_of(cost),
            dw=self.network.dw(),
            db=self.network.db(),
        )

    def cost(self, out: list[Any], y: list[float]) -> Any:
        """The learner's own, or that of the settings, made of their values."""
        if self.own_cost is not None:
            return self.own_cost(*ordered(self.own_cost, out, y))
        if self.probe.settings.cost == "cross-entropy":
            return entropy(self.own, out, y, self.probe.settings.activations[-1])
        return total([(a + -yi) * (a + -yi) for a, yi in zip(out, y, strict=True)]) * 0.5

    def step(self, batch: Batch) -> Step | None:
        """With the network's own method, on the mean of the costs; None where it has none."""
        if self.network.update is None:
            return None
        self.network.clear()
        samples = zip(batch.x.tolist(), batch.y.tolist(), strict=True)
        costs = [self.cost(self.network.outputs(x), y) for x, y in samples]
        self.own.backward(total(costs) * (1.0 / len(costs)))
        self.network.update(self.probe.settings.eta)
        return self.network.held()


def total(values: Sequence[Any]) -> Any:
    added = values[0]
    for value in values[1:]:
        added = added + value
    return added


def entropy(own: Scalar, out: list[Any], y: list[float], activation: str) -> Any:
    """-Σ y ln a, and for sigmoid -Σ (1-y) ln (1-a) too; needs the class's logarithm."""
    log = own.unary("log")
    if log is None:
        raise TypeError(f"cross-entropy needs {own.kind.__name__}.log, which there is not")
    terms = [log(a) * -yi for a, yi in zip(out, y, strict=True) if yi]
    if activation != "softmax":
        terms += [log(a * -1.0 + 1.0) * (yi - 1.0) for a, yi in zip(out, y, strict=True) if yi != 1]
    return total(terms)
