"""Runs commands one after the other, each in a fork of a process that has imported libraries.

    python tests/commands.py < requests > exit statuses

A request is a line of JSON: arguments, folder, environment, and the files for what is said. Each
imports groundup itself anew, as a user's command does; its libraries, which take most of the time
until a command begins, are there.
"""

import json
import os
import runpy
import signal
import sys

import markdown_it  # noqa: F401
import numpy as np  # noqa: F401
import rich.markdown
import rich.progress
import rich.table
import rich.traceback  # noqa: F401
import safetensors.numpy  # noqa: F401
import typer.rich_utils  # noqa: F401

LIMIT = 300  # seconds

sys.path[0] = ""  # the folder it runs in, as of `python -m`


def serve() -> tuple[list[str], str, dict[str, str], str, str] | None:
    """In the parent, answers requests until there are no more, and gives None; in each child, the
    request that it is to answer."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            return json.loads(line)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
    return None


def answer(
    arguments: list[str], folder: str, environment: dict[str, str], said: str, errors: str
) -> None:
    """Runs the command, and ends the process as the command does."""
    signal.alarm(LIMIT)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, (path, how) in enumerate(
        [(os.devnull, os.O_RDONLY), (said, os.O_WRONLY), (errors, os.O_WRONLY)]
    ):
        os.dup2(os.open(path, how), number)
    sys.argv[1:] = arguments
    runpy.run_module("groundup", run_name="__main__", alter_sys=True)


if request := serve():
    answer(*request)
