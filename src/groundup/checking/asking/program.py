"""A program in any language, by lines of JSON: a network and a batch on its standard input, outputs
and gradients on its standard output.

It may answer many lines, or exit after each: then it is started again.
"""

from __future__ import annotations

import contextlib
import json
import shlex
from pathlib import Path
from typing import Any

from groundup.checking.asking.conversation import SilentError, Talk, split
from groundup.checking.asking.observer import CONVENTIONS, EXPECTED, Observer, visible
from groundup.checking.asking.settings import given
from groundup.checking.model.answers import Observed
from groundup.checking.model.declared import Declared
from groundup.checking.running.looks import TIMEOUT


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
    return ProgramObserver(Talk(words, folder or Path.cwd(), timeout)).run(declared)


class ProgramObserver(Observer):
    """An observation of a program."""

    def __init__(self, talk: Talk):
        super().__init__()
        self.talk = talk

    def run(self, declared: Declared) -> Observed:
        observed = self.observed
        observed.style = "the program " + shlex.join(self.talk.words)
        observed.conventions = dict(CONVENTIONS)
        observed.settings, observed.known_from = given(declared)
        with contextlib.closing(self.talk), self.conversation():
            self.all_probes(observed.settings, declared)
        return observed

    def reply(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The first line that is a JSON object; others are findings, and read past."""
        line = self.talk.ask(asked)
        for _ in range(100):
            with contextlib.suppress(ValueError, RecursionError):
                reply = json.loads(line, parse_int=float)  # an int of 400 digits is infinite
                if isinstance(reply, dict):
                    return reply
            text = visible(line.strip()[:200])
            self.find(
                "printed", f"A line on standard output is not a JSON object; {EXPECTED}", text
            )
            line = self.talk.more()
        raise SilentError("wrong shape", f"100 lines, and none is a JSON object; {EXPECTED}")
