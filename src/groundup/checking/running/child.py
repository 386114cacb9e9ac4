"""`python -m groundup.checking.running.child REQUEST.json ANSWER.jsonl`: runs a learner's code in a
process of its own, and writes what it shows line by line, so that a hang keeps what came before it.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from groundup.checking.loading import cells, numpy_names
from groundup.checking.loading.deadlines import Hurry
from groundup.checking.loading.modules import load
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
from groundup.checking.running import writing
from groundup.checking.running.limits import (
    deep_calls,
    end_after,
    ended_after,
    limit_memory,
    skip_pauses,
)
from groundup.checking.running.wire import line

LEFT_AFTER = 0.05  # of the time, when loops of a file that trains while it is imported are left
WATCHED = 0.85  # of the time that is left
LEFT = "{where} begins a loop that was left, since it did not end by itself in time"
FAILED = "The check itself failed here, by a fault of its own and not of this code"
COMPILING = 3.0  # times as long for JAX, which compiles every step for each shape that it meets


def main(request_file: str, answer_file: str) -> None:
    request = json.loads(Path(request_file).read_text(encoding="utf-8"))
    limit_memory(request["memory"])
    numpy_names.restore()
    skip_pauses()
    sys.argv[:] = [str(request["target"]["file"])]
    os.get_terminal_size = lambda *_: os.terminal_size((80, 24))  # for lines drawn across it
    with (
        Path(answer_file).open("a", encoding="utf-8") as answers,
        Path(request["where"]).open("w", encoding="utf-8") as where,
    ):
        writing.divert()
        sys.addaudithook(stay_here)  # from here on: both files may be below the learner's folder
        with ended_after(request["timeout"], where), deep_calls():
            answer(request, answers, where)


def answer(request: dict[str, Any], answers: TextIO, where: TextIO) -> None:
    def emit(kind: str, value: Any) -> None:
        answers.write(line(kind, value) + "\n")
        answers.flush()

    declared, until = declared_of(request["declared"]), time.process_time() + request["timeout"]
    adapter = Path(request["adapter"]) if request["adapter"] else None
    try:
        chance.keep_generators()
        target, hurry = target_of(request["target"]), Hurry(LEFT_AFTER * request["timeout"])
        sys.argv[1:] = arguments(target.text)
        loaded = load(target, adapter, transform=hurried, names={HURRY: hurry})
        if "jax" in sys.modules:
            end_after(COMPILING * request["timeout"], where)
        hurry.trying(math.inf if adapter else LEFT_AFTER * request["timeout"])
        emit("loaded", list(loaded.offered.names))
        for one in without_spare(loaded.offered, target.tree, target.file):
            emit("finding", one)
        if adapter:
            declared = declared.by_adapter(loaded.offered.names)

        def watch() -> tuple[Observed | None, str]:
            seconds = WATCHED * (until - time.process_time())
            return observe_by_watching(target, loaded.offered, declared, seconds)

        if request["forms"]:
            observed = observe(loaded.offered, declared, emit, None if adapter else watch, hurry)
        else:
            observed = observe_watched(watch, emit)
        for one in () if adapter else training_loop(target, loaded.offered, observed):
            emit("finding", one)
    except MemoryError:
        mebibytes = request["memory"] // 2**20
        words = f"The check of this code takes more than {mebibytes} MiB of memory"
        emit("finding", Finding("raised", words))
    except Exception as failed:  # what the learner's code raises is caught where it is called
        emit("finding", Finding("left out", f"{FAILED}: {last_line(failed)}"))
    else:
        if hurry.left and not observed.observations:
            begun = cells.place(*hurry.left)
            emit("finding", Finding("note", LEFT.format(where=begun[:1].upper() + begun[1:])))
        if loaded.stopped:
            found = observed.settings is not None
            emit("finding", softened(loaded.stopped) if found else loaded.stopped)
        if loaded.note:
            emit("finding", loaded.note)
    emit("done", True)


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


def stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Nothing is fetched: a data set that has to be is not there. And nothing is left in the
    learner's folder, where a program may save what it has learned."""
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise ConnectionRefusedError("there is no network while code is checked")
    if event == "open" and writes(*arguments[1:]) and is_here(arguments[0]):
        raise PermissionError(f"{arguments[0]} is not written while code is checked")


def writes(mode: str | None, flags: int) -> bool:
    return bool(set(mode or "") & set("wax+")) or bool(flags & (os.O_WRONLY | os.O_RDWR))


def is_here(path: Any) -> bool:
    """Whether a file is below the current folder."""
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    return (Path.cwd() / os.fsdecode(path)).is_relative_to(Path.cwd())


if __name__ == "__main__":
    main(*sys.argv[1:])
