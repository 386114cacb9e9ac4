"""Sessions of a Python that one types in, as the book prints them: `>>>` before each command."""

from __future__ import annotations

import codeop
import re
from collections.abc import Iterator

PROMPT = re.compile(r"\s*(>>>|\.\.\.)(?: |$)")


def is_transcript(text: str) -> bool:
    """Whether a text that is no program has a command in it."""
    return any(line.lstrip().startswith(">>>") for line in text.splitlines())


def commands(text: str) -> str:
    """What was typed. Whatever was answered is a blank line, so that all lines keep their numbers.

    A command goes on in lines that begin with `...`, and, as chapter 6 has it, in lines without any
    such mark until its brackets are closed.
    """
    return "\n".join(_typed(text.splitlines())) + "\n"


def _typed(lines: list[str]) -> Iterator[str]:
    command = ""
    for line in lines:
        prompt = PROMPT.match(line)
        if prompt:
            typed = line[prompt.end() :].rstrip()
            command = typed if prompt[1] == ">>>" else f"{command}\n{typed}"
        else:
            typed = line if _is_unfinished(command) else ""
            command += f"\n{typed}"
        yield typed


def _is_unfinished(command: str) -> bool:
    try:
        return codeop.compile_command(command, symbol="exec") is None
    except SyntaxError:  # of Python 2, or wrong
        return False
