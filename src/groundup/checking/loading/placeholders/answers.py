"""What is answered where a program asks its user for a number, if the prompt says what it is for
or nothing at all, or takes it from its command line.

To any other prompt nobody answers, as where a program is run without a keyboard.
"""

from __future__ import annotations

import re
from typing import Any

from groundup.checking.loading.placeholders.callers import asking

MADE_UP = "answers to input()"  # among what was made up
MOST = 100  # answers, so that nobody asks for ever
ANSWERS = (  # to a prompt that has such words; the first that fits wins
    (r"\[?\(?\by(es)? ?/ ?n(o)?\b", "y"),
    (r"rate\b|\balpha\b|\beta\b|\blr\b|momentum", "0.5"),
    (r"epoch|iteration|\brounds?\b|\bhow many times\b|\bsteps\b", "3"),
    (r"batch", "4"),
    (r"neurons?\b|filters?\b|nodes?\b|units?\b|perceptrons?\b|(size|width) of", "3"),
    (r"\blayers?\b", "2"),
    (r"^\W*$", "3"),
    (r"\bdefault|\b(press|hit) (the )?(enter|return|any key)", ""),
)


def answer(prompt: Any = "") -> str:
    """Stands for `input` in a learner's modules. Raises EOFError."""
    asks = asking()
    words = str(prompt).lower()
    found = next((said for pattern, said in ANSWERS if re.search(pattern, words)), None)
    if asks is None or found is None or len(asks.answered) >= MOST:
        raise EOFError("EOF when reading a line")
    asks.answered.append(found)
    asks.made_up[MADE_UP] = None
    return found


def arguments(text: str) -> list[str]:
    """Those of a program that takes them from `sys.argv` without a look at how many there are: each
    may be a number, or the name of a file that is not there."""
    taken = [int(place) for place in re.findall(r"\bsys\.argv\[(\d)\]", text)]
    return [] if re.search(r"\blen\(sys\.argv", text) else ["3"] * max(taken, default=0)
