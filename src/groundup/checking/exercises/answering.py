"""An exercise in a process of its own: its functions are judged one by one, or all answers the
questions that a program is asked."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from groundup.checking.asking.answering import Answering
from groundup.checking.asking.interfaces import (
    Interface,
    Question,
    Reply,
    numbers,
    pair,
)
from groundup.checking.exercises.fill_ins import filled
from groundup.checking.exercises.trials import Trials
from groundup.checking.loading.tracebacks import RAISED, last_line, shortened
from groundup.checking.model.answers import Array, Finding
from groundup.checking.running.session import Session
from groundup.checking.running.wire import plain

BEGINNING = 5.0  # seconds


class Judging(Session):
    """Asked for a function and a context, it gives what `Trials` say of it; each has the same
    seconds, since one that does not end says nothing of the others."""

    trials: Trials | None = None

    def look(self, shows: Callable[[], None]) -> None:
        self.until = time.process_time() + self.request["seconds"]
        self.until += 0.0 if self.trials else BEGINNING
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            super().look(shows)

    def first(self) -> None:
        request = self.request
        self.trials = Trials(
            Path(request["target"]["file"]), request["rung"], {*request["written"]}
        )

    def again(self, asked: str) -> None:
        assert self.trials
        with contextlib.suppress(*RAISED):  # by the file itself, whichever function is asked for
            self.emit("answer", self.trials.judged(*json.loads(asked)))


class Exercise(Answering):
    def first(self) -> None:
        file = Path(self.request["target"]["file"])
        try:
            self.interface = Rung(filled(file, self.request["rung"], self.request["filled"]))
        except RAISED as error:
            message = f"{file.name} raised {last_line(error).rstrip('.')}"
            self.emit("finding", Finding("not imported", message, shortened(error)))


class Rung(Interface):
    """The functions of one, which take lists, whatever they make of them."""

    def question(self, asked: Reply) -> Question:
        return Question(plain(asked), lists=True)

    def gradients(self, one: Question) -> Reply:
        names, network = self.names, self.network(one)
        dw, db = pair(names["gradients"](network, one.x, one.y), "gradients", "(dw, db)")
        outputs = [numbers(names["feedforward"](network, x)) for x in one.x]
        return {"dw": dw, "db": db, "outputs": outputs}

    def network(self, one: Question) -> Any:
        return self.names["build"](one.w, one.b, list(one.names))

    def step(self, one: Question) -> tuple[list[Array], list[Array]] | None:
        after = self.names["train_batch"](self.network(one), one.x, one.y, one.eta)
        return pair(self.names["parameters"](after), "parameters", "(w, b)")
