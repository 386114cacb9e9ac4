"""Small programs as text, rewritten and watched."""

from __future__ import annotations

import ast
import contextlib
import io
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundup.checking.loading.importers import uninstall
from groundup.checking.loading.targets import parse
from groundup.checking.model.answers import Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.watching.attempts import observe_by_watching
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.recording.recorder import Recorder, StopWatchingError, Watch
from groundup.checking.reading.watching.recording.rewriting import WATCH, rewrite

FILE = "program.py"
Run = Callable[[str, Any], dict[str, Any]]
Watched = Callable[..., tuple[Observed | None, str]]


def everything(thing: Any) -> bool:
    """What `own` is where no loader has marked the learner's classes."""
    return type(thing).__module__ == "learners"


def run(text: str, watch: Any) -> dict[str, Any]:
    """The names of a rewritten program, and what it "printed"; a recorder stops it."""
    names: dict[str, Any] = {WATCH: watch, "__name__": "learners"}
    tree = rewrite(ast.parse(text), Path(FILE))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(StopWatchingError):
        exec(compile(tree, FILE, "exec"), names)
    return names | {"printed": printed.getvalue()}


def line_of(text: str, part: str) -> int:
    """The number of the first line that has `part` in it."""
    return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)


def key(text: str, part: str) -> str:
    """A loop's, of the line that has `part` in it."""
    return f"{FILE}:{line_of(text, part)}"


def recorded(text: str, outer: str, inner: str = "", given: Any = None) -> Recorder:
    """A recorder after one step of a program whose loops are told by a part of their lines."""
    recorder = Recorder(everything, key(text, outer), key(text, inner or outer), given or {})
    run(text, recorder)
    return recorder


class Noting(Watch):
    """Writes down what passes by."""

    def __init__(self) -> None:
        super().__init__(everything)
        self.bound: list[tuple[str, str, int, Any]] = []
        self.loops: list[tuple[str, str]] = []
        self.scopes: list[tuple[str, str]] = []

    def bind(self, scope: str, name: str, line: int, value: Any) -> Any:
        self.bound.append((scope, name, line, value))
        return value

    def before(self, key: str, names: Any, outer: Any) -> None:
        self.loops.append(("before", key))

    def turn(self, key: str, names: Any, outer: Any) -> bool:
        self.loops.append(("turn", key))
        return False

    def after(self, key: str, names: Any, outer: Any) -> None:
        self.loops.append(("after", key))

    def enter(self, scope: str) -> None:
        self.scopes.append(("enter", scope))

    def leave(self, scope: str, names: Any, outer: Any) -> None:
        self.scopes.append(("leave", scope))


@pytest.fixture
def program(write: Callable[..., Path]) -> Any:
    """A learner's text as a program that can be run again and again."""
    made: list[Program] = []

    def do(text: str) -> Program:
        made.append(Program(parse(str(write(text)))))
        return made[-1]

    yield do
    uninstall()


@pytest.fixture
def watched(write: Callable[..., Path]) -> Watched:
    """What a learner's text shows by watching."""

    def do(
        text: str, only: str | None = None, seconds: float = 20.0, **declared: Any
    ) -> tuple[Observed | None, str]:
        file = write(text)
        target = parse(f"{file}:{only}" if only else str(file))
        return observe_by_watching(target, Offered({}, file), Declared(**declared), seconds)

    return do


TRAINING = textwrap.dedent("""
    import numpy as np

    class Net:
        def __init__(self):
            self.w = np.zeros((2, 2))
            self.rate = 0.5
        def step(self, x):
            g = x * 2.0
            self.w += self.rate * g
            return g

    net = Net()
    data = [np.ones((2, 2)), np.full((2, 2), 3.0)]
    turns = 0
    for epoch in range(200):
        for x in data:
            y = net.step(x)
            turns += 1
    end = True
    """)


def recorded_step(text: str) -> Recorder:
    """After the one turn of a loop over `turn`, in a program that has NumPy as np."""
    return recorded("import numpy as np\n" + text, "for turn")
