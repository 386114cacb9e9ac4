"""Where words go: results and progress to standard output, errors to standard error."""

from __future__ import annotations

import errno
import json
import os
import select
import sys
from typing import Any, NoReturn

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text


class Output(Console):
    """Standard output. When nobody reads it any more, that is an error like a full disk."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


out = Output(highlight=False)
err = Console(stderr=True, highlight=False)


def say(words: RenderableType) -> None:
    """A line, a table, a picture. Text is printed letter by letter, never cut."""
    if isinstance(words, str):
        out.print(words, markup=False, soft_wrap=True)
    else:
        wide = out.options.update(width=1000)
        out.print(words, width=max(out.width, out.measure(words, options=wide).maximum), crop=False)


def say_json(value: Any) -> None:
    print(json.dumps(value, allow_nan=False))


def fail(message: str, status: int = 2) -> NoReturn:
    """One message on standard error, no traceback, and out."""
    err.print(Text.assemble(("groundup: ", "bold red"), message), soft_wrap=True)
    raise SystemExit(status)


def stop_unread() -> None:
    """Raises BrokenPipeError, as writing would, where nobody reads standard output any more:
    before work that takes long. Windows does not tell."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(1, 0)
        if any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0)):
            out.on_broken_pipe()


def progress_bar() -> Progress:
    """A bar with the time left, only where somebody is looking."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True),
        console=out,
        transient=True,
        disable=not (err.is_terminal and sys.stdout.isatty()),
    )
