"""Which activations and which cost a learner's network has, where nobody declared them.

Outputs that one combination of activations reproduces are certain; so is a cost whose values one
formula reproduces. Names come next, and what is left is assumed, and said to be.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np

from groundup.checking.loading import cells
from groundup.checking.model.answers import OF_SOFTMAX, Answers, Array, Batch, Probe, Settings
from groundup.checking.model.convention import L2_FORMS
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.names import roles
from groundup.checking.names.arguments import every_one
from groundup.checking.reading.written_costs import written_cost
from groundup.checking.reference.backprop import activate

LEAKY = tuple(f"leaky-relu {slope}" for slope in ("0.01", "0.1", "0.2", "0.3", "0.05"))
HIDDEN = ("sigmoid", "tanh", "relu", *LEAKY)
OUTPUT = (*HIDDEN, "linear", "softmax")
TOLERANCE = 1e-4  # float32 passes; two combinations differ by far more

WORDS = {  # in a file's text, in small letters
    "cross-entropy": r"cross[_ -]?entropy|\bbce|log[_ ]?loss|log[_ -]?likelihood|\bnll\b|\bxent\b"
    r"|def \w*(?:cost|loss)\w*\((?:(?!\bdef\b)[\s\S]){0,1500}?\.log\(",  # a logarithm in the cost
    "quadratic": r"\bmse\b|mse_|_mse|quadratic|squared?[_ ]error|mean[_ ]squared?|sum[_ ]of[_ ]sq",
}


def guess(offered: Offered, declared: Declared, layers: int) -> tuple[Settings, dict[str, str]]:
    """Settings from what is declared and from names, and where each is known from."""
    known: dict[str, str] = {}
    text = text_of(offered)
    activations = declared.spread(layers)
    if activations is None:
        hidden, output, known["activation"] = activations_by_name(offered, text)
        activations = (*[hidden] * (layers - 1), output)
    else:
        known["activation"] = "declared"
    cost = declared.cost
    if cost is None:
        cost, known["cost"] = cost_by_name(default_cost(offered) or text, activations[-1])
        if known["cost"] == "assumed" and (written := written_cost(source_of(offered))):
            cost, known["cost"] = written, "its code"
    else:
        known["cost"] = "declared"
    decay = L2_FORMS[declared.l2_form]
    return Settings(activations, cost, declared.l2, declared.eta, decay), known


def text_of(offered: Offered) -> str:
    """The learner's file, or cells, in small letters."""
    return source_of(offered).lower()


def source_of(offered: Offered) -> str:
    files = offered.cells or (offered.file,)
    return "\n".join(map(cells.text_of, files))


def activations_by_name(offered: Offered, text: str) -> tuple[str, str, str]:
    """The hidden and the output activation, and where they are known from."""
    words = text or " ".join(offered.names).lower()
    there = {name for name in ("sigmoid", "tanh", "softmax") if name in words}
    there |= {"leaky-relu 0.01"} if re.search(r"leaky|lrelu", words) else set()
    there |= {"relu"} if re.search(r"(?<!leaky)(?<!leaky_)(?<![a-z])relu", words) else set()
    hidden = next((name for name in ("relu", *LEAKY, "tanh") if name in there), "sigmoid")
    output = next((name for name in ("softmax", "sigmoid") if name in there), hidden)
    return hidden, output, "names" if there else "assumed"


def default_cost(offered: Offered) -> str:
    """The name of what a constructor or a function takes for a cost by default; "" for none."""
    for thing in offered.names.values():
        for parameter in every_one(thing) if callable(thing) else ():
            meant, default = roles.role(parameter.name), parameter.default
            if meant == roles.Role("cost") and default not in (parameter.empty, None):
                name = default if isinstance(default, str) else getattr(default, "__name__", "")
                return (name or type(default).__name__).lower()
    return ""


def cost_by_name(text: str, output: str) -> tuple[str, str]:
    """The cost, and where it is known from: only what goes with the activation is believed."""
    said = [cost for cost, words in WORDS.items() if re.search(words, text)]
    possible = [cost for cost in said if cost in costs_of(output)]
    if len(possible) == 1 and len(said) == 1:
        return possible[0], "names"
    return costs_of(output)[0], "assumed"


def costs_of(output: str) -> tuple[str, ...]:
    """The costs that groundup knows for an output activation, the one to assume first."""
    if output == "softmax":
        return ("cross-entropy", "quadratic")
    return ("quadratic", "cross-entropy") if output == "sigmoid" else ("quadratic",)


def outputs_of(activations: tuple[str, ...], probe: Probe, batch: Batch) -> Array:
    a = batch.x
    for l, name in enumerate(activations):
        a = activate(name, a @ probe.w[l].T + probe.b[l])
        if batch.masks and l < len(batch.masks):
            a = a * batch.masks[l]
    return a


def combinations(layers: int) -> Iterator[tuple[str, ...]]:
    """Hidden layers all alike, and any output."""
    for hidden, output in itertools.product(HIDDEN if layers > 1 else HIDDEN[:1], OUTPUT):
        yield (*[hidden] * (layers - 1), output)


def near(array: Array, other: Array, tolerance: float = TOLERANCE) -> bool:
    if array.shape != other.shape or not np.all(np.isfinite(array)):
        return False
    return bool(np.max(np.abs(array - other)) <= tolerance * max(np.max(np.abs(other)), 1e-12))


class Outputs:
    """The outputs of one probe's first batch under every combination, computed when needed."""

    def __init__(self, probe: Probe):
        self.probe, self.batch = probe, probe.batches[0]
        self._known: dict[tuple[str, ...], Array] = {}

    def of(self, activations: tuple[str, ...]) -> Array:
        if activations not in self._known:
            self._known[activations] = outputs_of(activations, self.probe, self.batch)
        return self._known[activations]

    def settled(self, answers: Answers, settings: Settings) -> tuple[str, ...] | None:
        """The combination that reproduces the outputs of some answers, if any."""
        if answers.outputs is None:
            return None
        return self.settle(answers.outputs, settings.activations)

    def settle(self, outputs: Array, likely: tuple[str, ...]) -> tuple[str, ...] | None:
        """The combination that reproduces `outputs`, the likely one first; None where none does."""
        layers = len(self.probe.w)
        tried = itertools.chain([likely], combinations(layers))
        return next((names for names in tried if near(outputs, self.of(names))), None)


def cost_by_value(
    value: float, probe: Probe, batch: Batch, outputs: Array, settings: Settings
) -> str | None:
    """The cost whose formula gives `value`: with or without the ½, a mean or a sum over samples
    and outputs, with L2 or without it. None where none does."""
    m, k = batch.y.shape
    if outputs.shape != (m, k) or not np.isfinite(value):  # as the best cost before there is one
        return None
    a = np.clip(outputs, 1e-300, 1.0)
    squares = sum(float(np.sum(w * w)) for w in probe.w)
    penalties = [0.0] + [
        settings.given_l2 * squares * part for part in (0.5, 1.0, 0.5 / m, 1.0 / m)
    ]
    formulas = {
        "quadratic": [0.5 * np.sum((outputs - batch.y) ** 2)],
        "cross-entropy": [-np.sum(batch.y * np.log(a))],
    }
    if settings.cost == OF_SOFTMAX:
        formulas[OF_SOFTMAX] = [-np.sum(batch.y * np.log(activate("softmax", outputs)))]
    if settings.activations[-1] == "sigmoid":
        b = np.clip(1.0 - outputs, 1e-300, 1.0)
        formulas["cross-entropy"].append(-np.sum(batch.y * np.log(a) + (1 - batch.y) * np.log(b)))
    factors = [two * over for two in (1.0, 2.0) for over in (1.0, 1 / m, 1 / k, 1 / (m * k))]
    for cost, sums in formulas.items():
        for total, factor, penalty in itertools.product(sums, factors, penalties):
            if abs(total * factor + penalty - value) <= 1e-5 * max(abs(value), 1e-12):
                return cost
    return None
