"""The string literals of a script, read as JavaScript reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"""(?P<skipped>//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`)
    |(?P<regex>(?<=[=(,:\[!&|?{};\n])\ */(?![/*])(?:\[(?:[^\]\\\n]|\\.)*\]|[^/\\\n\[]|\\.)+/[a-z]*)
    |(?P<open>\{)
    |(?P<close>\})
    """,
    re.DOTALL | re.VERBOSE,
)
PIECE = re.compile(r"(?P<text>(?:[^`\\$]|\\.|\$(?!\{))+)|(?P<value>\$\{)|(?P<end>`)", re.DOTALL)


def literals(script: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string of a script; of a template, each value is `{}`."""
    yield from Reader(script).code(0)[1]


class Reader:
    def __init__(self, script: str) -> None:
        self.script = script

    def line(self, at: int) -> int:
        return self.script.count("\n", 0, at) + 1

    def code(self, at: int, within: bool = False) -> tuple[int, list[tuple[int, str]]]:
        """Where code ends, and its strings; `within` a template's value, at its brace."""
        found: list[tuple[int, str]] = []
        depth = 0
        while match := TOKEN.search(self.script, at):
            at = match.end()
            if match["string"]:
                found.append((self.line(match.start()), match["string"][1:-1]))
            elif match["template"]:
                at, more = self.template(at)
                found += more
            elif match["open"]:
                depth += 1
            elif match["close"]:
                depth -= 1
                if within and depth < 0:
                    break
        return at, found

    def template(self, at: int) -> tuple[int, list[tuple[int, str]]]:
        """Where a template ends, its own text and the strings of its values."""
        start, text, found = at, "", []
        while match := PIECE.match(self.script, at):
            at = match.end()
            if match["end"]:
                break
            if match["value"]:
                at, more = self.code(at, within=True)
                found += more
                text += "{}"
            else:
                text += match["text"]
        return at, [(self.line(start), text), *found]
