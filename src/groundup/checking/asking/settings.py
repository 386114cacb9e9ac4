"""Which activations and which cost a network has that is asked: declared, told to it, or seen in
its first answers; what is left is assumed, and said to be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.diagnosis.comparison import difference, multiple
from groundup.checking.diagnosis.factors import FREE, OF_MEANS
from groundup.checking.model import probes
from groundup.checking.model.answers import Answers, Probe, Settings
from groundup.checking.model.convention import L2_FORMS
from groundup.checking.model.declared import Declared
from groundup.checking.reference.backprop import Pass

LEAKY = tuple(f"leaky-relu {slope}" for slope in ("0.01", "0.1", "0.2", "0.3", "0.05"))
HIDDEN = ("sigmoid", "tanh", "relu", *LEAKY)
OUTPUT = (*HIDDEN, "linear", "softmax")
NEAR = 1e-4  # float32 passes; two combinations differ by far more
LAYERS = 3


def given(declared: Declared) -> tuple[Settings, dict[str, str]]:
    """What is told to code that takes its activations and its cost: where none is declared,
    sigmoid, quadratic; and how each is known."""
    known = "declared" if declared.activations else "given"
    layers = declared.layers or max(LAYERS, len(declared.activations or ()))
    activations = declared.spread(layers) or ("sigmoid",) * layers
    cost = declared.cost or costs_of(activations[-1])[0]
    settings = Settings(activations, cost, declared.l2, declared.eta, L2_FORMS[declared.l2_form])
    return settings, {"activation": known, "cost": "declared" if declared.cost else "given"}


def costs_of(output: str) -> tuple[str, ...]:
    """The costs that groundup knows for an output activation, the one to assume first."""
    if output == "softmax":
        return ("cross-entropy", "quadratic")
    return ("quadratic", "cross-entropy") if output == "sigmoid" else ("quadratic",)


def declared_probe(name: str, settings: Settings, declared: Declared) -> Probe:
    """The probe for what is told nothing but what was declared."""
    sizes = None
    if declared.outputs is not None:
        sizes = (*probes.widths(name, len(settings.activations))[:-1], declared.outputs)
    probe = probes.make(name, settings, sizes)
    return probe if declared.biases else replace(probe, b=[np.zeros_like(b) for b in probe.b])


def settled(
    answers: Answers, probe: Probe, declared: Declared
) -> tuple[Settings, dict[str, str]] | None:
    """The likeliest settings that the answers to a probe show, and where each is known from; None
    where they show none."""
    every = [(one, shown(answers, probe, one)) for one in possible(probe.settings, declared)]
    settings, shows = max(every, key=lambda pair: [*pair[1].values()])  # the first of the best
    by = next((name for name, right in shows.items() if right), None)
    if by is None:
        return None
    cost = "its values" if shows["cost"] else "its gradients" if shows["gradients"] else "assumed"
    known = {"activation": f"its {by}", "cost": cost}
    known |= {"activation": "declared"} if declared.activations else {}
    return settings, known | ({"cost": "declared"} if declared.cost else {})


def possible(settings: Settings, declared: Declared) -> Iterator[Settings]:
    """Hidden layers all alike, any output, any cost that goes with it; or as declared."""
    layers = len(settings.activations)
    hidden = HIDDEN if layers > 1 else HIDDEN[:1]
    alike = ((*[one] * (layers - 1), last) for one, last in itertools.product(hidden, OUTPUT))
    said = declared.spread(layers)
    for names in [said] if said else alike:
        for cost in [declared.cost] if declared.cost else costs_of(names[-1]):
            yield settings._replace(activations=names, cost=cost)


def shown(answers: Answers, probe: Probe, settings: Settings) -> dict[str, bool]:
    """Which answers are right: outputs, a cost, with or without the half, a mean or a sum, and
    gradients, if all are one multiple of the right ones."""
    right = Pass(settings, probe.w, probe.b, probe.batches[0])
    factors = [one.of(right.m, right.classes) for one in (*FREE, *OF_MEANS)]
    outputs, cost = answers.outputs, answers.cost
    came, wanted = answers.dw or [], [right.dw[l] for l in right.layers]
    factor, error = 0.0, 1.0
    if [one.shape for one in came] == [one.shape for one in wanted]:
        both = (np.concatenate([one.ravel() for one in arrays]) for arrays in (wanted, came))
        factor, error = multiple(*both)
    return {
        "outputs": outputs is not None and difference(right.outputs, outputs) < NEAR,
        "cost": cost is not None
        and any(difference(one * right.cost(), cost) < NEAR for one in factors),
        "gradients": factor > 0.0 and error < NEAR,
    }
