"""`python -m groundup.checking.running.session ANSWER.jsonl WHERE.txt SESSION`: a learner's code in
this process of its own, and what it shows, written line by line, so that a hang keeps what came
before it. SESSION says what is done with the code: the module and the class of a `Session`, as in
"groundup.checking.running.trace:Trace". The first line that it reads is what it is to look at; each
further one is asked, too.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from groundup.checking.loading import numpy_names
from groundup.checking.loading.targets import Target, again
from groundup.checking.loading.tracebacks import last_line
from groundup.checking.model.answers import Finding
from groundup.checking.running import overlay, refusals
from groundup.checking.running.descriptors import append, aside, empty
from groundup.checking.running.limits import deep_calls, ended_after, limit_memory, skip_pauses
from groundup.checking.running.process import NO_ROOM
from groundup.checking.running.wire import line

LEAST = 0.01  # seconds
FAILED = "The check itself failed here, through a fault of its own, not of this code"


class Session:
    """`first` is what it does when it begins, and `again` what it does with each line that it is
    asked afterwards, all within the request's seconds of computing."""

    def __init__(self, request: dict[str, Any], answers: Path, where: TextIO):
        self.request, self.answers, self.where = request, answers, where
        self.until = time.process_time() + request["timeout"]

    def first(self) -> None: ...

    def again(self, asked: str) -> None: ...

    def emit(self, kind: str, value: Any) -> None:
        try:
            append(self.answers, line(kind, value))
        except OSError:
            os._exit(NO_ROOM)  # without what is left to be written

    def look(self, shows: Callable[[], None]) -> None:
        """Has that tell what it shows, in the seconds that are left, and says that it is done; what
        is printed later is lost."""
        left = max(self.until - time.process_time(), LEAST)
        with ended_after(left, self.where), deep_calls():
            try:
                shows()
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


def target_of(sent: dict[str, Any]) -> Target:
    file = Path(sent["file"]) if sent["file"] else None
    return again(file, sent["module"], sent["only"], sent["defaults"])


def main(answer_file: str, where_file: str, session: str) -> None:
    answers = Path(answer_file)
    home, _, kind = session.partition(":")
    module = importlib.import_module(home)
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
        opened: Session = getattr(module, kind)(request, answers, where)
        opened.look(opened.first)
        for asked_next in orders:
            opened.look(partial(opened.again, asked_next))


if __name__ == "__main__":
    main(*sys.argv[1:])
