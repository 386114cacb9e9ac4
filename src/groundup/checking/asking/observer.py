"""The questions to code with a fixed interface, one a batch of each probe, and its answers as an
observation."""

from __future__ import annotations

import contextlib
import reprlib
from abc import abstractmethod
from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.asking.conversation import SilentError
from groundup.checking.asking.findings import Noticing, describe
from groundup.checking.asking.interfaces import numbers
from groundup.checking.asking.settings import declared_probe
from groundup.checking.model.answers import Answers, Array, Batch, Observation, Probe, Settings
from groundup.checking.model.declared import Declared
from groundup.checking.model.probes import NAMES

KINDS = {float: "a number", str: "a text", dict: "an object", bool: "a truth value"}  # of JSON
CONVENTIONS = {"w": "(n_out, n_in)", "b": "(n_out,)", "samples": "a row a sample"}
LETTERS = 500  # of what a program says went wrong
EXPECTED = (
    'expected one line of JSON such as {"outputs": [[…], …], "dw": [[[…], …], …], "db": [[…], …]}'
)


class Observer(Noticing):
    where = ""  # the network and the batch that it is asked about

    @abstractmethod
    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question. Raises SilentError."""

    @contextlib.contextmanager
    def conversation(self) -> Iterator[None]:
        """Until it ends, or falls silent."""
        try:
            yield
        except SilentError as silent:
            where = f", {self.where}" if self.where else ""
            if silent.kind:
                self.find(silent.kind, f"{silent}{where}", silent.detail, silent.kind)
        self.tell_missing()

    def all_probes(self, settings: Settings, declared: Declared) -> None:
        for name in sorted(NAMES, key=lambda name: name == "steep"):
            if name == "narrow" and settings.activations[-1] == "softmax":
                continue
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
                self.check_numbers(answers, probe, batch, self.where)
            if number == 0:
                self.read_step(reply, observation)
        self.check_repeatable(observation, describe(probe))

    def read(self, reply: dict[str, Any], probe: Probe) -> Answers:
        if "error" in reply:
            said = shortened(reply["error"])
            more = "\n" in said  # which is shown below
            message = f"The program answers with an error {self.where}{'' if more else f': {said}'}"
            self.find("raised", message, said if more else "", key="error")
            return Answers(raised=said)
        cost = reply.get("cost")
        answers = Answers(
            outputs=self.array(reply, "outputs"),
            cost=float(cost) if isinstance(cost, (int, float)) else None,
            delta=self.arrays(reply, "deltas", probe),
            dw=self.arrays(reply, "dw", probe),
            db=self.arrays(reply, "db", probe),
        )
        if answers.dw is None or answers.db is None:
            lacking = " and ".join(name for name in ("dw", "db") if reply.get(name) is None)
            if lacking:
                self.find("wrong shape", f"The answer has no {lacking}; {EXPECTED}", key="lacking")
        return answers

    def array(self, reply: dict[str, Any], name: str) -> Array | None:
        if reply.get(name) is None:
            return None
        try:
            return numbers_or_nan(reply[name])
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
                f'The answer should have a list of {len(probe.w)} as its "{name}", one a layer, '
                f"and has {came} {self.where}"
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


def shortened(said: Any) -> str:
    """A program's own words for what went wrong, at most a few hundred letters of them."""
    words = visible(said if isinstance(said, str) else reprlib.repr(said))
    return words if len(words) <= LETTERS else f"{words[:LETTERS]}… ({len(words)} letters)"


def visible(text: str) -> str:
    """Without what a terminal would take for an order."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def numbers_or_nan(value: Any) -> Array:
    """JSON of other languages writes nan as null."""
    if value is None:
        return np.array(np.nan)
    if isinstance(value, list):
        return np.array([numbers_or_nan(part) for part in value], dtype=np.float64)
    return numbers(value)


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
