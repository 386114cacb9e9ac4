"""A learner's program that can be run again and again, each time with another watch."""

from __future__ import annotations

import ast
import contextlib
import io
import sys
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.importers import OwnLoader, StandInLoader, loader_of
from groundup.checking.loading.modules import load
from groundup.checking.loading.placeholders.tables import Table
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.loading.undefined_names import undefined_name
from groundup.checking.model.answers import Finding
from groundup.checking.reading.watching.programs.minimisers import plain
from groundup.checking.reading.watching.programs.plainness import INSTEAD, Instead, simplified
from groundup.checking.reading.watching.recording.recorder import Hasty, Relay, Watch, seed
from groundup.checking.reading.watching.recording.replacements import replaced
from groundup.checking.reading.watching.recording.rewriting import WATCH, rewrite
from groundup.checking.reading.watching.recording.tensors import widened

SECONDS = 5.0  # for all that is tried with one program


class Program:
    """The target and the learner's modules that it imports, rewritten; all but what is `checked`
    with a plain step in the place of another optimiser's."""

    def __init__(
        self, target: Target, deadline: Deadline | None = None, checked: Path | None = None
    ):
        self.target, self.within = target, deadline
        self.relay = Relay(Hasty(self.own))
        self.trees: dict[Path, ast.Module] = {}
        self.read: dict[Path, Source] = {}
        if target.source:
            self.read[target.source.file] = target.source
        self.checked, self.instead = checked, Instead()
        self.remarks: list[str] = []  # on parts of it, for a program that is not read
        self.odd: list[Finding] = []  # what a network was put together without
        self.descends = False  # whether a step was taken for code that takes none
        self.handed = ""  # of which cost a gradient was handed to it, where it asks for one
        self.broken: Finding | None = None  # a name that is defined nowhere, which ended a run

    @cached_property
    def deadline(self) -> Deadline:
        """From the first trial on: what was watched before does not count."""
        return Deadline(SECONDS, self.within)

    def run(self, watch: Watch, main: bool = False) -> dict[str, Any]:
        """The names of the target's module, after a run of it from the top. StopWatchingError goes
        through; whatever else is raised skips a statement."""
        self.relay.use(watch)
        seed()
        with self.quiet():
            loaded = load(
                self.target,
                transform=self.rewritten,
                names={WATCH: self.relay, INSTEAD: self.instead},
                as_main=main,
                read=self.read,
                afresh=watch.afresh,
            )
        for one in loaded.skipped:
            if one.loops:
                self.note(one.error)
        return vars(loaded.module)

    def note(self, error: BaseException) -> None:
        """Keeps what ended a run, if nothing but the code itself is to blame."""
        found = undefined_name(error, self.target.tree, self.target.file)
        if found and found.kind != "note":
            self.broken = self.broken or found

    def rewritten(self, source: Source) -> ast.Module:
        """Made once: it is not changed by being run."""
        if source.file not in self.trees:
            tree = source.fresh()
            tree = tree if source.file == self.checked else simplified(tree)
            self.trees[source.file] = rewrite(tree, source.file)
        return self.trees[source.file]

    def has_run(self, file: Path | None) -> bool:
        """Whether it imports this file: a script may use another one of its package."""
        return file in self.trees

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Afterwards the learner's modules are those from before; parts of NumPy stay, of which
        some cannot be loaded twice."""
        modules, finders = dict(sys.modules), list(sys.meta_path)
        try:
            yield
        finally:
            for name in sys.modules.keys() - modules.keys():
                if isinstance(loader_of(sys.modules[name]), (OwnLoader, StandInLoader, type(None))):
                    del sys.modules[name]
            sys.modules.update(modules)
            sys.meta_path[:] = finders

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        """Prints nothing, and calculates with all digits where a program asks for half of them."""
        with (
            replaced(np, float32=np.float64, single=np.float64),
            widened(),
            plain(self.relay, self.read),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
        ):
            warnings.simplefilter("ignore")
            yield

    def own(self, thing: Any) -> bool:
        """Whether an object is of a class of the learner's, or a table in the place of theirs."""
        return self.defines(type(thing)) or isinstance(thing, Table)

    def defines(self, thing: type | FunctionType) -> bool:
        module = sys.modules.get(thing.__module__)
        return module is not None and isinstance(loader_of(module), OwnLoader)
