"""Python code in a process of its own, which answers the questions that a program is asked."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import warnings
from pathlib import Path

import numpy as np

from groundup.checking.asking.interfaces import Adapter, Interface, UnfitError
from groundup.checking.loading.modules import load
from groundup.checking.loading.placeholders.answers import arguments
from groundup.checking.loading.tracebacks import RAISED, last_line, shortened
from groundup.checking.model.answers import Finding
from groundup.checking.running.session import Session, target_of

SAID = ("LAYERS", "BIASES", "OUTPUTS")  # by an adapter, of the code's networks
NO_BACKPROP = "The adapter {file} defines no function backprop(w, b, x, y)"
MOST_PRINTED = 5000  # letters
JAX = 3.0  # times as long for JAX, which compiles for each shape that it meets


class Answering(Session):
    interface: Interface | None = None  # None where it has none

    def again(self, asked: str) -> None:
        if self.interface is None:
            return
        printed = io.StringIO()
        with (
            contextlib.redirect_stdout(printed),
            warnings.catch_warnings(action="ignore"),
            np.errstate(all="ignore"),
        ):
            try:
                reply = self.interface.reply(json.loads(asked))
            except UnfitError as error:
                reply = {"unfit": str(error)}
            except RAISED as error:
                reply = {"raised": last_line(error), "traceback": shortened(error)}
        self.emit("answer", reply | {"printed": printed.getvalue()[:MOST_PRINTED]})


class AnsweringAdapter(Answering):
    def first(self) -> None:
        file, target = Path(self.request["adapter"]), target_of(self.request["target"])
        sys.argv[1:] = arguments(target.text)
        loaded = load(target, file)
        for one in (loaded.stopped, loaded.note):
            if one:
                self.emit("finding", one)
        names = loaded.names
        if callable(names.get("backprop")):
            self.emit("said", {name: names[name] for name in SAID if name in names})
            self.interface = Adapter(names)
        elif not loaded.stopped:
            message = NO_BACKPROP.format(file=file.name)
            self.emit("finding", Finding("not imported", message))
        if "jax" in sys.modules:
            self.until += (JAX - 1.0) * self.request["timeout"]
