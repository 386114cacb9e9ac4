"""What a learner's code shows when it is asked, and while it is watched: one look after the other,
in a process of its own."""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path
from typing import Any

from groundup.checking.loading import cells
from groundup.checking.loading.deadlines import Hurry
from groundup.checking.loading.modules import Loaded, load
from groundup.checking.loading.placeholders.answers import arguments
from groundup.checking.loading.undefined_names import without_spare
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.reading import chance
from groundup.checking.reading.loops import training_loop
from groundup.checking.reading.observation import observe, observe_watched
from groundup.checking.reading.watching.attempts import observe_by_watching
from groundup.checking.reading.watching.recording.rewriting import HURRY, hurried
from groundup.checking.running.limits import end_after
from groundup.checking.running.session import Session, target_of

LEFT_AFTER = 0.05  # of the time, when loops of a file that trains while it is imported are left
WATCHED = 0.85  # of the time that is left
LEFT = "{where} begins a loop that was left, since it did not end by itself in time"
COMPILING = 3.0  # times as long for JAX, which compiles every step for each shape that it meets


class Inspection(Session):
    loaded: Loaded

    def begin(self) -> None:
        self.declared = declared_of(self.request["declared"])
        self.adapter = Path(self.request["adapter"]) if self.request["adapter"] else None

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
