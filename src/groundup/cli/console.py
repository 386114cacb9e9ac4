"""Where words go: results and progress to standard output, errors to standard error."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import select
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.text import Text

UNPRINTABLE = re.compile(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")
"""Control characters, which would command the terminal, and those that turn text around."""


class Output(Console):
    """A stream on which words from other people's files (names of classes, columns and files)
    command no terminal. When nobody reads it any more, that is an error like a full disk."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=printable(segment.text))

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


out = Output(highlight=False)
err = Output(stderr=True, highlight=False)


def printable(words: str) -> str:
    """The words with each control character as Python writes it: `\\x1b` for escape."""
    return UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], words)


def say(words: RenderableType) -> None:
    """A line, a table, a picture. Text is printed letter by letter, never cut."""
    if isinstance(words, str):
        out.print(words, markup=False, soft_wrap=True)
    else:
        wide = out.options.update(width=1000)
        out.print(words, width=max(out.width, out.measure(words, options=wide).maximum), crop=False)


def say_json(value: Any) -> None:
    print(json.dumps(value, allow_nan=False), flush=True)


def tell(words: str | Text) -> None:
    """A line on standard error; where nobody can be told any more, nothing stops for that."""
    with contextlib.suppress(OSError):
        err.print(words, markup=False, soft_wrap=True)


def fail(message: str, status: int = 2) -> NoReturn:
    """One message on standard error, no traceback, and out."""
    tell(Text.assemble(("groundup: ", "bold red"), message))
    leave(status)


def leave(status: int) -> NoReturn:
    """Ends the command with that status. Words that can go nowhere are dropped, for with them
    Python would leave with a status of its own."""
    for name in ("stdout", "stderr"):
        try:
            getattr(sys, name).flush()
        except (AttributeError, OSError):
            setattr(sys, name, None)
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
