"""The questions to code with a fixed interface, one a batch of each probe, and its answers as an
observation; what is not a number in them is found, each thing once."""

from __future__ import annotations

import contextlib
import reprlib
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.asking.conversation import SilentError
from groundup.checking.asking.settings import declared_probe
from groundup.checking.model.answers import (
    Answers,
    Array,
    Batch,
    Finding,
    Observation,
    Observed,
    Probe,
    Settings,
)
from groundup.checking.model.declared import Declared
from groundup.checking.model.probes import NAMES

KINDS = {float: "a number", str: "a text", dict: "an object", bool: "a truth value"}  # of JSON
CONVENTIONS = {"w": "(n_out, n_in)", "b": "(n_out,)", "samples": "a row for each sample"}
LETTERS = 500  # of what a program says went wrong
LOOKED_FOR = ("outputs", "cost", "delta", "dw", "db")
WORDS = {
    "outputs": "The outputs",
    "dw": "The weight gradient",
    "db": "The bias gradient",
    "cost": "The cost",
}
EXPECTED = (
    'expected one line of JSON such as {"outputs": [[…], …], "dw": [[[…], …], …], "db": [[…], …]}'
)


class Observer:
    where = ""  # the network and the batch that it is asked about

    def __init__(self) -> None:
        self.observed = Observed()
        self.seen: set[tuple[str, str]] = set()

    @abstractmethod
    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question. Raises SilentError."""

    def find(self, kind: str, message: str, detail: str = "", key: str = "") -> None:
        """Once for each kind and key."""
        if (kind, key) not in self.seen:
            self.seen.add((kind, key))
            self.observed.findings.append(Finding(kind, message, detail))

    @contextlib.contextmanager
    def conversation(self) -> Iterator[None]:
        """Until it ends, or falls silent."""
        try:
            yield
        except SilentError as silent:
            where = f", {self.where}" if self.where else ""
            if silent.kind:
                self.find(silent.kind, f"{silent}{where}", silent.detail, silent.kind)
        observations = self.observed.observations
        calls = [call for seen in observations for call in seen.calls]
        given = {name for name in LOOKED_FOR for call in calls if getattr(call, name) is not None}
        given |= {"step"} if any(seen.stepped_w is not None for seen in observations) else set()
        self.observed.missing = [name for name in (*LOOKED_FOR, "step") if name not in given]

    def all_probes(self, settings: Settings, declared: Declared) -> None:
        for name in sorted(NAMES, key=lambda name: name == "steep"):
            if name != "narrow" or settings.activations[-1] != "softmax":
                self.ask_probe(declared_probe(name, settings, declared))

    def ask_probe(self, probe: Probe) -> None:
        observation = Observation(probe)
        self.observed.observations.append(observation)
        for number, batch in enumerate(probe.batches):
            self.where = describe(probe, batch)
            reply = self.reply(request(probe, batch))
            answers = self.read(reply, probe)
            observation.calls.append(answers)
            if answers.raised is None:
                self.check_numbers(answers, probe, batch)
            if number == 0:
                self.read_step(reply, observation)
        self.where = describe(probe, probe.batches[0])
        if not any(call.raised for call in observation.calls):
            self.check_repeatable(observation)

    # From JSON to arrays.

    def read(self, reply: dict[str, Any], probe: Probe) -> Answers:
        if "error" in reply:
            said = shortened(reply["error"])
            more = "\n" in said  # which is shown below
            message = f"The program answers with an error {self.where}{'' if more else f': {said}'}"
            self.find("raised", message, said if more else "", key="error")
            return Answers(raised=said)
        if lacking := " and ".join(name for name in ("dw", "db") if reply.get(name) is None):
            self.find("wrong shape", f"The answer has no {lacking}; {EXPECTED}", key="lacking")
        cost = reply.get("cost")
        return Answers(
            outputs=self.array(reply, "outputs"),
            cost=float(cost) if isinstance(cost, (int, float)) else None,
            delta=self.arrays(reply, "deltas", probe),
            dw=self.arrays(reply, "dw", probe),
            db=self.arrays(reply, "db", probe),
        )

    def array(self, reply: dict[str, Any], name: str) -> Array | None:
        """JSON of other languages writes nan as null, and so does NumPy read it."""
        if reply.get(name) is None:
            return None
        try:
            return np.array(reply[name], dtype=np.float64)
        except (TypeError, ValueError, RecursionError):
            message = (
                f'The answer\'s "{name}" is not nested lists of numbers with rows of one length, '
                f"{self.where}"
            )
            self.find("wrong shape", message, reprlib.repr(reply[name]), name)
            return None

    def arrays(self, reply: dict[str, Any], name: str, probe: Probe) -> list[Any] | None:
        value = reply.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) != len(probe.w):
            came = f"a list of {len(value)}" if isinstance(value, list) else KINDS[type(value)]
            message = (
                f'The answer should have a list of {len(probe.w)} as its "{name}", one for each '
                f"layer, but has {came} {self.where}"
            )
            self.find("wrong shape", message, f'"{name}": {reprlib.repr(value)}', name)
            return None
        found = [self.array({name: part}, name) for part in value]
        return None if any(part is None for part in found) else found

    def read_step(self, reply: dict[str, Any], observation: Observation) -> None:
        w = self.arrays(reply, "weights", observation.probe)
        b = self.arrays(reply, "biases", observation.probe)
        if w is not None and b is not None:
            observation.stepped_w, observation.stepped_b = w, b

    # What is amiss with them, whatever network it is.

    def check_numbers(self, answers: Answers, probe: Probe, batch: Batch) -> None:
        finite = probe.name != "steep"
        for name, layer, array, shape in expected(answers, probe, batch):
            words = WORDS[name] if layer is None else f"{WORDS[name]} of layer {layer}"
            if array.shape != shape:
                shapes = f"should have shape {shape} but came as {array.shape}"
                self.find("wrong shape", f"{words} {shapes}, {self.where}", key=name)
            elif finite and (count := int(np.sum(~np.isfinite(array)))):
                have = "have" if name == "outputs" else "has"
                numbers = f"{count} of {array.size} numbers that are nan or infinite"
                self.find("not finite", f"{words} {have} {numbers}, {self.where}", key=name)
        if answers.cost is not None and np.isnan(answers.cost) and finite:
            self.find("not finite", f"The cost is nan, {self.where}", key="cost")

    def check_repeatable(self, observation: Observation) -> None:
        first, _, third = observation.calls
        for name in ("outputs", "dw", "db", "cost"):
            if not alike(getattr(first, name), getattr(third, name)):
                differed = f"{WORDS[name]} differed between two calls on the same samples"
                self.find("not repeatable", f"{differed}, {self.where}")


def expected(
    answers: Answers, probe: Probe, batch: Batch
) -> Iterator[tuple[str, int | None, Array, tuple[int, ...]]]:
    """Every array of the answers beside the shape it should have."""
    if answers.outputs is not None:
        yield "outputs", None, answers.outputs, batch.y.shape
    for name, arrays, like in (("dw", answers.dw, probe.w), ("db", answers.db, probe.b)):
        for l, (array, right) in enumerate(zip(arrays or [], like, strict=False)):
            yield name, l, array, right.shape


def describe(probe: Probe, batch: Batch) -> str:
    """ "on the network 3-5-4-2 with 7 samples" """
    sizes = "-".join(map(str, probe.sizes))
    steep = "large weights and " if probe.name == "steep" else ""
    return f"on the network {sizes} with {steep}{len(batch.x)} samples"


def alike(first: Any, third: Any) -> bool:
    if first is None or third is None:
        return True
    if isinstance(first, list):
        return all(map(alike, first, third))
    return np.shape(first) == np.shape(third) and np.allclose(
        first, third, rtol=1e-10, atol=0.0, equal_nan=True
    )


def shortened(said: Any) -> str:
    """A program's own words for what went wrong, at most a few hundred letters of them."""
    words = visible(said if isinstance(said, str) else reprlib.repr(said))
    return words if len(words) <= LETTERS else f"{words[:LETTERS]}… ({len(words)} letters)"


def visible(text: str) -> str:
    """Without what a terminal would take for an order."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def request(probe: Probe, batch: Batch) -> dict[str, Any]:
    """What a program is asked."""
    asked: dict[str, Any] = {
        "weights": [w.tolist() for w in probe.w],
        "biases": [b.tolist() for b in probe.b],
        "inputs": batch.x.tolist(),
        "targets": batch.y.tolist(),
        "activation": list(probe.settings.activations),
        "cost": probe.settings.cost,
        "learning_rate": probe.settings.eta,
    }
    if probe.settings.l2:
        asked["l2"] = probe.settings.l2 * probe.settings.decay.of(*batch.y.shape)
    return asked
