"""`python -m groundup.checking.running.child ANSWER.jsonl WHERE.txt SESSION`: reads a line of what
it is to look at, runs a learner's code in this process of its own, and writes what it shows line by
line, so that a hang keeps what came before it. Each line that it then reads is asked, too. SESSION
says what is done with the code: the module and the class of a `Session`, as in
"groundup.checking.running.trace:Trace".
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from functools import partial
from pathlib import Path

from groundup.checking.loading import numpy_names
from groundup.checking.running import overlay, refusals
from groundup.checking.running.descriptors import aside, empty
from groundup.checking.running.limits import limit_memory, skip_pauses
from groundup.checking.running.session import Session


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
