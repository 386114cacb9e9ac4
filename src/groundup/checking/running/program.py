"""A program in any language, by lines of JSON: a network and a batch on its standard input, outputs
and gradients on its standard output.

It may answer many lines, or exit after each: then it is started again.
"""

from __future__ import annotations

import contextlib
import json
import reprlib
import shlex
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.model.answers import (
    Answers,
    Array,
    Batch,
    Observation,
    Observed,
    Probe,
    Settings,
)
from groundup.checking.model.convention import L2_FORMS
from groundup.checking.model.declared import Declared
from groundup.checking.model.probes import NAMES
from groundup.checking.reading.adaptation import declared_probe
from groundup.checking.reading.findings import Noticing, describe
from groundup.checking.reading.forms.layouts import numbers
from groundup.checking.reading.settings import costs_of
from groundup.checking.running.conversation import SilentError, Talk, split
from groundup.checking.running.looks import TIMEOUT

KINDS = {float: "a number", str: "a text", dict: "an object", bool: "a truth value"}  # of JSON
LETTERS = 500  # of what a program says went wrong
EXPECTED = (
    'expected one line of JSON such as {"outputs": [[…], …], "dw": [[[…], …], …], "db": [[…], …]}'
)


def observe_command(
    command: str,
    declared: Declared | None = None,
    timeout: float = TIMEOUT,
    folder: Path | None = None,
) -> Observed:
    """What a program shows, run in `folder` (by default, here). Raises ValueError where there is no
    such program."""
    words = split(command)
    declared = declared or Declared()
    settings, known_from = settings_of(declared)
    observing = ProgramObserver(Talk(words, folder or Path.cwd(), timeout))
    observing.observed.settings, observing.observed.known_from = settings, known_from
    return observing.run_all(settings, declared)


def settings_of(declared: Declared) -> tuple[Settings, dict[str, str]]:
    """A program is told its activations and cost: where none is declared, sigmoid, quadratic."""
    known = "declared" if declared.activations else "given"
    activations = declared.spread(declared.layers or 3) or ("sigmoid",) * (declared.layers or 3)
    cost = declared.cost or costs_of(activations[-1])[0]
    settings = Settings(activations, cost, declared.l2, declared.eta, L2_FORMS[declared.l2_form])
    return settings, {"activation": known, "cost": "declared" if declared.cost else "given"}


class ProgramObserver(Noticing):
    """The same pieces of an observation, asked of a program."""

    def __init__(self, talk: Talk):
        super().__init__(lambda kind, value: None)
        self.talk = talk

    def run_all(self, settings: Settings, declared: Declared) -> Observed:
        observed = self.observed
        observed.style = "the program " + shlex.join(self.talk.words)
        observed.conventions = {"w": "(n_out, n_in)", "b": "(n_out,)", "samples": "a row a sample"}
        observed.places = {}
        try:
            for name in sorted(NAMES, key=lambda name: name == "steep"):
                if name == "narrow" and settings.activations[-1] == "softmax":
                    continue
                self.program_probe(declared_probe(name, settings, declared))
        except SilentError as silent:
            where = f", {self.where}" if self.where else ""
            self.find(silent.kind, f"{silent}{where}", silent.detail, silent.kind)
        finally:
            self.talk.close()
        self.tell_missing()
        return observed

    where = ""

    def program_probe(self, probe: Probe) -> None:
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

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The first line that is a JSON object; others are findings, and read past."""
        line = self.talk.ask(asked)
        for _ in range(100):
            with contextlib.suppress(ValueError, RecursionError):
                reply = json.loads(line, parse_int=float)  # an int of 400 digits is infinite
                if isinstance(reply, dict):
                    return reply
            text = visible(line.strip()[:200])
            self.find("printed", f"A line on standard output is no JSON object; {EXPECTED}", text)
            line = self.talk.more()
        raise SilentError("wrong shape", f"100 lines, and none is a JSON object; {EXPECTED}")

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
