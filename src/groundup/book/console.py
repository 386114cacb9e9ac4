"""A Python to type in, or to paste into what the book prints: its prompts, and its Python 2."""

from __future__ import annotations

import ast
import builtins
import code

from groundup.book import older, transcripts
from groundup.checking.loading.sources import readable

NAMES = {name: one for name, one in older.NAMES.items() if name not in vars(builtins)}
"""Those that Python 3 has not; `zip` and its like stay as they are here."""


class Console(code.InteractiveConsole):
    """Statements whose syntax is Python 2's are put right, one by one; others are Python 3."""

    def __init__(self) -> None:
        super().__init__({**NAMES})

    def runsource(self, source: str, filename: str = "<input>", symbol: str = "single") -> bool:
        """Whether more lines are needed."""
        if transcripts.is_transcript(source):
            source = transcripts.commands(source)[:-1]
        try:
            self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            text, tree, _ = readable(source)
            if isinstance(tree, ast.Module):
                source = text if source.endswith("\n") else text[:-1]
        return super().runsource(source, filename, symbol)
