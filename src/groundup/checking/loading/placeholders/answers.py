"""What is answered where a program asks its user: what it compares the answer with, one after the
other, as of a menu; a number, if the prompt says what it is for or nothing at all; and what it
takes from its command line.

To any other prompt nobody answers, as where a program is run without a keyboard.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from groundup.checking.loading.placeholders.callers import asking, caller

MADE_UP = "answers to input()"  # among what was made up
LEAVING = r"(?i)(q|quit|exit|stop|end|no?|-1)?$"
MOST = 100  # answers, so that nobody asks for ever
ANSWERS = (  # to a prompt that has such words; the first that fits wins
    (r"\[?\(?\by(es)? ?/ ?n(o)?\b", "y"),
    (r"rate\b|\balpha\b|\beta\b|\blr\b|momentum", "0.5"),
    (r"epoch|iteration|\brounds?\b|\bhow many times\b|\bsteps\b", "3"),
    (r"batch", "4"),
    (r"neurons?\b|filters?\b|nodes?\b|units?\b|perceptrons?\b|(size|width) of", "3"),
    (r"\blayers?\b", "2"),
    (r"^\W*$|\bhow many\b|\bnumber of\b", "3"),
    (r"\bdefault|\b(press|hit) (the )?(enter|return|any key)", ""),
)


def answer(prompt: Any = "") -> str:
    """Stands for `input` in a learner's modules. Raises EOFError."""
    asks = asking()
    words = str(prompt).lower()
    known = next((said for pattern, said in ANSWERS if re.search(pattern, words)), None)
    choices = menu() if known is None and asks else []
    new = (one for one in choices if asks and one not in asks.answered)
    found = next(new, choices[-1] if choices else known)
    if asks is None or found is None or len(asks.answered) >= MOST:
        raise EOFError("EOF when reading a line")
    asks.answered.append(found)
    asks.made_up[MADE_UP] = None
    return found


def menu() -> list[str]:
    """What the program compares with what it asks for in the line that calls: what ends it
    last."""
    frame, asks = caller(), asking()
    source = asks.sources.get(Path(frame.f_code.co_filename)) if frame and asks else None
    if source is None or frame is None:
        return []
    nodes = [*ast.walk(source.tree)]
    here = (x for x in nodes if isinstance(x, ast.Assign) and x.lineno == frame.f_lineno)
    names = {one.id for x in here for one in x.targets if isinstance(one, ast.Name)}
    compared = [x for x in nodes if isinstance(x, ast.Compare) and names & names_in(x.left)]
    compared.sort(key=lambda x: (x.lineno, x.col_offset))
    equal = [(x.ops[0], x.comparators[0]) for x in compared]
    found = [
        one for op, right in equal if isinstance(op, ast.Eq | ast.In) for one in words_in(right)
    ]
    return sorted(dict.fromkeys(found), key=lambda one: bool(re.match(LEAVING, one)))


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def words_in(node: ast.AST) -> list[str]:
    every = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return [str(one) for one in every if isinstance(one, str | int)][:1]


def arguments(text: str) -> list[str]:
    """Those of a program that takes them from `sys.argv` without a look at how many there are: each
    may be a number, or the name of a file that is not there."""
    taken = [int(place) for place in re.findall(r"\bsys\.argv\[(\d)\]", text)]
    return [] if re.search(r"\blen\(sys\.argv", text) else ["3"] * max(taken, default=0)
