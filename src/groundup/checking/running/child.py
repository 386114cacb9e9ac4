"""`python -m groundup.checking.running.child ANSWER.jsonl WHERE.txt`: reads a line of what it is to
look at, runs a learner's code in this process of its own, and writes what it shows line by line, so
that a hang keeps what came before it. For each number of seconds that it then reads, it looks
again.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from groundup.checking.loading import cells, numpy_names
from groundup.checking.loading.deadlines import Hurry
from groundup.checking.loading.modules import Loaded, load
from groundup.checking.loading.placeholders.answers import arguments
from groundup.checking.loading.targets import Target, again
from groundup.checking.loading.tracebacks import last_line
from groundup.checking.loading.undefined_names import without_spare
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.reading import chance
from groundup.checking.reading.loops import training_loop
from groundup.checking.reading.observation import observe, observe_watched
from groundup.checking.reading.watching.attempts import observe_by_watching
from groundup.checking.reading.watching.recording.rewriting import HURRY, hurried
from groundup.checking.running import overlay, refusals
from groundup.checking.running.descriptors import append, aside, empty
from groundup.checking.running.limits import (
    deep_calls,
    end_after,
    ended_after,
    limit_memory,
    skip_pauses,
)
from groundup.checking.running.process import NO_ROOM
from groundup.checking.running.wire import line

LEFT_AFTER = 0.05  # of the time, when loops of a file that trains while it is imported are left
WATCHED = 0.85  # of the time that is left
LEFT = "{where} begins a loop that was left, since it did not end by itself in time"
FAILED = "The check itself failed here, by a fault of its own and not of this code"
COMPILING = 3.0  # times as long for JAX, which compiles every step for each shape that it meets


def main(answer_file: str, where_file: str) -> None:
    answers = Path(answer_file)
    with (
        os.fdopen(aside(0), encoding="utf-8") as orders,
        os.fdopen(aside(os.open(where_file, os.O_CREAT | os.O_WRONLY)), "w") as where,
    ):
        empty(0)
        if not (asked := orders.readline()):
            return  # nothing, in the end
        request = json.loads(asked)
        os.chdir(request["folder"])
        limit_memory(request["memory"])
        numpy_names.restore()
        skip_pauses()
        sys.argv[:] = [str(request["target"]["file"])]
        os.get_terminal_size = lambda *_: os.terminal_size((80, 24))  # for lines drawn across it
        overlay.lay(answers.parent)
        refusals.refuse(answers.parent)
        inspection = Inspection(request, answers, where)
        inspection.look(inspection.first, request["timeout"])
        for seconds in orders:
            inspection.look(inspection.again, float(seconds))


class Inspection:
    """Of a learner's code, one look after the other."""

    loaded: Loaded

    def __init__(self, request: dict[str, Any], answers: Path, where: TextIO):
        self.request, self.answers, self.where = request, answers, where
        self.declared = declared_of(request["declared"])
        self.adapter = Path(request["adapter"]) if request["adapter"] else None
        self.until = 0.0

    def emit(self, kind: str, value: Any) -> None:
        try:
            append(self.answers, line(kind, value))
        except OSError:
            os._exit(NO_ROOM)  # without what is left to be written

    def look(self, shows: Callable[[float], None], seconds: float) -> None:
        """Has that tell what it shows, in so many seconds of computing, and says that it is done;
        what is printed later is lost."""
        self.until = time.process_time() + seconds
        with ended_after(seconds, self.where), deep_calls():
            try:
                shows(seconds)
            except MemoryError:
                mebibytes = self.request["memory"] // 2**20
                words = f"The check of this code takes more than {mebibytes} MiB of memory"
                self.emit("finding", Finding("raised", words))
            except Exception as failed:  # the learner's are caught where the code is called
                words = f"{FAILED}: {last_line(failed)}"
                self.emit("finding", Finding("left out", words))
        for printed in filter(None, (sys.stdout, sys.__stdout__)):  # one may be the learner's
            with contextlib.suppress(Exception):
                printed.flush()
        empty(1)
        self.emit("done", True)

    def first(self, seconds: float) -> None:
        chance.keep_generators()
        self.target, hurry = target_of(self.request["target"]), Hurry(LEFT_AFTER * seconds)
        sys.argv[1:] = arguments(self.target.text)
        loaded = load(self.target, self.adapter, transform=hurried, names={HURRY: hurry})
        self.wait_for_jax(seconds)
        hurry.trying(math.inf if self.adapter else LEFT_AFTER * seconds)
        self.loaded = loaded
        self.emit("loaded", list(loaded.offered.names))
        for one in without_spare(loaded.offered, self.target.tree, self.target.file):
            self.emit("finding", one)
        if self.adapter:
            self.declared = self.declared.by_adapter(loaded.offered.names)
        if self.request["forms"]:
            watch = None if self.adapter else self.watch
            observed = observe(loaded.offered, self.declared, self.emit, watch, hurry)
        else:
            observed = observe_watched(self.watch, self.emit)
        self.tell_loops(observed)
        if hurry.left and not observed.observations:
            begun = cells.place(*hurry.left)
            message = LEFT.format(where=begun[:1].upper() + begun[1:])
            self.emit("finding", Finding("note", message))
        self.tell_loaded(observed)

    def again(self, seconds: float) -> None:
        self.wait_for_jax(seconds)
        self.emit("loaded", list(self.loaded.offered.names))
        observed = observe_watched(self.watch, self.emit)
        self.tell_loops(observed)
        self.tell_loaded(observed)

    def wait_for_jax(self, seconds: float) -> None:
        if "jax" in sys.modules:
            end_after(COMPILING * seconds, self.where)

    def watch(self) -> tuple[Observed | None, str]:
        seconds = WATCHED * (self.until - time.process_time())
        return observe_by_watching(self.target, self.loaded.offered, self.declared, seconds)

    def tell_loops(self, observed: Observed) -> None:
        if not self.adapter:
            for one in training_loop(self.target, self.loaded.offered, observed):
                self.emit("finding", one)

    def tell_loaded(self, observed: Observed) -> None:
        """What stood in the way of running the file."""
        if stopped := self.loaded.stopped:
            found = observed.settings is not None
            self.emit("finding", softened(stopped) if found else stopped)
        if self.loaded.note:
            self.emit("finding", self.loaded.note)


def softened(stopped: Finding) -> Finding:
    """All the same, there was a network to check: worth a line, no more."""
    return Finding("note", stopped.message, stopped.detail)


def declared_of(sent: dict[str, Any]) -> Declared:
    activations = sent["activations"]
    said = dict(sent, activations=tuple(activations) if activations else None)
    return Declared(**said)


def target_of(sent: dict[str, Any]) -> Target:
    file = Path(sent["file"]) if sent["file"] else None
    return again(file, sent["module"], sent["only"], sent["defaults"])


if __name__ == "__main__":
    main(*sys.argv[1:])
